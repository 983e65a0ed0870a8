"""The view as slides to present and to edit: PPTX, 16:9.

Texts, tables and charts are native; only maps and the QR code are pictures. Importing this loads
the drawing of maps, which takes a second.
"""

from __future__ import annotations

from pathlib import Path

from projectmap.content.view import TITLE, data_version, status_date
from projectmap.export.request import DeckLength, ExportRequest
from projectmap.export.slides import charts, communities, deck as slides, front, tables
from projectmap.export.slides.deck import Context
from projectmap.model.register import Register

MAX_COMMUNITIES = 2
"""Communities that have a slide in a short deck."""


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write what the request's view shows as slides to ``path``, in short or in full.

    Without a base address there are no links. Equal input gives equal bytes.
    """
    shown, t = request.shown(register), request.t
    dated = status_date(shown.labels, shown.view, " · ")
    deck = slides.Deck(t, t(TITLE), f"{dated} · {data_version(shown.labels)}", request.day)
    context = Context(shown.labels, shown.view, request.day, request.base_url, deck)
    front.title_slide(context)
    if not context.selection.count:
        front.nothing(context)
    (_short if request.deck is DeckLength.SHORT else _long)(context, request.contact)
    path.write_bytes(deck.content())


def _short(context: Context, contact: str | None) -> None:
    """About ten slides to speak to; fewer where there is less to say."""
    few = context.selection.count <= tables.MAX_SHORT_LIST
    if context.selection.count:
        front.numbers(context)
        front.map_slide(context)
        for code in communities.chosen(context)[:MAX_COMMUNITIES]:
            communities.community_slide(context, code)
        if few:
            tables.records(context)
    if (
        not front.partners_slide(context)
        and len(context.selection.partnerships) <= tables.MAX_SHORT_LIST
    ):
        tables.partnerships(context)
    charts.telling(context)
    if not few:
        tables.needs(context)
        charts.status_over_time(context)
    front.how_to_take_part(context, contact)


def _long(context: Context, _contact: str | None) -> None:
    if context.selection.count:
        front.numbers(context)
        front.most_named(context)
    front.map_slide(context)
    front.partners_slide(context)
    for code in communities.chosen(context):
        communities.community_slide(context, code)
    if context.selection.count:
        charts.charts(context)
    charts.status_over_time(context)
    tables.records(context)
    tables.partnerships(context)
    tables.sources(context)
    tables.about_slides(context)
