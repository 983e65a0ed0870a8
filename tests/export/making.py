"""Files as bytes, for tests that look into them."""

from __future__ import annotations

import csv
import re
import unicodedata
import warnings
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook as ReadBook
from PIL import Image
from pypdf import PdfReader

from projectmap.export.csv_file import DANGEROUS
from projectmap.export.registry import write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
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


def blank(*_: object) -> bytes:
    """A small white PNG in place of a map, which takes a second to draw."""
    file = BytesIO()
    Image.new("L", (20, 10), 255).save(file, "PNG")
    return file.getvalue()


def squeezed(text: str) -> str:
    """``text`` without what setting it in lines adds or takes: blanks, hyphens, marks."""
    return re.sub("[\\s\u00ad\u200b\u2010-]+", "", unicodedata.normalize("NFC", text))


def check_pdf(pdf: PdfReader, title: str, language: str, day: date) -> None:
    """The title, the language, the day and no author; all fonts are in the file, and ours."""
    about: Any = pdf.metadata
    assert (about.title, about.author, about.creation_date.date()) == (title, None, day)
    root: Any = pdf.root_object
    assert root["/Lang"] == {"uk": "uk-UA", "en": "en-GB"}[language]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in below["/FontDescriptor"].get_object()
            assert "/ToUnicode" in font.get_object()
            names.add(str(below["/BaseFont"]).partition("+")[2])
    assert names == {"ProjectmapSans-Regular", "ProjectmapSans-Bold"}


def links_of(pdf: PdfReader) -> set[str]:
    """The addresses that links of a PDF lead to."""
    notes = (note.get_object() for page in pdf.pages for note in page.get("/Annots", []))
    return {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}


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


def read_lines(content: bytes) -> list[dict[str, str]]:
    """The cells of a CSV file as they stand in it."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


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
