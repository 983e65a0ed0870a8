"""The figures as JSON, and as Markdown to read."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cases import APP, BLANK, CASES, EMPTY, FILTERS, INPUTS, MOST_MARKERS, Case
from visit import LIMIT, QUIET, WINDOW

PACKAGES = ("streamlit", "folium", "streamlit-folium", "pydeck", "playwright")
NONE = "–"


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _bytes(value: float) -> str:
    return f"{value / 1000:,.1f} kB" if value < 1e6 else f"{value / 1e6:,.2f} MB"


def _milliseconds(value: float) -> str:
    return f"{value:.0f} ms" if value else "under 50 ms"


@dataclass(frozen=True)
class Measure:
    """One kind of figure: its column, how a value is written, which page it is divided by."""

    name: str
    column: str
    write: Callable[[float], str]
    base: Case | None = BLANK


MEASURES = (
    Measure("first", "first", _seconds),
    Measure("filter", "filter", _seconds),
    Measure("first_bytes", "bytes, first", _bytes),
    Measure("filter_bytes", "bytes, filter", _bytes),
    Measure("filter_cpu", "server's CPU, filter", lambda value: f"{value:.3f} s"),
    Measure("memory", "memory, session", _bytes, None),
    Measure("text", "text", _seconds, INPUTS),
    Measure("asof", "status date", _seconds, INPUTS),
    Measure("longest_task", "longest task", _milliseconds, None),
)


@dataclass
class Figures:
    """All values of one page at one size."""

    values: dict[str, list[float]] = field(default_factory=dict)
    failed: str | None = None
    """Why there are none, or no more."""

    def add(self, name: str, value: float) -> None:
        """Keep a value of a measure."""
        self.values.setdefault(name, []).append(value)

    def median(self, measure: Measure) -> float | None:
        """The middle value, if there is any."""
        values = self.values.get(measure.name)
        return statistics.median(values) if values else None


@dataclass
class Block:
    """The figures of one size."""

    size: str
    projects: int
    communities: int
    figures: dict[str, Figures] = field(default_factory=dict)

    def ratio(self, case: Case, measure: Measure) -> float | None:
        """How many times the blank page's median."""
        if measure.base is None or case is measure.base or measure.base.name not in self.figures:
            return None
        base = self.figures[measure.base.name].median(measure)
        value = self.figures[case.name].median(measure)
        return value / base if base and base > 0 and value is not None else None


def about(rounds: int, chromium: str) -> dict[str, Any]:
    """When, where and with what the figures were made."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="minutes"),
        "rounds": rounds,
        "filters_per_round": FILTERS,
        "cpus": os.cpu_count(),
        "cpu": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES} | {"chromium": chromium},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def as_json(head: dict[str, Any], blocks: Sequence[Block]) -> str:
    """Everything, each single value too."""
    sizes = [
        {
            "size": block.size,
            "projects": block.projects,
            "communities": block.communities,
            "cases": {
                case.name: {
                    "failed": block.figures[case.name].failed,
                    "measures": {
                        measure.name: {
                            "median": block.figures[case.name].median(measure),
                            "ratio": block.ratio(case, measure),
                            "values": block.figures[case.name].values[measure.name],
                        }
                        for measure in MEASURES
                        if measure.name in block.figures[case.name].values
                    },
                }
                for case in _cases(block)
            },
        }
        for block in blocks
    ]
    return json.dumps(head | {"sizes": sizes}, indent=1, ensure_ascii=False) + "\n"


def tables(blocks: Sequence[Block]) -> str:
    """The ratios, the medians, and what failed."""
    parts = ["## Times the blank page", "", *_ratios(blocks), "", "## Medians", ""]
    parts += _medians(blocks)
    failed = [
        f"- {_title(block)}, {case.title}: {reason}"
        for block in blocks
        for case in _cases(block)
        if (reason := block.figures[case.name].failed)
    ]
    if failed:
        parts += ["", "Not measured, or not to the end:", "", *failed]
    return "\n".join(parts)


def as_markdown(head: dict[str, Any], blocks: Sequence[Block]) -> str:
    """The report to read."""
    versions = ", ".join(f"{name} {number}" for name, number in head["versions"].items())
    drawn = "\n".join(f"- **{case.title}**: {case.drawn}." for case in CASES)
    return f"""# How fast it is

Made by `python bench/measure.py` on {head["made"][:10]}, {head["rounds"]} rounds, one run.
{head["cpus"]} processors ({head["cpu"]}), {head["system"]}, Python {head["python"]}; {versions}.
Every single value is in `{head["name"]}.json`.

{tables(blocks)}

## What was compared

The same task, five times, in the same browser and in turns: a page of Streamlit alone with one
filter and one line of text ({BLANK.title}), {EMPTY.title} with such a filter, {APP.title}, and the
two usual ways to put points on a map in Streamlit. The pages of these two (`bench/peers/`) have a
sector filter whose options carry counts, the outlines of the communities coloured by status, a
point for each record, and a table of the first 50; they read the data once and keep it
(`st.cache_data`). They have no search, details, legend, status date, links or downloads, so they do
less than {APP.title}.

`today` is the shipped data; the other sizes are made up by `bench/synthetic.py`: as long
records, as unevenly spread. Text and status date are compared with another blank page that has
these two inputs.

## How it was measured

A round goes through all pages in turn. Each time a fresh browser window ({WINDOW["width"]} ×
{WINDOW["height"]}, empty cache) opens the page and adds {FILTERS} sectors to its filter, one after
the other; then another fresh window tries text, status date, dragging and zooming, where the page
has them. The first round is not counted. A visit begins at another sector than those before, so
that no server can answer from what it has kept. The figures are medians over all rounds.

All times are taken by the browser's own clock in the page. They run from the start of loading, or
from the press of Enter (status date: from leaving the field), until the change has been painted:
a script reads the page at each animation frame, and what has changed counts at the next frame.
A page has changed as asked when:

{drawn}

A wrong number never counts as drawn. A page that takes longer than {LIMIT} s is reported as not
drawn.

- **first**: from the start of loading to drawn. The server runs and has read its data.
- **filter**: from Enter on an option to the map with the new points. The list may come later.
- **bytes**: all that the server sent, counted by a proxy between it and the browser, websocket and
  HTTP heads included, until nothing came for {QUIET} s: map, list and options together.
- **server's CPU**: user and system time of the server's process for one filter, the same span:
  that of a visit's filters together, divided by their number.
- **memory**: growth of the server's resident memory for each open session. A server that has just
  started takes two sessions that fill its caches, then five that count, each with two filters
  and all kept open. Measured once, and rough: a server that gives back memory of its start
  meanwhile shows less than nothing.
- **status date**: until every community has its colour for another date.
- **longest task**: the longest time that the page could not react while the map with all its
  records was dragged and zoomed with the wheel; the browser reports tasks from 50 ms.

## What was substituted

- There is no network in a measurement. folium's pages load Leaflet, jQuery and
  Leaflet.markercluster from CDNs; here a server on the same machine sends them, compressed, from
  pip packages (Leaflet 1.9.3, jQuery 3.7.1, markercluster 1.4.1). Their bytes count for folium's
  page. Bootstrap, Font Awesome, Glyphicons and awesome-markers, which folium loads too, are left
  out: plain markers do not need them. So folium's first load is shown better than it is.
- No page has background tiles.
- pydeck needs WebGL. This browser has no graphics card and draws WebGL in software (SwiftShader),
  for all pages alike; with a card pydeck's drawing is faster, its data and the server's work are
  not.
- folium markers are tried up to {MOST_MARKERS:,} records.
- Everything is on one machine: browser, proxy and servers share its processors, and the way
  between them takes no time. On a real network the bytes weigh more.
"""


def _cases(block: Block) -> list[Case]:
    return [case for case in CASES if case.name in block.figures]


def _title(block: Block) -> str:
    return f"{block.projects:,} records, {block.communities:,} communities" + (
        " (today)" if block.size == "today" else ""
    )


def _ratios(blocks: Sequence[Block]) -> list[str]:
    measures = [measure for measure in MEASURES if measure.base is not None]
    rows = []
    for block in blocks:
        for case in _cases(block):
            if case in (BLANK, INPUTS):
                continue
            ratios = [block.ratio(case, measure) for measure in measures]
            cells = [NONE if ratio is None else f"{ratio:,.2f}" for ratio in ratios]
            rows.append([_title(block), case.title, *cells])
    return _table(["data", "page", *(measure.column for measure in measures)], rows)


def _medians(blocks: Sequence[Block]) -> list[str]:
    rows = []
    for block in blocks:
        for case in _cases(block):
            medians = [(block.figures[case.name].median(one), one) for one in MEASURES]
            cells = [NONE if value is None else one.write(value) for value, one in medians]
            rows.append([_title(block), case.title, *cells])
    return _table(["data", "page", *(measure.column for measure in MEASURES)], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    rule = ["---", "---", *("---:" for _ in head[2:])]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]
