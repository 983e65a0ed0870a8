"""The status of communities on a date and in time, as HTML."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from projectmap.content.statuses import group_name, settlement_names
from projectmap.html.common import place_link, status_day, table_frame
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS, STATUS_FILLS
from projectmap.markup import Html, element, encode, join
from projectmap.model.codes import ListStatus, TerritoryStatus
from projectmap.model.dates import span
from projectmap.model.labels import community_name, label, raion_name
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.history import (
    Group,
    ThenAndNow,
    counts_over_time,
    exceptions,
    status_at_project,
)
from projectmap.query.status import CommunityStatus, change_dates, since, status_on
from projectmap.query.view import View

FEW = 6
"""Settlements that are named at once; more of them fold."""
FILLS: Mapping[TerritoryStatus, str] = {
    **STATUS_FILLS,
    TerritoryStatus.PARTLY_OCCUPIED: "url(#hatch)",
}
"""The colours of the map, from the bottom of the picture to its top."""
_WIDTH, _HEIGHT = 720, 270
_TOP, _BOTTOM = 28, 238
_TEXT, _LINE, _MARK, _PAPER = (COLOURS[name] for name in ("label", "raion", "accent-dark", "paper"))
_LETTERS = 14
"""Height of the letters in the picture."""
_MOST_TICKS = 4
_NUMBER_WIDTH = 28
"""What a number of communities takes beside the line."""
_YEAR_WIDTH = 48
"""What the number of a year takes along the axis, with room around it."""

Step = tuple[date, Mapping[TerritoryStatus, int]]


@dataclass(frozen=True, slots=True)
class _Panel:
    """A part of the picture with an axis of time of its own."""

    left: float
    width: float
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where ``day`` lies; days outside lie on the edge."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + self.width * share, 1)

    def has(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.first <= day <= self.last


# --- In time ----------------------------------------------------------------------------------


def over_time(register: Register, day: date, t: Translator) -> Html:
    """How many communities had which status when: a picture, its legend, and a table.

    The picture is an ``img``, because Streamlit drops SVG from the HTML that it is given.
    """
    steps = _steps(register)
    counts = Counter(item.status for item in status_on(register, day).values())
    ever = [status for status in FILLS if any(found[status] for _, found in steps)]
    title = t(
        "Communities by status, {first} – {last}",
        first=t.short_date(steps[1][0]),
        last=t.short_date(_last_day(register)),
    )
    said = "; ".join(f"{label(t, item)}: {t.number(counts[item])}" for item in reversed(ever))
    signs = [
        element(
            "li",
            element("span", class_=f"swatch status-{status}", aria_hidden="true"),
            f"{label(t, status)} ",
            element("b", t.number(counts[status])),
        )
        for status in reversed(ever)
    ]
    return element(
        "figure",
        element(
            "figcaption",
            title,
            ". ",
            t("On the right the year {year} in detail.", year=_busiest_year(steps)),
        ),
        element(
            "div",
            _image(picture(register, day, t), f"{title}. {t.short_date(day)}: {said}"),
            class_="picture",
            tabindex="0",
            role="region",
            aria_label=title,
        ),
        element("p", t("Number of communities on {day}:", day=t.day(day)), class_="muted"),
        element("ul", *signs, class_="legend"),
        element(
            "details",
            element("summary", t("The same in figures")),
            _counts_table(steps, ever, day, title, t),
        ),
        class_="status-chart",
    )


def picture(register: Register, day: date, t: Translator) -> Html:
    """The picture of :func:`over_time` by itself, an SVG document of 720 by 270."""
    steps = _steps(register)
    total = len(register.communities)
    year = _busiest_year(steps)
    last = _last_day(register)
    whole = _Panel(36, 410, date(steps[1][0].year, 1, 1), last)
    detail = _Panel(482, 222, date(year, 1, 1), min(date(year, 12, 31), last))
    hatch = element(
        "pattern",
        element("rect", width="8", height="8", fill=STATUS_FILLS[TerritoryStatus.PARTLY_OCCUPIED]),
        element("path", d="M0 0V8", stroke=COLOURS["hatch"], stroke_width="4.8"),
        id="hatch",
        width="8",
        height="8",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    parts = [
        element("defs", hatch),
        element("rect", width="100%", height="100%", fill=_PAPER),
    ]
    for panel in (whole, detail):
        parts += [_area(status, panel, steps, total) for status in FILLS]
        parts += _numbers_axis(panel, total, t)
    parts += _years_axis(whole)
    parts += _days_axis(detail, t)
    for panel in (whole, detail):
        parts += _mark(panel, day, t, outside=panel is whole)
    parts += _counts_beside((whole, detail), day, steps, total, t)
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=_WIDTH,
        height=_HEIGHT,
        font_family="system-ui, sans-serif",
        font_size=_LETTERS,
        fill=_TEXT,
    )


def _steps(register: Register) -> list[Step]:
    """The changes; the first step is the time before them."""
    return [(start or date.min, counts) for start, counts in counts_over_time(register)]


def _last_day(register: Register) -> date:
    """Where the axis of time ends: at the edition, unless a row begins or ends after it."""
    return max(register.edition, change_dates(register)[-1])


def _busiest_year(steps: Sequence[Step]) -> int:
    """The year with most changes; of equals the first."""
    return Counter(start.year for start, _ in steps[1:]).most_common(1)[0][0]


def _image(svg: Html, text: str) -> Html:
    # `element` lets no address of the scheme data: through; this one is made here, of letters
    # and digits.
    data = base64.b64encode(svg.encode()).decode("ascii")
    return Html(
        f'<img src="data:image/svg+xml;base64,{data}" alt="{encode(text)}" '
        f'width="{_WIDTH}" height="{_HEIGHT}">'
    )


def _y(count: float, total: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * count / total, 1)


def _area(status: TerritoryStatus, panel: _Panel, steps: Sequence[Step], total: int) -> Html:
    """The stretch of one status, between those below and those above it."""
    below = list(FILLS)[: list(FILLS).index(status)]
    ends = [start for start, _ in steps[1:]] + [date.max]
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    for (start, counts), end in zip(steps, ends, strict=True):
        if end <= panel.first or start >= panel.last:
            continue
        base = sum(counts[other] for other in below)
        for points, count in ((upper, base + counts[status]), (lower, base)):
            points += [(panel.x(start), _y(count, total)), (panel.x(end), _y(count, total))]
    if [y for _, y in upper] == [y for _, y in lower]:
        return Html("")
    corners = " ".join(f"{x:g},{y:g}" for x, y in [*upper, *reversed(lower)])
    return element(
        "polygon", points=corners, fill=FILLS[status], stroke=_LINE, stroke_width="0.8",
        class_=f"status-{status}",
    )  # fmt: skip


def _text(x: float, y: float, text: str, **attributes: object) -> Html:
    return element("text", text, x=f"{x:g}", y=f"{y:g}", **attributes)


def _numbers_axis(panel: _Panel, total: int, t: Translator) -> Iterator[Html]:
    step = next(
        step
        for power in range(9)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if total / step <= _MOST_TICKS
    )
    ticks = [*(tick for tick in range(0, total, step) if total - tick >= step / 2), total]
    for tick in ticks:
        y = _y(tick, total)
        yield _text(panel.left - 6, y + 5, t.number(tick), text_anchor="end")
        yield element("path", d=f"M{panel.left - 4:g} {y:g}h4", stroke=_LINE)


def _years_axis(panel: _Panel) -> Iterator[Html]:
    years = range(panel.first.year, panel.last.year + 1)
    every = -(-_YEAR_WIDTH * len(years) // int(panel.width))
    for year in years:
        x = panel.x(date(year, 1, 1))
        yield element("path", d=f"M{x:g} {_BOTTOM}v5", stroke=_LINE)
        if (year - years[0]) % every == 0:
            yield _text(x, _BOTTOM + 20, str(year), text_anchor="middle")


def _days_axis(panel: _Panel, t: Translator) -> Iterator[Html]:
    for month in (1, 7):
        day = date(panel.first.year, month, 1)
        if panel.has(day):
            x = panel.x(day)
            yield element("path", d=f"M{x:g} {_BOTTOM}v5", stroke=_LINE)
            yield _text(x, _BOTTOM + 20, t.short_date(day), text_anchor="middle")


def _mark(panel: _Panel, day: date, t: Translator, *, outside: bool) -> Iterator[Html]:
    """A line at ``day`` with its date; an arrow towards it where the axis does not reach it."""
    x = panel.x(day)
    late = x > panel.left + panel.width / 2
    text = t.short_date(day)
    if panel.has(day):
        yield element("path", d=f"M{x:g} {_TOP - 8}V{_BOTTOM}", stroke=_MARK, stroke_width="2")
    elif outside:
        text = f"{text} →" if late else f"← {text}"
    else:
        return
    yield _text(
        x + (-5 if late else 5), _TOP - 12, text, text_anchor="end" if late else "start",
        fill=_MARK, font_weight="bold",
    )  # fmt: skip


def _counts_beside(
    panels: Iterable[_Panel], day: date, steps: Sequence[Step], total: int, t: Translator
) -> Iterator[Html]:
    """The number of each status beside the line, on its stretch, where there is room for it."""
    starts = [start for start, _ in steps]
    place = bisect_right(starts, day) - 1
    end = starts[place + 1] if place + 1 < len(starts) else date.max
    sides = (
        side
        for panel in panels
        if panel.has(day)
        for x in (panel.x(day),)
        for side in ((x - panel.x(starts[place]), x, True), (panel.x(end) - x, x, False))
    )
    room, x, late = max(sides, default=(0, 0, False))
    if room < _NUMBER_WIDTH:
        return
    counts = steps[place][1]
    base = 0
    for status in FILLS:
        top, bottom = _y(base + counts[status], total), _y(base, total)
        base += counts[status]
        if bottom - top >= _LETTERS:
            yield _text(
                x + (-6 if late else 6), (top + bottom) / 2 + 5, t.number(counts[status]),
                text_anchor="end" if late else "start", fill=COLOURS["text"], font_weight="bold",
                stroke=_PAPER, stroke_width="3", stroke_linejoin="round", paint_order="stroke",
            )  # fmt: skip


def _counts_table(
    steps: Sequence[Step], ever: Sequence[TerritoryStatus], day: date, title: str, t: Translator
) -> Html:
    heads = [t("From the date"), *(label(t, status) for status in ever)]
    shown = max(start for start, _ in steps if start <= day)
    rows = [
        element(
            "tr",
            element(
                "th",
                t("before {day}", day=t.day(steps[1][0])) if start == date.min else t.day(start),
                scope="row",
            ),
            *(
                element("td", t.number(counts[status]), data_label=head)
                for status, head in zip(ever, heads[1:], strict=True)
            ),
            class_="chosen" if start == shown else None,
            aria_current="date" if start == shown else None,
        )
        for start, counts in steps
    ]
    return table_frame(title, heads, rows)


# --- On a date --------------------------------------------------------------------------------


def status_table(register: Register, view: View, t: Translator) -> Html:
    """The communities that ``view`` asks for with their status on its date, explained."""
    day = status_day(register, view)
    statuses = status_on(register, day)
    heads = [
        *(t("Community"), t("Raion"), t("Status"), t("Status since"), t("Settlements occupied")),
        *(t("Settlements that differ"), t("Act")),
    ]
    wanted = set(view.community)
    rows = [
        element(
            "tr",
            element("th", place_link(item.katottg, register, view, t), scope="row"),
            element("td", raion_name(t, register, item.raion)),
            element("td", _status(found.status, t)),
            element("td", _began(register, item.katottg, day, t), data_label=heads[3]),
            element(
                "td",
                t("{some} of {all}", some=t.number(found.settlements_occupied),
                  all=t.number(found.settlements_total)),
                data_label=heads[4],
            ),
            element("td", *named, data_label=heads[5] if named else None),
            element("td", _acts(found, t), data_label=heads[6]),
            class_="chosen" if item.katottg == view.place else None,
        )
        for item in register.communities.values()
        if not wanted or wanted & {item.katottg, item.raion}
        for found in (statuses[item.katottg],)
        for named in (
            [_named(register, group, t) for group in exceptions(register, item.katottg, day)],
        )
    ]  # fmt: skip
    table = table_frame(t("Status on {day}", day=t.day(day)), heads, rows)
    return element("div", table, class_="status-table")


def _status(status: TerritoryStatus, t: Translator) -> Html:
    return join(
        [
            element("span", class_=f"swatch status-{status}", aria_hidden="true"),
            label(t, status),
        ]
    )


def _began(register: Register, katottg: str, day: date, t: Translator) -> str:
    began = since(register, katottg, day)
    return t.day(began) if began else t("before the List begins")


def _named(register: Register, group: Group, t: Translator) -> Html:
    names = settlement_names(register, group, t)
    if len(names) <= FEW:
        return element("p", element("b", group_name(group, t), ":"), " ", ", ".join(names))
    count = t.plural("{n} settlement", "{n} settlements", len(names))
    return element(
        "details",
        element("summary", element("b", group_name(group, t), ":"), " ", count),
        ", ".join(names),
    )


def _acts(found: CommunityStatus, t: Translator) -> Html:
    if not found.rows:
        return element("span", t("no row in force"), class_="muted")
    acts = dict.fromkeys(t.pick(row.act, row.act_en) or "" for row in found.rows)
    editions = sorted({row.edition for row in found.rows})
    alike: dict[tuple[ListStatus, date], list[str]] = {}
    for row in found.rows:
        alike.setdefault((row.status, row.valid_from), []).append(row.wording)
    rows = [
        element(
            "li",
            element("b", label(t, TerritoryStatus(status)), ", ", t("since {day}", day=t.day(day))),
            ": ",
            "; ".join(wordings),
        )
        for (status, day), wordings in alike.items()
    ]
    return element(
        "details",
        # What stands in brackets are the amendments; the whole text stands below.
        element("summary", "; ".join(dict.fromkeys(act.partition(" (")[0] for act in acts))),
        element("ul", *rows),
        *(element("p", act) for act in acts),
        *(
            element("p", t("Edition of the List"), ": ", t.day(edition), class_="muted")
            for edition in editions
        ),
    )


# --- Of a record ------------------------------------------------------------------------------


def project_status(register: Register, item: Project, t: Translator) -> Html:
    """The status of the communities of a record at its date and at the edition's, side by side.

    Facts only; empty for a record that names no community.
    """
    found = sorted(status_at_project(register, item), key=_alike)
    if not found:
        return Html("")
    dated = item.start or item.end
    if dated is None:
        then = t("At the date of the record")
    elif item.start:
        then = t("At the start ({day})", day=t.day(dated))
    else:
        then = t("At the end ({day})", day=t.day(dated))
    now = t("On the date of the edition ({day})", day=t.day(register.edition))
    blocks = [
        element(
            "div",
            element("p", _communities(register, same, t), class_="kicker"),
            element(
                "dl",
                element("div", element("dt", then), element("dd", _then(same[0].then, t))),
                element("div", element("dt", now), element("dd", _status(same[0].now, t))),
                class_="then-now",
            ),
        )
        for same in (list(group) for _, group in groupby(found, key=_alike))
    ]
    return element(
        "section",
        element("h3", t("Status of the territory")),
        *blocks,
        *(element("p", text, class_="note") for text in _notices(register, dated, t)),
        class_="status-then-now",
    )


def _alike(item: ThenAndNow) -> tuple[tuple[str, ...], str]:
    return item.then or (), item.now


def _communities(register: Register, items: Iterable[ThenAndNow], t: Translator) -> str:
    return ", ".join(community_name(t, register.communities[item.katottg]) for item in items)


def _then(statuses: Sequence[TerritoryStatus] | None, t: Translator) -> Html:
    if statuses is None:
        return element("span", t("not known when: the record has no date"), class_="unstated")
    if len(statuses) == 1:
        return _status(statuses[0], t)
    return join(
        [
            t("It changed within this time:"),
            element("ol", *(element("li", _status(status, t)) for status in statuses)),
        ]
    )


def _notices(register: Register, dated: str | None, t: Translator) -> Iterator[str]:
    if dated is None:
        return
    first, last = span(dated)
    edition = t.day(register.edition)
    if last > register.edition:
        yield t(
            "As of the edition of {edition}; later amendments are not included.", edition=edition
        )
    if first < register.act_date:
        yield t(
            "The order was made on {made}: for earlier dates this is as the edition of {edition} "
            "records it.",
            made=t.day(register.act_date),
            edition=edition,
        )
