"""Dates of reduced precision, and the period that follows from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from each import each
from hypothesis import given, strategies as st

from projectmap.model.codes import Period
from projectmap.model.dates import period_of, span

SPANS = [
    ("2020", "2020-01-01", "2020-12-31"), ("2020-02", "2020-02-01", "2020-02-29"),
    ("2021-02", "2021-02-01", "2021-02-28"), ("2020-12", "2020-12-01", "2020-12-31"),
    ("2022-02-24", "2022-02-24", "2022-02-24"), ("1950", "1950-01-01", "1950-12-31"),
    ("2100-12-31", "2100-12-31", "2100-12-31"),
]  # fmt: skip
NO_DATES = [
    *("", " ", "20", "20200", "2020-1", "2020-00", "2020-13", "2020-02-30", "2021-02-29"),
    *("2020-12-", "2020/12", "31.12.2020", "2020-12-31T00:00", " 2020", "2020\n", "-2020"),
    *("1899", "1900", "1949", "2101", "2999-01-01", "٢٠٢٠", "2020-W05", "today", "0000"),
    "2" * 5000,
]
PERIODS = [
    (None, None, Period.UNDATED), ("2021", None, Period.BEFORE), ("2022", None, Period.UNDATED),
    ("2023", None, Period.AFTER), ("2022-01", None, Period.BEFORE),
    ("2022-02", None, Period.UNDATED), ("2022-03", None, Period.AFTER),
    ("2022-02-23", None, Period.BEFORE), ("2022-02-24", None, Period.AFTER),
    (None, "2021-12", Period.BEFORE), (None, "2022-12-31", Period.AFTER),
    ("2020", "2024", Period.BEFORE),
]  # fmt: skip


@pytest.mark.parametrize(("value", "first", "last"), SPANS)
def test_span(value: str, first: str, last: str) -> None:
    assert span(value) == (date.fromisoformat(first), date.fromisoformat(last))


@each(NO_DATES)
def test_what_is_no_date(value: str) -> None:
    with pytest.raises(ValueError, match=r"year|month|day|date"):
        span(value)


@pytest.mark.parametrize(("start", "end", "period"), PERIODS)
def test_period(start: str | None, end: str | None, period: Period) -> None:
    assert period_of(start, end) == period


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_span_holds_the_day_it_is_cut_from(day: date, precision: int) -> None:
    first, last = span(day.isoformat()[:precision])
    assert first <= day <= last
    outside = (first - timedelta(days=1), last + timedelta(days=1))
    assert all(other.isoformat()[:precision] != day.isoformat()[:precision] for other in outside)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_the_day_of_the_invasion_parts_before_from_after(day: date) -> None:
    expected = Period.BEFORE if day < date(2022, 2, 24) else Period.AFTER
    assert period_of(day.isoformat(), None) == expected
