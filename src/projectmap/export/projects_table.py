"""The shown records as a table to download."""

from __future__ import annotations

from collections.abc import Iterator

from projectmap.content import view as views
from projectmap.content.nodes import Fact
from projectmap.content.sources import unique_sources
from projectmap.export.request import ExportRequest
from projectmap.export.table import Table
from projectmap.i18n import N_
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.rows import COLUMNS
from projectmap.query.select import select


def _shown(register: Register, request: ExportRequest) -> Iterator[Project]:
    return (register.projects[row] for row in select(register, request.view).rows.tolist())


def _about(register: Register, request: ExportRequest) -> tuple[Fact, ...]:
    return views.about(request.shown(register), request.day, request.base_url)


write = Table(
    title=views.TITLE,
    sheet=N_("Records"),
    columns=COLUMNS,
    items=_shown,
    about=_about,
    sources=lambda register, request: unique_sources(_shown(register, request)),
).write
