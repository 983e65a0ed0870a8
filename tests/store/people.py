"""Who does something in these tests, and what they do most often."""

from __future__ import annotations

from typing import Any

from projectmap.store import Edit, Person, RegisterStore, Role, fields_of

READER = Person("subject-0", "Reader of the tests", Role.READER)
EDITOR = Person("subject-1", "Editor of the tests", Role.EDITOR)
APPROVER = Person("subject-2", "Approver of the tests", Role.APPROVER)


def fields_in(
    store: RegisterStore, key: str = "TEST-001", collection: str = "projects"
) -> dict[str, Any]:
    """The fields of a record as it is accepted."""
    return fields_of(collection, store.record(collection, key)[0])


def edited(store: RegisterStore, key: str = "TEST-001", **fields: Any) -> Edit:
    """A project with ``fields``, resting on its last version."""
    return store.accepted().edit("projects", key, {**fields_in(store, key), **fields})


def accept(store: RegisterStore, *edits: Edit, why: str = "a test") -> int:
    """Have ``edits`` proposed and accepted; returns the revision."""
    return store.accept(APPROVER, store.propose(EDITOR, edits, why))
