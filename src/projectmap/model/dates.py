"""Dates of reduced precision (ISO 8601): ``2020``, ``2020-12``, ``2020-12-31``."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from projectmap.i18n import N_
from projectmap.model.codes import INVASION, Period

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Years that a date of this register may have; the oldest twinning is of 1959."""
KYIV = ZoneInfo("Europe/Kyiv")
"""Whose clock says which day it is."""
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INVASION = date.fromisoformat(INVASION)


@lru_cache(maxsize=2**15)
def span(value: str) -> tuple[date, date]:
    """The first and the last day that ``value`` may mean.

    Raises :class:`ValueError` for anything but a real date of year, month or day precision
    between 1950 and 2100.
    """
    match = _SHAPE.fullmatch(value)
    if match is None:
        raise ValueError(N_("not a date like 2020, 2020-12 or 2020-12-31"))
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has matched
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(N_("the year is not between 1950 and 2100"))
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        first = date(year, month, day or 1)
    except ValueError:
        raise ValueError(N_("there is no such day or month")) from None
    return first, first if day else date(year, month, monthrange(year, month)[1])


def full_day(text: str) -> date | None:
    """The day that ``text`` names as YYYY-MM-DD and in no other way, else None."""
    try:
        first, last = span(text)
    except ValueError:
        return None
    return first if first == last else None


def full_year(text: str) -> int | None:
    """The year that ``text`` names by four digits, if dates of the register may have it."""
    if not (text.isascii() and text.isdecimal() and len(text) == len("2022")):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None


TIMES: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {"year_from": full_year, "year_to": full_year, "asof": full_day, "compare": full_day}
)
"""The parameters of links and stories that are years or days; None for a text that is neither."""


def _checked(value: str) -> str:
    span(value)
    return value


PartialDate = Annotated[str, AfterValidator(_checked)]


def period_of(start: str | None, end: str | None) -> Period:
    """Before or after 24.02.2022, by the start if it is known, else by the end.

    A date that may lie on either side (``2022``) says nothing: the answer is ``undated``, as it
    is without any date.
    """
    value = start or end
    if value is None:
        return Period.UNDATED
    first, last = span(value)
    if last < _INVASION:
        return Period.BEFORE
    return Period.AFTER if first >= _INVASION else Period.UNDATED
