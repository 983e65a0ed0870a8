"""Soak test: a long run in which sessions come and go, files are made and the data changes.

Usage: python bench/soak.py [--minutes 30] [--sessions 20] [--every 5]

Prints the memory of the server every minute and its slope after the first third, errors and wrong
answers; the exit code is 1 if there were any. Linux only, as bench/load.py.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from load import SEED, Server, spread
from visitors import EXAMPLES, Edition, Site, Tally, Visitor, show, turn, two_editions

from projectmap.config import settings
from projectmap.export.registry import EXPORTS
from projectmap.i18n import LANGUAGES
from projectmap.query.view import Layer

STAY = 12
"""Changes that a visitor makes before leaving."""
EXPORT_EVERY = 4.0
SWAP_EVERY = 45.0
"""Seconds between two changes of the data."""
WARM = 1 / 3
"""The part of the run before its memory counts."""
PATHS = ("/list", "/stage", "/embed/map", "/map/geometry", "/map/positions", "/map/texts")


@dataclass
class Run:
    """One run and what came of it."""

    server: Server
    editions: tuple[Edition, Edition]
    until: float
    tally: Tally = field(default_factory=Tally)
    requests: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float, float]] = field(default_factory=list)
    """Minutes since the start; megabytes of the server, and of the processes it has started."""
    swaps: int = 0
    left: int = 0
    """Visitors that have come and gone."""

    @property
    def site(self) -> Site:
        """Where visitors come in."""
        return Site(f"http://{self.server.host}")

    async def sleep(self, seconds: float) -> bool:
        """Wait, but not beyond the end; whether the run goes on."""
        await asyncio.sleep(max(0.0, min(seconds, self.until - time.perf_counter())))
        return time.perf_counter() < self.until

    async def visits(self, numbers: itertools.count[int], every: float) -> None:
        """One visitor after the other."""
        while time.perf_counter() < self.until:
            visitor = Visitor(self.site, next(numbers), self.editions[0].register, self.tally)
            if await visitor.open():
                end = min(self.until, time.perf_counter() + STAY * every)
                await visitor.live(every, end)
            await visitor.close()
            self.left += 1

    async def downloads(self) -> None:
        """All exports and routes in turn, of filters that change."""
        random = Random(SEED)  # noqa: S311 - no secret
        communities = sorted(self.editions[0].register.communities)
        sectors = sorted(self.editions[0].register.sectors)
        paths = [*(f"/export/{name}" for name in EXPORTS), *PATHS]
        for path in itertools.cycle(paths):
            if not await self.sleep(EXPORT_EVERY):
                return
            asked = {"lang": random.choice(LANGUAGES), "community": random.choice(communities)}
            if random.random() < 0.5 and not EXPORTS.get(path.removeprefix("/export/")):
                asked |= {"sector": random.choice(sectors), "layer": random.choice(list(Layer))}
            found = await asyncio.to_thread(self.site.get, f"{path}?{urlencode(asked)}")
            self.requests[path] += 1
            if found.status != 200 or not found.content:
                self.bad[f"{path} {found.status}"] += 1

    async def swaps_of(self, link: Path) -> None:
        """Turn the link to the other data and back."""
        for edition in itertools.cycle(reversed(self.editions)):
            if not await self.sleep(SWAP_EVERY):
                return
            turn(link, edition.folder)
            self.swaps += 1

    async def watch(self) -> None:
        """Note the memory every minute."""
        begin = time.perf_counter()
        going = True
        while going:
            minute = (time.perf_counter() - begin) / 60
            own, workers = self.server.memory / 1e6, self.server.workers_memory / 1e6
            self.memory.append((minute, own, workers))
            going = await self.sleep(60)

    def slope(self) -> float:
        """Megabytes an hour that the server grows by, after the first part of the run."""
        end = self.memory[-1][0]
        warm = [(minute, own) for minute, own, _ in self.memory if minute >= WARM * end]
        if len(warm) < 2:
            return 0.0
        return 60 * statistics.linear_regression(*zip(*warm, strict=True)).slope


async def soak(run: Run, link: Path, sessions: int, every: float) -> None:
    """All at the same time until the end."""
    numbers = itertools.count()
    await asyncio.gather(
        run.watch(),
        run.downloads(),
        run.swaps_of(link),
        *(run.visits(numbers, every) for _ in range(sessions)),
    )


def main(arguments: list[str]) -> int:
    """Run, check and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sessions", type=int, default=20, help="visitors at the same time")
    parser.add_argument("--every", type=float, default=5, help="seconds between two changes")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        editions = two_editions(settings().geodata.resolve(), folder)
        link = folder / "current"
        turn(link, editions[0].folder)
        server = Server(link, folder / "log.txt", options.port)
        try:
            server.ready()
            run = Run(server, editions, time.perf_counter() + 60 * options.minutes)
            asyncio.run(soak(run, link, options.sessions, options.every))
            complaints = Counter(server.complaints())
        finally:
            server.end()
    wrong = run.tally.wrong([one.register for one in editions])
    show(
        "Memory, MB",
        [
            ("minute", "server, its workers"),
            *((f"{minute:6.1f}", f"{own:.0f}, {more:.0f}") for minute, own, more in run.memory),
            ("slope, MB an hour", f"{run.slope():+.1f}"),
        ],
    )
    errors = run.tally.refused + run.tally.faults() + run.bad + complaints
    show(
        f"{options.minutes:g} minutes, {options.sessions} visitors at the same time",
        [
            ("visitors in all", run.left),
            ("answers", len(run.tally.answers)),
            ("wrong answers", len(wrong)),
            ("answers lost", run.tally.lost),
            ("milliseconds to an answer", spread(one.took for one in run.tally.answers)),
            ("files and pages asked for", run.requests.total()),
            ("changes of the data", run.swaps),
            ("errors", dict(errors) or 0),
        ],
    )
    for line in wrong[:EXAMPLES]:
        print(f"  {line}")
    return min(1, errors.total() + run.tally.lost)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
