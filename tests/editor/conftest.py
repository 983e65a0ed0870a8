"""A store that has begun, and asking an app without a server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from builders import write_folder

from projectmap.store import open_store


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small made-up folder as version 1, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    open_store(str(folder / "x.sqlite3"), seed=write_folder(folder / "geodata")).engine.dispose()
    return folder / "x.sqlite3"


def ask(app: Any, address: str, **headers: str) -> list[Any]:
    """What an app sends to a request, or to a websocket at ``ws:`` and a path."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    path, _, query = address.removeprefix("ws:").partition("?")
    kind = "websocket" if address.startswith("ws:") else "http"
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "method": "GET", "path": path, "query_string": query.encode(),
             "headers": given}  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return sent
