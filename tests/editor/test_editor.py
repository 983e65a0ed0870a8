"""The editor as Streamlit runs it, without a browser: find, correct, propose, review, publish."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from builders import project, source
from editor.conftest import ask
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from store.people import APPROVER, EDITOR, READER, accept, edited, fields_in
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Checkbox

from projectmap import cli
from projectmap.data.load import load
from projectmap.editor import form, grid, index, page as frame, people, start
from projectmap.editor.differences import named, path_of
from projectmap.editor.fields import (
    COLLECTION_NAMES,
    MODELS,
    NAMES,
    Widget,
    fields_for,
)
from projectmap.editor.form import as_typed, value_in
from projectmap.editor.records import merged
from projectmap.i18n import translator
from projectmap.model.labels import Labels, describe
from projectmap.model.records import Partnership, Project
from projectmap.model.story import Step
from projectmap.store import (
    COLLECTIONS,
    Edit,
    NotAllowedError,
    RegisterStore,
    Role,
    fields_of,
    open_store,
)
from projectmap.store.engine import writing
from projectmap.store.rows import insert_set

ROUTER = Path(start.__file__).with_name("router.py")
Open = Callable[..., AppTest]


@pytest.fixture
def kept(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RegisterStore]:
    """The store of the app, with the small made-up folder as version 1."""
    file = shutil.copy(begun, tmp_path / "register.sqlite3")
    monkeypatch.setenv("PROJECTMAP_STORE", str(file))
    monkeypatch.setenv("PROJECTMAP_SNAPSHOTS", str(tmp_path / "snapshots"))
    store = open_store(str(file), single_user=True)
    yield store
    store.engine.dispose()


@pytest.fixture
def opened(kept: RegisterStore) -> Open:
    """Opens a page of the editor by its link."""
    assert kept.register().projects

    def page(name: str, **parameters: str) -> AppTest:
        app = AppTest.from_string(_SCRIPT.format(name=name), default_timeout=60)
        for key, value in {"lang": "en", **parameters}.items():
            app.query_params[key] = value
        return ran(app.run())

    return page


_SCRIPT = "from projectmap.editor import {name}\n{name}.page()\n"
"""One page alone: the tests of the frame around it have the router."""


def ran(app: AppTest) -> AppTest:
    assert [item.message for item in app.exception] == []
    return app


def text_of(app: AppTest) -> str:
    """All that the page says in our own HTML and in its messages, as people read them."""
    said = [item.proto.body for item in app.get("html")]
    messages = (item.value for item in (*app.error, *app.success, *app.info))
    return "\n".join([*said, *(as_read(text) for text in messages)])


def as_read(text: str) -> str:
    """Markdown without its escapes."""
    return re.sub(r"\\(?=[^\w\s])", "", text)


def edit(app: AppTest, label: str, value: str) -> AppTest:
    found = (item for item in (*app.text_input, *app.text_area) if item.label == label)
    field = next(found)  # a source has a title as well, further down
    return ran(field.set_value(value).run())


def press(app: AppTest, label: str) -> AppTest:
    (button,) = (item for item in app.button if as_read(item.label) == label)
    assert not button.disabled
    return ran(button.click().run())


def test_the_page_comes_with_its_script() -> None:
    app = Starlette(routes=index.ROUTES)
    for address in ("/", f"/{index.SCRIPT}"):
        assert ask(app, address)[0]["status"] == HTTPStatus.OK


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_frame_begins_with_the_work_list(kept: RegisterStore, language: str) -> None:
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    app.query_params["lang"] = language
    ran(app.run())
    assert app.title[0].value == translator(language)("Work list")
    assert kept.change_sets(is_open=True) == []


def test_a_correction_is_found_made_reviewed_published_and_taken_back(
    opened: Open, kept: RegisterStore, tmp_path: Path
) -> None:
    app = opened("records")
    assert "TEST-001" in text_of(app)
    app = opened("records", collection="projects", key="TEST-001")
    assert [item.disabled for item in app.button if item.label == "Propose"] == []
    app = edit(app, "End", "2020-11")
    assert "November 2020" in text_of(app)
    app = press(app, "Propose")
    assert "Give a reason." in text_of(app)
    assert kept.change_sets(is_open=True) == []
    app = press(edit(app, "Reason for the change", "The report gives the month"), "Propose")
    assert "Proposed as no. " in text_of(app)
    app = press(app, "Go on with this record")
    assert "Nothing is changed yet." in [item.value for item in app.caption]
    (found,) = kept.change_sets(is_open=True)
    assert found.why == "The report gives the month"

    assert "The report gives the month" in text_of(opened("work"))
    app = opened("review", set=str(found.id))
    assert "December 2020" in text_of(app)
    press(app, "Accept")
    value, version = kept.record("projects", "TEST-001")
    assert version == 2
    assert fields_of("projects", value)["end"] == "2020-11"
    last = kept.history(key="TEST-001")[0]
    assert last.decision.own
    assert "by the person who proposed it" in text_of(opened("history", key="TEST-001"))

    press(opened("publishing"), "Publish")
    shown = load(tmp_path / "snapshots" / "current").project("TEST-001")
    assert shown is not None
    assert shown.end == "2020-11"

    app = opened("history", key="TEST-001")
    (back,) = (item for item in app.checkbox if item.label == "Bring this version back")
    app = edit(ran(back.check().run()), "Reason for the change", "A slip")
    press(app, "Propose")
    (again,) = kept.change_sets(is_open=True)
    assert kept.changes(again.id)[0].edit.value == kept.version("projects", "TEST-001", 1).value


@pytest.mark.parametrize(
    ("label", "value"),
    [
        *(("End", "2019"), ("Start", "yesterday"), ("Title (in English)", "")),
        *(("Amount", "1,000"), ("Summary (in English)", "Call 099 000 00 01.")),
    ],
)
def test_what_is_wrong_is_said_and_cannot_be_proposed(opened: Open, label: str, value: str) -> None:
    app = edit(opened("records", collection="projects", key="TEST-001"), label, value)
    app = edit(app, "Reason for the change", "A try")
    assert text_of(app).count(as_read(app.error[0].value)) == 1, "it is said once"
    (propose,) = (item for item in app.button if item.label == "Propose")
    assert propose.disabled


@pytest.mark.parametrize("collection", MODELS)
def test_an_untouched_form_changes_nothing(
    opened: Open, kept: RegisterStore, collection: str
) -> None:
    for key in list(kept.accepted().values[collection])[:2]:
        app = opened("records", collection=collection, key=key)
        assert [item.value for item in app.caption][:1] == ["Nothing is changed yet."], key


def test_a_field_is_kept_from_the_public(opened: Open, kept: RegisterStore) -> None:
    app = opened("records", collection="projects", key="TEST-001")
    (field,) = (item for item in app.multiselect if "only partners" in item.label)
    app = ran(field.set_value(["status_text", "end"]).run())
    assert "End: partners" in text_of(app)
    press(edit(app, "Reason for the change", "It is not for everybody"), "Propose")
    (found,) = kept.change_sets(is_open=True)
    fields = fields_of("projects", kept.changes(found.id)[0].edit.value)
    assert fields["levels"] == {"status_text": "partner", "end": "partner"}


def test_steps_of_a_story_are_moved_and_their_problems_are_theirs(
    opened: Open, kept: RegisterStore
) -> None:
    step = {
        **dict.fromkeys(("title_uk", "title_en"), "One"), "lines_uk": ["а"], "lines_en": ["a"],
        "map": "communities", "view": {"asof": ["2022-02-24"]}, "facts": ["status"], "focus": [],
    }  # fmt: skip
    story = {
        "id": "moved", **dict.fromkeys(("title_uk", "title_en", "summary_uk", "summary_en"), "x"),
        "updated": "2026-01-02", "steps": [step, {**step, "title_en": "Two"}],
    }  # fmt: skip
    accept(kept, Edit("stories", "moved", story, 0))
    app = press(opened("records", collection="stories", key="moved"), "Move no. 1 down")
    assert "Steps 1, Title (in English)" in text_of(app)
    press(edit(app, "Reason for the change", "The other first"), "Propose")
    (found,) = kept.change_sets(is_open=True)
    steps = fields_of("stories", kept.changes(found.id)[0].edit.value)["steps"]
    assert [item["title_en"] for item in steps] == ["Two", "One"]

    wrong = {**story, "steps": [step, {**step, "title_en": " ", "lines_en": ["a", " "]}]}
    _, problems = kept.try_out([Edit("stories", "moved", wrong, 1)])
    assert [path_of(item) for item in problems] == ["steps.1.title_en", "steps.1.lines_en.1"]
    said = [describe(translator("uk"), named(item, translator("uk"))) for item in problems]
    assert said[0].startswith("Сюжети · moved · Кроки 2, Назва (англійською): ")
    assert said[1].startswith("Сюжети · moved · Кроки 2, Рядки (англійською) 2: ")


HOSTILE = "**b** $x$ [a](https://example.org) ![i](x) :red[r] <b> &lt; # 1"


def test_what_people_typed_is_no_markdown(opened: Open, kept: RegisterStore) -> None:
    app = edit(opened("records", collection="projects", key="TEST-001"), "Amount", HOSTILE)
    asked = [app]
    accept(kept, edited(kept, title_uk=HOSTILE, title_en=HOSTILE))
    number = kept.propose(EDITOR, [edited(kept, end="2020-11")], HOSTILE)
    asked += [opened("records", collection="projects", key="TEST-001")]
    asked += [opened("review", set=str(number))]
    for page in asked:
        shown = (*page.title, *page.header, *page.error, *page.warning, *page.markdown)
        said = [item.value for item in shown]
        assert [text for text in said if frame.plain(HOSTILE) in text], said
        assert [text for text in said if "**b**" in text or "[a](" in text] == []


def test_a_proposal_that_cannot_be_there_is_none(opened: Open) -> None:
    for number in ("9" * 30, "0", "x"):
        opened("review", set=number)
        opened("records", collection="projects", new=f"proposal:{number}:TEST-001")


def test_problems_that_follow_from_another_are_not_listed(opened: Open) -> None:
    app = edit(opened("records", collection="organisations", key="test-donor"),
               "Name (in Ukrainian)", "")  # fmt: skip
    assert len(app.error) == 2  # at its field, and beside the button
    assert "TEST-001" not in text_of(app)


def test_records_are_found_by_the_filters_of_the_public_page(
    opened: Open, kept: RegisterStore
) -> None:
    another = project("TEST-002", verification="source_read")
    accept(kept, Edit("projects", "TEST-002", another, 0))
    first = fields_in(kept)["verification"]
    app = opened("records", verification="source_read")
    assert ("TEST-002 ·" in text_of(app), "TEST-001 ·" in text_of(app)) == (True, False)
    assert "verification=source_read" in text_of(app)  # the way to the bulk edit
    (field,) = (item for item in app.multiselect if item.key == "projects:verification")
    app = ran(field.set_value([first]).run())
    assert ("TEST-002 ·" in text_of(app), "TEST-001 ·" in text_of(app)) == (False, True)
    assert app.query_params["verification"] == first
    app = ran(app.selectbox[0].set_value("partnerships").run())
    assert "verification" not in app.query_params
    app = ran(app.selectbox[0].set_value("sectors").run())
    assert len(app.multiselect) == 0


def test_what_is_filled_in_stays_when_the_record_changes_meanwhile(
    opened: Open, kept: RegisterStore
) -> None:
    app = edit(opened("records", collection="projects", key="TEST-001"), "End", "2020-11")
    accept(kept, edited(kept, title_en="Theirs"))
    app = edit(app, "Reason for the change", "The report gives the month")
    assert [item.value for item in app.warning if "since you began" in item.value]
    press(app, "Propose")
    (waiting,) = kept.change_sets(is_open=True)
    found = kept.review(kept.changes(waiting.id)[0])
    assert found.moved
    assert not [row for row in found.fields if row.conflict and row.field != "updated"]


def test_what_is_filled_in_stays_while_somebody_looks_elsewhere(kept: RegisterStore) -> None:
    assert kept.register().projects
    app = AppTest.from_string(_EITHER, default_timeout=60)
    app.query_params.update({"lang": "en", "collection": "projects", "key": "TEST-001"})
    app = edit(ran(app.run()), "End", "2019")  # before its start: it cannot be proposed
    app.session_state["elsewhere"] = True
    assert "TEST-001" in text_of(ran(app.run()))
    app.session_state["elsewhere"] = False
    ran(app.run())
    assert [item.value for item in app.text_input if item.label == "End"] == ["2019"]
    press(app, "Discard my changes")
    assert [item.value for item in app.text_input if item.label == "End"] != ["2019"]


def test_a_source_that_was_added_and_left_out_is_gone_when_the_form_is_opened_again(
    kept: RegisterStore,
) -> None:
    assert kept.register().projects
    app = AppTest.from_string(_EITHER, default_timeout=60)
    app.query_params.update({"lang": "en", "collection": "projects", "key": "TEST-001"})

    def added() -> list[Checkbox]:
        return [item for item in app.checkbox if str(item.key).endswith(":sources:1:out")]

    (add,) = (item for item in ran(app.run()).button if str(item.key).endswith(":sources:add"))
    ran(add.click().run())
    ran(added()[0].check().run())
    for elsewhere in (True, False):
        app.session_state["elsewhere"] = elsewhere
        ran(app.run())
    assert added() == []
    assert "Nothing is changed yet." in [item.value for item in app.caption]


def test_what_is_filled_in_stays_in_another_language(kept: RegisterStore) -> None:
    """Streamlit keeps chosen options by their names: the fields need other keys in each language.

    What is typed last comes together with the choice of the language.
    """
    assert kept.register().projects
    app = AppTest.from_string(_IN_LANGUAGES, default_timeout=60)
    app.query_params.update({"lang": "en", "collection": "projects", "key": "TEST-001"})
    ran(app.run())
    ran(app.multiselect[1].set_value(["health", "water"]).run())
    keys: set[str | None] = set()
    for language in ("en", "uk", "en", "uk"):
        t = translator(language)
        shown = {item.label: item for item in (*app.text_input, *app.multiselect)}
        assert set(shown[t("Sectors")].value) == {"health", "water"}
        assert shown[t("Sectors")].key not in keys
        keys.add(shown[t("Sectors")].key)
        shown[t("End")].set_value(f"2020-1{len(keys) % 3}")
        app.session_state["language"] = "uk" if language == "en" else "en"
        ran(app.run())
        assert f"2020-1{len(keys) % 3}" in [item.value for item in app.text_input]


_IN_LANGUAGES = """
import streamlit as st
from projectmap.editor import records
language = st.session_state.get("language", "en")
records.page()
if language != st.query_params["lang"]:
    st.query_params["lang"] = language
    st.rerun()
"""


def test_a_form_keeps_its_names_in_a_new_session_until_it_begins_anew(
    opened: Open, kept: RegisterStore
) -> None:
    """The browser sends by these names what was filled in when the server was restarted."""

    def names(app: AppTest) -> set[str | None]:
        return {item.key for item in (*app.text_input, *app.text_area)}

    record = {"collection": "projects", "key": "TEST-001"}
    first = opened("records", **record)
    before = names(first)
    assert names(opened("records", **record)) == before
    # Options that are chosen are kept by their names, which are others in another language.
    assert names(opened("records", lang="uk", **record)).isdisjoint(before)
    assert names(press(edit(first, "End", "2020-11"), "Discard my changes")).isdisjoint(before)
    accept(kept, edited(kept, title_en="Theirs"))
    assert names(opened("records", **record)).isdisjoint(before)


_EITHER = """
import streamlit as st
from projectmap.editor import records, work
work.page() if st.session_state.get("elsewhere") else records.page()
"""


def test_many_records_are_corrected_in_the_grid(
    opened: Open, kept: RegisterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[int, dict[str, Any]] = {}
    monkeypatch.setattr(grid, "_edited", lambda _: made)  # no client makes cells' changes
    accept(kept, Edit("projects", "TEST-002", project("TEST-002"), 0))
    keys = ["TEST-001", "TEST-002"]
    before = [fields_in(kept, key) for key in keys]
    app = opened("grid")
    app.multiselect(key="columns:projects").set_value(["status", "end", "amount", "sectors"])
    made |= {0: {"end": " 1999 ", "amount": "12,5"}, 1: {"status": "closed", "sectors": ["health"]}}
    app = edit(ran(app.run()), "Reason for the change", "The report of the year")
    assert f"Records · {keys[0]} · End" in text_of(app)  # before its start
    assert "<td>12.5</td>" in text_of(app)
    (propose,) = (item for item in app.button if item.label == "Propose")
    assert propose.disabled
    accept(kept, edited(kept, keys[1], title_en="Theirs"))
    made[0]["end"] = before[0]["end"]
    made[0]["amount"] = before[0]["amount"]
    press(ran(app.run()), "Propose")
    (found,) = kept.change_sets(is_open=True)
    (change,) = kept.changes(found.id)
    fields = fields_of("projects", change.edit.value)
    assert (change.edit.key, change.edit.rests_on) == (keys[1], 1)
    assert (fields["status"], fields["sectors"]) == ("closed", ["health"])
    assert fields["title_en"] == before[1]["title_en"]  # what another did is for the review


def test_the_first_correction_in_the_grid_is_kept_though_another_was_accepted_meanwhile(
    opened: Open, kept: RegisterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, dict[int, dict[str, Any]]] = {}
    monkeypatch.setattr(grid, "_edited", lambda table: made.get(table.shown, {}))
    app = opened("grid")
    made[app.session_state["grids"]["projects"].shown] = {0: {"end": "1999"}}
    accept(kept, edited(kept, title_en="Theirs"))
    assert "Records · TEST-001 · End" in text_of(ran(app.run()))


@pytest.mark.parametrize("collection", [name for name in MODELS if name != "stories"])
def test_cells_hold_what_the_record_holds(
    opened: Open, kept: RegisterStore, collection: str
) -> None:
    t = Labels(kept.register(), translator("uk"))
    without = grid._NOT_IN_CELLS  # noqa: SLF001 - the grid's own way there and back
    fields = [item for item in fields_for(MODELS[collection]) if item.widget not in without]
    for value in list(kept.accepted().values[collection].values())[:20]:
        given = form.opened(collection, fields_of(collection, value))
        for item in fields:
            cell = grid._cell(item, given.get(item.name))  # noqa: SLF001
            read = grid._read(item, cell)  # noqa: SLF001
            assert read == given.get(item.name) or (not read and not given.get(item.name))
            column = grid._column(t, item, [cell])  # noqa: SLF001
            assert column["type_config"]["type"] != "number", "it would read 12,5 as 125"
    app = opened("grid", collection=collection)
    assert len(app.dataframe) == bool(kept.accepted().values[collection])


def test_conflicts_are_chosen_field_by_field(opened: Open, kept: RegisterStore) -> None:
    theirs = edited(kept, title_en="Theirs", status_text_en="done", updated="2025-11-21")
    ours = edited(kept, title_en="Ours", title_uk="Наше", updated="2025-11-20")
    accept(kept, theirs)
    second = kept.propose(EDITOR, [ours], "Other")
    app = opened("review", set=str(second))
    (button,) = (item for item in app.button if item.label == "Accept")
    assert button.disabled
    (choice,) = app.radio
    assert choice.label == "Title (in English)"
    press(ran(choice.set_value("theirs").run()), "Accept")
    found = fields_in(kept)
    assert (found["title_en"], found["title_uk"]) == ("Theirs", "Наше")
    assert (found["status_text_en"], found["updated"]) == ("done", "2025-11-21")


def test_rejecting_takes_a_reason(opened: Open, kept: RegisterStore) -> None:
    before = kept.record("projects", "TEST-001")
    number = kept.propose(EDITOR, [edited(kept, title_en="Another")], "A try")
    app = opened("review", set=str(number))
    app = press(app, "Reject")
    assert "Give a reason." in text_of(app)
    assert kept.change_set(number).open
    press(edit(app, "Reason (needed to reject)", "The source says otherwise"), "Reject")
    assert not kept.change_set(number).open
    assert kept.record("projects", "TEST-001") == before


def shown(app: AppTest) -> set[str]:
    """The buttons that can be pressed."""
    moves = "Add one", "Move"
    return {
        item.label for item in app.button if not item.disabled and not item.label.startswith(moves)
    }


def test_who_may_not_press_sees_why(
    opened: Open, kept: RegisterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = kept.propose(EDITOR, [edited(kept, title_en="Another")], "A try")
    monkeypatch.setattr(people, "sign_in_configured", lambda: True)
    only_editors, only_approvers = frame.NEEDED.values()
    seen = {
        READER: ({"Discard my changes"}, only_editors, set(), only_approvers, set()),
        EDITOR: ({"Discard my changes", "Propose"}, "", {"Withdraw"}, "This is your own", set()),
        APPROVER: ({"Discard my changes", "Propose"}, "", {"Accept", "Reject"}, "", {"Publish"}),
    }
    for person, (form_, why_not, review_, why_not_decide, publish_) in seen.items():
        monkeypatch.setattr(people, "person", lambda person=person: person)
        app = opened("records", collection="projects", key="TEST-001")
        assert "A try · Editor of the tests" in text_of(app)
        assert ": Title (in English)" in text_of(app)
        app = edit(app, "End", "2020-11")
        assert (shown(app), why_not in text_of(app)) == (form_, True), person
        app = opened("review", set=str(number))
        assert (shown(app), why_not_decide in text_of(app)) == (review_, True), person
        assert shown(opened("publishing")) == publish_, person
    monkeypatch.setattr(people, "person", lambda: EDITOR)
    app = edit(opened("review", set=str(number)), "Reason (needed to withdraw it)", "A slip")
    assert "Withdrawn." in text_of(press(app, "Withdraw"))
    assert not kept.change_set(number).open
    assert "A try" not in text_of(opened("records", collection="projects", key="TEST-001"))


def test_a_new_record_gets_an_id_that_nobody_has_proposed(
    opened: Open, kept: RegisterStore
) -> None:
    def id_in(app: AppTest) -> str | None:
        return next(item.value for item in app.text_input if item.label == "Record ID")

    app = opened("records", collection="projects", new="TEST-001")
    assert id_in(app) == "TEST-002"
    app = edit(app, "Reason for the change", "A copy")
    edits = [Edit("projects", "TEST-002", project("TEST-002"), 0)]
    number = kept.propose(EDITOR, edits, "Mine")
    app = press(app, "Propose")  # as the page was drawn
    assert [item.why for item in kept.change_sets(is_open=True)] == ["Mine"]
    assert "The ID TEST-002 is taken" in text_of(app)
    assert "Mine · Editor of the tests" in text_of(app)
    app = press(app, "Use TEST-003")
    assert id_in(app) == "TEST-003"
    press(app, "Propose")
    assert [item.why for item in kept.change_sets(is_open=True)] == ["A copy", "Mine"]

    kept.accept(APPROVER, number)
    with writing(kept.engine) as connection:  # as an earlier version took it
        second = insert_set(connection, EDITOR, edits, "An old one")
    app = opened("review", set=str(second))
    assert shown(app) == {"Reject"}
    again = f"proposal:{second}:TEST-002"
    assert f"new={again.replace(':', '%3A')}" in text_of(app)
    assert id_in(opened("records", collection="projects", new=again)) == "TEST-004"
    for nothing in ("proposal:", "proposal:99", f"proposal:{second}:NONE"):
        assert id_in(opened("records", collection="projects", new=nothing)) == "TEST-004"


def test_merging_duplicates_keeps_sources_and_ids(kept: RegisterStore) -> None:
    other, another = "TEST-002", source(title="Інше", title_en="Another")
    part = project("TEST-003", parent_id=other)
    accept(kept, Edit("projects", other, project(other, sources=[another]), 0),
           Edit("projects", "TEST-003", part, 0))  # fmt: skip
    labels, today = Labels(kept.register(), translator("en")), datetime.now(UTC).date().isoformat()
    edits = merged(labels, kept.accepted(), "TEST-001", other)
    assert [(item.key, item.value is None, item.rests_on) for item in edits] == [
        ("TEST-001", False, 1), (other, True, 1), ("TEST-003", False, 1),
    ]  # fmt: skip
    accept(kept, *edits)
    joined = kept.register().project(other)
    assert joined is not None
    assert (joined.id, len(joined.sources)) == ("TEST-001", 2)
    assert fields_in(kept, "TEST-003")["parent_id"] == "TEST-001"
    assert min(fields_in(kept, key)["updated"] for key in ("TEST-001", "TEST-003")) >= today


def test_every_field_has_a_name_and_every_collection_too() -> None:
    assert set(COLLECTION_NAMES) == set(COLLECTIONS)
    nested = [item.item for model in MODELS.values() for item in fields_for(model) if item.item]
    for model in (*MODELS.values(), *nested):
        for field in fields_for(model):
            assert field.label in NAMES.values() or field.widget is Widget.POINTS, field.name


VIEW = {"asof": ["2022-02-24"], "sector": ["water"]}
TYPED: list[tuple[type[Any], str, str, Any]] = [
    *((Project, "amount", text, value)
      for text, value in (
          *(("69 746", 69746), ("69\u202f746,5", 69746.5), ("1,5", 1.5), ("2.50", 2.5), ("", None)),
          *((text, text) for text in ("much", "1,000", "1.000", "1,000,000", "5 EUR", "nan")),
      )),
    (Project, "start", "2020-12", "2020-12"),
    (Project, "same_as", "A-1\n\n B-2 ", ["A-1", "B-2"]),
    (Step, "view", "asof=2022-02-24&sector=water", VIEW),
    (Step, "view", "https://example.org/?lang=uk&asof=2022-02-24&sector=water", VIEW),
    (Partnership, "geometry", "", None),
    (Partnership, "geometry", "4.9, 52.37", {"type": "Point", "coordinates": [4.9, 52.37]}),
    (Partnership, "geometry", "4.9, 52.37\n6.89, 52.22",
     {"type": "MultiPoint", "coordinates": [[4.9, 52.37], [6.89, 52.22]]}),
    (Partnership, "geometry", "Enschede", "Enschede"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name", "text", "value"), TYPED)
def test_typed_texts_are_read_and_shown_again(
    model: type[Any], name: str, text: str, value: Any
) -> None:
    (field,) = (item for item in fields_for(model) if item.name == name)
    assert value_in(field, text) == value
    if value != text:
        assert value_in(field, as_typed(field, value)) == value


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])  # noqa: S104
def test_the_editor_does_not_start_where_others_could_reach_it(
    host: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.os, "execv", lambda *_: pytest.fail("it starts"))
    assert cli.main(["edit", "--host", host, "--lang", "en"]) == 2
    assert "sign-in" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_editor_starts_on_this_computer(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(start.os, "execv", lambda _, command: commands.append(command))
    cli.main(["edit", "--host", host, "--port", "8612"])
    assert {f"--server.address={host}", "--server.port=8612"} <= set(commands[0])
    assert "--browser.gatherUsageStats=false" in commands[0]


def test_every_write_asks_for_the_role(
    kept: RegisterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "person", lambda: READER)
    with pytest.raises(NotAllowedError):
        people.write(kept, Role.EDITOR, lambda _: pytest.fail("was done"))


@pytest.mark.parametrize(
    ("host", "origin", "taken"),
    [
        ("127.0.0.1:8502", "http://127.0.0.1:8502", True),
        ("localhost:8502", "http://localhost:8502", True),
        ("127.0.0.1:8502", "http://127.0.0.1:8501", False),
        ("127.0.0.1:8502", "https://example.org", False),
        ("127.0.0.1:8502", None, False),
        ("example.org", "http://example.org", False),
        ("[::1", "http://[::1", False),
    ],
)
def test_pages_of_other_origins_reach_nothing(host: str, origin: str | None, taken: bool) -> None:  # noqa: FBT001
    from projectmap.editor.app import OwnOrigin  # noqa: PLC0415 - it makes the server

    reached: list[str] = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        reached.append(scope["type"])

    headers = {"host": host} | ({"origin": origin} if origin else {})
    sent = ask(OwnOrigin(inner), "ws:/_stcore/stream", **headers)
    assert bool(reached) == taken
    assert [item["type"] for item in sent] == ([] if taken else ["websocket.close"])


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/_stcore/agent/openapi.json", "127.0.0.1:8502", 404),
        ("/_stcore/upload_file/1/2", "127.0.0.1:8502", 404),
        ("/records", "example.org", 421),
        ("/records", "localhost:8502", 200),
        ("/_stcore/health", "[::1]:8502", 200),
    ],
)
def test_only_addresses_that_pages_need_are_answered(path: str, host: str, status: int) -> None:
    from projectmap.editor.app import OwnOrigin  # noqa: PLC0415 - it makes the server

    answer = ask(OwnOrigin(PlainTextResponse("page")), path, host=host)
    assert answer[0]["status"] == status
    assert b"frame-ancestors 'none'" in dict(answer[0]["headers"])[b"content-security-policy"]
