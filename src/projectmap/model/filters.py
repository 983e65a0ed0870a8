"""The filters: each is one field of :class:`Filters` that holds everything about it.

The field's name is the query parameter. Index, selection, panel, address, command line, the lines
of a download that say what was asked for, names of files and stories: all take it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from projectmap.i18n import N_, Code
from projectmap.memory import kept
from projectmap.model import codes
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register


@dataclass(frozen=True, slots=True)
class OfPartnerships:
    """How a filter works on partnerships."""

    place: int
    """Where it stands among their filters, from the top."""
    values: Callable[[Register, Partnership], Iterable[str]]
    """What a partnership has: it is found by any of these."""
    label: str = ""
    """What it is called there; the filter's label by default."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A repeatable parameter. Within one any value will do, across them all must hold."""

    label: str
    codes: Callable[[Register], Iterable[str]]
    """The codes that may be asked for."""
    key: Callable[[Project], Hashable]
    """What of a record decides about its values; records with equal keys have equal values."""
    values: Callable[[Register, Any], Iterable[str]]
    """The values that a key has: a record is found by any of these."""
    name: Callable[[Labels, str], str]
    """What people read instead of a code."""
    apart: Callable[[Labels, str], str] = lambda _, code: code
    """What distinguishes a code from another with the same name."""
    partnerships: OfPartnerships | None = None
    partnership_codes: frozenset[str] | None = None
    """The codes that partnerships may have, where they have a list of their own: the others do
    not narrow them."""


def as_tuple(_: Register, value: str | None) -> tuple[str, ...]:
    """The values of a field that has one or none."""
    return () if value is None else (value,)


def identity(_: Register, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a field that has several."""
    return values


def with_parents(register: Register, slugs: Iterable[str]) -> set[str]:
    """``slugs`` and every organisation above them."""
    found: set[str] = set()
    for slug in slugs:
        above: str | None = slug
        while above is not None and above not in found:
            found.add(above)
            above = register.organisations[above].parent
    return found


def with_raions(register: Register, codes: Iterable[str]) -> set[str]:
    """The communities of ``codes`` and their raions; the oblast's code is left out."""
    known = [register.communities[code] for code in codes if code in register.communities]
    return {item.katottg for item in known} | {item.raion for item in known}


def _filter(row: Filter) -> tuple[str, ...]:
    # dataclasses.field is typed as the value that the field has.
    made: tuple[str, ...] = field(default=(), metadata={"filter": row})
    return made


def _of_list(
    label: str, lists: tuple[type[Code], ...], key: Callable[[Project], Code],
    partnerships: OfPartnerships,
) -> tuple[str, ...]:  # fmt: skip
    """A filter by a closed list, or by one of records and one of partnerships.

    Where both lists have a code, its name is that of the first one.
    """
    members = {str(code): code for codes in reversed(lists) for code in codes}
    return _filter(Filter(
        label,
        codes=lambda _: members,
        key=key,
        values=as_tuple,
        name=lambda labels, code: labels.code(members[code]),
        partnerships=partnerships,
        partnership_codes=frozenset(lists[-1]),
    ))  # fmt: skip


def _place_name(labels: Labels, code: str) -> str:
    return labels.raion(code) if code in labels.register.raions else labels.community(code)


def _raion_or_code(labels: Labels, code: str) -> str:
    """The raion of a community, unless that has two communities of this name."""
    register = labels.register
    if code not in register.communities:
        return code
    raion = register.communities[code].raion
    names = [labels.community(other) for other in register.raions[raion]]
    return code if names.count(labels.community(code)) > 1 else labels.raion(raion)


@kept(2)
def _countries_of(register: Register) -> Mapping[str, set[str]]:
    """The countries of the partners of records that are partnerships as well, by record."""
    found: dict[str, set[str]] = {}
    for item in register.partnerships:
        if item.project_id is not None:
            found.setdefault(item.project_id, set()).update(item.partner_countries)
    return found


@dataclass(frozen=True, slots=True)
class Filters:
    """What records are narrowed by; an empty tuple narrows nothing. In the order of the panel."""

    sector: tuple[str, ...] = _filter(Filter(
        N_("Sector"),
        codes=lambda register: register.sectors,
        key=lambda item: item.sectors,
        values=identity,
        name=Labels.sector,
        partnerships=OfPartnerships(5, lambda _, item: item.sectors),
    ))  # fmt: skip
    donor: tuple[str, ...] = _filter(Filter(
        N_("Donor"),
        codes=lambda register: register.organisations,
        key=lambda item: item.donors,
        values=with_parents,
        name=Labels.organisation,
    ))  # fmt: skip
    """Organisation slugs; a parent finds its programmes."""
    community: tuple[str, ...] = _filter(Filter(
        N_("Community (hromada) or raion"),
        codes=lambda register: (*register.communities, *register.raions),
        key=lambda item: item.communities,
        values=with_raions,
        name=_place_name,
        apart=_raion_or_code,
        partnerships=OfPartnerships(4, lambda data, item: with_raions(data, item.communities)),
    ))  # fmt: skip
    """KATOTTG codes of communities or raions."""
    period: tuple[str, ...] = _of_list(
        N_("Period"), (codes.Period,), lambda item: item.period,
        OfPartnerships(6, lambda _, item: (item.period,)),
    )  # fmt: skip
    status: tuple[str, ...] = _of_list(
        N_("Activity status"), (codes.ActivityStatus, codes.PartnershipStatus),
        lambda item: item.status,
        OfPartnerships(3, lambda _, item: (item.status,), label=N_("Status, as reported")),
    )  # fmt: skip
    kind: tuple[str, ...] = _of_list(
        N_("Type"), (codes.Kind, codes.PartnershipKind), lambda item: item.kind,
        OfPartnerships(2, lambda register, item: as_tuple(register, item.kind)),
    )  # fmt: skip
    partner_country: tuple[str, ...] = _filter(Filter(
        N_("Partner country"),
        codes=lambda register: {
            code for item in register.partnerships for code in item.partner_countries
        },
        key=lambda item: item.id,
        values=lambda register, record: _countries_of(register).get(record, ()),
        name=lambda labels, code: labels.t.territory(code),
        partnerships=OfPartnerships(1, lambda _, item: item.partner_countries),
    ))  # fmt: skip
    """ISO 3166-1 codes of two letters."""
    verification: tuple[str, ...] = _of_list(
        N_("Verification level"), (codes.Verification,), lambda item: item.verification,
        OfPartnerships(7, lambda _, item: (item.verification,)),
    )  # fmt: skip


FILTERS: Mapping[str, Filter] = MappingProxyType(
    {item.name: item.metadata["filter"] for item in fields(Filters)}
)
_PARTNERSHIPS = {name: row.partnerships for name, row in FILTERS.items() if row.partnerships}
PARTNERSHIP_FILTERS: Mapping[str, OfPartnerships] = MappingProxyType(
    dict(sorted(_PARTNERSHIPS.items(), key=lambda item: item[1].place))
)
"""Those that partnerships have too, in the order of their panel."""


@kept(4)
def known_values(register: Register) -> Mapping[str, frozenset[str]]:
    """The codes that each filter may take."""
    return {name: frozenset(row.codes(register)) for name, row in FILTERS.items()}
