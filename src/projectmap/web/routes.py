"""Own GET routes (contract: README, "Addresses"). Each answer has an ETag and may be kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from projectmap.config import settings
from projectmap.data.store import Served, Store
from projectmap.export import charts
from projectmap.export.csv_file import write_plain_csv
from projectmap.export.documents import (
    DOSSIERS,
    Document,
    DocumentOrder,
    Size,
    document_name,
    one_community,
)
from projectmap.export.formats import Format, file_name, order, rows
from projectmap.export.partnerships_file import write_partnerships
from projectmap.export.status_file import write_status_csv, write_status_xlsx
from projectmap.i18n import Translator, preferred_language, translator
from projectmap.map import layers, partners
from projectmap.model.codes import StoryMap
from projectmap.model.labels import describe
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View, read_view
from projectmap.viewer import Asked, Mode, policy, viewer
from projectmap.web import made
from projectmap.web.assets import asset
from projectmap.web.made import Files, Made
from projectmap.web.plain import plain_list

_log = logging.getLogger(__name__)
FOR_EVER = "public, max-age=31536000, immutable"
"""For addresses that carry the data version."""
ASK_FIRST = "no-cache"
"""For all others: keep it, but ask with the ETag before using it."""
DOCUMENTS_AT_ONCE = 3
"""Documents that are made, or waited for, at the same time; lists never wait for them."""
AT_ONCE = 4
"""Downloads that are made at the same time; others wait, and pages never for them."""


def routes(store: Store) -> list[Route]:
    """The routes over the data that ``store`` serves."""
    files = Files()
    lists, documents = CapacityLimiter(AT_ONCE), CapacityLimiter(DOCUMENTS_AT_ONCE)

    def over(answer: Callable[[Request, Served], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            served = store.current()
            if served.register is None:
                return _unavailable(served, request)
            return answer(request, served)

        return endpoint

    def download(
        answer: Callable[[Request, Served, Files], Response], limiter: CapacityLimiter = lists
    ) -> Callable[[Request], Awaitable[Response]]:
        made = over(lambda request, served: answer(request, served, files))

        async def endpoint(request: Request) -> Response:
            return await to_thread.run_sync(made, request, limiter=limiter)

        return endpoint

    # Plain functions: Starlette runs them in its pool of threads, so none holds up the others.
    return [
        Route("/health", lambda _request: _health(store.current())),
        Route("/assets/{name}", _asset),
        Route("/map/{name}", over(_map_data)),
        Route("/export/projects.{format}", download(_projects)),
        Route("/export/status.{format}", download(_status)),
        Route("/export/partnerships.{format}", download(_partnerships)),
        Route("/export/figures/{name}.csv", download(_figure)),
        Route("/export/{document}", download(_document, documents)),
        Route("/stage", over(_stage)),
        Route("/embed/map", over(_embed)),
        Route("/list", over(_listing)),
    ]


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        return _not_found()
    return _answer(request, found.content, found.media_type)


def _map_data(request: Request, served: Served) -> Response:
    register, name = _register(served), request.path_params["name"]
    t = translator(language(request))
    # What there is, and the tag that names its version in addresses.
    known: dict[str, tuple[Callable[[], bytes], Callable[[Register], str]]] = {
        "geometry": (lambda: layers.geometry(register), layers.content_tag),
        "positions": (lambda: layers.positions(register), layers.content_tag),
        "texts": (lambda: _json(layers.texts(t)), layers.content_tag),
        "partners": (lambda: partners.data(register), partners.content_tag),
        "partner-texts": (lambda: _json(partners.texts(t)), partners.content_tag),
    }
    if name not in known:
        return _not_found()
    make, tag = known[name]
    current = request.query_params.get("v") == tag(register)
    media_type = "application/octet-stream" if name == "positions" else "application/json"
    return _answer(request, make(), media_type, FOR_EVER if current else ASK_FIRST)


def _json(words: object) -> bytes:
    return json.dumps(words, ensure_ascii=False).encode()


def _projects(request: Request, served: Served, files: Files) -> Response:
    register = _register(served)
    name = request.path_params["format"]
    if name not in set(Format):
        return _not_found()
    form = Format(name)
    view, _ = read_view(parameters(request.query_params), register)
    t = translator(language(request))
    day, base = datetime.now(UTC).date(), site_address(request)

    def write_to(path: Path) -> None:
        asked = order(form, register, view, t, day, base)
        made.make(asked, rows(form, register, view, t), select(register, view).count, path)

    file = files.get((form, register.version, view, t.language, day, base), write_to)
    return _sent(request, file, form, file_name(form, register, view, day))


def _status(request: Request, served: Served, files: Files) -> Response:
    """The status of every community on a date."""
    register, form = _register(served), _table_format(request)
    if form is None:
        return _not_found()
    view, _ = read_view(parameters(request.query_params), register)
    t, today = translator(language(request)), datetime.now(UTC).date()
    day = view.asof or register.edition

    def write_to(path: Path) -> None:
        if form is Format.CSV:
            write_status_csv(register, day, t, path)
        else:
            write_status_xlsx(register, day, t, today, path)

    file = files.get(("status", form, register.version, day, t.language, today), write_to)
    return _sent(request, file, form, f"status_{day.isoformat()}.{form}")


def _partnerships(request: Request, served: Served, files: Files) -> Response:
    """The partnerships that the view shows."""
    register, form = _register(served), _table_format(request)
    if form is None:
        return _not_found()
    view, _ = read_view(parameters(request.query_params), register)
    t, today = translator(language(request)), datetime.now(UTC).date()
    shown = select(register, view).partnerships

    def write_to(path: Path) -> None:
        write_partnerships(form, register, shown, view, t, today, path)

    key = ("partnerships", form, register.version, view.records_only(), t.language, today)
    return _sent(request, files.get(key, write_to), form, f"partnerships_{today}.{form}")


def _figure(request: Request, served: Served, files: Files) -> Response:
    """The numbers of one figure."""
    register, name = _register(served), request.path_params["name"]
    if name not in charts.KEYS:
        return _not_found()
    view, _ = read_view(parameters(request.query_params), register)
    t = translator(language(request))

    def write_to(path: Path) -> None:
        found = charts.figure(name, register, select(register, view), view, t)
        write_plain_csv(found.heads, found.rows, path)

    key = ("figure", name, register.version, view, t.language)
    return _sent(request, files.get(key, write_to), Format.CSV, f"figure_{name}.csv")


def _document(request: Request, served: Served, files: Files) -> Response:
    """A document of the view, or, of a story, the viewer that presents it."""
    register, name = _register(served), request.path_params["document"]
    if name not in set(Document):
        return _not_found()
    asked = _document_order(request, register, Document(name))
    if asked.document in DOSSIERS and one_community(register, asked.view) is None:
        t = translator(asked.language)
        return Response(
            t("A dossier is about one community: name it, as in community=UA…"),
            status_code=400,
            media_type="text/plain; charset=utf-8",
        )
    try:
        file = files.get(
            (register.version, asked),
            lambda path: made.make_document(asked, register, files, path),
        )
    except RuntimeError as error:
        # What went wrong is for whoever runs the site; the page shows its readers this answer.
        _log.error("%s: %s", name, error)
        return _not_made(translator(asked.language))
    headers = {}
    if asked.document is Document.VIEWER:
        # The page's own policy holds, should a browser show it instead of keeping it.
        headers["Content-Security-Policy"] = f"{policy()}; frame-ancestors 'none'"
    return _sent(request, file, asked.document, document_name(asked, register), headers)


def _document_order(request: Request, register: Register, document: Document) -> DocumentOrder:
    view, _ = read_view(parameters(request.query_params), register)
    tongue, asked = language(request), request.query_params
    size = asked.get("size") if document.ending == "png" else None
    viewer_asked = asked if document is Document.VIEWER else {}
    story = viewer_asked.get("story")
    return DocumentOrder(
        document=document,
        # Which language a document is in is told once; what its pages show beside is not asked.
        view=replace(view, lang=tongue),
        language=tongue,
        day=datetime.now(UTC).date(),
        base_url=site_address(request),
        contact=settings().contact,
        size=Size(size) if size in set(Size) else Size.SCREEN,
        story=story if story in register.stories else None,
        partners=viewer_asked.get("map") == StoryMap.PARTNERS,
    )


def _not_made(t: Translator) -> Response:
    return Response(
        t("Something went wrong on the server. Try again; if it stays so, tell whoever runs it."),
        status_code=500,
        media_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _stage(request: Request, served: Served) -> Response:
    """A story, or the view, to present; once loaded it asks for nothing more."""
    return _viewer(request, served, Mode.STAGE, ("'self'",))


def _embed(request: Request, served: Served) -> Response:
    """The map alone, for the pages of the sites that may show it."""
    return _viewer(request, served, Mode.EMBED, ("'self'", *settings().embed_sites))


def _viewer(request: Request, served: Served, mode: Mode, ancestors: Sequence[str]) -> Response:
    register, asked = _register(served), request.query_params
    view, _ = read_view(parameters(asked), register)
    told = asked.get("story", "")
    content = _viewer_page(
        register,
        replace(view, lang=language(request)),
        told if mode is Mode.STAGE and told in register.stories else None,
        mode,
        asked.get("map") == StoryMap.PARTNERS,
        datetime.now(UTC).date(),
        site_address(request),
    )
    answer = _answer(request, content, "text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = f"{policy()}; frame-ancestors {' '.join(ancestors)}"
    return answer


@lru_cache(maxsize=16)
def _viewer_page(
    register: Register,
    view: View,
    story: str | None,
    mode: Mode,
    partners: bool,  # noqa: FBT001 - a part of the key
    day: date,
    base_url: str,
) -> bytes:
    told = None if story is None else register.stories[story]
    return viewer(Asked(register, view, told, mode, partners=partners), day, base_url).encode()


def site_address(request: Request) -> str:
    """The site's address with a slash at its end: the one that is set, else the one asked."""
    return settings().address or str(request.base_url)


def _table_format(request: Request) -> Format | None:
    name = request.path_params["format"]
    return Format(name) if name in {Format.CSV, Format.XLSX} else None


def _sent(
    request: Request,
    file: Made,
    form: Format | Document,
    name: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """A file that was made, as a download under ``name``."""
    headers = {
        **more,
        "ETag": f'"{file.tag}"',
        "Cache-Control": ASK_FIRST,
        "Vary": "Accept-Language, Accept-Encoding",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if _is_known(request, file.tag):
        return Response(status_code=304, headers=headers)
    if form.packed or not _takes_gzip(request):
        return FileResponse(file.path, media_type=form.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":
        return StreamingResponse(iter(()), media_type=form.media_type, headers=headers)
    # A plain iterator: it runs in the pool of threads, where packing holds up nobody.
    return StreamingResponse(file.packed(), media_type=form.media_type, headers=headers)


def _listing(request: Request, served: Served) -> Response:
    view, ignored = read_view(parameters(request.query_params), _register(served))
    content = plain_list(served, view, ignored, translator(language(request)))
    return _answer(request, content.encode(), "text/html; charset=utf-8")


def _register(served: Served) -> Register:
    if served.register is None:
        raise ValueError("no register is served")
    return served.register


def parameters(query: QueryParams) -> dict[str, list[str]]:
    """Query parameters by name, each with all its values."""
    return {name: query.getlist(name) for name in query}


def language(request: Request) -> str:
    """The asked language, else the browser's."""
    asked = request.query_params.get("lang")
    if asked in {"uk", "en"}:
        return str(asked)
    return preferred_language(request.headers.get("accept-language"))


def _health(served: Served) -> Response:
    t = translator("en")
    reasons = [describe(t, problem) for problem in served.problems]
    register = served.register
    if register is None:
        return JSONResponse(
            {"status": "unavailable", "problems": reasons},
            status_code=503,
            headers={"Cache-Control": "no-store"},
        )
    body: dict[str, object] = {
        "status": "ok",
        "projects": len(register.projects),
        "communities": len(register.communities),
        "data_version": register.version,
    }
    set_aside = [describe(t, problem) for problem in register.problems]
    if set_aside:
        body["set_aside"] = set_aside
    if served.since is not None:
        body |= {"older_state_since": served.since.isoformat(), "problems": reasons}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _answer(
    request: Request, content: bytes, media_type: str, cache_control: str = ASK_FIRST
) -> Response:
    """``content``, packed where the browser takes that: once, and not while others wait."""
    tag, packed = _tag_and_packed(content)
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": cache_control,
        "Vary": "Accept-Language, Accept-Encoding",
    }
    if _is_known(request, tag):
        return Response(status_code=304, headers=headers)
    if len(packed) < len(content) and _takes_gzip(request):
        return Response(
            packed, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"}
        )
    return Response(content, media_type=media_type, headers=headers)


@lru_cache(maxsize=32)
def _tag_and_packed(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, made.PACKING, mtime=0)


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return any(part.strip().removeprefix("W/") == f'"{tag}"' for part in known.split(","))


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _not_found() -> Response:
    return Response("Not found", status_code=404, media_type="text/plain")


def _unavailable(served: Served, request: Request) -> Response:
    t = translator(language(request))
    lines = [t("The data cannot be shown.")]
    lines += [describe(t, problem) for problem in served.problems]
    return Response(
        "\n".join(lines),
        status_code=503,
        media_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
