"""What python-docx has no call for: styles of the house, links, fields, shading, languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"
"""On every office machine, with Cyrillic; LibreOffice has Liberation Sans of the same widths."""
INK, MUTED, ACCENT, HAIR = "16293C", "4D5C69", "1F5FA8", "CBD3DA"
LOCALES = {"uk": "uk-UA", "en": "en-GB"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_KEPT_TABLES = {"Normal Table", "Table Grid"}
_SIZES = {
    # style: points, bold, colour, space before and after in points
    "Normal": (10, False, INK, 0, 4),
    "Title": (24, True, INK, 0, 2),
    "Subtitle": (11, False, MUTED, 0, 6),
    "Heading 1": (15, True, ACCENT, 16, 4),
    "Heading 2": (12, True, INK, 10, 3),
    "Heading 3": (10.5, True, INK, 8, 2),
    "Caption": (8.5, False, MUTED, 2, 6),
    "List Bullet": (10, False, INK, 0, 2),
    "List Number": (9.5, False, INK, 0, 2),
    "Footer": (8, False, MUTED, 0, 0),
}


def blank(language: str) -> Any:
    """An empty A4 document in our styles; ``language`` is uk or en."""
    document = Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _KEPT_TABLES:
            style.delete()
    defaults = document.styles.element.find(qn("w:docDefaults"))
    told = defaults.find(f".//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia"):
        told.set(qn(name), LOCALES[language])
    for name, look in _SIZES.items():
        _set_style(document.styles[name], *look)
    small = document.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    _set_style(small, 8.5, False, MUTED, 0, 3)  # noqa: FBT003 - a row of the table above
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(ACCENT), True
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    return document


def _set_style(
    style: Any,
    points: float,
    bold: bool,  # noqa: FBT001 - one look
    colour: str,
    before: float,
    after: float,
) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(points), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    # A theme's font would go before the named one.
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for spaced in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spaced)
    look = style.paragraph_format
    look.space_before, look.space_after, look.line_spacing = Pt(before), Pt(after), 1.08
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def describe(
    document: Any, title: str, language: str, keywords: str, day: date, subject: str
) -> None:
    """Set the document's properties; nobody is named as its author."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = document.core_properties
    found.title, found.language, found.keywords = title[:255], LOCALES[language], keywords
    found.subject, found.author, found.comments, found.last_modified_by = subject, "", "", ""
    found.created = found.modified = made
    found.revision = 1


def add_run(paragraph: Any, text: str, *, bold: bool = False, colour: str | None = None) -> Any:
    """A run of text at the end of a paragraph."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def add_link(paragraph: Any, text: str, *, address: str = "", anchor: str = "") -> None:
    """A link to an address, or to a bookmark of the document."""
    link = OxmlElement("w:hyperlink")
    if address:
        part = paragraph.part
        link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text, style="Hyperlink")
    paragraph._p.remove(run._r)  # noqa: SLF001 - python-docx makes no links itself
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """A bookmark at the start of a paragraph; ``number`` is its own in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for item in (start, end):
        item.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)  # noqa: SLF001
    paragraph._p.append(end)  # noqa: SLF001


def add_field(paragraph: Any, code: str) -> None:
    """A field that the office program fills, such as ``PAGE``."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    paragraph._p.remove(run._r)  # noqa: SLF001
    field.append(run._r)  # noqa: SLF001
    paragraph._p.append(field)  # noqa: SLF001


def set_language(run: Any, language: str) -> None:
    """Say that a run is in another language than the document."""
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), LOCALES[language])
    run._r.get_or_add_rPr().append(told)  # noqa: SLF001


def shade_paragraph(paragraph: Any, fill: str) -> None:
    """Colour the ground of a paragraph."""
    paragraph._p.get_or_add_pPr().append(_shading(fill))  # noqa: SLF001


def shade_cell(cell: Any, fill: str) -> None:
    """Colour the ground of a cell."""
    cell._tc.get_or_add_tcPr().append(_shading(fill))  # noqa: SLF001


def _shading(fill: str) -> Any:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    return shade


def add_table(document: Any, widths: list[float], heads: list[str] | None) -> Any:
    """A table with columns of ``widths`` (millimetres) and a head that repeats on each page.

    Without ``heads`` the first column names what stands beside it.
    """
    table = document.add_table(rows=1 if heads else 0, cols=len(widths), style="Table Grid")
    table.autofit = False
    _set_borders(table)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)  # noqa: SLF001
    for name in list(look.attrib):
        del look.attrib[name]
    look.set(qn("w:val"), "0020" if heads else "0080")
    look.set(qn("w:firstRow" if heads else "w:firstColumn"), "1")
    if heads:
        row = table.rows[0]
        repeat = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
        for cell, text in zip(row.cells, heads, strict=True):
            set_cell(cell, text, bold=True)
            shade_cell(cell, "EEF3F8")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _set_borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        across = side in {"top", "bottom", "insideH"}
        line.set(qn("w:val"), "single" if across else "nil")
        if across:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), HAIR)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def add_row(table: Any, widths: list[float]) -> list[Any]:
    """The cells of a new row, which stays on one page."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    cells = list(row.cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    return cells


def set_cell(cell: Any, text: str, *, bold: bool = False, colour: str | None = None) -> Any:
    """Fill the first paragraph of a cell; the paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    if text:
        add_run(paragraph, text, bold=bold, colour=colour)
    return paragraph


def add_picture(run: Any, png: bytes, width: float, alternative: str) -> None:
    """A picture ``width`` millimetres wide with the words that stand for it."""
    picture = run.add_picture(BytesIO(png), width=Mm(width))
    about = picture._inline.docPr  # noqa: SLF001
    about.set("descr", alternative)


def save(document: Any, path: Path) -> None:
    """Write the document; equal documents give equal files."""
    made = BytesIO()
    document.save(made)
    with ZipFile(made) as whole, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in whole.namelist():
            # The clock would otherwise stand in each entry.
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, whole.read(name))
