"""What is refused before anything is made of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from each import each

from projectmap.web import gate
from projectmap.web.gate import MAX_ADDRESS, MAX_MESSAGE, PACE, PACE_OF_ONE, Gate, Pace
from projectmap.web.parameters import MAX_PARAMETERS, read_pairs

ORIGIN = (b"origin", b"http://testserver")
HOST = (b"host", b"testserver")


@pytest.mark.parametrize("path", ["/", "/list", "/export/projects.csv", "/health", "/stage", "/x"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_longer_address_than_any_link_is_refused(client: Any, path: str, language: str) -> None:
    text = {"uk": "Це посилання задовге.", "en": "This link is too long."}[language]
    for query in ("q=" + "x" * MAX_ADDRESS, "&".join(f"n{i}=" for i in range(8_600))):
        for accept in ("*/*", "text/html,*/*"):
            answer = client.get(
                f"{path}?{query}", headers={"Accept": accept, "Accept-Language": language}
            )
            assert answer.status_code == 414
            assert text in answer.text
            assert "content-security-policy" in answer.headers
    assert client.get("/" + "x" * MAX_ADDRESS).status_code == 414


def test_what_is_too_much_of_a_link_is_named(register: Any) -> None:
    pairs = [("sector", "water"), *[("x", str(i)) for i in range(MAX_PARAMETERS)]]
    view, ignored = read_pairs(pairs, register)
    assert view.sector == ("water",)
    assert [(item.parameter, item.value) for item in ignored] == [pairs[-1]]


@pytest.mark.parametrize(
    ("hosts", "host", "known"),
    [
        ("map.example.org", "map.example.org", True),
        ("map.example.org", "MAP.example.org.:8443", True),
        ("map.example.org", "127.0.0.1:8501", True),
        ("map.example.org", "[::1]:8501", True),
        ("map.example.org", "localhost", True),
        ("map.example.org", "evil.example", False),
        ("map.example.org", "map.example.org.evil.example", False),
        ("map.example.org", "evil@map.example.org", False),
        ("map.example.org", "map.example.org/x", False),
        ("map.example.org", "", False),
        ("*.example.org", "a.example.org", True),
        ("*.example.org", "example.org", False),
        ("*.example.org", "evilexample.org", False),
        ("*", "anything.example", True),
        ("*", "a b", False),
        ("2001:db8::1", "[2001:db8::1]:80", True),
    ],
)
def test_hosts(
    app: Any,
    ask: Any,
    small: Any,
    monkeypatch: pytest.MonkeyPatch,
    hosts: str,
    host: str,
    known: bool,  # noqa: FBT001 - a column of the table
) -> None:
    monkeypatch.setenv("PROJECTMAP_HOSTS", f"[{hosts}]" if ":" in hosts else hosts)
    headers = ((b"host", host.encode()),)
    site = app(small)
    assert ask(site, "/list", headers=headers)[0] == (200 if known else 421)
    assert ask(site, "/health", headers=headers)[0] == 200  # for checks from within


@pytest.mark.parametrize("path", ["/stage", "/embed/map", "/export/projects.geojson"])
def test_an_unknown_host_gets_into_no_file(
    app: Any, ask: Any, small: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Nothing is set: the page is there by any name, links by those of this computer."""
    monkeypatch.delenv("PROJECTMAP_HOSTS")
    site, pages = app(small), []
    for host in (b"evil.example", b"evil.example\\@x", b"other.example:99"):
        status, _, body = ask(site, path, headers=((b"host", host),))
        assert status == 200
        assert b"evil" not in body
        pages.append(body)
    assert len(set(pages)) == 1
    monkeypatch.setenv("PROJECTMAP_ADDRESS", "https://map.example.org/")
    assert b"map.example.org" in ask(app(small), path, headers=((b"host", b"localhost"),))[2]


class Inner:
    """Stands for Streamlit: remembers what reaches it."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.messages: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, or read a websocket to its end."""
        self.reached.append(scope["path"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"x"})
        while scope["type"] == "websocket":
            self.messages.append(await receive())
            if self.messages[-1]["type"] == "websocket.disconnect":
                return


OPEN = [
    "/_stcore/health", "/static/js/index.js", "/static/media/font.woff2",
    "/component/streamlit_folium.st_folium/index.html",
    "/", "/projects", "/list", "/authors", "/assets/map.js",
]  # fmt: skip
CLOSED = [
    "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/x", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact", "/_stcore/", "/_stcore/health/x", "/base/_stcore/metrics",
    "/_stcore/_stcore/health", "/auth/login", "/auth/logout", "/oauth2callback", "/media/x.png",
    "/app/static/x", "/component/other.name/index.html", "/component/streamlit_foliumx/index.html",
]  # fmt: skip


@each(product([*OPEN, *CLOSED], ["", "/base"]))
def test_only_what_a_page_needs_of_streamlit_is_public(ask: Any, path: str, root: str) -> None:
    inner = Inner()
    status, _, _ = ask(Gate(inner), root + path, root_path=root)
    assert (status, bool(inner.reached)) == ((200, True) if path in OPEN else (404, False))


def test_the_page_is_told_of_no_pages_around_it(client: Any) -> None:
    answer = client.get("/_stcore/host-config")
    assert answer.json()["allowedOrigins"] == []
    assert "streamlit" not in answer.text


async def _speak(
    gate: Any, headers: Any, frames: list[Any], query: bytes = b"", client: str = "192.0.2.1"
) -> list[Any]:
    sent: list[Any] = []
    left = [
        {"type": "websocket.receive", "text" if isinstance(frame, str) else "bytes": frame}
        for frame in frames
    ]
    left.append({"type": "websocket.disconnect", "code": 1000})

    async def receive() -> Any:
        return left.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "raw_path": b"/_stcore/stream",
             "query_string": query, "headers": list(headers), "scheme": "ws",
             "client": (client, 5000)}  # fmt: skip
    await gate(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    ("headers", "query", "taken"),
    [
        ((HOST, ORIGIN), b"", True),
        ((HOST,), b"", False),
        ((HOST, (b"origin", b"null")), b"", False),
        ((HOST, (b"origin", b"https://evil.example")), b"", False),
        ((HOST, (b"origin", b"http://localhost")), b"", False),
        ((HOST, (b"origin", b"http://testserver:81")), b"", False),
        ((HOST, (b"origin", b"testserver")), b"", False),
        (((b"host", b"evil.example"), (b"origin", b"http://evil.example")), b"", False),
        ((HOST, ORIGIN), b"q=" + b"x" * MAX_ADDRESS, False),
    ],
)
def test_websockets_come_from_the_sites_own_pages(
    headers: Any,
    query: bytes,
    taken: bool,  # noqa: FBT001 - a column of the table
) -> None:
    inner = Inner()
    sent = asyncio.run(_speak(Gate(inner), headers, [], query))
    assert bool(inner.reached) is taken
    assert [item["code"] for item in sent] == ([] if taken else [1008])


@pytest.mark.parametrize("frame", [b"x" * (MAX_MESSAGE + 1), "text"])
def test_a_message_that_no_page_sends_ends_the_websocket(frame: Any) -> None:
    inner = Inner()
    frames = [b"x" * MAX_MESSAGE, frame, b"never read"]
    sent = asyncio.run(_speak(Gate(inner), (HOST, ORIGIN), frames))
    assert [len(item.get("bytes", b"")) for item in inner.messages] == [MAX_MESSAGE, 0]
    assert [item["code"] for item in sent] == [1009]


class Time:
    """A clock that goes on when somebody sleeps, and what they slept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(gate.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(gate.asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.now += seconds


STORM = 300


def test_a_storm_of_changes_goes_on_at_a_readers_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, inner = Time(monkeypatch), Inner()
    asyncio.run(_speak(Gate(inner), (HOST, ORIGIN), [b"x"] * STORM))
    assert len(inner.messages) == STORM + 1, "all arrive"
    a_second, at_once = PACE
    assert clock.now - 100 == pytest.approx((STORM - at_once) / a_second)


def test_who_has_left_is_not_read_to_the_end() -> None:
    """Streamlit sends to them, fails, and would log an error for each message they have left."""
    read: list[Any] = []

    async def streamlit(_scope: Any, receive: Any, send: Any) -> None:
        with suppress(OSError):
            await send({"type": "websocket.send", "bytes": b"x"})
        read.append(await receive())

    async def send(_message: Any) -> None:
        raise OSError

    async def receive() -> Any:
        return {"type": "websocket.receive", "bytes": b"x"}

    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b"",
             "headers": [HOST, ORIGIN]}  # fmt: skip
    asyncio.run(Gate(streamlit)(scope, receive, send))
    assert [message["type"] for message in read] == ["websocket.disconnect"]


def test_many_pages_of_one_address_share_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a page and opening another makes it no faster; another address does not wait."""
    clock, each = Time(monkeypatch), 10
    site = Gate(Inner())
    for _ in range(STORM // each):
        asyncio.run(_speak(site, (HOST, ORIGIN), [b"x"] * each))
    a_second, at_once = PACE_OF_ONE
    took = clock.now - 100
    assert took == pytest.approx((STORM - at_once) / a_second)
    asyncio.run(_speak(site, (HOST, ORIGIN), [b"x"] * each, client="198.51.100.7"))
    assert clock.now - 100 == took


def test_a_reader_with_patience_never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, pace = Time(monkeypatch), Pace(*PACE)
    waits = []
    for _ in range(100):
        waits.append(pace.wait())
        clock.now += 1 / PACE[0]
    assert set(waits) == {0.0}


class Held:
    """Stands for Streamlit with pages that stay open until they are let go."""

    def __init__(self) -> None:
        self.open, self.let_go = 0, asyncio.Event()

    async def __call__(self, _scope: Any, _receive: Any, _send: Any) -> None:
        """Stay."""
        self.open += 1
        await self.let_go.wait()


@pytest.mark.parametrize(
    ("addresses", "served"),
    [(1, gate.MAX_PAGES_OF_ONE), (gate.MAX_PAGES + 50, gate.MAX_PAGES)],
    ids=["one address", "all readers"],
)
def test_open_pages_are_bounded(addresses: int, served: int) -> None:
    async def come() -> None:
        inner = Held()
        site = Gate(inner)
        names = [f"10.0.{n // 250}.{n % 250}" for n in range(addresses)]
        coming = [
            asyncio.create_task(_speak(site, (HOST, ORIGIN), [], client=names[n % addresses]))
            for n in range(max(addresses, served + 50))
        ]
        refused, _ = await asyncio.wait(coming, timeout=0.1)
        assert inner.open == served
        assert {item["code"] for one in refused for item in one.result()} == {1008}
        assert len(refused) == len(coming) - served
        inner.let_go.set()
        await asyncio.gather(*coming)
        await _speak(site, (HOST, ORIGIN), [], client="10.0.0.0")
        assert inner.open == served + 1, "a reader who leaves makes room"

    asyncio.run(come())
