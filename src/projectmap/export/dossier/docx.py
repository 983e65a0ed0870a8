"""The dossier of a community as a DOCX to be edited further: everything, as long as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from projectmap import fonts
from projectmap.export import qr, typeset
from projectmap.export.dossier import docx_parts as parts
from projectmap.export.dossier.content import (
    Dossier,
    Entry,
    Fact,
    Group,
    Section,
    Status,
    cleaned,
    content,
)
from projectmap.html import locator
from projectmap.i18n import Translator
from projectmap.map.theme import OFFICE_STATUS_FILLS
from projectmap.model.register import Register
from projectmap.query.view import View

WIDTH = 170.0
"""Millimetres between the margins."""


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

    The arguments are those of :func:`~projectmap.export.dossier.content.content`, which
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
    drawing = locator.drawing(register, community, t, fonts.FAMILY)
    picture = document.add_paragraph(style="Picture").add_run()
    alternative = cleaned(locator.alternative(register, community, t))
    parts.add_picture(picture, typeset.png(drawing, 70, 220), 70, alternative)
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
    lines = [
        ("Status Date", status.day),
        ("Status Name", status.name),
        ("Status Details", ", ".join(status.details)),
        ("Status Notice", " ".join(status.notices)),
    ]
    for style, text in lines:
        if text:
            paragraph = document.add_paragraph(text, style)
            parts.shade(paragraph, OFFICE_STATUS_FILLS[status.code])


def _history(document: Any, status: Status, t: Translator) -> None:
    document.add_heading(t("Status over time"), 1)
    heads = (t("Time"), t("Status"), t("Rows of the List, in its words"))
    table = parts.add_table(document, [45, 55, WIDTH - 100], heads)
    for spell in status.spells:
        when, what, rows = parts.add_row(table)
        style = "Cell Head" if spell.shown else "Cell"
        parts.add_text(when, spell.time, style)
        parts.shade(what, OFFICE_STATUS_FILLS[spell.status])
        name = ", ".join(text for text in (spell.name, spell.settlements) if text)
        parts.add_text(what, name, style)
        if spell.shown:
            parts.add_text(what, t("on the shown date"), "Small")
        if not spell.rows:
            parts.add_text(rows, "–")
        for row in spell.rows:
            paragraph = parts.add_text(rows, style="List Bullet")
            parts.set_language(paragraph.add_run(row.text), "uk")
            paragraph.add_run(f" – {row.status}" if row.status else "")
            paragraph.add_run(f" ({row.act})" if row.act else "")
    days = t("The first day of each time counts, the last one does not.")
    document.add_paragraph(days, "Small")
    if status.act:
        document.add_paragraph(f"{t('Act')}: {status.act}", "Small")


# --- Facts and records ------------------------------------------------------------------------


def _facts(document: Any, facts: Iterable[Fact], first: float) -> Any:
    table = parts.add_table(document, [first, WIDTH - first])
    for item in facts:
        name, value = parts.add_row(table)
        parts.add_text(name, item.label, "Cell Label")
        _value(parts.add_text(value), item)
    return table


def _value(paragraph: Any, item: Fact) -> None:
    run = paragraph.add_run(item.value, None if item.stated else "Muted")
    if item.language:
        parts.set_language(run, item.language)
    if item.note:
        paragraph.add_run(f" {item.note}", "Muted")


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
        document.add_paragraph(group.caution, "Caution")
    if not group.entries:
        document.add_paragraph().add_run(group.empty, "Muted")
    for entry in group.entries:
        _entry(document, entry, level, t)
    if group.left_out:
        text = t.plural(
            "and {n} more: on the community’s page",
            "and {n} more: on the community’s page",
            group.left_out,
        )
        document.add_paragraph().add_run(text, "Strong")


def _entry(document: Any, entry: Entry, level: int, t: Translator) -> None:
    heading = document.add_heading("", level)
    _linked(heading, entry.title, entry.address)
    if entry.tag:
        heading.add_run(f" ({entry.tag})", "Tag")
    document.add_paragraph(entry.summary, "Summary")
    table = _facts(document, entry.facts, 45)
    if entry.sources:
        name, value = parts.add_row(table)
        parts.add_text(name, t("Sources"), "Cell Label")
        paragraph = parts.add_text(value)
        for index, number in enumerate(entry.sources):
            paragraph.add_run(", " if index else "")
            parts.add_link(paragraph, str(number), bookmark=_bookmark(number))
    parts.keep_together(table)


def _linked(paragraph: Any, text: str, address: str | None) -> None:
    if address:
        parts.add_link(paragraph, text, address=address)
    else:
        paragraph.add_run(text)


def _bookmark(number: int) -> str:
    return f"source_{number}"


# --- Figures, sources, contact ----------------------------------------------------------------


def _figures(document: Any, found: Dossier, t: Translator) -> None:
    document.add_heading(t("In figures"), 1)
    if found.table is None:
        said = t("The register has no record of this place.")
        document.add_paragraph().add_run(said, "Muted")
        return
    document.add_paragraph(found.table.title, "Table Title")
    first, others = 62.0, len(found.table.heads) - 1
    widths = [first, *[(WIDTH - first) / others] * others]
    table = parts.add_table(document, widths, found.table.heads)
    for row in found.table.rows:
        style = "Cell Head" if row is found.table.rows[-1] else "Cell"
        for cell, text in zip(parts.add_row(table), row, strict=True):
            parts.add_text(cell, text, style)
    document.add_paragraph(found.table.note, "Small")
    _facts(document, found.figures, 45)


def _sources(document: Any, found: Dossier, t: Translator) -> None:
    document.add_heading(t("Sources"), 1)
    if not found.sources:
        said = t("No record or partnership here, so no source of one.")
        document.add_paragraph().add_run(said, "Muted")
    for source in found.sources:
        # The list begins at 1 and leaves nothing out: its numbers are those of the records.
        paragraph = document.add_paragraph(style="List Number")
        parts.add_bookmark(paragraph, _bookmark(source.number), source.number)
        _linked(paragraph, source.title, source.address)
        paragraph.add_run(f" – {source.details}", "Muted")
    _facts(document, found.backing, 45)


def _contact(document: Any, found: Dossier, base_url: str | None, t: Translator) -> None:
    document.add_heading(t("How to reach the office"), 1)
    said, reach, address = found.contact
    paragraph = document.add_paragraph(f"{said} " if said else "")
    if address:
        parts.add_link(paragraph, reach, address=address)
    else:
        paragraph.add_run(reach, "Strong")
    if found.link:
        paragraph = document.add_paragraph(f"{t('The community’s page, with everything')}: ")
        parts.add_link(paragraph, found.link, address=found.link)
        if qr.useful(base_url):
            run = document.add_paragraph().add_run()
            parts.add_picture(run, qr.png(found.link), 28, t("QR code of the community’s page"))
    for text in found.credit:
        document.add_paragraph(text, "Small")


def _foot(document: Any, found: Dossier) -> None:
    """Put the edition where the template's footer says so."""
    for run in document.sections[0].footer.paragraphs[0].runs:
        run.text = run.text.replace("{edition}", ", ".join((*found.edition, found.made)))
