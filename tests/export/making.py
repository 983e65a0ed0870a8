"""Files as bytes, for tests that look into them."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook as ReadBook

from projectmap.export.csv_file import DANGEROUS
from projectmap.export.registry import EXPORTS, write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import LANGUAGES, Translator
from projectmap.model.register import Register
from projectmap.query.rows import COLUMNS
from projectmap.query.view import View

NUMBERS = frozenset(column.key for column in COLUMNS if column.kind == "number")


def export(
    name: str, register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> bytes:
    """The file of what ``view`` shows, by the name of its export."""
    return written(write_export, register, ExportRequest(name, view, t.language, day, base_url))


def written(write_to: Callable[..., None], *arguments: Any) -> bytes:
    """What a function writes to the path that it takes last."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write_to(*arguments, path)
        return path.read_bytes()


def digests(
    register: Register,
    folder: Path,
    day: date = date(2026, 11, 22),
    names: Iterable[str] = tuple(EXPORTS),
) -> dict[str, str]:
    """A digest of each export of some of the real data, the languages by turns."""
    place, water = View(community=("UA44140090000072167",)), View(sector=("water",))
    made = {}
    for number, name in enumerate(names):
        language = LANGUAGES[number % len(LANGUAGES)]
        view = place if EXPORTS[name].about_community else water
        path = folder / "digested"
        request = ExportRequest(name, view, language, day, "https://example.org/map/")
        write_export(register, request, path)
        made[name] = sha256(path.read_bytes()).hexdigest()
        path.unlink()
    return made


def opened(content: bytes) -> ReadBook:
    """A workbook."""
    with warnings.catch_warnings():
        # The library's own use of zipfile; nothing of ours.
        warnings.simplefilter("ignore", ResourceWarning)
        return openpyxl.load_workbook(BytesIO(content))


def about(book: ReadBook) -> dict[str, list[str]]:
    """What the second sheet says of the list, by its labels."""
    found: dict[str, list[str]] = {}
    for label, value, *_ in book.worksheets[1].iter_rows(min_row=3, values_only=True):
        found.setdefault(str(label), []).append(str(value))
    return found


def plain(value: object) -> object:
    """The value of a cell as CSV has it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return float(value) if isinstance(value, int) else value


def read_csv(content: bytes) -> list[dict[str, str | float | None]]:
    """The table of a file that :func:`write_csv` has made; raises :class:`ValueError` for others.

    Texts are the same as before writing, the columns of numbers are numbers, empty cells None.
    """
    lines = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    header = next(lines, [])
    return [
        {key: _value(key, cell) for key, cell in zip(header, line, strict=True)} for line in lines
    ]


def _value(key: str, cell: str) -> str | float | None:
    if not cell:
        return None
    if key in NUMBERS:
        return float(cell)
    return cell[1:] if cell.startswith("'") and DANGEROUS.match(cell) else cell
