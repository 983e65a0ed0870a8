"""What we say about a record and about a partnership: every field that a source states.

The facts of each are the rows of one table. A field added there appears wherever a record is
shown in full; short forms choose facts by their keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from projectmap.content.nodes import Entry, Fact, Link, Span, Spans, and_more, joined, plain
from projectmap.content.sources import Sources
from projectmap.i18n import N_, Translator
from projectmap.model.codes import OBLAST, Kind, Period
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.query.spelling import romanise

NO_LINE = N_(
    "Memberships, participation in programmes, and records whose partner’s location is unknown."
)
"""The partnerships that no line on a map can show."""
MAX_PARTS = 50
"""Parts of a record that are named one by one."""
_UKRAINIAN_NAME = re.compile("[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ'’ʼ -]+")
_APOSTROPHES = re.compile("['’ʼ]")
_COMMA = Span(", ")
T_contra = TypeVar("T_contra", bound=Project | Partnership, contravariant=True)


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a fact before it has a name; empty where nothing is stated."""

    spans: Spans = ()
    note: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Field(Generic[T_contra]):
    """A row of the table of facts."""

    key: str
    label: str
    value: Callable[[Labels, T_contra], Value]
    expected: Callable[[T_contra], bool] = lambda _: True
    """Whether a full form says that nothing is stated; else it leaves the fact out."""
    full: bool = True
    """Whether full forms include it; else it is shown only where it is chosen by its key."""


def record(
    labels: Labels, item: Project, sources: Sources | None = None, *, keys: Iterable[str] = ()
) -> Entry:
    """A record in full: title, kind and period, summary, caution, facts.

    The facts are those of :data:`RECORD_FIELDS` that full forms have, or those of ``keys``, all of
    them in their order. Facts that no source states have ``stated`` false; full forms have them
    only where a reader expects them. ``sources`` gives the numbers of its sources; without it the
    entry has none.
    """
    careful = "" if item.kind == Kind.NEED else caution(labels, item.period)
    facts = _facts(labels, item, RECORD_FIELDS, keys)
    return _entry(labels, item, Link("record", item.id), item.kind, facts, sources, careful)


def partnership(
    labels: Labels, item: Partnership, sources: Sources | None = None, *, keys: Iterable[str] = ()
) -> Entry:
    """A partnership in full, as :func:`record`; the fields are :data:`PARTNERSHIP_FIELDS`."""
    facts = _facts(labels, item, PARTNERSHIP_FIELDS, keys)
    return _entry(labels, item, Link("partnership", item.id), "partnership", facts, sources)


def _entry(
    labels: Labels, item: Project | Partnership, link: Link, kind: str, facts: tuple[Fact, ...],
    sources: Sources | None, careful: str = "",
) -> Entry:  # fmt: skip
    return Entry(
        item.id, str(kind), labels.text(item, "title"), link,
        tags=(labels.code(item.kind or item.status), labels.code(item.period)),
        summary=labels.text(item, "summary"),
        caution=careful,
        facts=facts,
        sources=sources.numbers(item.sources) if sources else (),
    )  # fmt: skip


def caution(labels: Labels, period: Period) -> str:
    """What to know of records from before 24.02.2022 or without a date; else ``""``."""
    if period == Period.AFTER:
        return ""
    return labels.t(
        "The sources describe the situation at the time; the current situation is unknown."
    )


def _facts(
    labels: Labels, item: T_contra, fields: Mapping[str, Field[T_contra]], keys: Iterable[str]
) -> tuple[Fact, ...]:
    chosen = [fields[key] for key in keys]
    found = []
    for row in chosen or [row for row in fields.values() if row.full]:
        value = row.value(labels, item)
        if chosen or value.spans or value.note or row.expected(item):
            found.append(fact(labels, row.key, row.label, value))
    return tuple(found)


def heads(labels: Labels, fields: Mapping[str, Field[T_contra]], keys: Iterable[str]) -> list[str]:
    """The names of facts, as the heads of a table's columns."""
    return [labels.t(fields[key].label) for key in keys]


def fact(labels: Labels, key: str, label: str, value: Value | str) -> Fact:
    """A value under its name, or that it is not stated; ``label`` is still to be translated."""
    if isinstance(value, str):
        value = Value(plain(value))
    spans = value.spans or plain(labels.t("not stated"))
    return Fact(key, labels.t(label), spans, bool(value.spans), value.note, value.short)


# --- Values -----------------------------------------------------------------------------------


def _text(text: str) -> Value:
    return Value(plain(text))


def communities(labels: Labels, codes: Sequence[str], *, titles: bool = False) -> Spans:
    """Names of communities that refer to them, or of the oblast, which has no page.

    With ``titles`` each name has the word community.
    """
    if tuple(codes) == (OBLAST,):
        return plain(labels.community(OBLAST))
    name = labels.community_title if titles else labels.community
    return joined(((Span(name(code), Link("place", code)),) for code in codes), _COMMA)


def settlement(labels: Labels, code: str) -> Spans:
    """A settlement's name with its former one."""
    older = labels.register.settlements[code].former_name_uk
    return with_former(labels, labels.settlement(code), older)


def with_former(labels: Labels, name: str, older: str | None) -> Spans:
    """A name with its former one, if any; the register has these in Ukrainian only."""
    if not older:
        return plain(name)
    said = Span(older, lang="uk")
    if labels.t.language != "uk" and _UKRAINIAN_NAME.fullmatch(older):
        said = Span(romanise(_APOSTROPHES.sub("", older).lower()).title(), lang="en")
    return Span(f"{name} ({labels.t('formerly')} "), said, Span(")")


def _scope(labels: Labels, item: Project) -> Spans:
    return () if item.scope.mapped else plain(labels.code(item.scope))


def _where(labels: Labels, item: Project) -> Value:
    place = settlement(labels, item.settlement) if item.settlement else ()
    parts = (place, communities(labels, item.communities, titles=True), _scope(labels, item))
    names = [labels.settlement(item.settlement)] if item.settlement else []
    names += [labels.community(code, former=not item.settlement) for code in item.communities]
    return Value(
        joined(filter(None, parts), _COMMA),
        short=", ".join([*names, *(span.text for span in _scope(labels, item))]),
    )


def _communities(labels: Labels, item: Project) -> Value:
    parts = (communities(labels, item.communities), _scope(labels, item))
    return Value(joined(filter(None, parts), _COMMA))


def _when(labels: Labels, item: Project | Partnership) -> Value:
    dates, said = _dates(item.start, _end(item), labels.t), labels.text(item, "date_text")
    return Value(plain("; ".join(filter(None, (dates, said)))), short=when(item, labels.t))


def when(item: Project | Partnership, t: Translator) -> str:
    """The dates in short; without any, the period."""
    return _dates(item.start, _end(item), t) or t(item.period.label)


def _end(item: Project | Partnership) -> str | None:
    return item.end if isinstance(item, Project) else None


def _dates(start: str | None, end: str | None, t: Translator) -> str:
    if start and end and start != end:
        years = len(start) == len(end) == len("2020")
        return f"{start}–{end}" if years else f"{t.day(start)} – {t.day(end)}"
    return t.day(start or end)


def _status(labels: Labels, item: Project | Partnership) -> Value:
    """The status, the source's own word for it unless that is the same, and as of when."""
    name, said = labels.code(item.status), labels.text(item, "status_text")
    parts = [name]
    if said and said.casefold() != name.casefold():
        parts.append(labels.t.quote(said))
    if item.status_asof:
        parts.append(labels.t("as of {day}", day=labels.t.day(item.status_asof)))
    return Value(plain(", ".join(parts)), short=name)


def _amount(labels: Labels, item: Project) -> Value:
    note = labels.text(item, "amount_note")
    if item.amount is None or item.currency is None or item.amount_scope is None:
        return Value(note=note)
    finance = labels.code(item.finance) if item.finance else ""
    details = filter(None, (labels.code(item.amount_scope), finance, note))
    return Value(plain(labels.t.money(item.amount, item.currency)), note="; ".join(details))


def _openness(labels: Labels, item: Project) -> Value:
    """Whether it is open to partners, and who confirmed it."""
    t = labels.t
    if not item.open_to_partners:
        return _text(t("no") if item.open_to_partners is False else "")
    confirmed = t("not confirmed by the community")
    if item.confirmed_on:
        confirmed = t("confirmed on {day}", day=t.day(item.confirmed_on))
    return _text(t("yes; {confirmed}", confirmed=confirmed))


def _project_link(labels: Labels, record_id: str | None) -> Spans:
    found = labels.register.project(record_id) if record_id else None
    return (Span(labels.text(found, "title"), Link("record", found.id)),) if found else ()


def _parts(labels: Labels, item: Project) -> Value:
    rows = labels.register.parts.get(item.id, ())
    found = (labels.register.projects[row] for row in rows[:MAX_PARTS])
    links = ((*_project_link(labels, one.id), Span(f" {when(one, labels.t)}")) for one in found)
    return Value(joined(links), note=and_more(labels.t, len(rows) - MAX_PARTS))


def _countries(labels: Labels, item: Partnership) -> Value:
    """The countries that no partner's name says."""
    named = {part.country for part in item.partners}
    codes = (code for code in item.partner_countries if code not in named)
    return Value(joined(plain(labels.t.territory(code)) for code in codes))


# --- The tables -------------------------------------------------------------------------------


def _is_work(item: Project) -> bool:
    """Whether a reader expects a donor, an amount and an implementer: a need has none yet."""
    return item.kind != Kind.NEED


def _never(_: object) -> bool:
    return False


def _organisations(
    key: str, label: str, expected: Callable[[T_contra], bool] = _never
) -> Field[T_contra]:
    """The organisations, or the one, that the field ``key`` of a record names."""

    def value(labels: Labels, item: T_contra) -> Value:
        named = getattr(item, key)
        slugs = named if isinstance(named, tuple) else filter(None, [named])
        names = ((labels.organisation(slug), Link("organisation", slug)) for slug in slugs)
        return Value(joined((Span(*name),) for name in names))

    return Field(key, label, value, expected)


def _by_key(*fields: Field[T_contra]) -> Mapping[str, Field[T_contra]]:
    return {row.key: row for row in fields}


_SECTORS: Field[Project | Partnership] = Field(
    "sectors", N_("Sector"),
    lambda labels, item: Value(joined(plain(labels.sector(code)) for code in item.sectors)),
)  # fmt: skip
_WHEN: Field[Project | Partnership] = Field("when", N_("When"), _when)
_STATUS: Field[Project | Partnership] = Field("status", N_("Status, as reported"), _status)
_RECORD: tuple[Field[Project | Partnership], ...] = (
    Field("verification", N_("Verification level"),
          lambda labels, item: _text(labels.code(item.verification))),
    Field("id", N_("Record"), lambda _, item: _text(", ".join([item.id, *item.same_as]))),
    Field("updated", N_("Updated"), lambda labels, item: _text(labels.t.day(item.updated))),
)  # fmt: skip

RECORD_FIELDS: Mapping[str, Field[Project]] = _by_key(
    Field("open_to_partners", N_("Open to partners"), _openness, lambda item: not _is_work(item)),
    Field("where", N_("Where"), _where),
    Field("communities", N_("Where"), _communities, full=False),
    _SECTORS,
    _organisations("donors", N_("Donor"), _is_work),
    _WHEN,
    _STATUS,
    Field("amount", N_("Amount"), _amount, _is_work),
    _organisations("implementers", N_("Implementing partner"), _is_work),
    _organisations("channels", N_("Funding channel")),
    _organisations("partners", N_("Partner")),
    _organisations("programme", N_("Programme")),
    Field("beneficiaries", N_("Beneficiaries"),
          lambda labels, item: _text(labels.text(item, "beneficiaries")), _never),
    Field("parent", N_("Part of"),
          lambda labels, item: Value(_project_link(labels, item.parent_id)), _never),
    Field("parts", N_("Parts"), _parts, _never),
    *_RECORD,
)  # fmt: skip
"""What is said of a record, in the order in which it is read."""

PARTNERSHIP_FIELDS: Mapping[str, Field[Partnership]] = _by_key(
    Field("communities", N_("Communities"),
          lambda labels, item: Value(communities(labels, item.communities))),
    Field("partners", N_("Partner"),
          lambda labels, item: Value(joined(plain(labels.partner(part))
                                            for part in item.partners))),
    Field("countries", N_("Countries of the partners"), _countries, _never),
    Field("kind", N_("Type"),
          lambda labels, item: _text(labels.code(item.kind) if item.kind else "")),
    _STATUS,
    _WHEN,
    _SECTORS,
    _organisations("framework", N_("Programme")),
    Field("project", N_("Same facts in record"),
          lambda labels, item: Value(_project_link(labels, item.project_id)), _never),
    *_RECORD,
)  # fmt: skip
"""What is said of a partnership, in the order in which it is read."""


def counted_twice(labels: Labels, items: Iterable[Partnership]) -> str:
    """How many of ``items`` are in the register as a record as well; ``""`` where none."""
    twice = sum(item.counted_with_project for item in items)
    if not twice:
        return ""
    return labels.t.plural(
        "{n} of them is also in the register as a project record: count it only once.",
        "{n} of them are also in the register as project records: count each only once.",
        twice,
    )
