"""Queues: whose request is served next when there are more than can be served at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, HTTPConnection, Request

from projectmap.i18n import N_

T = TypeVar("T")
V6_SITE_BITS = 64
"""Bits of an IPv6 address that distinguish readers: one reader has all the others."""


class UnavailableError(Exception):
    """Not now; :attr:`text` says why to the reader (to be translated)."""

    text = ""
    retry_after = 20
    """Seconds."""


class BusyError(UnavailableError):
    """Too many wait already."""

    text = N_("Too many files are being created right now. Please try again in half a minute.")


class Turns:
    """Lets ``at_once`` work and ``most_waiting`` wait, of one reader ``most_of_one``.

    Readers who wait take turns, however much each has asked for. For one
    event loop.
    """

    def __init__(self, at_once: int, most_waiting: int, most_of_one: int) -> None:
        self._free = at_once
        self._most_waiting, self._most_of_one = most_waiting, most_of_one
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, reader: str) -> AsyncIterator[None]:
        """Wait for a turn and have it; raises :class:`BusyError` where too many wait."""
        await self._wait(reader)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, reader: str) -> None:
        if self._free:
            self._free -= 1
            return
        own = self._waiting.get(reader, ())
        if len(own) >= self._most_of_one or self.waiting >= self._most_waiting:
            raise BusyError
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(reader, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._next()  # the turn had come
            else:
                self._leave(reader, place)
            raise

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    def _leave(self, reader: str, place: asyncio.Future[None]) -> None:
        places = self._waiting.get(reader, deque())
        if place in places:  # else it has been passed over already
            places.remove(place)
            if not places:
                del self._waiting[reader]

    def _next(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        reader, places = next(iter(self._waiting.items()))
        place = places.popleft()
        if places:
            self._waiting.move_to_end(reader)
        else:
            del self._waiting[reader]
        if place.cancelled():
            self._next()
        else:
            place.set_result(None)


def reader_of(request: HTTPConnection) -> str:
    """Whom turns are shared out to: the address that asks, of IPv6 its network."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(int(address) >> (128 - V6_SITE_BITS))
    return host


async def until_left(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` returns; cancelled when the person who asked has left.

    Raises :class:`ClientDisconnect` then.
    """
    task, left = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        left.cancel()
        task.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
