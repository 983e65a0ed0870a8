"""What the last published versions of the register changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from projectmap.content.nodes import ITEM, Link, LinkKind, Section, Span, Spans, plain
from projectmap.i18n import N_
from projectmap.model.changelog import ChangeKind, LogEntry, RecordChange
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project

_FIELDS = {
    N_("title"): "title_uk title_en",
    N_("summary"): "summary_uk summary_en",
    N_("place"): "communities settlement scope geometry location_exactness",
    N_("dates"): "start end date_text date_text_en period valid_from valid_to",
    N_("status"): "status status_asof status_text status_text_en territory",
    N_("amount"): "amount currency amount_scope amount_note amount_note_en finance",
    N_("organisations"): "donors implementers channels partners partner_countries programme",
    N_("sectors"): "sectors",
    N_("sources"): "sources verification same_as",
    N_("profile"): "profile_uk profile_en areas_of_cooperation seat_uk seat_en",
    N_("contact"): "contact",
    N_("names"): "name_uk name_en former_name_uk former_name_en aliases",
    N_("steps"): "steps",
}
"""What people call fields; those not listed here are “other details”."""
_UNSEEN = {"updated", "release"}
"""Fields whose change says nothing by itself."""


def change_log(labels: Labels, most_versions: int, most_records: int) -> tuple[Section, ...]:
    """The last published versions, the newest first: a paragraph for each record.

    A section's key identifies the version; its ``count`` says how many records are concerned.
    """
    return tuple(
        _version(labels, entry, most_records) for entry in labels.register.log[:most_versions]
    )


def _version(labels: Labels, entry: LogEntry, most: int) -> Section:
    t, number = labels.t, len(entry.changes) + entry.more
    return Section(
        key=f"{entry.published}-{entry.version}",
        title=t.day(entry.published[:10]),
        count=t.plural("{n} record concerned", "{n} records concerned", number)
        if number
        else t("no record changed"),
        paragraphs=tuple(_line(labels, change) for change in entry.changes[:most]),
        left_out=number - len(entry.changes[:most]),
    )


def _line(labels: Labels, change: RecordChange) -> Spans:
    what = Span(f"{labels.code(change.kind)}: ")
    fields = list(dict.fromkeys(_names(labels, change.fields)))
    said = plain(f" – {ITEM.text.join(fields)}") if fields else ()
    return what, _thing(labels, change), *said


def _names(labels: Labels, changed: Iterable[str]) -> Iterator[str]:
    for field in changed:
        if field not in _UNSEEN:
            known = (name for name, fields in _FIELDS.items() if field in fields.split())
            name = next(known, N_("other details"))
            yield labels.t(name)


def _thing(labels: Labels, change: RecordChange) -> Span:
    """The record under its title, where the register has it; else under its ID."""
    if change.kind == ChangeKind.REMOVED or change.collection not in _THINGS:
        return Span(change.key)
    kind, title = _THINGS[change.collection]
    try:
        name = title(labels, change.key)
    except KeyError:
        return Span(change.key)
    return Span(name, Link(kind, change.key) if kind else None)


def _title(labels: Labels, item: Project | Partnership | None) -> str:
    if item is None:
        raise KeyError
    return labels.text(item, "title")


def _entry(labels: Labels, key: str) -> str:
    """The territory of a row of the List."""
    register = labels.register
    code = {row.id: row.territory for row in register.status_rows}[key]
    if code in register.communities:
        name = labels.community_title(code)
    elif code in register.settlements:
        name = labels.settlement(code)
    else:
        name = labels.raion(code)
    return labels.t("the List, {place}", place=name)


_THINGS: Mapping[str, tuple[LinkKind | None, Callable[[Labels, str], str]]] = {
    "projects": ("record", lambda labels, key: _title(labels, labels.register.project(key))),
    "partnerships": (
        "partnership",
        lambda labels, key: _title(labels, labels.register.partnership(key)),
    ),
    "communities": ("place", Labels.community_title),
    "settlements": ("place", Labels.settlement),
    "occupation_status": (None, _entry),
    "organisations": (None, Labels.organisation),
    "sectors": (None, Labels.sector),
    "stories": (None, lambda labels, key: labels.text(labels.register.stories[key], "title")),
}
"""By collection: what its titles link to, and the title of a record; KeyError for no record."""
