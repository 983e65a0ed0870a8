"""Documents over the server: ordered by links, made once, under safe names, never half."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest
from builders import MIDDLE, NORTH
from starlette.applications import Starlette
from web.hostile import HOSTILE
from web.ordering import DAY, Clock, Maker

from projectmap.data.store import Served
from projectmap.export.documents import DOSSIERS, Document, DocumentOrder, Size, document_name
from projectmap.export.formats import MAX_NAME
from projectmap.i18n import LANGUAGES, translator
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.web import made, routes, studio
from projectmap.web.made import Files

NAME = re.compile(r'attachment; filename="([A-Za-z0-9._-]+)"')
App = Callable[[Register | Served], Starlette]
pytestmark = pytest.mark.usefixtures("plain_settings")


# --- Made once --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "query", "same"),
    [
        ("slides.pptx", "sector=water&community={N}", "community={N}&sector=water&sector=magic"),
        ("slides.pptx", "lang=uk", "lang=uk&story=test-story&map=partners&size=print"),
        ("slides.pptx", "lang=en", "lang=en&lang=en&unknown=1"),
        ("map.png", "size=screen", "size=wall"),
        ("map.png", "", "size="),
        ("map.svg", "size=screen", "size=print"),
        ("viewer.html", "lang=uk", "lang=uk&story=nothing&map=moon"),
    ],
)
def test_the_same_is_made_once(
    site: Callable[..., Any], small: Register, maker: Maker, document: str, query: str, same: str
) -> None:
    client = site(small)
    first = client.get(f"/export/{document}?{query.format(N=NORTH)}")
    for asked in (query, same):
        for method in ("GET", "HEAD"):
            again = client.request(method, f"/export/{document}?{asked.format(N=NORTH)}")
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["content-disposition"] == first.headers["content-disposition"]
    assert len(maker.asked) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("slides.pptx?lang=uk", "slides.pptx?lang=en"),
        ("slides.pptx?sector=water", "slides.pptx?sector=health"),
        ("slides.pptx?asof=2022-03-01", "slides.pptx?asof=2022-03-02"),
        ("slides.pptx", "report.pdf"),
        ("map.png?size=screen", "map.png?size=print"),
        ("viewer.html", "viewer.html?story=test-story"),
        ("viewer.html", "viewer.html?map=partners"),
        (f"dossier.pdf?community={NORTH}", f"dossier.pdf?community={MIDDLE}"),
        # What was searched for is anybody's text, and stands in no name.
        ("report.pdf?q=a", "report.pdf?q=b"),
    ],
)
def test_another_is_made_anew_and_its_name_is_another(
    site: Callable[..., Any], small: Register, maker: Maker, one: str, other: str
) -> None:
    client = site(small)
    names = [client.get(f"/export/{path}").headers["content-disposition"] for path in (one, other)]
    assert len(maker.asked) == 2
    assert (names[0] == names[1]) is ("q=" in one)


def together(app: Starlette, target: str, count: int) -> list[httpx.Response]:
    """The answers to ``count`` requests that are under way at the same time."""

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://testserver"
        ) as client:
            return await asyncio.gather(*(client.get(target) for _ in range(count)))

    return asyncio.run(ask())


def test_it_is_made_once_for_all_who_ask_at_the_same_time(
    app: App, small: Register, maker: Maker
) -> None:
    maker.waits = threading.Event()
    threading.Timer(0.3, maker.waits.set).start()
    found = together(app(small), "/export/slides.pptx", 10)
    assert [answer.status_code for answer in found] == [200] * 10
    assert len({answer.content for answer in found}) == 1
    assert len(maker.asked) == 1


def test_who_waits_for_one_that_fails_gets_one_that_does_not(
    app: App, small: Register, maker: Maker
) -> None:
    maker.fails = 1
    maker.waits = threading.Event()
    threading.Timer(0.3, maker.waits.set).start()
    found = together(app(small), "/export/slides.pptx", 4)
    assert sorted(answer.status_code for answer in found) == [200, 200, 200, 500]
    assert len(maker.asked) == 2


class Changing:
    """A store whose data is exchanged."""

    def __init__(self, register: Register) -> None:
        self.served = Served(register)

    def current(self) -> Served:
        """The data."""
        return self.served


def test_another_version_of_the_data_is_made_anew(small: Register, maker: Maker) -> None:
    async def ask() -> list[httpx.Response]:
        store: Any = Changing(small)
        transport = httpx.ASGITransport(Starlette(routes=routes.routes(store)))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            found = [await client.get("/export/report.pdf") for _ in range(2)]
            store.served = Served(replace(small, version="0" * 12))
            found += [await client.get("/export/report.pdf", headers={"If-None-Match": tag})
                      for tag in ("", found[0].headers["etag"])]  # fmt: skip
            return found

    first, same, other, known = asyncio.run(ask())
    assert len(maker.asked) == 2
    assert maker.registers[1].version == "0" * 12
    assert first.content == same.content != other.content
    assert (known.status_code, known.content) == (200, other.content)


def test_tomorrow_it_is_made_anew(
    site: Callable[..., Any], small: Register, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document tells the day on which it was made."""
    client = site(small)
    client.get("/export/slides.pptx")
    monkeypatch.setattr(Clock, "day", date(2026, 11, 23))
    name = client.get("/export/slides.pptx").headers["content-disposition"]
    assert [asked.day for asked in maker.asked] == [DAY, date(2026, 11, 23)]
    assert "_2026-11-23_" in name


# --- What is asked for ------------------------------------------------------------------------


@pytest.mark.parametrize("document", Document)
@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [
        ("lang=uk", "en", "uk"),
        ("lang=en", "uk", "en"),
        ("", "uk-UA", "uk"),
        ("", "nl", "en"),
        ("lang=ru", "uk", "uk"),
    ],
)
def test_the_language_is_the_asked_one_else_the_browsers(
    site: Callable[..., Any],
    small: Register,
    maker: Maker,
    document: Document,
    query: str,
    browser: str,
    language: str,
) -> None:
    answer = site(small).get(
        f"/export/{document}?community={NORTH}&{query}", headers={"Accept-Language": browser}
    )
    assert (maker.last.language, maker.last.view.lang) == (language, language)
    assert f"_{language}.{document.ending}" in answer.headers["content-disposition"]


def test_the_order_is_what_the_link_says(
    site: Callable[..., Any],
    small: Register,
    maker: Maker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PROJECTMAP_CONTACT", "office@example.org")
    client, t = site(small), {"lang": "en"}
    client.get("/export/map.png", params=t | {"size": "print", "sector": "water"})
    view = View(lang="en", sector=("water",))
    plain = DocumentOrder(
        Document.MAP_PNG, view, "en", DAY, "http://testserver/", "office@example.org"
    )
    assert maker.last == replace(plain, size=Size.PRINT)
    client.get("/export/viewer.html", params=t | {"story": "test-story", "map": "partners"})
    assert maker.last == replace(
        plain, document=Document.VIEWER, view=View(lang="en"), story="test-story", partners=True
    )


NOT_THERE = [
    "/export/slides", "/export/slides.pdf", "/export/SLIDES.pptx", "/export/slides.pptx/x",
    "/export/report.docx", "/export/viewer", "/export/viewer.htm", "/export/.pptx",
    "/export/slides.pptx%00", "/export/..%2fslides.pptx", "/export/Document.SLIDES", "/export/",
]  # fmt: skip


@pytest.mark.parametrize("path", NOT_THERE)
def test_a_document_that_there_is_not(
    site: Callable[..., Any], small: Register, maker: Maker, path: str
) -> None:
    assert site(small).get(path).status_code == 404
    assert not maker.asked


@pytest.mark.parametrize("document", sorted(DOSSIERS))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["", f"community={NORTH}&community={MIDDLE}", "community=UA00", "sector=water"]
)
def test_a_dossier_of_no_community(
    site: Callable[..., Any],
    small: Register,
    maker: Maker,
    document: Document,
    language: str,
    query: str,
) -> None:
    answer = site(small).get(f"/export/{document}?lang={language}&{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    wanted = translator(language)("A dossier is about one community: name it, as in community=UA…")
    assert answer.text == wanted
    assert bool(re.search("[а-яіїєґ]", answer.text)) is (language == "uk")
    assert not maker.asked


@pytest.mark.parametrize("query", [f"community={NORTH}", f"place={NORTH}"])
@pytest.mark.usefixtures("maker")
def test_a_dossier_is_about_the_community_that_is_looked_at(
    site: Callable[..., Any], small: Register, query: str
) -> None:
    answer = site(small).get(f"/export/dossier.pdf?{query}&lang=en")
    assert answer.status_code == 200
    assert f"dossier_{DAY}_Testova-North_en.pdf" in answer.headers["content-disposition"]


PARAMETERS = (
    *("q", "sector", "community", "project", "place", "partnership", "asof", "lang"),
    *("story", "size", "map", "layer", "show"),
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_parameter_breaks_a_document_or_its_name(
    site: Callable[..., Any], small: Register, maker: Maker, text: str
) -> None:
    client, asked = site(small), dict.fromkeys(PARAMETERS, text)
    for document in (Document.SLIDES, Document.MAP_PNG, Document.VIEWER):
        answer = client.head(f"/export/{document}", params=asked)
        assert answer.status_code == 200
        (found,) = NAME.fullmatch(answer.headers["content-disposition"]).groups()
        assert ".." not in found
        assert len(found) <= MAX_NAME
        assert (maker.last.story, maker.last.partners) == (None, False)
    refused = client.get("/export/dossier.docx", params=asked)
    assert refused.status_code == 400
    assert text not in refused.text


def test_names_of_everything_are_short_and_told_apart(register: Register) -> None:
    everything = View(
        community=tuple(register.communities),
        sector=tuple(register.sectors),
        donor=tuple(register.organisations),
        q="x" * 1000,
        asof=date(2022, 2, 24),
    )
    longest = {"x" * 300: next(iter(register.stories.values()))}
    known = replace(register, stories=MappingProxyType({**register.stories, **longest}))
    names = [
        document_name(
            DocumentOrder(document, view, language, DAY, None, size=size, story=told), known
        )
        for document in Document
        for view in (View(), everything, View(community=(next(iter(register.communities)),)))
        for language in LANGUAGES
        for size in (Size if document.ending == "png" else [Size.SCREEN])
        for told in ((None, *known.stories) if document is Document.VIEWER else (None,))
    ]
    assert max(map(len, names)) <= MAX_NAME
    assert all(re.fullmatch(r"[a-z-]+_2026-11-22_[A-Za-z0-9._-]+", name) for name in names)
    # The viewer of a story is that of the story, whatever is filtered; a dossier's community
    # is one of its own.
    others = [name for name in names if not name.startswith("dossier") and "html" not in name]
    assert len(set(others)) == len(others)


# --- When making fails ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_is_told_without_its_insides_and_tried_again(
    site: Callable[..., Any],
    small: Register,
    maker: Maker,
    caplog: pytest.LogCaptureFixture,
    language: str,
) -> None:
    client = site(small)
    maker.fails = 1
    answer = client.get(f"/export/slides.pptx?lang={language}")
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "etag" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search("Traceback|secret|PROJECTMAP|Error", answer.text)
    assert bool(re.search("[а-яіїєґ]", answer.text)) is (language == "uk")
    # Whoever runs the site learns what it was.
    assert "slides.pptx" in caplog.text
    assert "secret.py" in caplog.text
    again = client.get(f"/export/slides.pptx?lang={language}")
    assert (again.status_code, len(maker.asked)) == (200, 2)


def _nonsense(pipe: Any, *_order: Any) -> None:
    pipe.write(b"no pickle")


def test_a_process_that_fails_is_a_500(
    site: Callable[..., Any],
    small: Register,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = site(small)
    with monkeypatch.context() as patch:
        patch.setattr(studio, "order_to", _nonsense)
        answer = client.get("/export/partners.svg?lang=en")
    assert answer.status_code == 500
    assert "UnpicklingError" in caplog.text
    assert "pickle" not in answer.text
    assert client.get("/export/partners.svg?lang=en").status_code == 200


@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_a_process_that_ends_before_it_was_told_anything(
    small: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\necho no memory >&2\n{end}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    asked = DocumentOrder(Document.SLIDES, View(q="x" * 1_000_000), "uk", DAY, None)
    with pytest.raises(RuntimeError, match="no memory"):
        made.make_document(asked, small, Files(), tmp_path / "file")


def test_half_a_file_is_not_kept() -> None:
    files, left = Files(), []

    def half(path: Path) -> None:
        path.write_bytes(b"half")
        left.append(path)
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        files.get("key", half)
    assert not left[0].exists()
    assert files.get("key", lambda path: path.write_bytes(b"whole")).size == 5
