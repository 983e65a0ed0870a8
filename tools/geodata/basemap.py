"""The ground of the map, ``geodata/basemap/``, from open data.

Usage: python tools/geodata/basemap.py FACTS_DIR [OUT]

FACTS_DIR holds the checked sources as GeoJSON and CSV (outlines, border, sea, roads and places of
OpenStreetMap, rivers of Natural Earth, names of waters of the state register); OUT is
``geodata/basemap``. Equal sources give equal files.

Communities, neighbouring oblasts and the land beyond the border come out as one coverage, so that
one simplification of all of them leaves neither gap nor overlap at any scale. Railways are left
out: what OpenStreetMap has of them has gaps that would mislead.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import box, mapping, shape

GEODATA = Path(__file__).parents[2] / "geodata"
BOX = box(36.5, 46.8, 41.5, 51.2)
GRID = 1e-5
"""Degrees: five decimals."""
SIMPLER = {"land": 0.0012, "roads": 0.0005, "rivers": 0.0008, "sea": 0.0015}
"""Degrees."""
ABROAD_RANK = 3
"""Towns beyond the border are shown down to this class."""
NEAR = 0.08
"""Degrees within which two places of one name are the same."""
OBLAST = "Луганська"
UNCLEAR = {"Донецьк"}
"""Beyond the border: of the same name as a city of Ukraine near by."""
ABROAD_UK = {
    "Azov": "Азов",
    "Bataysk": "Батайськ",
    "Gukovo": "Гуково",
    "Kamensk-Shakhtinsky": "Каменськ-Шахтинський",
    "Novocherkassk": "Новочеркаськ",
    "Novoshakhtinsk": "Новошахтинськ",
    "Rossosh": "Россош",
    "Rostov-on-Don": "Ростов-на-Дону",
    "Shakhty": "Шахти",
}
WATERS = {
    "річка": "river",
    "річка, що пересихає": "stream",
    "озеро": "lake",
    "озеро, що пересихає": "lake",
    "водосховище": "reservoir",
}
CATEGORY_RANK = {"city": 4, "settlement": 5, "village": 6}
LATIN = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчшщ",
        [*"abvhgde", "zh", *"zyiklmnoprstuf", "kh", "ts", "ch", "sh", "shch"],
        strict=True,
    )
)
SOFT = {"є": ("ye", "ie"), "ї": ("yi", "i"), "й": ("y", "i"), "ю": ("yu", "iu"), "я": ("ya", "ia")}
"""At the beginning of a word, and elsewhere."""


def romanised(name: str) -> str:
    """A Ukrainian name in Latin letters, under resolution No. 55 of 2010."""
    found, first = "", True
    text = name.replace("зг", "z\0").replace("Зг", "Z\0")
    for letter in text:
        small = letter.lower()
        if letter == "\0":
            latin = "gh"
        elif small in SOFT:
            latin = SOFT[small][0 if first else 1]
        else:
            latin = LATIN.get(small, "" if small in "ь'’" else letter)
        found += latin.capitalize() if letter.isupper() else latin
        first = letter in " -"
    return found


def features(path: Path) -> list[tuple[dict[str, Any], shapely.Geometry]]:
    """Properties and geometry of each feature."""
    items = json.loads(path.read_text("utf-8"))["features"]
    return [(item["properties"], shape(item["geometry"])) for item in items]


def write(path: Path, items: Iterable[tuple[dict[str, Any], shapely.Geometry]]) -> None:
    """A GeoJSON file with one feature a line, by id."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "id": properties.get("id", properties.get("katottg")),
                "geometry": mapping(shapely.set_precision(geometry, GRID, mode="pointwise")),
                "properties": properties,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, geometry in sorted(items, key=lambda item: next(iter(item[0].values())))
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, "utf-8")


def coverage(facts: Path) -> tuple[dict[str, shapely.Geometry], dict[str, dict[str, Any]]]:
    """One coverage of communities (by code) and the land around, and the names of the latter."""
    units: dict[str, shapely.Geometry] = {
        properties["katottg"]: geometry
        for properties, geometry in features(facts / "communities_osm_simplified.geojson")
    }
    names: dict[str, dict[str, Any]] = {}
    for properties, geometry in features(facts / "oblasts_osm.geojson"):
        if properties["iso"] != "UA-09":
            names[properties["iso"]] = {"kind": "oblast", **_names(properties)}
            units[properties["iso"]] = geometry
    _, beyond = features(facts / "russia_land.geojson")[0]
    units["RU"] = beyond
    names["RU"] = {"kind": "abroad", "name_uk": "Росія", "name_en": "Russia"}
    around = shapely.coverage_simplify(
        [units[code] for code in names], SIMPLER["land"], simplify_boundary=True
    )
    units.update(zip(names, around, strict=True))
    return _faces(units), names


def _faces(units: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Areas that overlap or leave slivers, as a coverage: the first that has a face keeps it."""
    codes, areas = list(units), list(units.values())
    lines = shapely.union_all([shapely.boundary(area) for area in [*areas, BOX]], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    spots = shapely.point_on_surface(faces)
    owners = np.full(len(faces), -1)
    for number in reversed(range(len(areas))):
        owners[shapely.contains(areas[number], spots)] = number
    # A sliver goes to the neighbour with whom it shares the longest line; the sea is nobody's.
    for face in np.argsort(shapely.area(faces)):
        if owners[face] < 0 and shapely.area(faces[face]) < 0.01:  # noqa: PLR2004 - square degrees
            edge = shapely.boundary(faces[face])
            touching = [
                (shapely.length(shapely.intersection(edge, shapely.boundary(faces[other]))),
                 owners[other])
                for other in np.flatnonzero(shapely.intersects(faces, faces[face]) & (owners >= 0))
            ]  # fmt: skip
            if touching:
                owners[face] = max(touching)[1]
    return {
        code: shapely.orient_polygons(shapely.coverage_union_all(faces[owners == number]))
        for number, code in enumerate(codes)
    }


def _names(properties: dict[str, Any]) -> dict[str, Any]:
    """Both names, or None for both."""
    uk, en = properties.get("name_uk") or None, properties.get("name_en") or None
    if uk is None or " — " in uk:  # a line of two rivers has the name of neither
        return {"name_uk": None, "name_en": None}
    if en is None or not en.replace("’", "").isascii():  # a Cyrillic "і" among Latin letters
        en = romanised(uk)
    return {"name_uk": uk.replace("’", "'"), "name_en": en.replace("’", "")}


def lines(path: Path, kind: str, tolerance: float) -> Iterator[tuple[dict[str, Any], Any]]:
    """The lines of a file, joined where they have the same name or class."""
    groups: dict[tuple[str, str, str], list[Any]] = {}
    for properties, geometry in features(path):
        named = _names(properties)
        key = (properties.get("class", kind), named["name_uk"] or "", named["name_en"] or "")
        groups.setdefault(key, []).append(geometry)
    for number, (key, parts) in enumerate(sorted(groups.items()), 1):
        whole = shapely.line_merge(shapely.union_all(parts, grid_size=GRID))
        simple = shapely.simplify(shapely.clip_by_rect(whole, *BOX.bounds), tolerance)
        yield (
            {"id": f"{kind}-{number}", "kind": key[0], "name_uk": key[1] or None,
             "name_en": key[2] or None},
            simple,
        )  # fmt: skip


def towns(facts: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """Towns outside the oblast."""
    seen: set[tuple[str, int, int]] = set()
    for properties, spot in features(facts / "places.geojson"):
        abroad = properties["country"] != "UA"
        if properties["oblast"] == OBLAST or (abroad and properties["pop_class"] > ABROAD_RANK):
            continue
        named = {**properties, "name_en": (properties["name_en"] or "").replace("’", "")}
        if abroad:
            named["name_uk"] = properties["name_uk"] or ABROAD_UK.get(named["name_en"])
        found = _names(named)
        if found["name_uk"] is None or (abroad and found["name_uk"] in UNCLEAR):
            continue
        if abroad and (found["name_en"] == "Donetsk" or not named["name_en"]):
            continue
        key = (found["name_uk"], round(spot.x, 1) * 10, round(spot.y, 1) * 10)
        if key in seen:
            continue
        seen.add(key)
        number = f"{properties['country'].lower()}-{spot.x:.4f}-{spot.y:.4f}"
        yield {"id": number, "kind": "town", "rank": properties["pop_class"], **found}, spot


def waters(facts: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """Names of waters, as points."""
    for properties, spot in features(facts / "hydronyms_register.geojson"):
        number = f"{properties['reg_no'].replace('Ф', 'F')}-{spot.x:.3f}-{spot.y:.3f}"
        yield {"id": number, "kind": WATERS[properties["kind"]], **_names(properties)}, spot


def points(facts: Path, outlines: dict[str, shapely.Geometry]) -> Iterator[dict[str, Any]]:
    """A point of each settlement that lies in its community, and how large the place is."""
    with (GEODATA / "settlements.csv").open(encoding="utf-8", newline="") as file:
        category = {row["katottg"]: row["category"] for row in csv.DictReader(file)}
    places = [
        (properties["name_uk"].replace("’", "'"), properties["pop_class"], spot)
        for properties, spot in features(facts / "places.geojson")
        if properties["oblast"] == OBLAST
    ]
    with (facts / "settlements_osm_fill.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["katottg"]):
            spot = shapely.Point(float(row["lon"]), float(row["lat"]))
            if not shapely.covers(outlines[row["community"]], spot):
                print("left out, outside its community:", row["katottg"], row["name_uk"])
                continue
            own = CATEGORY_RANK[category[row["katottg"]]]
            ranks = [
                rank
                for name, rank, place in places
                if name == row["name_uk"].replace("’", "'") and shapely.distance(place, spot) < NEAR
            ]
            yield {
                "katottg": row["katottg"],
                "lat": f"{spot.y:.5f}",
                "lon": f"{spot.x:.5f}",
                "point_quality": "O" + row["method"],
                "rank": min([*ranks, own]),
                "osm": row["osm"],
            }


def main() -> None:
    """Write the folder."""
    facts = Path(sys.argv[1])
    out = Path(sys.argv[2]) if sys.argv[2:] else GEODATA / "basemap"
    out.mkdir(parents=True, exist_ok=True)
    areas, names = coverage(facts)
    communities = {code: area for code, area in areas.items() if code not in names}
    outlines = (({"katottg": code}, area) for code, area in communities.items())
    write(out / "communities.geojson", outlines)
    write(out / "land.geojson", (({"id": code, **names[code]}, areas[code]) for code in names))
    sea = shapely.simplify(features(facts / "sea_azov.geojson")[0][1], SIMPLER["sea"])
    named = {"id": "azov", "kind": "sea", "name_uk": "Азовське море", "name_en": "Sea of Azov"}
    write(out / "sea.geojson", [(named, shapely.orient_polygons(sea))])
    write(out / "rivers.geojson", lines(facts / "rivers_ne10m.geojson", "river", SIMPLER["rivers"]))
    write(out / "roads.geojson", lines(facts / "roads_osm_mh.geojson", "road", SIMPLER["roads"]))
    write(out / "towns.geojson", towns(facts))
    write(out / "waters.geojson", waters(facts))
    rows = list(points(facts, communities))
    with (out / "settlement_points.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
