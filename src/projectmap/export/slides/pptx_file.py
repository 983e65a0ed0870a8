"""The file around the slides: its template, its properties, its language, its bytes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from importlib import resources
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn

from projectmap.export import office
from projectmap.i18n import LOCALES, N_, Translator

TEMPLATE = resources.files("projectmap.export.slides").joinpath("template.pptx")
"""To be restyled in PowerPoint; names of layouts and placeholders stay. LibreOffice shows it well
but cannot save it: it replaces our layouts by its own."""


class Layout(StrEnum):
    """The layouts of the template; those that we do not fill are for people who add slides."""

    TITLE = N_("Title slide")
    SECTION = N_("Section")
    TEXT = N_("Text")
    TABLE = N_("Table")
    TWO_TABLES = N_("Two tables")
    THREE_TABLES = N_("Three tables")
    NUMBERS = N_("Numbers and tables")
    CHART = N_("Chart")
    PICTURE = N_("Picture")
    END = N_("Closing slide")


PROMPTS = (N_("Title"), N_("Line under the title"), N_("QR code"), N_("Link"), N_("Credit line"))
"""Prompts of empty placeholders, besides the names of layouts."""


def opened(t: Translator, title: str, day: date) -> Any:
    """The template without slides, its layouts named in the language of ``t``.

    ``title`` and ``day`` go to its properties. It names no author: who shows it is its author.
    """
    slides = Presentation(BytesIO(TEMPLATE.read_bytes()))
    for layout in slides.slide_layouts:
        layout.element.cSld.set("name", t(layout.name))
        for shape in layout.placeholders:
            if shape.text_frame.text in {*Layout, *PROMPTS}:
                shape.text_frame.paragraphs[0].runs[0].text = t(shape.text_frame.text)
    properties = slides.core_properties
    properties.title = title
    properties.language = LOCALES[t.language]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
    return slides


def saved(slides: Any, language: str) -> bytes:
    """The file, its texts marked as being in ``language``; equal slides give equal bytes."""
    texts = [slides, slides.slide_master, *slides.slide_layouts, *slides.slides]
    charts = (
        shape.chart.part for slide in slides.slides for shape in slide.shapes if shape.has_chart
    )
    for root in [*(item.element for item in texts), *(item._element for item in charts)]:  # noqa: SLF001 - no public way
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr()
        for properties in root.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            properties.set("lang", LOCALES[language])
    return office.saved(slides)
