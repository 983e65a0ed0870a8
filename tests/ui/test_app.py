"""The app as Streamlit runs it, without a browser: links, widgets, notices, picks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from web.hostile import HOSTILE
from web.reading import Node, active, read

from projectmap.content import charts
from projectmap.i18n import LANGUAGES, translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.view import View, read_view
from projectmap.web.share import snippet

ROUTER = Path(__file__).resolve().parents[2] / "src" / "projectmap" / "router.py"


@pytest.fixture(autouse=True)
def shipped_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the tester's own settings."""
    for name in ("PROJECTMAP_GEODATA", "PROJECTMAP_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def opened(**parameters: Any) -> AppTest:
    """The map, opened by a link."""
    app = AppTest.from_file(str(ROUTER), default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    return run(app)


def on_page(name: str, **parameters: Any) -> AppTest:
    """Another page, gone to from the map."""
    return run(opened(**parameters).switch_page(str(ROUTER.parents[2] / "pages" / f"{name}.py")))


def run(app: AppTest) -> AppTest:
    app.run()
    assert [item.message for item in app.exception] == []
    return app


def html(app: AppTest) -> Node:
    """Our own HTML of the page, in order."""
    page = Node("")
    for item in app.get("html"):
        page.children += read(re.sub(r"<style>.*?</style>", "", item.proto.body, flags=re.DOTALL)
                              ).children  # fmt: skip
    return page


def address(app: AppTest) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in app.query_params.items()
    }


def listed(page: Node) -> list[str]:
    """The records of the list, in order."""
    return [
        row.one("th").one("a").attributes["data-project"]
        for body in page.all("tbody")
        for row in body.all("tr")
    ]


def check(app: AppTest, register: Register) -> View:
    """What is shown is the selection of the address; the view."""
    view, ignored = read_view(address(app), register)
    assert ignored == []
    page, selection = html(app), select(register, view)
    counted = page.one("div", class_="count-line").one("strong").text
    assert int("".join(filter(str.isdigit, counted))) == selection.count
    assert listed(page) == [register.projects[row].id for row in selection.rows[:50]]
    assert active(page) == []
    return view


LINKS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "filters": {"sector": ["health", "water"], "lang": "en"},
    "years and words": {"year_from": "2016", "year_to": "2021", "q": "школа", "lang": "uk"},
    "details": {"place": "UA44140090000072167", "asof": "2022-03-01"},
    "no layers": {"layer": "none"},
}


@pytest.mark.parametrize("parameters", LINKS.values(), ids=LINKS)
def test_a_link_shows_its_view(register: Register, parameters: dict[str, Any]) -> None:
    app = opened(**parameters)
    view = check(app, register)
    assert app.multiselect(key="sector").value == list(view.sector)
    assert app.number_input(key="year_from").value == view.year_from
    assert app.text_input(key="q").value == view.q
    assert app.date_input(key="asof").value == (view.asof or register.edition)


EVERYTHING: dict[str, Any] = {
    "sector": "water", "donor": "icrc", "community": "UA44140090000072167", "status": "unknown",
    "year_from": "2010", "year_to": "2030", "q": "вода", "asof": "2022-03-01",
    "compare": "2015-01-01", "layer": "none", "lang": "en", "show": "figures", "column": "end",
}  # fmt: skip
"""A value of every kind of widget."""


@pytest.mark.parametrize("first", ["about", "map"])
def test_a_link_leaves_nothing_of_pages_before(first: str) -> None:
    """Neither where widgets are drawn nor where they are not, nor at the next run there."""
    pages = ROUTER.parents[2] / "pages"
    app = AppTest.from_file(str(ROUTER), default_timeout=120)
    links: list[tuple[str, dict[str, Any]]] = [
        (first, EVERYTHING),
        ("projects", {"place": "UA44140090000072167", "show": "figures"}),
        ("map", {"status": "closed"}),
        ("communities", {"asof": "2014-05-01"}),
        ("map", {}),
        ("projects", {"column": "id"}),
        ("about", {}),
        ("projects", {}),
        ("map", {"q": "школа"}),
    ]
    for name, parameters in links:
        app.switch_page(str(pages / f"{name}.py"))
        app.query_params.clear()
        for parameter, value in parameters.items():
            app.query_params[parameter] = value
        for _ in range(2):
            run(app)
            assert address(app) == {name: [value] for name, value in parameters.items()}


def test_choices_in_turn(register: Register) -> None:
    app = opened(lang="uk")
    app.multiselect(key="sector").set_value(["water"])
    assert check(run(app), register) == View(sector=("water",), lang="uk")
    app.text_input(key="q").set_value("вода")
    app.number_input(key="year_from").set_value(2016)
    expected = View(sector=("water",), q="вода", year_from=2016, lang="uk")
    assert check(run(app), register) == expected
    (switch,) = (item for item in app.get("button_group") if item.key == "lang")
    switch.set_value("en")
    english = View(sector=("water",), q="вода", year_from=2016, lang="en")
    assert check(run(app), register) == english
    assert app.multiselect(key="sector").value == ["water"]
    app.number_input(key="year_from").set_value(None)
    assert check(run(app), register) == View(sector=("water",), q="вода", lang="en")
    app.button(key="clear").click()
    assert check(run(app), register) == View(lang="en")
    assert app.multiselect(key="sector").value == []


@pytest.mark.parametrize("page", ["", "partnerships"])
def test_an_answer_changes_nothing_in_a_list_that_may_be_open(page: str) -> None:
    """Neither the options nor their order; and no field is emptied that somebody may type into."""

    def names(app: AppTest) -> dict[str, list[str]]:
        return {
            str(item.key): [name.rpartition(" (")[0] for name in item.options]
            for item in app.multiselect
        }

    app = on_page(page, lang="en") if page else opened(lang="en")
    before = names(app)
    for facet, number in (("sector", 0), ("period", 1), ("sector", 3)):
        box = app.multiselect(key=facet)
        box.select(box.options[number])
        counted = {str(item.key): list(item.options) for item in app.multiselect}
        run(app)
        assert names(app) == before
        for item in app.multiselect:
            shown = counted[str(item.key)]
            stale = any(shown[at] != item.options[at] for at in item.indices)
            assert item.proto.set_value == stale, item.key
        assert not app.text_input(key="q").proto.set_value


def test_a_pick_on_the_map_shows_details_and_nonsense_does_not_break_the_page(
    register: Register,
) -> None:
    app = opened(lang="uk")
    item = next(found for found in register.projects if found.communities)
    drawing = {"at": 1, "kind": "project", "id": item.id}
    app.session_state["map_frame"] = {"last_active_drawing": drawing}
    assert check(run(app), register) == View(project=item.id, lang="uk")
    assert item.title_uk in [title.text for title in html(app).all("h2")]
    for at in ({"x": 1}, [2], "soon", 2.5):
        app.session_state["map_frame"] = {"last_active_drawing": {**drawing, "at": at}}
        check(run(app), register)


def click(at: int, kind: str, code: str) -> dict[str, Any]:
    """What a map sends back."""
    return {"last_active_drawing": {"at": at, "kind": kind, "id": code}}


def test_a_click_on_the_partners_map_is_followed_while_the_other_map_is_still_there(
    register: Register,
) -> None:
    place, partnership = min(register.communities), register.partnerships[0].id
    app = opened()
    app.session_state["map_frame"] = click(1, "place", place)
    assert address(run(app)) == {"place": [place]}
    app.switch_page(str(ROUTER.parents[2] / "pages" / "partnerships.py"))
    app.session_state["partners_frame"] = click(2, "partnership", partnership)
    assert address(run(app)) == {"place": [place], "partnership": [partnership]}


def test_the_list_shows_the_page_of_the_choice_and_turns_from_there(register: Register) -> None:
    rows = select(register, View()).rows.tolist()
    ids = [register.projects[row].id for row in rows]
    pages = [ids[:50], ids[50:100], ids[100:]]
    app = opened(project=pages[1][3])
    turns = [("previous", 0, "1"), ("next", 1, "2"), ("next", 2, "3"), ("previous", 1, "2")]
    assert listed(html(app)) == pages[1]
    for button, page, written in turns:
        app.button(key=f"list-{button}").click()
        assert listed(html(run(app))) == pages[page]
        assert address(app) == {"project": [pages[1][3]], "page": [written]}
        # The same for somebody who opens the address.
        assert listed(html(opened(**app.query_params))) == pages[page]
    app.session_state["map_frame"] = click(1, "project", pages[0][5])
    assert listed(html(run(app))) == pages[0]
    app.button(key="list-next").click()
    assert listed(html(run(app))) == pages[1]


def test_an_unknown_value_is_named_as_text(register: Register) -> None:
    text = HOSTILE["end of script"]
    app = opened(sector=[text, "water"], lang="en")
    named = [item.text for item in html(app).one("div", class_="notice").all("code")]
    assert named == [f"sector={text[:60]}"]
    assert check(app, register) == View(sector=("water",), lang="en")


def test_an_empty_result_says_so(register: Register) -> None:
    app = opened(q="нічогонемає", lang="en")
    page = html(app)
    assert select(register, View(q="нічогонемає")).count == 0
    assert page.all("tbody") == []
    assert len(page.all("p", class_="empty")) == 1
    assert not app.button(key="clear").disabled


def test_the_snippet_has_the_address_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJECTMAP_ADDRESS", "https://projects.example.org/luhansk")
    monkeypatch.setenv("PROJECTMAP_EMBED_SITES", "https://a.example https://b.example")
    app = on_page("present", lang="en")
    t = translator("en")
    assert [one.value for one in app.code] == [
        snippet(View(lang="en"), "https://projects.example.org/luhansk/", t)
    ]
    allowed = t("Sites that may show it: {sites}.", sites="https://a.example, https://b.example")
    assert allowed in html(app).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_the_data_has_what_the_register_knows(
    register: Register, language: str
) -> None:
    t = translator(language)
    about = html(on_page("about", lang=language)).one("article", class_="details about")
    heads = {node.text for name in ("h2", "h3") for node in about.all(name)}
    assert heads >= {
        t(head)
        for head in ("Completeness of the data", "Searching and matching", "Reporting a mistake")
    }
    made = charts.figure("completeness", Shown(Labels(register, t), View()))
    table = about.one("table", class_="record-table").one("tbody")
    cells = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")]
    found = [[name, *(int("".join(filter(str.isdigit, text))) for text in numbers)]
             for name, *numbers in cells]  # fmt: skip
    assert found == [list(row[1:]) for row in made.rows]
    assert {some + rest for _, some, rest in found} == {len(register.projects)}
