"""Builds the territory files of `geodata/` from the gathered facts.

Usage: python tools/geodata/territory.py FACTS_DIR OUT_DIR

Writes communities.geojson, settlements.csv, occupation_status.geojson, sectors.csv,
europe.geojson and known_exceptions.csv. What they hold, with sources and licences,
is told in geodata/SOURCES.md.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from math import cos, radians
from pathlib import Path
from typing import Any

from shapely import Point
from shapely.affinity import scale
from shapely.geometry import shape

from romanise import romanise

HERE = Path(__file__).parent
EDITION = "2025-04-30"
ACT_DATE = "2025-02-28"
ACT_UK = "Наказ № 376 від 28.02.2025 (зі змінами: № 748 від 23.04.2025, № 779 від 30.04.2025)"
ACT_EN = "Order No. 376 of 28.02.2025 (as amended by No. 748 of 23.04.2025, No. 779 of 30.04.2025)"
FORMER_RAIONS = {"Сіверськодонецький": "Сєвєродонецький"}
AREAS_OF_COOPERATION = {"UA44140090000072167": ["education", "energy", "housing"]}
LEVELS = {"raion": "raion", "hromada": "community", "settlement": "settlement"}
SECTORS = [
    ("water", "водопостачання та водовідведення", "water and sanitation", "140"),
    ("energy", "енергетика", "energy", "230"),
    ("education", "освіта", "education", "110"),
    ("health", "охорона здоров’я", "health", "120"),
    ("housing", "житло (зокрема для ВПО)", "housing (incl. IDPs)", "16030"),
    ("transport", "транспорт", "transport", "210"),
    ("governance", "врядування", "governance", "151"),
    ("admin_services", "адмінпослуги (ЦНАП)", "administrative services", "15110"),
    ("social", "соціальний захист", "social protection", "16010"),
    ("economy", "економіка", "economy", "250"),
    ("environment", "довкілля", "environment", "410"),
    ("culture", "культура", "culture", "16061"),
    ("digital", "цифровізація", "digital", "220"),
    ("humanitarian", "гуманітарна допомога", "humanitarian aid", "720"),
    ("municipal_equipment", "комунальна техніка", "municipal equipment", "43030"),
    ("media", "медіа", "media", "22030"),
]


def main(facts: Path, out: Path) -> None:
    """Read everything from ``facts`` and write the territory files into ``out``."""
    settlements = sorted(_rows(facts / "settlements.csv"), key=lambda row: row["katottg"])
    by_code = {row["katottg"]: row for row in settlements}
    boundaries = json.loads((facts / "community_boundaries.geojson").read_text("utf-8"))["features"]
    names = json.loads((HERE / "names.json").read_text("utf-8"))
    communities = sorted(
        (_community(item, by_code, names) for item in boundaries), key=lambda item: str(item["id"])
    )
    outlines = {item["id"]: shape(item["geometry"]) for item in communities}

    write_geojson(out / "communities.geojson", communities)
    _write_csv(
        out / "settlements.csv",
        [
            "katottg",
            "name_uk",
            "name_en",
            "former_name_uk",
            "category",
            "community",
            "lat",
            "lon",
            "point_quality",
        ],
        (_settlement(row) for row in settlements),
    )
    status = [_status(row) for row in _rows(facts / "occupation_order376.csv")]
    write_geojson(
        out / "occupation_status.geojson", sorted(status, key=lambda item: str(item["id"]))
    )
    _write_csv(
        out / "sectors.csv",
        ["code", "label_uk", "label_en", "dac_code"],
        (dict(zip(("code", "label_uk", "label_en", "dac_code"), row, strict=True))
         for row in sorted(SECTORS)),
    )  # fmt: skip
    europe = json.loads((facts / "europe_outline.geojson").read_text("utf-8"))["features"]
    write_geojson(
        out / "europe.geojson", sorted(map(_country, europe), key=lambda item: str(item["id"]))
    )
    _write_csv(
        out / "known_exceptions.csv",
        ["file", "record", "check", "distance_km", "note_uk", "note_en"],
        _points_outside(settlements, outlines),
    )


def write_geojson(path: Path, features: Iterable[Mapping[str, Any]]) -> None:
    """Write ``features`` one to a line, so that a change reads well in a diff."""
    lines = ",\n".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for item in features
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', "utf-8")


def _community(
    item: Mapping[str, Any],
    settlements: Mapping[str, Mapping[str, str]],
    names: Mapping[str, Mapping[str, list[str]]],
) -> dict[str, Any]:
    facts = item["properties"]
    centre = settlements[facts["centre_katottg"]]
    name, former = facts["name_uk"], facts["former_name_uk"]
    other = names[centre["name_uk"]]
    ukrainian = [former, centre["name_uk"], centre["name_uk_2024_01"]]
    ukrainian += [word for word in other["before_2016"] if "ы" not in word]
    aliases = [
        *ukrainian,
        *(romanise(word) for word in ukrainian if word),
        facts["name_en_2023"],
        romanise(former) if former else None,
        *other["before_2016"],
        *other["ru"],
        *(romanise(_as_if_ukrainian(word)) for word in other["ru"]),
    ]
    name_en = romanise(name)
    properties = {
        "katottg": facts["katottg"],
        "pcode": facts["pcode"],
        "name_uk": name,
        "name_en": name_en,
        "former_name_uk": former,
        "former_name_en": romanise(former) if former else None,
        "aliases": sorted({word for word in aliases if word} - {name, name_en}),
        "kind": facts["kind"],
        "raion": facts["raion_katottg"],
        "raion_name_uk": facts["raion_name_uk"],
        "raion_name_en": romanise(facts["raion_name_uk"]),
        "raion_former_name_uk": FORMER_RAIONS.get(facts["raion_name_uk"]),
        "centre": facts["centre_katottg"],
        "centre_point": [facts["centre_lon"], facts["centre_lat"]],
        "population_2022": facts["population_2022"],
        "profile_uk": None,
        "profile_en": None,
        "areas_of_cooperation": AREAS_OF_COOPERATION.get(facts["katottg"], []),
        "seat_uk": None,
        "seat_en": None,
        "contact": None,
    }
    return {
        "type": "Feature",
        "id": facts["katottg"],
        "geometry": item["geometry"],
        "properties": properties,
    }


def _as_if_ukrainian(word: str) -> str:
    """A Russian form spelt so that the Ukrainian table gives the usual Latin form."""
    return word.translate(
        str.maketrans({"ы": "и", "ё": "е", "э": "е", "и": "і", "г": "ґ", "ъ": ""})
    )


def _settlement(row: Mapping[str, str]) -> dict[str, str]:
    older = row["name_uk_2024_01"]
    return {
        "katottg": row["katottg"],
        "name_uk": row["name_uk"],
        "name_en": romanise(row["name_uk"]),
        "former_name_uk": older if older != row["name_uk"] else "",
        "category": {"M": "city", "X": "settlement", "C": "village"}[row["category"]],
        "community": row["community_katottg"],
        "lat": row["lat"],
        "lon": row["lon"],
        "point_quality": row["coord_quality"].split("_")[0] if row["lat"] else "none",
    }


def _status(row: Mapping[str, str]) -> dict[str, Any]:
    key = f"{row['katottg']}-{row['status']}-{row['start_date']}"
    return {
        "type": "Feature",
        "id": key,
        "geometry": None,
        "properties": {
            "id": key,
            "territory": row["katottg"],
            "level": LEVELS[row["level"]],
            "status": row["status"],
            "valid_from": row["start_date"],
            "valid_to": row["end_date"] or None,
            "act": ACT_UK,
            "act_en": ACT_EN,
            "act_date": ACT_DATE,
            "edition": EDITION,
            "wording": row["name_as_in_order"],
        },
    }


def _country(item: Mapping[str, Any]) -> dict[str, Any]:
    code = item["properties"]["iso_numeric"]
    return {
        "type": "Feature",
        "id": code or "unassigned",
        "geometry": item["geometry"],
        "properties": {"iso_numeric": code},
    }


def _points_outside(
    settlements: Iterable[Mapping[str, str]], outlines: Mapping[object, Any]
) -> Iterable[dict[str, object]]:
    for row in settlements:
        if not row["lat"]:
            continue
        outline = outlines[row["community_katottg"]]
        point = Point(float(row["lon"]), float(row["lat"]))
        if outline.covers(point):
            continue
        holder = next((code for code, area in outlines.items() if area.covers(point)), None)
        yield {
            "file": "settlements.csv",
            "record": row["katottg"],
            "check": "point_in_community",
            # One degree of latitude is 111.2 km; good to a tenth of a kilometre here.
            "distance_km": f"{_degrees(point, outline) * 111.2:.1f}",
            "note_uk": f"{row['name_uk']}: точка лежить поза узагальненим контуром своєї громади"
            + (f", у контурі {holder}" if holder else ""),
            "note_en": f"{romanise(row['name_uk'])}: the point lies outside its community's "
            "generalised outline" + (f", in the outline of {holder}" if holder else ""),
        }


def _degrees(point: Point, outline: Any) -> float:
    squeeze = cos(radians(point.y))
    return float(
        scale(point, squeeze, 1, origin=(0, 0)).distance(scale(outline, squeeze, 1, origin=(0, 0)))
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_csv(path: Path, columns: list[str], rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
