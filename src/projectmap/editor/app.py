"""The editor's server: requests from its origin only, headers as strict as the public app's."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from projectmap.editor.index import ROUTES
from projectmap.editor.page import warm
from projectmap.editor.people import configured
from projectmap.editor.sign_in import is_this_computer
from projectmap.editor.way_back import WayBack

REFUSED, NOT_FOUND, MISDIRECTED = 1008, 404, 421
OPEN = {"stream", "health", "host-config"}
"""What pages need of Streamlit's own addresses."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class OwnOrigin:
    """Takes requests only by this computer's names, or the site's, and from its own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        known = _is_known(host)
        if scope["type"] == "websocket":
            own = known and urlsplit(headers.get("origin", "")).netloc == host
            await (self.app if own else WebSocketClose(REFUSED))(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                own.update(HEADERS)
                cookies = own.getlist("set-cookie") if _secure() else []
                if cookies:
                    del own["set-cookie"]
                for cookie in cookies:
                    own.append("set-cookie", f"{cookie}; Secure")
            await send(message)

        _, core, name = scope["path"].partition("/_stcore/")
        closed = core and name not in OPEN
        answer: ASGIApp = PlainTextResponse("", NOT_FOUND if known else MISDIRECTED)
        if known and not closed:
            answer = self.app
        await answer(scope, receive, with_headers)


def _is_known(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return is_this_computer(name) or ((known := configured()) is not None and name == known.host)


def _secure() -> bool:
    """Whether people come by https: then cookies go no other way."""
    return (known := configured()) is not None and known.secure


MIDDLEWARE = [Middleware(OwnOrigin), Middleware(WayBack)]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Read the register before anybody comes."""
    await run_in_threadpool(warm)
    yield


app = st.App(
    str(Path(__file__).with_name("router.py")),
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
)
