"""The formats of the list, and the one way to make a file of any of them.

What stands around the records (:func:`order`) and the records (:func:`rows`) are made apart from
the writing (:func:`write`), which for long lists another process does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import geopandas as gpd

from projectmap.content.about import Line, about, facts, sources
from projectmap.export.csv_file import write_csv
from projectmap.export.geo_files import community_frame, structured, write_geojson, write_gpkg
from projectmap.export.xlsx_file import write_xlsx
from projectmap.i18n import Translator, translator
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.rows import table
from projectmap.query.select import select
from projectmap.query.view import FACETS, View, known_values

Row: TypeAlias = Mapping[str, object]
MAX_NAME = 100
"""Letters of a file name; old mail programs and archives cut longer ones."""
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


class Format(StrEnum):
    """A format to download; its value is the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"

    @property
    def media_type(self) -> str:
        """The media type to serve it as."""
        return _MEDIA_TYPES[self]

    @property
    def packed(self) -> bool:
        """Whether packing it once more would gain nothing worth the time."""
        return self in {Format.XLSX, Format.GPKG}


_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
    Format.GPKG: "application/geopackage+sqlite3",
}


def file_name(fmt: Format, register: Register, view: View, day: date) -> str:
    """The name of a list's file: see :func:`named`."""
    return named("projects", fmt, register, view, day)


def named(
    stem: str,
    ending: str,
    register: Register,
    view: View,
    day: date,
    parts: Sequence[str] | None = None,
    language: str | None = None,
) -> str:
    """A name of letters, digits, ``_``, ``-`` and ``.``: day and filter, at most 100 letters.

    Filters are told by their codes; a search only by the word, because its text is anybody's.
    ``parts`` stand in the filter's place; ``language`` ends the name.
    """
    if parts is None:
        parts = _filter_parts(register, view)
    parts = [_UNSAFE.sub("-", part) for part in parts]
    if view.asof is not None:
        parts.append(f"asof-{view.asof.isoformat()}")
    last = [language] if language else []
    for kept in range(len(parts), -1, -1):
        more = [f"and-{len(parts) - kept}-more"] if kept < len(parts) else []
        name = "_".join([stem, day.isoformat(), *parts[:kept], *more, *last]) + f".{ending}"
        if len(name) <= MAX_NAME:
            break
    return name


def _filter_parts(register: Register, view: View) -> list[str]:
    known = known_values(register)
    parts = [value for name in FACETS for value in getattr(view, name) if value in known[name]]
    parts += [f"from-{view.year_from}"] if view.year_from else []
    parts += [f"to-{view.year_to}"] if view.year_to else []
    parts += ["search"] if view.q else []
    return parts or ["filtered" if view.filtered else "all"]


@dataclass(frozen=True, slots=True)
class Order:
    """All that a file says but its records; it can be handed to another process."""

    fmt: Format
    language: str
    day: date
    about: tuple[Line, ...]
    sources: tuple[Source, ...]
    facts: Mapping[str, object]
    communities: gpd.GeoDataFrame | None
    """Only for the format that has them."""


def order(
    fmt: Format, register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> Order:
    """What to say around the records that ``view`` shows.

    ``day`` is the day of making, which the file tells; ``base_url`` the address of the page that
    the file links to, without query, or None for no link.
    """
    selection = select(register, view)
    told = (register, selection, view, t, day, base_url)
    book, gpkg = fmt is Format.XLSX, fmt is Format.GPKG
    return Order(
        fmt=fmt,
        language=t.language,
        day=day,
        about=about(*told) if book else (),
        sources=tuple(sources(register, selection)) if book else (),
        facts=facts(*told),
        communities=community_frame(register, t, view.asof or register.edition) if gpkg else None,
    )


def rows(fmt: Format, register: Register, view: View, t: Translator) -> Iterator[Row]:
    """The records that ``view`` shows, as ``fmt`` takes them."""
    selection = select(register, view)
    found = table(register, selection, view, t)
    if fmt is not Format.GEOJSON:
        return found
    items = (register.projects[row] for row in selection.rows.tolist())
    return (structured(row, item, t) for row, item in zip(found, items, strict=True))


def write(asked: Order, records: Iterable[Row], path: Path) -> None:
    """Write the file that is asked for."""
    if asked.fmt is Format.CSV:
        write_csv(records, path)
    elif asked.fmt is Format.XLSX:
        t = translator(asked.language)
        write_xlsx(records, asked.about, asked.sources, t, asked.day, path)
    elif asked.fmt is Format.GEOJSON:
        write_geojson(records, asked.facts, path)
    else:
        write_gpkg(records, asked.communities, asked.facts, asked.day, path)
