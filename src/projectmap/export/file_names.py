"""Names of downloads: letters, digits, ``_``, ``-`` and ``.``, at most :data:`MAX_LENGTH`.

A filter is named by its codes; a search only by the word, because its text is anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from projectmap.export.request import DeckLength, ExportRequest, one_community
from projectmap.model.codes import StoryMap
from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.query.view import FACETS, View

MAX_LENGTH = 100
"""Letters of a name; old mail programs and archives cut longer ones."""
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


def by_filter(register: Register, request: ExportRequest) -> str:
    """Of a table: the day and the filter."""
    return _joined(request, _filter(register, request.view))


def by_filter_and_language(register: Register, request: ExportRequest) -> str:
    """Of a document: the day, the filter, of slides whether they are all, and the language."""
    deck = [request.deck] if request.deck is DeckLength.LONG else []
    return _joined(request, [*_filter(register, request.view), *deck], request.language)


def by_community(register: Register, request: ExportRequest) -> str:
    """Of a document about one community: the day, its name and the language."""
    code = one_community(register, request.view)
    parts = [] if code is None else [register.communities[code].name_en]
    return _joined(request, parts, request.language)


def by_story(register: Register, request: ExportRequest) -> str:
    """Of the offline map: the map, the day, the story or else the filter, and the language."""
    stem = "partners" if request.map is StoryMap.PARTNERS else "map"
    parts = _filter(register, request.view) if request.story is None else [request.story]
    return _joined(request, parts, request.language, stem)


def by_day(_register: Register, request: ExportRequest) -> str:
    """The day alone."""
    return _joined(request, [])


def by_status_date(register: Register, request: ExportRequest) -> str:
    """The date whose status it has."""
    return f"{request.stem}_{request.view.asof or register.edition}.{request.ending}"


def by_figure(_register: Register, request: ExportRequest) -> str:
    """The figure alone."""
    return f"figure_{request.name.removeprefix('figures/')}"


def _joined(
    request: ExportRequest, parts: Sequence[str], language: str = "", stem: str = ""
) -> str:
    parts = [_UNSAFE.sub("-", part) for part in parts]
    parts += [f"asof-{request.view.asof}"] if request.view.asof else []
    parts += [f"compare-{request.view.compare}"] if request.view.compare else []
    for number in range(len(parts), -1, -1):
        more = f"and-{len(parts) - number}-more" if number < len(parts) else ""
        words = (stem or request.stem, str(request.day), *parts[:number], more, language)
        name = f"{'_'.join(filter(None, words))}.{request.ending}"
        if len(name) <= MAX_LENGTH:
            break
    return name


def _filter(register: Register, view: View) -> list[str]:
    known = known_values(register)
    parts = [value for name in FACETS for value in getattr(view, name) if value in known[name]]
    parts += [f"from-{view.year_from}"] if view.year_from else []
    parts += [f"to-{view.year_to}"] if view.year_to else []
    parts += ["search"] if view.q else []
    return parts or ["filtered" if view.filtered else "all"]
