"""Files made on request: each once, kept for whoever asks for the same, long ones made aside."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import IO

from projectmap.export.documents import Document, DocumentOrder
from projectmap.export.formats import Order, Row, write
from projectmap.export.making import write_document
from projectmap.model.register import Register
from projectmap.web import studio
from projectmap.web.aside import order_to

LONG = 2_000
"""Records from which on a file is written by a process of its own: it takes that a second."""
FEW = 200
"""Records up to which the viewer, whose text is all that takes time, is made at once."""
PACKING = 6
"""The level of compression."""
_GZIP = 16
"""Added to the window's size: zlib then writes what gzip reads."""
_CHUNK = 2**16
KEPT_FILES, KEPT_BYTES = 32, 2**30
PATIENCE = 300
"""Seconds after which a process that writes is stuck, whatever it writes."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file and the hash of its content."""

    path: Path
    tag: str
    size: int

    def packed(self) -> Iterator[bytes]:
        """The content as gzip, piece by piece."""
        packer = zlib.compressobj(PACKING, wbits=zlib.MAX_WBITS | _GZIP)
        with self.path.open("rb") as file:
            while part := file.read(_CHUNK):
                yield packer.compress(part)
        yield packer.flush()


class Files:
    """The files that were made last; safe to share between threads."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="projectmap-"))
        # When nobody can ask for files any more, at the latest when the program ends.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._count = 0

    def get(self, key: Hashable, make: Callable[[Path], None]) -> Made:
        """The file of ``key``; ``make`` writes it where nobody has asked for it before."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                found = self._made.get(key)
                if found is not None:
                    self._made.move_to_end(key)
                    return found
                self._count += 1
                path = self._folder / str(self._count)
            try:
                make(path)
            except BaseException:
                # Half a file would stay for as long as the program runs.
                path.unlink(missing_ok=True)
                raise
            with path.open("rb") as file:
                tag = hashlib.file_digest(file, "sha256").hexdigest()[:16]
            made = Made(path, tag, path.stat().st_size)
            with self._lock:
                self._made[key] = made
                self._making.pop(key, None)
                self._make_room()
            return made

    def _make_room(self) -> None:
        while len(self._made) > 1 and (
            len(self._made) > KEPT_FILES
            or sum(item.size for item in self._made.values()) > KEPT_BYTES
        ):
            _, oldest = self._made.popitem(last=False)
            # Whoever is being sent it has it open.
            oldest.path.unlink(missing_ok=True)


def make(asked: Order, records: Iterable[Row], count: int, path: Path) -> None:
    """Write the file of ``count`` records; a long one by another process.

    Raises :class:`RuntimeError` with what that process said if it failed.
    """
    if count < LONG:
        write(asked, records, path)
        return
    _elsewhere("projectmap.web.aside", lambda pipe: order_to(pipe, asked, records, path))


def make_document(asked: DocumentOrder, register: Register, files: Files, path: Path) -> None:
    """Make the document by another process, but for the viewer of few records, a matter of words.

    Raises :class:`RuntimeError` with what that process said if it failed.
    """
    if asked.document is Document.VIEWER and len(register.projects) <= FEW:
        write_document(asked, register, path)
        return
    kept = files.get(
        ("register", register.version), lambda target: studio.keep_register(register, target)
    )
    _elsewhere("projectmap.web.studio", lambda pipe: studio.order_to(pipe, asked, kept.path, path))


def _elsewhere(module: str, feed: Callable[[IO[bytes]], None]) -> None:
    """Run ``module`` as a process and feed it."""
    with TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stderr=said,
            cwd=Path(__file__).parents[2],
        )
        try:
            with process.stdin as pipe:  # type: ignore[union-attr]  # it is asked for above
                feed(pipe)
        except BrokenPipeError:
            pass  # it says below why it has ended
        except BaseException:
            process.kill()
            raise
        finally:
            _wait(process)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode("utf-8", "replace"))


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
