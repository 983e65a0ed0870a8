"""A cache of files made on request: each is made once for all who ask for it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import shutil
import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from anyio import to_thread

MAX_FILES, MAX_BYTES = 32, 2**30
GZIP_LEVEL = 6


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CachedFile:
    """A file, which is there for as long as anybody has this object."""

    path: Path
    tag: str
    """A hash of its content."""
    size: int
    """Bytes, those of :attr:`gzip` included."""
    gzip: Path | None
    """The same, compressed; None where that would gain nothing."""


@dataclass(slots=True)
class _Pending:
    """A file that is being made."""

    task: asyncio.Task[CachedFile]
    waiting: int = 0


class FileCache:
    """The files that were asked for last; for one event loop."""

    def __init__(self, max_files: int = MAX_FILES, max_bytes: int = MAX_BYTES) -> None:
        self._max_files, self._max_bytes = max_files, max_bytes
        self._files: OrderedDict[Hashable, CachedFile] = OrderedDict()
        self._pending: dict[Hashable, _Pending] = {}
        self._numbers = count()

    @cached_property
    def _folder(self) -> Path:
        """Made when it is needed: pages are there without any place for files, too."""
        folder = Path(mkdtemp(prefix="projectmap-"))
        # When nobody can ask for files any more, at the latest when the program ends.
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    async def get(
        self, key: Hashable, write: Callable[[Path], Awaitable[None]], *, compress: bool = False
    ) -> CachedFile:
        """The file of ``key``; ``write`` makes it where it is not there.

        While it is being made all who ask wait for the same; when the last of them has left,
        making it is cancelled. What ``write`` raises goes to all, and the next one tries again.
        """
        found = self._files.get(key)
        if found is not None:
            self._files.move_to_end(key)
            return found
        pending = self._pending.get(key)
        if pending is None:
            pending = _Pending(asyncio.create_task(self._make(key, write, compress=compress)))
            self._pending[key] = pending
        pending.waiting += 1
        try:
            return await asyncio.shield(pending.task)
        finally:
            pending.waiting -= 1
            if not pending.waiting:
                if self._pending.get(key) is pending:
                    del self._pending[key]
                pending.task.cancel()

    async def _make(
        self, key: Hashable, write: Callable[[Path], Awaitable[None]], *, compress: bool
    ) -> CachedFile:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        try:
            path = folder / "file"
            await write(path)
            file = await to_thread.run_sync(_finished, path, compress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(file, shutil.rmtree, folder, ignore_errors=True)
        self._files[key] = file
        while len(self._files) > 1 and (
            len(self._files) > self._max_files
            or sum(item.size for item in self._files.values()) > self._max_bytes
        ):
            self._files.popitem(last=False)
        return file


def _finished(path: Path, compress: bool) -> CachedFile:  # noqa: FBT001 - called by a thread pool
    with path.open("rb") as file:
        tag = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    size, compressed = path.stat().st_size, None
    if compress:
        compressed = path.with_suffix(".gz")
        # Neither name nor time: equal files are equal when they are compressed, too.
        with (
            path.open("rb") as source,
            compressed.open("wb") as target,
            gzip.GzipFile("", "wb", GZIP_LEVEL, target, mtime=0) as packer,
        ):
            shutil.copyfileobj(source, packer)
        size += compressed.stat().st_size
    return CachedFile(path, tag, size, compressed)
