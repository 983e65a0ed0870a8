"""Whether a record is consistent: its text with its fields, its dates with its report, amounts.

The rules come from readings of the register against its sources: periods, dates and roles that
the record's own words contradict were the errors found most often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from projectmap.i18n import N_
from projectmap.model.codes import INVASION, ActivityStatus, AmountScope, Period
from projectmap.model.dates import span
from projectmap.model.records import Organisation, Partnership, Project

Finding: TypeAlias = tuple[str, object, str]
"""Field, value and what is wrong with it (a message id)."""

_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_INVASION_YEAR = int(INVASION[:4])
_SENTENCE = re.compile(r"[.;!?]\s")
_NOT_STATED = re.compile(
    r"\bnot (?:stated|named|given|known)\b|\bdo(?:es)? not (?:say|state|name|tell|give)\b"
    r"|\bне (?:вказан|зазначен|назван|уточнен|подан|сказан|відом|повідомля|назива|вказу)",
    re.IGNORECASE,
)
_WORDS_OF: Mapping[str, re.Pattern[str]] = {
    "amount": re.compile(r"\b(amount|sum|cost|price|сум|варт)", re.IGNORECASE),
    "donors": re.compile(r"\b(donor|who paid|funder|донор|хто платив)", re.IGNORECASE),
    "implementers": re.compile(r"\b(implement|contractor|виконав|підрядник)", re.IGNORECASE),
    "partners": re.compile(r"\b(partners?\b|партнер)", re.IGNORECASE),
    "start": re.compile(r"\b(dates?\b|years?\b|when\b|дат|рік|року|коли)", re.IGNORECASE),
    "settlement": re.compile(r"\b(settlement|населен\w+ пункт)", re.IGNORECASE),
}
"""Words by which a sentence refers to a field."""
_UNDER_WAY = {ActivityStatus.PIPELINE, ActivityStatus.IMPLEMENTATION, ActivityStatus.FINALISATION}


def project(
    item: Project, projects: Mapping[str, Project], organisations: Mapping[str, Organisation]
) -> Iterator[Finding]:
    """Where a project contradicts itself, its parent or the list of organisations."""
    yield from period(item)
    for summary in ("summary_uk", "summary_en"):
        for field in _said_to_be_missing(getattr(item, summary)):
            if getattr(item, field):
                yield (
                    summary,
                    field,
                    N_("it says that a value is not stated, but there is one"),
                )
    for slug in item.donors:
        if slug in organisations and not organisations[slug].may_fund:
            yield "donors", slug, N_("it only implements projects, according to organisations.csv")
    yield from _end(item)
    parent = projects.get(item.parent_id or "")
    if (
        parent is not None
        and item.amount_scope == AmountScope.RECORD
        and (item.amount, item.currency) == (parent.amount, parent.currency)
    ):
        yield (
            "amount_scope",
            item.amount,
            N_("it is the parent’s amount, not that of this part"),
        )


def period(item: Project | Partnership) -> Iterator[Finding]:
    """A period that only the words carry must agree with the years in the words."""
    dated = item.start is not None or getattr(item, "end", None) is not None
    if dated or item.date_text is None:
        return
    years = {int(year) for year in _YEAR.findall(f"{item.date_text} {item.date_text_en}")}
    if not years or "24.02.2022" in item.date_text:
        return
    wrong = (
        (max(years) < _INVASION_YEAR and item.period != Period.BEFORE)
        or (min(years) > _INVASION_YEAR and item.period != Period.AFTER)
    )  # fmt: skip
    if wrong:
        yield "period", item.period, N_("it does not agree with the years of date_text")


def _said_to_be_missing(summary: str) -> Iterator[str]:
    """The fields that a sentence of ``summary`` says the source leaves open."""
    for sentence in _SENTENCE.split(summary):
        if _NOT_STATED.search(sentence):
            yield from (field for field, words in _WORDS_OF.items() if words.search(sentence))


def _end(item: Project) -> Iterator[Finding]:
    """What a report of one day can and cannot know of the end."""
    if item.end is None or item.status_asof is None:
        return
    (first_end, last_end), (first_day, last_day) = span(item.end), span(item.status_asof)
    if item.status in _UNDER_WAY and last_end < first_day:
        yield "end", item.end, N_("it is before the report that calls the work ongoing")
    if item.status == ActivityStatus.CLOSED and first_end > last_day:
        yield "end", item.end, N_("it is after the report that calls the work completed")
