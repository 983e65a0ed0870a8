"""The path below which the site lies, where it is not the root of its name.

Streamlit's own addresses carry that path (``--server.baseUrlPath``); for ours it is what ASGI
calls ``root_path``.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from projectmap.web import responses
from projectmap.web.pages import NOT_FOUND, PAGES
from projectmap.web.parameters import BASE

HEALTH = "/health"
"""For checks of the service, with or without the path."""


class Prefix:
    """Has the addresses in ``ours``, and the pages, found below the path ``base``."""

    def __init__(self, app: ASGIApp, base: str, ours: Iterable[str]) -> None:
        self.app, self.base = app, f"/{base.strip('/')}" if base.strip("/") else ""
        self._ours = {path.split("/")[1] for path in ours} | {*PAGES, "index.html"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the path of the site noted."""
        path: str = scope.get("path", "")
        if not self.base or scope["type"] == "lifespan" or path == HEALTH:
            await self.app(scope, receive, send)
            return
        noted = {**scope, BASE: self.base}
        if path.startswith(f"{self.base}/"):
            if path.split("/")[2] in self._ours:
                noted["root_path"] = self.base
            await self.app(noted, receive, send)
        elif scope["type"] == "websocket":
            await self.app(noted, receive, send)  # there is none
        else:
            query = scope["query_string"].decode("ascii", "replace")
            answer = (
                RedirectResponse(f"{self.base}/" + (f"?{query}" if query else ""))
                if path == self.base
                else responses.message(Request(noted), 404, NOT_FOUND)
            )
            await answer(scope, receive, send)
