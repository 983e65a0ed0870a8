"""The steps of the stage: those of a story, or what a view shows, in short and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from projectmap import content
from projectmap.content.nodes import and_more
from projectmap.content.view import filters
from projectmap.i18n import LANGUAGES, N_, both_texts, translator
from projectmap.model.codes import FactGroup, StoryMap
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.model.story import Story
from projectmap.query.index import index_of
from projectmap.query.select import Selection, select
from projectmap.query.shown import Shown
from projectmap.query.story import steps_of
from projectmap.query.view import FACETS, View

MAX_RECORDS = 1_000
"""Records that one page holds; with more, browsers would take too long to open it."""
MAX_SINGLE_STEPS = 8
"""Records, or partnerships, that have a step each."""
MAX_NAMES = 3
"""Values of a filter that a title names."""
_FIGURES = (FactGroup.RECORDS, FactGroup.STATUS, FactGroup.PARTNERSHIPS)
"""What the first step of a view says."""
_RECORD_FACTS = ("where", "when", "status", "amount", "donors", "implementers")
_PARTNERSHIP_FACTS = ("communities", "partners", "when", "status")

Both = Mapping[str, Any]
"""A text, or texts, by language."""
T = TypeVar("T")


class Mode(StrEnum):
    """What the page is for."""

    EXPLORE = "explore"
    """All of it: filters, details, list; and the stage where there is a story."""
    STAGE = "stage"
    """Steps to present, full screen."""
    EMBED = "embed"
    """The map alone, inside another site's page."""


@dataclass(frozen=True)
class ViewerRequest:
    """What a viewer is made of, and what follows from it."""

    register: Register
    view: View
    """Filters, date and chosen things; where there is a story, only its language and date."""
    story: Story | None
    mode: Mode
    partners: bool = False
    """Whether the partners' map is shown first."""

    def both(self, make: Callable[[Shown], T]) -> dict[str, T]:
        """What ``make`` makes in each language."""
        return both(self.register, lambda labels: make(Shown(labels, self.view)))

    @property
    def shown(self) -> Shown:
        """The view, in its own language and order."""
        t = translator(self.view.lang or LANGUAGES[0])
        return Shown(Labels(self.register, t), self.view)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the story, else of the view."""
        return tuple(_steps(self))

    @cached_property
    def _selections(self) -> list[Selection]:
        return [select(self.register, step.views[0]) for step in self.steps]

    @cached_property
    def _rows(self) -> list[int]:
        """The records of all steps: of a view in its order, of a story in that of the list."""
        rows = self.shown.selection.rows
        if self.story is not None:
            mask = np.logical_or.reduce([found.mask for found in self._selections])
            order = index_of(self.register).order
            rows = order[mask[order]]
        return [int(row) for row in rows]

    @property
    def rows(self) -> list[int]:
        """The records that the page holds, as rows of ``Register.projects``."""
        return self._rows[:MAX_RECORDS]

    @property
    def left_out(self) -> int:
        """How many others there are."""
        return max(len(self._rows) - MAX_RECORDS, 0)

    @property
    def records(self) -> list[Project]:
        """The records that the page holds."""
        return [self.register.projects[row] for row in self.rows]

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """The partnerships that the page holds."""
        ids = {item.id for found in self._selections for item in found.partnerships}
        return [item for item in self.register.partnerships if item.id in ids]


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the stage."""

    title: Both
    lines: Both
    """Up to five short lines."""
    views: tuple[View, ...]
    """One for each date that is shown in turn; only the dates differ."""
    map: StoryMap
    figures: tuple[str, ...]
    """Groups of :mod:`projectmap.content.figures`."""
    focus: tuple[str, ...]
    """KATOTTG codes of the communities that the map flies to; none: the whole oblast."""
    listed: bool = False
    """Whether it lists what its map shows."""
    about: Project | Partnership | None = None
    """The one thing that it shows."""


def _steps(request: ViewerRequest) -> Iterator[Step]:
    """The steps of the story; else of the view, of which only a stage has more than one."""
    story = request.story
    if story is None:
        first = _in_short(request)
        yield first
        if request.mode is Mode.STAGE:
            yield from _one_by_one(request, first)
        return
    found = steps_of(request.register, story, View(lang=request.view.lang))
    for step, views in zip(story.steps, found, strict=True):
        yield Step(
            title=both_texts(step.title_uk, step.title_en),
            lines={
                language: step.lines_uk if language == "uk" else step.lines_en
                for language in LANGUAGES
            },
            views=views,
            map=step.map,
            figures=tuple(step.facts),
            focus=tuple(step.focus),
        )


def _in_short(request: ViewerRequest) -> Step:
    register, view = request.register, request.view
    focus = tuple(code for code in view.community if code in register.communities)
    if view.place is not None:
        focus = (register.community_of(view.place),)
    nothing = N_("No records match the filters.")
    empty = not request.partners and not select(register, view).count
    return Step(
        title=request.both(view_title),
        lines=request.both(lambda shown: (shown.t(nothing),) if empty else ()),
        views=(view,),
        map=StoryMap.PARTNERS if request.partners else StoryMap.COMMUNITIES,
        figures=tuple(_FIGURES),
        focus=focus,
    )


def _one_by_one(request: ViewerRequest, first: Step) -> Iterator[Step]:
    """The list of what ``first`` shows, and a step for each where they are few."""
    shown = request.shown
    items: tuple[Project | Partnership, ...] = (
        shown.selection.partnerships
        if request.partners
        else tuple(islice(shown.records(), MAX_SINGLE_STEPS + 1))
    )
    name = N_("Partnerships") if request.partners else N_("List of records")
    step = replace(first, figures=(), lines=dict.fromkeys(LANGUAGES, ()))
    if len(items) > 1:
        yield replace(step, title=request.both(lambda shown: shown.t(name)), listed=True)
    for item in items if len(items) <= MAX_SINGLE_STEPS else ():
        yield replace(
            step,
            title=both_texts(item.title_uk, item.title_en),
            focus=tuple(code for code in item.communities if code in request.register.communities),
            about=item,
        )


def view_title(shown: Shown) -> str:
    """What is shown, in a few words: of each filter the first names, and how many more."""
    view, t = shown.view, shown.t
    asked = {name: getattr(view, name) for name in FACETS}
    first = replace(view, **{name: codes[:MAX_NAMES] for name, codes in asked.items()})
    names = []
    for fact in filters(shown.labels, first, codes=False):
        more = and_more(t, len(asked.get(fact.key, ())) - MAX_NAMES)
        names.append(f"{fact.label}: {fact.text} {more}".rstrip())
    return " · ".join(names) or t("All records of the register")


def in_brief(register: Register, item: Project | Partnership) -> Both:
    """What the stage says of a thing, in each language."""

    def brief(labels: Labels) -> dict[str, Any]:
        if isinstance(item, Project):
            entry = content.record(labels, item, keys=_RECORD_FACTS)
        else:
            entry = content.partnership(labels, item, keys=_PARTNERSHIP_FACTS)
        found = content.numbered(labels, item.sources)
        return {
            "tags": [*entry.tags, item.id],
            "said": [text for text in (entry.summary, entry.caution) if text],
            "facts": [[fact.label, fact.brief, fact.note] for fact in entry.facts if fact.stated],
            "sources": [f"{source.title} – {source.details}" for source in found],
        }

    return both(register, brief)


def both(register: Register, make: Callable[[Labels], T]) -> dict[str, T]:
    """What ``make`` makes in each language."""
    return {language: make(Labels(register, translator(language))) for language in LANGUAGES}
