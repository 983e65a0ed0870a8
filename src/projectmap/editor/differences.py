"""Values and differences as people read them: names instead of codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from projectmap.editor.fields import (
    COLLECTION_NAMES,
    MODELS,
    SET_BY_US,
    Field,
    Widget,
    code_name,
    fields_for,
    point_lines,
    title_of,
    view_text,
)
from projectmap.errors import Problem
from projectmap.i18n import Translator
from projectmap.model.codes import Release
from projectmap.model.labels import Labels
from projectmap.store import Value, fields_of, place_of

_TITLES = ("title", "name", "label", "act")
_BY_NAME = {"communities", "settlements"}
"""Collections whose keys say less than the names."""


def name_of(labels: Labels, collection: str, key: str, value: Value | None) -> str:
    """What a record is called: its title, name or territory, with its key where that helps."""
    fields, t = fields_of(collection, value), labels.t
    if collection == "occupation_status" and fields:
        parts = [words(labels, collection, name, fields.get(name))
                 for name in ("territory", "status", "valid_from")]  # fmt: skip
        return " · ".join(parts)
    pairs = ((fields.get(f"{stem}_uk"), fields.get(f"{stem}_en")) for stem in _TITLES)
    title = next((found for uk, en in pairs if (found := t.pick(uk, en))), "")
    if collection == "list_amendments":
        return title
    parts = [title, key] if collection in _BY_NAME else [key, title]
    return " · ".join(part for part in parts if part)


def field_title(labels: Labels, collection: str, name: str) -> str:
    """The name of a field of a collection."""
    found = _field(collection, name)
    return found.title(labels.t) if found else title_of(name, labels.t)


def words(labels: Labels, collection: str, name: str, value: Any) -> str:
    """A field's value as people read it; an empty one as "not stated"."""
    return _words(labels, _field(collection, name), value, name)


def _field(collection: str, name: str) -> Field | None:
    model = MODELS.get(collection)
    known = fields_for(model) if model else ()
    return next((field for field in known if field.name == name), None)


def _words(  # noqa: PLR0911 - one for each kind of value
    labels: Labels, field: Field | None, value: Any, name: str = ""
) -> str:
    t = labels.t
    if value is None or value in ([], {}, ""):
        return t("not stated")
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if field is not None and (said := _special(labels, field, value)) is not None:
        return said
    if name in SET_BY_US and isinstance(value, str):
        return _day(t, value)
    if isinstance(value, int | float):
        return t.number(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:400]


def _special(  # noqa: PLR0911 - as above
    labels: Labels, field: Field, value: Any
) -> str | None:
    """A value of a field that has its own way of being filled in; None for any other."""
    if field.widget in {Widget.CHOICE, Widget.MANY}:
        names = field.names(labels)
        listed = value if isinstance(value, list) else [value]
        return labels.t.listing([names.get(code, str(code)) for code in listed])
    match field.widget:
        case Widget.ITEMS if field.item is not None:
            known = {item.name: item for item in fields_for(field.item)}
            return "\n".join(_item(labels, known, part) for part in value)
        case Widget.DATE if isinstance(value, str):
            return _day(labels.t, value)
        case Widget.POINTS:
            return "\n".join(point_lines(value))
        case Widget.LEVELS:
            return "\n".join(
                f"{title_of(part, labels.t)}: {code_name(labels, Release(level))}"
                for part, level in value.items()
            )
        case Widget.VIEW:
            return view_text(value)
    return None


def _day(t: Translator, value: str) -> str:
    try:
        return t.day(value)
    except ValueError:
        return value


def _item(labels: Labels, known: Mapping[str, Field], part: Any) -> str:
    if not isinstance(part, dict):
        return str(part)
    return " · ".join(
        _words(labels, known.get(name), value)
        for name, value in part.items()
        if value not in (None, [], {})
    )


def changed(
    labels: Labels, collection: str, before: Value | None, after: Value | None
) -> list[tuple[str, str, str]]:
    """The fields that differ: name, before and after, in words."""
    old, new = fields_of(collection, before), fields_of(collection, after)
    found: list[tuple[str, str, str]] = []
    for name in {**old, **new}:
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        field, title = _field(collection, name), field_title(labels, collection, name)
        if field and field.item and _things(was) and _things(now) and len(was) == len(now):
            found += _changed_things(labels, field.item, title, was, now)
        else:
            found.append(
                (title, _words(labels, field, was, name), _words(labels, field, now, name))
            )
    return found


def _things(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _changed_things(
    labels: Labels,
    model: type[Any],
    title: str,
    was: list[dict[str, Any]],
    now: list[dict[str, Any]],
) -> Iterator[tuple[str, str, str]]:
    """What differs in things with fields of their own: "Steps 1, Title"."""
    for number, (one, other) in enumerate(zip(was, now, strict=True), 1):
        for field in fields_for(model):
            before, after = one.get(field.name), other.get(field.name)
            if before != after:
                name = f"{title} {number}, {field.title(labels.t)}"
                yield name, _words(labels, field, before), _words(labels, field, after)


_ELSEWHERE = {"places": "geometry", "point": "geometry"}
"""Fields that the model calls otherwise than the file."""


def path_of(problem: Problem) -> str:
    """Where in its record a problem is, as forms name their fields: ``steps.0.title_uk``."""
    first, *rest = problem.field.split(",")[0].split(".")
    path = ".".join([_ELSEWHERE.get(first, first), *rest])
    if place_of(problem)[0] == "stories" and problem.record.startswith("#"):
        # What is said of stories counts from 1.
        inside = (str(int(part) - 1) if part.isdecimal() else part for part in path.split("."))
        return f"steps.{int(problem.record[1:]) - 1}.{'.'.join(inside)}"
    return path


def named(problem: Problem, t: Translator) -> Problem:
    """The problem with the names that people read for its file and its field."""
    collection, key = place_of(problem)
    if collection not in MODELS:
        return problem
    return replace(
        problem,
        file=t(COLLECTION_NAMES[collection]),
        record=key,
        field=_path_words(t, MODELS[collection], path_of(problem)) if problem.field else "",
    )


def _path_words(t: Translator, model: type[Any] | None, path: str) -> str:
    """The names of the fields on the way to one: "Sources 1, Title"."""
    found: list[str] = []
    for part in path.split("."):
        if part.isdecimal() and found:
            found[-1] += f" {int(part) + 1}"
            continue
        known = fields_for(model) if model else ()
        field = next((item for item in known if item.name == part), None)
        found.append(field.title(t) if field else title_of(part, t))
        model = field.item if field else None
    return ", ".join(found)
