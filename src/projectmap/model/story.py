"""Stories to present: ordered steps, each a view of the register with a title and short lines.

A story holds no numbers: those come from the register, by the groups that a step names.
Its texts are checked here, its codes against the register in :mod:`projectmap.data.check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

from projectmap.i18n import N_
from projectmap.model.codes import FactGroup, StoryMap
from projectmap.model.records import Day, Katottg, Slug, Text

T = TypeVar("T")
MOST_STEPS, MOST_LINES = 30, 5
MOST_VALUES = 100
"""Values of one parameter, and communities that a step zooms to."""
EDITION = "edition"
"""As a date of a step: that of the edition of the List, whichever the register has."""
_FORBID = ConfigDict(extra="forbid")


def _some(values: tuple[T, ...]) -> tuple[T, ...]:
    # A least length would be missed as well wherever the only value does not fit.
    if not values:
        raise ValueError(N_("is empty"))
    return values


Title = Annotated[Text, StringConstraints(max_length=100, pattern=r"^[^\n\t]*$")]
Line = Annotated[Text, StringConstraints(max_length=240, pattern=r"^[^\n\t]*$")]
"""What can be read from the back of a room."""
Lines = Annotated[tuple[Line, ...], Field(max_length=MOST_LINES), AfterValidator(_some)]
Value = Annotated[Text, StringConstraints(max_length=200)]
Values = Annotated[tuple[Value, ...], Field(max_length=MOST_VALUES), AfterValidator(_some)]
Parameters = Annotated[Mapping[str, Values], AfterValidator(MappingProxyType)]


@dataclass(frozen=True, slots=True, config=_FORBID)
class Step:
    """One screen: what is said, and which view of the register goes with it."""

    title_uk: Title
    title_en: Title
    lines_uk: Lines
    lines_en: Lines
    map: StoryMap
    view: Parameters
    """Query parameters as in links; what is not named is as in a link without it.

    Of several dates each is shown in turn; :data:`EDITION` stands for the edition's.
    """
    facts: Annotated[tuple[FactGroup, ...], Field(max_length=len(FactGroup))]
    """The groups of figures that are shown, in this order; none: no figures."""
    focus: Annotated[tuple[Katottg, ...], Field(max_length=MOST_VALUES)]
    """Communities that the map zooms to; none: the whole map."""


@dataclass(frozen=True, slots=True, config=_FORBID)
class Story:
    """Ordered steps; ``id`` is the name of its file."""

    id: Slug
    title_uk: Title
    title_en: Title
    summary_uk: Text
    summary_en: Text
    updated: Day
    steps: Annotated[tuple[Step, ...], Field(max_length=MOST_STEPS), AfterValidator(_some)]
