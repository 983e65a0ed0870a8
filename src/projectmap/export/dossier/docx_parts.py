"""What python-docx does not offer: links, bookmarks, shading, languages, tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from projectmap.i18n import LOCALES

TEMPLATE = Path(__file__).parents[1] / "templates" / "dossier.docx"
"""Styles, page and footer, to be changed in an office program; styles are used by their names."""


def blank(language: str) -> Any:
    """An empty document of the template; ``language`` is one of the pages'."""
    document = Document(str(TEMPLATE))
    spoken = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia"):
        spoken.set(qn(name), LOCALES[language])
    return document


def describe(
    document: Any, title: str, language: str, keywords: str, day: date, subject: str
) -> None:
    """Set the document's properties; nobody is named as its author."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.language = title[:255], LOCALES[language]
    properties.keywords, properties.subject = keywords, subject
    properties.created = properties.modified = made


def add_link(paragraph: Any, text: str, *, address: str = "", bookmark: str = "") -> None:
    """A link to an address, or to a bookmark of the document."""
    link = OxmlElement("w:hyperlink")
    if address:
        part = paragraph.part
        link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), bookmark)
    # python-docx makes no links itself.
    link.append(paragraph.add_run(text, style="Hyperlink")._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """A bookmark at the end of a paragraph; ``number`` is its own in the document."""
    for kind in ("Start", "End"):
        mark = OxmlElement(f"w:bookmark{kind}")
        mark.set(qn("w:id"), str(number))
        if kind == "Start":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)  # noqa: SLF001


def set_language(run: Any, language: str) -> None:
    """Say that a run is in another language than the document."""
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LOCALES[language])
    run._r.get_or_add_rPr().append(spoken)  # noqa: SLF001


def shade(thing: Any, fill: str) -> None:
    """Colour the ground of a paragraph or cell; ``fill`` is a hexadecimal colour."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    is_cell = hasattr(thing, "_tc")
    properties = thing._tc.get_or_add_tcPr() if is_cell else thing._p.get_or_add_pPr()  # noqa: SLF001
    properties.append(shading)


def add_table(document: Any, widths: list[float], heads: tuple[str, ...] = ()) -> Any:
    """A table with columns of ``widths`` (millimetres) and a head that repeats on each page.

    Without ``heads`` the first column holds row headings.
    """
    style = "List Table" if heads else "Fact Table"
    table = document.add_table(rows=0, cols=len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
    look.attrib.clear()
    look.set(qn("w:val"), "0020" if heads else "0080")
    look.set(qn("w:firstRow" if heads else "w:firstColumn"), "1")
    if heads:
        cells = add_row(table)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        for cell, text in zip(cells, heads, strict=True):
            add_text(cell, text, "Cell Head")
    return table


def add_row(table: Any) -> list[Any]:
    """The cells of a new row, which stays on one page."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    cells = list(row.cells)
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
    return cells


def add_text(cell: Any, text: str = "", style: str = "Cell") -> Any:
    """A paragraph in a cell: its first one, while that is empty."""
    first = cell.paragraphs[0]
    paragraph = first if len(first._p) == 0 else cell.add_paragraph()  # noqa: SLF001
    paragraph.style = style
    if text:
        paragraph.add_run(text)
    return paragraph


def keep_with_next(table: Any) -> None:
    """Keep the rows of a table on one page, with the line below it."""
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def add_picture(run: Any, png: bytes, width: float, alternative: str) -> None:
    """A picture ``width`` millimetres wide with its alternative text."""
    picture = run.add_picture(BytesIO(png), width=Mm(width))
    picture._inline.docPr.set("descr", alternative)  # noqa: SLF001
