"""``/export/…``: every download of the registry."""

from __future__ import annotations

from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from projectmap.config import settings
from projectmap.data.store import Store
from projectmap.export.registry import (
    EXPORTS,
    NoCommunityError,
    checked,
    file_name,
    write_export,
)
from projectmap.export.request import DeckLength, ExportRequest, Size
from projectmap.i18n import N_, translator
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


class Exports:
    """Makes downloads of what ``store`` serves, each once, and caches the latest."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files, self._workers = FileCache(), WorkerPool()
        self._documents = Turns(MAX_PARALLEL_DOCUMENTS, *WAITING_DOCUMENTS)
        self._lists = Turns(MAX_PARALLEL_LISTS, *WAITING_LISTS)

    async def answer(self, request: Request) -> Response:
        """The file that ``request`` asks for."""
        # In a thread: the data may have to be read, or searched, before anything else.
        register, wanted = await to_thread.run_sync(_wanted, self._store, request)
        export = EXPORTS[wanted.name]

        async def make(path: Path) -> None:
            turns = self._documents if export.document else self._lists
            async with turns.turn(reader_of(request)):
                await self._write(register, wanted, path)

        key, compress = (register.version, wanted), not export.compressed
        file = await until_left(request, self._files.get(key, make, compress=compress))
        headers = {}
        if export.media_type == responses.HTML:
            # The page's own policy holds, should a browser show it instead of keeping it.
            headers["Content-Security-Policy"] = f"{policy()}; frame-ancestors 'none'"
        name = file_name(register, wanted)
        return responses.file_response(request, file, export.media_type, name, headers)

    async def _write(self, register: Register, wanted: ExportRequest, path: Path) -> None:
        export = EXPORTS[wanted.name]
        if export.slow_from is None or len(register.projects) < export.slow_from:
            await to_thread.run_sync(write_export, register, wanted, path)
            return
        # It is there for as long as this function has it.
        register_file = await self._files.get(
            ("register", register.version),
            lambda path: to_thread.run_sync(write_register, register, path),
        )
        job = Job(register_file.path, wanted, path)
        await self._workers.do(job, MAX_DOCUMENT_S if export.document else MAX_EXPORT_S)


def _wanted(store: Store, request: Request) -> tuple[Register, ExportRequest]:
    """What is to be made of which data; raises a refusal that says why nothing is."""
    register, name = responses.data_of(store.current(), request), request.path_params["name"]
    if name not in EXPORTS:
        raise responses.refusal(404)
    query, language = request.query_params, parameters.language(request)
    view, _ = parameters.view_of(request, register)
    size, shown, deck = query.get("size"), query.get("map"), query.get("deck")
    wanted = ExportRequest(
        name=name,
        view=view,
        language=language,
        day=parameters.today(),
        base_url=parameters.site_address(request),
        contact=settings().contact,
        size=Size(size) if size in set(Size) else Size.SCREEN,
        deck=DeckLength(deck) if deck in set(DeckLength) else DeckLength.SHORT,
        story=query.get("story"),
        map=StoryMap.PARTNERS if shown == StoryMap.PARTNERS else StoryMap.COMMUNITIES,
    )
    try:
        return register, checked(register, wanted)
    except NoCommunityError:
        text = N_("A dossier covers one community: name it, for example community=UA…")
        raise responses.refusal(400, translator(language)(text)) from None
