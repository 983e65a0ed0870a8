"""The outlines north of 65 N, torn where rings cross the antimeridian, taken separately.

Usage: python tools/geodata/europe.py COUNTRIES_50M EUROPE_GEOJSON OUT

COUNTRIES_50M is countries-50m.json of
world-atlas 2.0.2 (Natural Earth 1:50m as TopoJSON); EUROPE_GEOJSON keeps all that lies south.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping, shape

TORN = {"246": "Finland", "352": "Iceland", "578": "Norway", "643": "Russia", "752": "Sweden"}
CUT, SMALLEST, TOLERANCE = 65.0, 0.05, 0.03
HALF_WAY_ROUND = 180.0
NORTH, SOUTH = box(-25, CUT, 52, 72), box(-25, 34, 52, CUT)


def unrolled(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring whose longitudes run on over the antimeridian instead of jumping."""
    found, turn = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        if abs(lon - before) > HALF_WAY_ROUND:
            turn += 360 if lon < before else -360
        found.append((lon + turn, lat))
    return found


def countries(path: Path) -> dict[str, shapely.Geometry]:
    """The torn countries as the atlas has them, by ISO number; WGS84."""
    topology = json.loads(path.read_text())
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return [tuple(spot) for spot in np.vstack([parts[0], *(part[1:] for part in parts[1:])])]

    found = {}
    for item in topology["objects"]["countries"]["geometries"]:
        if item.get("id") not in TORN:
            continue
        polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        parts = []
        for polygon in polygons:
            outer, *holes = [unrolled(ring(numbers)) for numbers in polygon]
            parts.append(Polygon(outer, holes))
        found[item["id"]] = shapely.make_valid(MultiPolygon(parts))
    return found


def areas(geometry: shapely.Geometry) -> shapely.Geometry:
    """The areas of ``geometry`` that are large enough to be seen."""
    found = (part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon")
    parts = [part for part in found if part.area >= SMALLEST]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def main() -> None:
    """Write the corrected file."""
    atlas, europe, out = map(Path, sys.argv[1:])
    whole = countries(atlas)
    simplified = shapely.coverage_simplify(list(whole.values()), TOLERANCE)
    north = dict(zip(whole, simplified, strict=True))
    features = json.loads(europe.read_text("utf-8"))["features"]
    for item in features:
        if item["id"] in north:
            upper = shapely.set_precision(shapely.intersection(north[item["id"]], NORTH), 0.01)
            lower = shapely.intersection(shape(item["geometry"]), SOUTH)
            joined = shapely.set_precision(shapely.union(upper, lower), 0.01)
            item["geometry"] = mapping(shapely.orient_polygons(areas(joined)))
    lines = ",\n".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features
    )
    out.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", "utf-8")


if __name__ == "__main__":
    main()
