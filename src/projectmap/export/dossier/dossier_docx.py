"""The dossier of a community as a DOCX to be edited further: everything, as long as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from docx.shared import Pt

from projectmap import fonts
from projectmap.export import qr
from projectmap.export.dossier import docx_parts as parts
from projectmap.export.dossier import setting
from projectmap.export.dossier.docx_parts import ACCENT, INK, MUTED
from projectmap.export.dossier.dossier_content import (
    Dossier,
    Entry,
    Fact,
    Group,
    NumberedSource,
    Section,
    Status,
    cleaned,
    content,
)
from projectmap.html import locator
from projectmap.i18n import Translator
from projectmap.map.colours import OFFICE_STATUS_FILLS
from projectmap.model.register import Register
from projectmap.query.view import View

WIDTH = 170.0
"""Millimetres between the margins."""
_LOCATOR = b"""#set page(width: 70mm, height: auto, margin: 0mm)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""


def write_dossier_docx(
    register: Register,
    code: str,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
    contact: str | None,
    path: Path,
) -> None:
    """Write the dossier of the community ``code`` to ``path``.

    The arguments are those of :func:`~projectmap.export.dossier.dossier_content.content`, which
    raises :class:`KeyError` for a code that is no community's. Equal arguments give equal files.
    """
    found = content(register, code, view, t, day, base_url, contact)
    community = register.communities[code]
    document = parts.blank(t.language)
    keywords = f"{code}, {community.pcode}"
    parts.describe(document, found.document_title, t.language, keywords, day, found.status.day)
    _head(document, found)
    _status(document, found.status)
    _facts(document, found.facts, 55)
    picture = _locator(locator.drawing(register, community, t, fonts.FAMILY))
    caption = document.add_paragraph()
    caption.paragraph_format.space_before, caption.paragraph_format.keep_with_next = Pt(8), True
    alternative = cleaned(locator.alternative(register, community, t))
    parts.add_picture(caption.add_run(), picture, 70, alternative)
    document.add_paragraph(found.outlined, style="Caption")
    document.add_heading(found.profile.label, 1)
    _value(document.add_paragraph(), found.profile)
    document.add_heading(t("Settlements"), 1)
    document.add_paragraph(found.settlements)
    _history(document, found.status, t)
    for section in found.sections:
        _section(document, section, t)
    _figures(document, found, t)
    _sources(document, found, t)
    _contact(document, found, base_url, t)
    _foot(document, found)
    parts.save(document, path)


# --- Head and status --------------------------------------------------------------------------


def _head(document: Any, found: Dossier) -> None:
    document.add_paragraph(found.kicker, style="Subtitle")
    document.add_paragraph(found.name, style="Title")
    if found.former:
        document.add_paragraph(found.former, style="Subtitle")


def _status(document: Any, status: Status) -> None:
    lines = [(status.day, 9.0, False), (status.name, 15.0, True)]
    if status.details:
        lines.append((", ".join(status.details), 10.0, False))
    lines.append((" ".join(status.notices), 8.5, False))
    for text, points, bold in lines:
        paragraph = document.add_paragraph()
        look = paragraph.paragraph_format
        look.space_before = look.space_after = Pt(0)
        look.keep_with_next = True
        parts.shade_paragraph(paragraph, OFFICE_STATUS_FILLS[status.code])
        parts.add_run(paragraph, text, bold=bold).font.size = Pt(points)
    paragraph.paragraph_format.space_after = Pt(8)
    paragraph.paragraph_format.keep_with_next = False


def _history(document: Any, status: Status, t: Translator) -> None:
    document.add_heading(t("Status over time"), 1)
    widths = [45.0, 55.0, WIDTH - 100]
    heads = [t("Time"), t("Status"), t("Rows of the List, in its words")]
    table = parts.add_table(document, widths, heads)
    for spell in status.spells:
        when, what, rows = parts.add_row(table, widths)
        parts.set_cell(when, spell.time, bold=spell.shown)
        parts.shade_cell(what, OFFICE_STATUS_FILLS[spell.status])
        name = ", ".join(text for text in (spell.name, spell.settlements) if text)
        parts.set_cell(what, name, bold=spell.shown)
        if spell.shown:
            parts.add_run(what.add_paragraph(), t("on the shown date")).font.size = Pt(8.5)
        if not spell.rows:
            parts.set_cell(rows, "–")
        for number, row in enumerate(spell.rows):
            paragraph = rows.paragraphs[0] if number == 0 else rows.add_paragraph()
            paragraph.style = "List Bullet"
            parts.set_language(parts.add_run(paragraph, row.text), "uk")
            said = "".join((f" – {row.status}" if row.status else "", f" ({row.act})" if row.act
                            else ""))  # fmt: skip
            if said:
                parts.add_run(paragraph, said)
    days = t("The first day of each time counts, the last one does not.")
    paragraph = document.add_paragraph(days, style="Small")
    paragraph.paragraph_format.space_before = Pt(4)
    if status.act:
        document.add_paragraph(f"{t('Act')}: {status.act}", style="Small")


def _locator(drawing: str) -> bytes:
    """The locator map as a PNG."""
    return setting.compiled(setting.compiler(_LOCATOR, {"drawing": drawing}), "png", ppi=220)


# --- Facts and records ------------------------------------------------------------------------


def _facts(document: Any, facts: Iterable[Fact], first: float) -> Any:
    widths = [first, WIDTH - first]
    table = parts.add_table(document, widths, None)
    for item in facts:
        name, value = parts.add_row(table, widths)
        parts.set_cell(name, item.label, colour=MUTED)
        _value(parts.set_cell(value, ""), item)
    return table


def _keep_together(table: Any) -> None:
    """Keep the rows of a record on one page."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _value(paragraph: Any, item: Fact) -> None:
    run = parts.add_run(paragraph, item.value, colour=INK if item.stated else MUTED)
    if item.language:
        parts.set_language(run, item.language)
    if item.note:
        parts.add_run(paragraph, f" {item.note}", colour=MUTED)


def _section(document: Any, section: Section, t: Translator) -> None:
    document.add_heading(section.title, 1)
    for group in section.groups:
        _group(document, group, t)


def _group(document: Any, group: Group, t: Translator) -> None:
    level = 2
    if group.name:
        document.add_heading(" · ".join(text for text in (group.name, group.count) if text), 2)
        level = 3
    if group.caution:
        paragraph = document.add_paragraph(group.caution)
        paragraph.paragraph_format.keep_with_next = True
        parts.shade_paragraph(paragraph, "FBEDC6")
    if not group.entries:
        parts.add_run(document.add_paragraph(), group.empty, colour=MUTED)
    for entry in group.entries:
        _entry(document, entry, level, t)
    if group.left_out:
        text = t.plural(
            "and {n} more: on the community’s page",
            "and {n} more: on the community’s page",
            group.left_out,
        )
        parts.add_run(document.add_paragraph(), text, bold=True)


def _entry(document: Any, entry: Entry, level: int, t: Translator) -> None:
    heading = document.add_heading("", level)
    if entry.address:
        parts.add_link(heading, entry.title, address=entry.address)
    else:
        parts.add_run(heading, entry.title)
    if entry.tag:
        run = parts.add_run(heading, f" ({entry.tag})", colour=ACCENT)
        run.font.bold = False
    document.add_paragraph(entry.summary).paragraph_format.keep_with_next = True
    table = _facts(document, entry.facts, 45)
    if entry.sources:
        name, value = parts.add_row(table, [45, WIDTH - 45])
        parts.set_cell(name, t("Sources"), colour=MUTED)
        paragraph = parts.set_cell(value, "")
        for place, number in enumerate(entry.sources):
            if place:
                parts.add_run(paragraph, ", ")
            parts.add_link(paragraph, str(number), anchor=_bookmark(number))
    _keep_together(table)


def _bookmark(number: int) -> str:
    return f"source_{number}"


# --- Figures, sources, contact ----------------------------------------------------------------


def _figures(document: Any, found: Dossier, t: Translator) -> None:
    document.add_heading(t("In figures"), 1)
    if found.table is None:
        said = t("The register has no record of this place.")
        parts.add_run(document.add_paragraph(), said, colour=MUTED)
        return
    document.add_paragraph(
        found.table.title, style="Caption"
    ).paragraph_format.keep_with_next = True
    first, others = 62.0, len(found.table.heads) - 1
    widths = [first, *[(WIDTH - first) / others] * others]
    table = parts.add_table(document, widths, list(found.table.heads))
    for row in found.table.rows:
        for cell, text in zip(parts.add_row(table, widths), row, strict=True):
            parts.set_cell(cell, text, bold=row is found.table.rows[-1])
    note = document.add_paragraph(found.table.note, style="Small")
    note.paragraph_format.space_after = Pt(6)
    _facts(document, found.figures, 45)


def _sources(document: Any, found: Dossier, t: Translator) -> None:
    document.add_heading(t("Sources"), 1)
    if not found.sources:
        said = t("No record or partnership here, so no source of one.")
        parts.add_run(document.add_paragraph(), said, colour=MUTED)
    for source in found.sources:
        _source(document, source)
    _facts(document, found.backing, 45)


def _source(document: Any, source: NumberedSource) -> None:
    # The list begins at 1 and leaves nothing out, so that its numbers are those of the records.
    paragraph = document.add_paragraph(style="List Number")
    parts.add_bookmark(paragraph, _bookmark(source.number), source.number)
    if source.address:
        parts.add_link(paragraph, source.title, address=source.address)
    else:
        parts.add_run(paragraph, source.title)
    parts.add_run(paragraph, f" – {source.details}", colour=MUTED)


def _contact(document: Any, found: Dossier, base_url: str | None, t: Translator) -> None:
    document.add_heading(t("How to reach the office"), 1)
    said, reach, address = found.contact
    paragraph = document.add_paragraph()
    if said:
        parts.add_run(paragraph, f"{said} " if reach else said)
    if address:
        parts.add_link(paragraph, reach, address=address)
    elif reach:
        parts.add_run(paragraph, reach, bold=True)
    if found.link:
        paragraph = document.add_paragraph(f"{t('The community’s page, with everything')}: ")
        parts.add_link(paragraph, found.link, address=found.link)
        if qr.useful(base_url):
            run = document.add_paragraph().add_run()
            parts.add_picture(run, qr.png(found.link), 28, t("QR code of the community’s page"))
    for text in found.credit:
        document.add_paragraph(text, style="Small")


def _foot(document: Any, found: Dossier) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = "Footer"
    parts.add_run(paragraph, f"{', '.join((*found.edition, found.made))}   ")
    parts.add_field(paragraph, "PAGE")
    parts.add_run(paragraph, " / ")
    parts.add_field(paragraph, "NUMPAGES")
