"""What all slides are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from projectmap.content.about import link
from projectmap.export.slides.deck import QUIET, Deck, Row, Text, row
from projectmap.i18n import Translator
from projectmap.model import labels
from projectmap.model.codes import OBLAST, Scope
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import View

TABLE_SIZE, HEAD_SIZE, SMALL_SIZE = 11, 11, 10
"""Points."""
MOST_LINES = 6
"""Lines of a cell; a longer text ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown, and the slides on which it is shown."""

    register: Register
    view: View
    selection: Selection
    t: Translator
    day: date
    """The day on which the slides are made."""
    base_url: str | None
    deck: Deck

    @property
    def status_day(self) -> date:
        """The date whose status is shown."""
        return self.view.asof or self.register.edition

    def address(self, *, project: str | None = None, partnership: str | None = None) -> str | None:
        """The link to the view with these details; None where the site's address is not known."""
        if self.base_url is None:
            return None
        bare = replace(self.view, place=None, show=None)
        return link(replace(bare, project=project, partnership=partnership), self.base_url)

    def stated(self, text: str, size: float = TABLE_SIZE) -> Text:
        """``text``, or "not stated" where there is none."""
        return Text(text, size) if text else Text(self.t("not stated"), size, colour=QUIET)


def heads(titles: Iterable[str], widths: Sequence[float]) -> Row:
    """The first row of a table."""
    return row([[Text(title, HEAD_SIZE, bold=True)] for title in titles], widths, 2)


def numbered(title: str, place: int, count: int) -> str:
    """A title that says which of several slides this one is."""
    return f"{title} ({place}/{count})" if count > 1 else title


def where(item: Project, register: Register, t: Translator) -> str:
    """The settlement, the communities, or how else a record is placed."""
    places = [labels.settlement_name(t, register, item.settlement)] if item.settlement else []
    former = not item.settlement
    places += [
        labels.community_name(t, register.communities[code], former=former)
        for code in item.communities
    ]
    if item.scope in {Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED}:
        places.append(labels.label(t, item.scope))
    return ", ".join(places)


def near(item: Partnership, register: Register, t: Translator) -> str:
    """The near side of a partnership."""
    if item.communities == (OBLAST,):
        return t("Luhansk oblast")
    return ", ".join(
        labels.community_name(t, register.communities[code]) for code in item.communities
    )
