"""A slide for each chosen community: its status, what is shown there, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from projectmap import content
from projectmap.content.figures import figures
from projectmap.content.nodes import Entry, Fact, and_more, text_fact
from projectmap.content.view import list_version
from projectmap.export.slides.deck import SMALL_SIZE, Context
from projectmap.export.slides.fit import ACCENT, QUIET, Row, Text, room_of, row
from projectmap.export.slides.pptx_file import Layout
from projectmap.map.theme import OFFICE_STATUS_FILLS
from projectmap.model.codes import Kind
from projectmap.model.records import Partnership, Project
from projectmap.query.select import rows_where

SIZE = 12
"""Points."""
MAX_LISTED = 40
"""Records of a kind that may find room."""
MAX_SUMS = 4
LEFT, RIGHT = "Left table", "Right table"
_STATED = ("centre", "seat", "population")
_Section: TypeAlias = tuple[str, int, Sequence[Row]]
"""The title of a list, how many entries it has, and the rows of the first of them."""


def chosen(context: Context) -> list[str]:
    """The communities that the view names: by its filter, and as the place it shows."""
    register, view = context.register, context.view
    codes = [code for code in view.community if code in register.communities]
    if view.place is not None:
        codes.append(register.community_of(view.place))
    return list(dict.fromkeys(codes))


def community_slide(context: Context, code: str) -> None:
    """The slide of one community; the other filters of the view narrow it, too."""
    labels, t = context.labels, context.t
    community = context.register.communities[code]
    own = replace(context.view, community=(code,))
    here = replace(context, view=own)
    name = community.name_en if t.language == "uk" else community.name_uk
    lead = [name, labels.code(community.kind), labels.raion(community.raion), code]
    title = labels.community_title(code)
    slide = context.deck.slide(Layout.TWO_TABLES, title, " · ".join(lead))
    box = slide.box(LEFT)
    widths = box.columns(2.0, 2.6)
    for most_lines in (3, 2, 1):
        rows = list(_facts(here, code, widths, most_lines))
        if room_of(rows) <= box.height:
            break
    slide.table(LEFT, rows, widths, title)
    box = slide.box(RIGHT)
    listed = _listed(here, box.width, box.height)
    slide.table(RIGHT, listed, [box.width], t("What is shown about this community"))


# --- Left: what it is -------------------------------------------------------------------------


def _facts(context: Context, code: str, widths: Sequence[float], most_lines: int) -> Iterator[Row]:
    labels, view, t = context.labels, context.view, context.t
    found = content.community(labels, code, view.asof, None)
    cells = [
        [Text(t("Territory status"), SIZE, bold=True)],
        [
            Text(found.status.name, SIZE + 1, bold=True),
            Text(", ".join(found.status.details), SIZE),
            Text(list_version(labels), SMALL_SIZE, colour=QUIET),
        ],
    ]
    yield row(cells, widths, 4, OFFICE_STATUS_FILLS[found.status.status])
    partnerships = t.number(len(context.selection.partnerships))
    groups = [
        *([fact] for fact in found.facts if fact.key in _STATED),
        *(figures(context, group) for group in ("records", "needs", "money")),
        [text_fact("partnerships", t("Partnerships"), partnerships)],
    ]
    for group in filter(None, groups):
        yield row(_cells(context, group), widths, most_lines)


def _cells(context: Context, group: Sequence[Fact]) -> list[list[Text]]:
    """The first fact of a group with the others under it."""
    first, *others = group
    value = context.stated(first.text if first.stated else "", SIZE, bold=True)
    noted = first.key in {"population", "stating"}
    lines = [first.note] if first.key == "population" and first.note else []
    lines += [
        f"{fact.label}: {fact.text}" + (f" ({fact.note})" if noted else "")
        for fact in others[:MAX_SUMS]
    ]
    lines.append(and_more(context.t, len(others) - MAX_SUMS))
    under = [Text(line, SMALL_SIZE, colour=QUIET) for line in filter(None, lines)]
    return [[Text(first.label, SIZE, colour=QUIET)], [value, *under]]


# --- Right: what is shown there ---------------------------------------------------------------


def _listed(context: Context, width: float, room: float) -> list[Row]:
    """Needs, projects, events, partnerships; of each as many as there is room for."""
    t, found = context.t, context.selection
    titles = {Kind.NEED: t("Needs"), Kind.PROJECT: t("Projects"), Kind.EVENT: t("Events")}
    sections: list[_Section] = []
    for kind, title in titles.items():
        indices = rows_where(context.register, found, "kind", kind).tolist()
        records = (context.register.projects[index] for index in indices[:MAX_LISTED])
        sections.append((title, len(indices), [_record(context, item, width) for item in records]))
    rows = [_partnership(context, item, width) for item in found.partnerships[:MAX_LISTED]]
    sections.append((t("Partnerships"), len(found.partnerships), rows))
    filled = [section for section in sections if section[2]]
    if not filled:
        text = t("No records for this place.")
        if replace(context.view, community=()).filtered:
            text = t("No records here match the filters.")
        return [row([[Text(text, SIZE)]], [width], 3)]
    return _as_many(context, filled, width, room)


def _as_many(
    context: Context, sections: Sequence[_Section], width: float, room: float
) -> list[Row]:
    """The sections, each given one more entry in turn as long as there is room."""

    def rows(counts: Sequence[int]) -> list[Row]:
        pairs = zip(sections, counts, strict=True)
        return [line for one, count in pairs for line in _section(context, one, count, width)]

    shown = [0] * len(sections)
    growing = list(range(len(sections)))
    while growing:
        for index in tuple(growing):
            more = [count + (other == index) for other, count in enumerate(shown)]
            full = shown[index] == len(sections[index][2])
            if full or room_of(rows(more)) > room:
                growing.remove(index)
            else:
                shown = more
    return rows(shown)


def _section(context: Context, section: _Section, shown: int, width: float) -> list[Row]:
    t, (title, count, entries) = context.t, section
    head = Text(f"{title}: {t.number(count)}", SIZE + 1, bold=True, colour=ACCENT)
    rows = [row([[head]], [width], 1), *entries[:shown]]
    if more := and_more(t, count - shown):
        rows.append(row([[Text(more, SMALL_SIZE, colour=QUIET)]], [width], 1))
    return rows


def _record(context: Context, item: Project, width: float) -> Row:
    entry = content.record(context.labels, item, keys=("when", "status"))
    when, status = entry.facts
    # When, and on which side of 24.02.2022: without dates the two are one.
    parts = (when.brief, context.labels.code(item.period), status.text)
    return _entry(context, entry, parts, width)


def _partnership(context: Context, item: Partnership, width: float) -> Row:
    keys = ("partners", "kind", "status")
    entry = content.partnership(context.labels, item, keys=keys)
    return _entry(context, entry, [fact.text for fact in entry.choose(keys)], width)


def _entry(context: Context, entry: Entry, parts: Sequence[str], width: float) -> Row:
    title = Text(entry.title, SIZE, link=context.address(entry))
    under = Text(" · ".join(dict.fromkeys(parts)), SMALL_SIZE, colour=QUIET)
    return row([[title, under]], [width], 2)
