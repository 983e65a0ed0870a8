"""How long a person waits, and what it costs: this app, a blank page and other tools.

Usage: python bench/measure.py [--rounds 5] [--sizes today,100,1000,10000,100000]
                               [--out docs/benchmark] [--pictures FOLDER]

Writes OUT.md, which explains how it is measured, and OUT.json with every value; prints the tables.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

import report
import synthetic
from cases import APP, CASES, MARKERS, POINTS, WORDS, Case, Size
from playwright.sync_api import Browser, Error, sync_playwright
from visit import NotDrawnError, Visit
from wire import ROOT, Server, served, stand_in

SIZES = {"100": (100, 37), "1000": (1000, 37), "10000": (10_000, 368), "100000": (100_000, 1472)}
"""Records and communities of the made-up folders."""
TODAY = "today"
WARM_SESSIONS, SESSIONS = 2, 5
"""Kept open when memory is measured: the first fill the server's caches, the others count."""
FLAGS = (
    *("--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    # WebGL in software, for the page that needs it; the same browser for all. Of the ways to have
    # that, the one with which pydeck was fastest.
    *("--use-gl=angle", "--use-angle=swiftshader-webgl", "--enable-unsafe-swiftshader"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
INPUTS_PER_ROUND = 2
"""Texts and dates tried in each visit."""


Values: TypeAlias = list[tuple[str, float]]
"""Names of measures, each with a value; a measure may come several times."""


class Bench:
    """The measurement at one size of data."""

    def __init__(self, browser: Browser, size: Size, folder: Path, cdn: int) -> None:
        self._browser, self._size, self._folder, self._cdn = browser, size, folder, cdn
        self._cases = [
            case for case in CASES if case.most is None or len(size.records) <= case.most
        ]
        self.block = report.Block(size.name, len(size.records), size.communities)
        self.block.figures = {case.name: report.Figures() for case in self._cases}

    def run(self, rounds: int, pictures: Path | None, *, memory: bool) -> None:
        """All rounds, the pages in turn, and then the memory of each."""
        with contextlib.ExitStack() as stack:
            servers = {case.name: stack.enter_context(self._served(case)) for case in self._cases}
            for turn in range(rounds + 1):
                for case in self._cases:
                    _say(f"{self._size.name}: round {turn} of {rounds}, {case.title}")
                    found = self._try(
                        case, partial(self._visits, case, servers[case.name], turn, pictures)
                    )
                    if turn:  # the first has warmed server, browser and machine
                        self._keep(case, found)
        for case in self._cases:
            if memory and case in {APP, MARKERS, POINTS}:
                _say(f"{self._size.name}: memory, {case.title}")
                self._keep(case, self._try(case, partial(self._memory, case)))

    def _keep(self, case: Case, found: Values) -> None:
        for name, value in found:
            self.block.figures[case.name].add(name, value)

    def _try(self, case: Case, measure: Callable[[], Values]) -> Values:
        """What ``measure`` finds; nothing once the page has failed, and the others go on."""
        figures = self.block.figures[case.name]
        if figures.failed is None:
            try:
                return measure()
            except (NotDrawnError, Error) as error:
                figures.failed = str(error).splitlines()[0]
                _say(f"{self._size.name}: {case.title}: {figures.failed}")
        return []

    def _served(self, case: Case) -> contextlib.AbstractContextManager[Server]:
        log = self._folder / f"{case.name}.log"
        return served(case.script, log, {"PROJECTMAP_GEODATA": str(self._size.folder)}, self._cdn)

    def _visits(self, case: Case, server: Server, turn: int, pictures: Path | None) -> Values:
        """Everything that is measured of a page in a round."""
        found: Values = []
        with Visit(self._browser, case, server) as visit:
            found += visit.open(self._size.start(case)).items()
            if case.has_filter:
                steps = list(self._size.steps(case, turn))
                before = server.cpu
                for step in steps:
                    found += visit.choose(step).items()
                # One value a visit: the system's clock is too coarse for a single filter.
                found.append(("filter_cpu", (server.cpu - before) / len(steps)))
            if pictures is not None and not turn:
                visit.page.keyboard.press("Escape")  # the open list of options fades
                visit.page.wait_for_timeout(500)
                visit.page.screenshot(path=pictures / f"{self._size.name}-{case.name}.png")
        if case.has_inputs:
            with Visit(self._browser, case, server) as visit:
                visit.open(self._size.start(case))
                if case.has_map:
                    found.append(("longest_task", visit.move()))
                for number in range(turn * INPUTS_PER_ROUND, (turn + 1) * INPUTS_PER_ROUND):
                    found.append(("text", visit.search(WORDS[number % len(WORDS)])))
                # Two days with other statuses than the edition's, and than each other.
                for day in (date(2022, 2, 23 - turn % 20), date(2024, 6, 28 - turn % 20)):
                    found.append(("asof", visit.set_date(day)))
        return found

    def _memory(self, case: Case) -> Values:
        """Bytes that each open session adds to a server that was started for this."""
        with self._served(case) as server, contextlib.ExitStack() as windows:
            before = 0
            for turn in range(WARM_SESSIONS + SESSIONS):
                if turn == WARM_SESSIONS:
                    before = server.memory
                visit = windows.enter_context(Visit(self._browser, case, server))
                visit.open(self._size.start(case))
                for step in list(self._size.steps(case, turn))[:2]:
                    visit.choose(step)
                visit.rest()
            return [("memory", (server.memory - before) / SESSIONS)]


def main() -> None:
    """Measure, write and print."""
    options = _options()
    # An end that is asked for ends the servers and the browser too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    chromium = os.environ.get("PROJECTMAP_CHROMIUM") or shutil.which("chromium")
    blocks = []
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="projectmap-bench-")))
        cdn = stack.enter_context(stand_in())
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium, args=flags
        )
        stack.callback(browser.close)
        for name in options.sizes:
            bench = Bench(browser, _size(name, folder), folder, cdn)
            bench.run(options.rounds, options.pictures, memory=not options.no_memory)
            blocks.append(bench.block)
        head = report.about(options.rounds, browser.version) | {"name": options.out.name}
    for suffix, text in (
        (".json", report.as_json(head, blocks)),
        (".md", report.as_markdown(head, blocks)),
    ):
        options.out.with_name(options.out.name + suffix).write_text(text, "utf-8")
    print(report.tables(blocks))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--sizes", type=lambda text: text.split(","), default=[TODAY, *SIZES], metavar="A,B,…"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmark")
    parser.add_argument(
        "--no-memory", action="store_true", help="leave out what an open session takes"
    )
    parser.add_argument(
        "--pictures", type=Path, help="folder for a picture of each page, to see what it draws"
    )
    options = parser.parse_args()
    unknown = [name for name in options.sizes if name not in {TODAY, *SIZES}]
    if unknown or options.rounds < 1:
        parser.error(f"unknown sizes: {unknown}" if unknown else "at least one round")
    if options.pictures is not None:
        options.pictures.mkdir(parents=True, exist_ok=True)
    return options


def _size(name: str, folder: Path) -> Size:
    if name == TODAY:
        return Size(name, ROOT / "geodata")
    _say(f"{name}: making the data")
    return Size(name, synthetic.make(folder / name, *SIZES[name]))


def _say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
