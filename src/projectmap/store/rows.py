"""What is read from the tables and written to them; each takes the connection it works on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update
from sqlalchemy.sql import ColumnElement, Select

from projectmap.store.changes import Change, ChangeSet, Decision, Edit, Person, State, Version
from projectmap.store.errors import AlreadyDecidedError, NotFoundError, TakenError
from projectmap.store.files import Value, Values, dump, parse
from projectmap.store.tables import change_sets as sets, changes, revisions, versions

_BATCH = 500
"""Ids in one question: SQLite and PostgreSQL bound them."""


def now() -> str:
    """The time as it is kept: UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def last_revision(connection: Connection) -> int:
    """The register's revision; 0 for an empty store."""
    return connection.execute(select(func.max(revisions.c.id))).scalar() or 0


def revision_time(connection: Connection, revision: int) -> str | None:
    """When a revision was made; None where there is none of this number."""
    return connection.execute(select(revisions.c.at).where(revisions.c.id == revision)).scalar()


def versions_since(connection: Connection, revision: int) -> Sequence[Any]:
    """The versions of later revisions, oldest first."""
    wanted = select(versions).where(versions.c.revision > revision)
    return connection.execute(wanted.order_by(versions.c.revision, versions.c.number)).all()


def value_at(connection: Connection, collection: str, key: str, number: int) -> Value | None:
    """A record in one of its versions; None where it was removed, or for version 0."""
    at = (versions.c.collection == collection, versions.c.key == key, versions.c.number == number)
    return parse(connection.execute(select(versions.c.value).where(*at)).scalar())


def insert_set(connection: Connection, person: Person, edits: Iterable[Edit], why: str) -> int:
    """A new change set, all of it proposed; returns its id."""
    values = {"subject": person.subject, "name": person.name, "at": now(), "why": why}
    added = insert(sets).values(values).returning(sets.c.id)
    set_id: int = connection.execute(added).scalar_one()
    open_ = {"set_id": set_id, "state": State.PROPOSED.value, "own": False}
    rows = [
        {**open_, "collection": item.collection, "key": item.key, "rests_on": item.rests_on,
         "value": dump(item.value)}
        for item in edits
    ]  # fmt: skip
    connection.execute(insert(changes), rows)
    return set_id


def insert_revision(
    connection: Connection, set_id: int, accepted: Iterable[tuple[Change, Edit]]
) -> int:
    """A new revision, with a version of each record; returns its number."""
    added = insert(revisions).values({"at": now(), "set_id": set_id})
    revision: int = connection.execute(added.returning(revisions.c.id)).scalar_one()
    rows = [
        {"collection": edit.collection, "key": edit.key, "number": edit.rests_on + 1,
         "value": dump(edit.value), "revision": revision, "change_id": change.id}
        for change, edit in accepted
    ]  # fmt: skip
    connection.execute(insert(versions), rows)
    return revision


def decide(
    connection: Connection,
    decided: Iterable[Change],
    state: State,
    person: Person,
    reason: str,
    *,
    own: bool,
) -> None:
    """Write down who decided about changes that were open."""
    ids = [change.id for change in decided]
    values = {
        "state": state.value,
        "decided_by": person.subject,
        "decided_name": person.name,
        "decided_at": now(),
        "reason": reason,
        "own": own,
    }
    for start in range(0, len(ids), _BATCH):
        wanted = changes.c.id.in_(ids[start : start + _BATCH])
        connection.execute(update(changes).where(wanted).values(values))


def proposer(connection: Connection, set_id: int) -> str:
    """The subject of who proposed a set; raises :class:`NotFoundError`."""
    found = connection.execute(select(sets.c.subject).where(sets.c.id == set_id)).scalar()
    if found is None:
        raise NotFoundError(f"no change set {set_id}")
    return str(found)


def changes_of(connection: Connection, set_id: int) -> list[Change]:
    """The changes of a set, in the order in which they were proposed."""
    wanted = select(changes).where(changes.c.set_id == set_id).order_by(changes.c.id)
    return [_change(row) for row in connection.execute(wanted).mappings()]


def open_changes(connection: Connection, set_id: int, ids: Collection[int] | None) -> list[Change]:
    """The changes that are to be decided: those of ``ids``, or all that are open.

    Raises :class:`AlreadyDecidedError` where one of ``ids`` is decided, or none is open.
    """
    found = changes_of(connection, set_id)
    wanted = [
        change
        for change in found
        if (change.state == State.PROPOSED if ids is None else change.id in ids)
    ]
    if ids is not None and len(wanted) < len(set(ids)):
        raise NotFoundError(f"change set {set_id} has not all of these changes")
    if not wanted or any(change.state != State.PROPOSED for change in wanted):
        raise AlreadyDecidedError(f"change set {set_id}: already decided")
    return wanted


def waiting(connection: Connection, collection: str, key: str | None = None) -> list[Change]:
    """The open changes of a collection, or of one record of it, the newest first."""
    wanted = select(changes).order_by(changes.c.id.desc())
    wanted = wanted.where(changes.c.state == State.PROPOSED, changes.c.collection == collection)
    if key is not None:
        wanted = wanted.where(changes.c.key == key)
    return [_change(row) for row in connection.execute(wanted).mappings()]


def refuse_taken(
    connection: Connection,
    edits: Iterable[Edit],
    values: Values,
    numbers: Mapping[tuple[str, str], int],
) -> None:
    """Raises :class:`TakenError` unless the ID of every new record is free."""
    for edit in edits:
        name, key = edit.collection, edit.key
        there = key in values[name]
        if edit.value is None or (there and edit.rests_on):
            continue
        # Another one that is new, or brings back what was removed.
        taking = {0, numbers.get((name, key), 0)}
        others = (one.edit for one in waiting(connection, name, key))
        if there or any(one.value is not None and one.rests_on in taking for one in others):
            raise TakenError(f"{name} {key}: taken")


def change_sets(connection: Connection, wanted: Select[Any]) -> list[ChangeSet]:
    """The sets that ``wanted`` selects, with the states of their changes."""
    rows = connection.execute(wanted).all()
    count = func.count().label("count")
    states: dict[int, dict[State, int]] = {row.id: {} for row in rows}
    counted = (
        select(changes.c.set_id, changes.c.state, count)
        .where(changes.c.set_id.in_(list(states)))
        .group_by(changes.c.set_id, changes.c.state)
    )
    for row in connection.execute(counted):
        states[row.set_id][State(row.state)] = row[2]
    return [
        ChangeSet(row.id, row.subject, row.name, row.at, row.why, states[row.id]) for row in rows
    ]


def involves(person: str) -> ColumnElement[bool]:
    """Whether somebody proposed or accepted a version: by subject, or by a part of the name."""
    names = (sets.c.name, changes.c.decided_name)
    return or_(
        *(column == person for column in (sets.c.subject, changes.c.decided_by)),
        *(name.icontains(person, autoescape=True) for name in names),
    )


def history(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], limit: int, offset: int
) -> list[Version]:
    """The versions for which all of ``wanted`` holds, the newest first."""
    earlier = versions.alias("earlier")
    same = and_(
        earlier.c.collection == versions.c.collection,
        earlier.c.key == versions.c.key,
        earlier.c.number == versions.c.number - 1,
    )
    asked = (
        select(
            versions,
            earlier.c.value.label("before"),
            *(changes.c[name] for name in _DECIDED),
            *(sets.c[name] for name in ("subject", "name", "why", "at")),
        )
        .join(changes, changes.c.id == versions.c.change_id)
        .join(sets, sets.c.id == changes.c.set_id)
        .outerjoin(earlier, same)
        .where(*wanted)
        .order_by(versions.c.revision.desc(), versions.c.change_id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        Version(row["collection"], row["key"], row["number"], parse(row["value"]),
                parse(row["before"]), row["subject"], row["name"], row["why"], row["at"],
                _decision(row))
        for row in connection.execute(asked).mappings()
    ]  # fmt: skip


_DECIDED = ("decided_by", "decided_name", "decided_at", "reason", "own")


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(*(row[name] for name in _DECIDED))


def _change(row: Mapping[Any, Any]) -> Change:
    edit = Edit(row["collection"], row["key"], parse(row["value"]), row["rests_on"])
    decided = None if row["decided_at"] is None else _decision(row)
    return Change(row["id"], row["set_id"], edit, State(row["state"]), decided)
