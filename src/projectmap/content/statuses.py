"""What we say about the status of territories: on a date, in time, and where a record lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from projectmap.content.nodes import Fact, Link, Section, Span, Spans, joined, plain
from projectmap.i18n import N_, Translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.dates import span
from projectmap.model.labels import Labels
from projectmap.model.records import Project, StatusRow
from projectmap.query.history import (
    StatusInterval,
    ThenAndNow,
    exceptions,
    status_at_project,
    status_intervals,
)
from projectmap.query.notices import edition_notice, hindsight_notice
from projectmap.query.status import since, status_on


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the List."""

    wording: str
    """The order's own words, in Ukrainian, without quotation marks."""
    status: TerritoryStatus
    name: str
    """The status in words."""
    since: str
    act: str
    edition: str


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A period in which a community's status does not change."""

    time: str
    status: TerritoryStatus
    name: str
    """The status in words."""
    settlements: str
    """How many are occupied, where some are and some are not; else ``""``."""
    shown: bool
    """Whether the status date lies in it."""
    start: date | None
    end: date | None
    rows: tuple[ListRow, ...]
    """The rows of the List in force; rows with the same words and act once."""


@dataclass(frozen=True, slots=True)
class Status:
    """A community's status on a date."""

    day: date
    title: str
    """That it is the status, and of which day."""
    status: TerritoryStatus
    name: str
    """The status in words."""
    details: tuple[str, ...]
    """On which day, since when, and how many settlements are occupied where not all are."""
    occupied: str
    """How many settlements are occupied, of how many."""
    began: str
    """The day on which it began; ``""`` where it began before the List does."""
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    """The settlements without whose names the status would mislead: what each group has in
    common, and the names."""
    rows: tuple[ListRow, ...]
    """The rows of the List in force."""
    acts: tuple[str, ...]
    """The distinct acts of the rows."""


def status(labels: Labels, code: str, day: date) -> Status:
    """The status of the community ``code`` on ``day``, explained.

    Raises :class:`KeyError` for a code that is no community's.
    """
    register, t = labels.register, labels.t
    found = status_on(register, day)[code]
    began = since(register, code, day)
    some, every = found.settlements_occupied, found.settlements_total
    details = [t("on {day}", day=t.day(day))]
    if began is not None:
        details.append(t("since {day}", day=t.day(began)))
    if found.status == TerritoryStatus.PARTLY_OCCUPIED:
        details.append(occupied_settlements(some, every, t))
    rows = tuple(_row(labels, row) for row in found.rows)
    return Status(
        day=day,
        title=t("Status on {day}", day=t.day(day)),
        status=found.status,
        name=labels.code(found.status),
        details=tuple(details),
        occupied=t("{some} of {all}", some=t.number(some), all=t.number(every)),
        began=t.day(began) if began else "",
        differing=tuple(
            (t(group.label), tuple(labels.settlements(group.settlements)))
            for group in exceptions(register, code, day)
        ),
        rows=rows,
        acts=tuple(dict.fromkeys(row.act for row in rows)),
    )


def history(labels: Labels, code: str, day: date) -> tuple[StatusPeriod, ...]:
    """The periods without a change in the community ``code``, oldest first.

    ``day`` is the shown one. Raises :class:`KeyError` for a code that is no community's.
    """
    t = labels.t
    return tuple(
        StatusPeriod(
            time=_time(found, t),
            status=found.status,
            name=labels.code(found.status),
            settlements=occupied_settlements(found.settlements_occupied, found.settlements_total, t)
            if found.status == TerritoryStatus.PARTLY_OCCUPIED
            else "",
            shown=(found.start or date.min) <= day and (found.end is None or day < found.end),
            start=found.start,
            end=found.end,
            rows=tuple({(row.wording, row.status, row.act): _row(labels, row)
                        for row in reversed(found.rows)}.values())[::-1],
        )
        for found in status_intervals(labels.register, code)
    )  # fmt: skip


def _row(labels: Labels, row: StatusRow) -> ListRow:
    listed = TerritoryStatus(row.status)
    day = labels.t.day
    return ListRow(
        wording=row.wording,
        status=listed,
        name=labels.code(listed),
        since=labels.t("since {day}", day=day(row.valid_from)),
        act=labels.text(row, "act"),
        edition=day(row.edition),
    )


def _time(found: StatusInterval, t: Translator) -> str:
    """From when until when; the first day counts, the last one does not."""
    if found.start and found.end:
        return t("from {start} until {end}", start=t.day(found.start), end=t.day(found.end))
    if found.start:
        return t("since {day}", day=t.day(found.start))
    return t("before {day}", day=t.day(found.end)) if found.end else t("at all times")


def occupied_settlements(occupied: int, total: int, t: Translator) -> str:
    """How many settlements of a community are occupied."""
    return t(
        "{occupied} of {total} settlements", occupied=t.number(occupied), total=t.number(total)
    )


# --- What must be known -----------------------------------------------------------------------

OUR_CALCULATION = N_(
    "“Partly occupied” and “not in the List” are our own calculation, not the wording of the order."
)

WHOLE_SETTLEMENT = N_(
    "Where the order names part of a settlement, the whole settlement is counted here and the "
    "order’s words are shown."
)
FIRST_DAY = N_("The first day of each period is included, the last is not.")


def the_list(labels: Labels) -> str:
    """What the status of territories is based on: the List by its full name."""
    return labels.t(
        "List of territories where hostilities are (were) conducted or which are temporarily "
        "occupied by the Russian Federation, approved by Order No. 376 of the Ministry for "
        "Development of Communities and Territories of Ukraine of 28 February 2025, as "
        "amended to {edition}; later amendments are not included",
        edition=labels.t.day(labels.register.edition),
    )


def acts(labels: Labels) -> tuple[str, ...]:
    """The acts that the List is based on, as they are titled."""
    return tuple(dict.fromkeys(labels.text(row, "act") for row in labels.register.status_rows))


# --- Of a record ------------------------------------------------------------------------------


def status_spans(labels: Labels, statuses: Iterable[TerritoryStatus]) -> Spans:
    """Statuses in words; each refers to its code, so that writers can show its colour."""
    return joined((Span(labels.code(item), Link("status", item.value)),) for item in statuses)


def status_of_record(labels: Labels, item: Project) -> Section:
    """The status of the communities of a record at its date and at the edition's, side by side.

    A section with a section for each group of communities of the same status: its title names
    them, its facts are ``then`` and ``now``. The paragraphs say what must be known. Nothing is in
    it for a record that names no community.
    """
    register, t = labels.register, labels.t
    found = sorted(status_at_project(register, item), key=_alike)
    dated = item.start or item.end
    then = t("At the date of the record")
    if dated:
        when = N_("At the start ({day})") if item.start else N_("At the end ({day})")
        then = t(when, day=t.day(dated))
    now = t("On the List date ({day})", day=t.day(register.edition))
    sections = []
    for _, alike in groupby(found, key=_alike):
        first, *others = alike
        title = ", ".join(labels.community(one.katottg) for one in (first, *others))
        facts = (_then(labels, then, first.then),
                 Fact("now", now, status_spans(labels, [first.now])))  # fmt: skip
        sections.append(Section(first.katottg, title, facts=facts))
    notes = tuple(plain(text) for text in _record_notices(labels, dated)) if found else ()
    return Section("territory", t("Territory status"), notes, sections=tuple(sections))


def _alike(item: ThenAndNow) -> tuple[tuple[str, ...], str]:
    return item.then or (), item.now


def _then(labels: Labels, name: str, statuses: Sequence[TerritoryStatus] | None) -> Fact:
    if statuses is None:
        unknown = labels.t("date unknown: the record has none")
        return Fact("then", name, plain(unknown), stated=False)
    found = status_spans(labels, statuses)
    if len(statuses) > 1:
        found = (Span(labels.t("The status changed during this period:")), Span(" "), *found)
    return Fact("then", name, found)


def _record_notices(labels: Labels, dated: str | None) -> Iterator[str]:
    if dated is None:
        return
    first, last = span(dated)
    if last > labels.register.edition:
        yield edition_notice(labels)
    if first < labels.register.act_date:
        yield hindsight_notice(labels)
