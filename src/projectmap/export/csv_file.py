"""The list as CSV: UTF-8 with BOM, RFC 4180, the stable keys of the columns as header.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@`` (full-width ones too), a tab
or a line break for a formula, quoted or not. Such a text gets one apostrophe in front, by which
it is a text. So does one that already has apostrophes before such a beginning, which makes the
rule reversible: a program takes exactly one apostrophe away again. Numbers are never touched, and
neither is any other text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from projectmap.query.rows import Cell, Column

DANGEROUS = re.compile(r"'*[\s\u200b\u2060\ufeff]*[\t\r\n=+\-@\uff1d\uff0b\uff0d\uff20]")
"""Beginnings of formulas. Some programs drop blanks before they look at the sign."""


def write_csv(
    columns: Sequence[Column[Any]], rows: Iterable[Mapping[str, Cell]], path: Path
) -> None:
    """Write ``rows``, which have the keys of ``columns``, to ``path``."""
    keys = [column.key for column in columns]
    _write(keys, ([row[key] for key in keys] for row in rows), path)


def write_plain_csv(heads: Iterable[str], rows: Iterable[Iterable[object]], path: Path) -> None:
    """Write a table that has words as header, by the same rule."""
    _write(heads, rows, path)


def _write(heads: Iterable[str], rows: Iterable[Iterable[object]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_cell(head) for head in heads])
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value)
    if text[:1].isalnum():
        return text  # no formula begins so, and nearly all texts do
    return f"'{text}" if DANGEROUS.match(text) else text
