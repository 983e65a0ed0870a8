"""The CSV download: what it holds, how it reads back, what a spreadsheet makes of it."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from export.conftest import TRICKY, VIEWS
from export.making import export, read_csv, read_lines, written
from hypothesis import given, strategies as st

from projectmap.export.csv_file import write_csv
from projectmap.export.tables import PROJECTS
from projectmap.i18n import Translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
from projectmap.query.rows import Cell
from projectmap.query.shown import Shown
from projectmap.query.view import View

KEYS = [column.key for column in COLUMNS]
EMPTY: dict[str, Cell] = dict.fromkeys(KEYS)
SIGNS = tuple("=+-@＝＋－＠\t\r\n")


def test_bom_header_and_line_ends(register: Register, t: Translator, day: date) -> None:
    content = export("projects.csv", register, View(), t, day, None)
    assert content.startswith(b"\xef\xbb\xbfid,kind,")
    assert content.endswith(b"\r\n")
    head = next(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert head == KEYS


def written_rows(rows: list[dict[str, Cell]]) -> bytes:
    return written(write_csv, KEYS, (row.values() for row in rows))


@pytest.mark.parametrize("view", VIEWS)
def test_reads_back_as_written(register: Register, view: View, t: Translator, day: date) -> None:
    """An empty list is a header."""
    rows = list(PROJECTS.rows(Shown(Labels(register, t), view)))
    content = export("projects.csv", register, view, t, day, None)
    assert read_csv(content) == rows
    assert rows or content.count(b"\r\n") == 1


def test_tricky_texts_read_back() -> None:
    rows = [EMPTY | {"id": "X", "title": text, "amount": 5.0} for text in TRICKY]
    content = written_rows(rows)
    assert read_csv(content) == rows
    for line in read_lines(content):
        assert not line["title"].lstrip(" \u200b\ufeff").startswith(SIGNS)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("-5", "'-5"), ("+380", "'+380"), ("\t=1", "'\t=1"), ("＝1", "'＝1"),
        ("'=1", "''=1"), ("'quoted'", "'quoted'"), ("a=1", "a=1"), ("2020-12", "2020-12"),
        ("— dash", "— dash"),
    ],
)  # fmt: skip
def test_the_apostrophe_stands_only_where_it_must(text: str, cell: str) -> None:
    assert read_lines(written_rows([EMPTY | {"title": text}]))[0]["title"] == cell


@pytest.mark.parametrize(
    ("number", "cell"),
    [(-71.25, "-71.25"), (1e6, "1000000"), (0.1, "0.1"), (999e9, "999000000000")],
)
def test_numbers_are_numbers(number: float, cell: str) -> None:
    content = written_rows([EMPTY | {"lon": number}])
    assert read_lines(content)[0]["lon"] == cell
    assert read_csv(content)[0]["lon"] == number


@pytest.mark.parametrize(
    "content", [b'id,kind\r\n"X', b"id,kind\r\nX\r\n", b"\xff\xfe", b"lon\r\nwest\r\n"]
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, csv.Error)):
        read_csv(content)


LIKE_FORMULAS = st.text(alphabet="'=+-@＝＋－＠\t\r\n \u200b\ufeffa", min_size=1)


@given(st.lists(st.text(min_size=1) | LIKE_FORMULAS, max_size=5))
def test_any_text_reads_back_and_no_cell_begins_as_a_formula(texts: list[str]) -> None:
    rows = [EMPTY | {"id": str(number), "title": text} for number, text in enumerate(texts)]
    content = written_rows(rows)
    assert read_csv(content) == rows
    for line in read_lines(content):
        assert not line["title"].lstrip(" \u200b\ufeff").startswith(SIGNS)
