"""What the files of a community are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from projectmap.content.dossier_wording import PERIODS
from projectmap.i18n import Translator
from projectmap.model.codes import Kind, Period
from projectmap.model.records import Community, Partnership, Project, Source
from projectmap.model.register import Register
from projectmap.query.index import Mask, index_of
from projectmap.query.select import rows_where, select
from projectmap.query.view import View

MOST = 500
"""Records that a list names; with more, browsers and printers would give up."""
MAP_PAGE, PARTNERSHIPS_PAGE = "./", "partnerships"
SourceKey = tuple[str | None, ...]
Fact = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all sections are made from."""

    register: Register
    community: Community
    view: View
    t: Translator
    mask: Mask
    """The records of the community, as rows of ``Register.projects``."""
    needs: Sequence[Project]
    projects: Mapping[Period, Sequence[Project]]
    events: Sequence[Project]
    partnerships: Sequence[Partnership]
    sources: Mapping[SourceKey, tuple[int, Source]]
    """The distinct sources of what is listed, numbered from 1."""


def sheet_of(register: Register, code: str, view: View, t: Translator) -> Sheet:
    """What the page of the community ``code`` is made from; the filters of ``view`` play no part.

    A record that is open to partners stands among the needs, whatever its kind.
    """
    community = register.communities[code]
    rows = rows_where(register, select(register, view.cleared()), "place", code)
    records = [register.projects[row] for row in rows.tolist()]
    by_kind: dict[Kind, list[Project]] = {kind: [] for kind in Kind}
    for item in records:
        by_kind[Kind.NEED if item.open_to_partners else item.kind].append(item)
    projects = {
        period: [item for item in by_kind[Kind.PROJECT] if item.period == period]
        for period in PERIODS
    }
    partnerships = [item for item in register.partnerships if code in item.communities]
    lists: list[Sequence[Project | Partnership]] = [
        *(by_kind[Kind.NEED], *projects.values()),
        *(partnerships, by_kind[Kind.EVENT]),
    ]
    sources: dict[SourceKey, tuple[int, Source]] = {}
    for source in chain.from_iterable(item.sources for items in lists for item in items[:MOST]):
        sources.setdefault(source_key(source), (len(sources) + 1, source))
    return Sheet(
        register=register,
        community=community,
        view=view,
        t=t,
        mask=index_of(register).facets["place"].mask([code]),
        needs=by_kind[Kind.NEED],
        projects=projects,
        events=by_kind[Kind.EVENT],
        partnerships=partnerships,
        sources=sources,
    )


def source_key(source: Source) -> SourceKey:
    """Two places in one document are one source."""
    return (source.title, source.publisher, source.url, source.document, source.date)
