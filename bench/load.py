"""Load test: many visitors at once over the websocket, without browsers.

Usage: python bench/load.py [--sessions 100] [--every 5] [--minutes 3] [--geodata FOLDER]
                            [--export] [--storms 0] [--out FILE.json]

Starts the app and opens sessions that speak Streamlit's protocol as its page does: the same
greeting, the same states of all widgets, the address that the app has set, the hashes of the
messages that are kept. Each session then changes a filter every few seconds; a storm does
hundreds of times a second, and waits for no answer. An answer takes from the sending of a change
to the end of that run; the map is timed on its own. All answers are checked, after the run,
against the records that the library selects for the same view. Linux only: memory and processor
time of the server come from ``/proc``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import math
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.typing import Origin, Subprotocol
from wire import ROOT, Watched, free_port

from projectmap.config import settings
from projectmap.data.load import load
from projectmap.i18n import LANGUAGES
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View, write_view
from projectmap.ui.options import names as names_of_options

SEED = 20260224
CHANGED = ("sector", "donor", "period", "community", "q")
"""The filters that sessions change, by the keys of their widgets."""
CLEARED = 0.4
"""How often a filter that is set is taken off rather than set otherwise."""
WORDS = 40
"""Words of the records' titles that sessions look for."""
MAX_PARALLEL = 10
"""Sessions that open at the same time."""
TIMEOUT_S = 60.0
"""Seconds after which an answer counts as lost."""
START_WAIT = 300.0
"""Seconds in which the app must have read its data."""
SAMPLE_EVERY = 30.0
"""Seconds between two looks at the server's memory."""
SETTLE = 10.0
"""Seconds after the last session has gone, before the last look at the memory."""
EXPORT_AT = 0.4
"""The part of the run after which the download is asked for."""
STORM = 300.0
"""Changes a second that a storm tries to make."""
EXAMPLES = 10
"""Wrong answers that are printed in full."""
SHOWN = re.compile(r"<strong>([^<]*)</strong>")
"""The number of shown records in the count line."""


class Server(Watched):
    """The app as its users start it, on a free port of loopback."""

    def __init__(self, geodata: Path | str | None, log: Path, port: int = 0) -> None:
        self.host = f"127.0.0.1:{port or free_port()}"
        self._log = log
        environ = {name: os.environ[name] for name in os.environ if name != "PROJECTMAP_GEODATA"}
        if geodata is not None:
            environ["PROJECTMAP_GEODATA"] = str(geodata)
        command = [
            *(sys.executable, "-m", "streamlit", "run", "dashboard.py"),
            *("--server.port", self.host.partition(":")[2], "--server.headless", "true"),
        ]
        with log.open("ab") as output:
            super().__init__(
                subprocess.Popen(
                    command, cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT
                )
            )

    def ready(self) -> str | None:
        """Wait until the data is served; the cookie against forged requests, as a browser has."""
        deadline = time.monotonic() + START_WAIT
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://{self.host}/health", timeout=5).close()
                with urllib.request.urlopen(f"http://{self.host}/_stcore/health") as answer:
                    found = re.match(r"_streamlit_xsrf=([^;]+)", answer.headers["Set-Cookie"] or "")
                return found and found[1]
            time.sleep(0.2)
        raise SystemExit(f"the app did not start:\n{self._log.read_text('utf-8')}")

    def kill(self) -> None:
        """End the process as a crash would."""
        self._process.kill()
        self._process.wait()

    @property
    def workers_memory(self) -> int:
        """Bytes of memory of the processes that it has started."""
        found = 0
        for children in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += sum(_resident(int(one)) for one in children.read_text("ascii").split())
        return found

    def complaints(self) -> list[str]:
        """The errors in the log: the last lines of tracebacks."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if re.match(r"\s*[\w.]*(Error|Exception)\b", line)]


def _resident(pid: int) -> int:
    """Bytes of memory in use by a process."""
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@dataclass
class Answer:
    """What came back for one change."""

    view: View
    """What was asked for."""
    started: float
    took: float = math.inf
    """Seconds to the end of the run."""
    map_took: float = math.inf
    """Seconds to the new arguments of the map's component."""
    count: int | None = None
    """The number of shown records on the page."""
    address: str = ""
    """The query string that the page has afterwards."""
    faults: list[str] = field(default_factory=list)

    def check(self, *registers: Register) -> Iterator[str]:
        """Compare count and address with what the library says about the view; what is wrong.

        With several registers, as when the data is changed meanwhile, any of them is right.
        """
        asked = write_view(self.view)
        wanted = {select(register, self.view).count for register in registers}
        if self.count not in wanted:
            self.faults.append("wrong count")
            yield f"count {self.count} instead of {sorted(wanted)} for {asked}"
        if parse_qs(self.address) != asked:
            self.faults.append("wrong address")
            yield f"address {self.address!r} for {asked}"
        if self.map_took == math.inf:
            self.faults.append("no map")
            yield f"no map for {asked}"


class Kept(NamedTuple):
    """A message that the server may refer to instead of sending it again."""

    delta: Delta
    run: int


class Session:
    """A page in a browser, as the server sees it."""

    def __init__(
        self, stream: ClientConnection, random: Random, language: str, codes: Mapping[str, Any]
    ) -> None:
        self.random, self.language, self.view = random, language, View()
        self._stream = stream
        self._codes: Mapping[str, Mapping[str, str]] = codes
        self._address, self._page = "", ""
        self._elements: dict[str, Element] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: dict[str, Kept] = {}
        self._run = self._keep_for = 0
        self._count_path: list[int] = []

    def change(self, words: list[str]) -> None:
        """Set one filter otherwise, from what the panel offers now."""
        name = self.random.choice(CHANGED)
        state = self._states[name]
        before = getattr(self.view, name)
        if name == "q":
            state.string_value = "" if before else self.random.choice(words)
            self.view = replace(self.view, q=state.string_value)
            return
        # An option reads "name (number of records)".
        offered = {
            option: self._codes[name][option.rpartition(" (")[0]]
            for option in self._elements[name].multiselect.options
        }
        others = [option for option, code in offered.items() if code not in before]
        clear = before and self.random.random() < CLEARED
        size = 0 if clear else min(len(others), self.random.choice((1, 1, 2)))
        chosen = self.random.sample(others, size)
        state.string_array_value.data[:] = chosen
        self.view = replace(self.view, **{name: tuple(sorted(offered[one] for one in chosen))})

    def move(self, stream: ClientConnection) -> None:
        """Go on over another connection, as the page does where one has broken."""
        self._stream = stream

    async def come_back(self) -> None:
        """As the page does over another connection: one run for its address, before the change.

        The change is in the states of the widgets, which that run sets back.
        """
        changed = {state.id: state for state in self._states.values()}
        await self.ask()
        self._states = {name: changed.get(one.id, one) for name, one in self._states.items()}

    async def storm(self, words: list[str], until: float) -> int:
        """Make changes without waiting for answers; how many have been taken off our hands."""
        sent = 0

        async def drain() -> None:
            async for _ in self._stream:
                pass

        reading = asyncio.create_task(drain())
        with contextlib.suppress(TimeoutError, OSError, WebSocketException):
            async with asyncio.timeout(until - time.perf_counter()):
                while True:
                    self.change(words)
                    await self._stream.send(self._request())
                    sent += 1
                    await asyncio.sleep(1 / STORM)
        reading.cancel()
        return sent

    async def ask(self) -> Answer:
        """Send the widgets' states, and read until the run has ended."""
        request = self._request()
        answer = Answer(self.view, time.perf_counter())
        drawn: dict[str, Element] = {}
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._stream.send(request)
                while answer.took == math.inf:
                    message = ForwardMsg.FromString(await self._stream.recv(decode=False))
                    self._read(message, answer, drawn)
        except TimeoutError:
            answer.faults.append("no answer in time")
        except (OSError, WebSocketException) as error:
            answer.faults.append(f"socket: {error}")
        else:
            answer.address = self._address
            if drawn.keys() >= set(CHANGED):
                self._draw(drawn)
            else:
                answer.faults.append("no filters")
        return answer

    def _request(self) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._address, self._page
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.timezone_offset = "Europe/Kyiv", -120
        state.context_info.locale, state.context_info.color_scheme = self.language, "light"
        return message.SerializeToString()

    def _read(self, message: ForwardMsg, answer: Answer, drawn: dict[str, Element]) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.metadata.cacheable:
                self._kept[message.hash] = Kept(message.delta, self._run)
            self._read_delta(message.delta, list(message.metadata.delta_path), answer, drawn)
        elif kind == "ref_hash":
            if message.ref_hash not in self._kept:
                answer.faults.append("reference to an unknown message")
                return
            delta = self._kept[message.ref_hash].delta
            self._kept[message.ref_hash] = Kept(delta, self._run)
            self._read_delta(delta, list(message.metadata.delta_path), answer, drawn)
        elif kind == "session_event":
            answer.faults.append(f"event: {message.session_event.WhichOneof('type')}")
        elif kind == "script_finished":
            answer.took = time.perf_counter() - answer.started
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                name = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                answer.faults.append(f"run ended: {name}")
        else:
            self._read_place(message, kind)

    def _read_place(self, message: ForwardMsg, kind: str | None) -> None:
        """Where the page is now; the next change is sent from there."""
        if kind == "page_info_changed":
            self._address = message.page_info_changed.query_string
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
            self._keep_for = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash

    def _read_delta(
        self, delta: Delta, path: list[int], answer: Answer, drawn: dict[str, Element]
    ) -> None:
        if delta.WhichOneof("type") == "add_block":
            if delta.add_block.id.endswith("-result-count"):
                self._count_path = path
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "component_instance":
            answer.map_took = time.perf_counter() - answer.started
        elif kind == "exception":
            answer.faults.append("exception")  # only the log says which
        elif kind == "html" and path[:-1] == self._count_path:
            found = SHOWN.search(element.html.body)
            answer.count = int(re.sub(r"\D", "", found[1])) if found else None
        elif kind in {"multiselect", "text_input", "number_input", "button_group", "date_input"}:
            # A widget's id is "$$ID-hash-key".
            drawn[getattr(element, kind).id.split("-", 2)[2]] = element

    def _draw(self, drawn: dict[str, Element]) -> None:
        """Keep the widgets of this run with their values, and drop what is no longer there."""
        before = {state.id: state for state in self._states.values()}
        self._states = {name: _state(element, before) for name, element in drawn.items()}
        self._elements = drawn
        self._run += 1
        self._kept = {
            name: kept
            for name, kept in self._kept.items()
            if self._run - kept.run <= self._keep_for
        }


def _state(element: Element, before: Mapping[str, WidgetState]) -> WidgetState:
    """A widget's state: what the app sets, else what it had, else its default."""
    kind = element.WhichOneof("type")
    widget = getattr(element, kind)
    if not widget.set_value and widget.id in before:
        return before[widget.id]
    state = WidgetState(id=widget.id)
    if kind in {"multiselect", "button_group"}:
        names = [getattr(option, "content", option) for option in widget.options]
        chosen = widget.raw_values if widget.set_value else [names[i] for i in widget.default]
        state.string_array_value.data.extend(chosen)
    elif kind == "date_input":
        state.string_array_value.data.extend(widget.value if widget.set_value else widget.default)
    elif kind == "text_input":
        state.string_value = widget.value if widget.set_value else widget.default
    else:
        source = "value" if widget.set_value else "default"
        if widget.HasField(source):
            state.double_value = getattr(widget, source)
    return state


def codes_by_name(register: Register, language: str) -> dict[str, dict[str, str]]:
    """The codes of each filter by the names that people see."""
    return {
        facet: {name: code for code, name in names.items()}
        for facet, names in names_of_options(register, language).items()
    }


def words(register: Register) -> list[str]:
    """Words that people may look for, in both languages."""
    titles = (title for item in register.projects for title in (item.title_uk, item.title_en))
    found = sorted({word for title in titles for word in re.findall(r"\w{5,}", title or "")})
    return Random(SEED).sample(found, min(WORDS, len(found)))  # noqa: S311 - no secret


def connecting_to(
    site: str,
    cookies: Mapping[str, str],
    language: str,
    number: int,
    tls: ssl.SSLContext | None = None,
) -> connect:
    """The page's websocket to ``site``, an http or https address, as its browser opens it.

    Whatever the site is called, it is looked for on this machine. Each visitor, by their
    ``number``, comes from another address of loopback: the app shares out turns by address.
    """
    headers = {"Accept-Language": language}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return connect(
        f"{site.replace('http', 'ws', 1)}/_stcore/stream",
        origin=cast("Origin", site),
        subprotocols=[
            cast("Subprotocol", one)
            for one in ("streamlit", cookies.get("_streamlit_xsrf", "PLACEHOLDER_AUTH_TOKEN"))
        ],
        # As browsers offer it; the library's own offer asks for smaller windows.
        extensions=[ClientPerMessageDeflateFactory(client_max_window_bits=True)],
        compression=None,
        additional_headers=headers,
        proxy=None,
        ping_interval=None,
        open_timeout=TIMEOUT_S,
        max_size=None,
        max_queue=None,
        ssl=tls,
        host="127.0.0.1",
        port=urlsplit(site).port,
        local_addr=(f"127.0.{1 + number // 250}.{1 + number % 250}", 0),
    )


@dataclass
class Crowd:
    """All visitors of one run, and what they saw."""

    server: Server
    register: Register
    cookie: str | None
    every: float
    opened: list[Answer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    late: int = 0
    """Changes that were due before the previous answer had come."""

    def __post_init__(self) -> None:
        self.words = words(self.register)
        self._codes = cache(lambda language: codes_by_name(self.register, language))

    @contextlib.asynccontextmanager
    async def sessions(self, numbers: Iterable[int]) -> AsyncIterator[list[Session]]:
        """Open the page for each of ``numbers``; close them at the end."""
        gate = asyncio.Semaphore(MAX_PARALLEL)
        async with contextlib.AsyncExitStack() as stack:
            found = await asyncio.gather(*(self._open(stack, gate, one) for one in numbers))
            yield [one for one in found if one is not None]

    async def _open(
        self, stack: contextlib.AsyncExitStack, gate: asyncio.Semaphore, number: int
    ) -> Session | None:
        language = LANGUAGES[number % len(LANGUAGES)]
        cookies = {"_streamlit_xsrf": self.cookie} if self.cookie is not None else {}
        connecting = connecting_to(f"http://{self.server.host}", cookies, language, number)
        async with gate:
            try:
                stream = await stack.enter_async_context(connecting)
            except (OSError, WebSocketException) as error:
                refused = Answer(View(), time.perf_counter(), faults=[f"no session: {error}"])
                self.opened.append(refused)
                return None
            random = Random(f"{SEED} {number}")  # noqa: S311 - no secret
            session = Session(stream, random, language, self._codes(language))
            answer = await session.ask()
            self.opened.append(answer)
            return session if answer.took < math.inf else None

    async def live(self, session: Session, until: float) -> None:
        """Change filters until the end of the run, or of the session."""
        due = time.perf_counter() + session.random.uniform(0, self.every)
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            session.change(self.words)
            answer = await session.ask()
            self.answers.append(answer)
            if answer.took == math.inf:
                return
            due += self.every
            if due < time.perf_counter():
                self.late += 1
                due = time.perf_counter()


async def _export(host: str, after: float) -> tuple[float, float, int]:
    """Begin, end and size of a download, asked for after ``after`` seconds; size 0 if it failed."""

    def fetch() -> int:
        try:
            with urllib.request.urlopen(f"http://{host}/export/projects.xlsx?lang=uk") as answer:
                return len(answer.read())
        except (urllib.error.URLError, OSError):
            return 0

    await asyncio.sleep(after)
    begin = time.perf_counter()
    size = await asyncio.to_thread(fetch)
    return begin, time.perf_counter(), size


async def _watch(server: Server, samples: list[float]) -> None:
    while True:
        await asyncio.sleep(SAMPLE_EVERY)
        samples.append(server.memory / 1e6)


def spread(values: Iterable[float]) -> dict[str, float]:
    """Quantiles by nearest rank, in milliseconds; what never came is left out."""
    found = sorted(value for value in values if value < math.inf)
    if not found:
        return {}
    quantiles = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(1000 * found[math.ceil(part * len(found)) - 1], 1)
        for name, part in quantiles.items()
    }


async def measure(crowd: Crowd, options: argparse.Namespace) -> dict[str, Any]:
    """Let the crowd come, stay and go; the figures."""
    server, length = crowd.server, 60 * options.minutes
    memory: dict[str, Any] = {"before": server.memory / 1e6, "during": []}
    # The first visitor's imports take memory once.
    async with crowd.sessions(range(1)) as first:
        memory["one"], begin = server.memory / 1e6, time.perf_counter()
        async with crowd.sessions(range(1, options.sessions)) as others:
            sessions = first + others
            opening = time.perf_counter() - begin
            memory["open"] = server.memory / 1e6
            begin, cpu, own = time.perf_counter(), server.cpu, time.process_time()
            watching = asyncio.create_task(_watch(server, memory["during"]))
            storms = [
                asyncio.create_task(one.storm(crowd.words, begin + length))
                for one in sessions[: options.storms]
            ]
            export = options.export and asyncio.create_task(
                _export(server.host, EXPORT_AT * length)
            )
            calm = sessions[options.storms :]
            await asyncio.gather(*(crowd.live(one, begin + length) for one in calm))
            download = await export if export else None
            stormed = sum(await asyncio.gather(*storms))
            watching.cancel()
            took = time.perf_counter() - begin
            cpu, own = server.cpu - cpu, time.process_time() - own
            memory["end"] = server.memory / 1e6
    await asyncio.sleep(SETTLE)
    memory["closed"] = server.memory / 1e6
    memory["a session"] = (memory["open"] - memory["before"]) / options.sessions
    memory["a further session"] = (memory["open"] - memory["one"]) / max(1, options.sessions - 1)
    memory["growth"] = memory["end"] - memory["open"]
    done = [one for one in crowd.answers if one.took < math.inf]
    result = {
        "opening_ms": {**spread(one.took for one in crowd.opened), "all": round(1000 * opening)},
        "answers": len(done),
        "answers_a_second": round(len(done) / took, 2),
        "late": crowd.late,
        "answer_ms": spread(one.took for one in done),
        "map_ms": spread(one.map_took for one in done),
        "server_cpu_a_filter_ms": round(1000 * cpu / max(1, len(done)), 1),
        "server_cpu_share": round(cpu / took, 3),
        "driver_cpu_share": round(own / took, 3),
        "memory_mb": memory,
        "changes_of_storms_a_second": stormed / took,
    }
    if download:
        begin, end, size = download
        during = {id(one) for one in done if one.started < end and one.started + one.took > begin}
        result["export"] = {
            "bytes": size,
            "seconds": round(end - begin, 2),
            "answers_during": len(during),
            "answer_ms_during": spread(one.took for one in done if id(one) in during),
            "answer_ms_else": spread(one.took for one in done if id(one) not in during),
        }
    return result


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, 2) if isinstance(value, float) else value


@contextlib.contextmanager
def _served(geodata: Path | None) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(geodata, Path(folder) / "log.txt")
        try:
            yield server
        finally:
            server.end()


def main(arguments: list[str]) -> int:
    """Measure, check and print; the exit code is 1 if anything was wrong, else 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--every", type=float, default=5, help="seconds between two changes")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--geodata", type=Path, help="data folder; the shipped one by default")
    parser.add_argument("--export", action="store_true", help="ask for the workbook meanwhile")
    parser.add_argument("--storms", type=int, default=0, help="sessions that storm")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    options = parser.parse_args(arguments)
    geodata = options.geodata and options.geodata.resolve()
    register = load(geodata or settings({}).geodata)
    gc.freeze()  # else the collector would walk over all records while answers are timed
    # Ended by another program, it ends the server too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _served(geodata) as server:
        crowd = Crowd(server, register, server.ready(), options.every)
        result = asyncio.run(measure(crowd, options))
        complaints = server.complaints()
    everything = crowd.opened + crowd.answers
    came = (answer for answer in everything if answer.took < math.inf)
    wrong = [line for answer in came for line in answer.check(register)]
    faults = Counter(fault for answer in everything for fault in answer.faults)
    faults.update(f"log: {line}" for line in complaints)
    if options.export and not result["export"]["bytes"]:
        faults["export"] += 1
    result = {
        "records": len(register.projects),
        "sessions": options.sessions,
        "every": options.every,
        "minutes": options.minutes,
        "errors": faults.total(),
        "error_kinds": dict(faults.most_common()),
        "wrong": wrong[:EXAMPLES],
        **_rounded(result),
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", "utf-8")
    return min(1, faults.total())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
