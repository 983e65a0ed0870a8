"""Writes one file in a process of its own, so that a long list holds up nobody.

``python -m projectmap.web.aside`` reads from its standard input what the process that started
it writes there (:func:`order_to`): pickles of an order and a path, then of lists of rows.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO

from projectmap.export.formats import Order, Row, write

AT_ONCE = 500
"""Rows that are handed over together."""
YIELDING = 10
"""How much this work gives way to others (see ``nice``)."""


def order_to(pipe: IO[bytes], asked: Order, records: Iterable[Row], path: Path) -> None:
    """Hand an order and its rows to the process at the other end of ``pipe``."""
    pickle.dump((asked, path), pipe)
    left = iter(records)
    while some := list(islice(left, AT_ONCE)):
        pickle.dump(some, pipe)
    pickle.dump([], pipe)


def main() -> None:
    """Write the file that standard input orders."""
    os.nice(YIELDING)
    asked, path = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    write(asked, chain.from_iterable(_handed_over(sys.stdin.buffer)), path)


def _handed_over(pipe: IO[bytes]) -> Iterator[list[Row]]:
    while some := pickle.load(pipe):  # noqa: S301 - as above
        yield some


if __name__ == "__main__":
    main()
