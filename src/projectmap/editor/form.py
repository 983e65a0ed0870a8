"""A form for any record, built from its fields; untouched fields come back unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from projectmap.editor import page as frame
from projectmap.editor.differences import named, path_of
from projectmap.editor.fields import (
    MODELS,
    Field,
    Widget,
    blank,
    code_name,
    fields_for,
    hidable,
    point_lines,
    points_of,
    title_of,
    view_of,
    view_text,
)
from projectmap.errors import Problem
from projectmap.i18n import Translator
from projectmap.model.codes import Release
from projectmap.model.dates import period_of
from projectmap.model.labels import Labels, describe
from projectmap.query.find import find
from projectmap.store import COLLECTIONS, place_of

MOST_CHOICES = 2000
"""Codes that a list offers; of more the code itself is typed."""
_BY_LINE = {Widget.LINES, Widget.POINTS}
EXAMPLES = {Widget.DATE: "2020, 2020-12, 2020-12-31", Widget.NUMBER: "12500, 12 500,50"}
"""How a field may be filled in."""
Rooms = dict[str, DeltaGenerator]
"""Below each field, by its path (``sources.0.title``): room for what is wrong with it."""


def fill_in(
    labels: Labels, collection: str, fields: Mapping[str, Any], key: str, *, new: bool
) -> tuple[dict[str, Any], Rooms]:
    """Draw the form of a record; its fields as they are filled in, and room for problems.

    ``key`` tells this form from every other one: of another record or another version of it.
    The name of a record is only filled in while it is ``new``.
    """
    rooms: Rooms = {}
    given = opened(collection, fields)
    without = () if new else COLLECTIONS[collection].key
    found = _form(labels, MODELS[collection], given, (key, ""), rooms, without)
    changed = {name: value for name, value in found.items() if value != given.get(name)}
    return with_changes(labels, collection, fields, changed), rooms


def with_changes(
    labels: Labels, collection: str, fields: Mapping[str, Any], changed: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of a record with those that somebody has ``changed``, and what follows."""
    made = {**fields, **_closed(collection, changed)}
    return _followed(labels, collection, fields, made) if changed else made


def show_problems(
    found: Iterable[Problem], key: tuple[str, str], rooms: Rooms, labels: Labels
) -> None:
    """Say at each field what is wrong with it, and the rest above the form."""
    for problem in found:
        path = path_of(problem)
        while path and path not in rooms:
            path = path.rpartition(".")[0]
        here = place_of(problem) == key and path in rooms
        text = named(problem, labels.t)
        text = replace(text, file="", record="", field="") if here else text
        room = rooms[path] if here else rooms[""]
        said = describe(labels.t, text).removeprefix(": ")
        room.error(frame.plain(said), icon=":material/error:")


def _form(
    labels: Labels,
    model: type[Any],
    given: Mapping[str, Any],
    place: tuple[str, str],
    rooms: Rooms,
    without: Sequence[str] = (),
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = {field.name: field for field in fields_for(model) if field.name not in without}
    for field in known.values():
        if field.name in found:
            continue
        other = _other_language(field, known)
        row = [field, other] if other else [field]
        columns = st.columns(len(row)) if other else [st.container()]
        for part, column in zip(row, columns, strict=True):
            with column:
                path = f"{place[1]}{part.name}"
                value = given.get(part.name)
                found[part.name] = _widget(labels, part, value, (place[0], path), rooms, found)
                rooms[path] = st.container()
    return found


def _other_language(field: Field, known: Mapping[str, Field]) -> Field | None:
    if field.language != "uk":
        return None
    return known.get(f"{field.stem}_en")


def _widget(
    labels: Labels,
    field: Field,
    value: Any,
    place: tuple[str, str],
    rooms: Rooms,
    before: Mapping[str, Any],
) -> Any:
    t, title, key = labels.t, field.title(labels.t), ":".join(place)
    match field.widget:
        case Widget.ITEMS:
            return _items(labels, field, value, place, rooms)
        case Widget.LEVELS:
            return _levels(labels, value or {}, key) or ({} if value else value)
        case Widget.CHOICE | Widget.FLAG:
            names = dict(field.names(labels))
            if field.name == "settlement":
                names = _near(labels, names, value, before, key)
            if len(names) > MOST_CHOICES:
                return _text_field(labels, field, value, title, key)
            if value is not None:
                names.setdefault(value, str(value))
            options = [*([None] if field.optional or value is None else []), *names]
            return st.selectbox(
                title, options, options.index(value), key=key,
                format_func=lambda code: t("not stated") if code is None else names[code],
            )  # fmt: skip
        case Widget.MANY:
            chosen = list(value or ())
            known = dict(field.names(labels))
            known |= {code: str(code) for code in chosen if code not in known}
            return st.multiselect(
                title, list(known), chosen, format_func=known.__getitem__, key=key,
                placeholder=t("Choose"),
            )  # fmt: skip
        case _:
            return _text_field(labels, field, value, title, key)


def _text_field(labels: Labels, field: Field, value: Any, title: str, key: str) -> Any:
    """A field that is typed: what its text says, and the value itself where it is untouched."""
    t = labels.t
    shown = as_typed(field, value)
    if field.widget in {Widget.TEXT, Widget.LINES, Widget.VIEW, Widget.POINTS}:
        hint = t("One in each line") if field.widget in _BY_LINE else None
        if field.widget is Widget.VIEW:
            hint = t("Show it on the public map and paste the address of that page here.")
        text = st.text_area(title, shown, key=key, help=hint)
    else:
        hint = EXAMPLES.get(field.widget) or t("not stated")
        text = st.text_input(title, shown, key=key, placeholder=hint)
    return value if text == shown else value_in(field, text.strip())


def as_typed(field: Field, value: Any) -> str:
    """The text that stands for a value in its field: the inverse of :func:`value_in`."""
    if value is None:
        return ""
    if field.widget is Widget.LINES:
        return "\n".join(str(part) for part in value)
    if field.widget is Widget.POINTS:
        return "\n".join(point_lines(value))
    if field.widget is Widget.VIEW:
        return view_text(value)
    return str(value)


def value_in(field: Field, text: str) -> Any:
    """The value that ``text`` names; a text that names none stays one, and is refused as such."""
    if field.widget is Widget.LINES:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.widget is Widget.VIEW:
        return view_of(text)
    if not text:
        return None
    try:
        if field.widget is Widget.POINTS:
            return points_of(text)
        if field.widget is Widget.NUMBER:
            return _number(text)
    except (ValueError, OverflowError):
        pass
    return text


def _number(text: str) -> float:
    """The number that ``text`` names; raises :class:`ValueError`.

    Thousands may be separated by spaces. A comma or a point before three digits could do that too,
    or begin decimals: such a text is refused, not guessed at.
    """
    digits = re.sub(r"\s", "", text).replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d{1,2}|\.\d{4,})?", digits, re.ASCII):
        raise ValueError(text)
    number = float(digits)
    return int(number) if number.is_integer() else number


def _items(
    labels: Labels, field: Field, value: Any, place: tuple[str, str], rooms: Rooms
) -> list[Any]:
    """Things with fields of their own; more can be added, and any left out."""
    t, (form, path) = labels.t, place
    given = list(value or ())
    assert field.item is not None  # noqa: S101 - see Widget.ITEMS
    st.header(field.title(t), anchor=False)
    order: list[int] = st.session_state.setdefault(f"{form}:{path}:order", list(range(len(given))))
    found: list[Any] = []
    for place_now, number in enumerate(order):
        with st.container(border=True):
            old = given[number] if number < len(given) else blank(field.item)
            if not _head(t, order, place_now, f"{form}:{path}:{number}"):
                # The paths of problems count what is kept.
                inner = (form, f"{path}.{number}.")
                own: Rooms = {}
                new = {**old, **_form(labels, field.item, old, inner, own)}
                shift = f"{path}.{len(found)}."
                rooms.update({shift + at.removeprefix(inner[1]): r for at, r in own.items()})
                found.append(new)
    st.button(
        t("Add one"), key=f"{form}:{path}:add", icon=":material/add:",
        on_click=lambda: order.append(max([*order, len(given) - 1]) + 1),
    )  # fmt: skip
    return found


def _head(t: Translator, order: list[int], place: int, key: str) -> bool:
    """The line above one of several things: to move it, or to leave it out (whether it is)."""

    def move(by: int) -> None:
        order[place], order[place + by] = order[place + by], order[place]

    number = place + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        left_out = st.checkbox(t("Leave out no. {number}", number=number), key=f"{key}:out")
        for by, name, sign, last in (
            (-1, t("Move no. {number} up", number=number), "arrow_upward", 0),
            (1, t("Move no. {number} down", number=number), "arrow_downward", len(order) - 1),
        ):
            st.button(name, key=f"{key}:{by}", icon=f":material/{sign}:", type="tertiary",
                      on_click=move, args=[by], disabled=place == last)  # fmt: skip
    return left_out


def _levels(labels: Labels, value: Mapping[str, str], key: str) -> dict[str, str]:
    """The fields that only partners, or only the administration, may read."""
    t = labels.t
    collection = key.partition(":")[0]
    names = {name: title_of(name, t) for name in (*hidable(collection), *value)}
    found = {}
    for level in (Release.PARTNER, Release.INTERNAL):
        title = t("Fields that only {readers} may read", readers=code_name(labels, level))
        found[level] = st.multiselect(
            title, list(names), [name for name in names if value.get(name) == level],
            key=f"{key}:{level}", format_func=names.__getitem__, placeholder=t("Choose"),
        )  # fmt: skip
    return {name: level.value for level, fields in found.items() for name in fields}


def _near(
    labels: Labels, names: Mapping[Any, str], value: Any, before: Mapping[str, Any], key: str
) -> dict[Any, str]:
    """The settlements to choose from: found by any name, else those of the chosen communities."""
    t, register = labels.t, labels.register
    text = st.text_input(t("Find a place by any of its names"), key=f"{key}:find")
    codes: list[str] = []
    for match in find(register, text) if text else ():
        place = match.settlement
        codes += [place] if place else register.settlements_of.get(match.community, ())
    if not text:
        for community in before.get("communities", ()):
            codes += register.settlements_of.get(community, ())
    found = {code: names[code] for code in dict.fromkeys(codes)}
    return {value: names.get(value, str(value)), **found} if value else found


def opened(collection: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as forms have them: the cells of a table hold lists and yes or no as text."""
    if collection != "organisations":
        return dict(fields)
    aliases = [part.strip() for part in (fields.get("aliases") or "").split("|")]
    flag = {"yes": True, "no": False}.get(fields.get("may_fund") or "")
    return {**fields, "aliases": [part for part in aliases if part], "may_fund": flag}


def _closed(collection: str, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of :func:`opened`."""
    found = dict(changed)
    if collection == "organisations":
        if "aliases" in found:
            found["aliases"] = "|".join(found["aliases"]) or None
        if "may_fund" in found:
            found["may_fund"] = {True: "yes", False: "no"}.get(found["may_fund"])
    return found


def _followed(
    labels: Labels, collection: str, old: Mapping[str, Any], new: dict[str, Any]
) -> dict[str, Any]:
    """``new`` with what follows from it: the day of the change, the period, the point."""
    if "updated" in new or collection in {"projects", "partnerships", "stories"}:
        new["updated"] = datetime.now(UTC).date().isoformat()
    dates = [new.get("start"), new.get("end")]
    if "period" in new and any(dates) and dates != [old.get("start"), old.get("end")]:
        with suppress(ValueError):  # said at the date's own field
            new["period"] = str(period_of(*dates))
    if collection == "projects" and new.get("settlement") != old.get("settlement"):
        settlement = labels.register.settlements.get(new.get("settlement") or "")
        point = None if settlement is None else settlement.point
        new["geometry"] = point and {"type": "Point", "coordinates": list(point)}
    return new
