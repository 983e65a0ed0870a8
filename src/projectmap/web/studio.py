"""Makes one document in a process of its own: pictures and prints take seconds of one core.

``python -m projectmap.web.studio`` reads from its standard input the pickle of an order
(:func:`order_to`) and makes it from the register that the server has written to a file.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import sys
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from projectmap.export.documents import DocumentOrder
from projectmap.export.making import write_document
from projectmap.model.register import Register
from projectmap.web.aside import YIELDING


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _proxy(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _frozen, (dict(mapping),)


# The register's mappings cannot be changed, and Python has no pickle for such.
copyreg.pickle(MappingProxyType, _proxy)


def keep_register(register: Register, path: Path) -> None:
    """Write the register for the processes that make documents of it."""
    path.write_bytes(pickle.dumps(register, pickle.HIGHEST_PROTOCOL))


def order_to(pipe: IO[bytes], asked: DocumentOrder, register: Path, path: Path) -> None:
    """Hand an order to the process at the other end of ``pipe``."""
    pickle.dump((asked, register, path), pipe)


def main() -> None:
    """Make the document that standard input orders."""
    os.nice(YIELDING)
    asked, register, path = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    with register.open("rb") as file:
        known = pickle.load(file)  # noqa: S301 - as above
    write_document(asked, known, path)


if __name__ == "__main__":
    main()
