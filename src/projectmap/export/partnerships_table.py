"""The shown partnerships as a table to download."""

from __future__ import annotations

from collections.abc import Sequence

from projectmap.content.nodes import Fact, text_fact
from projectmap.content.records import partner_name
from projectmap.content.sources import unique_sources
from projectmap.content.view import filters, provenance, shown_partnerships
from projectmap.export.request import ExportRequest
from projectmap.export.table import Table
from projectmap.i18n import N_
from projectmap.model.codes import OBLAST
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.columns import (
    CODE_NOTE,
    DATE_TEXT,
    DESCRIPTION,
    ID,
    PERIOD,
    SECTORS,
    SOURCES,
    START,
    UPDATED,
    VERIFICATION,
    Cells,
    Column,
    joined,
)
from projectmap.query.select import select


def _near_side(item: Partnership, cells: Cells) -> str | None:
    if item.communities == (OBLAST,):
        return cells.t("Luhansk oblast")
    return cells.communities(item.communities)


COLUMNS: tuple[Column[Partnership], ...] = (
    ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind and item.kind.value,
           width=16),
    Column("kind_label", N_("Type"), N_("Empty while a partner is still being sought."),
           lambda item, c: c.label(item.kind), width=20),
    *DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("Luhansk side: communities (hromadas) or the whole oblast."), _near_side, width=30),
    Column("partners", N_("Partners"), N_("Partner side, as named by the sources."),
           lambda item, c: joined(partner_name(part, c.t, with_place=False)
               for part in item.partners), width=32),
    Column("partner_places", N_("Partners’ locations"), N_("Towns, where known."),
           lambda item, c: joined(c.t.pick(part.place_uk, part.place_en) for part in item.partners),
           width=24),
    Column("partner_countries", N_("Countries of the partners"), N_("ISO 3166 codes."),
           lambda item, _: joined(item.partner_countries), width=14),
    SECTORS,
    Column("status", N_("Status (code)"), CODE_NOTE, lambda item, _: item.status.value, width=16),
    Column("status_label", N_("Status"), N_("As of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    START,
    DATE_TEXT,
    PERIOD,
    Column("period_label", N_("Period"), N_("Before or since the full-scale invasion."),
           lambda item, c: c.label(item.period), width=18),
    VERIFICATION,
    Column("project_id", N_("Same facts in record"), N_("Count both as one record."),
           lambda item, _: item.project_id, width=12),
    *SOURCES,
    UPDATED,
)  # fmt: skip


def _shown(register: Register, request: ExportRequest) -> Sequence[Partnership]:
    return select(register, request.view).partnerships


def _about(register: Register, request: ExportRequest) -> list[Fact]:
    t, view, labels = request.t, request.view, Labels(register, request.t)
    shown = shown_partnerships(labels, select(register, view))
    said = ("version", "made", "language", "credit")
    return [
        text_fact("partnerships", t("Partnerships in this list"), shown),
        text_fact("filter", t("Filter"), "" if view.filtered else t("none: all partnerships")),
        *filters(labels, view),
        *(fact for fact in provenance(labels, view, request.day, None) if fact.key in said),
    ]


write = Table(
    title=N_("Partnerships of the communities (hromadas) of Luhansk oblast"),
    sheet=N_("Partnerships"),
    columns=COLUMNS,
    items=_shown,
    about=_about,
    sources=lambda register, request: unique_sources(_shown(register, request)),
).write
