"""What the other tools' pages show: a frame of records and outlines coloured by status.

Plain reading, as one would write it for a page of one's own: nothing of the app's code is used.
The measuring program reads the same frame to know how many points a choice must draw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COLOURS = {
    "temporarily_occupied": "#b9a7c9",
    "partly_occupied": "#e3d9ec",
    "active_hostilities": "#f2c14e",
    "active_hostilities_registers": "#f2c14e",
    "possible_hostilities": "#f7dd9b",
    "not_listed": "#f3f1ea",
}
COLUMNS = ("id", "title", "status", "start", "lon", "lat")
"""Of the frame, which also has a true or false column for each sector."""
ROWS = 50
"""Of the table under the map."""


def read_records(folder: Path) -> pd.DataFrame:
    """All records, one row each.

    A record is at its settlement, else at the centre of the first of its communities; where
    it has neither, ``lon`` and ``lat`` are empty and no map shows it.
    """
    centres = {
        item["properties"]["katottg"]: item["properties"]["centre_point"]
        for item in _features(folder, "communities")
    }
    rows: list[tuple[Any, ...]] = []
    sectors: list[list[str]] = []
    for item in _features(folder, "projects"):
        of = item["properties"]
        point = item["geometry"]["coordinates"] if item["geometry"] else None
        if point is None and of["communities"]:
            point = centres[of["communities"][0]]
        lon, lat = point or (np.nan, np.nan)
        rows.append((of["id"], of["title_en"], of["status"], of["start"], lon, lat))
        sectors.append(of["sectors"])
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for code in read_sectors(folder):
        frame[code] = [code in found for found in sectors]
    return frame


def read_sectors(folder: Path) -> dict[str, str]:
    """Label of each sector."""
    table = pd.read_csv(folder / "sectors.csv")
    return dict(zip(table["code"], table["label_en"], strict=True))


def read_outlines(folder: Path) -> dict[str, Any]:
    """The communities as GeoJSON, with their name and the colour of their status.

    The status is that of the edition's date: any row for the whole community decides, one for a
    settlement of it makes it partly occupied.
    """
    rows = [item["properties"] for item in _features(folder, "occupation_status")]
    day = max(row["edition"] for row in rows)
    settlements = pd.read_csv(folder / "settlements.csv", dtype=str)
    home = dict(zip(settlements["katottg"], settlements["community"], strict=True))
    status: dict[str, str] = {}
    for row in rows:
        if not row["valid_from"] <= day < (row["valid_to"] or "9999"):
            continue
        whole = row["level"] != "settlement"
        place = row["territory"] if whole else home[row["territory"]]
        found = row["status"]
        if found == "temporarily_occupied" and not whole:
            found = "partly_occupied"
        order = list(COLOURS)
        status[place] = min(found, status.get(place, "not_listed"), key=order.index)
    features = []
    for item in _features(folder, "communities"):
        of = item["properties"]
        found = status.get(of["raion"]) or status.get(of["katottg"], "not_listed")
        properties = {"name": of["name_en"], "status": found, "fill": COLOURS[found]}
        features.append({"type": "Feature", "geometry": item["geometry"], "properties": properties})
    return {"type": "FeatureCollection", "features": features}


def chosen(frame: pd.DataFrame, sectors: Sequence[str]) -> pd.DataFrame:
    """The records of any of ``sectors``; all where none is chosen."""
    return frame[frame[list(sectors)].any(axis=1)] if sectors else frame


def on_map(frame: pd.DataFrame) -> pd.DataFrame:
    """The records that have a place."""
    return frame[frame["lon"].notna()]


def bounds(outlines: dict[str, Any]) -> tuple[float, float, float, float]:
    """West, south, east and north of everything."""
    found = np.concatenate(
        [
            np.asarray(ring, dtype=float)
            for item in outlines["features"]
            for area in (
                [item["geometry"]["coordinates"]]
                if item["geometry"]["type"] == "Polygon"
                else item["geometry"]["coordinates"]
            )
            for ring in area
        ]
    )
    west, south = found.min(axis=0)
    east, north = found.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _features(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / f"{name}.geojson").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found
