"""What readers of a level get: the records and fields that are open to them, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from projectmap.errors import Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.model.codes import Release, Scope
from projectmap.store.changes import Edit
from projectmap.store.files import (
    COLLECTIONS,
    FILES,
    LEVELS,
    Value,
    Values,
    fields_of,
    file_of,
    is_feature,
    value_of,
)

_PLACE = {"geometry", "settlement"}
"""Fields of a project that say where it is: who may not read one may not read the other."""
_ROLES = ("donors", "implementers", "channels", "partners", "programme", "framework")
_CODES = {"id", "katottg", "url", "geometry", "wording", LEVELS}
"""Fields that hold no words of ours."""
_NAMED_SHORTEST = 5
"""Letters of a settlement's name that count as naming it; endings are left out."""

_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\d[\d\s()-]{8,17}\d"  # +380 99 000 00 00, +31 53 000 0000
    r"|\(?0\d{2,4}\)?[\s-]?\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?:[\s-]?\d{2})?"  # (06452) 0-00-00
    r"|(?:тел|моб|tel|phone|mob)[\w.]*\s*[.:№]?\s*\d[\d\s()-]{3,}\d)(?![\w/])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_OFFICE = re.compile(
    r"(?:^|[._-])(?:info|office|rada|sr|mr|otg|tg|gromada|hromada|mail|contact|press|[mvos]?va)"
    r"(?:$|[._\d-])|selrada|miskrada|gromada|hromada|office",
    re.IGNORECASE,
)
"""In the name of a mailbox that belongs to an office, not to a person."""
_STREET = re.compile(
    r"\b(?:вул(?:иц[яіею]+)?|просп(?:ект[уі]?)?|бульв(?:ар[уі]?)?|пров(?:ул\w+)?|шосе|мікрорайон)\b"
    r"\.?\s+[«“\"]?[\w’'.\s-]{2,40}?[»”\"]?,?\s+(?:буд(?:инок)?\.?\s*)?\d+"
    r"|\b(?:площ[аі]|пл\.)\s+(?-i:[«“А-ЯЄІЇҐ])[\w’'\s-]{2,40}[»”]?,?\s+\d+"
    r"|\b\d{1,4}[a-z]?,?\s+(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?\s"
    r"(?:street|st\.|avenue|lane|boulevard)"
    r"|\b(?-i:[A-Z])[\w’'-]+\s(?:street|st\.|str\.|avenue|lane|boulevard),?\s+(?:no\.?\s*)?\d+",
    re.IGNORECASE,
)


def at_level(values: Values, level: Release) -> dict[str, dict[str, Value]]:
    """The values that readers of ``level`` get.

    A field above it is empty; without settlement or point a project is placed in its community
    only. Organisations that only what is left out refers to are left out as well.
    """
    found: dict[str, dict[str, Value]] = {name: {} for name in COLLECTIONS}
    for name, records in values.items():
        for key, value in records.items():
            if (kept := _kept(name, value, level)) is not None:
                found[name][key] = kept
    hidden = _organisations(values) - _organisations(found)
    found["organisations"] = {
        key: value for key, value in found["organisations"].items() if key not in hidden
    }
    return found


def _kept(collection: str, value: Value, level: Release) -> Value | None:
    if not is_feature(collection):
        return value
    release = value["properties"].get("release", Release.PUBLIC)
    if release not in set(Release) or not Release(release).open_to(level):
        return None
    above = _above(value, level)
    if not above:
        return {name: item for name, item in value.items() if name != LEVELS}
    fields = fields_of(collection, value)
    if collection == "projects" and above & _PLACE:
        above |= _PLACE | {"location_exactness"}
        if fields["scope"] == Scope.SETTLEMENT:
            fields["scope"] = Scope.COMMUNITY.value
    for name in above:
        fields[name] = [] if isinstance(fields.get(name), list) else None
    return value_of(collection, {**fields, LEVELS: {}})


def _above(value: Value, level: Release) -> set[str]:
    """The fields that readers of ``level`` do not get."""
    levels = value.get(LEVELS, {})
    return {name for name, least in levels.items() if not Release(least).open_to(level)}


def _organisations(values: Values) -> set[str]:
    """The organisations that projects and partnerships name, with those above them."""
    named: set[str] = set()
    for name in ("projects", "partnerships"):
        for value in values[name].values():
            for role in _ROLES:
                given = value["properties"].get(role) or []
                listed = [given] if isinstance(given, str) else given
                named |= {slug for slug in listed if isinstance(slug, str)}
    found: set[str] = set()
    for slug in named:
        above: str | None = slug
        while above is not None and above not in found:
            found.add(above)
            above = (values["organisations"].get(above) or {}).get("parent")
    return found


def unfit(values: Values, published: Values, level: Release) -> Iterator[Problem]:
    """The texts of ``published``, made of ``values``, that nobody may publish."""
    for name, records in published.items():
        for key, value in records.items() if name != FILES else ():
            fields = fields_of(name, value)
            for field, text in _texts({k: v for k, v in fields.items() if k not in _CODES}):
                for detail, found in _personal(text):
                    yield _problem(name, key, field, found, detail)
    for key, value in published["projects"].items():
        yield from _named_places(key, values["projects"][key], value, values["settlements"], level)


def unfit_edits(settlements: Mapping[str, Value], edits: Iterable[Edit]) -> Iterator[Problem]:
    """The same for records as they are proposed, for readers of the public pages."""
    values: dict[str, dict[str, Value]] = {name: {} for name in COLLECTIONS}
    for edit in edits:
        if edit.value is not None:
            values[edit.collection][edit.key] = edit.value
    published = at_level(values, Release.PUBLIC)
    values["settlements"] = {**settlements, **values["settlements"]}
    yield from unfit(values, published, Release.PUBLIC)


def _named_places(
    key: str, whole: Value, value: Value, settlements: Mapping[str, Value], level: Release
) -> Iterator[Problem]:
    """The texts of a project that name the settlement which its readers are not to know."""
    settlement = settlements.get(whole["properties"].get("settlement") or "")
    if settlement is None or not _above(whole, level) & _PLACE:
        return
    names = [settlement[field] for field in ("name_uk", "name_en", "former_name_uk")]
    stems = [name[: max(_NAMED_SHORTEST, len(name) - 2)].casefold() for name in names if name]
    for field, text in _texts(value["properties"]):
        if any(re.search(rf"\b{re.escape(stem)}", text.casefold()) for stem in stems):
            detail = N_("names the settlement, which is not for these readers")
            yield _problem("projects", key, field, text, detail)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, with its field: ``sources.0.title``."""
    if isinstance(value, str):
        yield path, value
        return
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        items = ((key, item) for key, item in value.items() if key not in _CODES)
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from _texts(item, f"{path}.{key}" if path else str(key))


def _personal(text: str) -> Iterator[tuple[str, str]]:
    """What in a text is personal, and the words; an office's mailbox is not."""
    plain = re.sub(r"https?://\S+", " ", text)
    for match in _EMAIL.finditer(plain):
        of_state = match[2].endswith(".gov.ua") and match[1].isalnum()
        if not of_state and not _OFFICE.search(match[1]):
            yield N_("has a personal e-mail address"), match[0]
    plain = _EMAIL.sub(" ", plain)
    for pattern, detail in (
        (_PHONE, N_("has a telephone number")),
        (_STREET, N_("has a street address")),
    ):
        if (found := pattern.search(plain)) is not None:
            yield detail, found[0]


def _problem(collection: str, key: str, field: str, value: str, detail: str) -> Problem:
    file = file_of(collection, key)
    return Problem(ProblemCode.NOT_TO_BE_PUBLISHED, file, key, field, shorten(value), detail)
