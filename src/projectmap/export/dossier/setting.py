"""Typst with the fonts of the house and no others but its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from projectmap import fonts


def compiler(template: Path | bytes, inputs: dict[str, str]) -> typst.Compiler:
    """A compiler of ``template``, which reads no file but the template itself."""
    if isinstance(template, bytes):
        return typst.Compiler(template, font_paths=_fonts(), sys_inputs=inputs)
    return typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=inputs)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])


def compiled(
    made_by: typst.Compiler,
    form: Literal["pdf", "png"] = "pdf",
    *,
    day: date | None = None,
    ppi: float | None = None,
) -> bytes:
    """The document, or its only page as a picture; ``day`` is the date that the PDF states."""
    made = None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    content = made_by.compile(format=form, ppi=ppi, timestamp=made)
    if not isinstance(content, bytes):
        raise TypeError("the template has more than one page")
    return content
