"""How many communities have had which status, as a picture with its legend and a table."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from projectmap.html.common import folded, table_frame, table_row
from projectmap.html.content import swatch
from projectmap.i18n import Translator
from projectmap.map import svg
from projectmap.map.theme import COLOURS, STATUS_FILLS
from projectmap.markup import NOTHING, Html, element
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.history import counts_over_time
from projectmap.query.status import change_dates, counts_on

_HATCH, _HATCHED = svg.hatch()
FILLS: Mapping[TerritoryStatus, str] = {
    **STATUS_FILLS,
    TerritoryStatus.PARTLY_OCCUPIED: _HATCHED,
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
    """A part of the picture with its own time axis."""

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


def over_time(labels: Labels, day: date) -> Html:
    """How many communities had which status when: a picture, its legend, and a table.

    The picture is an ``img``, because Streamlit drops SVG from the HTML that it is given.
    """
    register, t, steps = labels.register, labels.t, _steps(labels.register)
    counts = counts_on(register, day)
    ever = [status for status in FILLS if any(found[status] for _, found in steps)]
    title = t(
        "Communities by status, {first} – {last}",
        first=t.short_date(steps[1][0]),
        last=t.short_date(_last_day(register)),
    )
    numbers = "; ".join(f"{labels.code(one)}: {t.number(counts[one])}" for one in reversed(ever))
    alternative = f"{title}. {t.short_date(day)}: {numbers}"
    signs = [
        element(
            "li",
            swatch(status),
            f"{labels.code(status)} ",
            element("b", t.number(counts[status])),
        )
        for status in reversed(ever)
    ]
    drawn = picture(labels, day)
    return element(
        "figure",
        element(
            "figcaption",
            title,
            ". ",
            t("The second chart shows the year {year} in detail.", year=_busiest_year(steps)),
        ),
        element(
            "div",
            svg.as_image(drawn, alternative, width=_WIDTH, height=_HEIGHT),
            # On a phone its two parts stand below each other.
            svg.as_image(drawn, "", width=_WIDTH, height=_HEIGHT),
            class_="picture",
            tabindex="0",
            role="region",
            aria_label=title,
        ),
        element("p", t("Number of communities on {day}:", day=t.day(day)), class_="muted"),
        element("ul", *signs, class_="legend"),
        folded(t("The same in figures"), _counts_table(steps, ever, day, title, labels)),
        class_="status-chart",
    )


def picture(labels: Labels, day: date) -> Html:
    """The picture of :func:`over_time` by itself, an SVG document of 720 by 270."""
    register, t = labels.register, labels.t
    steps = _steps(register)
    total = len(register.communities)
    year = _busiest_year(steps)
    last = _last_day(register)
    # On a phone each is seen alone, cut at 440: places.css.
    whole = _Panel(36, 396, date(steps[1][0].year, 1, 1), last)
    detail = _Panel(488, 216, date(year, 1, 1), min(date(year, 12, 31), last))
    parts = [_HATCH, svg.shape(svg.rectangle(0, 0, _WIDTH, _HEIGHT), fill=_PAPER)]
    for panel in (whole, detail):
        parts += [_area(status, panel, steps, total) for status in FILLS]
        parts += _numbers_axis(panel, total, t)
    parts += _time_axis(whole, _years(whole))
    halves = (date(year, month, 1) for month in (1, 7))
    parts += _time_axis(detail, {half: t.short_date(half) for half in halves})
    for panel in (whole, detail):
        parts += _mark(panel, day, t, outside=panel is whole)
    parts += _counts_beside((whole, detail), day, steps, total, t)
    return svg.document(
        _WIDTH,
        _HEIGHT,
        *parts,
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
        return NOTHING
    return svg.shape(
        svg.polygon([*upper, *reversed(lower)]), fill=FILLS[status], stroke=_LINE, width=0.8,
        class_=f"status-{status}",
    )  # fmt: skip


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
        yield svg.text((panel.left - 6, y + 5), t.number(tick), anchor="end")
        yield svg.shape(svg.line([(panel.left - 4, y), (panel.left, y)]), stroke=_LINE)


def _years(panel: _Panel) -> dict[date, str]:
    """The years of a time axis; only as many are written as have room."""
    years = range(panel.first.year, panel.last.year + 1)
    every = -(-_YEAR_WIDTH * len(years) // int(panel.width))
    return {
        date(year, 1, 1): "" if place % every else str(year) for place, year in enumerate(years)
    }


def _time_axis(panel: _Panel, marks: Mapping[date, str]) -> Iterator[Html]:
    for day, text in marks.items():
        if panel.has(day):
            x = panel.x(day)
            yield svg.shape(svg.line([(x, _BOTTOM), (x, _BOTTOM + 5)]), stroke=_LINE)
            if text:
                yield svg.text((x, _BOTTOM + 20), text, anchor="middle")


def _mark(panel: _Panel, day: date, t: Translator, *, outside: bool) -> Iterator[Html]:
    """A line at ``day`` with its date; an arrow towards it where the axis does not reach it."""
    x = panel.x(day)
    late = x > panel.left + panel.width / 2
    text = t.short_date(day)
    if panel.has(day):
        yield svg.shape(svg.line([(x, _TOP - 8), (x, _BOTTOM)]), stroke=_MARK, width=2)
    elif outside:
        text = f"{text} →" if late else f"← {text}"
    else:
        return
    yield svg.text(
        (x + (-5 if late else 5), _TOP - 12), text, anchor="end" if late else "start",
        fill=_MARK, font_weight="bold",
    )  # fmt: skip


def _counts_beside(
    panels: Iterable[_Panel], day: date, steps: Sequence[Step], total: int, t: Translator
) -> Iterator[Html]:
    """The number of each status beside the line, on its stretch, where there is room for it."""
    starts = [start for start, _ in steps]
    index = bisect_right(starts, day) - 1
    end = starts[index + 1] if index + 1 < len(starts) else date.max
    sides = (
        side
        for panel in panels
        if panel.has(day)
        for x in (panel.x(day),)
        for side in ((x - panel.x(starts[index]), x, True), (panel.x(end) - x, x, False))
    )
    room, x, late = max(sides, default=(0, 0, False))
    if room < _NUMBER_WIDTH:
        return
    counts = steps[index][1]
    base = 0
    for status in FILLS:
        top, bottom = _y(base + counts[status], total), _y(base, total)
        base += counts[status]
        if bottom - top >= _LETTERS:
            yield svg.text(
                (x + (-6 if late else 6), (top + bottom) / 2 + 5), t.number(counts[status]),
                anchor="end" if late else "start", halo=3, fill=COLOURS["text"],
                font_weight="bold",
            )  # fmt: skip


def _counts_table(
    steps: Sequence[Step], ever: Sequence[TerritoryStatus], day: date, title: str, labels: Labels
) -> Html:
    t = labels.t
    heads = [t("From the date"), *map(labels.code, ever)]
    shown = max(start for start, _ in steps if start <= day)
    rows = [
        table_row(
            heads,
            t("before {day}", day=t.day(steps[1][0])) if start == date.min else t.day(start),
            *(t.number(counts[status]) for status in ever),
            chosen="date" if start == shown else "",
        )
        for start, counts in steps
    ]
    return table_frame(title, heads, rows)
