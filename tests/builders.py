"""Made-up data for tests: single records with overrides, a small valid data folder, registers.

The territory is that of :mod:`territory`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from territory import EAST, HOMES, M1, MIDDLE, N1, NORTH, POINTS, S1, S2, SOUTH, WEST

from projectmap.data.load import load
from projectmap.i18n import translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View

Feature = dict[str, Any]
Row = dict[str, Any]

OMIT: Any = object()
"""As an override: the field is left out altogether."""

NAMES_UK = ("Тестова північна", "Тестова середня", "Тестова південна", "Тестова")
NAMES_EN = ("Testova North", "Testova Middle", "Testova South", "Testova")
EDITION = "2025-04-30"


def feature(properties: Mapping[str, Any], geometry: Any = None) -> Feature:
    """A GeoJSON feature under the id that its properties have."""
    kept = {key: value for key, value in properties.items() if value is not OMIT}
    name = kept.get("id", kept.get("katottg"))
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": kept}


def point(position: Sequence[Any] | None) -> dict[str, Any] | None:
    """A GeoJSON point, or null."""
    return None if position is None else {"type": "Point", "coordinates": list(position)}


def square(west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    """A GeoJSON polygon, anticlockwise as RFC 7946 wants its outer ring."""
    east, north = round(west + size, 5), round(south + size, 5)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def source(**changes: Any) -> dict[str, Any]:
    """A source of a record."""
    return {
        "title": "Тестове джерело", "title_en": "Test source", "publisher": "example.org",
        "url": "https://example.org/test", "document": None, "date": "2021-03-02", "accessed": None,
        "locator": None,
    } | changes  # fmt: skip


def project(id: str = "TEST-001", *, geometry: Any = None, **changes: Any) -> Feature:  # noqa: A002 - the field's own name
    """A valid project of the community NORTH, with ``changes`` to its properties."""
    # A report of the time of the end can call the work closed, or under way.
    reported = "2021-03-02" if changes.get("status", "closed") == "closed" else "2020-12"
    return feature(
        {
            "id": id,
            "same_as": [],
            "kind": "project",
            "parent_id": None,
            "title_uk": f"Тестовий запис {id}",
            "title_en": f"Test record {id}",
            "summary_uk": "Вигаданий запис для перевірок.",
            "summary_en": "A made-up record for tests.",
            "communities": [NORTH],
            "settlement": None,
            "scope": "community",
            "location_exactness": None,
            "sectors": ["water"],
            "donors": ["test-donor"],
            **{name: [] for name in ("implementers", "channels", "partners")},
            "programme": None,
            "status": "closed",
            "status_asof": changes.get("end") or reported,
            "status_text": "завершено",
            "status_text_en": "completed",
            "start": "2020",
            "end": "2020-12",
            "period": "before_2022_02_24",
            **dict.fromkeys(("date_text", "date_text_en", "amount", "currency", "amount_scope",
                             "amount_note", "amount_note_en", "finance", "beneficiaries",
                             "beneficiaries_en", "open_to_partners", "confirmed_on")),
            "release": "public",
            "verification": "excerpt",
            "sources": [source()],
            "updated": "2026-11-22",
        }
        | changes,
        geometry,
    )  # fmt: skip


def placed(id: str = "TEST-001", settlement: str = N1, **changes: Any) -> Feature:  # noqa: A002
    """A valid project that stands at the point of ``settlement``."""
    return project(
        id,
        geometry=changes.pop("geometry", point(POINTS[settlement])),
        **{
            "communities": [HOMES[settlement]],
            "settlement": settlement,
            "scope": "settlement",
            "location_exactness": "approximate",
        }
        | changes,
    )


def undated(id: str = "TEST-001", **changes: Any) -> Feature:  # noqa: A002
    """A valid project without any date."""
    return project(id, **{"start": None, "end": None, "period": "undated"} | changes)


def money(id: str = "TEST-001", amount: float = 100.0, **changes: Any) -> Feature:  # noqa: A002
    """A valid project that states an amount."""
    return project(id, **{"amount": amount, "currency": "USD", "amount_scope": "record"} | changes)


def partnership(id: str = "TEST-R001", *, geometry: Any = None, **changes: Any) -> Feature:  # noqa: A002
    """A valid partnership of the community NORTH with a town in the Netherlands."""
    return feature(
        {
            "id": id,
            "same_as": [],
            "kind": "memorandum",
            "title_uk": f"Тестове партнерство {id}",
            "title_en": f"Test partnership {id}",
            "summary_uk": "Вигадане партнерство для перевірок.",
            "summary_en": "A made-up partnership for tests.",
            "communities": [NORTH],
            "partners": [partner()],
            "partner_countries": ["NL"],
            "sectors": ["culture"],
            "counted_with_project": False,
            "status": "signed",
            "start": "2023",
            **dict.fromkeys(("framework", "project_id", "status_asof", "status_text",
                             "status_text_en", "date_text", "date_text_en")),
            "period": "after",
            "release": "public",
            "verification": "excerpt",
            "sources": [source()],
            "updated": "2026-11-22",
        }
        | changes,
        geometry,
    )  # fmt: skip


def partner(**changes: Any) -> dict[str, Any]:
    """The far side of a partnership."""
    return {
        "name_uk": "Тестове місто", "name_en": "Test town", "place_uk": "Тестове",
        "place_en": "Testplaats", "country": "NL",
    } | changes  # fmt: skip


def community(katottg: str = NORTH, *, geometry: Any = OMIT, **changes: Any) -> Feature:
    """One of the three communities."""
    place = (NORTH, MIDDLE, SOUTH).index(katottg) if katottg in {NORTH, MIDDLE, SOUTH} else 3
    centre = {NORTH: N1, MIDDLE: M1, SOUTH: S2}.get(katottg, N1)
    west = place < 2
    return feature(
        {
            "katottg": katottg,
            "pcode": f"UA99000{place:02}",
            "name_uk": NAMES_UK[place],
            "name_en": NAMES_EN[place],
            "former_name_uk": "Колишня тестова" if place == 0 else None,
            "former_name_en": "Formerly Testova" if place == 0 else None,
            "aliases": ["Колишня тестова", "Пробна"] if place == 0 else [],
            "kind": "urban",
            "raion": WEST if west else EAST,
            "raion_name_uk": "Тестовий західний" if west else "Тестовий східний",
            "raion_name_en": "Test West" if west else "Test East",
            "raion_former_name_uk": None,
            "centre": centre,
            "centre_point": list(POINTS[centre] or ()),
            "areas_of_cooperation": [],
            **dict.fromkeys(("population_2022", "profile_uk", "profile_en", "seat_uk", "seat_en",
                             "contact")),
        }
        | changes,
        square(round(38 + place / 10, 5), 48) if geometry is OMIT else geometry,
    )  # fmt: skip


def settlement(katottg: str = N1, **changes: Any) -> Row:
    """One of the settlements, as a row of ``settlements.csv``."""
    position = POINTS.get(katottg)
    return {
        "katottg": katottg,
        "name_uk": f"Тестове {katottg[-3:]}",
        "name_en": f"Testove {katottg[-3:]}",
        "former_name_uk": None,
        "category": "village",
        "community": HOMES.get(katottg, NORTH),
        "lat": None if position is None else position[1],
        "lon": None if position is None else position[0],
        "point_quality": "none" if position is None else "A",
    } | changes


def status_row(territory: str = EAST, **changes: Any) -> Feature:
    """A row of the List: by default the raion EAST, occupied from 2014-04-07."""
    values = {
        "territory": territory, "level": "raion", "status": "temporarily_occupied",
        "valid_from": "2014-04-07", "valid_to": None, "act": "Тестовий наказ",
        "act_en": "Test order", "act_date": "2025-02-28", "edition": EDITION,
        "wording": "Тестове формулювання",
    } | changes  # fmt: skip
    name = f"{territory}-{values['status']}-{values['valid_from']}"
    return feature({"id": name} | values)


def organisation(slug: str = "test-donor", **changes: Any) -> Row:
    """A row of ``organisations.csv``."""
    return {
        "slug": slug, "name_uk": f"Тестова організація {slug}",
        "name_en": f"Test organisation {slug}", "parent": None, "iati_type": "90",
        "may_fund": "yes", "aliases": None,
    } | changes  # fmt: skip


def sector(code: str = "water", **changes: Any) -> Row:
    """A row of ``sectors.csv``."""
    return {
        "code": code,
        "label_uk": f"тестова галузь {code}",
        "label_en": f"test sector {code}",
        "dac_code": "140",
    } | changes


def exception(record: str = S1, **changes: Any) -> Row:
    """A row of ``known_exceptions.csv``."""
    return {
        "file": "settlements.csv", "record": record, "check": "point_in_community",
        "distance_km": 3.6, "note_uk": "Тестовий виняток", "note_en": "Test exception",
    } | changes  # fmt: skip


def default_communities() -> list[Feature]:
    """The three communities."""
    return [community(NORTH), community(MIDDLE), community(SOUTH)]


def default_settlements() -> list[Row]:
    """The seven settlements."""
    return [settlement(code) for code in POINTS]


def default_status() -> list[Feature]:
    """The List of the small territory."""
    return [
        status_row(N1, level="settlement", status="possible_hostilities", valid_from="2022-02-24",
                   valid_to="2022-05-01"),
        status_row(N1, level="settlement", valid_from="2022-05-01"),
        status_row(MIDDLE, level="community", status="active_hostilities", valid_from="2022-02-24",
                   valid_to="2022-03-05"),
        status_row(MIDDLE, level="community", valid_from="2022-03-05"),
        status_row(EAST),
    ]  # fmt: skip


def default_organisations() -> list[Row]:
    """A donor, its programme, and another organisation."""
    return [
        organisation("test-donor"),
        organisation("test-other"),
        organisation("test-programme", parent="test-donor"),
    ]


def default_sectors() -> list[Row]:
    """Four of the sectors."""
    return [sector(code) for code in ("culture", "energy", "health", "water")]


def step(**changes: Any) -> dict[str, Any]:
    """A step of a story: the community NORTH on a date of change."""
    return {
        "title_uk": "Тестовий крок",
        "title_en": "Test step",
        "lines_uk": ["Вигаданий рядок."],
        "lines_en": ["A made-up line."],
        "map": "communities",
        "view": {"asof": ["2022-02-24"], "community": [NORTH]},
        "facts": ["status"],
        "focus": [NORTH],
    } | changes


def story(id: str = "test-story", *steps: Any, **changes: Any) -> dict[str, Any]:  # noqa: A002
    """A valid story of ``steps``, of one where none are given."""
    return {
        "id": id, "title_uk": "Тестовий сюжет", "title_en": "Test story",
        "summary_uk": "Вигаданий сюжет для перевірок.", "summary_en": "A made-up story for tests.",
        "updated": "2026-11-22", "steps": list(steps) or [step()],
    } | changes  # fmt: skip


def collection(features: Iterable[Any]) -> str:
    """The text of a GeoJSON file, one feature a line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in features)
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"


def table(rows: Sequence[Row]) -> str:
    """The text of a CSV file with the columns of the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_folder(  # noqa: PLR0913 - one parameter a file
    path: Path,
    *,
    projects: Iterable[Any] | None = None,
    partnerships: Iterable[Any] | None = None,
    communities: Iterable[Any] | None = None,
    settlements: Sequence[Row] | None = None,
    status: Iterable[Any] | None = None,
    organisations: Sequence[Row] | None = None,
    sectors: Sequence[Row] | None = None,
    exceptions: Sequence[Row] | None = None,
    europe: Iterable[Any] | None = None,
    stories: Iterable[Any] = (),
) -> Path:
    """Write a data folder, valid but for what the arguments break; the folder's path.

    Without ``stories`` there is no folder of them; each stands in a file named by its id.
    """

    def given(items: Any, default: Any) -> Any:
        return default if items is None else items

    path.mkdir(parents=True, exist_ok=True)
    texts = {
        "communities.geojson": collection(given(communities, default_communities())),
        "europe.geojson": collection(
            given(europe, [feature({"id": "999", "iso_numeric": "999"}, square(30, 45, 20))])
        ),
        "known_exceptions.csv": table(given(exceptions, [exception()])),
        "occupation_status.geojson": collection(given(status, default_status())),
        "organisations.csv": table(given(organisations, default_organisations())),
        "partnerships.geojson": collection(given(partnerships, [partnership()])),
        "projects.geojson": collection(given(projects, [project()])),
        "sectors.csv": table(given(sectors, default_sectors())),
        "settlements.csv": table(given(settlements, default_settlements())),
    }
    for item in stories:
        (path / "stories").mkdir(exist_ok=True)
        texts[f"stories/{item['id']}.json"] = json.dumps(item, ensure_ascii=False, indent=2)
    for name, text in texts.items():
        # Half of a surrogate pair cannot be UTF-8; JSON can carry it as an escape.
        (path / name).write_bytes(text.encode("utf-8", "backslashreplace"))
    return path


def make_register(**files: Any) -> Register:
    """The register of a folder written by :func:`write_folder`; problems must be none."""
    with TemporaryDirectory() as folder:
        register = load(write_folder(Path(folder), **files))
    assert register.problems == ()
    return register


@cache
def small_territory() -> Register:
    """A register of the small territory without records, to put records into."""
    return make_register(projects=[], partnerships=[])


def with_records(register: Register, **changes: Any) -> Register:
    """``register`` with other records, taken as they are."""
    return replace(register, **changes)


def labels(register: Register, language: str = "en") -> Labels:
    """The names of a register's codes in a language."""
    return Labels(register, translator(language))


def shown(register: Register, view: View, language: str = "en") -> Shown:
    """What a view of a register shows, in a language."""
    return Shown(labels(register, language), view)
