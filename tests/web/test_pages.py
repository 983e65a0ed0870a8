"""The heads of the pages: language, title, preview, and the way to the plain list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from each import each
from hypothesis import given, strategies as st
from web.reading import Node, active, read

from projectmap.i18n import translator
from projectmap.web.pages import PAGES, index, page_title, site_name

LANGUAGES = ("uk", "en")
CYRILLIC = re.compile(r"[А-Яа-яҐґЄєІіЇї]")


def meta(page: Node, **attributes: str) -> str:
    return page.one("meta", **attributes).attributes["content"] or ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, "index.html"])
def test_the_head_of_a_page(client: Any, name: str, language: str) -> None:
    answer = client.get(f"/{name}", headers={"Accept-Language": language})
    page = read(answer.text)
    t = translator(language)
    title = page_title(name.removesuffix("index.html"), t)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "Accept-Language" in answer.headers["vary"]
    assert answer.text.startswith("<!DOCTYPE html>")
    assert page.one("html").attributes == {"lang": language}
    assert page.one("title").text == meta(page, property="og:title") == title
    assert meta(page, name="description") == meta(page, property="og:description")
    assert len(meta(page, name="description")) > 50
    assert meta(page, property="og:type") == "website"
    assert meta(page, property="og:site_name") == site_name(t)
    assert meta(page, property="og:locale") == {"uk": "uk_UA", "en": "en_GB"}[language]
    assert page.one("meta", charset="UTF-8")
    assert "width=device-width" in meta(page, name="viewport")
    assert client.head(f"/{name}", headers={"Accept-Language": language}).headers == answer.headers


def test_each_page_and_language_has_its_own_title() -> None:
    titles = {page_title(name, translator(tongue)) for name in PAGES for tongue in LANGUAGES}
    assert len(titles) == len(PAGES) * len(LANGUAGES)


@pytest.mark.parametrize("name", PAGES)
def test_each_language_is_written_in_its_letters(name: str) -> None:
    for language in LANGUAGES:
        page = read(index(name, "", translator(language)))
        texts = [
            page.one("title").text,
            page.one("noscript").text,
            meta(page, name="description"),
            page.one("p", id="no-connection").text,
        ]
        assert [bool(CYRILLIC.search(text)) for text in texts] == [language == "uk"] * len(texts)


@each(
    (path, asked, browser, language)
    for path in ("/", "/projects", "/list")
    for asked, browser, language in [
        (None, None, "en"), (None, "uk-UA,uk;q=0.9,en;q=0.8", "uk"), (None, "ru,uk;q=0.9", "en"),
        (None, "uk" * 5000, "en"), ("uk", "en", "uk"), ("en", "uk", "en"),
        *((unknown, browser, browser) for unknown in ("ru", "", "UK", "<script>")
          for browser in LANGUAGES),
    ]
)  # fmt: skip
def test_the_asked_language_goes_before_the_browsers(
    few: Any, path: str, asked: str | None, browser: str | None, language: str
) -> None:
    answer = few.get(path, params={} if asked is None else {"lang": asked},
                     headers={} if browser is None else {"Accept-Language": browser})  # fmt: skip
    assert read(answer.text).one("html").attributes["lang"] == language


@pytest.mark.parametrize("name", [*PAGES, "index.html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_streamlit(client: Any, name: str, language: str) -> None:
    text = client.get(f"/{name}?lang={language}").text
    # The names of its files are nothing that anybody reads.
    assert "streamlit" not in re.sub(r'"\./static/[^"]*"', "", text).lower()


def test_what_the_app_needs_of_streamlits_index_is_kept() -> None:
    page = read(index("", "", translator("en")))
    modules = page.all("script", type="module")
    assert len(modules) == 1
    assert re.fullmatch(r"\./static/js/[\w.-]+\.js", modules[0].attributes["src"] or "")
    assert page.one("div", id="root")
    styles = page.all("link", rel="stylesheet")
    assert any("./static/css/" in (item.attributes["href"] or "") for item in styles)


@pytest.mark.parametrize("name", PAGES)
def test_scripts_are_files_of_our_own(name: str) -> None:
    page = read(index(name, "", translator("uk")))
    for item in page.all("script"):
        assert item.text == ""
        assert re.fullmatch(r"(\./static|assets)/[\w./-]+", item.attributes["src"] or "")
    for item in page.all("link"):
        assert "//" not in (item.attributes["href"] or "")
    assert active(page) == ["<script>"] * len(page.all("script"))


def test_assets_of_a_page_are_served(client: Any) -> None:
    page = read(client.get("/").text)
    addresses = [
        item.attributes.get("src") or item.attributes.get("href") or ""
        for item in [*page.all("script"), *page.all("link")]
    ]
    ours = [address for address in addresses if address.startswith("assets/")]
    assert ours
    assert [client.get(f"/{address}").status_code for address in ours] == [200] * len(ours)


# --- The way to the plain list ----------------------------------------------------------------


def check_links(text: str, query: str) -> None:
    """The page differs from the one without a query in the addresses of the list only."""
    page, plain = read(text), read(index("projects", "", translator("en")))
    expected = f"list?{query}" if query else "list"
    assert [item.name for item in page.all()] == [item.name for item in plain.all()]
    assert page.one("noscript").one("a").attributes == {"href": expected}
    assert page.one("p", id="no-connection").one("a").attributes == {"href": expected}
    assert page.one("link", rel="alternate").attributes["href"] == expected
    assert page.text == plain.text
    for item, other in zip(page.all(), plain.all(), strict=True):
        assert item.attributes.keys() == other.attributes.keys()


@pytest.mark.parametrize(
    "query",
    ["", "sector=water", "sector=water&donor=usaid&q=%D0%B2%D0%BE%D0%B4%D0%B0", "a=b&amp;c"],
)
def test_the_plain_list_of_the_same_view(client: Any, query: str) -> None:
    check_links(client.get(f"/projects?{query}").text, query)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_no_query_breaks_out_of_the_link(query: str) -> None:
    """Raw: not every client encodes what it sends."""
    check_links(index("projects", query, translator("en")), query)


@pytest.mark.parametrize(
    "name", ["nothing", "projects/", "Projects", "projects/x", "list", "about.html"]
)
def test_other_addresses_are_not_pages(client: Any, name: str) -> None:
    assert 'id="root"' not in client.get(f"/{name}").text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_takes_nothing_in(client: Any, method: str) -> None:
    assert client.request(method, "/about").status_code in {404, 405}


def test_under_a_prefix_the_pages_are_the_same(app: Any, ask: Any, register: Any) -> None:
    made = app(register)
    plain = ask(made, "/projects", query=b"lang=en")
    assert ask(made, "/prefix/projects", query=b"lang=en", root_path="/prefix") == plain
