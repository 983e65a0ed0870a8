"""The documents that can be handed over, and what each is ordered with.

Making one takes seconds and libraries that are slow to load: :mod:`projectmap.export.making` does
it, in a process of its own where a server asks. This module only names things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from projectmap.export.formats import named
from projectmap.export.request import Size as Size  # noqa: PLC0414 - orders are made with it
from projectmap.export.request import one_community as one_community  # noqa: PLC0414 - see above
from projectmap.model.register import Register
from projectmap.query.view import View


class Document(StrEnum):
    """A document; its value is the last part of its address."""

    SLIDES = "slides.pptx"
    REPORT = "report.pdf"
    DOSSIER_PDF = "dossier.pdf"
    DOSSIER_DOCX = "dossier.docx"
    MAP_PNG = "map.png"
    MAP_SVG = "map.svg"
    PARTNERS_PNG = "partners.png"
    PARTNERS_SVG = "partners.svg"
    VIEWER = "viewer.html"

    @property
    def stem(self) -> str:
        """What it is, as the beginning of a file's name."""
        return self.value.partition(".")[0]

    @property
    def ending(self) -> str:
        """The ending of a file's name, without the dot."""
        return self.value.partition(".")[2]

    @property
    def media_type(self) -> str:
        """The media type to serve it as."""
        return _MEDIA_TYPES[self.ending]

    @property
    def packed(self) -> bool:
        """Whether packing it once more would gain nothing worth the time."""
        return self.ending not in {"svg", "html"}


_MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
}
DOSSIERS = {Document.DOSSIER_PDF, Document.DOSSIER_DOCX}
"""Documents about one community."""


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """All that a document is made of but the register; it can be handed to another process."""

    document: Document
    view: View
    language: str
    day: date
    """The day of making, which the document tells."""
    base_url: str | None
    """The site's address, without query, for links; None for none."""
    contact: str | None = None
    size: Size = Size.SCREEN
    story: str | None = None
    """For the viewer: the id of the story that it presents."""
    partners: bool = False
    """For the viewer: whether the partners' map comes first."""


def document_name(asked: DocumentOrder, register: Register) -> str:
    """The name of the file: what it is, the day, the filter or the story, the language."""
    document, view = asked.document, asked.view
    parts = None
    if document in DOSSIERS:
        code = one_community(register, view)
        parts = [] if code is None else [register.communities[code].name_en]
    elif asked.story is not None:
        parts = [asked.story]
    stem = document.stem
    if document is Document.VIEWER:
        stem = "partners" if asked.partners else "map"
    elif asked.size is Size.PRINT:
        stem += "-print"
    return named(stem, document.ending, register, view, asked.day, parts, asked.language)
