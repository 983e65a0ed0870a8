"""The shown view as slides to present and to edit further: PPTX, 16:9.

Texts, tables and charts are native; only maps and the QR code are pictures. Importing this loads
what draws the maps, which takes a second: only who makes slides does.
"""

from __future__ import annotations

from pathlib import Path

from projectmap.content.view import TITLE, status_date
from projectmap.export.request import ExportRequest
from projectmap.export.slides import charts, communities, front, tables
from projectmap.export.slides.context import Context
from projectmap.export.slides.deck import Deck
from projectmap.model.labels import Labels
from projectmap.model.register import Register


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write what the request's view shows as slides to ``path``.

    Without a base address there are no links. Equal input gives equal bytes.
    """
    view, t, labels = request.view, request.t, Labels(register, request.t)
    version = t("Data version {version}", version=register.version)
    deck = Deck(t, t(TITLE), f"{status_date(labels, view, ' · ')} · {version}", request.day)
    context = Context(labels, view, request.day, request.base_url, deck)
    front.title_slide(context)
    if context.selection.count:
        front.in_short(context)
    else:
        front.nothing(context)
    front.maps(context)
    for code in communities.chosen(context):
        communities.community_slide(context, code)
    if context.selection.count:
        charts.charts(context)
    charts.status_over_time(context)
    tables.records(context)
    tables.partnerships(context)
    tables.sources(context)
    tables.about_slides(context)
    path.write_bytes(deck.content())
