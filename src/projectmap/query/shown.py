"""What is shown: a view of a register, in a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from projectmap.i18n import Translator
from projectmap.memory import kept
from projectmap.model.labels import Labels
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.order import in_order
from projectmap.query.select import MAX_SELECTIONS, Selection, select
from projectmap.query.view import View, compared_days


@dataclass(frozen=True, slots=True)
class Shown:
    """A view, and the names in which people read it: what pages and files are made of."""

    labels: Labels
    view: View

    @property
    def register(self) -> Register:
        """All the data, of which the view shows a part."""
        return self.labels.register

    @property
    def t(self) -> Translator:
        """The language."""
        return self.labels.t

    @property
    def selection(self) -> Selection:
        """The records and partnerships that the view shows, in its order."""
        day = None if self.view.order is None else self.day
        return _selection(self.register, self.t.language, self.view, day)

    def records(self) -> Iterator[Project]:
        """The records that the view shows, in the order of the list."""
        return (self.register.projects[row] for row in self.selection.rows.tolist())

    @property
    def day(self) -> date:
        """The status date: the one asked for, else that of the List version."""
        return self.view.asof or self.register.edition

    @property
    def days(self) -> tuple[date, ...]:
        """The status date, or the two that are compared."""
        return compared_days(self.register, self.view) or (self.day,)


@kept(MAX_SELECTIONS)
def _selection(register: Register, language: str, view: View, day: date | None) -> Selection:
    """The selection; ``day`` is the status date where the view sets an order, else None."""
    found = select(register, view)
    if day is None or view.order is None:
        return found
    return replace(found, rows=in_order(register, language, day, found.rows, view.order))
