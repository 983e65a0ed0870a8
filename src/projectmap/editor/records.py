"""Find a record of any collection, edit it in a form, preview it and propose the change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from projectmap.data.misfits import MISSING
from projectmap.editor import drafts, form, page as frame, step
from projectmap.editor.differences import name_of, named
from projectmap.editor.fields import COLLECTION_NAMES, MODELS, SET_BY_US, blank
from projectmap.editor.review import PROPOSED, number_in, say_waiting
from projectmap.html import places, records
from projectmap.i18n import N_
from projectmap.markup import Html, element, join
from projectmap.model.filters import FILTERS, PARTNERSHIP_FILTERS
from projectmap.model.labels import Labels
from projectmap.query.select import partnership_options, select
from projectmap.query.shown import Shown
from projectmap.query.view import View
from projectmap.store import (
    COLLECTIONS,
    Accepted,
    Edit,
    Role,
    Value,
    fields_of,
    key_of,
    value_of,
)

MOST_FOUND = 50
NEW_ONES = ("projects", "partnerships", "organisations", "sectors", "occupation_status",
            "list_amendments", "stories")  # fmt: skip
"""Collections that records can be added to and withdrawn from."""
_SEARCHED = {"projects", "partnerships"}
"""Collections with the search and the filters of the public pages."""
_NOT_COPIED = ("id", "same_as", "amount", "currency", "amount_scope", "amount_note",
               "amount_note_en", "confirmed_on")  # fmt: skip
"""What a part of a record does not have from the whole."""
_NOT_HERE = N_(
    "Codes and outlines of places, known exceptions and whole files are not edited here: a "
    "programmer proposes them through projectmap.store, and they are reviewed like everything else."
)


def page() -> None:
    """The page."""
    labels = frame.labels()
    t, asked = labels.t, st.query_params
    collection = asked.get("collection", "projects")
    if collection not in MODELS:
        collection = "projects"
    if "key" in asked or "new" in asked:
        _edit(labels, collection, asked.get("key", ""), asked.get("new"))
        return
    frame.begin(t("Find and edit"))
    collection, keys = choose(labels, collection)
    values = frame.store().accepted().values[collection]
    ways = [frame.link("grid", t("Bulk edit"), t, **st.session_state["list"])]
    if collection in NEW_ONES and frame.may(Role.EDITOR):
        ways.insert(0, frame.link("records", t("Add a new one"), t, collection=collection, new=""))
    st.html(element("p", join(ways, " · ")))
    st.html(element("p", t.plural("{n} found", "{n} found", len(keys)), class_="muted"))
    frame.listing(
        (
            frame.link("records", name_of(labels, collection, key, values[key]), t,
                       collection=collection, key=key)
            for key in keys[:MOST_FOUND]
        ),
        t("Nothing was found."),
    )  # fmt: skip
    if len(keys) > MOST_FOUND:
        st.caption(t("The first {n} are listed: search for more words.", n=MOST_FOUND))
    st.caption(t(_NOT_HERE))


def choose(
    labels: Labels, collection: str, offered: Sequence[str] = tuple(MODELS)
) -> tuple[str, list[str]]:
    """What to look in, and what is found there; the address keeps it, for the way back."""
    t, state, asked = labels.t, st.session_state, st.query_params
    chosen_before = {name: asked.get_all(name) for name in FILTERS if name in asked}
    address = {"collection": collection, "q": asked.get("q", ""), **chosen_before}
    if state.get("list") != address or "search" not in state:  # a link, or back
        state.update({"collection": collection, "search": address["q"]})
        state.update({f"{collection}:{name}": chosen_before.get(name, []) for name in FILTERS})
    left, right = st.columns(2)
    chosen: str = left.selectbox(
        t("Collection"), offered, key="collection",
        format_func=lambda name: t(COLLECTION_NAMES[name]),
    )  # fmt: skip
    text = right.text_input(t("Search"), key="search")
    filters = _filters(labels, chosen) if chosen in _SEARCHED else {}
    wanted = {"collection": chosen, "q": text, **filters}
    if wanted != address:
        asked.from_dict({"lang": t.language, **wanted})
    state["list"] = wanted
    return chosen, _found(labels, chosen, text, filters)


def _filters(labels: Labels, collection: str) -> dict[str, list[str]]:
    """The codes that are chosen in the filters of the public page."""
    t, register, state = labels.t, labels.register, st.session_state
    rows: Iterable[str] = FILTERS if collection == "projects" else PARTNERSHIP_FILTERS
    options = (
        select(register, View()).options if collection == "projects"
        else partnership_options(register, View())
    )  # fmt: skip
    chosen = {}
    with st.expander(t("Filters"), key="filters"):
        columns = st.columns(4)
        for place, name in enumerate(rows):
            row, key = FILTERS[name], f"{collection}:{name}"
            names = {code: row.name(labels, code) for code, n in options.get(name, {}).items() if n}
            state[key] = [code for code in state.get(key, ()) if code in names]
            label = row.partnerships.label if collection != "projects" and row.partnerships else ""
            chosen[name] = columns[place % 4].multiselect(
                t(label or row.label), sorted(names, key=lambda code: t.sort_key(names[code])),
                key=key, format_func=names.__getitem__, placeholder=t("any"),
            )  # fmt: skip
    return {name: codes for name, codes in chosen.items() if codes}


def _found(
    labels: Labels, collection: str, text: str, filters: Mapping[str, list[str]]
) -> list[str]:
    """The keys that are meant: by the public search for records, else by every word."""
    values = frame.store().accepted().values[collection]
    if not text.strip() and not filters:
        return list(values)
    if collection in _SEARCHED:
        narrowed: dict[str, Any] = {name: tuple(codes) for name, codes in filters.items()}
        chosen = select(labels.register, View(q=text, **narrowed))
        shown = (
            [labels.register.projects[row].id for row in chosen.rows.tolist()]
            if collection == "projects"
            else [item.id for item in chosen.partnerships]
        )
        by_id = [key for key in values if text.strip().casefold() == key.casefold()]
        return [key for key in dict.fromkeys([*by_id, *shown]) if key in values]
    wanted = text.casefold().split()
    words = {key: f"{key} {_texts(value)} {name_of(labels, collection, key, value)}".casefold()
             for key, value in values.items()}  # fmt: skip
    return [key for key, said in words.items() if all(word in said for word in wanted)]


def _texts(value: Value) -> str:
    fields = value.get("properties", value)
    return " ".join(part for part in fields.values() if isinstance(part, str))


def _edit(labels: Labels, collection: str, key: str, new: str | None) -> None:
    t = labels.t
    _send_at_once(labels)
    value, version = frame.store().record(collection, key)
    if new is None and value is None:
        frame.begin(t("There is no such record."))
        st.html(frame.link("history", t("History"), t, collection=collection, key=key))
        return
    title = name_of(labels, collection, key, value) if new is None else t("A new record")
    done = frame.begin(title, form=True)
    st.html(_ways(labels, collection, key, new))
    if new is None and not done:
        say_waiting(labels, collection, [key])
    if done:
        if new is None:
            st.button(t("Go on with this record"), key="on")
        return
    now = version if new is None else 0
    draft = drafts.opened(
        (collection, key, new), now, t.language, lambda: _start(collection, value, new)
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        general = st.container()
        made, rooms = form.fill_in(
            labels, collection, draft.given, draft.place, new=new is not None
        )
        rooms[""] = general
    untouched = {**made, "updated": None} == {**draft.first, "updated": None}
    drafts.keep(draft, None if untouched else made)
    with right, st.container(key="beside"):
        if new is None and untouched:
            st.caption(t("Nothing is changed yet."))
            _preview(labels, collection, key)
            _more(labels, draft)
            return
        if now != draft.version:
            st.warning(t("Somebody has changed this record since you began. Your changes are kept, "
                         "and the reviewer sees both."))  # fmt: skip
        _proposal(labels, draft, value_of(collection, made), rooms)


def _proposal(labels: Labels, draft: drafts.Draft, after: Value, rooms: form.Rooms) -> None:
    """What is wrong, what changes, the way to propose it, and how the public will see it."""
    t, (collection, key, new) = labels.t, draft.name
    version = draft.version
    if new is not None:
        key, version = key_of(collection, after), 0
    taken = new is not None and _taken(labels, draft, key)
    edit = Edit(collection, key, after, version)
    register, problems = frame.store().try_out([edit])
    missing = [item for item in problems if new is not None and item.detail == MISSING]
    wrong = frame.first_causes((item for item in problems if item not in missing), [edit])
    form.show_problems(wrong, (collection, key), rooms, labels)
    if missing:
        names = [named(item, t).field for item in missing if item.field not in SET_BY_US]
        st.info(t("Still to be filled in: {fields}", fields=t.listing(names)))
    if wrong:
        # Each is said at its field, or above the form.
        fields = dict.fromkeys(named(item, t).field or named(item, t).file for item in wrong)
        st.error(frame.plain(f"{t('Correct these problems first:')} {t.listing([*fields])}"))
    if new is None:
        st.header(t("What changes"), anchor=False)
        frame.differences(labels, collection, value_of(collection, draft.first), after)
    ready = bool(key) and not (problems or taken)
    sent = propose(labels, [edit], draft.place, ready=ready)
    if sent or st.button(t("Discard my changes"), key=f"{draft.place}:discard"):
        _anew(draft)
    st.session_state["shown"] = (draft, _filled_in(draft), [edit]) if ready else None
    if register is not None and not problems:
        st.header(t("As the public page will show it"), anchor=False)
        _preview(Labels(register, t), collection, key)


def _taken(labels: Labels, draft: drafts.Draft, key: str) -> bool:
    """Whether a new record's ID is not free; says so, and offers one that is."""
    t, store, (collection, _, _) = labels.t, frame.store(), draft.name
    used = store.record(collection, key)[1] > 0
    if not key or not (used or store.waiting(collection, key)):
        return False
    said = (
        t("The ID {id} is taken: another record has it, or had it.", id=key) if used else
        t("The ID {id} is taken: another new record is proposed with it.", id=key)
    )  # fmt: skip
    st.error(frame.plain(said))
    say_waiting(labels, collection, [key])
    fields = COLLECTIONS[collection].key
    if fields in {("id",), ("slug",), ("code",)}:
        free = store.free_key(collection, key)

        def take() -> None:
            st.session_state[f"{draft.place}:{fields[0]}"] = free

        st.button(t("Use {id}", id=frame.plain(free)), key=f"{draft.place}:free", on_click=take)
    return True


def _send_at_once(labels: Labels) -> None:
    """Propose what the form showed last, where that is pressed and nothing else has changed.

    The form need not be drawn for that. What fails is tried again, and said, beside its button.
    """
    t, state, room = labels.t, st.session_state, st.empty()
    draft, filled_in, edits = state.get("shown") or (None, None, [])
    if draft is None or not state.get(f"{draft.place}:propose") or filled_in != _filled_in(draft):
        return
    with room.container():
        why = state.get(f"{draft.place}:why", "").strip()
        sent = frame.propose(why, lambda store, person: store.propose(person, edits, why), t)
    if sent:
        drafts.end(draft)
    room.empty()


def _filled_in(draft: drafts.Draft) -> dict[str, Any]:
    """What the widgets of a form hold, the reason and the button apart."""
    place, state = f"{draft.place}:", st.session_state
    held = {str(key): state[key] for key in state if str(key).startswith(place)}
    without = {f"{place}why", f"{place}propose"}
    return {key: list(value) if isinstance(value, list) else value
            for key, value in held.items() if key not in without}  # fmt: skip


def propose(labels: Labels, edits: list[Edit], place: str, *, ready: bool) -> bool:
    """The reason and the button; whether it is proposed: then the page is to begin again."""
    t = labels.t
    why = frame.reason_field(t("Reason for the change"), place)
    ready = frame.say_unless_may(Role.EDITOR, t) and ready
    # Enabled before the reason is there: a click right after typing counts.
    pressed = st.button(t("Propose"), type="primary", key=f"{place}:propose", disabled=not ready)
    return pressed and frame.propose(
        why, lambda store, person: store.propose(person, edits, why), t
    )


def _anew(draft: drafts.Draft) -> None:
    drafts.end(draft)
    st.rerun()


def _ways(labels: Labels, collection: str, key: str, new: str | None) -> Html:
    t = labels.t
    back = {"collection": collection, **st.session_state.get("list", {})}
    links = [frame.link("records", t("Back to the list"), t, **back)]
    if new is None:
        links.append(frame.link("history", t("History"), t, collection=collection, key=key))
        may_add = collection in NEW_ONES and frame.may(Role.EDITOR)
        if may_add:
            links.append(frame.link("records", t("Copy"), t, collection=collection, new=key))
        if may_add and collection == "projects":
            links.append(frame.link("records", t("Add a part"), t, collection=collection,
                                    new=f"part:{key}"))  # fmt: skip
    return element("p", join(links, " · "))


def _start(collection: str, value: Value | None, new: str | None) -> Mapping[str, Any]:
    """The fields that a form begins with."""
    if new is None:
        return fields_of(collection, value)
    like, part = new.removeprefix("part:"), new.startswith("part:")
    values, (key, *_) = frame.store().accepted().values[collection], COLLECTIONS[collection].key
    if new.startswith(PROPOSED):
        proposed = _proposed(collection, *new.removeprefix(PROPOSED).split(":", 1))
        if proposed:
            return {**proposed, key: frame.store().free_key(collection, proposed[key])}
    made = blank(MODELS[collection])
    if like in values:
        made = fields_of(collection, values[like])
        left = _NOT_COPIED if part else ("id", "same_as")
        made |= {
            name: [] if isinstance(made[name], list) else None for name in left if name in made
        }
        if part:
            made["parent_id"] = like
    elif collection in {"projects", "partnerships"}:
        made |= {"release": "public", "verification": "source_read", "updated": None}
    return {**made, key: _next(collection)}


def _proposed(collection: str, number: str, key: str = "") -> dict[str, Any]:
    """The fields of a new record as a proposal has them; {} where it has none."""
    set_id = number_in(number)
    changes = () if set_id is None else frame.store().changes(set_id)
    edits = {(one.edit.collection, one.edit.key): one.edit.value for one in changes}
    return fields_of(collection, edits.get((collection, key)))


def _next(collection: str) -> str | None:
    """The next of the ids that end in numbers; None where they do not."""
    store = frame.store()
    known = (key for name, key in store.accepted().numbers if name == collection)
    found = [match for key in known if (match := re.fullmatch(r".*?\D(\d{2,})", key))]
    if collection not in {"projects", "partnerships", "occupation_status"} or not found:
        return None
    return store.free_key(collection, max(found, key=lambda match: int(match[1]))[0])


def _more(labels: Labels, draft: drafts.Draft) -> None:
    """What else can be done with a record than to correct it."""
    t, (collection, key, _) = labels.t, draft.name
    if collection not in NEW_ONES or not frame.may(Role.EDITOR):
        return
    with st.expander(t("Withdraw")):
        st.caption(t("It is no longer shown; every version of it is kept."))
        edit = Edit(collection, key, None, draft.version)
        place = f"{draft.place}:withdraw"
        if st.checkbox(t("Withdraw this record"), key=place):
            _, problems = frame.store().try_out([edit])
            frame.problems(problems, t)
            if propose(labels, [edit], place, ready=not problems):
                _anew(draft)
    if collection == "projects":
        with st.expander(t("Merge with a duplicate")):
            st.caption(t("This record stays, with the sources of both; the other is withdrawn "
                         "and its ID leads here."))  # fmt: skip
            other = _duplicate(labels, draft)
            if other is not None:
                accepted = frame.store().accepted()
                edits = merged(labels, accepted, key, other)
                _, problems = frame.store().try_out(edits)
                frame.problems(problems, t)
                before = accepted.values[collection][key]
                frame.differences(labels, collection, before, edits[0].value)
                if propose(labels, edits, f"{draft.place}:merge:{other}", ready=not problems):
                    _anew(draft)


def _duplicate(labels: Labels, draft: drafts.Draft) -> str | None:
    """The record to merge with: chosen from a list, or of very many typed."""
    t, place = labels.t, f"{draft.place}:merge"
    values = frame.store().accepted().values["projects"]
    others = [key for key in values if key != draft.name[1]]
    if len(others) > form.MOST_CHOICES:
        typed = st.text_input(t("The duplicate"), key=place, placeholder=t("Record ID")).strip()
        return typed if typed in others else None
    return st.selectbox(
        t("The duplicate"), others, None, key=place,
        format_func=lambda key: name_of(labels, "projects", key, values[key]),
    )  # fmt: skip


def merged(labels: Labels, accepted: Accepted, key: str, other: str) -> list[Edit]:
    """The edits that join the record ``other`` to ``key``: sources and ids of both are kept."""
    values = accepted.values
    kept, gone = (fields_of("projects", values["projects"][name]) for name in (key, other))
    sources = kept["sources"] + [item for item in gone["sources"] if item not in kept["sources"]]
    ids = list(dict.fromkeys([*kept["same_as"], other, *gone["same_as"]]))
    changed = {"sources": sources, "same_as": [name for name in ids if name != key]}
    if kept["parent_id"] == other:
        changed["parent_id"] = gone["parent_id"] if gone["parent_id"] != key else None
    joined = form.with_changes(labels, "projects", kept, changed)
    edits = [accepted.edit("projects", key, joined), accepted.edit("projects", other, None)]
    for name, field in (("projects", "parent_id"), ("partnerships", "project_id")):
        for code, value in values[name].items():
            fields = fields_of(name, value)
            if fields.get(field) == other and code not in {key, other}:
                made = form.with_changes(labels, name, fields, {field: key})
                edits.append(accepted.edit(name, code, made))
    return edits


def _preview(labels: Labels, collection: str, key: str) -> None:
    register = labels.register
    everything = Shown(labels, View())
    shown: Html | None = None
    if collection == "projects" and (project := register.project(key)) is not None:
        shown = records.record_details(everything, project)
    elif collection == "partnerships":
        found = register.partnership(key)
        if found is not None:
            shown = places.partnership_details(everything, found)
    elif collection == "communities":
        shown = places.place_details(everything, key)
    elif collection == "stories" and key in register.stories:
        shown = step.preview(labels, register.stories[key])
    if shown is not None:
        st.html(element("div", shown, class_="preview details"))
