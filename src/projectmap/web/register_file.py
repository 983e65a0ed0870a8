"""The register as a file, for the worker processes: written once for each version of the data."""

from __future__ import annotations

import copyreg
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import Any

from projectmap.model.register import Register


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _read_only, (dict(mapping),)


# The register's mappings cannot be changed, and Python has no pickle for such.
copyreg.pickle(MappingProxyType, _reduced)


def write_register(register: Register, path: Path) -> None:
    """Write the register to ``path``."""
    with path.open("wb") as file:
        pickle.dump(register, file, pickle.HIGHEST_PROTOCOL)


def read_register(path: Path) -> Register:
    """The register that this program has written to ``path``."""
    with path.open("rb") as file:
        register: Register = pickle.load(file)  # noqa: S301 - our own process wrote it
    return register
