"""The list as GeoJSON and GeoPackage, for maps and for QGIS. WGS84, longitude first."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from projectmap.content.view import metadata
from projectmap.export.request import ExportRequest
from projectmap.export.tables import PROJECTS, STATUS
from projectmap.i18n import Translator
from projectmap.model.labels import Labels
from projectmap.model.records import Project, Source
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
from projectmap.query.rows import JOINER
from projectmap.query.status import status_on

ROWS_IN_MEMORY = 10_000
"""Rows of a GeoPackage that are in memory together."""
_CRS = "EPSG:4326"
_GPKG_VERSION = "1.3"
"""Read without a warning by QGIS 3.22 and older; 1.4 adds nothing that we use."""


def write_geojson(register: Register, request: ExportRequest, path: Path) -> None:
    """Write a FeatureCollection (RFC 7946), one feature a line, facts on the list as a member.

    Without a point the geometry is null.
    """
    t, shown = request.t, request.shown(register)
    rows = zip(PROJECTS.rows(shown), shown.records(), strict=True)
    facts = _json(metadata(shown, request.day, request.base_url))
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"type":"FeatureCollection","projectmap":{facts},"features":[\n')
        for number, (cells, item) in enumerate(rows):
            row = _structured(cells, item, t)
            point = None if row["lon"] is None else [row["lon"], row["lat"]]
            feature = {
                "type": "Feature",
                "id": row["id"],
                "geometry": point and {"type": "Point", "coordinates": point},
                "properties": row,
            }
            file.write((",\n" if number else "") + _json(feature))
        file.write("\n]}\n")


def write_gpkg(register: Register, request: ExportRequest, path: Path) -> None:
    """Write a GeoPackage with the layers ``projects`` and ``communities``.

    ``projects`` has every row of the table, without geometry where there is no point;
    ``communities`` the outlines of all communities and their status.
    """
    shown = request.shown(register)
    facts = {
        name: value if isinstance(value, str) else _json(value)
        for name, value in metadata(shown, request.day, request.base_url).items()
        if value is not None
    }
    left = PROJECTS.rows(shown)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "projects.gpkg"
        _write_layer(made, "projects", _projects(islice(left, ROWS_IN_MEMORY)), "Point", facts)
        while more := list(islice(left, ROWS_IN_MEMORY)):
            pyogrio.write_dataframe(_projects(more), made, layer="projects", append=True)
        communities = _communities(shown.labels, shown.day)
        about = facts | {"title": request.t(STATUS.title)}
        _write_layer(made, "communities", communities, "MultiPolygon", about)
        _date(made, request.day)
        shutil.copyfile(made, path)


def _write_layer(
    path: Path, name: str, frame: gpd.GeoDataFrame, geometry: str, facts: dict[str, str]
) -> None:
    pyogrio.write_dataframe(
        frame, path, layer=name, driver="GPKG",
        geometry_type=geometry, promote_to_multi=geometry == "MultiPolygon",
        dataset_options=None if path.exists() else {"VERSION": _GPKG_VERSION},
        layer_options={"DESCRIPTION": facts["title"]}, layer_metadata=facts,
    )  # fmt: skip


def _structured(row: Mapping[str, object], item: Project, t: Translator) -> dict[str, object]:
    """A row of the table, but codes are arrays, sources objects, and yes and no booleans."""
    dac = row["sectors_dac"]
    return {
        **row,
        "communities": item.communities,
        "sectors": item.sectors,
        "sectors_dac": str(dac).split(JOINER) if dac is not None else [],
        "donors": item.donors,
        "open_to_partners": item.open_to_partners,
        "joined_ids": item.same_as,
        "sources": [_source(source, t) for source in item.sources],
        "sources_urls": [source.url for source in item.sources if source.url],
    }


def _source(source: Source, t: Translator) -> dict[str, object]:
    found = asdict(source) | {"title": t.pick(source.title, source.title_en)}
    del found["title_en"]
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _projects(rows: Iterable[Mapping[str, object]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(list(rows), columns=[column.key for column in COLUMNS])
    # Set explicitly: pandas cannot infer the type of an empty column.
    frame = frame.astype(
        {column.key: "float64" if column.kind == "number" else "string" for column in COLUMNS}
    )
    points = shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    points[frame["lon"].isna().to_numpy()] = None
    return gpd.GeoDataFrame(frame, geometry=points, crs=_CRS)


def _communities(labels: Labels, status_day: date) -> gpd.GeoDataFrame:
    """The outlines of all communities and their status on ``status_day``."""
    communities = labels.register.communities
    rows: list[dict[str, Any]] = [
        {
            "katottg": code,
            "name_uk": communities[code].name_uk,
            "name_en": communities[code].name_en,
            "raion": communities[code].raion,
            "raion_name": labels.raion(communities[code].raion),
            "status": found.status.value,
            "status_label": labels.code(found.status),
            "status_asof": status_day.isoformat(),
            "settlements_occupied": found.settlements_occupied,
            "settlements_total": found.settlements_total,
        }
        for code, found in status_on(labels.register, status_day).items()
    ]
    outlines = [item.outline for item in communities.values()]
    return gpd.GeoDataFrame(rows, geometry=outlines, crs=_CRS)


def _date(path: Path, day: date) -> None:
    """Date the file ``day`` where GDAL has put the clock, so that equal input is equal output."""
    with closing(sqlite3.connect(path)) as file, file:
        stamp = f"{day.isoformat()}T00:00:00.000Z"
        file.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
        file.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
