"""What a view is, as lines of name and value, for callers that take no facts yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from projectmap.content import view as views
from projectmap.content.nodes import Fact
from projectmap.content.sources import unique_sources
from projectmap.content.statuses import acts as acts_of
from projectmap.content.statuses import notices as notices_on
from projectmap.content.view import CREDITS, TITLE, link
from projectmap.i18n import Translator
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.columns import JOINER
from projectmap.query.select import Selection
from projectmap.query.view import View

__all__ = ["CREDITS", "TITLE", "Line", "link", "unique_sources"]
printable = one_line


@dataclass(frozen=True, slots=True)
class Line:
    """What it is about, and what is to be said."""

    label: str
    value: str


def _lines(facts: tuple[Fact, ...]) -> tuple[Line, ...]:
    return tuple(Line(fact.label, fact.text) for fact in facts)


def about(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> tuple[Line, ...]:
    """See :func:`projectmap.content.view.about`."""
    return _lines(views.about(Labels(register, t), selection, view, day, base_url))


def provenance(
    register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> tuple[Line, ...]:
    """See :func:`projectmap.content.view.provenance`."""
    return _lines(views.provenance(Labels(register, t), view, day, base_url))


def facts(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> dict[str, object]:
    """See :func:`projectmap.content.view.metadata`."""
    return views.metadata(Labels(register, t), selection, view, day, base_url)


def filter_lines(
    register: Register, view: View, t: Translator, *, codes: bool = True
) -> list[Line]:
    """See :func:`projectmap.content.view.filters`."""
    return list(_lines(views.filters(Labels(register, t), view, codes=codes)))


def acts(register: Register, t: Translator) -> str:
    """See :func:`projectmap.content.statuses.acts`."""
    return JOINER.join(acts_of(Labels(register, t)))


def notices(register: Register, view: View, t: Translator) -> list[str]:
    """See :func:`projectmap.content.statuses.notices`."""
    return list(notices_on(Labels(register, t), view.asof or register.edition))


def sources(register: Register, selection: Selection) -> list[Source]:
    """See :func:`projectmap.content.sources.unique_sources`."""
    return unique_sources(register.projects[row] for row in selection.rows.tolist())
