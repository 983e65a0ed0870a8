"""Made-up data folders of any size, for benchmarks only; every text in them says so.

Usage: python bench/synthetic.py FOLDER PROJECTS COMMUNITIES

The territory is a grid of cells with wavy borders over a box as large as a country. Records are
as long as the real ones and as unevenly spread: few places, donors and sectors have most of them.
Equal numbers give equal files.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

WEST, SOUTH, WIDTH, HEIGHT = 22.2, 44.4, 18.0, 8.0
RAION_COLUMNS, RAION_ROWS = 4, 3
SETTLEMENTS = 20
"""In each community, about as many as in Ukraine."""
BENDS = 8
"""Vertices of each of the four borders of a cell."""
DONORS, PROGRAMMES = 60, 20
SECTORS = (
    *("water", "energy", "education", "health", "housing", "transport", "governance"),
    *("admin_services", "social", "economy", "environment", "culture", "digital"),
    *("humanitarian", "municipal_equipment", "media"),
)
STATUSES = (
    *("pipeline", "implementation", "finalisation", "closed", "closed", "closed"),
    *("cancelled", "suspended", "unknown", "unknown"),
)
WORDS = (
    "вигаданий", "запис", "для", "вимірювання", "швидкості", "програми", "а", "не", "для",
    "читання", "водогін", "школа", "лікарня", "амбулаторія", "дорога", "міст", "котельня",
    "насос", "мережа", "освітлення", "укриття", "генератор", "автобус", "пожежна", "машина",
    "центр", "послуг", "бібліотека", "садок", "гуртожиток", "житло", "ремонт", "відбудова",
    "обладнання", "навчання",
)  # fmt: skip
WORDS_EN = (
    "made", "up", "record", "to", "measure", "the", "speed", "of", "the", "program", "and", "not",
    "to", "be", "read", "water", "main", "school", "hospital", "clinic", "road", "bridge",
    "boiler", "pump", "network", "lighting", "shelter", "generator", "bus", "fire", "engine",
    "service", "centre", "library", "nursery", "dormitory", "housing", "repair", "rebuilding",
    "equipment", "training",
)  # fmt: skip
EDITION = date(2025, 4, 30)
SOURCE = {
    "title": "Вигадане джерело для вимірювання",
    "title_en": "Made-up source for measuring",
    "publisher": "example.org",
    **dict.fromkeys(("url", "document", "date", "accessed", "locator")),
}
UNSTATED_COMMUNITY = dict.fromkeys((
    "former_name_uk", "former_name_en", "raion_former_name_uk", "profile_uk", "profile_en",
    "seat_uk", "seat_en", "contact",
))  # fmt: skip
UNSTATED_PROJECT = dict.fromkeys((
    "parent_id", "end", "date_text", "date_text_en", "amount_note", "amount_note_en", "finance",
    "beneficiaries", "beneficiaries_en", "open_to_partners", "confirmed_on",
))  # fmt: skip
UNSTATED_PARTNERSHIP = dict.fromkeys((
    "framework", "project_id", "status_text", "status_text_en", "date_text", "date_text_en",
))  # fmt: skip
"""Fields that no source states."""

Feature = dict[str, Any]
Position = tuple[float, float]


def make(folder: Path, projects: int, communities: int) -> Path:
    """Write a valid data folder of ``projects`` records over ``communities`` cells."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(f"{projects} {communities}")  # noqa: S311 - made-up data
    columns, rows = _sides(communities)
    cells = [(column, row) for column in range(columns) for row in range(rows)][:communities]
    places = [_settlements(cell, columns, rows) for cell in cells]
    _geojson(folder, "communities", (_community(cell, columns, rows) for cell in cells))
    _csv(folder, "settlements", (row for found in places for row in found))
    _geojson(folder, "occupation_status", _status_rows(cells, random))
    _csv(folder, "organisations", _organisations())
    _csv(folder, "sectors", _sectors())
    _geojson(folder, "projects", _projects(projects, cells, places, random))
    _geojson(folder, "partnerships", _partnerships(cells, random))
    _geojson(folder, "europe", [])
    header = "file,record,check,distance_km,note_uk,note_en\r\n"
    (folder / "known_exceptions.csv").write_text(header, "utf-8")
    return folder


def _sides(communities: int) -> tuple[int, int]:
    """Columns and rows of the grid, half as wide again as high; its last column may be short."""
    rows = max(1, round(math.sqrt(communities * 2 / 3)))
    return -(-communities // rows), rows


def _corner(column: int, row: int, columns: int, rows: int) -> Position:
    """A corner of the grid; those inside are moved off it by an even-handed disorder."""
    x, y = column / columns, row / rows
    if 0 < column < columns:
        x += 0.25 / columns * math.sin(12.9898 * column + 78.233 * row)
    if 0 < row < rows:
        y += 0.25 / rows * math.sin(39.3467 * column + 11.135 * row)
    return WEST + WIDTH * x, SOUTH + HEIGHT * y


def _border(start: Position, end: Position) -> list[Position]:
    """A wavy line, the same from either end: neighbours must share it to the last digit."""
    if end < start:
        return _border(end, start)[::-1]
    found = []
    for step in range(BENDS + 1):
        share = step / BENDS
        off = 0.06 * math.sin(math.pi * share) * math.sin(9 * share + 50 * start[0] + 30 * end[1])
        across = (end[1] - start[1], start[0] - end[0])
        x = start[0] + share * (end[0] - start[0]) + off * across[0]
        y = start[1] + share * (end[1] - start[1]) + off * across[1]
        found.append((round(x, 5), round(y, 5)))
    return found


def _code(cell: tuple[int, int], *, settlement: int = 0) -> str:
    column, row = cell
    raion = (row // RAION_ROWS) * 100 + column // RAION_COLUMNS
    return f"UA98{raion:05d}{row:03d}{column:03d}{settlement:04d}"


def _raion(cell: tuple[int, int]) -> str:
    column, row = cell
    return f"UA98{(row // RAION_ROWS) * 100 + column // RAION_COLUMNS:05d}{0:010d}"


def _community(cell: tuple[int, int], columns: int, rows: int) -> Feature:
    column, row = cell
    corners = [
        _corner(column + x, row + y, columns, rows) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    ring = [
        position
        for here, there in zip(corners, [*corners[1:], corners[0]], strict=True)
        for position in _border(here, there)[:-1]
    ]
    code = _code(cell)
    return _feature(
        {
            **UNSTATED_COMMUNITY,
            "katottg": code,
            "pcode": f"UA98{row:02d}{column:03d}",
            "name_uk": f"Вигадана {row + 1}-{column + 1}",
            "name_en": f"Made-up {row + 1}-{column + 1}",
            "aliases": [f"Вигадана громада {row + 1}-{column + 1}", f"Vyhadana {row}-{column}"],
            "kind": ("urban", "settlement", "rural")[(row + column) % 3],
            "raion": _raion(cell),
            "raion_name_uk": f"Вигаданий {row // RAION_ROWS + 1}-{column // RAION_COLUMNS + 1}",
            "raion_name_en": f"Made-up {row // RAION_ROWS + 1}-{column // RAION_COLUMNS + 1}",
            "centre": _code(cell, settlement=1),
            "centre_point": _inside(cell, columns, rows, 0),
            "population_2022": 1000 * (1 + (7 * row + 3 * column) % 40),
            "areas_of_cooperation": [],
        },
        {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    )


def _inside(cell: tuple[int, int], columns: int, rows: int, number: int) -> Position:
    """A point well inside a cell."""
    column, row = cell
    x = 0.5 + 0.18 * math.sin(2.4 * number) * math.sqrt(number / SETTLEMENTS)
    y = 0.5 + 0.18 * math.cos(2.4 * number) * math.sqrt(number / SETTLEMENTS)
    corners = [_corner(column + a, row + b, columns, rows) for a in (0, 1) for b in (0, 1)]
    west = max(corner[0] for corner in corners[:2])
    east = min(corner[0] for corner in corners[2:])
    south = max(corners[0][1], corners[2][1])
    north = min(corners[1][1], corners[3][1])
    return round(west + x * (east - west), 5), round(south + y * (north - south), 5)


def _settlements(cell: tuple[int, int], columns: int, rows: int) -> list[dict[str, Any]]:
    found = []
    for number in range(SETTLEMENTS):
        lon, lat = _inside(cell, columns, rows, number)
        found.append(
            {
                "katottg": _code(cell, settlement=number + 1),
                "name_uk": f"Вигадане {cell[1]}-{cell[0]}-{number}",
                "name_en": f"Vyhadane {cell[1]}-{cell[0]}-{number}",
                "former_name_uk": "",
                "category": "village",
                "community": _code(cell),
                "lat": lat,
                "lon": lon,
                "point_quality": "A",
            }
        )
    return found


def _status_rows(cells: Sequence[tuple[int, int]], random: Random) -> Iterator[Feature]:
    """The east is occupied from 2014, the belt next to it in 2022, some of it by settlements."""
    number = 0
    last = max(column for column, _ in cells)

    def row(territory: str, level: str, status: str, since: date, until: date | None) -> Feature:
        nonlocal number
        number += 1
        return _feature(
            {
                "id": f"SYN-ROW-{number:05d}",
                "territory": territory,
                "level": level,
                "status": status,
                "valid_from": since.isoformat(),
                "valid_to": until.isoformat() if until else None,
                "act": "Вигаданий наказ для вимірювання",
                "act_en": "Made-up order for measuring",
                "act_date": "2025-02-28",
                "edition": EDITION.isoformat(),
                "wording": "вигадано",
            }
        )

    for cell in cells:
        east = cell[0] / (last + 1)
        day = date(2022, 2, 24) + timedelta(days=random.randrange(900))
        if east > 0.85:
            yield row(_code(cell), "community", "temporarily_occupied", date(2014, 4, 7), None)
        elif east > 0.6 and random.random() < 0.7:
            yield row(_code(cell), "community", "active_hostilities", date(2022, 2, 24), day)
            yield row(_code(cell), "community", "temporarily_occupied", day, None)
        elif east > 0.5:
            yield row(_code(cell), "community", "possible_hostilities", date(2022, 2, 24), None)
            for settlement in range(1, 4):
                code = _code(cell, settlement=settlement)
                yield row(code, "settlement", "temporarily_occupied", day, None)


def _organisations() -> Iterator[dict[str, Any]]:
    for number in range(DONORS):
        yield {
            "slug": f"made-up-donor-{number:02d}",
            "name_uk": f"Вигаданий донор {number}",
            "name_en": f"Made-up donor {number}",
            "parent": "",
            "iati_type": "10",
            "may_fund": "yes",
            "aliases": f"ВД{number}",
        }
    for number in range(PROGRAMMES):
        yield {
            "slug": f"made-up-programme-{number:02d}",
            "name_uk": f"Вигадана програма {number}",
            "name_en": f"Made-up programme {number}",
            "parent": f"made-up-donor-{number:02d}",
            "iati_type": "10",
            "may_fund": "yes",
            "aliases": "",
        }


def _sectors() -> Iterator[dict[str, Any]]:
    for number, code in enumerate(SECTORS):
        yield {
            "code": code,
            "label_uk": f"вигадана галузь {code}",
            "label_en": f"made-up sector {code}",
            "dac_code": f"{140 + number}",
        }


def _uneven(random: Random, size: int) -> int:
    """A number below ``size``; low ones come much more often."""
    return int(size * random.random() ** 3)


def _sentence(random: Random, words: Sequence[str], length: int) -> str:
    return " ".join(random.choices(words, k=length)).capitalize()


def _projects(
    count: int,
    cells: Sequence[tuple[int, int]],
    places: Sequence[Sequence[Mapping[str, Any]]],
    random: Random,
) -> Iterator[Feature]:
    order = random.sample(range(len(cells)), len(cells))
    for number in range(count):
        place = order[_uneven(random, len(cells))]
        chance = random.random()
        scope = "settlement" if chance < 0.6 else "community" if chance < 0.95 else "oblast"
        settlement = random.choice(places[place]) if scope == "settlement" else None
        year = random.choice((None, *range(2015, 2026)))
        start = None if year is None else f"{year}-{random.randrange(1, 13):02d}"
        period = (
            "undated"
            if start is None or start == "2022-02"
            else "before_2022_02_24"
            if start < "2022-02"
            else "after"
        )
        amount = random.randrange(10_000, 5_000_000) if random.random() < 0.3 else None
        name = f"SYN-{number:06d}"
        yield _feature(
            {
                **UNSTATED_PROJECT,
                "id": name,
                "same_as": [],
                "kind": random.choices(("project", "need", "event"), (8, 1, 1))[0],
                "title_uk": f"{_sentence(random, WORDS, 6)} {number}",
                "title_en": f"{_sentence(random, WORDS_EN, 7)} {number}",
                "summary_uk": _sentence(random, WORDS, 20) + ".",
                "summary_en": _sentence(random, WORDS_EN, 22) + ".",
                "communities": [] if scope == "oblast" else [_code(cells[place])],
                "settlement": settlement and settlement["katottg"],
                "scope": scope,
                "location_exactness": "approximate" if settlement else None,
                "sectors": [SECTORS[_uneven(random, len(SECTORS))]],
                "donors": [f"made-up-donor-{_uneven(random, DONORS):02d}"],
                "implementers": [f"made-up-donor-{_uneven(random, DONORS):02d}"],
                "channels": [],
                "partners": [],
                "programme": f"made-up-programme-{_uneven(random, PROGRAMMES):02d}",
                "status": random.choice(STATUSES),
                "status_asof": start,
                "status_text": "вигадано",
                "status_text_en": "made up",
                "start": start,
                "period": period,
                "amount": amount,
                "currency": amount and random.choice(("USD", "EUR", "UAH")),
                "amount_scope": amount and random.choice(("record", "shared")),
                "release": "public",
                "verification": "excerpt",
                "sources": [
                    SOURCE
                    | {
                        "url": f"https://example.org/made-up/{number}",
                        "date": start,
                        "locator": name,
                    }
                ],
                "updated": "2026-11-22",
            },
            settlement and {"type": "Point", "coordinates": [settlement["lon"], settlement["lat"]]},
        )


def _partnerships(cells: Sequence[tuple[int, int]], random: Random) -> Iterator[Feature]:
    for number, cell in enumerate(random.sample(list(cells), max(1, len(cells) // 4))):
        name = f"SYN-P-{number:04d}"
        yield _feature(
            {
                **UNSTATED_PARTNERSHIP,
                "id": name,
                "same_as": [],
                "kind": "twinning",
                "title_uk": f"Вигадане партнерство {number}",
                "title_en": f"Made-up partnership {number}",
                "summary_uk": "Вигадано для вимірювання.",
                "summary_en": "Made up for measuring.",
                "communities": [_code(cell)],
                "partners": [
                    {
                        "name_uk": "Вигадане місто",
                        "name_en": "Made-up town",
                        **dict.fromkeys(("place_uk", "place_en")),
                        "country": random.choice(("PL", "DE", "NL", "LT")),
                    }
                ],
                "partner_countries": ["PL"],
                "sectors": [],
                "counted_with_project": False,
                "status": "signed",
                "status_asof": "2021-05",
                "start": "2021-05",
                "period": "before_2022_02_24",
                "release": "public",
                "verification": "excerpt",
                "sources": [SOURCE],
                "updated": "2026-11-22",
            }
        )


def _feature(properties: dict[str, Any], geometry: Any = None) -> Feature:
    name = properties.get("id", properties.get("katottg"))
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _geojson(folder: Path, name: str, features: Iterable[Feature]) -> None:
    with (folder / f"{name}.geojson").open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        for number, item in enumerate(features):
            file.write(",\n" if number else "")
            file.write(json.dumps(item, ensure_ascii=False))
        file.write("\n]}\n")


def _csv(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    found = list(rows)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("projects", type=int)
    parser.add_argument("communities", type=int)
    print(make(**vars(parser.parse_args())))
