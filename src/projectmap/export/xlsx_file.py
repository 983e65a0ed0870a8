"""A table as a workbook: the rows, what this list is, what its columns mean.

Texts are written as texts, so no text is ever a formula or a link; a date of a whole day is a
date, a reduced one (``2020-12``) a text. Equal input gives equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from projectmap.content.nodes import Fact
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS
from projectmap.model.records import Source
from projectmap.query.columns import Cell, Column

MAX_CELL = 32_767
"""UTF-16 units that a cell can hold; what is longer is cut and ends in an ellipsis."""
_WHOLE_DAY = len("2020-12-31")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a cell holds as ``_xHHHH_``, and the ``_`` of a text that would be taken for such."""
_OPTIONS = {
    # Rows leave the memory as they are written; 100,000 of them do not fit otherwise.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class _Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """Has plain texts only, whatever they look like."""

    @staticmethod
    def _escape_control_characters(text: str) -> str:
        # XlsxWriter overlooks the second of two escapes that share a "_": "_x005F_x003D_1".
        return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)

    # XlsxWriter takes a text like "<r>...</r>" for markup that it has written itself.
    def _xml_rich_inline_string(self, string: str, attributes: Sequence[Any]) -> None:
        self._xml_inline_string(string, True, attributes)  # noqa: FBT003 - XlsxWriter's order


@dataclass(frozen=True, slots=True)
class Workbook:
    """What is to be written; all texts are in the language of the file."""

    title: str
    sheet: str
    """The name of the first sheet, which has the rows."""
    columns: Sequence[Column[Any]]
    rows: Iterable[Mapping[str, Cell]]
    """With the keys of the columns."""
    about: Sequence[Fact]
    """The second sheet begins with these, and ends with the sources."""
    sources: Iterable[Source]


def write_xlsx(book: Workbook, t: Translator, day: date, path: Path) -> None:
    """Write ``book`` to ``path``; ``day`` is the day of making."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as file:
        file.set_properties(
            {
                "title": book.title,
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
        _rows(file.add_worksheet(book.sheet, _Sheet), book, t, styles)
        _about(file.add_worksheet(t("About this list"), _Sheet), book, t, styles)
        _columns(file.add_worksheet(t("Columns explained"), _Sheet), book.columns, t, styles)


def _rows(sheet: Any, book: Workbook, t: Translator, styles: Mapping[str, Any]) -> None:
    for index, column in enumerate(book.columns):
        style = styles["wrapped" if column.wrap else "text"]
        sheet.set_column(index, index, column.width, style)
        _write_text(sheet, 0, index, t(column.title), styles["head"])
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(book.rows, 1):
        for index, column in enumerate(book.columns):
            _write(sheet, number, index, column, row[column.key], styles["date"])
    sheet.autofilter(0, 0, number, len(book.columns) - 1)


def _write(
    sheet: Any, row: int, index: int, column: Column[Any], value: object, date_style: Any
) -> None:
    if value is None:
        return
    if isinstance(value, float):
        sheet.write_number(row, index, value)
    elif column.kind == "date" and len(str(value)) == _WHOLE_DAY:
        sheet.write_datetime(row, index, date.fromisoformat(str(value)), date_style)
    else:
        _write_text(sheet, row, index, str(value))


def _write_text(sheet: Any, row: int, index: int, text: str, style: Any = None) -> None:
    # UTF-16 takes at most two units a letter: most texts need no closer look.
    if len(text) > MAX_CELL // 2:
        text = _cut(text)
    sheet.write_string(row, index, text, style)


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _about(sheet: Any, book: Workbook, t: Translator, styles: Mapping[str, Any]) -> None:
    for index, width in enumerate((34, 84, 34, 14, 60)):
        sheet.set_column(index, index, width, styles["wrapped"])
    _write_text(sheet, 0, 0, book.title, styles["title"])
    number = 1
    for number, fact in enumerate(book.about, 2):
        _write_text(sheet, number, 0, fact.label, styles["label"])
        _write_text(sheet, number, 1, fact.text)
    number += 2
    heads = (t("Sources"), t("Title"), t("Publisher"), t("Date"), t("Address"))
    for index, head in enumerate(heads):
        _write_text(sheet, number, index, head, styles["head"])
    for number, source in enumerate(book.sources, number + 1):  # noqa: B020 - goes on below
        name = t.pick(source.title, source.title_en)
        cells = (name, source.publisher, source.date or t("date not stated"), source.url)
        for index, cell in enumerate(cells, 1):
            if cell is not None:
                _write_text(sheet, number, index, cell)


def _columns(
    sheet: Any, columns: Sequence[Column[Any]], t: Translator, styles: Mapping[str, Any]
) -> None:
    for index, width in enumerate((34, 26, 84)):
        sheet.set_column(index, index, width, styles["wrapped"])
    heads = (t("Column"), t("Field name in other formats"), t("What it means"))
    for index, head in enumerate(heads):
        _write_text(sheet, 0, index, head, styles["head"])
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns, 1):
        for index, cell in enumerate((t(column.title), column.key, t(column.note))):
            _write_text(sheet, number, index, cell)
    rules = (
        t("An empty cell means “not stated”; it never means zero."),
        t("A cell with several values has “; ” between them."),
    )
    for number, rule in enumerate(rules, len(columns) + 2):
        _write_text(sheet, number, 0, rule, styles["text"])
