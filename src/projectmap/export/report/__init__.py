"""The filtered list as a PDF report: A4, to be handed over.

Typst sets it. Data goes there as JSON texts, which are never read as markup.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from projectmap.export import typeset
from projectmap.export.report.content import report_content
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.view import View


def write_report(
    register: Register, view: View, t: Translator, day: date, base_url: str | None, path: Path
) -> None:
    """Write what ``view`` shows to ``path`` as a PDF report in the language of ``t``.

    ``day`` is the day of making; ``base_url`` the address of the page that the report links to,
    without query, or None for no link. Equal input gives equal bytes.
    """
    data = report_content(register, view, t, day, base_url)
    path.write_bytes(typeset.pdf(typeset.compiler("report.typ", data), day))
