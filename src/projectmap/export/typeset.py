"""Pages and pictures set by Typst, with the fonts of the house and no others but its own.

Templates (``templates/*.typ``) share ``base.typ``. What they set comes to them as JSON in
``sys.inputs.data``: texts in it are never read as markup; colours, in ``sys.inputs.theme``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from projectmap import fonts
from projectmap.map import theme

_TEMPLATES = Path(__file__).with_name("templates")
_PICTURE = b"""#set page(width: float(sys.inputs.width) * 1mm, height: auto, margin: 0mm)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""


def compiler(template: str, data: Mapping[str, object]) -> typst.Compiler:
    """A compiler of a template with ``data``; it can read no file but the templates."""
    inputs = {"data": json.dumps(data, ensure_ascii=False), "theme": theme.for_typst()}
    return typst.Compiler(
        _TEMPLATES / template, root=_TEMPLATES, font_paths=_fonts(), sys_inputs=inputs
    )


def pdf(compiled_by: typst.Compiler, day: date) -> bytes:
    """The pages as a PDF that was made on ``day``."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return _only_file(compiled_by.compile(format="pdf", timestamp=made))


def png(svg: str, width_mm: float, ppi: float) -> bytes:
    """A drawing as a PNG picture."""
    inputs = {"drawing": svg, "width": str(width_mm)}
    drawer = typst.Compiler(_PICTURE, font_paths=_fonts(), sys_inputs=inputs)
    return _only_file(drawer.compile(format="png", ppi=ppi))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])


def _only_file(content: bytes | list[bytes] | None) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError("Typst made more than one file")
    return content
