"""The shown view as slides to present and to edit further: PPTX, 16:9.

Texts, tables and charts are native; only maps and the QR code are pictures. Importing this loads
what draws the maps, which takes a second: only who makes slides does.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from projectmap.content.about import TITLE
from projectmap.export.slides import figures, front, lists, places
from projectmap.export.slides.asked import Asked
from projectmap.export.slides.deck import Deck
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View


def write_slides(
    register: Register, view: View, t: Translator, day: date, base_url: str | None, path: Path
) -> None:
    """Write what ``view`` shows as slides to ``path``.

    ``day`` is the day on which they are made, ``base_url`` the address of the map's page for the
    links; without it there are none. Equal input gives equal bytes.
    """
    selection = select(register, view)
    footer = " · ".join(
        [
            t("Status on {day}", day=t.day(view.asof or register.edition)),
            t("the List in the edition of {edition}", edition=t.day(register.edition)),
            t("Data version {version}", version=register.version),
        ]
    )
    deck = Deck(t, t(TITLE), footer, day)
    asked = Asked(register, view, selection, t, day, base_url, deck)
    front.title_slide(asked)
    if selection.count:
        front.in_short(asked)
    else:
        front.nothing(asked)
    front.maps(asked)
    for code in places.chosen(asked):
        places.community_slide(asked, code)
    if selection.count:
        figures.charts(asked)
    figures.status_over_time(asked)
    lists.records(asked)
    lists.partnerships(asked)
    lists.sources(asked)
    lists.about_slides(asked)
    path.write_bytes(deck.content())
