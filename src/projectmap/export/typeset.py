"""Pages and pictures typeset by Typst, with our font and Typst's own only.

Templates (``templates/*.typ``) share ``base.typ``. They get trees of content as JSON
(:func:`plain_data`), whose texts are never read as markup, and the colours of the theme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import typst

from projectmap import fonts
from projectmap.content.nodes import Link, Span, Spans
from projectmap.i18n import LOCALES
from projectmap.map import theme
from projectmap.markup import one_line

Address: TypeAlias = Callable[[Link], str | None]
MAX_TEXT = 4000
"""Letters of a text, as in the register."""
_TEMPLATES = Path(__file__).with_name("templates")
_PICTURE = b"""#set page(width: float(sys.inputs.width) * 1mm, height: auto, margin: 0mm)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""
_LONG_WORD = re.compile(r"\S{34,}")
_PIECE = re.compile(r".{12}(?=.)")
_UNCHANGED = {"svg", "qr", "url"}
"""Fields with drawings and addresses; all other texts are to be read."""


def compiler(template: str, data: Mapping[str, object]) -> typst.Compiler:
    """A compiler of a template with ``data``, which names its ``language``.

    It can read no file but the templates.
    """
    region = LOCALES[str(data["language"])].partition("-")[2]
    content = json.dumps(data, ensure_ascii=False)
    inputs = {"data": content, "theme": theme.for_typst(), "region": region}
    return typst.Compiler(
        _TEMPLATES / template, root=_TEMPLATES, font_paths=_fonts(), sys_inputs=inputs
    )


def pdf(compiled_by: typst.Compiler, day: date) -> bytes:
    """The pages as a PDF that was made on ``day``."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return only_file(compiled_by.compile(format="pdf", timestamp=made))


def png(svg: str, width_mm: float, ppi: float) -> bytes:
    """A drawing as a PNG picture."""
    inputs = {"drawing": svg, "width": str(width_mm)}
    drawer = typst.Compiler(_PICTURE, font_paths=_fonts(), sys_inputs=inputs)
    return only_file(drawer.compile(format="png", ppi=ppi))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])


def only_file(content: bytes | list[bytes] | None) -> bytes:
    """What Typst made; :class:`TypeError` where it made several files."""
    if not isinstance(content, bytes):
        raise TypeError("Typst made more than one file")
    return content


def plain_data(value: object, address: Address, max_text: int = MAX_TEXT) -> Any:
    """A tree of content as values that JSON knows.

    A node becomes an object of its fields, a link its ``address``. Texts become one clean line
    each, are cut with an ellipsis where they are longer than ``max_text``, and may be broken
    within words that no line could hold.
    """
    if isinstance(value, Link):
        return address(value)
    if isinstance(value, str):
        text = _cut(one_line(str(value)), max_text)
        return _LONG_WORD.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), text)
    if isinstance(value, Mapping):
        return {
            name: item if name in _UNCHANGED else plain_data(item, address, max_text)
            for name, item in value.items()
        }
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return plain_data(parts, address, max_text)
    if isinstance(value, tuple | list):
        items = value
        if value and all(isinstance(item, Span) for item in value):
            items = _cut_spans(tuple(value), max_text)
        return [plain_data(item, address, max_text) for item in items]
    return value.isoformat() if isinstance(value, date) else value


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _cut_spans(spans: Spans, most: int) -> Spans:
    found: list[Span] = []
    for span in spans:
        left = most - sum(len(item.text) for item in found)
        found.append(Span(_cut(span.text, left), span.link, span.lang))
        if len(span.text) > left:
            break
    return tuple(found)
