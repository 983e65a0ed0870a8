"""Turns files into plain values. Nothing here knows what a project is.

Files are read as the usual programs write them (QGIS, GDAL, a Ukrainian Excel, LibreOffice), but
never guessed at: GeoJSON is read as JSON, not by a driver that detects formats, so that a file of
another format in disguise is refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any, NoReturn

from pydantic_core import from_json

from projectmap.errors import DataInvalidError, Problem, ProblemCode, shorten
from projectmap.i18n import N_

MAX_BYTES = 256 * 2**20
"""Of one file: 100,000 records take 200 MB."""
MAX_DIGITS = 30
"""Of a whole number in GeoJSON; Python itself refuses to read 4,300."""
DELIMITERS = ",;\t"
"""Of CSV files: ours, Excel's where the decimal sign is a comma, and that of its Unicode text."""
_WGS84 = re.compile(
    r"^wgs[ _]?84$|(^|\W)(crs84h?|epsg\W(.*\W)?(4326|4979))(/(proj4|ogcwkt))?/?$", re.IGNORECASE
)
"""Names and addresses that programs give to longitude and latitude on WGS84."""
MAX_CRS = 200
"""Characters of such a name."""
_BEFORE_HEADER = re.compile(r"([\s,;\"]*\n)?(sep=.\r?\n)?", re.IGNORECASE)
"""Blank rows, and Excel's line that names the delimiter."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes; :class:`DataInvalidError` where it is missing, unreadable or too large."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise DataInvalidError([_file(ProblemCode.MISSING_FILE, path.name)]) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, path.name, detail)]) from error
    if len(content) > MAX_BYTES:
        detail = f"> {MAX_BYTES // 2**20} MB"
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, path.name, detail)])
    return content


def features(name: str, content: bytes) -> list[Any]:
    """The features of a GeoJSON FeatureCollection, unchecked beyond that.

    A ``crs`` member that names WGS84, as GDAL and QGIS write it, says nothing new. Raises
    :class:`DataInvalidError` for anything that is not JSON (NaN and infinity are not), not a
    FeatureCollection, or in another CRS.
    """
    found = value(name, content)
    items = found.get("features") if isinstance(found, dict) else None
    if not isinstance(items, list) or found.get("type") != "FeatureCollection":
        raise DataInvalidError([_file(ProblemCode.NOT_A_COLLECTION, name)])
    if found.get("crs") is not None and not _is_wgs84(found["crs"]):
        detail = N_("names a CRS other than WGS84 (RFC 7946)")
        raise DataInvalidError([_file(ProblemCode.NOT_A_COLLECTION, name, detail)])
    return items


def _is_wgs84(crs: Any) -> bool:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    given = None
    if isinstance(properties, dict):
        given = properties.get("name", properties.get("href"))
    return isinstance(given, str) and _WGS84.search(given[:MAX_CRS].strip()) is not None


def value(name: str, content: bytes) -> Any:
    """What a JSON file holds, unchecked.

    Raises :class:`DataInvalidError` for anything that is not JSON (NaN and infinity are not).
    """
    try:
        return from_json(content.removeprefix(BOM_UTF8), allow_inf_nan=False)
    except ValueError:
        # Three times slower, but it says what is wrong, and where only one record is, reads on.
        return _patiently(name, content)


def rows(name: str, content: bytes, columns: Sequence[str]) -> list[dict[str, str | None]]:
    """The rows of a CSV file with a header, without the blanks around cells.

    An empty cell is None, a row of empty cells no row.

    The delimiter is the one of :data:`DELIMITERS` by which the header has ``columns``. Raises
    :class:`DataInvalidError` for a file that is not text, is not well-formed CSV or lacks one of
    ``columns``.
    """
    text = _text(name, content)
    before = _BEFORE_HEADER.match(text)
    above = before[0] if before else ""
    text = text.removeprefix(above)
    header_line = text.partition("\n")[0].lower()
    cells = {sign: {part.strip().strip('"') for part in header_line.split(sign)}
             for sign in DELIMITERS}  # fmt: skip
    delimiter = max(DELIMITERS, key=lambda sign: len(cells[sign].intersection(columns)))
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    try:
        header = [column.strip().lower() for column in reader.fieldnames or []]
        reader.fieldnames = header
        numbered = [
            (above.count("\n") + reader.line_num, dict(row))
            for row in reader
            if any(map(_filled, row.values()))
        ]
    except csv.Error as error:
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, name, str(error))]) from error
    missing = [column for column in columns if column not in header]
    if missing:
        code = ProblemCode.MISSING_COLUMN
        raise DataInvalidError([Problem(code, name, field=item) for item in missing])
    too_long = N_("has more cells than the header")
    ragged = [
        Problem(ProblemCode.WRONG_VALUE, name, f"line {number}", detail=too_long)
        for number, row in numbered
        if _filled(row.get(None))
    ]
    if ragged:
        raise DataInvalidError(ragged)
    return [
        {column: (row[column] or "").strip() or None for column in columns} for _, row in numbered
    ]


def _filled(cell: str | list[str] | None) -> bool:
    """Whether a cell, or one of the cells beyond the header, says anything."""
    return any(map(_filled, cell)) if isinstance(cell, list) else bool(cell and cell.strip())


def _text(name: str, content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16; others are refused, cp1251 by its name.

    Without what old programs end files with.
    """
    encoding = _encoding(content)
    try:
        return content.decode(encoding).lstrip("\ufeff").rstrip("\0\x1a")
    except UnicodeDecodeError as error:
        detail = f"not UTF-8 at byte {error.start}"
        if encoding == "utf-8" and _is_windows_1251(content):
            detail = N_("is in Windows-1251: save it as UTF-8")
            if name.endswith(".csv"):
                detail = N_("is in Windows-1251: save it as CSV UTF-8 with commas")
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, name, detail)]) from error


def _encoding(content: bytes) -> str:
    """By the file's mark; without one UTF-16 is known by the zeros of its first signs."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    first = content[:4]
    if 0 in first and 0 not in first.replace(b"\0", b"", 2):
        return "utf-16-le" if first[1::2] == b"\0\0" else "utf-16-be"
    return "utf-8"


def _is_windows_1251(content: bytes) -> bool:
    """Whether nearly all that is not ASCII are Cyrillic letters in Windows-1251.

    Most of them are small; those of a text in KOI8 would be capitals.
    """
    text = content[:100_000].decode("cp1251", "replace")
    letters = [sign for sign in text if not sign.isascii()]
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in letters)
    small = sum(sign.islower() for sign in letters)
    return "\0" not in text and cyrillic > len(letters) * 0.9 and small > len(letters) / 2


def _patiently(name: str, content: bytes) -> Any:
    try:
        return json.loads(_text(name, content), parse_constant=_refuse, parse_int=_integer)
    except RecursionError as error:
        raise DataInvalidError([_file(ProblemCode.NOT_JSON, name, "nested too deeply")]) from error
    except ValueError as error:
        raise DataInvalidError([_file(ProblemCode.NOT_JSON, name, str(error))]) from error


def _integer(digits: str) -> float:
    """The number; one too long for anything becomes infinite, so that its record is named."""
    return int(digits) if len(digits) <= MAX_DIGITS else inf


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _file(code: ProblemCode, name: str, detail: str = "") -> Problem:
    return Problem(code, name, detail=shorten(detail) if detail else "")
