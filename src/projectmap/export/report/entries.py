"""What the report lists: records by period, partnerships, and the numbered sources of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from projectmap.content import wording
from projectmap.content.dossier_wording import (
    caution,
    community_title,
    openness,
    source_details,
)
from projectmap.i18n import Translator
from projectmap.model.codes import OBLAST, Kind, Period, Scope
from projectmap.model.labels import (
    community_name,
    label,
    organisation_name,
    sector_name,
    settlement_name,
)
from projectmap.model.records import Partnership, Project, Source
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS
from projectmap.query.select import Selection

MOST = 500
"""Records, and partnerships, that are listed; a list for reading is no place for more."""
LONG = 900
"""Letters from which the row of a record may break over pages."""
SHOWN_ADDRESS = 130
"""Letters of an address that are printed; the link has all."""
Entry = dict[str, object]
_T = TypeVar("_T", Project, Partnership)


class Sources:
    """The distinct sources of what is listed, numbered from 1 in the order of the list.

    Two places in one document are one source here, as in the workbook.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str | None, ...], tuple[int, Source]] = {}

    def numbers(self, sources: Iterable[Source]) -> list[int]:
        """The numbers of ``sources``, each once."""
        found: dict[int, None] = {}
        for source in sources:
            key = (source.title, source.publisher, source.url, source.document, source.date)
            number, _ = self._found.setdefault(key, (len(self._found) + 1, source))
            found[number] = None
        return list(found)

    def entries(self, t: Translator) -> list[Entry]:
        """All of them as the report lists them."""
        return [
            {
                "number": number,
                "title": t.pick(source.title, source.title_en),
                "details": source_details(source, t),
                "url": source.url,
                "address": _short_address(source.url) if source.url else None,
            }
            for number, source in self._found.values()
        ]


def records(
    register: Register, selection: Selection, t: Translator, sources: Sources
) -> list[Entry]:
    """The first :data:`MOST` shown records, by period."""
    shown = [register.projects[row] for row in selection.rows[:MOST].tolist()]
    return _by_period(
        shown,
        {period: selection.by_period[period] for period in PERIODS},
        lambda item, number: _record(register, item, number, t, sources),
        t,
    )


def left_out(selection: Selection, t: Translator) -> str:
    """That not all records are listed, where that is so."""
    if selection.count <= MOST:
        return ""
    return t.plural(
        "Of {n} record only the first {most} are listed here; the XLSX file of this view has all.",
        "Of {n} records only the first {most} are listed here; the XLSX file of this view has all.",
        selection.count,
        most=t.number(MOST),
    )


def partnerships(
    register: Register, items: Sequence[Partnership], t: Translator, sources: Sources
) -> list[Entry]:
    """The first :data:`MOST` partnerships, by period."""
    return _by_period(
        items[:MOST],
        Counter(item.period for item in items),
        lambda item, number: _partnership(register, item, number, t, sources),
        t,
    )


def _by_period(
    items: Sequence[_T],
    counts: Mapping[Period, int],
    entry: Callable[[_T, int], Entry],
    t: Translator,
) -> list[Entry]:
    """``items`` numbered through, the newest period first; empty periods are left out.

    ``counts`` says how many there are in each period, listed or not.
    """
    groups: list[Entry] = []
    first = 1
    for period in PERIODS:
        here = [item for item in items if item.period == period]
        if not here:
            continue
        count = counts[period]
        groups.append(
            {
                "title": label(t, period),
                "count": t.number(count)
                if count == len(here)
                else t("{some} of {all}", some=t.number(len(here)), all=t.number(count)),
                "caution": caution(period, t),
                "rows": [entry(item, number) for number, item in enumerate(here, first)],
            }
        )
        first += len(here)
    return groups


def _record(
    register: Register, item: Project, number: int, t: Translator, sources: Sources
) -> Entry:
    money, covers = wording.amount(item, t)
    entry = {
        "number": t.number(number),
        "id": ", ".join([item.id, *item.same_as]),
        "title": t.pick(item.title_uk, item.title_en),
        "kind": label(t, item.kind),
        "verification": label(t, item.verification),
        "open": openness(item, t) if item.open_to_partners or item.kind == Kind.NEED else "",
        "where": ", ".join(_where(register, item, t)),
        "sectors": "; ".join(sector_name(t, register, code) for code in item.sectors),
        "donors": "; ".join(organisation_name(t, register, slug) for slug in item.donors),
        "when": wording.when_in_full(item, t),
        "state": wording.state(item, t),
        "amount": money,
        "covers": covers,
    }
    return entry | _last(entry, item, sources)


def _partnership(
    register: Register, item: Partnership, number: int, t: Translator, sources: Sources
) -> Entry:
    partners = (
        wording.partner_name(part.name_uk, part.name_en, part.country, t) for part in item.partners
    )
    near = (
        [t("Luhansk oblast")]
        if item.communities == (OBLAST,)
        else [community_name(t, register.communities[code]) for code in item.communities]
    )
    entry = {
        "number": t.number(number),
        "id": ", ".join([item.id, *item.same_as]),
        "title": t.pick(item.title_uk, item.title_en),
        "kind": label(t, item.kind or item.status),
        "verification": label(t, item.verification),
        "told": item.project_id or "",
        "communities": ", ".join(near),
        "partners": "; ".join(partners),
        "when": wording.when_in_full(item, t),
        "state": wording.state(item, t),
    }
    return entry | _last(entry, item, sources)


def _last(entry: Mapping[str, str | None], item: Project | Partnership, sources: Sources) -> Entry:
    letters = sum(len(text or "") for text in entry.values())
    return {"sources": sources.numbers(item.sources), "long": letters > LONG}


def _where(register: Register, item: Project, t: Translator) -> Iterator[str]:
    if item.settlement is not None:
        name = settlement_name(t, register, item.settlement)
        older = register.settlements[item.settlement].former_name_uk
        # The older names are in Ukrainian only.
        former = older if t.language == "uk" else None
        yield t("{name} (formerly {older})", name=name, older=former) if former else name
    for code in item.communities:
        yield community_title(register.communities[code], t)
    if item.scope in {Scope.OBLAST, Scope.OUTSIDE, Scope.UNPLACED}:
        yield label(t, item.scope)


def _short_address(url: str) -> str:
    plain = url.partition("://")[2].rstrip("/")
    return plain if len(plain) <= SHOWN_ADDRESS else plain[: SHOWN_ADDRESS - 1] + "…"
