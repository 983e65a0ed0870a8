"""Key figures as names and values, for callers that take no facts of content yet."""

from __future__ import annotations

from dataclasses import dataclass

from projectmap.content.figures import GROUPS, MAX_NAMED, figures
from projectmap.i18n import Translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.view import View

__all__ = ["GROUPS", "MOST_NAMED", "Fact", "facts"]
MOST_NAMED = MAX_NAMED


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its name, and what must be known to read it."""

    label: str
    value: str
    note: str = ""


def facts(register: Register, view: View, t: Translator, group: str) -> tuple[Fact, ...]:
    """See :func:`projectmap.content.figures.figures`."""
    return tuple(
        Fact(fact.label, fact.text, fact.note) for fact in figures(Labels(register, t), view, group)
    )
