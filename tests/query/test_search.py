"""Words find what they mean: what people type, and the records that it must and must not find.

``finds`` and ``finds_not`` of ``queries.csv`` were written by reading the register; after ``=``
stand all that may be found.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

with Path(__file__).with_name("queries.csv").open(encoding="utf-8") as file:
    QUERIES = [row for row in csv.DictReader(file) if row["finds"] or row["finds_not"]]


def found(register: Register, text: str) -> set[str]:
    """The ids of the records and partnerships that ``text`` finds."""
    selection = select(register, View(q=text))
    records = {register.projects[row].id for row in selection.rows.tolist()}
    return records | {item.id for item in selection.partnerships}


@pytest.mark.parametrize("row", QUERIES, ids=lambda row: row["text"])
def test_what_is_found_is_what_was_meant(register: Register, row: dict[str, str]) -> None:
    ids = found(register, row["text"])
    wanted, unwanted = row["finds"].split(), set(row["finds_not"].split())
    if wanted[:1] == ["="]:
        assert ids == set(wanted[1:])
    assert set(wanted) - {"="} <= ids
    assert not ids & unwanted
