"""The command line: ``validate``, ``status``, ``find``, ``export``, and the store's commands.

Exit codes: 0 done, 1 problems in the data, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import errno
import getpass
import json
import locale
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from projectmap.config import Settings, place_of, settings
from projectmap.data.database import snapshot_at
from projectmap.data.load import register_of
from projectmap.errors import DataInvalidError, Problem
from projectmap.export.registry import EXPORTS, Export, write_export
from projectmap.export.request import DeckLength, ExportRequest, Size, one_community
from projectmap.i18n import LANGUAGES, Translator, preferred_language, translator
from projectmap.model.codes import Release
from projectmap.model.dates import KYIV, full_day
from projectmap.model.labels import Labels, describe_all
from projectmap.model.register import Register
from projectmap.query.columns import STATUS_COLUMNS
from projectmap.query.find import find, reason_text
from projectmap.query.rows import Cells, rows
from projectmap.query.status import status_on
from projectmap.query.view import FACETS, View, read_view

DONE, PROBLEMS, USAGE = 0, 1, 2
_SINGLE = ("year_from", "year_to", "asof", "compare", "q", "project", "place", "partnership")
"""Parameters that take one value."""
STATUS_KEYS = (
    *("katottg", "name_uk", "name_en", "status"),
    *("settlements_occupied", "settlements_total", "act"),
)
"""The columns of the status table that ``status`` prints."""
OF_STORE = ("publish", "backup", "restore")
"""Commands of the store."""
FIND_COLUMNS = ("katottg", "name_uk", "name_en", "reason")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, did not want all of it, which may have named problems.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())  # Python flushes once more at its end
        return PROBLEMS
    return code


def _run(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    t = translator(options.lang or preferred_language((locale.getlocale()[0] or "")[:2]))
    try:
        known = settings()
    except ValueError as error:
        print(error, file=sys.stderr)
        return USAGE
    if options.command in OF_STORE:
        return _with_store(options, known, t)
    if options.command == "edit":
        from projectmap.editor import start  # noqa: PLC0415 - as for the store

        return start.run(options.host, options.port, t)
    return _with_register(options, known, t)


def _with_register(options: argparse.Namespace, known: Settings, t: Translator) -> int:
    """Run a command that reads a data folder."""
    try:
        place = place_of(options.geodata) if options.geodata else known.geodata
        register = register_of(snapshot_at(place).contents(), level=Release.INTERNAL)
    except DataInvalidError as error:
        _report(error.problems, t)
        return PROBLEMS
    except OSError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    if options.command == "validate":
        return _validate(register, t)
    _report(register.problems, t)
    if options.command == "status":
        _status(register, options.asof, options.format)
        return DONE
    if options.command == "find":
        _find(register, " ".join(options.text), t)
        return DONE
    return _export(register, options, known, t)


def _with_store(options: argparse.Namespace, known: Settings, t: Translator) -> int:
    """Publish, or write or bring back a backup of the store."""
    # Only here: the other commands need not wait until a database's programs are loaded.
    from projectmap.store import StoreError, backup, engine  # noqa: PLC0415

    try:
        if options.command == "publish":
            _publish(options, known, t)
        elif options.command == "backup":
            backup.backup(engine.address_of(known.store), options.file)
        else:
            before = backup.restore(engine.address_of(known.store), options.file)
            if before is not None:
                print(t("The store as it was before: {file}", file=before))
    except DataInvalidError as error:
        _report(error.problems, t)
        return PROBLEMS
    except (StoreError, OSError) as error:
        print(error, file=sys.stderr)
        return USAGE
    return DONE


def _publish(options: argparse.Namespace, known: Settings, t: Translator) -> None:
    from projectmap.store import Person, Role, open_store, publish  # noqa: PLC0415 - as above

    store, folder = open_store(known.store), options.to or known.snapshots
    user = getpass.getuser()
    person = Person(f"command line: {user}", user, Role.APPROVER)
    try:
        if options.snapshot is None:
            done = publish.publish(store, person, folder, options.level,
                                   losses_confirmed=options.with_losses)  # fmt: skip
        else:
            done = publish.back_to(store, person, folder, options.snapshot)
    finally:
        store.engine.dispose()
    print(t("Published: {version}", version=folder / done.version))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="projectmap", description="The register of territorial projects of Luhansk oblast."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, help="language of messages and of exports")

    validate = commands.add_parser(
        "validate", parents=[common], help="check a data folder and list every problem"
    )
    validate.add_argument(
        "geodata",
        nargs="?",
        metavar="DIR",
        help="data folder (default: PROJECTMAP_GEODATA or geodata/)",
    )

    status = commands.add_parser(
        "status", parents=[common], help="the status of every community on a date"
    )
    status.add_argument("--asof", type=_day, required=True, metavar="YYYY-MM-DD")
    status.add_argument("--format", choices=("csv", "json"), default="csv")

    sought = commands.add_parser(
        "find", parents=[common], help="find communities by any name, or by a code"
    )
    sought.add_argument("text", nargs="+", metavar="TEXT")

    export = commands.add_parser(
        "export", parents=[common], help="write the filtered records, or a document about them"
    )
    formats = dict.fromkeys(item.ending for item in EXPORTS.values())
    export.add_argument("--format", choices=formats, required=True)
    export.add_argument(
        "--document",
        choices=sorted({item.stem for item in EXPORTS.values() if item.document}),
        help="which document, where a format has several: pdf is a report or a dossier, png and "
        "svg are the map of communities or that of partners",
    )
    export.add_argument("--size", choices=[size.value for size in Size], help="size of the PNG")
    export.add_argument("--deck", choices=[deck.value for deck in DeckLength],
                        help="PPTX only: about ten slides (the default), or all")  # fmt: skip
    export.add_argument("--story", metavar="ID", help="HTML only: the story to present")
    export.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    for name in FACETS:
        export.add_argument(*_options(name), action="append", default=[], metavar="CODE", dest=name)
    for name in _SINGLE:
        export.add_argument(*_options(name), dest=name, metavar="VALUE")
    for command in (status, sought, export):
        command.set_defaults(geodata=None)
    _of_store(commands, common)
    return parser


def _of_store(commands: Any, common: argparse.ArgumentParser) -> None:
    publish = commands.add_parser(
        "publish", parents=[common], help="publish the accepted records as a snapshot"
    )
    publish.add_argument("--to", type=Path, metavar="DIR",
                         help="folder of the snapshots (default: PROJECTMAP_SNAPSHOTS or "
                         "snapshots/)")  # fmt: skip
    publish.add_argument("--level", type=Release, choices=list(Release), default=Release.PUBLIC,
                         help="for which readers (default: public)")  # fmt: skip
    publish.add_argument("--snapshot", metavar="VERSION", help="go back to an earlier snapshot")
    publish.add_argument("--with-losses", action="store_true",
                         help="publish although many records are gone")  # fmt: skip
    backup = commands.add_parser("backup", parents=[common], help="write the store to a file")
    edit = commands.add_parser("edit", parents=[common], help="start the editor of the register")
    edit.add_argument("--host", default="127.0.0.1", metavar="H",
                      help="address to listen on (default: this computer only)")  # fmt: skip
    edit.add_argument("--port", type=int, default=8502, metavar="P", help="default: 8502")
    restore = commands.add_parser(
        "restore", parents=[common], help="replace the store by a backup; today's is kept"
    )
    for command in (backup, restore):
        command.add_argument("file", type=Path, metavar="FILE")


def _day(text: str) -> date:
    day = full_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"not a date like 2022-02-24: {text}")
    return day


def _options(name: str) -> list[str]:
    """``--year-from``, and the parameter's own spelling ``--year_from`` beside it."""
    return list(dict.fromkeys(["--" + name.replace("_", "-"), "--" + name]))


def _report(problems: Sequence[Problem], t: Translator) -> None:
    for line in describe_all(t, problems):
        print(line, file=sys.stderr)


def _validate(register: Register, t: Translator) -> int:
    _report(register.problems, t)
    if register.problems:
        return PROBLEMS
    counts = (
        t.plural("{n} community", "{n} communities", len(register.communities)),
        t.plural("{n} settlement", "{n} settlements", len(register.settlements)),
        t.plural("{n} record", "{n} records", len(register.projects)),
        t.plural("{n} partnership", "{n} partnerships", len(register.partnerships)),
        t.plural("{n} entry in the List", "{n} entries in the List", len(register.status_rows)),
        t.plural("{n} story", "{n} stories", len(register.stories)),
    )
    print(t("No problems: {counts}.", counts=", ".join(counts)))
    return DONE


def _status(register: Register, day: date, form: str) -> None:
    columns = [column for column in STATUS_COLUMNS if column.key in STATUS_KEYS]
    # Scripts read this: the acts are in the words of the List, whatever the language.
    cells = Cells(Labels(register, translator("uk")), day)
    found = [
        {key: "" if value is None else value for key, value in row.items()}
        for row in rows(columns, status_on(register, day).values(), cells)
    ]
    if form == "json":
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    writer = csv.DictWriter(sys.stdout, STATUS_KEYS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)


def _find(register: Register, text: str, t: Translator) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(FIND_COLUMNS)
    found, labels = find(register, text), Labels(register, t)
    for match in found:
        item = register.communities[match.community]
        writer.writerow((item.katottg, item.name_uk, item.name_en, reason_text(match, labels)))
    if not found:
        print(t("Nothing was found."), file=sys.stderr)


def _export(register: Register, options: argparse.Namespace, known: Settings, t: Translator) -> int:
    asked = {name: getattr(options, name) for name in FACETS}
    for name in _SINGLE:
        value = getattr(options, name)
        asked[name] = [] if value is None else [value]
    view, ignored = read_view(asked, register)
    if ignored:
        for item in ignored:
            text = t("unknown value of {option}: {value}", option=_options(item.parameter)[0],
                     value=item.value)  # fmt: skip
            print(text, file=sys.stderr)
        return USAGE
    export = _chosen(options)
    wrong = _wrong_usage(register, options, export, view, t)
    if export is None or wrong is not None:
        print(wrong, file=sys.stderr)
        return USAGE
    if not options.output.parent.is_dir():
        # Known before, not after a minute of work.
        print(f"{options.output}: {os.strerror(errno.ENOENT)}", file=sys.stderr)
        return USAGE
    request = ExportRequest(
        name=export.name,
        view=view,
        language=t.language,
        day=datetime.now(KYIV).date(),
        base_url=known.address,
        contact=known.contact,
        size=Size(options.size or Size.SCREEN),
        deck=DeckLength(options.deck or DeckLength.SHORT),
        story=options.story,
    )
    try:
        write_export(register, request, options.output)
    except OSError as error:
        print(f"{options.output}: {error.strerror}", file=sys.stderr)
        return USAGE
    return DONE


def _chosen(options: argparse.Namespace) -> Export | None:
    """The download that is asked for: where no document is named, the first of the format."""
    if options.document is not None:
        return EXPORTS.get(f"{options.document}.{options.format}")
    return next(item for item in EXPORTS.values() if item.ending == options.format)


def _wrong_usage(
    register: Register,
    options: argparse.Namespace,
    export: Export | None,
    view: View,
    t: Translator,
) -> str | None:
    """What is asked for and cannot be made, in words."""
    form = options.format
    if export is None:
        return t("{document} is not available as {format}", document=options.document, format=form)
    if export.about_community and one_community(register, view) is None:
        return t("a dossier covers one community: name it with --community")
    named = {
        "--size": None if export.has_size else options.size,
        "--deck": None if export.has_deck else options.deck,
        "--story": None if export.has_story else options.story,
    }
    for option, value in named.items():
        if value is not None:
            return t("{option} does not apply to {format}", option=option, format=form)
    if options.story is not None and options.story not in register.stories:
        return t("unknown value of {option}: {value}", option="--story", value=options.story)
    if options.story is not None and view.filtered:
        return t("a story shows its own records: leave out the filters")
    return None


if __name__ == "__main__":
    sys.exit(main())
