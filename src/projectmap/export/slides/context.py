"""What all slides are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from projectmap.content.nodes import Entry
from projectmap.content.view import link
from projectmap.export.slides.deck import Deck
from projectmap.export.slides.fit import QUIET, Text
from projectmap.query.shown import Shown

TABLE_SIZE, SMALL_SIZE = 11, 10
"""Points."""
MAX_CELL_LINES = 6
"""Lines of a cell; a longer text ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Context(Shown):
    """What is shown, and the slides on which it is shown."""

    made: date
    """The day on which the slides are made."""
    base_url: str | None
    deck: Deck

    def stated(self, text: str, size: float = TABLE_SIZE, *, bold: bool = False) -> Text:
        """``text``, or quietly that it is not stated where there is none."""
        if text:
            return Text(text, size, bold=bold)
        return Text(self.t("not stated"), size, colour=QUIET)

    def address(self, entry: Entry | None = None) -> str | None:
        """The link to the view, with an entry's details; None without an address of the site."""
        if self.base_url is None:
            return None
        view = replace(self.view, place=None, show=None)
        if entry is not None and entry.link.kind == "record":
            view = replace(view, project=entry.id)
        elif entry is not None:
            view = replace(view, partnership=entry.id)
        return link(view, self.base_url)

    def elsewhere(self, left: int) -> str:
        """How many more there are, and in which file."""
        return self.t.plural(
            "And {n} more: in the XLSX file.", "And {n} more: in the XLSX file.", left
        )


def numbered(title: str, number: int, count: int) -> str:
    """A title that says which of several slides this one is."""
    return f"{title} ({number}/{count})" if count > 1 else title
