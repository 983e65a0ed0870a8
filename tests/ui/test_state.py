"""The view of a session against the address: who wins when, and what a map may send."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from builders import make_register, partnership, placed, project
from territory import M1, MIDDLE, N1, NORTH, WEST

from projectmap.query.view import (
    DEFAULT_LAYERS,
    NARROWING,
    Ignored,
    Layer,
    View,
    read_view,
    write_view,
)
from projectmap.ui import state

REGISTER = make_register(
    projects=[
        placed("TEST-1"),
        placed("TEST-2", M1, sectors=["health", "energy"]),
        project("TEST-3", sectors=["culture"]),
    ],
    partnerships=[partnership()],
)
EDITION = REGISTER.edition
PARTNERSHIP = REGISTER.partnerships[0].id
Address = dict[str, list[str]]


class Parameters(dict[str, list[str]]):
    """Stands for ``st.query_params``."""

    sent: Address | None = None
    """What the browser was sent last."""

    def get_all(self, name: str) -> list[str]:
        """All values of a parameter."""
        return list(self.get(name, []))

    def from_dict(self, values: Mapping[str, list[str]]) -> None:
        """Put other parameters in the place of all that are there."""
        self.sent = {name: list(found) for name, found in values.items()}
        self.clear()
        self.update({name: list(found) for name, found in values.items()})


class Values(dict[str, Any]):
    """Stands for ``st.session_state``."""

    given: set[str]
    """What the browser was sent values for."""

    def __setitem__(self, name: str, value: object) -> None:
        """Have a widget show ``value``."""
        self.given.add(name)
        super().__setitem__(name, value)


class Browser:
    """A session and its browser: widgets, an address bar, and reruns."""

    def __init__(self, fake: SimpleNamespace, language: str = "uk") -> None:
        self.fake = fake
        self.language = language
        self.ignored: list[Any] = []
        self.page = ""

    @property
    def address(self) -> Address:
        """What stands in the address bar."""
        return dict(self.fake.query_params)

    @property
    def widgets(self) -> dict[str, Any]:
        """What the widgets show."""
        return {name: self.fake.session_state[name] for name in state.WIDGETS}

    def run(
        self,
        address: Address | None = None,
        press: Callable[[], None] | None = None,
        pick: Any = None,
        page: str | None = None,
        **widgets: Any,
    ) -> View:
        """Rerun: from ``address`` if one is given, after changes of widgets or a button."""
        if address is not None:
            self.fake.query_params.from_dict(address)
        self.fake.query_params.sent = None
        self.fake.session_state.given.clear()
        self.fake.session_state.update(widgets)
        if pick is not None:
            self.fake.session_state[state.MAP_FRAME] = pick
        if press is not None:
            press()
        self.page = self.page if page is None else page
        view, self.ignored = state.current(REGISTER, self.page)
        state.set_language(view.lang or self.language)
        return view


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser that has just been opened."""
    fake = SimpleNamespace(query_params=Parameters(), session_state=Values())
    fake.session_state.given = set()
    monkeypatch.setattr(state, "st", fake)
    return Browser(fake)


def shown(view: View, language: str = "uk") -> dict[str, Any]:
    """What the widgets must show of ``view``."""
    values: dict[str, Any] = {
        name: list(getattr(view, name)) for name in state.WIDGETS if isinstance(
            getattr(view, name), tuple)
    }  # fmt: skip
    return values | {
        "year_from": view.year_from, "year_to": view.year_to, "q": view.q,
        "asof": view.asof or EDITION, "compare": view.compare, "lang": view.lang or language,
        "show": view.show or state.LIST,
    }  # fmt: skip


# --- Addresses --------------------------------------------------------------------------------

ADDRESSES: dict[str, tuple[Address, View]] = {
    "nothing": ({}, View()),
    "one filter": ({"sector": ["water"]}, View(sector=("water",))),
    "two values": ({"sector": ["water", "health"]}, View(sector=("health", "water"))),
    "years": ({"year_from": ["2016"], "year_to": ["2021"]}, View(year_from=2016, year_to=2021)),
    "words": ({"q": ["школа і вода"]}, View(q="школа і вода")),
    "date": ({"asof": ["2022-03-01"]}, View(asof=date(2022, 3, 1))),
    "date of the edition": ({"asof": [EDITION.isoformat()]}, View(asof=EDITION)),
    "two dates": ({"compare": ["2022-03-01"]}, View(compare=date(2022, 3, 1))),
    "language": ({"lang": ["en"]}, View(lang="en")),
    "layers": ({"layer": ["names", "status"]}, View(layer=(Layer.STATUS, Layer.NAMES))),
    "no layers": ({"layer": ["none"]}, View(layer=())),
    "record": ({"project": ["TEST-2"]}, View(project="TEST-2")),
    "place": ({"place": [N1]}, View(place=N1)),
    "partnership": ({"partnership": [PARTNERSHIP]}, View(partnership=PARTNERSHIP)),
    "figures": ({"show": ["figures"]}, View(show="figures")),
    "raion": ({"community": [WEST]}, View(community=(WEST,))),
    "many": (
        {"donor": ["test-donor"], "status": ["closed"], "kind": ["project"], "lang": ["uk"]},
        View(donor=("test-donor",), status=("closed",), kind=("project",), lang="uk"),
    ),
}


@pytest.mark.parametrize(("address", "view"), ADDRESSES.values(), ids=ADDRESSES)
def test_a_link_opens_cold_and_a_rerun_changes_nothing(
    session: Browser, address: Address, view: View
) -> None:
    assert session.run(address) == view
    assert session.ignored == []
    for _ in range(3):
        assert (session.address, session.widgets) == (write_view(view), shown(view))
        assert session.run() == view


@pytest.mark.parametrize(("address", "view"), ADDRESSES.values(), ids=ADDRESSES)
def test_back_and_forward_win_over_the_widgets(
    session: Browser, address: Address, view: View
) -> None:
    session.run({"sector": ["water"], "asof": ["2014-05-01"], "place": [M1]})
    session.run(donor=["test-donor"], q="вода", year_from=2020, layer=[Layer.STATUS])
    there = session.address
    assert session.run(address) == view
    assert session.widgets == shown(view)
    assert session.run(there) == read_view(there, REGISTER)[0]
    assert session.run(address) == view


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ({"sector": ["magic"]}, {}),
        ({"sector": ["magic", "water"]}, {"sector": ["water"]}),
        ({"lang": ["ru"], "q": ["вода"]}, {"q": ["вода"]}),
        ({"asof": ["yesterday"], "year_from": ["1899"], "place": ["here"]}, {}),
        ({"donor": ["{{7*7}}", "<script>"]}, {}),
    ],
    ids=str,
)
def test_what_an_address_does_not_know_is_named_and_taken_off(
    session: Browser, address: Address, left: Address
) -> None:
    session.run(address)
    known = {value for values in left.values() for value in values}
    assert [(item.parameter, item.value) for item in session.ignored] == [
        (name, value)
        for name in (*state.WIDGETS, "project", "place")
        for value in address.get(name, [])
        if value not in known
    ]
    assert session.address == left


# --- Widgets ----------------------------------------------------------------------------------

CHANGES: dict[str, tuple[dict[str, Any], View]] = {
    "sector": ({"sector": ["water"]}, View(sector=("water",))),
    "donor": ({"donor": ["test-donor"]}, View(donor=("test-donor",))),
    "community": ({"community": [NORTH, MIDDLE]}, View(community=(NORTH, MIDDLE))),
    "status": ({"status": ["closed"]}, View(status=("closed",))),
    "kind": ({"kind": ["need"]}, View(kind=("need",))),
    "period": ({"period": ["after"]}, View(period=("after",))),
    "country": ({"partner_country": ["NL"]}, View(partner_country=("NL",))),
    "verification": ({"verification": ["excerpt"]}, View(verification=("excerpt",))),
    "years": ({"year_from": 2016, "year_to": 2021}, View(year_from=2016, year_to=2021)),
    "words": ({"q": "школа"}, View(q="школа")),
    "date": ({"asof": date(2022, 3, 1)}, View(asof=date(2022, 3, 1))),
    "date of the edition": ({"asof": EDITION}, View()),
    "no date": ({"asof": None}, View()),
    "two dates": ({"compare": date(2022, 3, 1)}, View(compare=date(2022, 3, 1))),
    "layers": ({"layer": [Layer.SATELLITE]}, View(layer=(Layer.SATELLITE,))),
    "no layers": ({"layer": []}, View(layer=())),
    "language": ({"lang": "en"}, View(lang="en")),
    "two at once": ({"sector": ["water"], "q": "x"}, View(sector=("water",), q="x")),
}


@pytest.mark.parametrize(("widgets", "view"), CHANGES.values(), ids=CHANGES)
def test_a_change_shows_in_view_and_address(
    session: Browser, widgets: dict[str, Any], view: View
) -> None:
    session.run({})
    assert session.run(**widgets) == view
    assert session.address == write_view(view)
    assert session.widgets == shown(view)
    assert session.run() == view


@pytest.mark.parametrize(("widgets", "view"), CHANGES.values(), ids=CHANGES)
def test_a_change_leaves_the_other_choices(
    session: Browser, widgets: dict[str, Any], view: View
) -> None:
    kept = View(status=("closed",), year_from=2015, project="TEST-2", place=N1)
    kept = replace(kept, **{name: getattr(View(), name) for name in widgets if name != "layer"})
    session.run(write_view(kept))
    changed = {name: getattr(view, name) for name in widgets}
    found = session.run(**widgets)
    # A record that a newly chosen filter hides does not stay open.
    assert found == replace(kept, **changed, project=found.project)
    assert found.project == "TEST-2" or widgets.keys() - {"asof", "layer", "lang"}


@pytest.mark.parametrize(
    ("start", "widgets", "left"),
    [
        ({"sector": ["water"]}, {"sector": []}, {}),
        ({"q": ["вода"]}, {"q": ""}, {}),
        ({"year_from": ["2016"]}, {"year_from": None}, {}),
        ({"asof": ["2022-03-01"]}, {"asof": None}, {}),
        ({"asof": ["2022-03-01"]}, {"asof": EDITION}, {}),
        ({"layer": ["none"]}, {"layer": list(DEFAULT_LAYERS)}, {}),
        ({"column": ["end"]}, {"column": ["end", "id"]}, {"column": ["end", "id"]}),
        ({"column": ["end"]}, {"column": []}, {}),
        ({"sector": ["water", "health"]}, {"sector": ["health"]}, {"sector": ["health"]}),
    ],
    ids=str,
)
def test_a_choice_is_taken_back(
    session: Browser, start: Address, widgets: dict[str, Any], left: Address
) -> None:
    session.run(start)
    session.run(**widgets)
    assert session.address == left


def test_widgets_of_a_page_without_them_keep_their_choice(session: Browser) -> None:
    """Streamlit forgets a widget's value on a page that does not draw it."""
    view = session.run({"sector": ["water"], "q": ["x"]})
    for name in state.WIDGETS:
        del session.fake.session_state[name]
    assert session.run() == view
    assert session.widgets == shown(view)


# --- Labels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        (["test sector water (12)"], ("water",)),
        (["test sector water (1,234)", "health"], ("health", "water")),
        (["тестова галузь water (12)", "test sector water (3)"], ("water",)),
        (["never shown (1)"], ()),
        (["test sector water"], ("water",)),
        (["never shown (1)", "test sector water (12)"], ("water",)),
        (["{{7*7}}"], ()),
    ],
    ids=str,
)
def test_stale_labels_are_read_as_their_codes(
    session: Browser, sent: list[str], chosen: tuple[str, ...]
) -> None:
    """A browser that still has the labels of an earlier run sends those back."""
    session.run({})
    assert session.run(sector=sent).sector == chosen
    assert session.widgets["sector"] == list(chosen)


# --- The browser is behind --------------------------------------------------------------------


def test_a_change_made_before_the_browser_had_our_address_is_kept(session: Browser) -> None:
    session.run({})
    session.run(sector=["water"])
    assert session.run({}, donor=["test-donor"]) == View(sector=("water",), donor=("test-donor",))
    assert session.address == {"sector": ["water"], "donor": ["test-donor"]}


def test_a_pick_made_before_the_browser_had_our_address_is_kept(session: Browser) -> None:
    session.run({})
    session.run(sector=["water"])
    assert session.run({}, pick=sent("place", N1)) == View(sector=("water",), place=N1)


def test_two_changes_on_their_way_are_kept(session: Browser) -> None:
    session.run({})
    session.run(sector=["water"])
    first = session.address
    session.run({}, donor=["test-donor"])
    # The browser has the first of our addresses by now, not yet the second.
    view = session.run(first, q="вода")
    assert view == View(sector=("water",), donor=("test-donor",), q="вода")


def test_a_link_to_another_page_followed_early_keeps_the_choice(session: Browser) -> None:
    start = {"q": ["вода"]}
    session.run(start)
    session.run(sector=["water"])
    # The link on the page was still the one from before the choice.
    assert session.run(start, page="projects") == View(sector=("water",), q="вода")
    assert session.address == write_view(View(sector=("water",), q="вода"))


def test_a_link_to_another_page_with_another_view_is_followed(session: Browser) -> None:
    session.run({"q": ["вода"]})
    session.run(sector=["water"])
    assert session.run({"donor": ["test-donor"]}, page="projects") == View(donor=("test-donor",))


def test_going_back_over_pages_goes_back(session: Browser) -> None:
    session.run({"q": ["вода"]})
    chosen = write_view(session.run(sector=["water"]))
    session.run(chosen, page="projects")
    further = session.run(donor=["test-donor"])
    assert session.run(chosen) == View(sector=("water",), q="вода") != further
    assert session.run(chosen, page="") == View(sector=("water",), q="вода")
    assert session.run({"q": ["вода"]}) == View(q="вода")


def test_going_back_one_step_goes_back(session: Browser) -> None:
    session.run({"q": ["вода"]})
    session.run(sector=["water"])
    assert session.run({"q": ["вода"]}) == View(q="вода")
    assert session.widgets["sector"] == []


def test_who_navigates_before_an_answer_came_gets_address_and_values_once_more(
    session: Browser,
) -> None:
    """The answer's come later, or its change was lost on the way and only the browser has it."""
    fake = session.fake
    session.run({})
    session.run(sector=["water"])
    session.run({"q": ["вода"]})
    assert fake.query_params.sent == {"q": ["вода"]}
    assert fake.session_state.given >= set(state.TYPED)
    session.run()
    assert fake.query_params.sent is None
    assert not fake.session_state.given & set(state.TYPED)
    # In its own order: another would be one more step back.
    followed = {"q": ["вода"], "sector": ["water"]}
    assert [*write_view(session.run(followed))] == ["sector", "q"]
    assert [*(fake.query_params.sent or ())] == ["q", "sector"]
    session.run({"donor": ["test-donor"]})
    # The browser did not have the empty field yet.
    view = session.run(q="вода", year_from=2020)
    assert view == View(donor=("test-donor",), q="вода", year_from=2020)
    assert fake.session_state.given & set(state.TYPED) == {"q"}
    session.run(year_from=2021)
    assert not fake.session_state.given & set(state.TYPED)


PRESSED: dict[str, tuple[Callable[[], None], View]] = {
    "clear": (lambda: state.change(REGISTER, **state.bare(*NARROWING)), View(place=N1)),
    "close": (
        lambda: state.change(REGISTER, **state.bare(*state.CLICKABLE)),
        View(sector=("water",), q="вода"),
    ),
    "only here": (
        lambda: state.change(REGISTER, community=(MIDDLE,)),
        View(sector=("water",), q="вода", community=(MIDDLE,), place=N1),
    ),
    "day": (
        lambda: state.change(REGISTER, asof=date(2022, 3, 1)),
        View(sector=("water",), q="вода", asof=date(2022, 3, 1), place=N1),
    ),
    "day of the edition": (
        lambda: state.change(REGISTER, asof=EDITION),
        View(sector=("water",), q="вода", place=N1),
    ),
    "bar of a figure": (
        lambda: state.change(REGISTER, donor=("test-donor",)),
        View(sector=("water",), donor=("test-donor",), q="вода", place=N1),
    ),
}


@pytest.mark.parametrize(("press", "view"), PRESSED.values(), ids=PRESSED)
def test_a_button(session: Browser, press: Callable[[], None], view: View) -> None:
    session.run({"sector": ["water"], "place": [N1]})
    session.run(q="вода")
    assert session.run(press=press) == view
    assert session.address == write_view(view)
    assert session.widgets == shown(view)
    assert session.run() == view


@pytest.mark.parametrize(("press", "view"), PRESSED.values(), ids=PRESSED)
def test_a_button_pressed_before_the_browser_had_our_address(
    session: Browser, press: Callable[[], None], view: View
) -> None:
    start = {"sector": ["water"], "place": [N1]}
    session.run(start)
    session.run(q="вода")
    assert session.run(start, press=press) == view
    assert session.address == write_view(view)


@pytest.mark.parametrize("bare", [NARROWING, state.CLICKABLE])
def test_a_button_leaves_what_it_is_not_about(session: Browser, bare: tuple[str, ...]) -> None:
    full = View(asof=date(2022, 3, 1), lang="en", layer=(Layer.STATUS,), place=NORTH, q="x")
    session.run(write_view(full))
    left = replace(full, **state.bare(*bare))
    assert session.run(press=lambda: state.change(REGISTER, **state.bare(*bare))) == left


# --- Picks ------------------------------------------------------------------------------------


def sent(kind: Any, code: Any, at: Any = 1_800_000_000_000) -> dict[str, Any]:
    """What the map sends back."""
    return {"last_active_drawing": {"at": at, "kind": kind, "id": code}}


GOOD_PICKS: dict[str, tuple[tuple[str, str], View]] = {
    "community": (("place", NORTH), View(place=NORTH)),
    "settlement": (("place", N1), View(place=N1)),
    "record": (("project", "TEST-3"), View(project="TEST-3")),
}


@pytest.mark.parametrize(("picked", "view"), GOOD_PICKS.values(), ids=GOOD_PICKS)
def test_a_pick_shows_details(session: Browser, picked: tuple[str, str], view: View) -> None:
    session.run({"project": ["TEST-2"], "sector": ["water"]})
    view = replace(view, sector=("water",))
    assert session.run(pick=sent(*picked)) == view
    assert session.address == write_view(view)


def test_a_pick_is_followed_once(session: Browser) -> None:
    """The component gives its last value again at every run."""
    session.run({})
    session.run(pick=sent("place", NORTH))
    session.run(press=lambda: state.change(REGISTER, **state.bare(*state.CLICKABLE)))
    assert session.run(q="вода") == View(q="вода")
    assert session.run({"place": [M1]}) == View(place=M1)
    assert session.run(pick=sent("place", NORTH, 1_800_000_000_001)) == View(place=NORTH)


NONSENSE: dict[str, Any] = {
    "a number": 5,
    "a text": "x",
    "a list": [{"at": 1, "kind": "place", "id": NORTH}],
    "an empty object": {},
    "nothing drawn": {"last_active_drawing": None},
    "a drawn text": {"last_active_drawing": "x"},
    "a drawn list": {"last_active_drawing": [1]},
    "an empty drawing": {"last_active_drawing": {}},
    "no time": {"last_active_drawing": {"kind": "place", "id": NORTH}},
    "time null": sent("place", NORTH, None),
    "time zero": sent("place", NORTH, 0),
    "time a list": sent("place", NORTH, [1]),
    "time an object": sent("place", NORTH, {"x": 1}),
    "no id": sent("place", None),
    "no kind": sent(None, NORTH),
    "another parameter": sent("sector", "water"),
    "kind a list": sent(["place"], NORTH),
    "kind of another": sent("project", NORTH),
    "place a number": sent("place", 5),
    "place a list": sent("place", [NORTH]),
    "place an object": sent("place", {"id": NORTH}),
    "place empty": sent("place", ""),
    "place unknown": sent("place", "UA00000000000000000"),
    "place hostile": sent("place", "{{7*7}}<script>"),
    "place very long": sent("place", "x" * 100_000),
    "place half a surrogate pair": sent("place", "\ud800"),
    "record a number": sent("project", 1),
    "record a list": sent("project", ["TEST-1"]),
    "record unknown": sent("project", "TEST-404"),
    "record hostile": sent("project", "' OR 1=1 --"),
}


@pytest.mark.parametrize("pick", NONSENSE.values(), ids=NONSENSE)
def test_a_nonsensical_pick_is_ignored(session: Browser, pick: Any) -> None:
    view = View(sector=("water",), project="TEST-2", asof=date(2022, 3, 1))
    session.run(write_view(view))
    assert session.run(pick=pick) == view
    assert session.address == write_view(view)
    later = sent("place", NORTH, 1_900_000_000_000)
    assert session.run(pick=later) == replace(view, place=NORTH, project=None)


# --- Language ---------------------------------------------------------------------------------


def test_another_language_keeps_every_choice(session: Browser) -> None:
    view = View(
        sector=("health", "water"), community=(NORTH,), year_from=2016, q="вода",
        asof=date(2022, 3, 1), layer=(Layer.STATUS,), project="TEST-2",
    )  # fmt: skip
    session.run(write_view(view))
    for tongue in ("en", "uk", "en"):
        assert session.run(lang=tongue) == replace(view, lang=tongue)
        assert session.address == write_view(replace(view, lang=tongue))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_browsers_language_shows_without_standing_in_the_address(
    session: Browser, language: str
) -> None:
    session.language = language
    assert session.run({}) == View()
    assert session.widgets["lang"] == language
    assert session.run() == View()
    assert session.address == {}


# --- Pages of the list ------------------------------------------------------------------------


def test_the_list_turns_its_pages_and_begins_anew_for_another_selection(session: Browser) -> None:
    assert session.run({}).page is None
    for page in (2, 3, 2):
        turned = session.run(press=partial(state.change, REGISTER, page=page))
        assert turned.page == page
        assert session.address == {"page": [str(page)]}
    assert session.run(asof=date(2022, 3, 1), lang="en").page == 2
    # It turns to what is chosen on the map.
    assert session.run(pick=sent("place", NORTH)).page is None
    assert session.run(sector=["water"]).page is None
    assert session.run(sector=[]).page is None
    session.run(press=partial(state.change, REGISTER, page=2))
    assert session.run(press=partial(state.change, REGISTER, page=None)).page is None


def test_words_of_a_filter_that_mean_nothing_are_named_until_something_else_is_done(
    session: Browser,
) -> None:
    session.run({"sector": ["water"]})
    assert session.run(donor=["zzzz"]) == View(sector=("water",))
    assert session.ignored == [Ignored("donor", "zzzz", typed=True)]
    assert session.widgets["donor"] == []
    session.run()
    assert session.ignored == [Ignored("donor", "zzzz", typed=True)]
    session.run(year_from=2020)
    assert session.ignored == []


def test_a_widgets_key_is_the_same_in_every_process() -> None:
    view = View(sector=("water",), asof=date(2022, 3, 1))
    assert state.key_of("figure", view, "1f", "uk") == "figure-a0e7a473"
    assert state.key_of("figure", view, "20", "uk") != state.key_of("figure", view, "1f", "uk")
