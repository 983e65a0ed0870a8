"""Answers: each that may be kept has an ETag, and comes compressed where that gains something.

Starlette's own compression would compress every answer again, in the loop that serves all, and
leaves HEAD without the headers of GET; here it is done once, in a thread.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from projectmap.data.store import Served
from projectmap.i18n import translator
from projectmap.model.labels import describe_all
from projectmap.model.register import Register
from projectmap.web import pages
from projectmap.web.file_cache import GZIP_LEVEL, CachedFile
from projectmap.web.parameters import base_of, language

IMMUTABLE = "public, max-age=31536000, immutable"
"""For addresses that carry the data version."""
REVALIDATE = "no-cache"
"""For all others: keep it, but ask with the ETag before using it."""
MAX_PROBLEMS = 20
"""Problems of the data that are described; the rest is counted."""
HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class _CachedFileResponse(FileResponse):
    """Sends a cached file, always the whole of it, and has it until all is sent.

    Parts of a packed file and of the same unpacked do not fit together.
    """

    file: CachedFile

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def content_response(
    request: Request,
    content: bytes,
    media_type: str,
    cache_control: str = REVALIDATE,
    more: Mapping[str, str] = _NO_HEADERS,
) -> Response:
    """``content``, compressed where the browser takes that."""
    tag, compressed = _tag_and_gzip(content)
    headers = {**more, **_cache_headers(tag, cache_control)}
    if _is_known(request, tag):
        return Response(status_code=304, headers=headers)
    if len(compressed) < len(content) and _accepts_gzip(request):
        headers["Content-Encoding"] = "gzip"
        content = compressed
    return Response(content, media_type=media_type, headers=headers)


def file_response(
    request: Request, file: CachedFile, media_type: str, name: str, more: Mapping[str, str]
) -> Response:
    """``file`` as a download under ``name``."""
    headers = {
        **more,
        **_cache_headers(file.tag, REVALIDATE),
        "Accept-Ranges": "none",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if _is_known(request, file.tag):
        return Response(status_code=304, headers=headers)
    path = file.path
    if file.gzip is not None and _accepts_gzip(request):
        headers["Content-Encoding"] = "gzip"
        path = file.gzip
    response = _CachedFileResponse(path, media_type=media_type, headers=headers)
    response.file = file
    return response


def refusal(status: int, text: str = "Not found") -> HTTPException:
    """An exception to raise: a sentence for the person who asked, never cached."""
    return HTTPException(status, text, {"Cache-Control": "no-store"})


def message(
    request: Request,
    status: int,
    text: str,
    headers: Mapping[str, str] = _NO_HEADERS,
    error: str = "",
) -> Response:
    """``text``, translated, in the asked language: as a page for a browser's window, else bare.

    ``error``: the number of an error, to be passed on to the site's operator.
    """
    t = translator(language(request))
    said = " ".join([t(text), *([t("(Error {number})", number=error)] if error else [])])
    kept = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **headers}
    if "text/html" in request.headers.get("accept", ""):
        page = pages.message(base_of(request.scope), said, t)
        return Response(page, status, kept, HTML)
    return Response(said, status, kept, _TEXT)


def data_of(served: Served, request: Request) -> Register:
    """The data; where there is none that is valid, that and why is raised as a refusal."""
    if served.register is not None:
        return served.register
    t = translator(language(request))
    problems = describe_all(t, served.problems, MAX_PROBLEMS)
    raise refusal(503, "\n".join([t("The data cannot be shown."), *problems]))


def _cache_headers(tag: str, cache_control: str) -> dict[str, str]:
    return {
        "ETag": f'"{tag}"',
        "Cache-Control": cache_control,
        "Vary": "Accept-Language, Accept-Encoding",
    }


@lru_cache(maxsize=32)
def _tag_and_gzip(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, GZIP_LEVEL, mtime=0)


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return any(part.strip().removeprefix("W/") in {"*", f'"{tag}"'} for part in known.split(","))


def _accepts_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
