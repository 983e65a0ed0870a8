"""The list as CSV: UTF-8 with BOM, RFC 4180, the stable keys of the columns as header.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@`` (full-width ones too), a tab
or a line break for a formula, quoted or not. Such a text gets one apostrophe in front, also where
it has some: a program takes exactly one away again. Numbers and all other texts stay as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

DANGEROUS = re.compile(r"'*[\s\u200b\u2060\ufeff]*[\t\r\n=+\-@\uff1d\uff0b\uff0d\uff20]")
"""Beginnings of formulas. Some programs drop blanks before they look at the sign."""


def write_csv(heads: Iterable[str], rows: Iterable[Iterable[object]], path: Path) -> None:
    """Write ``rows`` under ``heads`` to ``path``: texts, numbers, None for an empty cell."""
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
