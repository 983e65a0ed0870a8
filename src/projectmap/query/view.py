"""A view: everything that a link says, read from and written to query parameters.

The names and codes are a contract (README, "Links"): values are stable codes, never labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from projectmap.i18n import LANGUAGES
from projectmap.model.codes import (
    TILE_LAYERS,
    Layer as Layer,  # noqa: PLC0414 - views are asked with it
)
from projectmap.model.dates import TIMES
from projectmap.model.filters import FILTERS, Filters, known_values
from projectmap.model.register import Register
from projectmap.query.columns import BY_KEY, DOWN, FIRST_COLUMNS, TITLE

MAX_QUERY = 200
"""Characters of the free text that are used."""
MAX_VALUES = 500
"""Values of one parameter that are looked at; a longer list is not a link somebody sent."""


FIGURES = "figures"
"""What a page of records shows of them instead of the list."""
DEFAULT_LAYERS = tuple(layer for layer in Layer if layer not in TILE_LAYERS)
NO_LAYERS = "none"
_PAGE = re.compile("[1-9][0-9]{0,3}")
FACETS = tuple(FILTERS)
"""The repeatable filters."""
NARROWING = (*FACETS, "year_from", "year_to", "q")
"""Everything that decides which records are shown."""


@dataclass(frozen=True, slots=True)
class View(Filters):
    """What is asked for. Empty tuples and None ask for nothing in particular."""

    year_from: int | None = None
    year_to: int | None = None
    q: str = ""
    asof: date | None = None
    """The status date; None is the edition's."""
    compare: date | None = None
    """The second status date of a comparison."""
    project: str | None = None
    """The record whose details are shown."""
    place: str | None = None
    """KATOTTG code of the community or settlement whose details are shown."""
    partnership: str | None = None
    """The partnership whose details are shown."""
    show: str | None = None
    """What is shown of the records; None is the list."""
    page: int | None = None
    """The page of the list; None is that of the chosen record or place, else the first."""
    order: str | None = None
    """The column by which the records are sorted, after a "-" from the largest; None: as usual."""
    column: tuple[str, ...] = FIRST_COLUMNS
    """The columns of the table, from left to right."""
    layer: tuple[str, ...] = DEFAULT_LAYERS
    lang: str | None = None

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list of records."""
        return any(getattr(self, name) for name in NARROWING)

    def cleared(self) -> View:
        """The same view without filters; date, language, layers and details stay."""
        return replace(self, **{name: getattr(View(), name) for name in NARROWING})

    def records_only(self) -> View:
        """Only what decides which records are shown: the key under which selections are kept."""
        return View(**{name: getattr(self, name) for name in NARROWING})


@dataclass(frozen=True, slots=True)
class Ignored:
    """A parameter's value that is not used, to be named in a notice."""

    parameter: str
    value: str
    typed: bool = False
    """Whether it was typed into a filter, and is no part of a link."""


def read_view(
    parameters: Mapping[str, Sequence[str]], register: Register
) -> tuple[View, list[Ignored]]:
    """The view that ``parameters`` ask for, and what in them is not known.

    Never raises: whatever cannot be used is left out and listed. Unknown parameters are left
    alone, as other programs add theirs to links.
    """
    ignored: list[Ignored] = []
    known = known_values(register)
    found: dict[str, Any] = {
        name: tuple(sorted(_known(name, parameters, known[name], ignored))) for name in FACETS
    }
    readers: Mapping[str, Callable[[str], object]] = {
        **TIMES,
        "lang": lambda text: text if text in LANGUAGES else None,
        "project": lambda text: project.id if (project := register.project(text)) else None,
        "place": lambda text: (
            text if text in register.communities or text in register.settlements else None
        ),
        "partnership": lambda text: text if register.partnership(text) else None,
        "show": lambda text: text if text == FIGURES else None,
        "page": lambda text: int(text) if _PAGE.fullmatch(text) else None,
        "order": lambda text: text if text.removeprefix(DOWN) in BY_KEY else None,
    }
    for name, read in readers.items():
        text = next(iter(parameters.get(name, ())), "")
        found[name] = read(text) if text else None
        if text and found[name] is None:
            ignored.append(Ignored(name, text))
    columns = _known("column", parameters, BY_KEY, ignored)
    found["column"] = tuple(key for key in columns if key != TITLE) or FIRST_COLUMNS
    layers = _known("layer", parameters, {NO_LAYERS, *Layer}, ignored)
    chosen = tuple(layer for layer in Layer if layer in layers)
    found["layer"] = chosen if layers else DEFAULT_LAYERS
    found["q"] = query_of(" ".join(parameters.get("q", ())))
    return View(**found), ignored


def compared_days(register: Register, view: View) -> tuple[date, ...]:
    """The two dates whose status is compared, the earlier first; none where it is one date."""
    day = view.asof or register.edition
    return () if view.compare in {None, day} else tuple(sorted((day, view.compare or day)))


def query_of(text: str) -> str:
    """The words of a search as a view has them."""
    return " ".join(text[:MAX_QUERY].split())


def write_view(view: View) -> dict[str, list[str]]:
    """The parameters of ``view``, without defaults, in a fixed order."""
    parameters: dict[str, list[str]] = {}
    for field in fields(view):
        value = getattr(view, field.name)
        if field.name == "layer":
            if set(value) != set(DEFAULT_LAYERS):
                parameters["layer"] = list(value) or [NO_LAYERS]
        elif isinstance(value, tuple):
            if value and value != field.default:
                parameters[field.name] = list(value)
        elif value:
            parameters[field.name] = [value.isoformat() if isinstance(value, date) else str(value)]
    return parameters


def _known(
    name: str,
    parameters: Mapping[str, Sequence[str]],
    known: Container[str],
    ignored: list[Ignored],
) -> list[str]:
    """The values of a parameter that are ``known``, each once; the others become ``ignored``."""
    unique = list(dict.fromkeys(filter(None, parameters.get(name, ()))))[:MAX_VALUES]
    ignored += [Ignored(name, value) for value in unique if value not in known]
    return [value for value in unique if value in known]
