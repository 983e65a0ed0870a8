"""The list as GeoJSON and GeoPackage, for maps and for QGIS. WGS84, longitude first."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from projectmap.i18n import Translator
from projectmap.model import labels
from projectmap.model.records import Project, Source
from projectmap.model.register import Register
from projectmap.query.rows import COLUMNS, JOINER
from projectmap.query.status import status_on

_CRS = "EPSG:4326"


def write_geojson(
    rows: Iterable[Mapping[str, object]],
    records: Iterable[Project],
    facts: Mapping[str, object],
    t: Translator,
) -> bytes:
    """A FeatureCollection (RFC 7946), one feature a line; ``facts`` as the member ``projectmap``.

    A feature's properties are its row of the table, but that several codes are an array, the
    sources objects, and yes and no booleans. Without a point the geometry is null.
    """
    features = ",\n".join(
        _json(
            {
                "type": "Feature",
                "id": item.id,
                "geometry": None
                if item.point is None
                else {"type": "Point", "coordinates": item.point},
                "properties": {**row, **_structured(item, row, t)},
            }
        )
        for row, item in zip(rows, records, strict=True)
    )
    head = f'{{"type":"FeatureCollection","projectmap":{_json(facts)},"features":['
    return f"{head}\n{features}\n]}}\n".encode()


def write_gpkg(
    rows: Sequence[Mapping[str, object]],
    register: Register,
    facts: Mapping[str, object],
    t: Translator,
    status_day: date,
    day: date,
) -> bytes:
    """A GeoPackage with the layers ``projects`` and ``communities``.

    ``projects`` has every row of the table, without geometry where there is no point.
    ``communities`` has the outlines of all communities and their status on ``status_day``.
    """
    metadata = {
        name: value if isinstance(value, str) else _json(value)
        for name, value in facts.items()
        if value is not None
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "projects.gpkg"
        for name, frame, geometry in (
            ("projects", _projects(rows), "Point"),
            ("communities", _communities(register, t, status_day), "MultiPolygon"),
        ):
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                geometry_type=geometry,
                promote_to_multi=geometry == "MultiPolygon",
                layer_options={"DESCRIPTION": metadata["title"]},
                layer_metadata=metadata,
            )
        _date(path, day)
        return path.read_bytes()


def _structured(item: Project, row: Mapping[str, object], t: Translator) -> dict[str, object]:
    dac = row["sectors_dac"]
    return {
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
    values = asdict(source)
    title_en = values.pop("title_en")
    return {**values, "title": t.pick(source.title, title_en)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _projects(rows: Sequence[Mapping[str, object]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(list(rows), columns=[column.key for column in COLUMNS])
    # Said outright, because a column without any value has no type of its own.
    frame = frame.astype(
        {column.key: "float64" if column.kind == "number" else "string" for column in COLUMNS}
    )
    points = shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    points[frame["lon"].isna().to_numpy()] = None
    return gpd.GeoDataFrame(frame, geometry=points, crs=_CRS)


def _communities(register: Register, t: Translator, status_day: date) -> gpd.GeoDataFrame:
    found = status_on(register, status_day)
    rows: list[dict[str, Any]] = [
        {
            "katottg": item.katottg,
            "name_uk": item.name_uk,
            "name_en": item.name_en,
            "raion": item.raion,
            "raion_name": labels.raion_name(t, register, item.raion),
            "status": found[item.katottg].status.value,
            "status_label": labels.label(t, found[item.katottg].status),
            "status_asof": status_day.isoformat(),
            "settlements_occupied": found[item.katottg].settlements_occupied,
            "settlements_total": found[item.katottg].settlements_total,
        }
        for item in register.communities.values()
    ]
    outlines = [item.outline for item in register.communities.values()]
    return gpd.GeoDataFrame(rows, geometry=outlines, crs=_CRS)


def _date(path: Path, day: date) -> None:
    """Date the file ``day`` where GDAL has put the clock, so that equal input is equal output."""
    with closing(sqlite3.connect(path)) as file, file:
        stamp = f"{day.isoformat()}T00:00:00.000Z"
        file.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
        file.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
