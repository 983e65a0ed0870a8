"""The formats of the list, and the one way to make a file of any of them."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from projectmap.export.about import about, facts, sources
from projectmap.export.csv_file import write_csv
from projectmap.export.geo_files import write_geojson, write_gpkg
from projectmap.export.xlsx_file import write_xlsx
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.rows import table
from projectmap.query.select import select
from projectmap.query.view import FACETS, View, known_values

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


_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
    Format.GPKG: "application/geopackage+sqlite3",
}


def file_name(fmt: Format, register: Register, view: View, day: date) -> str:
    """A name of letters, digits, ``_``, ``-`` and ``.``: day and filter, at most 100 letters.

    Filters are told by their codes; a search only by the word, because its text is anybody's.
    """
    known = known_values(register)
    parts = [value for name in FACETS for value in getattr(view, name) if value in known[name]]
    parts += [f"from-{view.year_from}"] if view.year_from else []
    parts += [f"to-{view.year_to}"] if view.year_to else []
    parts += ["search"] if view.q else []
    parts = [_UNSAFE.sub("-", part) for part in parts] or ["filtered" if view.filtered else "all"]
    if view.asof is not None:
        parts.append(f"asof-{view.asof.isoformat()}")
    for kept in range(len(parts), -1, -1):
        more = [f"and-{len(parts) - kept}-more"] if kept < len(parts) else []
        name = "_".join(["projects", day.isoformat(), *parts[:kept], *more]) + f".{fmt}"
        if len(name) <= MAX_NAME:
            break
    return name


def export(
    fmt: Format,
    register: Register,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> bytes:
    """The records that ``view`` shows, as a file.

    ``day`` is the day of making, which the file tells; ``base_url`` the address of the page that
    the file links to, without query, or None for no link.
    """
    selection = select(register, view)
    rows = table(register, selection, view, t)
    if fmt is Format.CSV:
        return write_csv(rows)
    if fmt is Format.XLSX:
        lines = about(register, selection, view, t, day, base_url)
        return write_xlsx(rows, lines, sources(register, selection), t, day)
    told = facts(register, selection, view, t, day, base_url)
    if fmt is Format.GEOJSON:
        records = (register.projects[row] for row in selection.rows.tolist())
        return write_geojson(rows, records, told, t)
    return write_gpkg(rows, register, told, t, view.asof or register.edition, day)
