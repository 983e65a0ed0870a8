"""Lists as an office program reads them: the same records, and nothing in them is computed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

import pytest
from export.conftest import Office
from export.making import export, read_lines
from web.downloading import DAY

from projectmap.export.tables import PROJECTS
from projectmap.i18n import translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
from projectmap.query.shown import Shown
from projectmap.query.view import View

KEYS = [column.key for column in COLUMNS]
T = translator("uk")
EAGER = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
"""UTF-8 and commas; what looks like a number, a date or a formula is read as one."""
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"
SUM = b"id,title\r\nX,=1+1\r\n"
Read = Mapping[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def files(register: Register, hostile: Register) -> dict[str, bytes]:
    """The lists of real and of hostile records, and what a formula would be."""
    registers = {"real": register, "hostile": hostile}
    return {"sum.csv": SUM} | {
        f"{name}.{ending}": export(f"projects.{ending}", data, View(), T, DAY, None)
        for name, data in registers.items()
        for ending in ("csv", "xlsx")
    }


@pytest.fixture(scope="module")
def read(files: dict[str, bytes], office: Office) -> Read:
    """What LibreOffice reads in each of the files."""
    texts = {name: files[name] for name in files if name.endswith(".csv")}
    books = {name: files[name] for name in files if name.endswith(".xlsx")}
    made = office(texts, TO_CSV, f"--infilter={EAGER}") | office(books, TO_CSV)
    return {
        name: [
            dict(zip(KEYS, row, strict=False))
            for row in csv.reader(StringIO(path.read_text("utf-8-sig"), newline=""))
        ][1:]
        for name, path in made.items()
    }


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_reads_the_same_records(read: Read, register: Register, ending: str) -> None:
    rows = list(PROJECTS.rows(Shown(Labels(register, T), View())))
    # The only dates of a text file are texts.
    dates = ("start", "end") if ending == "xlsx" else ()
    for key in ("id", "title", "title_en", "donors", *dates):
        assert [row[key] or None for row in read[f"real.{ending}"]] == [row[key] for row in rows]


def test_it_computes_nothing_in_a_workbook(read: Read, hostile: Register) -> None:
    rows = list(PROJECTS.rows(Shown(Labels(hostile, T), View())))
    for key in ("id", "title"):
        assert [row[key] for row in read["hostile.xlsx"]] == [row[key] for row in rows]


def test_it_computes_nothing_in_a_text_file(read: Read, files: dict[str, bytes]) -> None:
    assert read["sum.csv"] == [dict.fromkeys(KEYS[:1], "X") | {KEYS[1]: "2"}], "a formula is read"
    cells = [row["title"] for row in read_lines(files["hostile.csv"])]
    titles = [row["title"] for row in read["hostile.csv"]]
    guarded = [(title, cell) for title, cell in zip(titles, cells, strict=True) if cell[:1] == "'"]
    assert len(guarded) > 15
    assert all(title == cell for title, cell in guarded)
