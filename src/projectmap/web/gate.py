"""Which requests are accepted: of limited size, for this site, to addresses that a page needs."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from projectmap.config import ascii_host, settings
from projectmap.i18n import N_
from projectmap.web import parameters, responses
from projectmap.web.pages import NOT_FOUND
from projectmap.web.turns import reader_of

MAX_ADDRESS = 8192
"""Bytes of a path with its query: far beyond any link of ours."""
MAX_MESSAGE = 2**16
"""Bytes of what a page sends over its websocket: its address and the state of its widgets."""
MAX_PAGES, MAX_PAGES_OF_ONE = 1000, 300
"""Open pages that are served: of all readers, of one address, behind which a hall may sit."""
PACE, PACE_OF_ONE = (5.0, 20), (10.0, 100)
"""Changes a second that are taken, and how many at once: of a page, of one address. What comes
faster waits: one process answers some twenty a second."""
GONE, REFUSED, TOO_BIG = 1006, 1008, 1009
_CORE = "/_stcore/"
_CORE_OPEN = {"stream", "health"}
_CLOSED = re.compile(
    r"(?<!/static)/(media|app/static|auth|oauth2callback|component/(?!streamlit_folium\.))\b"
)
"""Streamlit's addresses that no page of ours has a use for: sign-in, uploads, other components."""
_HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": False,
}
"""What Streamlit's page must know of pages around it; Streamlit itself names its own hosts."""
_REASONS: Mapping[HTTPStatus, str] = {
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.REQUEST_URI_TOO_LONG: N_("This link is too long."),
    HTTPStatus.MISDIRECTED_REQUEST: N_(
        "This is not the address of this site. Site administrator: the proxy has to pass the Host "
        "header (nginx: proxy_set_header Host $http_host), or add the name to PROJECTMAP_HOSTS."
    ),
}


class Pace:
    """A rate limit: so many events a second, with a burst."""

    def __init__(self, a_second: float, at_once: int) -> None:
        self._step, self._ahead = 1 / a_second, at_once / a_second
        self._due = float("-inf")

    def wait(self) -> float:
        """Take the next place; seconds until it comes."""
        now = time.monotonic()
        self._due = max(self._due, now) + self._step
        return max(0.0, self._due - now - self._ahead)

    @property
    def rested(self) -> bool:
        """Whether no earlier event counts any more."""
        return self._due <= time.monotonic()


class _Reader:
    """Who has pages open."""

    def __init__(self) -> None:
        self.pages, self.pace = 0, Pace(*PACE_OF_ONE)


class Gate:
    """Refuses requests that are too long, too many, for another site or for private addresses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._readers: dict[str, _Reader] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http" and (answer := _answer(scope)) is not None:
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = urlsplit(headers.get("origin", "")).netloc
        name = reader_of(HTTPConnection(scope))
        self._readers = {
            key: one for key, one in self._readers.items() if one.pages or not one.pace.rested
        }
        reader = self._readers.get(name) or _Reader()
        pages = sum(one.pages for one in self._readers.values())
        # Streamlit would take other origins too.
        foreign = _refused(scope) or not origin or not _is_own(origin, headers.get("host", ""))
        if foreign or pages >= MAX_PAGES or reader.pages >= MAX_PAGES_OF_ONE:
            await WebSocketClose(REFUSED)(scope, receive, send)
            return
        page, gone = Pace(*PACE), False

        async def noted(message: Message) -> None:
            nonlocal gone
            try:
                await send(message)
            except OSError:
                gone = True
                raise

        async def bounded() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            # Until this returns no more is read: a faster sender only fills its own line.
            await asyncio.sleep(max(page.wait(), reader.pace.wait()))
            if gone:  # Streamlit would read on, and fail
                return {"type": "websocket.disconnect", "code": GONE}
            content = message.get("bytes")
            if content is not None and len(content) <= MAX_MESSAGE:
                return message
            await send({"type": "websocket.close", "code": TOO_BIG})
            return {"type": "websocket.disconnect", "code": TOO_BIG}

        self._readers[name] = reader
        reader.pages += 1
        # Streamlit compares the two once more.
        named = [item for item in scope["headers"] if item[0] != b"host"]
        scope = {**scope, "headers": [*named, (b"host", origin.encode())]}
        try:
            await self.app(scope, bounded, noted)
        finally:
            reader.pages -= 1


def _is_own(origin: str, host: str) -> bool:
    """Whether a page of ``origin`` is this site's.

    A proxy may ask by another name than its readers; the address that is set says theirs.
    """
    address = urlsplit(settings().address or "")
    port = f":{address.port}" if address.port else ""
    return origin == host or (
        bool(address.hostname) and origin == ascii_host(address.hostname or "") + port
    )


def _answer(scope: Scope) -> Response | None:
    """The answer where the request goes no further."""
    if status := _refused(scope):
        return responses.message(Request(scope), status, _REASONS[status])
    if scope["path"].endswith(_CORE + "host-config"):
        return JSONResponse(_HOST_CONFIG, headers={"Cache-Control": "no-store"})
    return None


def _refused(scope: Scope) -> HTTPStatus | None:
    path: str = scope["path"]
    if len(scope.get("raw_path") or path.encode()) + len(scope["query_string"]) > MAX_ADDRESS:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    # Checks of the service use whatever name it has inside.
    strict = settings().hosts and not path.endswith("/health")
    if strict and not parameters.is_known_host(Headers(scope=scope).get("host", "")):
        return HTTPStatus.MISDIRECTED_REQUEST
    _, core, name = path.partition(_CORE)
    if (core and name not in {*_CORE_OPEN, "host-config"}) or _CLOSED.search(path):
        return HTTPStatus.NOT_FOUND
    return None
