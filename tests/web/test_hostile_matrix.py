"""Hostile values in every text field, through every page, route and export; and faulty folders.

``make test`` takes a fixed sample, ``make hostile`` all of it (``PROJECTMAP_HOSTILE=all``) or a
share (``1/4``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import xml.etree.ElementTree as ET
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import builders
import pytest
from web.hostile import HOSTILE, ONE_OF_EACH, STORABLE
from web.hostile_folder import COMMUNITY, SETTLEMENT, code, write
from web.hostile_readers import read_file, same
from web.reading import Node, active, read

from projectmap.content.charts import figure
from projectmap.data import store
from projectmap.data.load import load
from projectmap.data.snapshot import BASEMAP_FILES, FILES, OPTIONAL, Folder
from projectmap.data.store import Store
from projectmap.export.registry import EXPORTS, write_export
from projectmap.export.request import ExportRequest
from projectmap.html.dossier import dossier
from projectmap.html.figures import figure_table
from projectmap.html.places import partnership_table
from projectmap.html.status import status_table
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.map import layers, partners, render
from projectmap.markup import encode, one_line
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View
from projectmap.viewer import Mode, ViewerRequest, viewer

T = TypeVar("T")
TEXTS = [text.strip() for text in STORABLE.values()]
"""Without blanks at the ends, which cells of tables lose when they are read: these are compared to
the letter."""
DAY = date(2026, 11, 22)
HARMLESS = "Тестовий текст (1)"
"""No name: it stays in its own letters in English, too."""
EVALUATED = ("1337", "x" * 9, "/" * 7)
"""What the templates among the values come to."""
SHOWS_TITLES = [
    *(f"projects.{ending}" for ending in ("csv", "xlsx", "geojson", "gpkg")),
    *("partnerships.csv", "partnerships.xlsx", "slides.pptx", "report.pdf"),
    *("dossier.pdf", "dossier.docx"),
]
SHOWS_NAMES = ["status.csv", "status.xlsx"]
PLACE = {"place": code(0, COMMUNITY)}
VIEWS: list[tuple[str, dict[str, str]]] = [
    ("/list", {}),
    ("/list", {"project": "H-0"}),
    ("/list", {"project": "W-0"}),
    ("/list", {"partnership": "R-0"}),
    ("/list", PLACE),
    ("/list", {"place": code(0, SETTLEMENT)}),
    ("/list", {"donor": "o-0", "sector": "s-0", "community": code(0, COMMUNITY)}),
    ("/stage", {}),
    ("/stage", {"story": "t-0"}),
    ("/stage", {"map": "partners", "theme": "dark"}),
    ("/embed/map", {}),
    *((f"/map/{name}", {}) for name in
      ("geometry", "positions", "texts", "partners", "partner-texts")),
    ("/health", {}),
]  # fmt: skip
ASKED = ("q", "sector", "project", "place", "story", "asof", "lang", "layer", "theme")
"""Parameters whose value is the hostile one."""


def _share(items: Iterable[T], sample: Iterable[T]) -> list[T]:
    asked = os.environ.get("PROJECTMAP_HOSTILE", "")
    if not asked:
        return list(sample)
    if asked == "all":
        return list(items)
    part, _, of = asked.partition("/")
    return list(items)[int(part) - 1 :: int(of)]


NAMES = _share(STORABLE, ONE_OF_EACH)
QUERIES = _share(HOSTILE, ONE_OF_EACH)
DOCUMENTS = _share(STORABLE, ["file of Typst"])


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Register]:
    """The register that is nothing but one text."""
    kept: dict[str, Register] = {}

    def register(text: str) -> Register:
        if text not in kept:
            if len(kept) > len(ONE_OF_EACH):  # the harmless one and those of a sample
                kept.pop([*kept][-1])
            kept[text] = load(write(tmp_path_factory.mktemp("hostile"), [text]))
            assert not kept[text].problems
        return kept[text]

    register(HARMLESS)
    return register


def in_turn(name: str, number: int) -> str:
    """The language of one of several things with a text, by turns."""
    return LANGUAGES[([*STORABLE].index(name) + number) % len(LANGUAGES)]


def _scripts(text: str) -> tuple[int, ...]:
    return tuple(text.lower().count(f"<{name}") for name in ("script", "iframe", "svg", "object"))


@pytest.fixture(scope="module")
def harmless_pages(
    site: Callable[..., Any], registers: Callable[[str], Register]
) -> Mapping[int, tuple[int, ...]]:
    """What could run in each view where the data is nothing but text."""
    client = site(registers(HARMLESS))
    return {
        number: _scripts(client.get(path, params=asked).text)
        for number, (path, asked) in enumerate(VIEWS)
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_view_of_hostile_data(
    site: Callable[..., Any],
    registers: Callable[[str], Register],
    harmless_pages: Mapping[int, tuple[int, ...]],
    name: str,
) -> None:
    text = STORABLE[name]
    client = site(registers(text))
    for number, (path, asked) in enumerate(VIEWS):
        answer = client.get(path, params={**asked, "lang": in_turn(name, number)})
        assert answer.status_code == 200, (path, asked)
        if path.startswith("/map/") or path == "/health":
            continue  # numbers, or texts for scripts of ours; see the browser's tests
        assert _scripts(answer.text) == harmless_pages[number], (path, asked)
        if path == "/list":
            page = read(answer.text)
            assert active(page) == []
            assert same(text) in same(page.text)
            assert not any(sign in page.text for sign in EVALUATED if sign not in text)


@pytest.mark.parametrize("name", QUERIES)
def test_every_route_asked_for_a_hostile_value(few: Any, name: str) -> None:
    client, text = few, HOSTILE[name]
    for path in ("/list", "/map/positions", "/export/status.csv", "/health"):
        for parameter in ASKED:
            answer = client.get(path, params={parameter: text})
            assert answer.status_code < 500, (path, parameter)
            assert "\n" not in "".join(answer.headers.values())
    for path in ("/stage", "/embed/map", "/export/viewer.html"):
        plain = _scripts(client.get(path).text)
        for asked in ({"q": text}, dict.fromkeys(ASKED, text)):
            answer = client.get(path, params=asked)
            assert answer.status_code == 200, (path, asked)
            # A map of nothing may have fewer signs; no value makes anything that runs.
            assert _scripts(answer.text)[:2] == plain[:2], (path, asked)
            assert "\n" not in "".join(answer.headers.values())
    for base in ("/export/", "/map/", "/assets/", "/"):
        path = re.sub(r"[\0-\x1f\x7f]", lambda found: quote(found[0]), text)
        assert client.get(base + path).status_code < 500
    for header in ("Accept-Language", "User-Agent", "If-None-Match", "Range", "Cookie"):
        value = text.encode("utf-8").replace(b"\r", b"").replace(b"\n", b"")
        assert client.get("/list", headers={header: value}).status_code < 500


@pytest.mark.parametrize(
    ("name", "document"),
    [*((name, False) for name in NAMES), *((name, True) for name in DOCUMENTS)],
)
def test_every_file_of_hostile_data(
    registers: Callable[[str], Register], tmp_path: Path, name: str, *, document: bool
) -> None:
    text = STORABLE[name]
    exports = [key for key, export in EXPORTS.items() if export.document is document]
    for number, export in enumerate(exports):
        view = View(place=PLACE["place"]) if EXPORTS[export].about_community else View()
        request = ExportRequest(export, view, in_turn(name, number), DAY, "https://example.org/")
        path = tmp_path / export.replace("/", "-")
        write_export(registers(text), request, path)
        found = read_file(path)
        known: list[str] = []
        if path.suffix == ".html":
            write_export(registers(HARMLESS), request, path.with_stem("harmless"))
            known = read_file(path.with_stem("harmless")).active
        assert found.active == known, export
        if export in SHOWS_TITLES + SHOWS_NAMES:
            assert same(text) in found.all_text, export
        assert not any(
            sign in one for one in found.texts for sign in EVALUATED if sign not in text
        ), export


# --- What no route answers with: pages that Streamlit shows, and what maps are given ------------


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, Register]:
    """Every text in one register, and a register that has harmless ones in their places."""
    folder = tmp_path_factory.mktemp("twins")
    loaded = [load(write(folder / "hostile", TEXTS)),
              load(write(folder / "harmless", [HARMLESS] * len(TEXTS)))]  # fmt: skip
    assert not any(one.problems for one in loaded)
    hostile, harmless = (replace(one, version="0" * 12) for one in loaded)
    return hostile, harmless


def check_alike(made: str, plain: str, text: str) -> None:
    """Two pieces of HTML differ in ``text`` alone, which nothing can take for code."""
    assert not re.search(r"\{\{|\{%|\{#|\$\{", made), text
    check_nodes(read(made), read(plain), text)


def check_nodes(page: Node, other: Node, text: str) -> None:
    shown = read(encode(text)).text
    assert [node.name for node in page.all()] == [node.name for node in other.all()], text
    for node, twin in zip(page.all(), other.all(), strict=True):
        assert node.text == twin.text.replace(HARMLESS, shown)
        assert node.attributes.keys() == twin.attributes.keys(), text
        if node.name != "img":
            assert node.attributes == {
                name: value and value.replace(HARMLESS, shown)
                for name, value in twin.attributes.items()
            }
            continue
        drawn, known = (svg_of(one.attributes["src"]) for one in (node, twin))
        assert [one.tag for one in drawn] == [one.tag for one in known]
        assert [one.keys() for one in drawn] == [one.keys() for one in known]
        words = [(one.text or "").split() for one in drawn]
        assert words == [(one.text or "").replace(HARMLESS, one_line(text)).split()
                         for one in known]  # fmt: skip


def svg_of(source: str | None) -> list[ET.Element]:
    data = (source or "").removeprefix("data:image/svg+xml;base64,")
    return [*ET.fromstring(b64decode(data, validate=True)).iter()]  # noqa: S314 - made here


def test_the_page_of_a_community_shows_hostile_texts_as_text(
    twins: tuple[Register, Register],
) -> None:
    for number, text in enumerate(TEXTS):
        place, t = code(number, COMMUNITY), translator(LANGUAGES[number % 2])
        made, plain = (
            dossier(Shown(Labels(one, t), View()), place, "office@example.org") for one in twins
        )
        check_alike(made, plain, text)


def test_the_list_and_all_details_show_hostile_texts_as_text(
    twins: tuple[Register, Register], site: Callable[..., Any]
) -> None:
    """Each text in one language and one kind of place, by turns."""
    clients = [site(one) for one in twins]
    for number, text in enumerate(TEXTS):
        language = LANGUAGES[number // 2 % 2]
        for details in (
            {"project": f"H-{number}"},
            {"partnership": f"R-{number}"},
            {"place": code(number, COMMUNITY if number % 2 else SETTLEMENT)},
        ):
            asked = {"sector": f"s-{number}", "lang": language, **details}
            made, plain = (client.get("/list", params=asked).text for client in clients)
            check_alike(made, plain, text)
            assert active(read(made)) == []


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("story", [None, "t-5"])
def test_the_viewer_holds_hostile_texts_as_text(
    twins: tuple[Register, Register], mode: Mode, story: str | None
) -> None:
    made, plain = (
        viewer(ViewerRequest(one, View(), story and one.stories[story], mode), DAY, None)
        for one in twins
    )
    held, known = (
        json.loads(re.findall('<script [^>]* id="data">(.*?)</script>', one, re.DOTALL)[0])
        for one in (made, plain)
    )
    page, other = (read(re.sub(r"(<path [^<>]*)/>", r"\1></path>", one)) for one in (made, plain))
    assert [node.name for node in page.all()] == [node.name for node in other.all()]
    assert active(page) == active(other)
    for sheet, twin in zip(page.all("div"), other.all("div"), strict=True):
        if found := re.fullmatch(
            r"(project|partnership)-\w-(\d+)", sheet.attributes.get("data-sheet") or ""
        ):
            check_nodes(sheet, twin, TEXTS[int(found[2])])
    for one, twin in zip(held["records"], known["records"], strict=True):
        shown = read(encode(TEXTS[int(one["id"][2:])])).text
        assert one["title"] == {
            language: title.replace(HARMLESS, shown) for language, title in twin["title"].items()
        }


def test_tables_of_hostile_names(twins: tuple[Register, Register], t: Translator) -> None:
    """Rows of equal numbers are in the order of their names: all of them have all texts."""
    for make in (
        status_table,
        lambda shown: figure_table(figure("sector", shown), t),
        lambda shown: figure_table(figure("donor", shown), t),
        lambda shown: figure_table(figure("needs", shown), t),
        lambda shown: partnership_table(shown, shown.register.partnerships),
    ):
        made, plain = (make(Shown(Labels(one, t), View())) for one in twins)
        page = read(made)
        assert [node.name for node in page.all()] == [node.name for node in read(plain).all()]
        assert active(page) == []
        assert not re.search(r"\{\{|\{%|\{#|\$\{", made)
        assert all(read(encode(text)).text in page.text for text in TEXTS)


def test_what_a_map_is_given_with_the_page_is_numbers_and_codes(
    twins: tuple[Register, Register],
) -> None:
    """The names come by a request of their own, as JSON."""
    number = 5
    for view in (
        View(),
        View(place=code(number, COMMUNITY)),
        View(place=code(number, SETTLEMENT)),
        View(project=f"H-{number}"),
    ):
        scenes = []
        for register in twins:
            made = layers.scene(builders.shown(register, view, "uk"))
            scenes.append(replace(made, content=""))
            render.overlay(made)  # raises where a scene holds anything but codes
        assert scenes[0] == scenes[1]
    view = View(partnership=f"R-{number}")
    lines = [partners.scene(builders.shown(one, view, "uk")) for one in twins]
    assert replace(lines[0], content="") == replace(lines[1], content="")
    drawn, plain = (json.loads(partners.data(one), parse_constant=pytest.fail) for one in twins)
    for made, twin in zip(drawn["partnerships"], plain["partnerships"], strict=True):
        text = TEXTS[int(made["id"][2:])]
        assert made["title"] == {"uk": text, "en": text}
        assert made["partner"] == {
            language: name.replace(HARMLESS, text) for language, name in twin["partner"].items()
        }


# --- Faulty folders ---------------------------------------------------------------------------

FAULTS: Mapping[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda _: None,
    "empty": lambda _: b"",
    "blank": lambda _: b" \n\n",
    "truncated": lambda good: good[: len(good) // 2],
    "last bytes lost": lambda good: good[:-3],
    "written twice": lambda good: good + good,
    "merge conflict": lambda good: b"<<<<<<< HEAD\n" + good + b"=======\n>>>>>>> other\n",
    "NUL bytes": lambda good: b"\0" * len(good),
    "UTF-16": lambda good: good.decode("utf-8").encode("utf-16"),
    "cp1251": lambda good: good.decode("utf-8").encode("cp1251", "replace") + b"\xef",
    "a program": lambda _: b"\x7fELF\x02\x01\x01\0" * 50,
    "a workbook": lambda _: b"PK\x03\x04\x14\0\x06\0" * 50,
    "a web page": lambda _: b"<!DOCTYPE html><title>404</title><p>Not found",
    "JSON of another kind": lambda _: b'{"type": "Topology", "objects": []}',
    "a table of another kind": lambda _: b"a;b;c\n1;2;3\n",
    "a link to the disk": lambda _: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "a number": lambda _: b"5",
    "deep": lambda _: b"[" * 50_000,
}
STORY = "stories/test-story.json"
TARGETS = [*FILES, *OPTIONAL, *BASEMAP_FILES, STORY]
PAIRS = _share(
    [(target, fault) for target in TARGETS for fault in FAULTS],
    [(target, [*FAULTS][n % len(FAULTS)]) for n, target in enumerate(TARGETS)],
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, geodata: Path) -> Path:
    """A small folder that has every file there can be."""
    folder = builders.write_folder(
        tmp_path_factory.mktemp("good") / "geodata",
        projects=[builders.placed("TEST-001")],
        stories=[builders.story()],
    )
    shutil.copy(geodata / "list_amendments.csv", folder)
    shutil.copytree(geodata / "basemap", folder / "basemap")
    assert load(folder).stories
    return folder


@pytest.mark.parametrize(("target", "fault"), PAIRS, ids=[" ".join(pair) for pair in PAIRS])
def test_a_faulty_folder_is_never_the_end(
    site: Callable[..., Any],
    good: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    fault: str,
) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(store, "SETTLED_AFTER_S", 0.0)
    folder = tmp_path / "geodata"
    shutil.copytree(good, folder)
    serving = Store(Folder(folder))
    assert serving.current().register is not None
    path = folder / target
    content = FAULTS[fault](path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    cold = Store(Folder(folder))
    for state, served in (("running", serving.current()), ("cold", cold.current())):
        client = site(served)
        for address in ("/list", "/stage", "/map/geometry", "/export/projects.csv", "/health"):
            answer = client.get(address)
            allowed = {200} if state == "running" or served.register else {503}
            assert answer.status_code in allowed, (state, address)
            assert str(tmp_path) not in answer.text
            assert "root:" not in answer.text
        # The people who keep the data learn which file it is, unless it can be done without.
        if served.register is None:
            assert Path(target).name in client.get("/health").text
        if state == "running":
            assert served.register is not None
