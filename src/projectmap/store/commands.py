"""``publish``, ``backup`` and ``restore``; their exit codes are those of ``projectmap.cli``."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable

from projectmap.config import Settings
from projectmap.errors import DataInvalidError, Problem
from projectmap.i18n import Translator
from projectmap.model.labels import describe_all
from projectmap.store import Person, RefusedError, Role, StoreError, open_store
from projectmap.store.backup import backup, restore
from projectmap.store.engine import address_of
from projectmap.store.publish import back_to, publish

DONE, PROBLEMS, USAGE = 0, 1, 2


def run(options: argparse.Namespace, known: Settings, t: Translator) -> int:
    """Run one of the three; returns the exit code."""
    try:
        if options.command == "publish":
            return _publish(options, known, t)
        url = address_of(known.store)
        if options.command == "backup":
            backup(url, options.file)
            return DONE
        before = restore(url, options.file)
        if before is not None:
            print(t("The store as it was before: {file}", file=before))  # noqa: T201 - a command line prints
    except (RefusedError, DataInvalidError) as error:
        _report(error.problems, t)
        return PROBLEMS
    except (StoreError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line prints
        return USAGE
    return DONE


def _publish(options: argparse.Namespace, known: Settings, t: Translator) -> int:
    store, folder = open_store(known.store), options.to or known.snapshots
    user = getpass.getuser()
    person = Person(f"command line: {user}", user, Role.APPROVER)
    try:
        if options.snapshot is None:
            done = publish(store, person, folder, options.level,
                           losses_confirmed=options.with_losses)  # fmt: skip
        else:
            done = back_to(store, person, folder, options.snapshot)
    finally:
        store.engine.dispose()
    print(t("Published: {version}", version=folder / done.version))  # noqa: T201 - see above
    return DONE


def _report(problems: Iterable[Problem], t: Translator) -> None:
    for line in describe_all(t, problems):
        print(line, file=sys.stderr)  # noqa: T201 - a command line prints
