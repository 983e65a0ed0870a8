"""Who has a turn when, and that nobody works for those who have left."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request

from projectmap.web.turns import BusyError, Turns, reader_of, until_left


async def order(turns: Turns, asked: list[str]) -> list[str]:
    """In which order those who ask for a turn one after the other have it."""
    done: list[str] = []

    async def work(reader: str) -> None:
        async with turns.turn(reader):
            done.append(reader)
            await asyncio.sleep(0)

    await asyncio.gather(*map(work, asked))
    assert turns.waiting == 0
    return done


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("a", "a"), ("aaab", "aaba"), ("aaaaabc", "aabcaaa"), ("abab", "abab"), ("aabbcc", "aabcbc")],
)
def test_each_reader_has_a_turn_in_turn(asked: str, wanted: str) -> None:
    assert "".join(asyncio.run(order(Turns(1, 10, 10), list(asked)))) == wanted


@pytest.mark.parametrize(
    ("asked", "most", "most_of_one", "refused"),
    [("aaaa", 10, 2, "a"), ("aaab", 10, 2, ""), ("abcdef", 3, 2, "ef"), ("aaaaab", 3, 3, "ab")],
)
def test_who_is_refused(asked: str, most: int, most_of_one: int, refused: str) -> None:
    async def ask() -> list[str]:
        turns = Turns(1, most, most_of_one)
        found = await asyncio.gather(
            *(order_one(turns, reader) for reader in asked), return_exceptions=True
        )
        return [
            reader for reader, item in zip(asked, found, strict=True) if isinstance(item, BusyError)
        ]

    async def order_one(turns: Turns, reader: str) -> None:
        async with turns.turn(reader):
            await asyncio.sleep(0)

    assert "".join(asyncio.run(ask())) == refused


def test_who_leaves_takes_no_turn() -> None:
    async def leave() -> list[str]:
        turns, done, gate = Turns(1, 10, 10), [], asyncio.Event()

        async def work(reader: str) -> None:
            async with turns.turn(reader):
                done.append(reader)
                await gate.wait()

        tasks = [asyncio.create_task(work(reader)) for reader in "abcd"]
        await asyncio.sleep(0)
        tasks[1].cancel()  # waits
        await asyncio.sleep(0)
        gate.set()
        tasks[0].cancel()  # works
        await asyncio.sleep(0)
        tasks[2].cancel()  # its turn has just come
        await asyncio.gather(*tasks, return_exceptions=True)
        assert await order(turns, ["e"]) == ["e"]
        return done

    assert set(asyncio.run(leave())) <= {"a", "c", "d"}


@pytest.mark.parametrize("failed", [ValueError, BusyError])
def test_a_turn_ends_with_its_work_however_that_ends(failed: type[Exception]) -> None:
    async def fail() -> None:
        turns = Turns(1, 1, 1)
        for _ in range(3):
            with pytest.raises(failed):
                async with turns.turn("a"):
                    raise failed

    asyncio.run(fail())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True), ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "", True), ("a socket", "192.0.2.1", False),
    ],
)  # fmt: skip
def test_readers(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a column of the table
    found = [reader_of(Request({"type": "http", "client": (host, 1)})) for host in (one, other)]
    assert (found[0] == found[1]) is same


def test_what_nobody_waits_for_is_cancelled() -> None:
    ended = []

    async def work() -> str:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("work")
            raise
        return "never"

    async def receive() -> Any:
        return messages.pop(0)

    async def leave() -> None:
        with pytest.raises(ClientDisconnect):
            await until_left(Request({"type": "http"}, receive), work())
        await asyncio.sleep(0)

    messages = [{"type": "http.request"}, {"type": "http.disconnect"}]
    asyncio.run(leave())
    assert ended == ["work"]
