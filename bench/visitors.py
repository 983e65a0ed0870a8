"""Visitors of a site as their browsers are: they keep cookies and connect again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from load import SEED, TIMEOUT_S, Answer, Session, codes_by_name, connecting_to, words
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from projectmap.data.load import load
from projectmap.i18n import LANGUAGES
from projectmap.model.register import Register
from projectmap.query.view import read_view, write_view

TAKEN_OUT = 5
"""Projects that the newer data lacks."""
PAUSE = 0.5
"""Seconds between two attempts to connect, as in Streamlit's page."""
EXAMPLES = 5


@dataclass(frozen=True)
class Response:
    """What came for a request; status 0 where nothing did."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Site:
    """A site as visitors know it."""

    address: str
    """``http://name:port`` or ``https://name:port``; by any name it is on this machine."""
    tls: ssl.SSLContext | None = None

    def get(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Response:
        """Ask once; a status of 400 and more is no exception."""
        parts = urlsplit(self.address)
        request = urllib.request.Request(  # noqa: S310 - always our own http address
            f"{parts.scheme}://127.0.0.1:{parts.port}{path}",
            headers={"Host": parts.netloc, **(headers or {})},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S, context=self.tls) as answer:  # noqa: S310
                return _response(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return _response(error.code, error.headers, error.read())
        except OSError as error:
            return Response(0, {}, {}, str(error).encode())


def _response(status: int, headers: Any, content: bytes) -> Response:
    cookies = dict(
        one.partition(";")[0].split("=", 1) for one in headers.get_all("Set-Cookie") or ()
    )
    return Response(status, {name.lower(): headers[name] for name in headers}, cookies, content)


@dataclass
class Tally:
    """What visitors saw."""

    answers: list[Answer] = field(default_factory=list)
    reconnected: int = 0
    lost: int = 0
    """Changes that were never answered, not even after connecting again."""
    refused: Counter[str] = field(default_factory=Counter)
    """What a reader would have to act on: a page that did not come, and no way to connect."""

    def wrong(self, registers: Sequence[Register]) -> list[str]:
        """Check all answers that came; what is wrong with them."""
        return [line for answer in self.answers for line in answer.check(*registers)]

    def faults(self) -> Counter[str]:
        """What went wrong, by kind; call :meth:`wrong` first."""
        return Counter(fault for answer in self.answers for fault in answer.faults)


class Visitor:
    """One page in one browser."""

    def __init__(
        self,
        site: Site,
        number: int,
        register: Register,
        tally: Tally,
        patience: float = TIMEOUT_S,
    ) -> None:
        self.language = LANGUAGES[number % len(LANGUAGES)]
        self.random = Random(f"{SEED} {number}")  # noqa: S311 - no secret
        self.cookies: dict[str, str] = {}
        self._site, self._number, self._tally, self._register = site, number, tally, register
        self._patience = patience
        self._words = words(register)
        self._session: Session | None = None
        self._stream: ClientConnection | None = None
        self._moved = False

    async def open(self) -> bool:
        """Open the page and wait for its first answer; whether it came."""
        for path in ("/", "/_stcore/health"):
            headers = {"Cookie": "; ".join(f"{a}={b}" for a, b in self.cookies.items())}
            page = await asyncio.to_thread(self._site.get, path, headers=headers)
            self.cookies |= page.cookies
            if page.status != 200:
                self._tally.refused[f"{path} {page.status}"] += 1
                return False
        if not await self._connect():
            return False
        answer = await self._answer()
        return answer is not None

    async def change(self) -> None:
        """Change a filter and wait for the answer."""
        if self._session is None:
            return
        self._session.change(self._words)
        answer = await self._answer()
        if answer is None:
            self._tally.lost += 1
            self._session = None
        else:
            self._tally.answers.append(answer)

    async def live(self, every: float, until: float) -> None:
        """Change filters until the end."""
        due = time.perf_counter() + self.random.uniform(0, every)
        while due < until and self._session is not None:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self.change()
            due = max(due + every, time.perf_counter())

    async def close(self) -> None:
        """Leave."""
        if self._stream is not None:
            with contextlib.suppress(OSError, WebSocketException):
                await self._stream.close()

    async def _answer(self) -> Answer | None:
        """Ask, and where the connection breaks, connect and ask again; from the first sending."""
        assert self._session is not None  # noqa: S101 - opened before
        begin = time.perf_counter()
        while True:
            answer = await self._session.ask()
            if answer.took < math.inf:
                answer.took += answer.started - begin
                answer.started = begin
                self._look_at_the_change(answer)
                return answer
            if not any(fault.startswith("socket") for fault in answer.faults):
                self._tally.refused["no answer in time"] += 1
                return None
            self._tally.reconnected += 1
            if not await self._connect():
                return None
            await self._session.come_back()

    def _look_at_the_change(self, answer: Answer) -> None:
        """Whether a change has arrived that was the first one after connecting again.

        A reader sees what is chosen: goes on from there, and chooses again.
        """
        assert self._session is not None  # noqa: S101 - asked by it
        shown = parse_qs(answer.address)
        if self._moved and shown != write_view(answer.view):
            self._tally.refused["change dropped on connecting again"] += 1
            answer.view = self._session.view = read_view(shown, self._register)[0]
        self._moved = False

    async def _connect(self) -> bool:
        deadline = time.perf_counter() + self._patience
        said = ""
        while time.perf_counter() < deadline:
            try:
                stream = await connecting_to(
                    self._site.address, self.cookies, self.language, self._number, self._site.tls
                )
            except (OSError, WebSocketException) as error:
                said = f"{type(error).__name__}: {error}"
                await asyncio.sleep(PAUSE)
                continue
            self._stream = stream
            if self._session is None:
                codes = codes_by_name(self._register, self.language)
                self._session = Session(stream, self.random, self.language, codes)
            else:
                self._session.move(stream)
                self._moved = True
            return True
        self._tally.refused[f"no connection: {said}"] += 1
        return False


async def opened(visitors: Iterable[Visitor], together: int = 10) -> list[Visitor]:
    """Open the pages, some at a time; the visitors to whom it came."""
    gate = asyncio.Semaphore(together)

    async def one(visitor: Visitor) -> Visitor | None:
        async with gate:
            return visitor if await visitor.open() else None

    found = await asyncio.gather(*(one(visitor) for visitor in visitors))
    return [visitor for visitor in found if visitor is not None]


@dataclass(frozen=True)
class Edition:
    """A data folder and its register."""

    folder: Path
    register: Register


def two_editions(geodata: Path, folder: Path) -> tuple[Edition, Edition]:
    """Copies of a data folder in ``folder``: as it is, and without some projects."""
    register = load(geodata)
    needed = {item.parent_id for item in register.projects}
    needed |= {item.project_id for item in register.partnerships}
    stories = "".join(path.read_text("utf-8") for path in (geodata / "stories").glob("*.json"))
    free = [
        item.id
        for item in register.projects
        if item.id not in needed and not item.same_as and f'"{item.id}"' not in stories
    ]
    out = set(free[:: max(1, len(free) // TAKEN_OUT)][:TAKEN_OUT])
    first, second = folder / "edition-1", folder / "edition-2"
    for copy in (first, second):
        shutil.copytree(geodata, copy)
    path = second / "projects.geojson"
    projects = json.loads(path.read_text("utf-8"))
    projects["features"] = [
        one for one in projects["features"] if one["properties"]["id"] not in out
    ]
    path.write_text(json.dumps(projects, ensure_ascii=False), "utf-8")
    return Edition(first, register), Edition(second, load(second))


def turn(link: Path, target: Path) -> None:
    """Let ``link`` lead to ``target``, in one step, as README describes under "Deployment"."""
    new = link.with_name(f"{link.name}.new")
    new.symlink_to(target)
    new.replace(link)


def show(title: str, rows: Iterable[tuple[str, object]]) -> None:
    """Print a table of two columns."""
    found = [(name, str(value)) for name, value in rows]
    width = max(len(name) for name, _ in found)
    print(f"\n{title}")
    for name, value in found:
        print(f"  {name:<{width}}  {value}")
    print(flush=True)
