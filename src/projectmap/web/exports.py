"""``/export/…``: every download of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from projectmap.config import settings
from projectmap.data.store import Served, Store
from projectmap.export.registry import (
    EXPORTS,
    Export,
    NoCommunityError,
    checked,
    file_name,
    write_export,
)
from projectmap.export.request import Deck, ExportRequest, Size
from projectmap.i18n import translator
from projectmap.model.codes import StoryMap
from projectmap.model.register import Register
from projectmap.viewer import policy
from projectmap.web import parameters, responses
from projectmap.web.file_cache import FileCache
from projectmap.web.turns import Turns, reader_of, until_left
from projectmap.web.worker import MAX_EXPORT_S, Job, WorkerPool, write_register

MAX_PARALLEL_DOCUMENTS = 3
"""Documents that are made at the same time; lists never wait for them."""
MAX_PARALLEL_LISTS = 4
"""Lists that are made at the same time; others wait, and pages never for them."""

WAITING_DOCUMENTS, WAITING_LISTS = (30, 10), (200, 50)
"""How many wait for their turn at most: of all readers, of one address."""
MAX_DOCUMENT_S = 60
"""Seconds of work on one document; most take one to five."""


@dataclass(frozen=True, slots=True)
class _Download:
    """A request that can be met."""

    register: Register
    export: Export
    request: ExportRequest
    file_name: str


class Exports:
    """Makes downloads of what ``store`` serves, each once, and keeps those asked for last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files, self._workers = FileCache(), WorkerPool()
        self._documents = Turns(MAX_PARALLEL_DOCUMENTS, *WAITING_DOCUMENTS)
        self._lists = Turns(MAX_PARALLEL_LISTS, *WAITING_LISTS)

    async def answer(self, request: Request) -> Response:
        """The file that ``request`` asks for."""
        # In a thread: the data may have to be read, or searched, before anything else.
        download = await to_thread.run_sync(_download, self._store, request)
        if isinstance(download, Response):
            return download
        file = await until_left(
            request,
            self._files.get(
                (download.register.version, download.request),
                partial(self._make, reader_of(request), download),
                compress=not download.export.compressed,
            ),
        )
        headers = {}
        if download.export.media_type == responses.HTML:
            # The page's own policy holds, should a browser show it instead of keeping it.
            headers["Content-Security-Policy"] = f"{policy()}; frame-ancestors 'none'"
        media_type = download.export.media_type
        return responses.file_response(request, file, media_type, download.file_name, headers)

    async def _make(self, reader: str, download: _Download, path: Path) -> None:
        turns = self._documents if download.export.document else self._lists
        async with turns.turn(reader):
            await self._write(download, path)

    async def _write(self, download: _Download, path: Path) -> None:
        register, export = download.register, download.export
        if export.slow_from is None or len(register.projects) < export.slow_from:
            await to_thread.run_sync(write_export, register, download.request, path)
            return
        # It is there for as long as this function has it.
        register_file = await self._files.get(
            ("register", register.version),
            lambda path: to_thread.run_sync(write_register, register, path),
        )
        job = Job(register_file.path, download.request, path)
        await self._workers.do(job, MAX_DOCUMENT_S if export.document else MAX_EXPORT_S)


def _download(store: Store, request: Request) -> _Download | Response:
    """What is to be made, or the answer that says why nothing is."""
    served: Served = store.current()
    register, export = served.register, EXPORTS.get(request.path_params["name"])
    if register is None:
        return responses.unavailable(served, request)
    if export is None:
        return responses.text_response("Not found", 404)
    query, language = request.query_params, parameters.language(request)
    view, _ = parameters.view_of(request, register)
    size, shown, deck = query.get("size"), query.get("map"), query.get("deck")
    wanted = ExportRequest(
        name=export.name,
        view=view,
        language=language,
        day=parameters.today(),
        base_url=parameters.site_address(request),
        contact=settings().contact,
        size=Size(size) if size in set(Size) else Size.SCREEN,
        deck=Deck(deck) if deck in set(Deck) else Deck.SHORT,
        story=query.get("story"),
        map=StoryMap.PARTNERS if shown == StoryMap.PARTNERS else StoryMap.COMMUNITIES,
    )
    try:
        wanted = checked(register, wanted)
    except NoCommunityError:
        t = translator(language)
        return responses.text_response(
            t("A dossier covers one community: name it, for example community=UA…"), 400
        )
    return _Download(register, export, wanted, file_name(register, wanted))
