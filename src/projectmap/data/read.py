"""Files to plain values. Nothing here knows what a project is.

GeoJSON is read as JSON, never by a format-guessing driver, so that a file of another
format in disguise is refused.
"""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any, NoReturn

from pydantic_core import from_json

from projectmap.errors import DataInvalidError, Problem, ProblemCode, shorten
from projectmap.i18n import N_

MAX_DIGITS = 30
"""Of a whole number in GeoJSON; Python itself refuses to read 4,300."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises :class:`DataInvalidError` where it is missing or unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataInvalidError([_file(ProblemCode.MISSING_FILE, path.name)]) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, path.name, detail)]) from error


def features(name: str, content: bytes) -> list[Any]:
    """The features of a GeoJSON FeatureCollection, unchecked beyond that.

    Raises :class:`DataInvalidError` for anything that is not UTF-8 JSON (NaN and infinity are not
    JSON) or not a FeatureCollection.
    """
    found = value(name, content)
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise DataInvalidError([_file(ProblemCode.NOT_A_COLLECTION, name)])
    items = found.get("features")
    if "crs" in found:
        detail = N_("names a CRS; GeoJSON is WGS84 (RFC 7946)")
        raise DataInvalidError([_file(ProblemCode.NOT_A_COLLECTION, name, detail)])
    if not isinstance(items, list):
        raise DataInvalidError([_file(ProblemCode.NOT_A_COLLECTION, name)])
    return items


def value(name: str, content: bytes) -> Any:
    """What a JSON file holds, unchecked.

    Raises :class:`DataInvalidError` for anything that is not UTF-8 JSON (NaN and infinity are not
    JSON).
    """
    try:
        return from_json(content.removeprefix(BOM_UTF8), allow_inf_nan=False)
    except ValueError:
        # Three times slower, but it says what is wrong, and where only one record is, reads on.
        return _patiently(name, content)


def rows(name: str, content: bytes, columns: Sequence[str]) -> list[dict[str, str | None]]:
    """The rows of a CSV file with a header; an empty cell is None.

    Raises :class:`DataInvalidError` for a file that is not UTF-8, is not well-formed CSV or lacks
    one of ``columns``.
    """
    reader = csv.DictReader(io.StringIO(_text(name, content), newline=""), strict=True)
    try:
        found = [dict(row) for row in reader]
        header = reader.fieldnames or []
    except csv.Error as error:
        raise DataInvalidError([_file(ProblemCode.UNREADABLE_FILE, name, str(error))]) from error
    missing = [column for column in columns if column not in header]
    if missing:
        raise DataInvalidError(
            [
                Problem(ProblemCode.MISSING_COLUMN, name, field=column, fatal=True)
                for column in missing
            ]
        )
    ragged = [number for number, row in enumerate(found, 2) if None in row]
    if ragged:
        raise DataInvalidError(
            [
                Problem(ProblemCode.WRONG_VALUE, name, f"line {number}", fatal=True,
                        detail=N_("has more cells than the header"))
                for number in ragged
            ]
        )  # fmt: skip
    return [{column: row[column] or None for column in columns} for row in found]


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataInvalidError(
            [_file(ProblemCode.UNREADABLE_FILE, name, f"not UTF-8 at byte {error.start}")]
        ) from error


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
    return Problem(code, name, detail=shorten(detail) if detail else "", fatal=True)
