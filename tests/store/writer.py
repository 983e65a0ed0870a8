"""A process that changes the register again and again until it is killed.

Usage: python writer.py ADDRESS RECORD [COUNT] [SNAPSHOTS]; prints a line for each change that the
store has acknowledged, and with SNAPSHOTS for each publication.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from projectmap.store import ConflictError, Edit, Person, Role, fields_of, open_store, value_of
from projectmap.store.publish import publish

EDITOR = Person("writer", "Writer", Role.EDITOR)
APPROVER = Person("approver", "Approver", Role.APPROVER)


def main(address: str, key: str, count: int, to: Path | None) -> None:
    """Add one to the number in the record's title, ``count`` times."""
    store = open_store(address)
    editor = replace(EDITOR, subject=f"writer of {key}")
    done = 0
    while done < count:
        value, version = store.record("projects", key)
        fields = fields_of("projects", value)
        number = int(fields["title_en"].rpartition(" ")[2]) + 1
        fields["title_en"] = f"Test record {number}"
        edit = Edit("projects", key, value_of("projects", fields), version)
        change_set = store.propose(editor, [edit], "a test")
        try:
            store.accept(APPROVER, change_set)
        except ConflictError:
            store.reject(APPROVER, change_set, "somebody was first")
            continue
        done += 1
        print(number, flush=True)  # noqa: T201 - who has started it reads this
        if to is not None:
            print(publish(store, APPROVER, to).version, flush=True)  # noqa: T201 - see above


if __name__ == "__main__":
    main(
        sys.argv[1],
        sys.argv[2],
        int(sys.argv[3]) if len(sys.argv) > 3 else 10**9,
        Path(sys.argv[4]) if len(sys.argv) > 4 else None,
    )
