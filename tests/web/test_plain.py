"""The plain list: the same records as the page, in both languages, and nothing that runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from each import each
from web.hostile import HOSTILE
from web.reading import Node, active, read

from projectmap.i18n import translator
from projectmap.markup import encode
from projectmap.model.codes import Period
from projectmap.model.labels import label
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import read_view
from projectmap.web.parameters import repaired

LANGUAGES = ("uk", "en")
VIEWS = {
    "everything": {},
    "sector": {"sector": ["water"]},
    "several": {"sector": ["water", "health"], "year_from": ["2016"]},
    "period": {"period": ["undated"]},
    "words": {"q": ["вода"]},
    "place": {"community": ["UA44140090000072167"]},
    "partners": {"partner_country": ["NL"]},
    "nothing found": {"q": ["нічогонемає"]},
}


def readable(text: str) -> str:
    """``text`` as the encoder lets it be read."""
    return read(encode(text)).text


def query(node: Node) -> dict[str, list[str]]:
    return parse_qs(urlsplit(node.attributes["href"] or "").query)


def rows(page: Node) -> list[Node]:
    return [row for body in page.all("tbody") for row in body.all("tr")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", VIEWS.values(), ids=VIEWS)
def test_the_list_has_the_records_of_the_selection(
    client: Any, register: Register, asked: dict[str, list[str]], language: str
) -> None:
    answer = client.get("/list", params={**asked, "lang": language})
    view, _ = read_view(asked, register)
    selection = select(register, view)
    page = read(answer.text)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert page.one("html").attributes == {"lang": language}
    counted = page.one("div", class_="count-line").one("strong").text
    assert int("".join(filter(str.isdigit, counted))) == selection.count == len(rows(page))
    shown = [row.one("th").one("a").attributes["data-project"] for row in rows(page)]
    assert shown == [register.projects[row].id for row in selection.rows]
    heads = len(page.one("thead").all("th")) if shown else 0
    assert {len(row.all("td")) + len(row.all("th")) for row in rows(page)} <= {heads}
    listed = page.all("ul", class_="records partnerships")
    assert len([item for node in listed for item in node.children]) == len(selection.partnerships)
    assert active(page) == []
    assert page.all("script") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_list_keep_the_view(client: Any, language: str) -> None:
    asked = {"sector": ["health", "water"], "asof": ["2022-03-01"]}
    page = read(client.get("/list", params={**asked, "lang": language}).text)
    kept = {**asked, "lang": [language]}
    (other,) = {*LANGUAGES} - {language}
    switches = page.all("a", lang=other)
    assert [query(link) for link in switches] == [{**asked, "lang": [other]}]
    downloads = page.all("a", download=None)
    assert [urlsplit(link.attributes["href"] or "").path for link in downloads] == [
        f"export/projects.{ending}" for ending in ("csv", "xlsx", "geojson", "gpkg")
    ]
    assert [query(link) for link in downloads] == [kept] * 4
    for link in [item for item in page.all("a") if "data-project" in item.attributes]:
        assert query(link) == {**kept, "project": [link.attributes["data-project"]]}


def test_every_link_of_the_list_leads_somewhere(client: Any) -> None:
    page = read(client.get("/list", params={"sector": "water", "lang": "en"}).text)
    hrefs = {link.attributes["href"] or "" for link in page.all("a")}
    ours = [href for href in hrefs if not urlsplit(href).scheme]
    assert len(ours) > 4
    for href in ours:
        path = f"/list{href}" if href.startswith("?") else f"/{href.removeprefix('./')}"
        assert client.head(path).status_code == 200


def test_a_records_link_shows_its_details(client: Any, register: Register) -> None:
    item = register.projects[0]
    page = read(client.get("/list", params={"project": item.id, "lang": "uk"}).text)
    details = page.one("article")
    assert details.one("h2").text == readable(item.title_uk)
    assert readable(item.summary_uk) in details.text
    links = [link.attributes["href"] for link in details.one("ul", class_="sources").all("a")]
    assert links == [found.url for found in item.sources if found.url]


def test_a_places_link_shows_its_details(client: Any) -> None:
    page = read(client.get("/list", params={"lang": "en"}).text)
    link = next(item for item in page.all("a") if "data-place" in item.attributes)
    code = link.attributes["data-place"] or ""
    there = read(client.get(f"/list{link.attributes['href']}").text)
    assert [code in item.text for item in there.all("article")] == [True]


def test_an_empty_list_offers_the_way_out(client: Any) -> None:
    page = read(client.get("/list", params={"q": "нічогонемає", "lang": "en"}).text)
    assert rows(page) == []
    assert any(
        query(link) == {"lang": ["en"]} and not urlsplit(link.attributes["href"] or "").path
        for link in page.all("a")
        if "lang" not in link.attributes
    )


# --- What is not known ------------------------------------------------------------------------


def check_notice(client: Any, name: str, text: str) -> None:
    for language in LANGUAGES:
        answer = client.get(
            "/list", params={name: text, "q": "нічогонемає"}, headers={"Accept-Language": language}
        )
        page = read(answer.text)
        assert answer.status_code == 200
        assert active(page) == []
        named = [item.text for item in page.one("div", class_="notice").all("code")]
        # Of what a mail program has added to a link only the rest is read, and named.
        read_as = [value for key, value in repaired([(name, text)]) if key == name]
        assert named == [readable(f"{name}={value[:60]}") for value in read_as]
        assert page.one("html").attributes == {"lang": language}


@each(HOSTILE.values())
def test_an_unknown_value_is_named_as_text(few: Any, text: str) -> None:
    check_notice(few, "sector", text)


@pytest.mark.parametrize("name", ["donor", "community", "status", "kind", "period", "project",
                                  "partner_country", "verification", "year_from", "year_to",
                                  "asof", "layer", "place", "lang"])  # fmt: skip
def test_an_unknown_value_of_any_parameter_is_named(few: Any, name: str) -> None:
    check_notice(few, name, HOSTILE["end of script"])


def test_many_unknown_values_are_named_and_counted(client: Any) -> None:
    values = [f"x{number}" for number in range(12)]
    page = read(client.get("/list", params={"sector": values, "lang": "en"}).text)
    notice = page.one("div", class_="notice")
    named = [item.text for item in notice.all("code")]
    assert named == [f"sector={value}" for value in values[: len(named)]]
    assert 3 <= len(named) <= 12
    assert len(named) == 12 or str(12 - len(named)) in notice.text


@pytest.mark.parametrize("text", ["", "?utm_source=x", "?embed=true", "?sector=", "?q=%20"])
def test_nothing_unknown_is_no_notice(client: Any, text: str) -> None:
    assert read(client.get(f"/list{text}").text).all("div", class_="notice") == []


@each(HOSTILE.values())
def test_hostile_words_stay_words(few: Any, text: str) -> None:
    page = read(few.get("/list", params={"q": text, "lang": "en"}).text)
    assert active(page) == []
    (switch,) = page.all("a", lang="uk")
    assert query(switch).get("q", [""]) == [" ".join(text.split())]


ORDERS = {
    "": "Newest first; records without a date come last.",
    "title": "Sorted by “Title”, ascending.",
    "-amount": "Sorted by “Amount”, descending.",
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_the_list_is_said(client: Any, order: str) -> None:
    page = read(
        client.get("/list", params={"lang": "en", **({"order": order} if order else {})}).text
    )
    lines = [item.text for item in page.all("p", class_="muted")]
    assert [line for line in lines if line in ORDERS.values()] == [ORDERS[order]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_list_are_of_its_language(client: Any, language: str) -> None:
    page = read(client.get("/list", params={"lang": language}).text)
    line = page.one("div", class_="count-line").text
    t = translator(language)
    assert all(label(t, period) in line for period in Period)
