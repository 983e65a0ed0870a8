"""The filtered list as a PDF report: A4, typeset by Typst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from projectmap import content
from projectmap.content import view as views
from projectmap.content.charts import (
    Figure,
    amounts_table,
    figure,
    outside_needs,
)
from projectmap.content.figures import figures
from projectmap.content.nodes import Entry, Fact, Link, Section, and_more, text_fact, text_of
from projectmap.content.statuses import OUR_CALCULATION
from projectmap.export import qr, typeset
from projectmap.export.picture import (
    Form,
    PageSize,
    alternative,
    map_picture,
    partners_alternative,
    partners_picture,
)
from projectmap.export.request import ExportRequest
from projectmap.i18n import N_, Translator
from projectmap.map import layers
from projectmap.model.codes import FactGroup, Period
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, needs_by_sector
from projectmap.query.notices import notices
from projectmap.query.select import Selection, select
from projectmap.query.shown import Shown
from projectmap.query.view import View

T = TypeVar("T", Project, Partnership)
MAP = PageSize(width_mm=174, height_mm=222, dpi=300, with_marginalia=False, font_pt=7.5)
"""The page between the margins, without the heading and the credit below the map."""
PARTNERS_MAP = PageSize(width_mm=174, height_mm=112, dpi=300, with_marginalia=False, font_pt=7)
FIGURES = ("period", "sector", "donor", "year")
"""The figures that are set as tables with bars."""
MIN_FOR_FIGURES = 4
"""Records from which figures say more than the list itself."""
MAX_ROWS = 40
"""Rows of such a table; it says how many others there are."""
MAX_LISTED = 500
"""Records, and partnerships, that are listed; a list for reading is no place for more."""
_DATED = ("status_day", "compare", "edition", "made", "version")
"""What the cover says of dates and versions; ``compare`` only where two dates are compared."""
_WORDS = {
    "short": N_("Summary of the view"),
    "contents": N_("Contents"),
    "map": N_("Map"),
    "figures": N_("Figures"),
    "records": N_("Records"),
    "partnerships": N_("Partnerships"),
    "sources": N_("Sources"),
    "about": N_("About this report"),
    "credit": N_("Credit lines"),
    "view": N_("This view as a link"),
    "scan": N_("Scan or click to open this view"),
    "page": N_("page {n} of {m}"),
    "not_stated": N_("not stated"),
    "amount_not_stated": N_("amount not stated"),
    "date_not_stated": N_("date not stated"),
}
_HEADS = {
    "records": ("№", N_("Record"), N_("Where and sector"), N_("Donor and amount"),
                N_("When, status as reported")),
    "partnerships": ("№", N_("Partnership"), N_("Communities"), N_("Partner"),
                     N_("When, status as reported")),
}  # fmt: skip


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write what the view of the request shows."""
    data = report_data(register, request)
    path.write_bytes(typeset.pdf(typeset.compiler("report.typ", data), request.day))


def report_data(register: Register, request: ExportRequest) -> Mapping[str, Any]:
    """All that the template sets."""
    shown, t = request.shown(register), request.t
    labels, selection = shown.labels, shown.selection
    sources = content.Sources(labels)
    records = list(islice(shown.records(), MAX_LISTED))
    data = {
        **_head(shown, request),
        "words": {key: t(text) for key, text in _WORDS.items()},
        "heads": {key: [t(text) for text in texts] for key, texts in _HEADS.items()},
        "short": _short(shown),
        "way_out": None if selection.count else _way_out(labels, request),
        "map": _map(shown) if selection.count else None,
        "figures": [_bars(figure(key, shown), t) for key in FIGURES]
        if selection.count >= MIN_FOR_FIGURES
        else [],
        "amounts": _amounts(shown),
        "needs": _needs(shown) if selection.count else None,
        "records": _by_period(labels, records, selection.by_period,
                              lambda item: content.record(labels, item, sources)),
        "more_records": _left_out(selection, t),
        "partnerships": _partnerships(shown, sources),
        "sources": sources.listed(),
        "about": _about(shown, request),
        "credits": list(views.credits_of(labels)),
    }  # fmt: skip
    found: Mapping[str, Any] = typeset.plain_data(data, _address)
    return found


def _map(shown: Shown) -> Mapping[str, Any]:
    return {
        "svg": map_picture(shown, MAP, Form.SVG).decode(),
        "alt": alternative(shown),
        "credit": layers.credit(shown.labels),
    }


def _address(to: Link) -> str | None:
    """Only addresses outside are links: the report is its own list of records."""
    return to.value if to.kind == "url" else None


def _view_url(request: ExportRequest, view: View) -> str | None:
    return views.link(view, request.base_url) if request.base_url else None


# --- Cover ------------------------------------------------------------------------------------


def _head(shown: Shown, request: ExportRequest) -> Mapping[str, Any]:
    labels, view, t = shown.labels, shown.view, shown.t
    facts = {fact.key: fact for fact in views.provenance(labels, view, request.day, None)}
    url, made = _view_url(request, view), facts["made"]
    return {
        "language": t.language,
        "title": t(views.TITLE),
        "filter": views.filters_by_name(labels, view),
        "lines": [
            text_fact("records", t("Records in this report"), views.shown_records(shown)),
            *(facts[key] for key in _DATED if key in facts),
        ],
        "status_line": views.status_date(labels, view),
        "foot": f"{made.label}: {made.text} · {views.data_version(labels)}",
        "notices": notices(labels, shown.day),
        "url": url,
        "qr": qr.svg(url).decode() if url and qr.scannable(url, request.base_url) else None,
    }


def _short(shown: Shown) -> Mapping[str, Any]:
    t = shown.t
    found = {group: figures(shown, group) for group in FactGroup}
    big, status = found.pop(FactGroup.RECORDS), found.pop(FactGroup.STATUS)
    # The first fact of the status is its date, which is in the heading.
    groups = [(t("Status on {day}", day=t.day(shown.day)), status[1:])]
    groups += [(shown.labels.code(group), facts) for group, facts in found.items() if facts]
    return {"big": big, "groups": [{"title": title, "facts": facts} for title, facts in groups]}


def _way_out(labels: Labels, request: ExportRequest) -> Mapping[str, Any]:
    """What to do where no record is shown: how many there are without each of the filters."""
    view, t = request.view, request.t
    if not view.filtered:
        return {"text": t("The register has no records."), "hint": "", "lines": []}
    # A search may have more facts, on what else it finds: the first is the parameter itself.
    facts = {fact.key: fact for fact in reversed(views.filters(labels, view, codes=False))}
    lines = []
    for key, fact in reversed(facts.items()):
        wider = replace(view, **{key: getattr(View(), key)})
        count = t.plural("{n} record", "{n} records", select(labels.register, wider).count)
        label = t("without “{filter}”", filter=f"{fact.label}: {fact.text}")
        lines.append({"label": label, "value": count, "url": _view_url(request, wider)})
    text, hint = t("No records match the filters."), t("Remove a filter or clear them all.")
    return {"text": text, "hint": hint, "lines": lines}


# --- Figures ----------------------------------------------------------------------------------


def _bars(found: Figure, t: Translator) -> Mapping[str, Any]:
    """A table whose rows end in numbers: all records, then those of each period."""
    numbers = 1 + len(PERIODS)
    rows = [(row[-numbers - 1], row[-numbers:]) for row in found.rows[:MAX_ROWS]]
    return {
        "title": found.title,
        "note": found.rule,
        "heads": found.heads[-numbers - 1 :],
        "rows": [
            {"name": str(name), "counts": counts, "texts": [t.number(int(n)) for n in counts]}
            for name, counts in rows
        ],
        "more": and_more(t, len(found.rows) - MAX_ROWS),
    }


def _amounts(shown: Shown) -> Mapping[str, Any] | None:
    """The sums of each donor; None where there are none."""
    table = amounts_table(shown)
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    if not rows:
        return None
    return {
        "title": table.title,
        "heads": table.heads,
        "rows": rows[:MAX_ROWS],
        "note": table.note,
        "more": and_more(shown.t, len(rows) - MAX_ROWS),
    }


def _needs(shown: Shown) -> Mapping[str, Any] | None:
    """The cells of the figure of needs that have any; None where there is none."""
    t, found = shown.t, figure("needs", shown)
    # Names of community and sector, records, needs, needs without a project or event.
    columns = (1, 3, 4, 5, 6)
    rows = [[row[column] for column in columns] for row in found.rows if row[5]]
    if not rows:
        return None
    only = t("Only communities and sectors with a stated need are shown.")
    outside = outside_needs(needs_by_sector(shown.register, shown.selection).outside, t)
    return {
        "title": found.title,
        "heads": [found.heads[column] for column in columns],
        "rows": [
            [t.number(cell) if isinstance(cell, int) else cell for cell in row]
            for row in rows[:MAX_ROWS]
        ],
        "note": f"{only} {outside}".strip(),
        "more": and_more(t, len(rows) - MAX_ROWS),
    }


# --- Lists ------------------------------------------------------------------------------------


def _by_period(
    labels: Labels,
    items: Sequence[T],
    counts: Mapping[Period, int],
    make_entry: Callable[[T], Entry],
) -> list[Section]:
    """The entries of ``items``, the newest period first; empty periods are left out.

    ``counts`` says how many there are in each period, listed or not. Entries are made in the order
    in which they are read: so their sources are numbered.
    """
    t, sections = labels.t, []
    for period in PERIODS:
        here = [make_entry(item) for item in items if item.period == period]
        every = t.number(counts[period])
        some = t("{some} of {all}", some=t.number(len(here)), all=every)
        count = every if counts[period] == len(here) else some
        sections.append(Section(period.value, labels.code(period), entries=tuple(here),
                                count=count, caution=content.caution(labels, period)))  # fmt: skip
    return [section for section in sections if section.entries]


def _left_out(selection: Selection, t: Translator) -> str:
    """That not all records are listed, where that is so."""
    if selection.count <= MAX_LISTED:
        return ""
    return t.plural(
        "Only the first {most} of {n} record is listed here; the XLSX file has all.",
        "Only the first {most} of {n} records are listed here; the XLSX file has all.",
        selection.count,
        most=t.number(MAX_LISTED),
    )


def _partnerships(shown: Shown, sources: content.Sources) -> Mapping[str, Any] | None:
    labels, t, found = shown.labels, shown.t, shown.selection.partnerships
    if not found:
        return None
    listed, unused = found[:MAX_LISTED], views.not_filtered(labels, shown.view)
    notes = (content.counted_twice(labels, found), f"{unused}." if unused else "")
    return {
        "count": views.shown_partnerships(shown),
        "note": " ".join(filter(None, notes)),
        "svg": partners_picture(shown, PARTNERS_MAP, Form.SVG).decode()
        if any(item.places for item in found)
        else None,
        "alt": partners_alternative(shown),
        "credit": layers.credit(labels),
        "groups": _by_period(labels, listed, Counter(item.period for item in found),
                             lambda item: content.partnership(labels, item, sources)),
        "more": and_more(t, len(found) - MAX_LISTED),
    }  # fmt: skip


# --- What must be known of all this -----------------------------------------------------------


def _about(shown: Shown, request: ExportRequest) -> list[Fact]:
    """The rules behind the numbers: those facts of the workbook that have no place above."""
    t = shown.t
    wanted = {"list", "act", "hidden_undated", *(["rule"] if shown.selection.count else [])}
    explained = views.about(shown, request.day, None)
    return [
        *views.filters(shown.labels, shown.view),
        *(fact for fact in explained if fact.key in wanted),
        text_fact("not_stated", t("What is not stated"), t(views.NOT_STATED)),
        text_fact("territories", t("Territories"), t(OUR_CALCULATION)),
    ]
