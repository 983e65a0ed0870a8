"""What is done about Python's search for garbage, and what each of it is worth.

Nearly all that this program makes stays: the register and what is computed from it. Measured with
Python 3.11 on two cores, November 2026. The third setting stands in ``.streamlit/config.toml``:
``postScriptGC`` would search after every run of every session.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
_HEAPS, _LARGE = -8, -3
"""``M_ARENA_MAX`` and ``M_MMAP_THRESHOLD`` of ``malloc.h``."""
_forget: list[Callable[[], None]] = []


@contextmanager
def without_collection() -> Iterator[None]:
    """Make many lasting objects: reading 10,000 records takes 0.74 s so, 1.1 s otherwise."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_for_good() -> None:
    """Leave all that there is out of later searches, each of which would take 140 ms for it."""
    gc.freeze()


def give_back() -> None:
    """Have the C library (glibc; others ignore it) give back what is freed.

    By itself it keeps a heap for each of many threads, and large blocks among small ones: after
    eight minutes of visitors a third of 110 MB of heaps was free and could not be given back.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL("libc.so.6")
        for setting, value in ((_HEAPS, 2), (_LARGE, 2**17)):
            library.mallopt(setting, value)


def kept(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function made last, up to ``most`` answers, until :func:`forget_the_kept`.

    For what is made of a register: each answer keeps its register in memory, too.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        cached = lru_cache(maxsize=most)(function)
        _forget.append(cached.cache_clear)
        return cast("Callable[P, T]", cached)

    return decorate


def forget_the_kept() -> None:
    """Let go of all that is kept, so that registers that are no longer served can go."""
    for forget in _forget:
        forget()
