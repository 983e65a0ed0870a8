"""The template: 16:9, our colours and letters, three layouts, made of python-pptx's own one.

Whoever edits the slides further finds a clean master: a title, a line under it, a body, the
footer and the slide's number, each in its place; colours and letters come from the theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from projectmap.export.slides.measure import FAMILY
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS, OFFICE_STATUS_FILLS, office
from projectmap.model.codes import TerritoryStatus

WIDTH, HEIGHT = 13.333, 7.5
"""Inches."""
MARGIN = 0.5
THEME: Mapping[str, str] = {
    "dk1": office(COLOURS["ink"]),
    "lt1": office(COLOURS["paper"]),
    "dk2": office(COLOURS["muted"]),
    "lt2": office(COLOURS["ground"]),
    "accent1": office(COLOURS["accent"]),
    "accent2": office(COLOURS["partner"]),
    "accent3": OFFICE_STATUS_FILLS[TerritoryStatus.TEMPORARILY_OCCUPIED],
    "accent4": OFFICE_STATUS_FILLS[TerritoryStatus.ACTIVE_HOSTILITIES],
    "accent5": office(COLOURS["raion"]),
    "accent6": office(COLOURS["rule"]),
    "hlink": office(COLOURS["accent"]),
    "folHlink": office(COLOURS["raion"]),
}
"""Ink, ground, quiet ink, quiet ground; records, partnerships, occupied, hostilities, lines, grey:
the colours of ``map/map.css`` and of the pages."""
TITLE_SLIDE, CONTENT, TITLE_ONLY = range(3)
"""The layouts, by their places in the master."""
LEAD = 13
"""Placeholder index of the line under the title."""
_KEPT_LAYOUTS = (0, 1, 5)
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can state."""
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMESPACES = f'xmlns:a="{_A}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width, height as python-pptx takes them."""
        return (
            Inches(self.left),
            Inches(self.top),
            Inches(self.width),
            Inches(self.height),
        )


TITLE = Box(MARGIN, 0.3, WIDTH - 2 * MARGIN, 0.7)
LEAD_BOX = Box(MARGIN, 1.03, WIDTH - 2 * MARGIN, 0.47)
BODY = Box(MARGIN, 1.58, WIDTH - 2 * MARGIN, 5.27)
FOOTER = Box(MARGIN, 7.0, 11.0, 0.32)
NUMBER = Box(WIDTH - MARGIN - 1.2, 7.0, 1.2, 0.32)
FRONT = Box(0, 0, WIDTH, 2.9)
FRONT_TITLE = Box(MARGIN, 0.6, WIDTH - 2 * MARGIN, 2.0)
FRONT_TEXT = Box(MARGIN, 3.2, 8.9, 3.6)
TITLE_SIZE, FRONT_SIZE, LEAD_SIZE, TEXT_SIZE, FOOT_SIZE = 26, 36, 13, 14, 10
"""Points."""


def template(t: Translator, title: str, day: date) -> Any:
    """An empty presentation in the language of ``t``; ``title`` and ``day`` go to its properties.

    It names no author: who shows it is its author.
    """
    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    slides.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _drop(slides)
    kept = [slides.slide_layouts[place] for place in _KEPT_LAYOUTS]
    for layout in list(slides.slide_layouts):
        if layout not in kept:
            slides.slide_layouts.remove(layout)
    _theme(slides.slide_master)
    _master(slides.slide_master, t)
    names = (t("Title slide"), t("Title, line and text"), t("Title and line"))
    for layout, name in zip(kept, names, strict=True):
        layout.element.cSld.set("name", name)
        _layout(layout, t)
    _properties(slides.core_properties, t, title, day)
    return slides


def in_language(slides: Any, code: str) -> None:
    """Set the language of every text; ``code`` is like ``uk-UA``."""
    texts = [slides, slides.slide_master, *slides.slide_layouts, *slides.slides]
    charts = (
        shape.chart.part for slide in slides.slides for shape in slide.shapes if shape.has_chart
    )
    for root in [*(item.element for item in texts), *(item._element for item in charts)]:  # noqa: SLF001 - no public way
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr()
        for properties in root.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            properties.set("lang", code)


def saved(slides: Any) -> bytes:
    """The file; equal slides give equal bytes."""
    made, content = BytesIO(), BytesIO()
    slides.save(made)
    # python-pptx stamps every part with the time of day.
    with ZipFile(made) as parts, ZipFile(content, "w", ZIP_DEFLATED) as fixed:
        for part in parts.infolist():
            stamped = ZipInfo(part.filename, _NO_TIME)
            stamped.compress_type = ZIP_DEFLATED
            fixed.writestr(stamped, parts.read(part))
    return content.getvalue()


def child(parent: Any, name: str, **attributes: str) -> Any:
    """A new element at the end of ``parent``; ``name`` is like ``a:srgbClr``."""
    made = parent.makeelement(qn(name), attributes)
    parent.append(made)
    return made


def _drop(slides: Any) -> None:
    """Without the thumbnail, program and printer of whoever made the original."""
    package = slides.part.package
    unwanted = {RT.THUMBNAIL, RT.EXTENDED_PROPERTIES}
    for found in list(package.iter_rels()):
        if found.reltype in unwanted:
            package.drop_rel(found.rId)
        elif found.reltype == RT.PRINTER_SETTINGS:
            slides.part.drop_rel(found.rId)


def _properties(properties: Any, t: Translator, title: str, day: date) -> None:
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
    properties.title = title
    properties.language = LANGUAGE_TAGS[t.language]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = made


LANGUAGE_TAGS = {"uk": "uk-UA", "en": "en-GB"}
"""What office programs call the languages."""


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RT.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "Projectmap")
    space = {"a": _A}
    colours = theme.find(".//a:clrScheme", space)
    colours.set("name", "Projectmap")
    for name, value in THEME.items():
        colour = colours.find(f"a:{name}", space)
        for old in list(colour):
            colour.remove(old)
        child(colour, "a:srgbClr", val=value)
    letters = theme.find(".//a:fontScheme", space)
    letters.set("name", "Projectmap")
    for font in letters:
        for named in list(font):
            if named.get("script"):
                font.remove(named)
        font.find("a:latin", space).set("typeface", FAMILY)
    part._blob = serialize_part_xml(theme)  # noqa: SLF001 - a part of this kind is read only


# --- Master and layouts -----------------------------------------------------------------------


def _master(master: Any, t: Translator) -> None:
    tree = master.element.cSld.spTree
    for shape in list(master.placeholders):
        kind = shape.element.ph.get("type")
        if kind == "dt":
            tree.remove(shape.element)
            continue
        _place(shape, {"title": TITLE, "body": BODY, "ftr": FOOTER, "sldNum": NUMBER}[kind])
        _insets(shape, anchor={"title": "b", "body": "t"}.get(kind, "ctr"))
        if kind == "title":
            _prompt(shape, [t("Title")])
        elif kind == "body":
            _prompt(shape, [t("Text")])
        else:
            _small(shape)
    tree.insert(2, _bar(20, Box(0, 0, WIDTH, 0.12), "accent1"))
    tree.insert(3, _bar(21, Box(MARGIN, 6.96, WIDTH - 2 * MARGIN, 0.01), "accent6"))
    styles = master.element.find(qn("p:txStyles"))
    _style(styles.find(qn("p:titleStyle"))[0], TITLE_SIZE, "accent1", bold=True)
    for level in styles.find(qn("p:bodyStyle")):
        if level.tag != qn("a:lvl9pPr"):
            _style(level, TEXT_SIZE, "tx1", bold=False)


def _layout(layout: Any, t: Translator) -> None:
    tree = layout.element.cSld.spTree
    front = layout.element.get("type") == "title"
    for shape in list(layout.placeholders):
        kind = shape.element.ph.get("type")
        if kind == "dt":
            tree.remove(shape.element)
        elif kind == "ctrTitle":
            _place(shape, FRONT_TITLE)
            _list_style(shape, FRONT_SIZE, "bg1", bold=True)
            _insets(shape, anchor="b")
            _prompt(shape, [t("Title")])
        elif kind == "subTitle":
            _place(shape, FRONT_TEXT)
            _list_style(shape, 16, "tx1", bold=False)
            _prompt(shape, [t("Text")])
        elif kind == "title":
            _prompt(shape, [t("Title")])
        elif kind is None:
            _prompt(shape, [t("Text")])
    if front:
        tree.insert(2, _bar(20, FRONT, "accent1"))
    else:
        tree.append(_lead(t("Line under the title")))


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = box.emu()


def _insets(shape: Any, anchor: str) -> None:
    """No room between the edge of a box and its text: edges of all boxes stand in one line."""
    body = shape.text_frame._txBody.bodyPr  # noqa: SLF001 - no public way to the anchor's element
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", anchor)


def _prompt(shape: Any, texts: Iterable[str]) -> None:
    shape.text_frame.text = "\n".join(texts)


def _small(shape: Any) -> None:
    level = shape.element.find(f".//{qn('a:lvl1pPr')}")
    level.set("algn", "l" if shape.element.ph.get("type") == "ftr" else "r")
    _style(level, FOOT_SIZE, "tx2", bold=False)


def _list_style(shape: Any, size: int, colour: str, *, bold: bool) -> None:
    styles = shape.element.find(f".//{qn('a:lstStyle')}")
    for level in list(styles):
        styles.remove(level)
    level = child(styles, "a:lvl1pPr", algn="l", marL="0", indent="0")
    child(level, "a:buNone")
    child(level, "a:defRPr")
    _style(level, size, colour, bold=bold)


def _style(level: Any, size: int, colour: str, *, bold: bool) -> None:
    """Letters of a level of text, without bullet, indent and space before it."""
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", str(100 * size))
    letters.set("b", "1" if bold else "0")
    for old in letters.findall(qn("a:solidFill")):
        letters.remove(old)
    fill = child(letters, "a:solidFill")
    child(fill, "a:schemeClr", val=colour)
    letters.insert(0, fill)
    if level.get("algn") in {None, "ctr"}:
        level.set("algn", "l")
    level.set("marL", "0")
    level.set("indent", "0")
    for name in ("a:spcBef", "a:buFont", "a:buChar", "a:buNone"):
        for old in level.findall(qn(name)):
            level.remove(old)
    letters.addprevious(child(level, "a:buNone"))


def _bar(number: int, box: Box, colour: str) -> Any:
    left, top, width, height = box.emu()
    return parse_xml(
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Line {number}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        "</p:spPr></p:sp>"
    )


def _lead(prompt: str) -> Any:
    left, top, width, height = LEAD_BOX.emu()
    shape = parse_xml(
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="30" name="Text Placeholder 29"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" sz="quarter" idx="{LEAD}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
        '</a:xfrm></p:spPr><p:txBody><a:bodyPr anchor="t"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr><a:buNone/><a:defRPr sz="{100 * LEAD_SIZE}"><a:solidFill>'
        '<a:schemeClr val="tx2"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        "<a:p><a:r><a:t/></a:r></a:p></p:txBody></p:sp>"
    )
    shape.find(f".//{qn('a:t')}").text = prompt
    return shape
