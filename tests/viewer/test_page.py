"""The viewer's page: it asks for nothing, holds just the records of its view, counts as query does.

What its scripts make of it is tested in a browser (tests/browser/test_viewer.py).
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import builders
import pytest
from bits import bits
from web.reading import Node, active, read

from projectmap import content as content_of
from projectmap.content.figures import figures
from projectmap.export import qr
from projectmap.i18n import LANGUAGES, translator
from projectmap.model.codes import Kind, Period
from projectmap.model.filters import known_values
from projectmap.model.labels import Labels
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.model.story import Story
from projectmap.query.notices import notices
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import change_dates
from projectmap.query.story import steps_of
from projectmap.query.view import View, read_view, write_view
from projectmap.viewer import Mode, ViewerRequest, content, policy, steps, view_title, viewer
from projectmap.viewer.texts import KEYS, texts

MADE = date(2026, 11, 22)
SITE = "https://example.org/map/"
MOST_BYTES = 3_000_000
AIDARSKA = "UA44140090000072167"
VIEWS = {
    "all": View(),
    "a sector": View(sector=("water",)),
    "two sectors and a period": View(sector=("health", "water"), period=("undated",)),
    "a community, a date": View(community=(AIDARSKA,), asof=date(2022, 3, 3)),
    "words": View(q="вода"),
    "nothing": View(q="нічогонемає"),
}
STORY_IDS = sorted(path.stem for path in Path("geodata/stories").glob("*.json"))
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest) -> View:
    """Views of the register, down to one of no record."""
    return VIEWS[request.param]


@pytest.fixture(params=STORY_IDS)
def story(request: pytest.FixtureRequest, register: Register) -> Story:
    """Every real story."""
    return register.stories[str(request.param)]


@pytest.fixture(params=Mode)
def mode(request: pytest.FixtureRequest) -> Mode:
    """What the page is for."""
    return Mode(request.param)


@cache
def page(
    register: Register,
    view: View = VIEWS["all"],
    story: str | None = None,
    mode: Mode = Mode.EXPLORE,
    site: str | None = SITE,
) -> str:
    """The page; ``story`` is an id."""
    presented = None if story is None else register.stories[story]
    return viewer(ViewerRequest(register, view, presented, mode), MADE, site)


def data_of(text: str) -> dict[str, Any]:
    """What the scripts of a page are given."""
    (found,) = DATA.findall(text)
    held: dict[str, Any] = json.loads(found, parse_constant=pytest.fail)
    return held


@cache
def tree(text: str) -> Node:
    """A page as a browser reads it; icons, whose ends HTML would leave out, with theirs."""
    return read(re.sub(r"(<path [^<>]*)/>", r"\1></path>", text).removeprefix("<!DOCTYPE html>\n"))


def unpacked(text: str) -> list[int]:
    """Places of the bits that are set."""
    return [place for place, bit in enumerate(bits(text)) if bit]


def shown(register: Register, view: View) -> list[str]:
    """The ids of the records that a view shows, in the order of the list."""
    return [register.projects[row].id for row in select(register, view).rows.tolist()]


def ids_of(items: Iterable[Any]) -> list[str]:
    """The ids of records, or of what the page says of them."""
    return [item["id"] if isinstance(item, dict) else item.id for item in items]


# --- A page for itself ------------------------------------------------------------------------


def test_a_long_address_is_not_repeated_in_every_link(register: Register) -> None:
    everything = View(community=tuple(register.communities), donor=tuple(register.organisations))
    address = len(urlencode(write_view(everything), doseq=True))
    added = sum(map(len, re.findall('href="([^"]*)"', page(register, everything))))
    assert added < sum(map(len, re.findall('href="([^"]*)"', page(register)))) + 10 * address
    assert address > 1_500


@pytest.mark.parametrize("presented", [None, *STORY_IDS])
def test_the_page_asks_for_nothing(register: Register, presented: str | None, mode: Mode) -> None:
    text = page(register, VIEWS["all"], presented, mode)
    assert len(text.encode()) < MOST_BYTES, "it can be sent by mail"
    found = tree(text)
    held = data_of(text)
    # A file that is kept has no link at all; what is served says that it has no icon.
    icon = {"rel": "icon", "href": "data:,"}
    links = [one.attributes for one in found.all("link")]
    assert links == ([] if mode is Mode.EXPLORE else [icon])
    assert not found.all("base") + found.all("form") + found.all("iframe")
    assert not [one for one in found.all() if {"style", "srcset", "poster"} & set(one.attributes)]
    assert not [one for one in found.all() if "src" in one.attributes]
    (style,) = STYLE.findall(text)
    assert "@import" not in style
    asked = re.findall(r"url\(\s*[\"']?(\w*[:#]?)", style)
    assert asked
    assert set(asked) == {"data:", "#"}
    outward = {
        one.attributes["href"] or ""
        for one in found.all("a")
        if re.match(r"[a-z]+:|//", one.attributes["href"] or "")
    }
    kept = {one["id"] for one in held["records"]} | {one["id"] for one in held["partnerships"]}
    known = {
        source.url
        for item in (*register.projects, *register.partnerships)
        if item.id in kept
        for source in item.sources
    }
    assert outward <= known
    assert outward or mode is not Mode.EXPLORE
    assert not [one for one in active(found) if one not in {"<script>", "<svg>"}]


def test_only_what_stands_in_the_page_may_run(register: Register, mode: Mode) -> None:
    text = page(register, mode=mode)
    allowed: dict[str, list[str]] = {}
    for part in policy().split("; "):
        name, *values = part.split()
        allowed[name] = values

    def hashes(contents: list[str]) -> list[str]:
        return [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in contents]

    assert allowed.pop("script-src") == hashes(SCRIPT.findall(text))
    assert allowed.pop("style-src") == hashes(STYLE.findall(text))
    assert allowed == {
        "default-src": ["'none'"], "img-src": ["data:"], "font-src": ["data:"],
        "base-uri": ["'none'"], "form-action": ["'none'"],
    }  # fmt: skip
    stated = tree(text).one("meta", http_equiv="Content-Security-Policy")
    assert stated.attributes["content"] == policy()
    # A policy holds from where it stands on.
    assert text.index("Content-Security-Policy") < min(text.index("<style"), text.index("<script"))


# --- What it holds ----------------------------------------------------------------------------


def test_it_holds_just_the_records_of_the_view(register: Register, view: View) -> None:
    text = page(register, view)
    held = data_of(text)
    selection = select(register, view)
    assert ids_of(held["records"]) == shown(register, view)
    assert ids_of(held["partnerships"]) == ids_of(selection.partnerships)
    expect_no_others(register, text, held)


def test_it_holds_just_the_records_of_the_steps(register: Register, story: Story) -> None:
    text = page(register, VIEWS["all"], story.id)
    held = data_of(text)
    views = [turns[0] for turns in steps_of(register, story, View())]
    wanted = {one for view in views for one in shown(register, view)}
    assert ids_of(held["records"]) == [one for one in shown(register, View()) if one in wanted]
    wanted = {one.id for view in views for one in select(register, view).partnerships}
    assert ids_of(held["partnerships"]) == [
        one.id for one in register.partnerships if one.id in wanted
    ]
    expect_no_others(register, text, held)


def expect_no_others(register: Register, text: str, held: dict[str, Any]) -> None:
    """No id and no title of any other record; but for those that a held record is a part of."""
    kept = set(ids_of(held["records"]))
    parts = {register.projects[row].id for one in kept for row in register.parts.get(one, ())}
    wholes = {item.parent_id for item in register.projects if item.id in kept}
    other = [item for item in register.projects if item.id not in kept | parts | wholes]
    other_partnerships = [
        item for item in register.partnerships if item.id not in set(ids_of(held["partnerships"]))
    ]
    own = [
        title
        for item in (*register.projects, *register.partnerships)
        if item not in other and item not in other_partnerships
        for title in (item.title_uk, item.title_en)
    ]
    found = tree(text)
    stated = {name: value for name, value in held.items() if name not in {"geometry", "words"}}
    body, said = found.one("body").text, json.dumps(stated, ensure_ascii=False)
    attributes = " ".join(str(value) for one in found.all() for value in one.attributes.values())
    ids = set(re.findall(r"\w[\w.:-]*\w", f"{body} {said} {attributes}"))
    for item in (*other, *other_partnerships):
        assert item.id not in ids
        for title in (item.title_uk, item.title_en):
            if not any(title in one for one in own):
                assert title not in body, title
                assert title not in said, title


def test_a_record_that_is_only_named_is_no_link(register: Register) -> None:
    # Where the other record is not in the file, the script takes its link away.
    view = next(
        View(q=item.id)
        for item in register.projects
        if item.parent_id and shown(register, View(q=item.id)) == [item.id]
    )
    text = page(register, view)
    named = {one.attributes.get("data-project") for one in tree(text).all("a")} - {None}
    assert len(named) == 2
    assert "link.replaceWith" in scripts()


def test_every_record_has_its_details_in_both_languages(register: Register, view: View) -> None:
    text = page(register, view)
    found, held = tree(text), data_of(text)
    held_sheets = [one for one in found.all() if "data-sheet" in one.attributes]
    sheets = [str(one.attributes["data-sheet"]) for one in held_sheets]
    assert len(set(sheets)) == len(sheets)
    assert sorted(sheets) == sorted(
        [
            "figures",
            *(f"place-{code}" for code in register.communities),
            *(f"project-{one}" for one in ids_of(held["records"])),
            *(f"partnership-{one}" for one in ids_of(held["partnerships"])),
        ]
    )
    for one in held["records"]:
        item = register.project(one["id"])
        assert item is not None
        sheet = held_sheets[sheets.index(f"project-{item.id}")]
        for language in LANGUAGES:
            expect_details(sheet.one("div", lang=language), item, language)
    rows = len(held["records"]) + len(held["partnerships"])
    tables = found.one(id="list").all("tbody")
    assert sum(len(table.all("tr")) for table in tables) == rows * len(LANGUAGES)


def expect_details(stated: Node, item: Project, language: str) -> None:
    t = translator(language)
    assert stated.one("h2").text == t.pick(item.title_uk, item.title_en)
    assert (t.pick(item.summary_uk, item.summary_en) or "") in stated.text
    sources = stated.one("ul", class_="sources").all("li")
    assert len(sources) == len(item.sources)
    for source, line in zip(item.sources, sources, strict=True):
        assert (t.pick(source.title, source.title_en) or "") in line.text
        assert [one.attributes["href"] for one in line.all("a")] == (
            [source.url] if source.url else []
        )


def test_filters_have_the_names_of_the_pages(register: Register) -> None:
    naming = {
        "sector": Labels.sector,
        "donor": Labels.organisation,
        "kind": lambda labels, code: labels.code(Kind(code)),
        "period": lambda labels, code: labels.code(Period(code)),
    }
    for facet in data_of(page(register))["facets"]:
        for value in facet["values"]:
            assert value["name"] == {
                language: naming[facet["name"]](
                    Labels(register, translator(language)), value["code"]
                )
                for language in LANGUAGES
            }


# --- Status -----------------------------------------------------------------------------------


def test_changes_and_their_names(register: Register) -> None:
    found = data_of(page(register))
    changes = change_dates(register)
    upto = {day.isoformat() for day in (*changes, register.edition) if day <= register.edition}
    assert found["status"]["changes"] == sorted(upto)
    assert found["edition"] == register.edition.isoformat()
    assert found["act"] == register.act_date.isoformat()
    for language in LANGUAGES:
        t = translator(language)
        assert found["status"]["days"][language] == {day.isoformat(): t.day(day) for day in changes}


# --- Steps ------------------------------------------------------------------------------------


def expect_step(
    register: Register, held: dict[str, Any], stated: dict[str, Any], views: tuple[View, ...]
) -> None:
    """A step shows what ``select`` and ``facts`` have for its views."""
    ids = ids_of(held["records"])
    selection = select(register, views[0])
    assert [ids[row] for row in unpacked(stated["visible"])] == shown(register, views[0])
    assert len(b64decode(stated["visible"])) == (len(ids) + 7) // 8
    assert stated["partnerships"] == ids_of(selection.partnerships)
    assert stated["layers"] == [layer for layer in views[0].layer if layer != "satellite"]
    assert len(stated["dates"]) == len(views)
    for turn, view in zip(stated["dates"], views, strict=True):
        assert turn["asof"] == (view.asof or register.edition).isoformat()
        for language in LANGUAGES:
            labels = Labels(register, translator(language))
            day = view.asof or register.edition
            assert turn["notices"][language] == list(notices(labels, day)[1:])
            groups = {key: rest for key, *rest in turn["figures"][language]}
            assert groups == {
                key: [[one.label, one.text, one.note] for one in figures(Shown(labels, view), key)]
                for key in groups
            }


def test_steps_of_a_story(register: Register, story: Story, mode: Mode) -> None:
    held = data_of(page(register, VIEWS["all"], story.id, mode))
    assert held["story"] == {"uk": story.title_uk, "en": story.title_en}
    turns = steps_of(register, story, View())
    for stated, step, views in zip(held["steps"], story.steps, turns, strict=True):
        assert stated["title"] == {"uk": step.title_uk, "en": step.title_en}
        assert stated["lines"] == {"uk": list(step.lines_uk), "en": list(step.lines_en)}
        assert (stated["map"], stated["focus"]) == (step.map, list(step.focus))
        expect_step(register, held, stated, views)
        for turn in stated["dates"]:
            for language in LANGUAGES:
                assert [group[0] for group in turn["figures"][language]] == list(step.facts)


@pytest.mark.parametrize("partners", [False, True])
def test_the_steps_of_a_view(register: Register, view: View, partners: bool) -> None:  # noqa: FBT001
    """In short; the list, if it is one; a step for each of a few."""
    asked = ViewerRequest(register, view, None, Mode.STAGE, partners)
    held = data_of(viewer(asked, MADE, SITE))
    first, *others = held["steps"]
    assert held["story"] is None
    assert first["focus"] == list(view.community)
    expect_step(register, held, first, (view,))
    titles = {
        language: view_title(Shown(Labels(register, translator(language)), view))
        for language in LANGUAGES
    }
    assert first["title"] == titles
    assert all(titles.values())
    items = held["partnerships" if partners else "records"]
    nothing = [] if items or partners else ["No records match the filters."]
    assert first["lines"]["en"] == nothing
    assert (first["listed"], first["about"]) == (False, None)
    if len(items) > 1:
        listed = others.pop(0)
        assert (listed["listed"], listed["about"]) == (True, None)
        expect_step(register, held, listed, (view,))
    kind = "partnership" if partners else "project"
    few = items if len(items) <= 8 else []
    assert [step["about"] for step in others] == [{"kind": kind, "id": one["id"]} for one in few]
    for place, (step, item) in enumerate(zip(others, few, strict=True)):
        assert (step["title"], step["focus"]) == (item["title"], item["communities"])
        assert unpacked(step["visible"]) == ([] if partners else [place])
        assert step["partnerships"] == ([item["id"]] if partners else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_stage_says_of_a_thing(register: Register, language: str) -> None:
    """In the words of its own page; only where there is a stage."""
    labels = Labels(register, translator(language))
    held = data_of(page(register, mode=Mode.STAGE))
    known = {item.id: content_of.record(labels, item) for item in register.projects}
    known |= {item.id: content_of.partnership(labels, item) for item in register.partnerships}
    for item in held["records"] + held["partnerships"]:
        brief, entry = item["brief"][language], known[item["id"]]
        assert brief["tags"] == [*entry.tags, entry.id]
        assert brief["said"] == [text for text in (entry.summary, entry.caution) if text]
        assert brief["sources"]
        stated = {(fact.label, fact.brief, fact.note) for fact in entry.facts if fact.stated}
        assert {tuple(fact) for fact in brief["facts"]} <= stated
    held = data_of(page(register))
    assert not [one for one in held["records"] + held["partnerships"] if "brief" in one]


def test_the_steps_of_a_sorted_view_come_in_its_order(register: Register) -> None:
    def about(order: str) -> list[str]:
        view = View(sector=("water",), donor=("icrc",), order=order)
        held = data_of(viewer(ViewerRequest(register, view, None, Mode.STAGE), MADE, SITE))
        found = [step["about"]["id"] for step in held["steps"] if step["about"]]
        assert found == ids_of(held["records"])
        return found

    assert about("title") == about("-title")[::-1]
    assert len(about("title")) > 1


def test_a_title_names_a_few_values_of_a_filter(register: Register) -> None:
    """However long the address, the title can be read."""
    known = known_values(register)
    view, _ = read_view({name: list(known[name]) for name in ("community", "donor")}, register)
    for language in LANGUAGES:
        t = translator(language)
        title = view_title(Shown(Labels(register, t), view))
        left = len(known["community"]) - 3
        assert t.plural("and {n} more", "and {n} more", left) in title
        assert len(title) < 400
        text = viewer(
            ViewerRequest(register, replace(view, lang=language), None, Mode.STAGE), MADE, SITE
        )
        assert data_of(text)["steps"][0]["title"][language] == title


# --- Many records -----------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 5, 82, 83])
def test_of_many_records_the_first_and_how_many_more(
    register: Register, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(steps, "MAX_RECORDS", most)
    story = register.stories["water"]
    for asked in (None, story):
        text = viewer(ViewerRequest(register, View(), asked, Mode.EXPLORE), MADE, SITE)
        held = data_of(text)
        views = [View()] if asked is None else [v[0] for v in steps_of(register, story, View())]
        wanted = {one for view in views for one in shown(register, view)}
        kept = [one for one in shown(register, View()) if one in wanted][:most]
        assert ids_of(held["records"]) == kept
        for stated, view in zip(held["steps"], views, strict=True):
            visible = [kept[row] for row in unpacked(stated["visible"])]
            assert visible == [one for one in shown(register, view) if one in kept]
        assert all(
            set(value["rows"]) <= set(range(len(kept)))
            for facet in held["facets"]
            for value in facet["values"]
        )
        expect_notice(text, len(wanted) - len(kept))


def expect_notice(text: str, left_out: int) -> None:
    stated = {
        one.attributes.get("lang"): one.text
        for one in tree(text).one(id="middle").all("div", class_="language")
        if one.all("p", class_="notice")
    }
    one, many = (
        "{n} more record is not in this file: narrow the filters or download the table.",
        "{n} more records are not in this file: narrow the filters or download the table.",
    )
    assert stated == (
        {language: translator(language).plural(one, many, left_out) for language in LANGUAGES}
        if left_out
        else {}
    )


def test_a_register_without_records() -> None:
    text = page(builders.small_territory())
    held = data_of(text)
    assert held["records"] == held["partnerships"] == held["placed"] == []
    assert [facet["values"] for facet in held["facets"]] == [[], [], [], []]
    assert held["steps"][0]["visible"] == ""
    for language in LANGUAGES:
        assert translator(language)("No records match the filters.") in text


# --- Links and codes --------------------------------------------------------------------------


def test_links_lead_to_what_is_shown(register: Register, view: View) -> None:
    held = data_of(page(register, view))
    for language, address in held["link"].items():
        parts = urlsplit(address)
        assert address.startswith(SITE)
        again, ignored = read_view(parse_qs(parts.query), register)
        assert (again, ignored) == (replace(view, lang=language), [])


def test_links_of_the_partners_map_and_of_stories(register: Register) -> None:
    asked = ViewerRequest(register, View(sector=("culture",)), None, Mode.EXPLORE, partners=True)
    held = data_of(viewer(asked, MADE, SITE))
    assert held["link"]["en"] == f"{SITE}partnerships?sector=culture&lang=en"
    assert held["partners"] is True
    for story in register.stories.values():
        held = data_of(page(register, VIEWS["all"], story.id))
        assert held["link"] == {
            language: f"{SITE}stage?story={story.id}&lang={language}" for language in LANGUAGES
        }


@pytest.mark.parametrize(
    ("site", "codes"),
    [(SITE, True), (None, False), ("http://127.0.0.1:8501/", False), ("http://localhost/", False)],
)
def test_a_code_only_where_a_telephone_could_open_it(
    register: Register, site: str | None, *, codes: bool
) -> None:
    held = data_of(page(register, VIEWS["all"], "oblast", Mode.STAGE, site))
    assert (held["link"] is None) == (site is None)
    if not codes:
        assert held["qr"] is None
        return
    for language in LANGUAGES:
        head, _, code = held["qr"][language].partition(",")
        assert head == "data:image/svg+xml;base64"
        assert b64decode(code) == qr.svg(held["link"][language])


# --- Languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "language"), [("uk", "uk"), ("en", "en"), (None, "uk")])
def test_the_language_it_opens_in(register: Register, asked: str | None, language: str) -> None:
    text = page(register, View(lang=asked, sector=("water",)))
    assert data_of(text)["language"] == language
    assert tree(text).one("html").attributes["lang"] == language
    t = translator(language)
    title = view_title(Shown(Labels(register, t), View(sector=("water",))))
    assert tree(text).one("title").text.startswith(f"{title} – ")


def test_a_name_in_one_language_only_stands_in_both() -> None:
    only = builders.partner(place_en=None)
    register = builders.make_register(
        partnerships=[builders.partnership(geometry=builders.point((5.0, 50.0)), partners=[only])]
    )
    names = [end["name"] for end in data_of(page(register))["ends"]["ends"]]
    assert {"uk": only["place_uk"], "en": only["place_uk"]} in names


def scripts() -> str:
    """The viewer's own scripts."""
    folder = resources.files("projectmap.viewer").joinpath("scripts")
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_for_the_scripts(register: Register, language: str) -> None:
    found = texts(Labels(register, translator(language)))
    assert json.loads(json.dumps(found)) == found
    used = set(re.findall(r"\btexts(?:\.page)?\.(\w+)", scripts())) - {"map", "partners", "page"}
    used |= set(re.findall(r"\]\.page\.(\w+)", scripts()))
    used |= {"later", "earlier"}  # by name: see noteOn
    for mode in Mode:
        for node in tree(page(register, VIEWS["all"], "water", mode)).all():
            names = ("data-word", "data-label")
            used |= {str(node.attributes[name]) for name in names if name in node.attributes}
    assert used == set(found)
    assert set(found["facets"]) == set(content.FACETS)  # type: ignore[call-overload]


def test_both_languages_have_the_same_texts(register: Register) -> None:
    both = [texts(Labels(register, translator(language))) for language in LANGUAGES]
    assert set(both[0]) == set(both[1])
    for name in both[0]:
        holes = [sorted(re.findall(r"\{\w+\}", json.dumps(found[name]))) for found in both]
        assert holes[0] == holes[1], name
    names = {"facets", "signs"}
    assert not [
        name for name in set(both[0]) - names - {"languageName"} if both[0][name] == both[1][name]
    ]


def test_every_key_has_an_action_and_says_so() -> None:
    named = set(
        re.findall(r"^      (\w+)\(", scripts().partition("const ACTIONS = {")[2], re.MULTILINE)
    )
    assert {key.action for key in KEYS} <= named
    listed = [name for key in KEYS for name in key.keys]
    assert len(set(listed)) == len(listed)
    for key in KEYS:
        assert key.keys
        assert key.shown
        assert set(key.label) == set(LANGUAGES)
        assert all(key.label.values())


def test_both_languages_stand_in_the_page(register: Register) -> None:
    found = tree(page(register, VIEWS["all"], "oblast"))
    each = {language: found.all("div", lang=language, class_="language") for language in LANGUAGES}
    assert len(each["uk"]) == len(each["en"]) > 100
    for uk, en in zip(each["uk"], each["en"], strict=True):
        assert [one.name for one in uk.all()] == [one.name for one in en.all()]


def test_the_view_of_the_page_is_told(register: Register, view: View) -> None:
    for language in LANGUAGES:
        t = translator(language)
        stated = tree(page(register, view)).one(id="about").one("div", lang=language).text
        assert t.day(view.asof or register.edition) in stated
        assert t.day(register.edition) in stated
        assert t.day(MADE) in stated
        assert register.version in stated
        for values in write_view(view.records_only()).values():
            for value in values:
                assert value in stated


def test_the_page_has_the_ground(register: Register) -> None:
    assert set(data_of(page(register))["ground"]) == {"light", "detail"}
    assert set(data_of(page(register, mode=Mode.EMBED))["ground"]) == {"light"}
