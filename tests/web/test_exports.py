"""Downloads over the server: what links ask for, made once, under safe names, never half."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import httpx
import pytest
from each import each
from starlette.applications import Starlette
from territory import MIDDLE, NORTH
from web.downloading import DAY, Clock, Writer

from projectmap.data.store import Served
from projectmap.export.registry import EXPORTS
from projectmap.export.request import ExportRequest, Size
from projectmap.i18n import LANGUAGES, translator
from projectmap.model.codes import StoryMap
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.web import exports, routes

App = Callable[[Register | Served], Starlette]
pytestmark = pytest.mark.usefixtures("plain_settings")


@pytest.fixture
def client(site: Callable[..., Any], small: Register, writer: Writer) -> Any:
    """Asks for downloads of few records, which are written in no time."""
    assert not writer.requests
    return site(small)


# --- Made once --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "query", "same"),
    [
        ("slides.pptx", "sector=water&community={N}", "community={N}&sector=water&sector=magic"),
        ("slides.pptx", "lang=uk", "lang=uk&story=test-story&map=partners&size=print&deck=short"),
        ("slides.pptx", "lang=en", "lang=en&lang=en&unknown=1"),
        ("map.png", "size=screen", "size=wall"),
        ("map.png", "", "size="),
        ("map.svg", "size=screen", "size=print"),
        ("viewer.html", "lang=uk", "lang=uk&story=nothing&map=moon"),
        ("projects.csv", "sector=water", "sector=water&size=print&story=test-story"),
        ("status.csv", "asof=2022-03-01", "asof=2022-03-01&sector=water&layer=names"),
        ("partnerships.csv", "sector=water", "sector=water&asof=2022-03-01&place={N}"),
        ("figures/year.csv", "lang=uk", "lang=uk&map=partners"),
    ],
)
def test_the_same_is_made_once(
    client: Any, writer: Writer, document: str, query: str, same: str
) -> None:
    first = client.get(f"/export/{document}?{query.format(N=NORTH)}")
    for asked in (query, same):
        for method in ("GET", "HEAD"):
            again = client.request(method, f"/export/{document}?{asked.format(N=NORTH)}")
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["content-disposition"] == first.headers["content-disposition"]
    assert len(writer.requests) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("slides.pptx?lang=uk", "slides.pptx?lang=en"),
        ("slides.pptx?sector=water", "slides.pptx?sector=health"),
        ("slides.pptx?asof=2022-03-01", "slides.pptx?asof=2022-03-02"),
        ("slides.pptx", "slides.pptx?deck=long"),
        ("slides.pptx", "report.pdf"),
        ("map.png?size=screen", "map.png?size=print"),
        ("viewer.html", "viewer.html?story=test-story"),
        ("viewer.html", "viewer.html?map=partners"),
        (f"dossier.pdf?community={NORTH}", f"dossier.pdf?community={MIDDLE}"),
        # What was searched for is anybody's text, and stands in no name.
        ("report.pdf?q=a", "report.pdf?q=b"),
        ("figures/year.csv", "figures/kind.csv"),
    ],
)
def test_another_is_made_again_and_its_name_is_another(
    client: Any, writer: Writer, one: str, other: str
) -> None:
    names = [client.get(f"/export/{path}").headers["content-disposition"] for path in (one, other)]
    assert len(writer.requests) == 2
    assert (names[0] == names[1]) is ("q=" in one)


class Changing:
    """A store whose data is exchanged."""

    def __init__(self, register: Register) -> None:
        self.served = Served(register)

    def current(self) -> Served:
        """The data."""
        return self.served


def test_another_version_of_the_data_is_made_again(small: Register, writer: Writer) -> None:
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
    assert len(writer.requests) == 2
    assert writer.registers[1].version == "0" * 12
    assert first.content == same.content != other.content
    assert (known.status_code, known.content) == (200, other.content)


def test_tomorrow_it_is_made_again(
    client: Any, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document tells the day on which it was made."""
    client.get("/export/slides.pptx")
    monkeypatch.setattr(Clock, "day", date(2026, 11, 23))
    name = client.get("/export/slides.pptx").headers["content-disposition"]
    assert [request.day for request in writer.requests] == [DAY, date(2026, 11, 23)]
    assert "_2026-11-23_" in name


# --- What is asked for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "browser", "language"),
    [("lang=uk", "en", "uk"), ("lang=en", "uk", "en"), ("", "uk-UA", "uk"), ("", "nl", "en"),
     ("lang=ru", "uk", "uk")],
)  # fmt: skip
def test_the_language_is_the_asked_one_else_the_browsers(
    client: Any, writer: Writer, query: str, browser: str, language: str
) -> None:
    for name, export in EXPORTS.items():
        answer = client.get(
            f"/export/{name}?community={NORTH}&{query}", headers={"Accept-Language": browser}
        )
        assert (writer.last.language, writer.last.view.lang) == (language, language), name
        if export.document:
            ending = f'_{language}.{export.ending}"'
            assert answer.headers["content-disposition"].endswith(ending)


def test_the_request_is_what_the_link_says(
    client: Any, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROJECTMAP_CONTACT", "office@example.org")
    t = {"lang": "en"}
    client.get("/export/map.png", params=t | {"size": "print", "sector": "water"})
    view = View(lang="en", sector=("water",))
    plain = ExportRequest("map.png", view, "en", DAY, "http://testserver/", "office@example.org")
    assert writer.last == replace(plain, size=Size.PRINT)
    client.get("/export/viewer.html", params=t | {"story": "test-story", "map": "partners"})
    assert writer.last == replace(
        plain, name="viewer.html", view=View(lang="en"), story="test-story", map=StoryMap.PARTNERS
    )


@each(
    product(
        ["dossier.pdf", "dossier.docx"],
        LANGUAGES,
        ["", f"community={NORTH}&community={MIDDLE}", "community=UA00", "sector=water",
         "q=<script>"],
    )
)  # fmt: skip
def test_a_dossier_of_no_community(
    client: Any, writer: Writer, document: str, language: str, query: str
) -> None:
    answer = client.get(f"/export/{document}?lang={language}&{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    wanted = translator(language)(
        "A dossier covers one community: name it, for example community=UA…"
    )
    assert answer.text == wanted
    assert bool(re.search("[а-яіїєґ]", answer.text)) is (language == "uk")
    assert not writer.requests


@pytest.mark.parametrize("query", [f"community={NORTH}", f"place={NORTH}"])
def test_a_dossier_is_about_the_community_that_is_looked_at(client: Any, query: str) -> None:
    answer = client.get(f"/export/dossier.pdf?{query}&lang=en")
    assert answer.status_code == 200
    assert f"dossier_{DAY}_Testova-North_en.pdf" in answer.headers["content-disposition"]


# --- When making fails ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_is_told_without_its_insides_and_tried_again(
    client: Any, writer: Writer, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    writer.fails = 1
    answer = client.get(f"/export/slides.pptx?lang={language}")
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "etag" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"Traceback|secret|PROJECTMAP|\wError", answer.text)
    assert bool(re.search("[а-яіїєґ]", answer.text)) is (language == "uk")
    # The log says what it was.
    assert "slides.pptx" in caplog.text
    assert "secret.py" in caplog.text
    again = client.get(f"/export/slides.pptx?lang={language}")
    assert (again.status_code, len(writer.requests)) == (200, 2)


def test_a_flood_is_refused_and_what_nobody_waits_for_is_not_made(
    app: App, small: Register, writer: Writer
) -> None:
    writer.waits = threading.Event()
    most = exports.MAX_PARALLEL_DOCUMENTS + exports.WAITING_DOCUMENTS[1]

    async def flood() -> tuple[list[int], set[str]]:
        transport = httpx.ASGITransport(app(small))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            asked = [
                asyncio.create_task(client.get(f"/export/report.pdf?q=x{number}"))
                for number in range(60)
            ]
            done, waiting = set(), set(asked)
            async with asyncio.timeout(60):
                while len(done) < 60 - most:
                    done, waiting = await asyncio.wait(asked, timeout=0.05)
            for task in list(waiting)[::2]:
                task.cancel()
            writer.waits.set()
            answers = await asyncio.gather(*waiting, return_exceptions=True)
            refused = {task.result().headers["retry-after"] for task in done}
            whole = [item for item in answers if isinstance(item, httpx.Response)]
            again = await client.get("/export/report.pdf?q=again")
            assert again.status_code == 200
            return [len(done), *(item.status_code for item in whole)], refused

    (refused, *statuses), retry = asyncio.run(flood())
    assert refused == 60 - most
    assert set(statuses) == {200}
    assert retry == {"20"}
    # Of those that waited, only what somebody still waits for was made.
    assert len(writer.requests) < most
