"""Errors of the store; all are shown to the person who asked."""

from __future__ import annotations

from collections.abc import Sequence

from projectmap.errors import DataInvalidError, ProjectmapError


class StoreError(ProjectmapError):
    """The store cannot be opened, read or written."""


class NotAllowedError(StoreError):
    """The person's role does not allow it, or the proposal is their own."""


class NotFoundError(StoreError):
    """There is no such record, version, change set or snapshot."""


class TakenError(StoreError):
    """A new record's ID is that of another, accepted or proposed."""


class AlreadyDecidedError(StoreError):
    """Somebody else has accepted or rejected it meanwhile."""


class RefusedError(StoreError, DataInvalidError):
    """With the changes the register would not be valid; ``problems`` are those they bring."""


class ConflictError(StoreError):
    """Records moved since the changes were proposed; ``changes`` are the ids of those changes.

    See :meth:`~projectmap.store.register.RegisterStore.review`.
    """

    def __init__(self, changes: Sequence[int]) -> None:
        self.changes = tuple(changes)
        super().__init__(f"records have changed since: {', '.join(map(str, changes))}")
