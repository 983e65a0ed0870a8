"""Values and differences as people read them: names instead of codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from projectmap.editor.fields import (
    MODELS,
    SET_BY_US,
    Field,
    Widget,
    fields_for,
    label_of,
    point_lines,
)
from projectmap.model.labels import Labels
from projectmap.store import Value, fields_of, key_of

_TITLES = ("title", "name", "label", "act")


def name_of(labels: Labels, collection: str, key: str, value: Value | None) -> str:
    """What a record is called: its title, name or territory, and its key."""
    fields = fields_of(collection, value)
    if collection == "occupation_status":
        title = f"{fields.get('territory')} {fields.get('valid_from')}" if fields else ""
        known = words(labels, collection, "territory", fields.get("territory")) if fields else ""
        title = f"{known}, {fields.get('valid_from')}" if fields else title
    else:
        title = next(
            (
                found
                for stem in _TITLES
                if (found := labels.t.pick(fields.get(f"{stem}_uk"), fields.get(f"{stem}_en")))
            ),
            "",
        )
    return title if collection == "list_amendments" else " · ".join(p for p in (key, title) if p)


def field_title(labels: Labels, collection: str, name: str) -> str:
    """The name of a field of a collection."""
    found = _field(collection, name)
    return found.title(labels) if found else labels.t(label_of(name))


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
    if field is not None and field.widget is Widget.ITEMS and field.item is not None:
        known = {item.name: item for item in fields_for(field.item)}
        return "\n".join(_item(labels, known, part) for part in value)
    if field is not None and field.names is not None:
        names = field.names(labels)
        listed = value if isinstance(value, list) else [value]
        return t.listing([names.get(code, str(code)) for code in listed])
    dated = name in SET_BY_US or (field is not None and field.widget is Widget.DATE)
    if dated and isinstance(value, str):
        try:
            return t.day(value)
        except ValueError:
            return value
    if field is not None and field.widget is Widget.POINTS:
        return "\n".join(point_lines(value))
    if isinstance(value, int | float):
        return t.number(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:400]


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
    return [
        (
            field_title(labels, collection, name),
            words(labels, collection, name, old.get(name)),
            words(labels, collection, name, new.get(name)),
        )
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


__all__ = ["changed", "field_title", "key_of", "name_of", "words"]
