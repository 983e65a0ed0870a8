"""Returns people to the page they asked for after signing in; Streamlit would show the first."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from projectmap.editor.page import PAGES
from projectmap.editor.sign_in import CALLBACK

COOKIE = "asked_for"
MAX_LENGTH = 1000
LASTS_S = 600


class WayBack:
    """Notes the page that was opened last, in a cookie that only the way back has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope["path"] if scope["type"] == "http" else None

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                asked = quote(f"{path}?{scope['query_string'].decode('latin-1')}")
                if path == CALLBACK and headers.get("location") == "/":
                    headers["location"] = _page(unquote(Request(scope).cookies.get(COOKIE, "")))
                elif path != CALLBACK and len(asked) < MAX_LENGTH:
                    headers.append(
                        "set-cookie",
                        f"{COOKIE}={asked}; Path={CALLBACK}; Max-Age={LASTS_S}; "
                        "HttpOnly; SameSite=Lax",
                    )
            await send(message)

        ours = path == CALLBACK or (path is not None and _page(path) == path)
        await self.app(scope, receive, noting if ours else send)


def _page(address: str) -> str:
    """An address of the editor's own: ``address``, or the first page's."""
    own = address.partition("?")[0] in {"/", *(f"/{name}" for name in PAGES)}
    return address if own and address.isprintable() else "/"
