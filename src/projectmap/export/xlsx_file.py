"""A table as a workbook: the rows, a sheet about the list, and one that explains the columns.

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
from projectmap.query.rows import Cell, Column

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
    """Writes all texts as plain text, whatever they look like."""

    @staticmethod
    def _escape_control_characters(text: str) -> str:
        # XlsxWriter overlooks the second of two escapes that share a "_": "_x005F_x003D_1".
        return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)

    # XlsxWriter takes a text like "<r>...</r>" for markup that it has written itself.
    def _xml_rich_inline_string(self, string: str, attributes: Sequence[Any]) -> None:
        self._xml_inline_string(string, True, attributes)  # noqa: FBT003 - XlsxWriter's order

    def columns(self, style: Any, *widths: int) -> None:
        """The widths of the first columns, in letters."""
        for index, width in enumerate(widths):
            self.set_column(index, index, width, style)

    def line(
        self, row: int, texts: Iterable[str | None], style: Any = None, first: int = 0
    ) -> None:
        """Texts side by side, from column ``first`` on; None leaves a cell empty."""
        for index, text in enumerate(texts, first):
            if text is not None:
                self.text(row, index, text, style)

    def text(self, row: int, index: int, text: str, style: Any = None) -> None:
        """A text in a cell."""
        # UTF-16 takes at most two units a letter: most texts need no closer look.
        self.write_string(row, index, text if len(text) <= MAX_CELL // 2 else _cut(text), style)


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
        made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
        file.set_properties({"title": book.title, "author": "", "created": made})
        top: dict[str, Any] = {"valign": "top"}
        wrapped, bold = top | {"text_wrap": True}, {"bold": True}
        head = wrapped | bold | {"bottom": 1, "bg_color": COLOURS["ground"]}
        styles = {
            "head": file.add_format(head),
            "text": file.add_format(top),
            "wrapped": file.add_format(wrapped),
            "label": file.add_format(wrapped | bold),
            "date": file.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"}),
            "title": file.add_format(bold | {"font_size": 14}),
        }
        _rows(file.add_worksheet(book.sheet, _Sheet), book, t, styles)
        _about(file.add_worksheet(t("About this list"), _Sheet), book, t, styles)
        _columns(file.add_worksheet(t("Columns explained"), _Sheet), book.columns, t, styles)


def _rows(sheet: _Sheet, book: Workbook, t: Translator, styles: Mapping[str, Any]) -> None:
    for index, column in enumerate(book.columns):
        style = styles["wrapped" if column.wrap else "text"]
        sheet.set_column(index, index, column.width, style)
    sheet.line(0, (t(column.title) for column in book.columns), styles["head"])
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(book.rows, 1):
        for index, column in enumerate(book.columns):
            value = row[column.key]
            if isinstance(value, int | float):
                sheet.write_number(number, index, value)
            elif column.kind == "date" and value is not None and len(value) == _WHOLE_DAY:
                sheet.write_datetime(number, index, date.fromisoformat(value), styles["date"])
            elif value is not None:
                sheet.text(number, index, value)
    sheet.autofilter(0, 0, number, len(book.columns) - 1)


def _about(sheet: _Sheet, book: Workbook, t: Translator, styles: Mapping[str, Any]) -> None:
    sheet.columns(styles["wrapped"], 34, 84, 34, 14, 60)
    sheet.text(0, 0, book.title, styles["title"])
    for row, fact in enumerate(book.about, 2):
        sheet.text(row, 0, fact.label, styles["label"])
        sheet.text(row, 1, fact.text)
    heads = (t("Sources"), t("Title"), t("Publisher"), t("Date"), t("Address"))
    sheet.line(len(book.about) + 3, heads, styles["head"])
    for row, source in enumerate(book.sources, len(book.about) + 4):
        title, day = t.pick(source.title, source.title_en), source.date or t("date not stated")
        sheet.line(row, (title, source.publisher, day, source.url), first=1)


def _columns(
    sheet: _Sheet, columns: Sequence[Column[Any]], t: Translator, styles: Mapping[str, Any]
) -> None:
    sheet.columns(styles["wrapped"], 34, 26, 84)
    heads = (t("Column"), t("Field name in other formats"), t("What it means"))
    sheet.line(0, heads, styles["head"])
    sheet.freeze_panes(1, 0)
    for row, column in enumerate(columns, 1):
        sheet.line(row, (t(column.title), column.key, t(column.note)))
    rules = (
        t("An empty cell means “not stated”; it never means zero."),
        t("A cell with several values has “; ” between them."),
    )
    for row, rule in enumerate(rules, len(columns) + 2):
        sheet.text(row, 0, rule, styles["text"])


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return text
    return units[: 2 * (MAX_CELL - 1)].decode("utf-16-le", "ignore") + "…"
