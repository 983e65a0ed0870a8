"""What people propose and decide, and three states of a record side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field as of_class
from enum import StrEnum
from typing import Any

from projectmap.errors import Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.model.codes import Release
from projectmap.store.files import (
    COLLECTIONS,
    FILES,
    LEVELS,
    WHOLE,
    Value,
    fields_of,
    file_of,
    fits_file,
    is_feature,
    key_of,
)


class Role(StrEnum):
    """What a person may do; each may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    APPROVER = "approver"

    def includes(self, other: Role) -> bool:
        """Whether this role may do what ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something: ``subject`` is what sign-in knows the person by, and never changes."""

    subject: str
    name: str
    role: Role
    current_role: Callable[[], Role] | None = of_class(default=None, compare=False, repr=False)
    """Today's role of somebody who has signed in: asked at the moment of writing. Raises
    :class:`~projectmap.store.errors.NotAllowedError` where there is none any more."""


class State(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Edit:
    """One record as somebody wants it."""

    collection: str
    key: str
    value: Value | None
    """The whole record; None removes it."""
    rests_on: int
    """The record's version that the person saw; 0 for a new record."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who accepted or rejected a change, when and why."""

    subject: str
    name: str
    at: str
    reason: str
    own: bool
    """The proposal was their own: there was one person only."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record of a change set."""

    id: int
    set_id: int
    edit: Edit
    state: State
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What somebody has proposed at once."""

    id: int
    subject: str
    name: str
    at: str
    """UTC, ISO 8601."""
    why: str
    states: Mapping[State, int]
    """How many of its changes stand where; those of which there is none are left out."""

    @property
    def open(self) -> bool:
        """Whether something is still to be decided."""
        return State.PROPOSED in self.states


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one record, and where it came from."""

    collection: str
    key: str
    number: int
    value: Value | None
    """None: the record was removed."""
    before: Value | None
    """The version before; None where there was no record."""
    subject: str
    """Who proposed it."""
    name: str
    why: str
    proposed_at: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in the version that a change rests on, in today's, and as proposed.

    A field that a version does not have is None.
    """

    field: str
    base: Any
    theirs: Any
    ours: Any

    @property
    def conflict(self) -> bool:
        """Whether both have changed it, and not to the same."""
        return not any((self.base == self.theirs, self.theirs == self.ours, self.ours == self.base))


@dataclass(frozen=True, slots=True)
class Review:
    """A change beside what became of its record meanwhile."""

    change: Change
    base: Value | None
    theirs: Value | None
    """The record today."""
    ours: Value | None
    """What is proposed."""
    current: int
    """Today's version: what a :class:`Merge` must rest on."""
    fields: tuple[FieldChange, ...]
    """Those in which the three are not the same."""

    @property
    def moved(self) -> bool:
        """Whether the record has changed since: it takes a :class:`Merge` to accept the change."""
        return self.current != self.change.edit.rests_on

    @property
    def another(self) -> bool:
        """Whether a new record is proposed under an ID that another has; they cannot be merged."""
        return self.base is None and None not in (self.theirs, self.ours)


@dataclass(frozen=True, slots=True)
class Merge:
    """What a reviewer makes of a change whose record has moved: each field theirs or ours."""

    rests_on: int
    """The version that the reviewer saw."""
    value: Value | None


def review(change: Change, base: Value | None, theirs: Value | None, current: int) -> Review:
    """The three states of a record, field by field."""
    ours, name = change.edit.value, change.edit.collection
    sides = [fields_of(name, value) for value in (base, theirs, ours)]
    order = dict.fromkeys(field for side in reversed(sides) for field in side)
    rows = (FieldChange(field, *(side.get(field) for side in sides)) for field in order)
    fields = tuple(row for row in rows if not row.base == row.theirs == row.ours)
    return Review(change, base, theirs, ours, current, fields)


def fits(merge: Value | None, found: Review) -> bool:
    """Whether ``merge`` takes each field from one of the two sides, and nothing from elsewhere."""
    if merge is None or found.theirs is None or found.ours is None:
        return merge in (found.theirs, found.ours)
    name = found.change.edit.collection
    theirs, ours, chosen = (fields_of(name, item) for item in (found.theirs, found.ours, merge))
    return all(
        chosen.get(field) in (theirs.get(field), ours.get(field))
        for field in theirs.keys() | ours.keys() | chosen.keys()
    )


def misnamed(edit: Edit) -> Iterator[Problem]:
    """What is wrong with the name or the shape of a value, before anything reads it."""
    name, value = edit.collection, edit.value

    def wrong(field: str, given: object, detail: str) -> Problem:
        file = file_of(name, edit.key)
        return Problem(ProblemCode.WRONG_VALUE, file, edit.key, field, shorten(given), detail)

    if value is None:
        return
    if not fits_file(name, value):
        yield wrong("", value, N_("is not a record of this file"))
        return
    if name == FILES:
        if edit.key not in WHOLE:
            yield wrong("", edit.key, N_("is not a file of the register"))
        return
    if key_of(name, value) != edit.key:
        yield wrong(
            COLLECTIONS[name].key[0], key_of(name, value), N_("differs from the record’s ID")
        )
    fields = fields_of(name, value)
    for field, level in fields.get(LEVELS, {}).items() if is_feature(name) else ():
        if (
            field not in fields
            or field in {LEVELS, *COLLECTIONS[name].key}
            or level not in set(Release)
        ):
            yield wrong(LEVELS, f"{field}: {level}", N_("no such field, or no such level"))
