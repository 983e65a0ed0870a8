"""What changed from one published version of the register to the next."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from projectmap.i18n import N_, Code

MAX_ENTRIES = 50
"""Versions that a log goes back."""
MAX_CHANGES = 200
"""Records that one entry names; the others are counted."""
MAX_FIELDS = 60
_Name = Annotated[str, Field(max_length=200)]


class ChangeKind(Code):
    """What became of a record."""

    ADDED = "added", N_("added")
    CHANGED = "changed", N_("changed")
    REMOVED = "removed", N_("removed")


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that is not as it was."""

    kind: ChangeKind
    collection: _Name
    """Name of its file without the ending."""
    key: _Name
    fields: Annotated[tuple[_Name, ...], Field(max_length=MAX_FIELDS)] = ()
    """The fields that have another value; only of a changed record."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One published version; of what it took out only the ID is kept."""

    version: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    """The data version that pages show."""
    published: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")]
    """UTC, ISO 8601."""
    changes: Annotated[tuple[RecordChange, ...], Field(max_length=MAX_CHANGES)]
    more: Annotated[int, Field(ge=0)] = 0
    """Further records that are not named."""
