"""A real uvicorn on a free port: who never ends a request is sent away, nobody else is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from projectmap.web.half_sent import drop_half_sent

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
WHOLE = GET + b"\r\n"
HALVES = {
    "nothing": [],
    "a line": [b"GET / HTT"],
    "no end of the head": [GET, b"X: y\r\n"],
    "a letter now and then": [bytes([letter]) for letter in GET * 3],
    "half after a whole one": [WHOLE, GET],
    "whole ones, then half of one": [WHOLE, WHOLE, b"GE"],
}
WAIT, LONG_WAIT = 0.2, 0.6


class Protocol(H11Protocol):
    """Changed for this test alone."""


async def app(scope: Any, _receive: Any, send: Any) -> None:
    """Answer at once, or slowly."""
    if scope["path"] == "/slow":
        await asyncio.sleep(2.5 * LONG_WAIT)
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


async def served(talk: Any) -> Any:
    config = uvicorn.Config(app, port=0, http=Protocol, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await talk(reader, writer)
    finally:
        writer.close()
        await server.shutdown()


@pytest.fixture
def dropping(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    monkeypatch.setattr(Protocol, "connection_made", H11Protocol.connection_made)
    return lambda seconds: drop_half_sent(Protocol, seconds)


@pytest.mark.parametrize("parts", HALVES.values(), ids=HALVES)
def test_half_sent_requests_are_dropped(
    dropping: Callable[[float], None], parts: list[bytes]
) -> None:
    dropping(WAIT)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.01)
            if reader.at_eof() or writer.is_closing():
                break
        try:
            async with asyncio.timeout(30):
                while await reader.read(1000):
                    pass
        except ConnectionError:
            pass
        return True

    assert asyncio.run(served(talk))


def test_a_slow_answer_is_waited_for(dropping: Callable[[float], None]) -> None:
    dropping(LONG_WAIT)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(WHOLE.replace(b"/", b"/slow", 1))
        return await reader.readuntil(b"ok")

    assert asyncio.run(served(talk)).startswith(b"HTTP/1.1 200")
