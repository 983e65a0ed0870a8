"""Stories: read, checked, set aside where broken, never fatal; and the three real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from builders import OMIT, partnership, step, story, write_folder
from each import each
from territory import EAST, MIDDLE, NORTH

from projectmap.data import store
from projectmap.data.load import load, register_of
from projectmap.data.snapshot import Folder
from projectmap.data.store import Store
from projectmap.errors import DataInvalidError, ProblemCode
from projectmap.i18n import translator
from projectmap.model.codes import FactGroup, Layer, StoryMap
from projectmap.model.filters import FILTERS
from projectmap.model.labels import describe
from projectmap.model.register import Register

FILE = "stories/test-story.json"
WRONG, UNKNOWN = ProblemCode.WRONG_VALUE, ProblemCode.UNKNOWN_CODE
TWICE, ONE_LANGUAGE = ProblemCode.DUPLICATE_ID, ProblemCode.ONE_LANGUAGE


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not OMIT}


def found(folder: Path) -> set[tuple[str, str, str, str, ProblemCode]]:
    """What is said of the folder; the rest of it must be served all the same."""
    register = load(folder)
    assert [item.id for item in register.projects] == ["TEST-001"]
    return {(p.file, p.record, p.field, p.value, p.code) for p in register.problems}


# --- What is right ----------------------------------------------------------------------------


def test_a_folder_without_stories_has_none(folder: Path) -> None:
    assert dict(load(folder).stories) == {}
    (folder / "stories").mkdir()
    assert dict(load(folder).stories) == {}


def test_a_story_is_read(tmp_path: Path) -> None:
    every = step(
        map="partners",
        view={
            "sector": ["water"], "donor": ["test-programme"], "community": [NORTH, EAST],
            "status": ["closed", "sought"], "kind": ["need", "twinning"], "period": ["undated"],
            "partner_country": ["NL"], "verification": ["excerpt"], "year_from": ["2014"],
            "year_to": ["2021"], "q": ["вода і <img onerror=x>"], "asof": ["2022-02-24"],
            "layer": ["status", "names"],
        },
        facts=list(FactGroup),
        focus=[NORTH, MIDDLE],
    )  # fmt: skip
    write_folder(tmp_path, stories=[story("b-story", every, step(view={})), story("a-story")])
    register = load(tmp_path)
    assert register.problems == ()
    assert list(register.stories) == ["a-story", "b-story"]
    first, second = register.stories["b-story"].steps
    assert (first.map, first.facts) == (StoryMap.PARTNERS, tuple(FactGroup))
    assert first.view == {name: tuple(values) for name, values in every["view"].items()}
    assert (second.view, second.focus) == ({}, (NORTH,))


def test_a_story_cannot_be_changed(tmp_path: Path) -> None:
    read: Any = load(write_folder(tmp_path, stories=[story()])).stories
    with pytest.raises(TypeError):
        read["x"] = read["test-story"]
    with pytest.raises(FrozenInstanceError):
        read["test-story"].steps[0].title_uk = "x"
    with pytest.raises(TypeError):
        read["test-story"].steps[0].view["q"] = ("x",)


@pytest.mark.parametrize("name", ["README.md", "test-story.json~", "test-story.geojson"])
def test_other_files_beside_them_are_left_alone(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path, stories=[story()])
    before = load(tmp_path)
    (tmp_path / "stories" / name).write_text("{")
    after = load(tmp_path)
    assert (after.version, after.problems) == (before.version, ())


# --- Broken files -----------------------------------------------------------------------------

FILES: Mapping[str, tuple[Callable[[bytes], bytes], ProblemCode]] = {
    "empty": (lambda _: b"", ProblemCode.NOT_JSON),
    "cp1251": (lambda good: good.decode().encode("cp1251"), ProblemCode.UNREADABLE_FILE),
    "a list": (lambda good: b"[" + good + b"]", ProblemCode.NOT_AN_OBJECT),
    "a text": (lambda _: b'"story"', ProblemCode.NOT_AN_OBJECT),
}


@pytest.mark.parametrize(("broken", "code"), FILES.values(), ids=FILES)
def test_a_broken_file_is_named_and_set_aside(
    tmp_path: Path, broken: Callable[[bytes], bytes], code: ProblemCode
) -> None:
    path = write_folder(tmp_path, stories=[story(), story("another")]) / FILE
    path.write_bytes(broken(path.read_bytes()))
    assert {(file, said) for file, *_, said in found(tmp_path)} == {(FILE, code)}
    assert list(load(tmp_path).stories) == ["another"]


def test_a_folder_in_a_files_place_is_named(tmp_path: Path) -> None:
    write_folder(tmp_path, stories=[story("another")])
    (tmp_path / FILE).mkdir()
    assert {(file, said) for file, *_, said in found(tmp_path)} == {
        (FILE, ProblemCode.UNREADABLE_FILE)
    }
    assert list(load(tmp_path).stories) == ["another"]


def test_a_broken_folder_is_refused_whatever_its_stories(tmp_path: Path) -> None:
    write_folder(tmp_path, stories=[story(), story("another", updated="gestern")])
    (tmp_path / "sectors.csv").write_text("code\n")
    with pytest.raises(DataInvalidError):
        load(tmp_path)


# --- Broken stories ---------------------------------------------------------------------------

LONG = "я" * 300
# What is changed in the story; record, field, value and code of what is said of it.
STORIES: Mapping[str, tuple[dict[str, Any], tuple[str, str, str, ProblemCode]]] = {
    "no title": ({"title_en": OMIT}, ("", "title_en", "", WRONG)),
    "blank title": ({"title_uk": " "}, ("", "title_uk", " ", WRONG)),
    "title over two lines": ({"title_uk": "a\nb"}, ("", "title_uk", "a\nb", WRONG)),
    "long title": ({"title_en": "x" * 101}, ("", "title_en", "x" * 79 + "…", WRONG)),
    "control character": ({"summary_en": "a\x07"}, ("", "summary_en", "a\x07", WRONG)),
    "one language": ({"summary_uk": None}, ("", "summary_uk", "", WRONG)),
    "unknown field": ({"author": "x"}, ("", "author", "x", WRONG)),
    "id that is no slug": ({"id": "../x"}, ("", "id", "../x", WRONG)),
    "id of another file": ({"id": "another"}, ("", "id", "another", WRONG)),
    "month only": ({"updated": "2026-11"}, ("", "updated", "2026-11", WRONG)),
    "number as a date": ({"updated": 20261122}, ("", "updated", "20261122", WRONG)),
    "no steps": ({"steps": []}, ("", "steps", "[]", WRONG)),
    "steps are no list": ({"steps": "x"}, ("", "steps", "x", WRONG)),
    "a step is no object": ({"steps": [step(), "x"]}, ("#2", "", "x", WRONG)),
}
STEPS: Mapping[str, tuple[dict[str, Any], tuple[str, str, ProblemCode]]] = {
    "no title": ({"title_uk": OMIT}, ("title_uk", "", WRONG)),
    "no focus": ({"focus": OMIT}, ("focus", "", WRONG)),
    "unknown field": ({"zoom": 7}, ("zoom", "7", WRONG)),
    "no lines": ({"lines_en": []}, ("lines_en", "[]", WRONG)),
    "long line": ({"lines_uk": ["вода", LONG]}, ("lines_uk.2", LONG[:79] + "…", WRONG)),
    "blank line": ({"lines_en": ["\t"]}, ("lines_en.1", "\t", WRONG)),
    "line break": ({"lines_en": ["a\nb"]}, ("lines_en.1", "a\nb", WRONG)),
    "number as a line": ({"lines_en": [5]}, ("lines_en.1", "5", WRONG)),
    "different numbers of lines": (
        {"lines_uk": ["а", "б"]}, ("lines_uk, lines_en", "2, 1", ONE_LANGUAGE),
    ),
    "unknown map": ({"map": "europe"}, ("map", "europe", WRONG)),
    "unknown figures": ({"facts": ["status", "people"]}, ("facts.2", "people", WRONG)),
    "figures twice": ({"facts": ["status", "status"]}, ("facts", "status", TWICE)),
    "focus on nothing": ({"focus": ["Testova"]}, ("focus.1", "Testova", WRONG)),
    "focus on an unknown code": (
        {"focus": [NORTH, "UA" + "0" * 17]}, ("focus", "UA" + "0" * 17, UNKNOWN),
    ),
    "focus on a raion": ({"focus": [EAST]}, ("focus", EAST, UNKNOWN)),
    "focus twice": ({"focus": [NORTH, NORTH]}, ("focus", NORTH, TWICE)),
    "unknown parameter": ({"view": {"oblast": ["x"]}}, ("view.oblast", "oblast", WRONG)),
    **{
        f"{name} is no parameter of a step": ({"view": {name: ["x"]}}, (f"view.{name}", name,
                                                                       WRONG))
        for name in ("lang", "project", "place", "partnership", "show")
    },
    "a value that is no list": ({"view": {"sector": "water"}}, ("view.sector", "water", WRONG)),
    "no values": ({"view": {"sector": []}}, ("view.sector", "[]", WRONG)),
    "a number": ({"view": {"year_from": [2014]}}, ("view.year_from.1", "2014", WRONG)),
    "a blank value": ({"view": {"q": [" "]}}, ("view.q.1", " ", WRONG)),
    "an unknown one of two": (
        {"view": {"sector": ["water", "x"]}}, ("view.sector", "x", UNKNOWN),
    ),
    "label for a code": ({"view": {"sector": ["вода"]}}, ("view.sector", "вода", UNKNOWN)),
    "sector twice": ({"view": {"sector": ["water"] * 2}}, ("view.sector", "water", TWICE)),
    **{
        f"unknown {name}": ({"view": {name: ["x"]}}, (f"view.{name}", "x", UNKNOWN))
        for name in (*FILTERS, "layer")
    },
    "country of no partner": (
        {"view": {"partner_country": ["DE"]}}, ("view.partner_country", "DE", UNKNOWN),
    ),
    "no such day": ({"view": {"asof": ["2022-02-30"]}}, ("view.asof", "2022-02-30", WRONG)),
    "a month": ({"view": {"asof": ["2022-02"]}}, ("view.asof", "2022-02", WRONG)),
    "no year": ({"view": {"year_to": ["22"]}}, ("view.year_to", "22", WRONG)),
    "dates not in their order": (
        {"view": {"asof": ["2022-02-24", "2014-04-07"]}},
        ("view.asof", "['2022-02-24', '2014-04-07']", WRONG),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), STORIES.values(), ids=STORIES)
def test_a_broken_story_is_named_and_set_aside(
    tmp_path: Path, changes: dict[str, Any], said: tuple[str, str, str, ProblemCode]
) -> None:
    path = write_folder(tmp_path, stories=[story()]) / FILE
    path.write_text(json.dumps(kept(story() | changes)))
    assert found(tmp_path) == {(FILE, *said)}
    assert dict(load(tmp_path).stories) == {}


@each(STEPS.values())
def test_a_broken_step_is_named_by_its_number(
    tmp_path: Path, changes: dict[str, Any], said: tuple[str, str, ProblemCode]
) -> None:
    path = write_folder(tmp_path, stories=[story()]) / FILE
    path.write_text(json.dumps(story("test-story", step(), step(), kept(step() | changes))))
    assert found(tmp_path) == {(FILE, "#3", *said)}
    assert dict(load(tmp_path).stories) == {}


def test_every_problem_of_a_story_is_told(tmp_path: Path) -> None:
    broken = story(
        "test-story", step(focus=[EAST], view={"sector": ["x"]}), step(lines_en=["a", "b"])
    )
    write_folder(tmp_path, stories=[broken])
    assert [(p.record, p.field) for p in load(tmp_path).problems] == [
        ("#1", "view.sector"),
        ("#1", "focus"),
        ("#2", "lines_uk, lines_en"),
    ]


def test_thirty_steps_are_enough(tmp_path: Path) -> None:
    write_folder(tmp_path, stories=[story("a", *[step()] * 30), story("b", *[step()] * 31)])
    assert list(load(tmp_path).stories) == ["a"]


def test_two_files_cannot_have_one_id(tmp_path: Path) -> None:
    path = write_folder(tmp_path, stories=[story(), story("another")]) / "stories/another.json"
    path.write_text(json.dumps(story()))
    assert found(tmp_path) == {("stories/another.json", "", "id", "test-story", WRONG)}
    assert list(load(tmp_path).stories) == ["test-story"]


def test_the_countries_are_those_of_the_partnerships_that_are_served(tmp_path: Path) -> None:
    presented = story("test-story", step(view={"partner_country": ["PL"]}))
    polish = partnership("TEST-R002", partner_countries=["PL"])
    write_folder(tmp_path / "good", stories=[presented], partnerships=[polish])
    assert list(load(tmp_path / "good").stories) == ["test-story"]
    polish["properties"]["sources"] = []
    write_folder(tmp_path / "bad", stories=[presented], partnerships=[polish])
    assert dict(load(tmp_path / "bad").stories) == {}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_problem_is_told_in_one_line(tmp_path: Path, language: str) -> None:
    write_folder(tmp_path, stories=[story("test-story", step(view={"year_to": ["1", "2"]}))])
    presented = [describe(translator(language), problem) for problem in load(tmp_path).problems]
    assert all(line.startswith(f"{FILE} · #1 · view.year_to: ") for line in presented)
    assert ("takes one value only" in presented[0]) == (language == "en")


# --- Version and store ------------------------------------------------------------------------


def test_stories_are_part_of_the_version(tmp_path: Path) -> None:
    without = load(write_folder(tmp_path))
    one = load(write_folder(tmp_path, stories=[story()]))
    other = load(write_folder(tmp_path, stories=[story(title_en="Another title")]))
    assert len({without.version, one.version, other.version}) == 3
    assert register_of(Folder(tmp_path).contents(), other) is other


def test_the_store_notices_stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(store, "SETTLED_AFTER_S", 0.0)
    watched = Store(Folder(write_folder(tmp_path)))

    def titles() -> list[str]:
        register = watched.current().register
        assert register is not None
        return [item.title_en for item in register.stories.values()]

    assert titles() == []
    write_folder(tmp_path, stories=[story()])
    assert titles() == ["Test story"]
    write_folder(tmp_path, stories=[story(title_en="Another title")])
    assert titles() == ["Another title"]
    (tmp_path / FILE).write_text("{")
    served = watched.current()
    assert titles() == []
    assert served.since is None
    (tmp_path / FILE).unlink()
    assert titles() == []
    assert watched.current().register is not served.register


# --- The real ones ----------------------------------------------------------------------------

REAL = sorted((Path(__file__).resolve().parents[2] / "geodata" / "stories").glob("*.json"))
MIXED = re.compile(r"\w*(?:[A-Za-z][А-Яа-яҐґЄєІіЇї]|[А-Яа-яҐґЄєІіЇї][A-Za-z])\w*")


def texts(value: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text that people read, with its field."""
    if isinstance(value, dict):
        return [pair for name in value for pair in texts(value[name], name)]
    if isinstance(value, list):
        return [pair for item in value for pair in texts(item, key)]
    return [(key, value)] if key.endswith(("_uk", "_en")) else []


def test_the_three_stories_are_there(register: Register) -> None:
    assert set(register.stories) == {path.stem for path in REAL}
    assert set(register.stories) >= {"oblast", "aidarska", "water"}


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_file_reads_well_in_a_diff(path: Path) -> None:
    values = json.loads(path.read_bytes())
    assert list(values) == list(story())
    assert {tuple(item) for item in values["steps"]} == {tuple(step())}
    for item in values["steps"]:
        assert list(item["view"]) == sorted(item["view"])


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_no_number_is_typed_and_no_letter_is_wrong(path: Path) -> None:
    for key, text in texts(json.loads(path.read_bytes())):
        assert not re.search(r"\d", text)
        assert MIXED.findall(text) == []
        if key.endswith("_uk"):
            assert not re.search("[ыэёъЫЭЁЪ]|[а-яґєії]['ʼ`][а-яґєії]", text)
            assert re.search("[а-яґєії]", text)
        else:
            assert not re.search("[а-яґєії]", text, re.IGNORECASE)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_layers_stand_in_their_order(path: Path) -> None:
    order = list(Layer)
    for item in json.loads(path.read_bytes())["steps"]:
        layers = [order.index(Layer(name)) for name in item["view"].get("layer", [])]
        assert layers == sorted(layers)
