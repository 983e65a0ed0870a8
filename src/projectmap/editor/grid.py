"""Quick corrections of many records in a grid: one proposal, checked like every other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from projectmap.editor import form, page as frame, records
from projectmap.editor.differences import changed, name_of
from projectmap.editor.fields import MODELS, Field, Widget, fields_for
from projectmap.editor.review import say_waiting
from projectmap.markup import element
from projectmap.model.labels import Labels
from projectmap.store import COLLECTIONS, Accepted, Value, fields_of

MOST_ROWS = 500
_NOT_IN_CELLS = {Widget.ITEMS, Widget.VIEW, Widget.LEVELS, Widget.POINTS}
_FIRST = {
    "projects": ("title_uk", "status", "status_asof", "start", "end", "amount", "currency"),
    "partnerships": ("title_uk", "status", "status_asof", "start", "sectors"),
    "communities": ("profile_uk", "profile_en", "areas_of_cooperation", "contact"),
    "organisations": ("name_uk", "name_en", "parent", "iati_type", "may_fund"),
}
"""Columns that are shown to begin with; of other collections the first five."""
_FORM_ONLY = {"stories"}
Changes = dict[str, dict[str, Any]]
"""Record to field to the new value."""


@dataclass(slots=True)
class Grid:
    """What somebody has corrected and not proposed yet."""

    accepted: Accepted
    """The register as it was when they began."""
    made: Changes = field(default_factory=dict)
    """Corrections that the present table begins with."""
    all: Changes = field(default_factory=dict)
    """These and the corrections made in the present table."""
    wanted: str = ""
    """Rows, columns and language of the present table."""
    shown: str = "grid"
    """The present table's name among the widgets."""
    rows: tuple[str, ...] = ()
    """The records of its rows."""


def page() -> None:
    """The page."""
    labels = frame.labels()
    t, asked = labels.t, st.query_params.get("collection", "projects")
    frame.begin(t("Bulk edit"))
    offered = [name for name in MODELS if name not in _FORM_ONLY]
    collection, keys = records.choose(labels, asked if asked in offered else "projects", offered)
    without = COLLECTIONS[collection].key
    fields = {
        item.name: item
        for item in fields_for(MODELS[collection])
        if item.widget not in _NOT_IN_CELLS and item.name not in without
    }
    columns = st.multiselect(
        t("Columns"), list(fields), _FIRST.get(collection, tuple(fields)[:5]),
        format_func=lambda name: fields[name].title(t), key=f"columns:{collection}",
        placeholder=t("Choose"),
    )  # fmt: skip
    st.html(element("p", t.plural("{n} found", "{n} found", len(keys)), class_="muted"))
    if len(keys) > MOST_ROWS:
        st.caption(t("The first {n} are listed: search for more words.", n=MOST_ROWS))
    if not columns or not keys:
        return
    chosen = {name: fields[name] for name in columns}
    changes = _table(labels, collection, keys[:MOST_ROWS], chosen)
    if changes:
        _proposal(labels, collection, changes)


def _table(
    labels: Labels, collection: str, keys: list[str], columns: Mapping[str, Field]
) -> Changes:
    """The table; all corrections so far, those in rows that are out of sight too."""
    t, grid = labels.t, _grid(collection)
    keys = [key for key in keys if key in _values(collection, grid)]
    wanted = str((tuple(keys), tuple(columns), t.language))
    if grid.wanted != wanted or grid.shown not in st.session_state:
        # Another table, or the page was left: what was corrected is what it begins with.
        grid.made, grid.wanted, grid.rows = grid.all, wanted, tuple(keys)
        grid.shown = _new_name(collection, grid)
    rows: dict[str, list[Any]] = {"": keys}
    for name, item in columns.items():
        rows[name] = [_cell(item, _fields(collection, grid, key).get(name)) for key in keys]
    st.data_editor(
        pd.DataFrame(rows), key=grid.shown, hide_index=True, disabled=[""],
        alt=t("Records to correct"), placeholder=t("not stated"),
        column_config={
            "": st.column_config.TextColumn(t("Record ID"), pinned=True),
            **{name: _column(labels, item, rows[name]) for name, item in columns.items()},
        },
    )  # fmt: skip
    grid.all = _corrections(collection, grid)
    return grid.all


def _grid(collection: str) -> Grid:
    """The corrections of a collection; where there are none, of the register as it is now."""
    state, accepted = st.session_state, frame.store().accepted()
    grids: dict[str, Grid] = state.setdefault("grids", {})
    found = grids.get(collection)
    if found is not None:
        found.all = _corrections(collection, found)  # the first may come with this run
    if found is None or (found.accepted is not accepted and not found.all):
        found = grids[collection] = Grid(accepted)
    return found


def _new_name(collection: str, grid: Grid) -> str:
    """Never that of a table of another revision: its rows could be other records."""
    number = st.session_state["grid-number"] = st.session_state.get("grid-number", 0) + 1
    return f"grid:{collection}:{grid.accepted.revision}:{number}"


def _values(collection: str, grid: Grid) -> Mapping[str, Value]:
    return grid.accepted.values[collection]  # noqa: PD011 - no frame of pandas


def begun() -> list[str]:
    """The collections in which something is corrected and not proposed, in this session."""
    grids: dict[str, Grid] = st.session_state.get("grids", {})
    return [name for name, grid in grids.items() if grid.all]


def _edited(grid: Grid) -> Mapping[int, Mapping[str, Any]]:
    """The cells that were changed in the present table, by row and column."""
    edited: Mapping[int, Mapping[str, Any]]
    edited = st.session_state.get(grid.shown, {}).get("edited_rows", {})
    return edited


def _fields(collection: str, grid: Grid, key: str) -> dict[str, Any]:
    """The fields of a record as forms have them, with what is corrected already."""
    fields = fields_of(collection, _values(collection, grid)[key])
    return {**form.opened(collection, fields), **grid.made.get(key, {})}


def _corrections(collection: str, grid: Grid) -> Changes:
    if grid.shown not in st.session_state:
        return grid.all
    known = {item.name: item for item in fields_for(MODELS[collection])}
    found = {key: dict(fields) for key, fields in grid.made.items()}
    for row, cells in _edited(grid).items():
        key = grid.rows[int(row)]
        fields = found.setdefault(key, {})
        fields |= {name: _read(known[name], cell) for name, cell in cells.items()}
    values = _values(collection, grid)
    opened = {key: form.opened(collection, fields_of(collection, values[key])) for key in found}
    different = {
        key: {name: value for name, value in fields.items() if value != opened[key].get(name)}
        for key, fields in found.items()
    }
    return {key: fields for key, fields in different.items() if fields}


def _cell(item: Field, value: Any) -> Any:
    if item.widget is Widget.FLAG:
        return None if value is None else str(value)
    if item.widget in {Widget.MANY, Widget.LINES}:
        return list(value or ())
    if item.widget is Widget.NUMBER:
        return None if value is None else form.as_typed(item, value)
    return value


def _read(item: Field, cell: Any) -> Any:
    """The value that a cell was given."""
    if item.widget in {Widget.MANY, Widget.LINES}:
        return list(cell or ())
    if item.widget is Widget.FLAG:
        return {"True": True, "False": False}.get(str(cell))
    if item.widget is Widget.NUMBER:
        return form.value_in(item, (cell or "").strip())
    return (cell.strip() or None) if isinstance(cell, str) else cell


def _column(labels: Labels, item: Field, cells: list[Any]) -> Any:
    """How a column is filled in: codes by their names."""
    t, title, config = labels.t, item.title(labels.t), st.column_config
    if item.widget is Widget.LINES:
        return config.ListColumn(title, help=t("One in each line"))
    names = {str(code): name for code, name in item.names(labels).items()}
    if not names:
        # Numbers too: a column of numbers would leave out commas, and read 12,5 as 125.
        example = form.EXAMPLES.get(item.widget)
        return config.TextColumn(title, width="small" if example else "medium", help=example)
    many = item.widget is Widget.MANY
    given = {code for cell in cells for code in (cell if many else [cell]) if code is not None}
    names |= {code: str(code) for code in given if code not in names}
    kind = config.MultiselectColumn if many else config.SelectboxColumn
    return kind(title, options=list(names),
                format_func=lambda code: names.get(str(code), str(code)),
                required=not many and not item.optional)  # fmt: skip


def _proposal(labels: Labels, collection: str, changes: Changes) -> None:
    """What changes in every record, what is wrong with it, and the way to propose it all."""
    t, grid = labels.t, _grid(collection)
    edits, rows = [], []
    for key, fields in changes.items():
        before = _values(collection, grid)[key]
        made = form.with_changes(labels, collection, fields_of(collection, before), fields)
        edits.append(edit := grid.accepted.edit(collection, key, made))
        name = name_of(labels, collection, key, before)
        rows += [(name, *row) for row in changed(labels, collection, before, edit.value)]
    say_waiting(labels, collection, changes)
    _, problems = frame.store().try_out(edits)
    if problems:
        st.error(t("Correct these problems first:"))
        frame.problems(frame.first_causes(problems, edits), t)
    st.header(t("What changes"), anchor=False)
    st.html(frame.table([t("Record"), t("Field"), t("Before"), t("After")], rows))
    place = f"grid:{collection}"
    if records.propose(labels, edits, place, ready=not problems) or st.button(
        t("Discard my changes"), key=f"{place}:discard"
    ):
        del st.session_state["grids"][collection]
        st.rerun()
