"""Around every answer: our page heads instead of Streamlit's, and security headers."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from projectmap.i18n import translator
from projectmap.web.pages import PAGES, index
from projectmap.web.routes import language

TILES = "https://tiles.maps.eox.at"
"""The one other host, asked only after the user has switched the satellite image on."""
_COMMON = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    f"frame-src 'self'; worker-src 'self' blob:; {_COMMON}"
)
# The component evaluates the script that folium makes.
MAP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    f"style-src 'self' 'unsafe-inline'; img-src 'self' data: {TILES}; connect-src 'self'; {_COMMON}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PageHeads:
    """Answers the addresses of pages with our own index."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve an index, or pass the request on."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        page = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if page not in PAGES and page != "index.html":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        content = index(page, request.url.query, translator(language(request)))
        response = Response(
            content,
            media_type="text/html",
            headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
        )
        await response(scope, receive, send)


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        in_map = path.startswith("/component/streamlit_folium.")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = MAP_POLICY if in_map else PAGE_POLICY
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)
