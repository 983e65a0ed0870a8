"""Sums of money: only what belongs to one record alone, once, and never a zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from builders import make_register, money, project
from hypothesis import given, strategies as st

from projectmap.model.register import Register
from projectmap.query.index import Mask
from projectmap.query.totals import Total, totals


def rows(register: Register, shown: Iterable[int]) -> Mask:
    """The mask of these rows."""
    mask = np.zeros(len(register.projects), dtype=bool)
    mask[list(shown)] = True
    return mask


USD_1 = [Total("USD", loan=False, amount=100.0, records=1)]

# Records, sums; every record of the register is among the rows.
CASES: dict[str, tuple[list[Any], list[Total]]] = {
    "nothing stated": ([project("T1"), project("T2")], []),
    "one of two": ([money("T1"), project("T2")], USD_1),
    "two in one currency": (
        [money("T1"), money("T2", 50.5)],
        [Total("USD", loan=False, amount=150.5, records=2)],
    ),
    "two currencies": (
        [money("T1"), money("T2", 7, currency="EUR")],
        [Total("EUR", loan=False, amount=7, records=1), *USD_1],
    ),
    "loan apart": (
        [money("T1"), money("T2", 900, finance="loan")],
        [*USD_1, Total("USD", loan=True, amount=900, records=1)],
    ),
    "grant and not said together": (
        [money("T1", finance="grant"), money("T2", finance=None)],
        [Total("USD", loan=False, amount=200, records=2)],
    ),
    **{
        f"{scope} amounts are left out": ([money("T1"), money("T2", 900, amount_scope=scope)],
                                          USD_1)
        for scope in ("shared", "programme", "per_unit", "minimum")
    },
    "part inside its parent": ([money("T1"), money("T2", 40, parent_id="T1")], USD_1),
    "part of a part": (
        [money("T1"), project("T2", parent_id="T1"), money("T3", 40, parent_id="T2")],
        USD_1,
    ),
    "parts where the parent states nothing": (
        [project("T1"), money("T2", 60, parent_id="T1"), money("T3", 40, parent_id="T1")],
        [Total("USD", loan=False, amount=100, records=2)],
    ),
    "parts where the parent states a programme's amount": (
        [money("T1", 900, amount_scope="programme"), money("T2", parent_id="T1")],
        USD_1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("records", "sums"), CASES.values(), ids=CASES)
def test_sums(records: list[Any], sums: list[Total]) -> None:
    register = make_register(projects=records)
    found = totals(register, rows(register, range(len(records))))
    assert list(found.sums) == sums
    assert found.records == len(records)
    stated = [item for item in records if item["properties"]["amount"] is not None]
    assert found.stating == len(stated)


def test_a_part_counts_alone_where_its_parent_is_not_shown() -> None:
    register = make_register(projects=[money("T1", 500), money("T2", 40, parent_id="T1")])
    assert [total.amount for total in totals(register, rows(register, [1])).sums] == [40]
    assert [total.amount for total in totals(register, rows(register, [0])).sums] == [500]


def test_no_rows_have_no_sums() -> None:
    register = make_register()
    found = totals(register, rows(register, []))
    assert (found.records, found.stating, found.sums) == (0, 0, ())


@given(data=st.data())
def test_sums_never_grow_past_what_is_stated(register: Register, data: st.DataObject) -> None:
    size = len(register.projects)
    drawn = data.draw(st.lists(st.integers(0, size - 1), unique=True))
    found = totals(register, rows(register, drawn))
    shown = [register.projects[row] for row in drawn]
    assert all(total.amount > 0 and total.records > 0 for total in found.sums)
    for total in found.sums:
        stated = [
            item.amount
            for item in shown
            if item.currency == total.currency and item.amount_scope == "record"
            and (item.finance == "loan") == total.loan and item.amount is not None
        ]  # fmt: skip
        assert total.records <= len(stated)
        assert total.amount <= sum(stated) + 1e-6
    assert sum(total.records for total in found.sums) <= found.stating <= found.records
