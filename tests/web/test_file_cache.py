"""Files made on request: once each, for all who ask, and not for ever."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from projectmap.web.file_cache import FileCache


def save(path: Path, content: bytes) -> None:
    path.write_bytes(content)


class Writer:
    """Writes when it may; counts."""

    def __init__(self, content: bytes = b"content") -> None:
        self.content = content
        self.paths: list[Path] = []
        self.may_end = asyncio.Event()
        self.cancelled = 0

    async def __call__(self, path: Path) -> None:
        """Write a half, wait, write the rest."""
        self.paths.append(path)
        save(path, self.content[:3])
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        save(path, self.content)


def at_once(content: bytes) -> Callable[[Path], Awaitable[None]]:
    """Writes without waiting."""

    async def write(path: Path) -> None:
        save(path, content)

    return write


async def started(count: int) -> None:
    """Let ``count`` tasks run until they wait."""
    for _ in range(count + 3):
        await asyncio.sleep(0)


def test_a_file_is_made_once_for_all_who_ask_at_the_same_time() -> None:
    async def ask() -> None:
        files, write = FileCache(), Writer()
        asking = [asyncio.create_task(files.get("key", write)) for _ in range(8)]
        await started(8)
        write.may_end.set()
        found = await asyncio.gather(*asking)
        assert len(write.paths) == 1
        assert len({item.path for item in found}) == 1
        assert found[0].path.read_bytes() == b"content"
        assert await files.get("key", write) is found[0]
        assert (await files.get("other", at_once(b"x"))).tag != found[0].tag

    asyncio.run(ask())


def test_who_leaves_stops_nobody_else() -> None:
    async def ask() -> None:
        files, write = FileCache(), Writer()
        first, second = (asyncio.create_task(files.get("key", write)) for _ in range(2))
        await started(2)
        first.cancel()
        await started(1)
        write.may_end.set()
        assert (await second).size == len(b"content")
        assert (len(write.paths), write.cancelled) == (1, 0)

    asyncio.run(ask())


def test_what_nobody_waits_for_is_stopped_and_leaves_nothing() -> None:
    async def ask() -> None:
        files, write = FileCache(), Writer()
        asking = [asyncio.create_task(files.get("key", write)) for _ in range(2)]
        await started(2)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        # The next request gets a new file.
        again = await files.get("key", at_once(b"again"))
        assert write.cancelled == 1
        assert not write.paths[0].parent.exists()
        assert again.path.read_bytes() == b"again"

    asyncio.run(ask())


def test_a_file_that_could_not_be_made_is_tried_again() -> None:
    left = []

    async def fail(path: Path) -> None:
        save(path, b"half")
        left.append(path)
        raise OSError("no room")

    async def ask() -> None:
        files = FileCache()
        found = await asyncio.gather(
            *(files.get("key", fail) for _ in range(3)), return_exceptions=True
        )
        assert [str(error) for error in found] == ["no room"] * 3
        assert len(left) == 1
        assert not left[0].parent.exists()
        assert (await files.get("key", at_once(b"whole"))).size == 5

    asyncio.run(ask())


@pytest.mark.parametrize(("max_files", "max_bytes"), [(2, 1000), (10, 5)])
def test_only_the_last_files_are_kept(max_files: int, max_bytes: int) -> None:
    async def ask() -> None:
        files = FileCache(max_files, max_bytes)
        paths = [(await files.get(number, at_once(b"xx"))).path for number in range(5)]
        assert [path.exists() for path in paths] == [False, False, False, True, True]
        await files.get(3, at_once(b"xx"))
        await files.get("another", at_once(b"xx"))
        assert [path.exists() for path in paths] == [False, False, False, True, False]

    asyncio.run(ask())


def test_a_file_stays_while_somebody_has_it() -> None:
    async def ask() -> None:
        files = FileCache(max_files=1)
        found = await files.get("key", at_once(b"content"))
        await files.get("other", at_once(b"other"))
        assert found.path.read_bytes() == b"content"
        path = found.path
        del found
        assert not path.parent.exists()

    asyncio.run(ask())


def test_compressed_files_are_the_same_and_equal() -> None:
    async def ask() -> list[bytes]:
        files = FileCache()
        found = [
            await files.get(number, at_once(b"content" * 1000), compress=True) for number in (1, 2)
        ]
        return [item.gzip.read_bytes() for item in found if item.gzip is not None]

    first, second = asyncio.run(ask())
    assert first == second
    assert gzip.decompress(first) == b"content" * 1000
    assert len(first) < 1000


def test_nothing_is_left_when_nobody_can_ask_any_more() -> None:
    files = FileCache()
    folder = asyncio.run(files.get("key", at_once(b"x"))).path.parent.parent
    assert folder.exists()
    del files
    assert not folder.exists()
