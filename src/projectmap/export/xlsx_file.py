"""The list as a workbook: the records, what this list is, what its columns mean.

Texts are written as texts, so no text is ever a formula or a link; a date of a whole day is a
date, a reduced one (``2020-12``) a text. Equal input gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from projectmap.content.about import TITLE, Line
from projectmap.i18n import N_, Translator
from projectmap.map.theme import COLOURS
from projectmap.model.records import Source
from projectmap.query.rows import COLUMNS, Column

MAX_CELL = 32_767
"""UTF-16 units that a cell can hold; what is longer is cut and ends in an ellipsis."""
_WHOLE_DAY = len("2020-12-31")
_OPTIONS = {
    # Rows leave the memory as they are written; 100,000 of them do not fit otherwise.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook is of; texts are message ids."""

    title: str
    sheet: str
    """The name of the first sheet."""
    columns: Sequence[Column]
    """The keys that its rows have."""
    wrapped: frozenset[str]
    """Columns whose texts take several lines."""


RECORDS = Book(TITLE, N_("Records"), COLUMNS, frozenset({"title", "summary"}))


def write_xlsx(
    rows: Iterable[Mapping[str, object]],
    about: Sequence[Line],
    sources: Iterable[Source],
    t: Translator,
    day: date,
    path: Path,
    book: Book = RECORDS,
) -> None:
    """Write ``rows`` as a workbook with ``about`` and ``sources`` on its second sheet."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as file:
        file.set_properties(
            {
                "title": t(book.title),
                "author": "",
                "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day has no zone
            }
        )
        styles = {
            "head": file.add_format(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "top",
                    "bottom": 1,
                    "bg_color": COLOURS["ground"],
                }
            ),
            "text": file.add_format({"valign": "top"}),
            "wrapped": file.add_format({"valign": "top", "text_wrap": True}),
            "label": file.add_format({"valign": "top", "text_wrap": True, "bold": True}),
            "date": file.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
            "title": file.add_format({"bold": True, "font_size": 14}),
        }
        _records(file.add_worksheet(t(book.sheet)), rows, book, t, styles)
        _about(file.add_worksheet(t("About this list")), t(book.title), about, sources, t, styles)
        _columns(file.add_worksheet(t("Columns explained")), book.columns, t, styles)


def _records(
    sheet: Any,
    rows: Iterable[Mapping[str, object]],
    book: Book,
    t: Translator,
    styles: Mapping[str, Any],
) -> None:
    for place, column in enumerate(book.columns):
        wrapped = column.key in book.wrapped
        sheet.set_column(place, place, column.width, styles["wrapped" if wrapped else "text"])
        _write_text(sheet, 0, place, t(column.title), styles["head"])
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(book.columns):
            _write(sheet, number, place, column, row[column.key], styles["date"])
    sheet.autofilter(0, 0, number, len(book.columns) - 1)


def _write(
    sheet: Any, row: int, place: int, column: Column, value: object, date_style: Any
) -> None:
    if value is None:
        return
    if isinstance(value, float):
        sheet.write_number(row, place, value)
    elif column.kind == "date" and len(str(value)) == _WHOLE_DAY:
        sheet.write_datetime(row, place, date.fromisoformat(str(value)), date_style)
    else:
        _write_text(sheet, row, place, str(value))


def _write_text(sheet: Any, row: int, place: int, text: str, style: Any = None) -> None:
    # UTF-16 takes at most two units a letter: most texts need no closer look.
    if len(text) > MAX_CELL // 2:
        text = _cut(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for markup of its own and writes it unescaped; in three
        # fragments, the least it accepts, it escapes them, and a reader sees one text.
        parts = (text[:1], text[1:2], text[2:])
        sheet.write_rich_string(row, place, *parts, *([] if style is None else [style]))
    else:
        sheet.write_string(row, place, text, style)


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _about(
    sheet: Any,
    title: str,
    about: Sequence[Line],
    sources: Iterable[Source],
    t: Translator,
    styles: Mapping[str, Any],
) -> None:
    for place, width in enumerate((34, 84, 34, 14, 60)):
        sheet.set_column(place, place, width, styles["wrapped"])
    _write_text(sheet, 0, 0, title, styles["title"])
    number = 1
    for number, line in enumerate(about, 2):
        _write_text(sheet, number, 0, line.label, styles["label"])
        _write_text(sheet, number, 1, line.value)
    number += 2
    heads = (t("Sources"), t("Title"), t("Publisher"), t("Date"), t("Address"))
    for place, head in enumerate(heads):
        _write_text(sheet, number, place, head, styles["head"])
    for number, source in enumerate(sources, number + 1):  # noqa: B020 - goes on below
        name = t.pick(source.title, source.title_en)
        cells = (name, source.publisher, source.date or t("date not stated"), source.url)
        for place, cell in enumerate(cells, 1):
            if cell is not None:
                _write_text(sheet, number, place, cell)


def _columns(
    sheet: Any, columns: Sequence[Column], t: Translator, styles: Mapping[str, Any]
) -> None:
    for place, width in enumerate((34, 26, 84)):
        sheet.set_column(place, place, width, styles["wrapped"])
    heads = (t("Column"), t("Key in other formats"), t("What it says"))
    for place, head in enumerate(heads):
        _write_text(sheet, 0, place, head, styles["head"])
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns, 1):
        for place, cell in enumerate((t(column.title), column.key, t(column.note))):
            _write_text(sheet, number, place, cell)
    rules = (
        t("An empty cell means “not stated”; it never means zero."),
        t("A cell with several values has “; ” between them."),
    )
    for number, rule in enumerate(rules, len(columns) + 2):
        _write_text(sheet, number, 0, rule, styles["text"])
