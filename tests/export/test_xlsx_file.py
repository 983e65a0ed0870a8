"""The workbook: its sheets, its types, and that no text in it is ever anything else."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from export.conftest import TRICKY, VIEWS
from export.making import about, export, opened, plain, written
from hypothesis import given, settings, strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook as ReadBook

from projectmap.content.view import credits_of
from projectmap.export.tables import PROJECTS
from projectmap.export.xlsx_file import MAX_CELL, Workbook, write_xlsx
from projectmap.i18n import Translator, translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS
from projectmap.query.rows import Cell
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.view import View

KEYS = [column.key for column in COLUMNS]
EMPTY: dict[str, Cell] = dict.fromkeys(KEYS)
TITLE = KEYS.index("title") + 1


def records(book: ReadBook) -> list[dict[str, Any]]:
    values = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    return [dict(zip(KEYS, row, strict=True)) for row in values]


def titled(title: str) -> bytes:
    return written_rows([EMPTY | {"id": "X", "title": title}])


def written_rows(rows: list[dict[str, Cell]]) -> bytes:
    book = Workbook("List", "Records", COLUMNS, rows, about=[], sources=[])
    return written(write_xlsx, book, translator("en"), date(2026, 11, 22))


def test_three_sheets_in_the_language(register: Register, t: Translator, day: date) -> None:
    book = opened(export("projects.xlsx", register, View(), t, day, None))
    assert book.sheetnames == [t("Records"), t("About this list"), t("Columns explained")]
    first, _, third = book.worksheets
    assert [cell.value for cell in first[1]] == [t(column.title) for column in COLUMNS]
    assert first.freeze_panes == "A2"
    assert first.auto_filter.ref == first.dimensions
    explained = list(third.iter_rows(min_row=2, max_row=len(COLUMNS) + 1, values_only=True))
    assert explained == [(t(item.title), item.key, t(item.note)) for item in COLUMNS]


def test_values_are_what_they_are(mixed: Register, day: date) -> None:
    book = opened(export("projects.xlsx", mixed, View(), translator("en"), day, None))
    row = next(row for row in records(book) if row["id"] == "TEST-FULL")
    assert row["amount"] == 1234567.5
    assert (row["lon"], row["lat"]) == (38.05, 48.05)
    assert row["end"] == datetime(2020, 12, 31)  # noqa: DTZ001 - a cell has no zone
    assert row["start"] == "2020-12"
    assert row["status_asof"] == "2021"
    assert row["sources_urls"] == "https://example.org/test"
    sheet = book.worksheets[0]
    place = 2 + [item["id"] for item in records(book)].index("TEST-FULL")
    assert sheet.cell(place, KEYS.index("end") + 1).number_format == "yyyy-mm-dd"
    assert all(cell.hyperlink is None for line in sheet for cell in line)


@pytest.mark.parametrize("view", VIEWS)
def test_the_records_are_the_table(register: Register, view: View, day: date) -> None:
    t = translator("en")
    rows = list(PROJECTS.rows(Shown(Labels(register, t), view)))
    book = opened(export("projects.xlsx", register, view, t, day, None))
    assert [{key: plain(row[key]) for key in row} for row in records(book)] == rows


def test_tricky_texts_are_texts() -> None:
    rows = [EMPTY | {"id": "X", "title": text} for text in TRICKY]
    (column,) = opened(written_rows(rows)).worksheets[0].iter_cols(TITLE, TITLE, min_row=2)
    assert {cell.data_type for cell in column} == {"s"}
    assert [unescape(cell.value) for cell in column] == TRICKY


@pytest.mark.parametrize("written_before", [0, 1, 500])
def test_a_workbook_that_fails_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written_before: int
) -> None:
    def rows() -> Iterator[dict[str, Cell]]:
        yield from [EMPTY | {"id": "X", "title": "x" * 1000}] * written_before
        raise OSError(errno.ENOSPC, "test")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = Workbook("List", "Records", COLUMNS, rows(), about=[], sources=[])
    with pytest.raises(OSError, match="test"):
        written(write_xlsx, book, translator("en"), date(2026, 11, 22))
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1), max_size=20))
def test_any_text_reads_back(texts: list[str]) -> None:
    rows = [EMPTY | {"id": str(number), "title": text} for number, text in enumerate(texts)]
    book = opened(written_rows(rows))
    assert [unescape(row["title"]) for row in records(book)] == texts


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("а" * MAX_CELL, "а" * MAX_CELL),
        ("а" * (MAX_CELL + 1), "а" * (MAX_CELL - 1) + "…"),
        ("😀" * MAX_CELL, "😀" * ((MAX_CELL - 1) // 2) + "…"),
    ],
    ids=["fits", "one too long", "two units a letter"],
)
def test_a_text_that_no_cell_can_hold_is_cut_visibly(text: str, kept: str) -> None:
    assert opened(titled(text)).worksheets[0].cell(2, TITLE).value == kept


def test_what_the_list_says_of_itself(register: Register, t: Translator, day: date) -> None:
    view = View(sector=("water",), year_from=2000, q="=1", asof=date(2022, 2, 23))
    noted = about(
        opened(export("projects.xlsx", register, view, t, day, "https://example.org/projects"))
    )
    water = Labels(register, t).sector("water")
    assert noted[t("Sector")] == [f"{water} (water)"]
    assert noted[t("From year")] == ["2000"]
    assert noted[t("Search words")] == ["=1"]
    assert noted[t("Territory status as of")] == [t.day(date(2022, 2, 23))]
    assert noted[t("List version")] == [t.day(register.edition)]
    assert noted[t("Legal act")][0] in {row.act for row in register.status_rows} | {
        row.act_en for row in register.status_rows
    }
    assert len(noted[t("Please note")]) == 2
    assert noted[t("Data version")] == [register.version]
    assert noted[t("File created")] == [t.day(day)]
    query = f"sector=water&year_from=2000&q=%3D1&asof=2022-02-23&lang={t.language}"
    assert noted[t("This view as a link")] == [f"https://example.org/projects?{query}"]
    assert noted[t("Credit line")] == list(credits_of(Labels(register, t)))


def test_amounts_are_told_honestly(mixed: Register, day: date) -> None:
    t = translator("en")
    noted = about(opened(export("projects.xlsx", mixed, View(), t, day, None)))
    assert noted[t("Amounts")] == [
        t.plural(
            "{stating} of {n} record states an amount",
            "{stating} of {n} records state an amount",
            3,
            stating="2",
        )
    ]
    # The grant is a part of the loan's record, so it is not counted beside it.
    assert noted[t("Total loans")][0].startswith(t.money(1234567.5, "USD"))
    assert t("Total excluding loans") not in noted
    assert t("This view as a link") not in noted


def test_no_sum_is_not_zero(mixed: Register, day: date) -> None:
    t = translator("en")
    noted = about(opened(export("projects.xlsx", mixed, View(q="TEST-BARE"), t, day, None)))
    assert t("Total excluding loans") not in noted
    assert noted[t("How totals are calculated")] == [
        t("No total: none of the records shown states an amount for that record alone.")
    ]


def test_partnerships_name_only_filters_that_narrow_them(register: Register, day: date) -> None:
    t, view = translator("en"), View(sector=("water",), donor=("eu",), kind=("need",))
    noted = about(opened(export("partnerships.xlsx", register, view, t, day, None)))
    assert noted["Sector"] == ["water and sanitation (water)"]
    assert not {"Donor", "Type"} & set(noted)
    assert noted["Please note"] == ["Not filtered by: Donor, Type"]
    noted = about(opened(export("partnerships.xlsx", register, View(donor=("eu",)), t, day, None)))
    assert noted["Filter"] == ["none: all partnerships"]


def test_every_shown_source_is_listed_once(register: Register, t: Translator, day: date) -> None:
    view = View(sector=("water",))
    book = opened(export("projects.xlsx", register, view, t, day, None))
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == t("Sources"))
    listed = [row[1:5] for row in rows[start + 1 :]]
    shown = {
        (t.pick(source.title, source.title_en), source.publisher, source.date, source.url)
        for row in select(register, view).rows
        for source in register.projects[row].sources
    }
    assert {
        (*row[:2], None if row[2] == t("date not stated") else row[2], row[3]) for row in listed
    } == shown


def test_properties_name_no_person(register: Register, t: Translator, day: date) -> None:
    found = opened(export("projects.xlsx", register, View(), t, day, None)).properties
    assert not found.creator
    assert not found.lastModifiedBy
    assert found.created.date() == day
    assert found.title
