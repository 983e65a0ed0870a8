"""The register kept by its own people: every version of every record, and publishing.

What the editor and the command line use; everything else is inside::

    store = open_store(os.environ.get("PROJECTMAP_STORE"))
    person = Person(subject="…", name="…", role=Role.EDITOR)
    value, _ = store.record("projects", "LUH-001")
    fields = {**fields_of("projects", value), "end": "2021-12"}
    edit = store.accepted().edit("projects", "LUH-001", fields)
    register, problems = store.try_out([edit])      # for the form and the preview
    number = store.propose(person, [edit], "The report gives the date")
    for change in store.changes(number):
        store.review(change)                        # base, theirs, ours; field by field
    store.accept(another_person, number)            # or reject(…, reason)

A value is what the file of its collection has (:mod:`projectmap.store.files`); a problem names
file, record and field, and ``place_of`` the collection and key it belongs to. Everything that
cannot be done is a :class:`StoreError`, explained in its docstring.
"""

from __future__ import annotations

from pathlib import Path

from projectmap.store.changes import (
    Change as Change,
    ChangeSet as ChangeSet,
    Decision as Decision,
    Edit as Edit,
    FieldChange as FieldChange,
    Merge as Merge,
    Person as Person,
    Review as Review,
    Role as Role,
    State as State,
    Version as Version,
)
from projectmap.store.engine import address_of, engine_of
from projectmap.store.errors import (
    AlreadyDecidedError as AlreadyDecidedError,
    ConflictError as ConflictError,
    NotAllowedError as NotAllowedError,
    NotFoundError as NotFoundError,
    RefusedError as RefusedError,
    StoreError as StoreError,
    TakenError as TakenError,
)
from projectmap.store.files import (
    COLLECTIONS as COLLECTIONS,
    Value as Value,
    fields_of as fields_of,
    key_of as key_of,
    place_of as place_of,
    value_of as value_of,
)
from projectmap.store.register import Accepted as Accepted, RegisterStore as RegisterStore


def open_store(
    address: str | None = None, *, single_user: bool = False, seed: Path | None = None
) -> RegisterStore:
    """The store at ``address``: that of a database, or a file for SQLite; by default one of ours.

    An empty store begins with the data folder ``seed`` (the shipped ``geodata/``) as version 1.
    ``single_user``: one person works on one computer and may accept their own proposals. Raises
    :class:`StoreError`, and :class:`~projectmap.errors.DataInvalidError` for a faulty ``seed``.
    """
    engine = engine_of(address_of(address))
    try:
        return RegisterStore(engine, single_user=single_user, seed=seed)
    except Exception:
        engine.dispose()  # a connection that nobody could close
        raise
