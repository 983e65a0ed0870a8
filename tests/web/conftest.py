"""The routes and middleware over data of our choice, without Streamlit behind them."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.exceptions import StarletteDeprecationWarning
from web.downloading import Clock, Writer

from projectmap.data.store import Served
from projectmap.model.register import Register
from projectmap.web import parameters, routes
from projectmap.web.exports import Exports
from projectmap.web.middleware import middleware

with warnings.catch_warnings():
    # Starlette would rather have httpx2; with httpx its client works the same.
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient


class Fixed:
    """A store whose data is as it was made."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def current(self) -> Served:
        """The data."""
        return self.served


@pytest.fixture(autouse=True, scope="session")
def host() -> Iterator[None]:
    """The site goes by the name that the client asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROJECTMAP_HOSTS", "testserver")
        yield


@pytest.fixture(scope="session")
def app() -> Callable[[Register | Served], Starlette]:
    """Makes the app over a register, or over what a store serves."""

    def make(data: Register | Served) -> Starlette:
        store: Any = Fixed(data if isinstance(data, Served) else Served(data))
        return Starlette(routes=routes.routes(store), middleware=middleware())

    return make


@pytest.fixture(scope="session")
def site(app: Callable[[Register | Served], Starlette]) -> Callable[..., TestClient]:
    """Makes a client of the app over a register, or over what a store serves."""
    return lambda data: TestClient(app(data), follow_redirects=False)


@pytest.fixture(scope="session")
def client(site: Callable[..., TestClient], register: Register) -> TestClient:
    """A client of the app over the real data."""
    return site(register)


@pytest.fixture(scope="session")
def few(site: Callable[..., TestClient], small: Register) -> TestClient:
    """A client of the app over few records, where they are not the point."""
    return site(small)


@pytest.fixture
def plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Always the same day, and nothing set."""
    monkeypatch.setattr(parameters, "datetime", Clock)
    for name in ("PROJECTMAP_ADDRESS", "PROJECTMAP_EMBED_SITES", "PROJECTMAP_CONTACT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Writes downloads in no time."""
    fake = Writer()
    monkeypatch.setattr(Exports, "_write", lambda _exports, *wanted: fake.write(*wanted))
    return fake


@pytest.fixture(scope="session")
def ask() -> Callable[..., tuple[int, dict[str, str], bytes]]:
    """Sends a request that no well-behaved client would send; status, headers and content."""
    return _ask


def _ask(
    app: Any,
    path: str,
    *,
    query: bytes = b"",
    headers: tuple[tuple[bytes, bytes], ...] = ((b"host", b"testserver"),),
    root_path: str = "",
) -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query,
        "root_path": root_path,
        "headers": list(headers),
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
    }

    left = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return left.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = sent
    names = [name for name, _ in start["headers"]]
    assert len(set(names)) == len(names), f"a header twice: {names}"
    return (
        start["status"],
        {name.decode(): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(item.get("body", b"") for item in rest),
    )
