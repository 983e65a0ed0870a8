"""Makes the documents.

What pictures, slides and prints need takes seconds to load: each maker is loaded when its
document is asked for, and in a server only by the process that makes it.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from projectmap.export.documents import DOSSIERS, Document, DocumentOrder, Size
from projectmap.export.registry import write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import translator
from projectmap.model.register import Register
from projectmap.viewer import Asked, Mode, viewer

_MAKERS = MappingProxyType(
    {
        Document.SLIDES: ("slides", "write_slides"),
        Document.MAP_PNG: ("picture", "map_picture"),
        Document.MAP_SVG: ("picture", "map_picture"),
        Document.PARTNERS_PNG: ("picture", "partners_picture"),
        Document.PARTNERS_SVG: ("picture", "partners_picture"),
    }
)
"""Module of ``projectmap.export`` and function of each document but the viewer."""


def write_document(asked: DocumentOrder, register: Register, path: Path) -> None:
    """Write the document; :class:`ValueError` where it is about a community and none is named."""
    document = asked.document
    if document is Document.VIEWER:
        _write_viewer(asked, register, path)
        return
    if document in {Document.REPORT, *DOSSIERS}:
        request = ExportRequest(document.value, asked.view, asked.language, asked.day,
                                asked.base_url, asked.contact)  # fmt: skip
        write_export(register, request, path)
        return
    t, view = translator(asked.language), replace(asked.view, lang=asked.language)
    module, function = _MAKERS[document]
    maker: Any = import_module(f"projectmap.export.{module}")
    make = getattr(maker, function)
    if module == "picture":
        frame = maker.PRINT if asked.size is Size.PRINT else maker.SCREEN
        path.write_bytes(make(register, view, t, frame, maker.Form(document.ending)))
    else:
        make(register, view, t, asked.day, asked.base_url, path)


def _write_viewer(asked: DocumentOrder, register: Register, path: Path) -> None:
    story = None if asked.story is None else register.stories[asked.story]
    view = replace(asked.view, lang=asked.language)
    content = viewer(
        Asked(register, view, story, Mode.EXPLORE, asked.partners), asked.day, asked.base_url
    )
    path.write_text(content, "utf-8")
