"""A table to download: CSV, or a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from projectmap.content.nodes import Fact
from projectmap.export.csv_file import write_csv
from projectmap.export.request import ExportRequest
from projectmap.export.xlsx_file import Workbook, write_xlsx
from projectmap.model.labels import Labels
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.columns import Cell, Cells, Column, rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """What a table is of; ``title`` and ``sheet`` are message ids."""

    title: str
    sheet: str
    """The name of the workbook's first sheet."""
    columns: Sequence[Column[T]]
    items: Callable[[Register, ExportRequest], Iterable[T]]
    """What it has a row of."""
    about: Callable[[Register, ExportRequest], Sequence[Fact]]
    """What the workbook says of the table: the filter, the dates, the edition."""
    sources: Callable[[Register, ExportRequest], Iterable[Source]]
    """The sources that the workbook lists."""

    def rows(self, register: Register, request: ExportRequest) -> Iterator[dict[str, Cell]]:
        """The rows, with the keys of the columns."""
        day = request.view.asof or register.edition
        cells = Cells(Labels(register, request.t), day)
        return rows(self.columns, self.items(register, request), cells)

    def write(self, register: Register, request: ExportRequest, path: Path) -> None:
        """Write it in the format that the name of the request ends with."""
        found = self.rows(register, request)
        if request.ending == "csv":
            write_csv(self.columns, found, path)
            return
        book = Workbook(
            title=request.t(self.title),
            sheet=request.t(self.sheet),
            columns=self.columns,
            rows=found,
            about=self.about(register, request),
            sources=self.sources(register, request),
        )
        write_xlsx(book, request.t, request.day, path)
