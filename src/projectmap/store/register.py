"""The register with its history: proposals in, accepted versions kept, nothing overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from projectmap.config import ROOT
from projectmap.data.change import with_records
from projectmap.data.load import register_of
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.codes import Release
from projectmap.model.register import Register
from projectmap.store import engine as database, rows, tables
from projectmap.store.changes import (
    Change,
    ChangeSet,
    Edit,
    Merge,
    Person,
    Review,
    Role,
    State,
    Version,
    fits,
    misnamed,
    review,
)
from projectmap.store.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    StoreError,
)
from projectmap.store.files import (
    COLLECTIONS,
    Value,
    Values,
    contents_of,
    parse,
    value_of,
    values_of,
)
from projectmap.store.levels import unfit_edits

PROGRAM = Person("projectmap", "projectmap", Role.APPROVER)
"""Who puts the first version into an empty store."""
MAX_SETS = 50
"""Change sets that are listed."""
MAX_TEXT = 2000
"""Of a reason."""
_FAST = ("projects", "partnerships")
"""Collections of which a few records are checked without reading everything again."""


@dataclass(frozen=True)
class Accepted:
    """Everything that is accepted, as of one revision."""

    revision: int
    at: str
    """When it was accepted."""
    values: Values
    """Collection to key to value; records that were removed are not among them."""
    numbers: Mapping[tuple[str, str], int]
    """Collection and key to the record's last version; of removed records too."""

    def edit(self, collection: str, key: str, fields: Mapping[str, Any] | None) -> Edit:
        """A record with these fields (None: withdrawn), resting on its last version."""
        value = None if fields is None else value_of(collection, fields)
        return Edit(collection, key, value, self.numbers.get((collection, key), 0))


class RegisterStore:
    """The store; safe to share between threads, and between processes by the database."""

    def __init__(
        self, engine: Engine, *, single_user: bool = False, seed: Path | None = None
    ) -> None:
        """Bring the tables up to date; an empty store begins with the folder ``seed``.

        ``single_user``: there is one person only, who may accept their own proposals.
        """
        self.engine, self.single_user = engine, single_user
        self._lock = threading.Lock()
        self._accepted: Accepted | None = None
        self._register: tuple[tuple[int, str], Register | DataInvalidError] | None = None
        database.upgrade(engine)
        with database.reading(engine) as connection:
            empty = rows.last_revision(connection) == 0
        if empty:
            self._begin(seed or ROOT / "geodata")

    # --- What there is --------------------------------------------------------------------

    def accepted(self) -> Accepted:
        """Everything that is accepted now."""
        with database.reading(self.engine) as connection:
            return self._now(connection)

    def register(self) -> Register:
        """The accepted register, of all levels; for pages, search and previews.

        Raises :class:`~projectmap.errors.DataInvalidError` where this version of the program does
        not accept what an earlier one did.
        """
        found = self._register_of(self.accepted())
        if isinstance(found, DataInvalidError):
            raise found
        return found

    def record(self, collection: str, key: str) -> tuple[Value | None, int]:
        """A record's value (None: there is none) and its version (0: there never was one)."""
        accepted = self.accepted()
        return accepted.values[collection].get(key), accepted.numbers.get((collection, key), 0)

    def try_out(self, edits: Iterable[Edit]) -> tuple[Register | None, tuple[Problem, ...]]:
        """The register as it would be with ``edits``, and the problems that they bring.

        None in place of the register where they would make it unusable. Nothing is kept: this is
        what forms and previews ask while somebody types.
        """
        return self._checked(self.accepted(), list(edits))

    # --- Proposals ------------------------------------------------------------------------

    def propose(self, person: Person, edits: Iterable[Edit], why: str) -> int:
        """Keep ``edits`` as one change set to be reviewed; returns its id.

        Raises :class:`NotAllowedError`, :class:`RefusedError`, :class:`StoreError` for no edits, no
        reason or a version that never was, and :class:`TakenError` for a new record whose ID
        another has, or will have if accepted.
        """
        require(person, Role.EDITOR)
        wanted, why = list(edits), _reason(why)
        if not wanted or len({(item.collection, item.key) for item in wanted}) < len(wanted):
            raise StoreError("a change set holds one change of each record, and at least one")
        accepted = self.accepted()
        for item in wanted:
            last = accepted.numbers.get((item.collection, item.key), 0)
            if item.collection not in COLLECTIONS or not 0 <= item.rests_on <= last:
                raise StoreError(f"{item.collection} {item.key}: no version {item.rests_on}")
        _, problems = self._checked(accepted, wanted)
        if problems:
            raise RefusedError(problems)
        with database.writing(self.engine) as connection:
            require(person, Role.EDITOR)
            now = self._now(connection)
            rows.refuse_taken(connection, wanted, now.values, now.numbers)
            return rows.insert_set(connection, person, wanted, why)

    def restore(self, person: Person, collection: str, key: str, number: int, why: str) -> int:
        """Propose what version ``number`` of a record was; returns the id of the change set."""
        value = self.version(collection, key, number).value
        _, current = self.record(collection, key)
        return self.propose(person, [Edit(collection, key, value, current)], why)

    def free_key(self, collection: str, key: str) -> str:
        """``key``, or the next like it, that no record has or had and nobody has proposed."""
        with database.reading(self.engine) as connection:
            numbers = self._now(connection).numbers
            waiting = {change.edit.key for change in rows.waiting(connection, collection)}
        stem = key.rstrip("0123456789")
        digits = key.removeprefix(stem)
        number = int(digits or 1)
        while (collection, key) in numbers or key in waiting:
            number += 1
            key = f"{stem}{number:0{len(digits)}}" if digits else f"{stem}-{number}"
        return key

    def waiting(self, collection: str, key: str) -> list[Change]:
        """What is proposed for one record and not decided, the newest first."""
        with database.reading(self.engine) as connection:
            return rows.waiting(connection, collection, key)

    def change_sets(self, *, is_open: bool = False) -> list[ChangeSet]:
        """The last change sets, or those of them that are open, the newest first."""
        sets, changes = tables.change_sets, tables.changes
        wanted = select(sets).order_by(sets.c.id.desc()).limit(MAX_SETS)
        if is_open:
            proposed = select(changes.c.set_id).where(changes.c.state == State.PROPOSED.value)
            wanted = wanted.where(sets.c.id.in_(proposed))
        with database.reading(self.engine) as connection:
            return rows.change_sets(connection, wanted)

    def change_set(self, set_id: int) -> ChangeSet:
        """A change set; raises :class:`NotFoundError`."""
        wanted = select(tables.change_sets).where(tables.change_sets.c.id == set_id)
        with database.reading(self.engine) as connection:
            found = rows.change_sets(connection, wanted)
        if not found:
            raise NotFoundError(f"no change set {set_id}")
        return found[0]

    def changes(self, set_id: int) -> list[Change]:
        """The changes of a change set, in the order in which they were proposed."""
        with database.reading(self.engine) as connection:
            return rows.changes_of(connection, set_id)

    def review(self, change: Change) -> Review:
        """A change beside the version it rests on and what became of its record since."""
        with database.reading(self.engine) as connection:
            return _reviewed(connection, self._now(connection), change)

    # --- Decisions ------------------------------------------------------------------------

    def accept(
        self,
        person: Person,
        set_id: int,
        *,
        changes: Collection[int] | None = None,
        merges: Mapping[int, Merge] = MappingProxyType({}),
        reason: str = "",
    ) -> int:
        """Make the open changes of a set part of the register, all or none; returns the revision.

        ``changes``: ids of those to accept, all by default. A change whose record has moved needs
        a :class:`Merge` under its id: what both sides did is joined only as somebody has seen it.
        Raises :class:`NotAllowedError`, :class:`AlreadyDecidedError`, :class:`ConflictError` and
        :class:`RefusedError`; nothing is kept then.
        """
        with database.writing(self.engine) as connection:
            require(person, Role.APPROVER)
            own = rows.proposer(connection, set_id) == person.subject
            if own and not self.single_user:
                raise NotAllowedError("nobody accepts their own proposal")
            wanted = rows.open_changes(connection, set_id, changes)
            accepted = self._now(connection)
            edits = self._merged(connection, accepted, wanted, merges)
            register, problems = self._checked(accepted, edits)
            if problems:
                raise RefusedError(problems)
            pairs = zip(wanted, edits, strict=True)
            revision = rows.insert_revision(connection, set_id, pairs)
            rows.decide(connection, wanted, State.ACCEPTED, person, reason[:MAX_TEXT], own=own)
            at = rows.revision_time(connection, revision) or ""
        if register is not None:
            self._register = (revision, at), register
        return revision

    def reject(
        self, person: Person, set_id: int, reason: str, *, changes: Collection[int] | None = None
    ) -> None:
        """Set the open changes of a set aside, for a reason; who proposed them may, too."""
        reason = _reason(reason)
        with database.writing(self.engine) as connection:
            own = rows.proposer(connection, set_id) == person.subject
            require(person, Role.EDITOR if own else Role.APPROVER)
            wanted = rows.open_changes(connection, set_id, changes)
            rows.decide(connection, wanted, State.REJECTED, person, reason, own=own)

    # --- History --------------------------------------------------------------------------

    def version(self, collection: str, key: str, number: int) -> Version:
        """One version of a record; raises :class:`NotFoundError`."""
        found = self.history(collection=collection, key=key, number=number)
        if not found:
            raise NotFoundError(f"{collection} {key}: no version {number}")
        return found[0]

    def history(
        self,
        *,
        collection: str | None = None,
        key: str | None = None,
        number: int | None = None,
        person: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Version]:
        """Versions, the newest first.

        ``person``: who proposed or accepted them, by subject or by a part of the name. ``since``
        and ``until`` are UTC times or days as text; ``until`` itself is not included.
        """
        versions, changes = tables.versions, tables.changes
        wanted: tuple[tuple[Callable[[Any], ColumnElement[bool]], str | int | None], ...] = (
            (versions.c.collection.__eq__, collection),
            (versions.c.key.__eq__, key),
            (versions.c.number.__eq__, number),
            (rows.involves, person),
            (changes.c.decided_at.__ge__, since),
            (changes.c.decided_at.__lt__, until),
        )
        asked = [holds(value) for holds, value in wanted if value is not None]
        with database.reading(self.engine) as connection:
            return rows.history(connection, asked, limit, offset)

    # --- Inside ---------------------------------------------------------------------------

    def _begin(self, seed: Path) -> None:
        values = values_of(seed)
        edits = [
            Edit(name, key, value, 0) for name in values for key, value in values[name].items()
        ]
        with database.writing(self.engine) as connection:
            if rows.last_revision(connection):
                return  # another process was first
            why = f"First version, from {seed.name}/"
            set_id = rows.insert_set(connection, PROGRAM, edits, why)
            wanted = rows.open_changes(connection, set_id, None)
            rows.insert_revision(connection, set_id, ((item, item.edit) for item in wanted))
            rows.decide(connection, wanted, State.ACCEPTED, PROGRAM, why, own=True)

    def _now(self, connection: Connection) -> Accepted:
        """Everything accepted, as ``connection`` sees it; what is known is not read again."""
        revision = rows.last_revision(connection)
        with self._lock:
            known = self._accepted
            if known is not None:
                at = rows.revision_time(connection, known.revision)
                if at != known.at:
                    known = None  # a backup has been restored
                elif known.revision == revision:
                    return known
            known = known or Accepted(0, "", {name: {} for name in COLLECTIONS}, {})
            values = {name: dict(known.values[name]) for name in COLLECTIONS}
            numbers = dict(known.numbers)
            newer = rows.versions_since(connection, known.revision)
            for row in {(row.collection, row.key): row for row in newer}.values():
                numbers[row.collection, row.key] = row.number
                value = parse(row.value)
                if value is not None:
                    values[row.collection][row.key] = value
                else:
                    values[row.collection].pop(row.key, None)
            at = rows.revision_time(connection, revision) or ""
            self._accepted = Accepted(revision, at, values, numbers)
            return self._accepted

    def _register_of(self, accepted: Accepted) -> Register | DataInvalidError:
        known = self._register
        if known is not None and known[0] == (accepted.revision, accepted.at):
            return known[1]
        found = _whole(accepted.values)
        self._register = (accepted.revision, accepted.at), found
        return found

    def _checked(
        self, accepted: Accepted, edits: Sequence[Edit]
    ) -> tuple[Register | None, tuple[Problem, ...]]:
        """The register with ``edits``, and those of its problems that it has not without them."""
        named = [problem for edit in edits for problem in misnamed(edit)]
        if named:
            return None, tuple(named)
        before = self._register_of(accepted)
        after: Register | DataInvalidError | None = None
        if isinstance(before, Register) and all(edit.collection in _FAST for edit in edits):
            projects, partnerships = (
                {edit.key: edit.value for edit in edits if edit.collection == name}
                for name in _FAST
            )
            after = with_records(before, projects, partnerships, Release.INTERNAL)
        if after is None:
            after = _whole(_with(accepted.values, edits))
        old = set(before.problems)
        new = tuple(problem for problem in after.problems if problem not in old)
        if not new:
            new = _unfit(accepted, edits)
        return (after if isinstance(after, Register) else None), new

    def _merged(
        self,
        connection: Connection,
        accepted: Accepted,
        wanted: Iterable[Change],
        merges: Mapping[int, Merge],
    ) -> list[Edit]:
        """The edits to be kept; raises :class:`ConflictError` for records that have moved."""
        edits, moved = [], []
        for change in wanted:
            edit, merge = change.edit, merges.get(change.id)
            if accepted.numbers.get((edit.collection, edit.key), 0) == edit.rests_on:
                edits.append(edit)
                continue
            found = _reviewed(connection, accepted, change)
            if (
                merge is None
                or found.another
                or merge.rests_on != found.current
                or not fits(merge.value, found)
            ):
                moved.append(change.id)
            else:
                edits.append(replace(edit, value=merge.value, rests_on=found.current))
        if moved:
            raise ConflictError(moved)
        return edits


def require(person: Person, role: Role) -> None:
    """Raises :class:`NotAllowedError` unless the person has ``role`` now, or more than it."""
    today = person.role if person.current_role is None else person.current_role()
    if not person.subject or not today.includes(role):
        raise NotAllowedError(f"this takes the role {role}")


def _reviewed(connection: Connection, accepted: Accepted, change: Change) -> Review:
    edit = change.edit
    base = rows.value_at(connection, edit.collection, edit.key, edit.rests_on)
    today = accepted.values[edit.collection].get(edit.key)
    return review(change, base, today, accepted.numbers.get((edit.collection, edit.key), 0))


def _reason(text: str) -> str:
    if not text.strip() or len(text) > MAX_TEXT:
        raise StoreError(f"a reason is needed, of up to {MAX_TEXT} characters")
    return text.strip()


def _unfit(accepted: Accepted, edits: Iterable[Edit]) -> tuple[Problem, ...]:
    """What ``edits`` bring that must not be published."""
    settlements = accepted.values["settlements"]
    found = [*unfit_edits(settlements, edits)]
    if not found:
        return ()
    today = (replace(edit, value=accepted.values[edit.collection].get(edit.key)) for edit in edits)
    old = {*unfit_edits(settlements, today)}
    return tuple(problem for problem in found if problem not in old)


def _whole(values: Values) -> Register | DataInvalidError:
    """The register that ``values`` make, or why they make none."""
    try:
        return register_of(contents_of(values, Release.INTERNAL), level=Release.INTERNAL)
    except DataInvalidError as error:
        return error


def _with(values: Values, edits: Iterable[Edit]) -> Values:
    """``values`` with ``edits``."""
    found = {name: dict(records) for name, records in values.items()}
    for edit in edits:
        if edit.value is None:
            found[edit.collection].pop(edit.key, None)
        else:
            found[edit.collection][edit.key] = edit.value
    return found
