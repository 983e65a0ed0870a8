"""Around every answer: our own page heads, security headers, one error handler."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from projectmap.config import settings
from projectmap.i18n import N_, translator
from projectmap.map import tiles
from projectmap.web import log, responses
from projectmap.web.gate import Gate
from projectmap.web.pages import NOT_FOUND, PAGES, index, message
from projectmap.web.parameters import BASE, base_of, language, path_of, repaired_query
from projectmap.web.turns import UnavailableError

_log = logging.getLogger(__name__)
WENT_WRONG = N_(
    "Something went wrong on the server. Please try again; if the problem persists, "
    "contact the site administrator."
)

EMBED = "/embed/map"
"""The one page that other sites may show; its own policy says which."""
VIEWERS = {"/stage", EMBED, "/export/viewer.html"}
"""Pages for themselves, each with its own, stricter policy (see ``web/presentation.py``)."""
OUR_PAGES = {"/list", *VIEWERS}
"""Pages that are not Streamlit's."""
HEALTH = "/health"
"""For checks of the service, with or without the path of the site."""
HTTP_OK, HTTP_NOT_FOUND = 200, 404
_COMMON = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    f"frame-src 'self'; worker-src 'self' blob:; {_COMMON}"
)
# The component evaluates the script that folium makes.
MAP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    f"img-src 'self' data: {' '.join(tiles.HOSTS)}; {_COMMON}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _AroundHttp:
    """Passes on everything but HTTP; a subclass says what is done around that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        around = self._around if scope["type"] == "http" else self.app
        await around(scope, receive, send)

    async def _around(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise NotImplementedError


class PageHeads(_AroundHttp):
    """Answers the addresses of pages with our own index, and unknown ones with our own "not found".

    Streamlit answers every address that it does not know with its index.
    """

    async def _around(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        page = path_of(scope).removeprefix("/").removesuffix("index.html")
        if page not in PAGES or not scope["path"].startswith(base_of(scope) + "/"):
            scope = {**scope, "query_string": repaired_query(scope["query_string"])}
            await self.app(scope, receive, _without_streamlits_index(scope, receive, send))
            return
        request = Request(scope)
        host = request.headers.get("host", "")
        content = index(page, request.url.query, translator(language(request)), host)
        await _page(content, 200)(scope, receive, send)


def _without_streamlits_index(scope: Scope, receive: Receive, send: Send) -> Send:
    path = path_of(scope)
    ours = path in OUR_PAGES or path.startswith("/component/")
    # Below a path it says so itself, in English.
    not_ours = base_of(scope) != scope.get("root_path", "")
    unknown = False

    async def instead(part: Message) -> None:
        nonlocal unknown
        if part["type"] == "http.response.start" and not ours:
            kind = MutableHeaders(scope=part).get("content-type", "")
            unknown = part["status"] == HTTP_OK and kind.startswith("text/html")
            unknown |= part["status"] == HTTP_NOT_FOUND and not_ours
            if unknown:
                t = translator(language(Request(scope)))
                content = message(base_of(scope), t(NOT_FOUND), t)
                await _page(content, HTTP_NOT_FOUND)(scope, receive, send)
        if not unknown:
            await send(part)

    return instead


def _page(content: str, status: int) -> Response:
    return Response(
        content,
        status,
        media_type="text/html",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
    )


class SecurityHeaders(_AroundHttp):
    """Adds the security headers to every answer."""

    async def _around(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        in_map = path.startswith("/component/streamlit_folium.")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if path not in VIEWERS or "Content-Security-Policy" not in headers:
                    headers["Content-Security-Policy"] = MAP_POLICY if in_map else PAGE_POLICY
                for name, value in _HEADERS.items():
                    # This older header can only say "nobody" or "this site".
                    if name != "X-Frame-Options" or path != EMBED:
                        headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


class Errors(_AroundHttp):
    """Answers for a failed request, in the reader's language, with an id that the log has."""

    async def _around(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted(part: Message) -> None:
            nonlocal started
            started = True
            await send(part)

        request = Request(scope)
        try:
            await self.app(scope, receive, noted)
        except ClientDisconnect:
            return
        except UnavailableError as error:
            again = {"Retry-After": str(error.retry_after)}
            answer = responses.message(request, 503, error.text, again)
        except Exception as error:  # noqa: BLE001 - whatever it is, its reader gets an answer, and the log has it
            ident = log.failure(_log, f"{scope['method']} {scope['path']}", error)
            answer = responses.message(request, 500, WENT_WRONG, error=ident)
        else:
            return
        # An answer that has begun cannot be taken back: the server cuts it off.
        if not started:
            await answer(scope, receive, send)


class Prefix:
    """Has the addresses in ``ours``, and the pages, found below the path ``base``.

    Streamlit's own addresses carry that path (``--server.baseUrlPath``); for ours it is what ASGI
    calls ``root_path``.
    """

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


def middleware(base: str = "", ours: Iterable[Route] = ()) -> list[Middleware]:
    """What runs before the routes ``ours`` below the path ``base``, the outermost first."""
    return [
        Middleware(Prefix, base=base, ours=[route.path for route in ours]),
        Middleware(SecurityHeaders),
        Middleware(Errors),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings().trusted_proxies)),
        Middleware(Gate),
        Middleware(PageHeads),
    ]
