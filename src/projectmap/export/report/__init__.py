"""The filtered list as a PDF report: A4, to be handed over.

Typst sets it. Data goes there as JSON texts, which are never read as markup.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from projectmap import fonts
from projectmap.export.report.content import report_content
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.view import View

_TEMPLATE = Path(__file__).with_name("report.typ")


def write_report(
    register: Register, view: View, t: Translator, day: date, base_url: str | None, path: Path
) -> None:
    """Write what ``view`` shows to ``path`` as a PDF report in the language of ``t``.

    ``day`` is the day of making; ``base_url`` the address of the page that the report links to,
    without query, or None for no link. Equal input gives equal bytes.
    """
    told = json.dumps(report_content(register, view, t, day, base_url), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": told},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    path.write_bytes(made)
