"""Three processes behind a real nginx: one is killed, one restarted with new data.

Usage: python bench/drill.py [--sessions 100] [--every 5] [--minutes 2] [--port 8650] [--postgresql]

nginx runs with the files of ``deploy/`` (with other names, ports, paths and certificate).
First it is seen that pages, websocket, downloads and frames go through it, and what happens where
it does not pass the name on; then how many answers a second one, two and three processes give on
the cores of this machine; then the drill. With ``--postgresql`` the processes read what a store in
a PostgreSQL of the drill's own has published, and versions are published while sessions run.
Prints tables; the exit code is 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import nginx
import psycopg
from load import MAX_PARALLEL, Server, spread
from store.cluster import new_database, running
from store.people import APPROVER, EDITOR
from visitors import EXAMPLES, Edition, Site, Tally, Visitor, opened, show, turn, two_editions

from projectmap.config import settings
from projectmap.data.load import load
from projectmap.store import Edit, open_store
from projectmap.store.publish import back_to, publish

PROCESSES = 3
CLOSED_LOOP = 20
"""Sessions that change a filter as soon as they have their answer."""
CLOSED_LOOP_S = 15.0
CHANGES_AT = (0.12, 0.17)
"""Parts of the run: new data, and the old again."""
KILL_AT, BACK_AT, NEW_AT = 0.2, 0.35, 0.55
"""A process is killed, is back, another restarted with new data."""
AWAY_AT, AWAY_S = 0.02, 8
"""Part of the run: a database refuses everybody; and for how many seconds."""
AWAY_SAYS = re.compile("the database cannot be asked|not currently accepting connections")
"""What the processes log then."""
SPREAD_WAIT = 60.0
"""Seconds in which all processes must serve the new data."""
HALF_SENT_WAIT = 120.0
"""Seconds after which nobody has dropped half of a request."""
PATHS = (
    *("/", "/projects", "/communities", "/partnerships", "/present", "/about"),
    *("/list", "/stage", "/embed/map", "/map/geometry", "/assets/start.js"),
    *("/export/projects.csv", "/export/projects.xlsx", "/export/map.svg"),
)


@dataclass
class Source:
    """Where the processes read, two editions of it, and how it comes to show each."""

    place: Path | str
    older: Edition
    newer: Edition
    show_older: Callable[[], object]
    show_newer: Callable[[], object]
    let_in: Callable[[bool], object] | None = None
    """Whether anybody can read it from now on; a folder is always there."""


def a_folder(folder: Path) -> Source:
    """A link that leads to one folder or the other."""
    older, newer = two_editions(Path(settings().geodata).resolve(), folder)
    link = folder / "current"
    turn(link, older.folder)
    return Source(link, older, newer, lambda: turn(link, older.folder),
                  lambda: turn(link, newer.folder))  # fmt: skip


def a_database(folder: Path, stack: contextlib.ExitStack) -> Source:
    """A store on PostgreSQL: the older edition accepted and published, then the newer."""
    cluster = stack.enter_context(running())
    address = new_database(cluster)
    name = address.removeprefix(cluster)
    before, after = two_editions(Path(settings().geodata).resolve(), folder)
    store, snapshots = open_store(address, seed=before.folder), folder / "snapshots"
    stack.callback(store.engine.dispose)
    gone = {one.id for one in before.register.projects} - {
        one.id for one in after.register.projects
    }
    first = publish(store, APPROVER, snapshots)
    edits = [Edit("projects", key, None, store.record("projects", key)[1]) for key in sorted(gone)]
    store.accept(APPROVER, store.propose(EDITOR, edits, "The newer edition"))
    second = publish(store, APPROVER, snapshots, losses_confirmed=True)
    older, newer = (
        Edition(snapshots / one.version, load(snapshots / one.version)) for one in (first, second)
    )

    def show_older() -> None:
        back_to(store, APPROVER, snapshots, first.version)

    def show_newer() -> None:
        # Published again: what is accepted is not what is shown.
        publish(store, APPROVER, snapshots, losses_confirmed=True)

    def let_in(allowed: bool) -> None:  # noqa: FBT001 - as it is said
        with psycopg.connect(f"{cluster}postgres", autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
            away = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(away, (name,))

    show_older()
    return Source(address, older, newer, show_older, show_newer, let_in)


class Proxy:
    """nginx in the foreground."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._process: subprocess.Popen[bytes] | None = None
        self._tls = ssl.create_default_context()
        nginx.certificate(folder)
        self._tls.load_verify_locations(folder / "fullchain.pem")

    @property
    def site(self) -> Site:
        """Where visitors come in."""
        return Site(f"https://{nginx.NAME}:{self.port}", self._tls)

    def serve(self, servers: Sequence[int], *, host: bool = True) -> None:
        """Start with these processes behind it, or go on with them."""
        self.end()
        path = nginx.write(
            self.folder, servers=servers, port=self.port, plain=self.port + 1, host=host
        )
        command = [str(nginx.program()), "-c", str(path), "-p", str(self.folder)]
        self._process = subprocess.Popen(command)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.site.get("/list").status == 0:
            time.sleep(0.1)

    def end(self) -> None:
        """End it, and only it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if self._process.poll() is None else 0)
            try:
                self._process.wait(3)
            except subprocess.TimeoutExpired:
                self._process.terminate()
                self._process.wait()
            self._process = None


def passes(site: Site) -> Iterator[tuple[str, object]]:
    """What goes through the proxy, and how."""
    for path in PATHS:
        found, head = site.get(path), site.get(path, method="HEAD")
        yield path, f"{found.status}, {len(found.content)} bytes; HEAD {head.status}"
    cookie = site.get("/list").cookies.get("projectmap", "")
    again = site.get("/list", headers={"Cookie": f"projectmap={cookie}"})
    yield "sticky cookie", f"{'set' if cookie else 'MISSING'}, then kept: {not again.cookies}"
    stage = site.get("/stage").content
    yield "links of /stage lead to the site", site.address.encode() in stage
    embed = site.get("/embed/map").headers.get("content-security-policy", "")
    yield "/embed/map may be framed by", embed.rpartition("frame-ancestors")[2].split(";")[0]
    listed = site.get("/list").headers
    yield "Strict-Transport-Security", listed.get("strict-transport-security", "MISSING")
    yield "/health from this machine", site.get("/health").status
    yield "query of 9,000 letters", site.get(f"/list?q={'x' * 9000}").status
    yield "query of 20,000 letters", site.get(f"/list?q={'x' * 20000}").status
    yield "half of a request is dropped after", f"{half_sent(site):.0f} s"


def half_sent(site: Site) -> float:
    """Seconds until a connection ends whose request never does."""
    port = int(site.address.rpartition(":")[2])
    with contextlib.ExitStack() as stack:
        line = stack.enter_context(socket.create_connection(("127.0.0.1", port), HALF_SENT_WAIT))
        if site.tls is not None:
            line = stack.enter_context(site.tls.wrap_socket(line, server_hostname=nginx.NAME))
        line.sendall(b"GET /list HTTP/1.1\r\nHost:")
        begin = time.perf_counter()
        with contextlib.suppress(OSError):
            while line.recv(1000):
                pass
        return time.perf_counter() - begin


async def websocket(site: Site, edition: Edition) -> str:
    """Whether a session can be had, in words."""
    tally = Tally()
    visitor = Visitor(site, 0, edition.register, tally, patience=10)
    came = await visitor.open()
    await visitor.close()
    return "yes" if came else f"no: {dict(tally.refused)}"


async def throughput(site: Site, edition: Edition) -> tuple[float, Tally]:
    """Answers a second to sessions that never wait."""
    tally = Tally()
    visitors = await opened(
        (Visitor(site, number, edition.register, tally) for number in range(CLOSED_LOOP)),
        MAX_PARALLEL,
    )
    begin = time.perf_counter()
    await asyncio.gather(*(one.live(0, begin + CLOSED_LOOP_S) for one in visitors))
    took = time.perf_counter() - begin
    for one in visitors:
        await one.close()
    return len(tally.answers) / took, tally


async def newcomers(site: Site, until: float, tally: Tally, asked: Counter[str]) -> None:
    """Somebody without a cookie opens pages and takes a list, every second."""
    while time.perf_counter() < until:
        for path in ("/", "/list", "/export/projects.csv", "/stage"):
            page = await asyncio.to_thread(site.get, path)
            asked[path] += 1
            if page.status != 200:
                tally.refused[f"{path} {page.status}"] += 1
        await asyncio.sleep(1)


async def accidents(servers: list[Server], source: Source, length: float, log: Path) -> list[str]:
    """Kill one process and start it again; restart another with new data; what happened when."""
    begin, events = time.perf_counter(), []

    async def at(part: float) -> None:
        await asyncio.sleep(max(0.0, begin + part * length - time.perf_counter()))

    def restart(number: int) -> None:
        port = int(servers[number].host.rpartition(":")[2])
        servers[number] = Server(source.place, log / f"{number}.txt", port)
        servers[number].ready()

    def now(what: str) -> None:
        events.append(f"{time.perf_counter() - begin:5.1f} s  {what}")

    if source.let_in is not None:
        await at(AWAY_AT)
        for allowed in (False, True):
            await asyncio.to_thread(source.let_in, allowed)
            now("the data can be reached again" if allowed else "nobody reaches the data")
            await asyncio.sleep(0 if allowed else AWAY_S)
    for part, change in zip(CHANGES_AT, (source.show_newer, source.show_older), strict=True):
        await at(part)
        await asyncio.to_thread(change)
        now("new data" if change is source.show_newer else "the old data again")
    await at(KILL_AT)
    servers[0].kill()
    now("process 1 killed")
    await at(BACK_AT)
    await asyncio.to_thread(restart, 0)
    now("process 1 answers again")
    await at(NEW_AT)
    await asyncio.to_thread(source.show_newer)
    turned = time.perf_counter()
    now("new data")
    await asyncio.to_thread(servers[1].end)
    now("process 2 ended")
    await asyncio.to_thread(restart, 1)
    now("process 2 answers again")
    wanted = source.newer.register.version
    while time.perf_counter() < turned + SPREAD_WAIT:
        versions = [await asyncio.to_thread(_version, server) for server in servers]
        if set(versions) == {wanted}:
            now("all processes serve the new data")
            break
        await asyncio.sleep(0.5)
    else:
        now(f"NOT all serve the new data: {versions}, wanted {wanted}")
    return events


def _version(server: Server) -> str:
    return str(json.loads(Site(f"http://{server.host}").get("/health").content)["data_version"])


async def drill(
    options: argparse.Namespace,
    site: Site,
    servers: list[Server],
    source: Source,
    log: Path,
) -> bool:
    """The drill itself; whether all went well."""
    tally, asked, length = Tally(), Counter[str](), 60 * options.minutes
    visitors = await opened(
        (Visitor(site, number, source.older.register, tally) for number in range(options.sessions)),
        MAX_PARALLEL,
    )
    until = time.perf_counter() + length
    cpu = time.process_time()
    events, *_ = await asyncio.gather(
        accidents(servers, source, length, log),
        newcomers(site, until, tally, asked),
        *(one.live(options.every, until) for one in visitors),
    )
    cpu = time.process_time() - cpu
    for one in visitors:
        await one.close()
    wrong = tally.wrong([source.older.register, source.newer.register])
    times = spread(one.took for one in tally.answers)
    show("What happened", ((line, "") for line in events))
    show(
        f"{options.sessions} sessions, a filter every {options.every:g} s, {options.minutes:g} min",
        [
            ("sessions opened", len(visitors)),
            ("answers", len(tally.answers)),
            ("answers lost", tally.lost),
            ("wrong answers", len(wrong)),
            ("errors that a reader must act on", dict(tally.refused) or 0),
            ("faults in answers", dict(tally.faults()) or 0),
            ("connections that the page itself opened again", tally.reconnected),
            ("requests of newcomers", asked.total()),
            ("milliseconds to an answer", times),
            ("processor share of this driver", round(cpu / length, 2)),
        ],
    )
    for line in wrong[:EXAMPLES]:
        print(f"  {line}")
    missed = tally.lost + tally.refused.total() + tally.faults().total()
    return len(visitors) == options.sessions and not missed


def main(arguments: list[str]) -> int:
    """Run all parts and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--every", type=float, default=5, help="seconds between two changes")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--port", type=int, default=8650, help="of nginx; the next ones are taken")
    parser.add_argument("--postgresql", action="store_true",
                        help="read from a database, to which versions are published")  # fmt: skip
    options = parser.parse_args(arguments)
    if nginx.program() is None or shutil.which("openssl") is None:
        print("The drill needs nginx and openssl; Debian: apt-get install nginx-light openssl")
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        source = a_database(folder, stack) if options.postgresql else a_folder(folder)
        (folder / "nginx").mkdir()
        proxy = Proxy(folder / "nginx", options.port)
        stack.callback(proxy.end)
        # As deploy/projectmap.env sets it: the name by which the site may be asked.
        os.environ["PROJECTMAP_ADDRESS"] = f"{proxy.site.address}/"
        ports = [options.port + 10 + number for number in range(PROCESSES)]
        servers: list[Server] = []
        stack.callback(lambda: [one.end() for one in servers])
        for number, port in enumerate(ports):
            servers.append(Server(source.place, folder / f"{number}.txt", port))
        for server in servers:
            server.ready()
        proxy.serve(ports, host=False)
        without = asyncio.run(websocket(proxy.site, source.older))
        proxy.serve(ports)
        rows = [
            *passes(proxy.site),
            (
                "half of a request to a process itself, after",
                f"{half_sent(Site(f'http://{servers[0].host}')):.0f} s",
            ),
            ("session over the websocket", asyncio.run(websocket(proxy.site, source.older))),
            ("without Host passed on: session", without),
        ]
        show("Through nginx", rows)
        figures: list[float] = []
        for count in range(1, PROCESSES + 1):
            proxy.serve(ports[:count])
            figure, tally = asyncio.run(throughput(proxy.site, source.older))
            figures.append(figure)
            wrong = len(tally.wrong([source.older.register]))
            show(
                f"{count} of {PROCESSES} processes, {CLOSED_LOOP} sessions that never wait",
                [
                    ("answers a second", round(figure, 1)),
                    ("ratio to one process", round(figure / figures[0], 2)),
                    ("milliseconds to an answer", spread(one.took for one in tally.answers)),
                    ("wrong, lost, refused", (wrong, tally.lost, tally.refused.total())),
                ],
            )
        print(f"  ({os.cpu_count()} cores for the processes, nginx and this driver)")
        well = asyncio.run(drill(options, proxy.site, servers, source, folder))
        said = Counter(line for one in servers for line in one.complaints())
        complaints = {line: times for line, times in said.items() if not AWAY_SAYS.search(line)}
        errors = (proxy.folder / "error.log").read_text("utf-8", "replace").splitlines()
        show(
            "Logs",
            [
                ("errors in the logs of the processes", complaints or 0),
                (
                    "lines there about the database being away",
                    said.total() - sum(complaints.values()),
                ),
                ("lines in nginx's error log", len(errors)),
                *((line[:150], "") for line in errors[:EXAMPLES]),
            ],
        )
        return 0 if well and not complaints else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
