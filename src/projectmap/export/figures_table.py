"""The numbers of a figure as a table to download."""

from __future__ import annotations

from pathlib import Path

from projectmap.content import charts
from projectmap.export.csv_file import write_plain_csv
from projectmap.export.request import ExportRequest
from projectmap.model.register import Register


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the rows of the figure that the name of the request ends with."""
    key = request.name.removeprefix("figures/").removesuffix(".csv")
    found = charts.figure(key, request.shown(register))
    write_plain_csv(found.heads, found.rows, path)
