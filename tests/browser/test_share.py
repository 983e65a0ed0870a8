"""Handing over what is shown: on stage, as documents, to other sites; from every page."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from starlette.applications import Starlette
from web.conftest import Fixed, TestClient
from web.downloading import Writer
from web.reading import read

from browser.conftest import Visit
from browser.driving import AIDARSKA, App, Visitor
from projectmap.data.store import Served
from projectmap.export.registry import EXPORTS
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES, Translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.web import routes
from projectmap.web.exports import Exports
from projectmap.web.share import snippet

SHOWN = View(sector=("water",), asof=date(2022, 3, 1))
FILTER = {"sector": ["water"], "asof": ["2022-03-01"]}
QUERY = "sector=water&asof=2022-03-01"
PAGES = [
    "/", "/projects", "/communities", f"/communities?place={AIDARSKA}", "/partnerships",
    "/present", "/about",
]  # fmt: skip
DOCUMENT_MS = 120_000
"""For a document on a busy machine, where the process that makes it comes last."""
NAME = re.compile(r'attachment; filename="([A-Za-z0-9._-]+)"')


@dataclass(frozen=True)
class Link:
    """A link to something to hand over."""

    page: str
    """The last part of the address, such as ``slides.pptx``."""
    asked: dict[str, list[str]]

    @property
    def stated(self) -> tuple[str, str, str]:
        """What it leads to: page, language, and size or length."""
        form = [*self.asked.get("size", []), *self.asked.get("deck", []), "-"]
        return self.page, self.asked["lang"][0], form[0]


def links(visitor: Visitor) -> list[Link]:
    """The links to present and to take along, as the page's own view has them."""
    shared = visitor.key("downloads").locator(".share")
    expect(shared.locator("a").first).to_be_visible()
    found = shared.locator("a:is([target=_blank], [data-document])").evaluate_all(
        "all => all.map(one => one.href)"
    )
    split = [urlsplit(address) for address in found]
    base = urlsplit(visitor.app.url).netloc
    assert {part.netloc for part in split} == {base}
    return [Link(part.path.rpartition("/")[2], parse_qs(part.query)) for part in split]


def offered(path: str, language: str) -> set[tuple[str, str, str]]:
    """What a page must offer."""
    both = ["slides.pptx", "report.pdf", "viewer.html"]
    if "place=" in path:
        both += ["dossier.pdf", "dossier.docx"]
    stem = "partners" if path == "/partnerships" else "map"
    return {
        ("stage", language, "-"),
        *((str(document), tongue, "-") for document in both for tongue in LANGUAGES),
        *(("slides.pptx", tongue, "long") for tongue in LANGUAGES),
        (f"{stem}.png", language, "-"),
        (f"{stem}.png", language, "print"),
        (f"{stem}.svg", language, "-"),
    }


def test_every_page_hands_over_just_what_it_shows(
    visit: Visit, app: App, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the pages in each language."""
    addresses: dict[tuple[str, str, str], str] = {}
    for language in LANGUAGES:
        visitor = visit(app, language)
        for number, path in enumerate(PAGES[language == "en" :: 2]):
            go(visitor, path, cold=not number)
            expect_links_of_this_view(visitor, path)
            if "place=" in path:
                expect_names_of_groups(visitor)
            every = visitor.page.locator(".share a:is([target=_blank], [data-document])")
            for address in every.evaluate_all("all => all.map(one => one.href)"):
                asked = parse_qs(urlsplit(address).query)
                story, shown = (asked.get(name, [""])[0] for name in ("story", "map"))
                addresses.setdefault((urlsplit(address).path, story, shown), address)
            if path in {"/", "/partnerships", "/present"}:
                expect_stage_of_this_view(visitor, register)
    monkeypatch.setattr(Exports, "_write", lambda _exports, *asked: Writer().write(*asked))
    paths = {key: address[len(app.url) :] for key, address in addresses.items()}
    expect_files_of_their_name(paths, register)


def expect_links_of_this_view(visitor: Visitor, path: str) -> None:
    found, language = links(visitor), visitor.t.language
    assert len(found) == len({link.stated for link in found})
    assert {link.stated for link in found} == offered(path, language), path
    place = {"place": [AIDARSKA]} if "place=" in path else {}
    for link in found:
        more = {"size", "deck", "lang", *({"map"} if path == "/partnerships" else ())}
        kept = {name: link.asked[name] for name in link.asked if name not in more}
        assert kept == FILTER | place, (path, link)
    of_partners = {link.page for link in found if link.asked.get("map") == ["partners"]}
    assert of_partners == ({"stage", "viewer.html"} if path == "/partnerships" else set())


def go(visitor: Visitor, path: str, *, cold: bool) -> None:
    """Open a page with the view of :data:`QUERY`, or go there from another."""
    path = f"{path}{'&' if '?' in path else '?'}{QUERY}"
    if cold:
        visitor.open(path)
        visitor.settle()
    else:
        visitor.turn_to(path)


def expect_names_of_groups(visitor: Visitor) -> None:
    """Links that say only a language stand in a group that says of what."""
    for name in ("Dossier, PDF", "Dossier, DOCX", "Slides, PPTX", "All slides",
                 "Report, PDF", "Offline map, HTML"):  # fmt: skip
        group = visitor.page.get_by_role("group", name=visitor.t(name), exact=True)
        expect(group.get_by_role("link")).to_have_count(len(LANGUAGES))
        for language in LANGUAGES:
            link = group.get_by_role("link", name=LANGUAGE_NAMES[language], exact=True)
            assert link.get_attribute("lang") == language


def head(address: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an address, by HEAD."""
    request = urllib.request.Request(address, method="HEAD")  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}


def expect_files_of_their_name(
    addresses: dict[tuple[str, str, str], str], register: Register
) -> None:
    """Each kind once; the files are not made here (tests/web/test_worker.py makes all)."""
    store: Any = Fixed(Served(register))
    client = TestClient(Starlette(routes=routes.routes(store)))
    answers = {key: client.head(address) for key, address in addresses.items()}
    assert {path.rpartition("/")[2] for path, *_ in addresses} == {
        "stage",
        *(name for name, row in EXPORTS.items() if row.document),
    }
    assert {story for _, story, *_ in addresses} == {"", *register.stories}
    for (path, story, *_), answer in answers.items():
        assert answer.status_code == 200
        headers, page = answer.headers, path.rpartition("/")[2]
        if page == "stage":
            assert "content-disposition" not in headers
            continue
        (name,) = NAME.fullmatch(headers["content-disposition"]).groups()  # type: ignore[union-attr]
        assert name.endswith(f".{EXPORTS[page].ending}")
        about = story or ("Aidarska" if page.startswith("dossier") else "water")
        assert f"_{about}_" in name
        assert headers["content-type"] == EXPORTS[page].media_type


# --- Taking along -----------------------------------------------------------------------------


def document_link(visitor: Visitor, page: str) -> Locator:
    """The first link to a document of what the page shows."""
    return visitor.key("downloads").locator(f'a[data-document][href*="/{page}"]').first


def line(visitor: Visitor) -> Locator:
    """Where the page says how far a document is."""
    return visitor.key("downloads").locator(".making")


def stated(t: Translator, text: str) -> re.Pattern[str]:
    """A text of the line with whatever stands in its place."""
    before, _, after = re.sub(r"\{\w+\}", "\0", t(text)).partition("\0")
    return re.compile(f"^{re.escape(before)}.+{re.escape(after)}$")


def seconds(t: Translator, number: str) -> re.Pattern[str]:
    """The line while a document is being made; ``number`` is a pattern."""
    before, _, after = t("Preparing: {seconds} s").partition("{seconds}")
    return re.compile(f"^{re.escape(before)}{number}{re.escape(after)}$")


FAILURES: dict[str, tuple[dict[str, Any] | None, str]] = {
    "says why": (
        {"status": 500, "content_type": "text/plain; charset=utf-8", "body": "Немає місця <b>"},
        "Немає місця <b>",
    ),
    "says nothing": ({"status": 503, "content_type": "text/plain", "body": ""}, "503"),
    "a proxy's page": (
        {"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"},
        "502",
    ),
    "no network": (None, ""),
}


def failing(answer: dict[str, Any] | None) -> Callable[[Route], None]:
    """What answers so, or not at all."""
    return lambda route: route.fulfill(**answer) if answer else route.abort()


def test_documents_are_made_and_saved_and_a_failure_says_why(visit: Visit, app: App) -> None:
    # What the browser itself writes of failing answers.
    visitor = visit(app, "uk", allow=("Failed to load resource",))
    visitor.open(f"/communities?place={AIDARSKA}&{QUERY}")
    visitor.settle()
    expect_made_while_the_page_says_so(visitor)
    expect_what_a_browser_could_show_to_be_saved(visitor)
    expect_failures_to_be_explained(visitor)
    expect_a_plain_download_with_a_key_held(visitor)


def expect_made_while_the_page_says_so(visitor: Visitor) -> None:
    held: list[Route] = []
    pattern = re.compile(r"/export/dossier\.docx")

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route(pattern, hold)
    link = document_link(visitor, "dossier.docx")
    expect(line(visitor)).to_have_text("")
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        link.click()
        expect(link).to_have_attribute("aria-busy", "true")
        expect(line(visitor)).to_have_text(seconds(visitor.t, "[1-9]"))
        link.click()  # being impatient orders nothing more
        expect(line(visitor)).to_have_text(seconds(visitor.t, "([2-9]|[1-9][0-9]+)"))
        assert len(held) == 1
        held[0].continue_()
    name = download.value.suggested_filename
    assert re.fullmatch(
        rf"dossier_\d{{4}}-\d\d-\d\d_Aidarska_asof-2022-03-01_{visitor.t.language}\.docx", name
    )
    assert download.value.path().read_bytes().startswith(b"PK\x03\x04")
    expect(line(visitor)).to_have_text(visitor.t("Ready: {name}", name=name))
    expect(link).not_to_have_attribute("aria-busy", "true")
    expect(line(visitor)).to_have_attribute("role", "status")
    visitor.page.unroute(pattern)


def expect_what_a_browser_could_show_to_be_saved(visitor: Visitor) -> None:
    address = visitor.address
    for document in ("map.svg", "viewer.html"):
        with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
            document_link(visitor, document).click()
        name = download.value.suggested_filename
        # The first link to the map for offline use is the one in the other language, or not.
        assert re.fullmatch(
            rf"map_[0-9-]+_.+_asof-2022-03-01_(uk|en)\.{EXPORTS[document].ending}", name
        )
        expect(line(visitor)).to_have_text(visitor.t("Ready: {name}", name=name))
    assert visitor.address == address


def expect_failures_to_be_explained(visitor: Visitor) -> None:
    link, pattern = document_link(visitor, "report.pdf"), re.compile(r"/export/report\.pdf")
    text = visitor.t("The file could not be created: {reason}", reason="\0")
    failed = text.partition("\0")[0]
    for answer, reason in FAILURES.values():
        visitor.page.route(pattern, failing(answer))
        link.click()
        expect(line(visitor)).to_have_text(re.compile(f"^{re.escape(failed)}{re.escape(reason)}"))
        if reason:
            expect(line(visitor)).to_have_text(failed + reason)
        assert line(visitor).locator("*").count() == 0
        expect(link).not_to_have_attribute("aria-busy", "true")
        visitor.page.unroute(pattern)
    visitor.page.route(
        pattern,
        lambda route: route.fulfill(
            body=b"%PDF-", headers={"Content-Disposition": 'attachment; filename="x.pdf"'}
        ),
    )
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        link.click()
    assert download.value.suggested_filename == "x.pdf"
    expect(line(visitor)).to_have_text(visitor.t("Ready: {name}", name="x.pdf"))


def expect_a_plain_download_with_a_key_held(visitor: Visitor) -> None:
    before = line(visitor).inner_text()
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        document_link(visitor, "map.svg").click(modifiers=["Alt"])
    assert re.fullmatch(r"map_.+\.svg", download.value.suggested_filename)
    expect(line(visitor)).to_have_text(before)
    # No key held, but another button: nothing of ours.
    document_link(visitor, "map.svg").click(button="middle", no_wait_after=True)
    expect(line(visitor)).to_have_text(before)


def test_without_our_script_it_is_a_plain_download(visit: Visit, app: App) -> None:
    visitor = visit(app, allow=("start.js", "ERR_FAILED"))
    visitor.context.route("**/assets/start.js*", lambda route: route.abort())
    visitor.open(f"/?{QUERY}")
    visitor.settle()
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        document_link(visitor, "map.svg").click()
    assert re.fullmatch(r"map_.+_water_.+\.svg", download.value.suggested_filename)
    expect(line(visitor).first).to_have_text("")


# --- Presenting -------------------------------------------------------------------------------


def opened(visitor: Visitor, link: Locator, *, by_key: bool = False) -> Page:
    """The page that a link opens in a new tab."""
    with visitor.context.expect_page() as page:
        if by_key:
            visitor.page.keyboard.press("Enter")
        else:
            link.click()
    page.value.wait_for_load_state()
    return page.value


def expect_stage_of_this_view(visitor: Visitor, register: Register) -> None:
    """It opens in a new tab."""
    path = urlsplit(visitor.address).path
    present = visitor.page.get_by_role("link", name=visitor.t("Start presentation"), exact=True)
    stage = opened(visitor, present)
    address = urlsplit(stage.url)
    partners = {"map": ["partners"]} if path == "/partnerships" else {}
    assert address.path == "/stage"
    assert parse_qs(address.query) == FILTER | {"lang": [visitor.t.language]} | partners
    panel = stage.locator("#stage-panel")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text(Labels(register, visitor.t).sector("water"))
    assert urlsplit(visitor.address).path == path
    stage.close()


def test_stories_are_presented_from_their_cards_and_the_view_on_other_sites(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk")
    visitor.open(f"/present?{QUERY}&q=%22%3E%3Cb%3E")
    visitor.settle()
    expect_all_by_the_keyboard_alone(visitor, register)
    expect_snippet_of_this_view(visitor, app)
    t, cards = visitor.t, visitor.page.locator("article.story")
    expect(cards).to_have_count(len(register.stories))
    for card, story in zip(cards.all(), register.stories.values(), strict=True):
        expect(card.locator("h3")).to_have_text(t.pick(story.title_uk, story.title_en) or "")
        expect(card).to_contain_text(t.pick(story.summary_uk, story.summary_en) or "")
        expect(card).to_contain_text(t.plural("{n} step", "{n} steps", len(story.steps)))
        addresses = card.locator("a").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        assert addresses == [
            f"{page}?story={story.id}&lang={tongue}"
            for page in ("stage", "export/viewer.html")
            for tongue in LANGUAGES
        ]
    story = next(iter(register.stories.values()))
    stage = opened(
        visitor, cards.first.locator("a[target=_blank]").filter(has_text=LANGUAGE_NAMES["en"])
    )
    expect(stage.locator("#stage-panel")).to_contain_text(story.steps[0].title_en)
    stage.close()
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        cards.first.locator("a[data-document]").first.click()
    assert re.fullmatch(rf"map_[0-9-]+_{story.id}_uk\.html", download.value.suggested_filename)
    # The card's own line says so, not that of the page.
    expect(cards.first.locator(".making")).to_have_text(stated(t, "Ready: {name}"))
    expect(line(visitor)).to_have_text(re.compile(r"\.svg$"))


def expect_all_by_the_keyboard_alone(visitor: Visitor, register: Register) -> None:
    present = visitor.page.get_by_role("link", name=visitor.t("Start presentation"), exact=True)
    visitor.tab_to(present)
    stage = opened(visitor, present, by_key=True)
    expect(stage.locator("#stage-panel")).to_contain_text(
        Labels(register, visitor.t).sector("water")
    )
    stage.close()
    svg = document_link(visitor, "map.svg")
    visitor.tab_to(svg)
    with visitor.page.expect_download(timeout=DOCUMENT_MS) as download:
        visitor.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".svg")
    expect(svg).to_be_focused()
    expect(line(visitor)).to_have_text(stated(visitor.t, "Ready: {name}"))
    visitor.tab_to(visitor.page.locator("article.story a[target=_blank]").last)


# --- On other sites ---------------------------------------------------------------------------


def embedded(visitor: Visitor) -> str:
    """The snippet that the page offers."""
    return visitor.page.get_by_test_id("stCode").locator("code").inner_text().strip()


def expect_snippet_of_this_view(visitor: Visitor, app: App) -> None:
    language = visitor.t.language
    view = replace(SHOWN, q='"><b>', lang=language)
    text = embedded(visitor)
    assert text == snippet(view, f"{app.url}/", visitor.t)
    frame = read(text).one("iframe")
    assert read(text).text == ""
    source = urlsplit(frame.attributes["src"] or "")
    assert f"{source.scheme}://{source.netloc}" == app.url
    assert source.path == "/embed/map"
    assert parse_qs(source.query) == FILTER | {"q": ['"><b>'], "lang": [language]}
    assert frame.attributes["title"]
    status, headers = head(urljoin(app.url, frame.attributes["src"] or ""))
    assert status == 200
    assert "x-frame-options" not in headers
    expect(visitor.page.locator("[data-testid=stMain]")).to_contain_text("PROJECTMAP_EMBED_SITES")
