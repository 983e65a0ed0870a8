"""The dossier of a community as an editable DOCX: everything, at any length."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from projectmap.content.nodes import Entry, Fact, Link, Section, Span, Spans, Table, joined
from projectmap.content.statuses import FIRST_DAY
from projectmap.export import office, qr, typeset
from projectmap.export.dossier import docx_parts as parts
from projectmap.export.dossier.common import Dossier
from projectmap.export.request import ExportRequest
from projectmap.map.theme import OFFICE_STATUS_FILLS
from projectmap.markup import one_line
from projectmap.model.register import Register

WIDTH_MM = 170.0
"""Between the margins."""
DRAWING_MM = 70.0
IN_ONE_LINE = ("id", "verification", "updated")
"""Facts of a record that stand below its table, with its sources."""
LABELS_MM = 45.0
"""The first column of a list of facts."""


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the dossier of the community that the request is about.

    Raises :class:`ValueError` where it names none.
    """
    _Writer(Dossier(register, request)).write(path)


class _Writer:
    """The document under way."""

    def __init__(self, found: Dossier) -> None:
        self.found, self.content, self.t = found, found.content, found.t
        self.document = parts.blank(found.t.language)

    def write(self, path: Path) -> None:
        found, content = self.found, self.content
        keywords = ", ".join(found.keywords)
        parts.describe(self.document, found.title, self.t.language, keywords, found.request.day,
                       content.status.title)  # fmt: skip
        self.paragraph(content.kicker, "Subtitle")
        self.paragraph(content.name, "Title")
        self.paragraph(content.former, "Subtitle")
        self.status()
        self.facts(content.facts, 55)
        picture = typeset.png(found.drawing, DRAWING_MM, 220)
        run = self.document.add_paragraph(style="Picture").add_run()
        parts.add_picture(run, picture, DRAWING_MM, found.drawing_text)
        self.paragraph(content.outlined, "Caption")
        self.section(content.profile)
        names = joined(content.settlements, Span(", "))
        self.section(Section("settlements", self.t("Settlements"), paragraphs=(names,)))
        self.history()
        for section in (*content.lists, content.figures):
            self.section(section)
        self.sources()
        if content.contact.paragraphs:
            self.section(content.contact)
        self.page_link()
        for text in content.credit:
            self.paragraph(text, "Small")
        for run in self.document.sections[0].footer.paragraphs[0].runs:
            run.text = run.text.replace("{edition}", found.edition)
        path.write_bytes(office.saved(self.document))

    # --- Texts --------------------------------------------------------------------------------

    def paragraph(self, text: str, style: str | None = None, character: str | None = None) -> Any:
        """A new paragraph; none where there is no text."""
        if not text:
            return None
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(one_line(text), character)
        return paragraph

    def runs(self, paragraph: Any, spans: Spans, style: str | None = None) -> None:
        """Runs of text at the end of a paragraph, each with its link or language."""
        for span in spans:
            text = one_line(span.text)
            address = self.found.address(span.link) if span.link else None
            if address:
                parts.add_link(paragraph, text, address=address)
                continue
            run = paragraph.add_run(text, style)
            if span.lang:
                parts.set_language(run, span.lang)

    # --- Nodes --------------------------------------------------------------------------------

    def section(self, section: Section, level: int = 1) -> None:
        """A part under its heading, or what is said where it has nothing."""
        title = " · ".join(text for text in (section.title, section.count) if text)
        self.document.add_heading(title, level)
        self.paragraph(section.caution, "Caution")
        if not (section or section.sections):
            self.paragraph(section.empty, character="Muted")
        for spans in section.paragraphs:
            self.runs(self.document.add_paragraph(), spans)
        for table in section.tables:
            self.table(table)
        if section.facts:
            self.facts(section.facts)
        for entry in section.entries:
            self.entry(entry, max(level + 1, 2))
        for inner in section.sections:
            self.section(inner, level + 1)
        if section.left_out:
            self.paragraph(self.found.more(section.left_out), character="Strong")

    def entry(self, entry: Entry, level: int) -> None:
        heading = self.document.add_heading("", level)
        self.runs(heading, (Span(entry.title, entry.link),))
        if entry.kind in {"need", "event"}:
            heading.add_run(f" ({one_line(entry.tags[0])})", "Tag")
        self.paragraph(entry.summary, "Summary")
        table = self.facts(fact for fact in entry.facts if fact.key not in IN_ONE_LINE)
        parts.keep_with_next(table)
        last = [f"{fact.label}: {fact.text}" for fact in entry.choose(IN_ONE_LINE)]
        paragraph = self.paragraph(" · ".join([*last, f"{self.t('Sources')}: "]), "Small")
        for index, number in enumerate(entry.sources):
            paragraph.add_run(", " if index else "")
            parts.add_link(paragraph, str(number), bookmark=_bookmark(number))

    def facts(self, facts: Iterable[Fact], labels_mm: float = LABELS_MM) -> Any:
        table = parts.add_table(self.document, [labels_mm, WIDTH_MM - labels_mm])
        for fact in facts:
            name, value = parts.add_row(table)
            parts.add_text(name, one_line(fact.label), "Cell Label")
            paragraph = parts.add_text(value)
            self.runs(paragraph, fact.value, None if fact.stated else "Muted")
            if fact.note:
                paragraph.add_run(f" ({one_line(fact.note)})", "Muted")
        return table

    def table(self, table: Table) -> None:
        self.paragraph(table.title, "Table Title")
        first, others = 62.0, len(table.heads) - 1
        widths = [first, *[(WIDTH_MM - first) / others] * others]
        made = parts.add_table(self.document, widths, tuple(map(one_line, table.heads)))
        for row in table.rows:
            is_total = table.total and row is table.rows[-1]
            for cell, spans in zip(parts.add_row(made), row, strict=True):
                self.runs(parts.add_text(cell, style="Cell Head" if is_total else "Cell"), spans)
        self.paragraph(table.note, "Small")

    # --- What only a community has ------------------------------------------------------------

    def status(self) -> None:
        status = self.content.status
        lines = (
            ("Status Date", status.title),
            ("Status Name", status.name),
            # The first detail says the date again.
            ("Status Details", ", ".join(status.details[1:])),
            ("Status Notice", " ".join(self.content.notices)),
        )
        for style, text in lines:
            if paragraph := self.paragraph(text, style):
                parts.shade(paragraph, OFFICE_STATUS_FILLS[status.status])

    def history(self) -> None:
        t, history = self.t, self.content.history
        acts = {row.act for period in history for row in period.rows}
        self.document.add_heading(t("Status over time"), 1)
        heads = (t("Period"), t("Territory status"), t("List entries, in the List’s words"))
        table = parts.add_table(self.document, [45, 55, WIDTH_MM - 100], heads)
        for period in history:
            when, what, rows = parts.add_row(table)
            style = "Cell Head" if period.shown else "Cell"
            parts.add_text(when, period.time, style)
            parts.shade(what, OFFICE_STATUS_FILLS[period.status])
            name = ", ".join(text for text in (period.name, period.settlements) if text)
            parts.add_text(what, name, style)
            if period.shown:
                parts.add_text(what, t("on the date shown"), "Small")
            if not period.rows:
                parts.add_text(rows, "–")
            for row in period.rows:
                paragraph = parts.add_text(rows, style="List Bullet")
                self.runs(paragraph, (Span(t.quote(row.wording), lang="uk"),))
                if row.status != period.status:
                    paragraph.add_run(f" – {row.name}")
                if len(acts) > 1:
                    paragraph.add_run(f" ({one_line(row.act)})")
        self.paragraph(t(FIRST_DAY), "Small")
        for act in acts if len(acts) == 1 else ():
            self.paragraph(f"{t('Legal act')}: {act}", "Small")

    def sources(self) -> None:
        section = self.content.sources_section
        self.document.add_heading(section.title, 1)
        if not self.content.sources:
            self.paragraph(section.empty, character="Muted")
        for source in self.content.sources:
            # The list begins at 1 and leaves nothing out: its numbers are those of the records.
            paragraph = self.document.add_paragraph(style="List Number")
            parts.add_bookmark(paragraph, _bookmark(source.number), source.number)
            link = Link("url", source.url) if source.url else None
            self.runs(paragraph, (Span(source.title, link),))
            paragraph.add_run(f" – {one_line(source.details)}", "Muted")
        self.facts(section.facts)

    def page_link(self) -> None:
        """The community's page as a link and as a code to scan."""
        url, t = self.found.url, self.t
        if not url:
            return
        paragraph = self.paragraph(f"{t('The community’s page with full details')}: ")
        parts.add_link(paragraph, url, address=url)
        if self.found.scannable:
            run = self.document.add_paragraph().add_run()
            parts.add_picture(run, qr.png(url), 28, t("QR code of the community’s page"))


def _bookmark(number: int) -> str:
    return f"source_{number}"
