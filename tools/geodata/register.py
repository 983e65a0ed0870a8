"""Builds the register files of `geodata/` from the gathered facts and from `curation/`.

Usage: python tools/geodata/register.py FACTS_DIR OUT_DIR

Writes projects.geojson, partnerships.geojson and organisations.csv. Ids, amounts, currencies,
addresses, codes of places and points come from the facts; titles, summaries and decisions (joins,
roles, sectors, status, scope) come from `curation/`. In the curation, "row" as a date means the
date of the facts row, a pair of texts is [Ukrainian, English], and a single word in `date_text` is
a key of phrases.json.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Row = dict[str, str]
Record = dict[str, Any]

HERE = Path(__file__).parent
UPDATED = "2026-11-22"
INVASION = "2022-02-24"
OBLAST = "UA44000000000018893"
MAX_TITLE = 90
ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
ROLES = ("donors", "implementers", "channels", "partners")
CODES: dict[str, set[str | None]] = {
    "kind": {"project", "need", "event"},
    "partnership_kind": {
        *("twinning", "memorandum", "regional_agreement", "associated_partner", "programme"),
        *("inter_municipal", None),
    },
    "scope": {"settlement", "community", "oblast", "outside", "unplaced"},
    "status": {
        *("pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"),
        "unknown",
    },
    "partnership_status": {
        *("sought", "signed", "active", "suspended", "ended", "renewal_planned", "unknown"),
    },
    "finance": {"grant", "loan", "in_kind", None},
    "amount_scope": {"record", "shared", "programme", "per_unit", "minimum", None},
    "period": {"before_2022_02_24", "after", "undated"},
    "sector": {
        *("water", "energy", "education", "health", "housing", "transport", "governance"),
        *("admin_services", "social", "economy", "environment", "culture", "digital"),
        *("humanitarian", "municipal_equipment", "media"),
    },
}
PROJECT_KEYS = {
    *("kind", "parent_id", "same_as", "title", "summary", "communities", "settlement", "scope"),
    *("sectors", *ROLES, "programme", "status", "status_asof", "status_text", "start", "end"),
    *("date_text", "period", "amount_scope", "amount_note", "finance", "beneficiaries"),
    "open_to_partners",
}
PARTNERSHIP_KEYS = {
    *("kind", "same_as", "title", "summary", "communities", "partners", "sectors", "framework"),
    *("project_id", "counted_with_project", "status", "status_asof", "status_text", "start"),
    *("date_text", "period"),
}
ORGANISATION_KEYS = {"name", "parent", "iati_type", "aliases"}


class RegisterError(Exception):
    """The facts and the curation do not fit together."""


class Facts:
    """The gathered facts by id and by code, and the curation that is not about single records."""

    def __init__(self, folder: Path) -> None:
        seeds = [
            *_rows(folder / "register_seed_projects.csv"),
            *_rows(folder / "register_seed_partnerships.csv"),
        ]
        reported = _rows(folder / "register_reported_projects.csv")
        self.rows = {row["id"]: row for row in [*seeds, *reported]}
        self.settlements = {row["katottg"]: row for row in _rows(folder / "settlements.csv")}
        boundaries = json.loads((folder / "community_boundaries.geojson").read_text("utf-8"))
        self.communities = {f["properties"]["katottg"] for f in boundaries["features"]}
        self.places = {row["place_en"]: row for row in _rows(folder / "partner_places.csv")}
        self.phrases = _curation("phrases")
        sources = _curation("sources")
        self.documents = sources["documents"]
        self.reports = sources["reported"]
        self.organisations = _curation("organisations")
        _check(len(self.rows) == len(seeds) + len(reported), "an id stands twice in the facts")


def main(facts_dir: Path, out: Path) -> None:
    """Read ``facts_dir`` and the curation, check them and write the three files into ``out``."""
    facts = Facts(facts_dir)
    projects, partnerships = _curation("projects"), _curation("partnerships")
    _check_coverage(facts, projects, partnerships)
    _check_sources(facts)
    project_features = [_project(facts, *item) for item in sorted(projects.items())]
    partnership_features = [_partnership(facts, *item) for item in sorted(partnerships.items())]
    _check_links(facts, project_features, partnership_features)
    out.mkdir(parents=True, exist_ok=True)
    _write_geojson(out / "projects.geojson", project_features)
    _write_geojson(out / "partnerships.geojson", partnership_features)
    _write_organisations(out / "organisations.csv", facts.organisations)
    print(
        f"{len(project_features)} projects, {len(partnership_features)} partnerships,"
        f" {len(facts.organisations)} organisations"
    )


def _project(facts: Facts, id_: str, entry: Record) -> Record:
    _check_keys(id_, entry, PROJECT_KEYS)
    row = facts.rows[id_]
    settlement, communities = _near_side(facts, id_, entry)
    default_scope = "settlement" if settlement else "community" if communities else None
    if row.get("hromada_katottg") == OBLAST:
        default_scope = "oblast"
    scope = entry.get("scope", default_scope)
    place = facts.settlements.get(settlement or "")
    point = _point(place) if place and scope == "settlement" else None
    amount, currency = _amount(facts, id_, entry)
    dates = _dates(facts, id_, entry)
    properties = {
        "id": id_,
        "same_as": entry.get("same_as", []),
        "kind": _code("kind", id_, entry.get("kind", "project")),
        "parent_id": entry.get("parent_id") or row.get("parent_id") or None,
        **_pair(facts, id_, entry, "title", required=True, suffixes=("_uk", "_en")),
        **_pair(facts, id_, entry, "summary", required=True, suffixes=("_uk", "_en")),
        "communities": communities,
        "settlement": settlement,
        "scope": _code("scope", id_, scope),
        "location_exactness": "approximate" if point else None,
        "sectors": _sectors(id_, entry),
        **{role: sorted(entry.get(role, [])) for role in ROLES},
        "programme": entry.get("programme"),
        "status": _code("status", id_, entry.get("status")),
        "status_asof": dates["status_asof"],
        **_pair(facts, id_, entry, "status_text", required=True),
        "start": dates["start"],
        "end": dates["end"],
        **_pair(facts, id_, entry, "date_text"),
        "period": dates["period"],
        "amount": amount,
        "currency": currency,
        "amount_scope": _code("amount_scope", id_, entry.get("amount_scope")),
        **_pair(facts, id_, entry, "amount_note"),
        "finance": _code("finance", id_, entry.get("finance")),
        **_pair(facts, id_, entry, "beneficiaries"),
        "open_to_partners": entry.get("open_to_partners"),
        "confirmed_on": None,
        **_provenance(facts, id_, entry),
    }
    return {"type": "Feature", "id": id_, "geometry": point, "properties": properties}


def _partnership(facts: Facts, id_: str, entry: Record) -> Record:
    _check_keys(id_, entry, PARTNERSHIP_KEYS)
    _, communities = _near_side(facts, id_, entry)
    partners = [_partner(facts, id_, partner) for partner in entry.get("partners", [])]
    points = [_point(facts.places[p["place"]]) for p in entry.get("partners", []) if "place" in p]
    countries = sorted({p["country"] for p in partners if p["country"]})
    dates = _dates(facts, id_, entry)
    properties = {
        "id": id_,
        "same_as": entry.get("same_as", []),
        "kind": _code("partnership_kind", id_, entry.get("kind")),
        **_pair(facts, id_, entry, "title", required=True, suffixes=("_uk", "_en")),
        **_pair(facts, id_, entry, "summary", required=True, suffixes=("_uk", "_en")),
        "communities": communities,
        "partners": partners,
        "partner_countries": countries,
        "sectors": _sectors(id_, entry),
        "framework": entry.get("framework"),
        "project_id": entry.get("project_id"),
        "counted_with_project": entry.get("counted_with_project", False),
        "status": _code("partnership_status", id_, entry.get("status")),
        "status_asof": dates["status_asof"],
        **_pair(facts, id_, entry, "status_text", required=True),
        "start": dates["start"],
        **_pair(facts, id_, entry, "date_text"),
        "period": dates["period"],
        **_provenance(facts, id_, entry),
    }
    return {"type": "Feature", "id": id_, "geometry": _joined(points), "properties": properties}


def _partner(facts: Facts, id_: str, partner: Record) -> Record:
    _check_keys(id_, partner, {"name", "place", "country"})
    place = facts.places[partner["place"]] if "place" in partner else None
    return {
        "name_uk": partner["name"][0],
        "name_en": partner["name"][1],
        "place_uk": place["place_uk"] if place else None,
        "place_en": place["place_en"] if place else None,
        "country": place["iso2"] if place else partner.get("country"),
    }


def _near_side(facts: Facts, id_: str, entry: Record) -> tuple[str | None, list[str]]:
    """The settlement and the sorted communities of a record."""
    row = facts.rows[id_]
    settlement = entry.get("settlement") or row.get("settlement_katottg") or None
    if settlement:
        _check(
            settlement in facts.settlements, f"{id_}: settlement {settlement} is not in the facts"
        )
        named = [facts.settlements[settlement]["community_katottg"]]
    else:
        named = entry.get("communities", [])
    reported = {facts.rows[i].get("hromada_katottg") for i in _row_ids(id_, entry)} - {None, ""}
    is_oblast = reported == {OBLAST}
    if not named and not is_oblast:
        named = sorted(code for code in reported if code)
    unknown = set(named) - facts.communities - {OBLAST}
    _check(not unknown, f"{id_}: community {unknown} is not in the facts")
    _check(is_oblast or reported <= set(named), f"{id_}: community differs from the facts row")
    return settlement, sorted(named)


def _dates(facts: Facts, id_: str, entry: Record) -> dict[str, str | None]:
    """Start, end and date of the status, and the period that follows from them."""
    row = facts.rows[id_]
    text = " ".join(row.values())
    found = ISO_DATE.findall(row.get("date_as_reported", "") + " " + row.get("years", ""))
    dates: dict[str, str | None] = {}
    for key, position in (("start", 0), ("end", -1), ("status_asof", 0)):
        date = entry.get(key)
        if date == "row":
            _check(found, f"{id_}: {key} is to come from the row, which has no date")
            date = found[position]
        elif date:
            _check(date[:4] in text, f"{id_}: {key} {date} is not in the facts row")
        dates[key] = date
    if not dates["status_asof"] and (match := ISO_DATE.match(row.get("status_as_of", ""))):
        dates["status_asof"] = match.group()
    deciding = dates["start"] or dates["end"]
    _check(not (deciding and "period" in entry), f"{id_}: the period follows from the dates")
    dated_by_text = "date_text" in entry or "period" not in entry
    _check(dated_by_text, f"{id_}: a period needs a date or a date_text")
    period = _period(deciding) if deciding else entry.get("period", "undated")
    dates["period"] = _code("period", id_, period)
    return dates


def _period(date: str) -> str:
    """Before or after the full-scale invasion; undated where the date is too coarse to tell."""
    cutoff = INVASION[: len(date)]
    if date == cutoff and date != INVASION:
        return "undated"
    return "before_2022_02_24" if date < cutoff else "after"


def _amount(facts: Facts, id_: str, entry: Record) -> tuple[int | float | None, str | None]:
    """The amount of the record's rows, if it has a currency."""
    stated = [
        (float(row["amount"]), row["currency"])
        for row in (facts.rows[i] for i in _row_ids(id_, entry))
        if row.get("amount") and row.get("currency")
    ]
    _check(len(stated) <= 1, f"{id_}: two rows state an amount")
    _check(bool(stated) == ("amount_scope" in entry), f"{id_}: amount and amount_scope go together")
    if not stated:
        return None, None
    amount, currency = stated[0]
    return int(amount) if amount.is_integer() else amount, currency


def _sectors(id_: str, entry: Record) -> list[str]:
    return sorted(_code("sector", id_, sector) for sector in entry["sectors"])


def _provenance(facts: Facts, id_: str, entry: Record) -> Record:
    sources = list(_sources(facts, _row_ids(id_, entry)))
    from_excerpt = any("source_url" in facts.rows[i] for i in _row_ids(id_, entry))
    return {
        "release": "public",
        "verification": "excerpt" if from_excerpt else "source_read",
        "sources": sources,
        "updated": UPDATED,
    }


def _sources(facts: Facts, ids: list[str]) -> Iterator[Record]:
    """One source for each document or page that the rows ``ids`` come from."""
    for name, document in facts.documents.items():
        if rows := [i for i in ids if facts.rows[i].get("source_file") == name]:
            yield _source(document, rows, None)
    for report in facts.reports:
        if rows := [i for i in ids if i in report["rows"]]:
            yield _source(report, rows, _address(facts, report))


def _source(described: Record, rows: list[str], url: str | None) -> Record:
    return {
        "title": described["title"][0],
        "title_en": described["title"][1],
        "publisher": (urlsplit(url).hostname or "").removeprefix("www.") if url else None,
        "url": url,
        "document": described.get("document"),
        "date": described.get("date"),
        "accessed": None,
        "locator": ", ".join(rows),
    }


def _address(facts: Facts, report: Record) -> str | None:
    """The page's address; none for a page that is not to be linked (it has a document code)."""
    if "document" in report:
        return None
    first = facts.rows[report["rows"][0]]
    if report.get("in_note"):
        found = re.search(r"https?://\S+", first["note"])
        _check(found, f"{first['id']}: no address in the note")
        return found.group() if found else None
    return first["source_url"]


def _check_coverage(facts: Facts, projects: Record, partnerships: Record) -> None:
    """Every facts row lands in exactly one record, and every record has its facts rows."""
    curated = [*projects.items(), *partnerships.items()]
    told = Counter(i for id_, entry in curated for i in _row_ids(id_, entry))
    problems = [f"{i}: no record tells this facts row" for i in sorted(facts.rows.keys() - told)]
    problems += [f"{i}: no such facts row" for i in sorted(told.keys() - facts.rows.keys())]
    problems += [f"{i}: told by {n} records" for i, n in sorted(told.items()) if n > 1]
    _check(not problems, "\n".join(problems))


def _check_sources(facts: Facts) -> None:
    """Every reported row has its page described, and rows that share it share its address."""
    described = Counter(i for r in facts.reports if not r.get("in_note") for i in r["rows"])
    reported = {i for i, row in facts.rows.items() if "source_url" in row}
    wrong = {i for i, n in described.items() if n > 1} | (reported ^ described.keys())
    _check(not wrong, f"sources.json: not described exactly once: {sorted(wrong)}")
    for report in facts.reports:
        addresses = {facts.rows[i]["source_url"] for i in report["rows"]}
        _check(len(addresses) == 1, f"sources.json: {report['rows']} have different addresses")
        url = _address(facts, report)
        _check(url is None or url.startswith(("http://", "https://")), f"no web address: {url}")
    files = {row["source_file"] for row in facts.rows.values() if "source_file" in row}
    _check(files == facts.documents.keys(), "sources.json: documents differ from the facts")


def _check_links(facts: Facts, projects: list[Record], partnerships: list[Record]) -> None:
    """Parents, projects of partnerships and organisations exist; no organisation is idle."""
    ids = {feature["id"] for feature in projects}
    used: set[str] = set()
    for properties in (feature["properties"] for feature in [*projects, *partnerships]):
        for key in ("parent_id", "project_id"):
            target = properties.get(key)
            _check(not target or target in ids, f"{properties['id']}: {key} {target} is unknown")
        used |= {properties.get("programme"), properties.get("framework")} - {None}
        if "donors" in properties:
            used.update(slug for role in ROLES for slug in properties[role])
    for slug, organisation in facts.organisations.items():
        _check_keys(slug, organisation, ORGANISATION_KEYS)
    parents = {o["parent"] for o in facts.organisations.values() if "parent" in o}
    unknown = (used | parents) - facts.organisations.keys()
    _check(not unknown, f"organisations.json: missing {sorted(unknown)}")
    idle = facts.organisations.keys() - used - parents
    _check(not idle, f"organisations.json: not used {sorted(idle)}")


def _pair(
    facts: Facts,
    id_: str,
    entry: Record,
    key: str,
    *,
    required: bool = False,
    suffixes: tuple[str, str] = ("", "_en"),
) -> Record:
    """The Ukrainian and the English text of ``key``, both or neither."""
    texts = entry.get(key)
    if isinstance(texts, str):
        texts = facts.phrases[texts]
    _check(texts is not None or not required, f"{id_}: {key} is missing")
    uk, en = texts or (None, None)
    _check(bool(uk) == bool(en), f"{id_}: {key} needs both languages")
    too_long = key == "title" and max(len(uk or ""), len(en or "")) > MAX_TITLE
    _check(not too_long, f"{id_}: the title is longer than {MAX_TITLE} characters")
    return {key + suffixes[0]: uk, key + suffixes[1]: en}


def _row_ids(id_: str, entry: Record) -> list[str]:
    return [id_, *entry.get("same_as", [])]


def _point(place: Row) -> Record | None:
    if not place["lat"] or not place["lon"]:
        return None
    position = [round(float(place["lon"]), 5), round(float(place["lat"]), 5)]
    return {"type": "Point", "coordinates": position}


def _joined(points: Iterable[Record | None]) -> Record | None:
    positions = [point["coordinates"] for point in points if point]
    if len(positions) > 1:
        return {"type": "MultiPoint", "coordinates": positions}
    return {"type": "Point", "coordinates": positions[0]} if positions else None


def _code(codes: str, id_: str, value: Any) -> Any:
    _check(value in CODES[codes], f"{id_}: {value!r} is no {codes}")
    return value


def _check_keys(id_: str, entry: Record, known: set[str]) -> None:
    _check(entry.keys() <= known, f"{id_}: unknown keys {sorted(entry.keys() - known)}")


def _check(fine: object, problem: str) -> None:
    if not fine:
        raise RegisterError(problem)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _curation(name: str) -> Record:
    def once(pairs: list[tuple[str, Any]]) -> Record:
        twice = [key for key, n in Counter(key for key, _ in pairs).items() if n > 1]
        _check(not twice, f"{name}.json: {twice} stands twice")
        return dict(pairs)

    text = (HERE / "curation" / f"{name}.json").read_text("utf-8")
    loaded: Record = json.loads(text, object_pairs_hook=once)
    return loaded


def _write_geojson(path: Path, features: list[Record]) -> None:
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, allow_nan=False) for f in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', "utf-8")


def _write_organisations(path: Path, organisations: Record) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["slug", "name_uk", "name_en", "parent", "iati_type", "aliases"])
        for slug, entry in sorted(organisations.items()):
            aliases = "|".join(entry["aliases"])
            writer.writerow(
                [slug, *entry["name"], entry.get("parent", ""), entry["iati_type"], aliases]
            )


if __name__ == "__main__":
    try:
        facts_dir, out_dir = map(Path, sys.argv[1:])
    except ValueError:
        sys.exit(__doc__)
    try:
        main(facts_dir, out_dir)
    except RegisterError as problem:
        sys.exit(f"register: {problem}")
