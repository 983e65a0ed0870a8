"""The shown partnerships as a file: CSV, and a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from projectmap.content.about import CREDITS, Line, filter_lines
from projectmap.content.wording import partner_name
from projectmap.export.csv_file import write_csv
from projectmap.export.formats import Format
from projectmap.export.xlsx_file import Book, write_xlsx
from projectmap.i18n import LANGUAGE_NAMES, N_, Translator
from projectmap.model.codes import OBLAST
from projectmap.model.labels import community_name, label, sector_name
from projectmap.model.records import Partnership, Source
from projectmap.model.register import Register
from projectmap.query.rows import JOINER, Column, source_text
from projectmap.query.view import View

_CODE = N_("A stable code, the same in every language; the words stand in the next column.")
_BOTH = N_("The same in this language, whatever the language of the file.")
COLUMNS: tuple[Column, ...] = (
    Column("id", N_("Id"), N_("The record’s lasting name in this register."), width=12),
    Column("kind", N_("Kind (code)"), _CODE, width=16),
    Column("kind_label", N_("Kind"), N_("Empty where a partner is only sought."), width=20),
    Column("title", N_("Title"), N_("In the language of this file."), width=44),
    Column("title_uk", N_("Title in Ukrainian"), _BOTH, width=30),
    Column("title_en", N_("Title in English"), _BOTH, width=30),
    Column("summary", N_("Summary"), N_("What the sources say, in short."), width=64),
    Column("communities", N_("Communities (codes)"), N_("KATOTTG codes."), width=22),
    Column(
        "communities_names",
        N_("Communities"),
        N_("The near side: communities, or the whole oblast."),
        width=30,
    ),
    Column("partners", N_("Partners"), N_("The far side, as far as sources name it."), width=32),
    Column("partner_places", N_("Places of the partners"), N_("Towns, where known."), width=24),
    Column("partner_countries", N_("Countries of the partners"), N_("ISO 3166 codes."), width=14),
    Column("sectors_names", N_("Sectors"), N_("What the record is about."), width=30),
    Column("status", N_("Status (code)"), _CODE, width=16),
    Column("status_label", N_("Status"), N_("As it was on the date beside it."), width=18),
    Column(
        "status_asof",
        N_("Status as of"),
        N_("The date for which a source states the status; nothing is known of later."),
        "date",
        12,
    ),
    Column(
        "status_text", N_("Status in the source’s words"), N_("Quoted or translated."), width=30
    ),
    Column("start", N_("Start"), N_("As precise as the source is."), "date", 12),
    Column("date_text", N_("Dates in the source’s words"), N_("Quoted or translated."), width=30),
    Column("period", N_("Period (code)"), _CODE, width=18),
    Column("period_label", N_("Period"), N_("Before or since the full-scale invasion."), width=18),
    Column("verification_label", N_("Verification"), N_("How far it was checked."), width=20),
    Column("project_id", N_("Told by the record, too"), N_("Count the two once."), width=12),
    Column("sources", N_("Sources"), N_("With publisher and date."), width=60),
    Column("sources_urls", N_("Addresses of the sources"), N_("Where known."), "link", 40),
    Column(
        "updated",
        N_("Updated"),
        N_("When the record was last changed in this register."),
        "date",
        12,
    ),
)
BOOK = Book(
    title=N_("Partnerships of the communities of Luhansk oblast"),
    sheet=N_("Partnerships"),
    columns=COLUMNS,
    wrapped=frozenset({"title", "summary", "sources"}),
)


def write_partnerships(
    fmt: Format,
    register: Register,
    items: Sequence[Partnership],
    view: View,
    t: Translator,
    day: date,
    path: Path,
) -> None:
    """Write ``items``, those that ``view`` shows, as CSV or XLSX; ``day`` is the day of making."""
    rows = _rows(register, items, t)
    if fmt is Format.CSV:
        write_csv(rows, path, COLUMNS)
        return
    write_xlsx(rows, _about(register, items, view, t, day), _sources(items), t, day, path, BOOK)


def _rows(
    register: Register, items: Iterable[Partnership], t: Translator
) -> Iterator[dict[str, object]]:
    for item in items:
        near = (
            [community_name(t, register.communities[code]) for code in item.communities]
            if item.communities != (OBLAST,)
            else [t("Luhansk oblast")]
        )
        partners = item.partners
        yield {
            "id": item.id,
            "kind": item.kind and item.kind.value,
            "kind_label": item.kind and label(t, item.kind),
            "title": t.pick(item.title_uk, item.title_en),
            "title_uk": item.title_uk,
            "title_en": item.title_en,
            "summary": t.pick(item.summary_uk, item.summary_en),
            "communities": _joined(item.communities),
            "communities_names": _joined(near),
            "partners": _joined(
                partner_name(part.name_uk, part.name_en, part.country, t) for part in partners
            ),
            "partner_places": _joined(
                t.pick(part.place_uk, part.place_en) or "" for part in partners
            ),
            "partner_countries": _joined(item.partner_countries),
            "sectors_names": _joined(sector_name(t, register, code) for code in item.sectors),
            "status": item.status.value,
            "status_label": label(t, item.status),
            "status_asof": item.status_asof,
            "status_text": t.pick(item.status_text, item.status_text_en),
            "start": item.start,
            "date_text": t.pick(item.date_text, item.date_text_en),
            "period": item.period.value,
            "period_label": label(t, item.period),
            "verification_label": label(t, item.verification),
            "project_id": item.project_id,
            "sources": _joined(source_text(t, source) for source in item.sources),
            "sources_urls": _joined(source.url or "" for source in item.sources),
            "updated": item.updated,
        }


def _joined(parts: Iterable[str]) -> str | None:
    return JOINER.join(part for part in parts if part) or None


def _about(
    register: Register, items: Sequence[Partnership], view: View, t: Translator, day: date
) -> list[Line]:
    shown = t.plural(
        "{shown} of {n} partnership",
        "{shown} of {n} partnerships",
        len(register.partnerships),
        shown=t.number(len(items)),
    )
    return [
        Line(t("Partnerships in this list"), shown),
        Line(t("Filter"), "" if view.filtered else t("none: all partnerships")),
        *filter_lines(register, view, t),
        Line(t("Data version"), register.version),
        Line(t("Made on"), t.day(day)),
        Line(t("Language of this file"), LANGUAGE_NAMES[t.language]),
        *(Line(t("Credit line"), t(text)) for text in CREDITS),
    ]


def _sources(items: Iterable[Partnership]) -> list[Source]:
    found = {
        (source.title, source.publisher, source.url, source.document, source.date): source
        for item in items
        for source in item.sources
    }
    return list(found.values())
