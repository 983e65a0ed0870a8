"""The page of one community: nothing missing, nothing twice, nothing guessed, nothing that runs."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import builders
import pytest
from builders import community, make_register
from territory import MIDDLE, NORTH, SOUTH
from web.reading import Node, active, read

from projectmap import content
from projectmap.content.records import settlement, with_former
from projectmap.export.text_metrics import width as text_width
from projectmap.html.dossier import dossier
from projectmap.i18n import Translator, translator
from projectmap.markup import encode
from projectmap.model.codes import Kind, Period
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.history import status_intervals
from projectmap.query.shown import Shown
from projectmap.query.view import View

AIDARSKA = "UA44140090000072167"
SECTIONS = (
    *("profile", "status", "needs", "projects", "partnerships", "events"),
    *("figures", "sources"),
)
DEJAVU = 1.38
"""How wide DejaVu Sans is in bold, beside the pages’ own font."""
LISTS = ("needs", "projects", "events", "partnerships")
DATA = "data:image/svg+xml;base64,"


@cache
def page_of(
    register: Register,
    code: str,
    t: Translator,
    view: View | None = None,
    contact: str | None = None,
) -> Node:
    return read(dossier(Shown(Labels(register, t), view or View()), code, contact)).one("article")


def section(page: Node, name: str) -> Node:
    return page.one("section", class_=f"part part-{name}")


def titles(node: Node) -> list[str]:
    return [item.text for item in node.all("p", class_="title")]


def ids(node: Node, t: Translator) -> list[str]:
    """The ids of the records that are listed in ``node``."""
    found = [facts(item)[t("Record")] for item in node.all("dl") if t("Record") in facts(item)]
    return [text.split(", ")[0] for text in found]


def facts(node: Node) -> dict[str, str]:
    names = [item.text for item in node.all("dt")]
    assert len(set(names)) == len(names)
    return dict(zip(names, [item.text for item in node.all("dd")], strict=True))


def naming(register: Register, code: str) -> list[Project]:
    return [item for item in register.projects if code in item.communities]


def drawing(page: Node) -> ET.Element:
    source = page.one("img").attributes["src"] or ""
    assert source.startswith(DATA)
    # Our own drawing, just made: no file of anybody's.
    return ET.fromstring(b64decode(source.removeprefix(DATA), validate=True))  # noqa: S314


def readable(text: str) -> str:
    return read(encode(text)).text


# --- Every community of the real register -----------------------------------------------------


def test_every_community_has_its_page_in_one_piece(register: Register, t: Translator) -> None:
    for code in register.communities:
        page = page_of(register, code, t)
        assert [item.attributes["class"] for item in page.all("section")] == [
            f"part part-{name}" for name in SECTIONS
        ]
        for item in page.all("section"):
            heading = item.all("h2")[0]
            assert item.attributes["aria-labelledby"] == heading.attributes["id"]
            assert item.text.removeprefix(heading.text).strip(), item.attributes
        assert all(item.text.strip() for item in page.all("dd"))
        assert all(item.text.strip() for item in page.all("td"))
        assert "None" not in page.text
        assert "{" not in page.text
        assert [name[: len(DATA) + 8] for name in active(page)] == [f"img.src={DATA}"]


def test_headings_come_in_order(register: Register, t: Translator) -> None:
    for code, item in register.communities.items():
        page = page_of(register, code, t)
        levels = [int(node.name[1]) for node in page.all() if re.fullmatch("h[1-6]", node.name)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        own, older = t.pick(item.name_uk, item.name_en), t.pick(item.former_name_uk, None)
        assert (own or "") in page.one("h1").text
        if older and t.language == "uk":
            assert older in page.one("h1").text


def test_ids_are_unique_and_references_lead_to_them(register: Register, t: Translator) -> None:
    for code in register.communities:
        page = page_of(register, code, t)
        known = [item.attributes["id"] for item in page.all() if "id" in item.attributes]
        assert len(set(known)) == len(known)
        hrefs = [item.attributes["href"] or "" for item in page.all("a")]
        assert {href[1:] for href in hrefs if href.startswith("#")} <= set(known)


def test_what_names_the_community_stands_in_its_section_once(
    register: Register, t: Translator
) -> None:
    for code in register.communities:
        page = page_of(register, code, t)
        records = naming(register, code)
        needs = {item.id for item in records if item.kind == Kind.NEED or item.open_to_partners}
        expected = {
            "needs": needs,
            "events": {item.id for item in records if item.kind == Kind.EVENT} - needs,
            "projects": {item.id for item in records if item.kind == Kind.PROJECT} - needs,
            "partnerships": {i.id for i in register.partnerships if code in i.communities},
        }
        for name in LISTS:
            assert Counter(ids(section(page, name), t)) == Counter(expected[name])
            assert len(titles(section(page, name))) == len(expected[name])


def test_projects_stand_under_their_period(register: Register, t: Translator) -> None:
    for code in register.communities:
        part = section(page_of(register, code, t), "projects")
        if not part.all("h3"):
            assert titles(part) == []
            continue
        period: list[str] = []
        under: dict[int, list[str]] = {}
        for child in part.children:
            assert isinstance(child, Node)
            if child.name == "h3":
                period.append(child.text)
            elif child.name == "ul":
                under[len(period)] = ids(child, t)
        assert len(period) == len(Period)
        for number, wanted in enumerate((Period.AFTER, Period.BEFORE, Period.UNDATED), 1):
            records = {found.id: found.period for found in naming(register, code)}
            assert {records[name] for name in under.get(number, [])} <= {wanted}


def test_sources_are_distinct_and_all_there(register: Register, t: Translator) -> None:
    for code in register.communities:
        page = page_of(register, code, t)
        partnerships = [item for item in register.partnerships if code in item.communities]
        items: list[Project | Partnership] = [*naming(register, code), *partnerships]
        expected = {
            (source.title, source.publisher, source.url, source.document, source.date)
            for item in items
            for source in item.sources
        }
        part = section(page, "sources")
        listed = part.one("ol").all("li") if expected else []
        assert len(listed) == len(expected)
        assert {item.attributes["href"] for node in listed for item in node.all("a")} == {
            key[2] for key in expected if key[2]
        }
        for entry in page.all("ul", class_="entries"):
            for item in entry.all("dl"):
                assert any(
                    (link.attributes["href"] or "").startswith("#") for link in item.all("a")
                )


def test_the_timeline_has_every_interval_with_the_words_of_the_order(
    register: Register, t: Translator
) -> None:
    for code in register.communities:
        part = section(page_of(register, code, t), "status")
        items = [
            node
            for node in part.one("ol", class_="status-periods").children
            if isinstance(node, Node)
        ]
        found = status_intervals(register, code)
        assert len(items) == len(found)
        for node, interval in zip(items, found, strict=True):
            assert all(t.day(day) in node.text for day in (interval.start, interval.end) if day)
            assert all(readable(row.wording) in node.text for row in interval.rows)
        assert [node.attributes.get("class") for node in items].count("chosen") == 1
        for row in (row for interval in found for row in interval.rows):
            assert readable(t.pick(row.act, row.act_en) or "") in part.text


@pytest.mark.parametrize("day", ["2014-01-01", "2022-02-23", "2022-02-24", "2030-01-01"])
def test_the_shown_date_lies_in_the_marked_interval(register: Register, day: str) -> None:
    t, asof = translator("en"), date.fromisoformat(day)
    for code in register.communities:
        periods = content.history(Labels(register, t), code, asof)
        assert [period.shown for period in periods] == [
            (interval.start is None or interval.start <= asof)
            and (interval.end is None or asof < interval.end)
            for interval in status_intervals(register, code)
        ]
    page = page_of(register, AIDARSKA, t, View(asof=asof))
    [marked] = section(page, "status").one("ol", class_="status-periods").all("li", class_="chosen")
    [shown] = [p for p in content.history(Labels(register, t), AIDARSKA, asof) if p.shown]
    assert marked.text.startswith(shown.time)
    assert t.day(asof) in section(page, "status").text


def test_the_head_states_what_the_register_does(register: Register, t: Translator) -> None:
    for code, item in register.communities.items():
        head = page_of(register, code, t).one("header")
        values = facts(head.one("dl"))
        assert values[t("KATOTTG")] == code
        assert values[t("P-code")] == item.pcode
        assert (
            t.number(item.population_2022 or 0)
            in values[t("Population, estimate as of 1 January 2022")]
        )
        name = item.name_en if t.language == "uk" else item.name_uk
        named = t("Name in English") if t.language == "uk" else t("Name in Ukrainian")
        assert name in values[named]
        listed = head.one("ul", class_="settlements").all("li")
        assert len(listed) == len(register.settlements_of[code])
        for place in register.settlements_of[code]:
            named = "".join(span.text for span in settlement(Labels(register, t), place))
            assert any(named in node.text for node in listed)
        if item.raion_former_name_uk:
            labels = Labels(register, t)
            raion = with_former(labels, labels.raion(item.raion), item.raion_former_name_uk)
            assert "".join(span.text for span in raion) in values[t("Raion")]


def test_the_full_example(register: Register) -> None:
    t = translator("en")
    page = page_of(register, AIDARSKA, t)
    assert page.one("h1").text == "Aidarska community (formerly Novopskovska)"
    assert ids(section(page, "needs"), t) == ["P001", "P002", "P003", "P004", "P005"]
    assert ids(section(page, "partnerships"), t) == ["LUH-122", "LUH-123", "LUH-124", "R011"]
    assert ids(section(page, "projects"), t) == ["LUH-039", "LUH-069", "LUH-001"]
    values = [facts(node) for node in section(page, "needs").all("dl")]
    assert {item["Open to partners"] for item in values} == {"yes; not confirmed by the community"}
    table = section(page, "figures").one("table")
    rows = [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]
    assert rows[-1] == ["7", "1", "–", "8"]
    assert "2 of 8 records state an amount" in section(page, "figures").text
    assert "European Union (1 record)" in section(page, "figures").text


# --- The locator map --------------------------------------------------------------------------


def test_the_map_is_small_and_marks_the_community(register: Register, t: Translator) -> None:
    marked = set()
    for code, item in register.communities.items():
        page = page_of(register, code, t)
        picture = page.one("img")
        assert len(picture.attributes["src"] or "") < 60_000
        name = t.pick(item.name_uk, item.name_en) or ""
        assert name in (picture.attributes["alt"] or "")
        root = drawing(page)
        *areas, label = list(root)
        assert label.text == name
        around, abroad, everything, here, raion = (area.attrib["d"] for area in areas)
        assert here in everything
        assert len({"", around, abroad, everything, here, raion}) == len(areas) + 1
        marked.add(here)
        width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
        # All of the name, in the widest of usual fonts.
        wide = DEJAVU * text_width(name, float(label.attrib["font-size"]), bold=True)
        share = {"start": 0, "middle": 0.5, "end": 1}[label.attrib.get("text-anchor", "start")]
        left = float(label.attrib["x"]) - share * wide
        assert left >= 0, name
        assert left + wide <= width, name
        assert 0 <= float(label.attrib["y"]) <= height
    assert len(marked) == len(register.communities)


# --- Filters and links ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [
        View(sector=("media",)),
        View(period=("after",), year_from=2024),
        View(q="нічогонемає"),
        View(community=("UA44120030000094047",)),
    ],
)
def test_a_filter_narrows_nothing_and_is_named(
    register: Register, t: Translator, view: View
) -> None:
    page, plain = page_of(register, AIDARSKA, t, view), page_of(register, AIDARSKA, t)
    assert len(page.all("p", class_="notice")) == 1
    assert plain.all("p", class_="notice") == []
    for name in (*LISTS, "figures"):
        assert section(page, name).text == section(plain, name).text


def test_the_filter_that_opens_the_page_is_no_filter(register: Register, t: Translator) -> None:
    page = page_of(register, AIDARSKA, t, View(community=(AIDARSKA,)))
    assert page.all("p", class_="notice") == []


def test_links_lead_to_the_map_the_records_and_other_communities(
    register: Register, t: Translator
) -> None:
    code = "UA44120110000010163"
    view = View(asof=date(2022, 3, 1), lang=t.language, project="P001", place=code)
    page = page_of(register, code, t, view)
    kept = {"asof": ["2022-03-01"], "lang": [t.language]}
    for link in page.all("a"):
        parts = urlsplit(link.attributes["href"] or "")
        asked = parse_qs(parts.query)
        if "data-project" in link.attributes:
            assert (parts.path, asked) == (
                "./",
                {**kept, "project": [link.attributes["data-project"]]},
            )
        if "data-place" in link.attributes:
            assert link.attributes["data-place"] != code
            assert (parts.path, asked) == ("", {**kept, "place": [link.attributes["data-place"]]})
    back = page.one("p", class_="to-map").one("a").attributes["href"] or ""
    assert urlsplit(back).path == "./"
    assert parse_qs(urlsplit(back).query) == {**kept, "place": [code]}
    linked = {
        parse_qs(urlsplit(link.attributes["href"] or "").query)["partnership"][0]
        for link in section(page, "partnerships").all("a")
        if (link.attributes["href"] or "").startswith("partnerships?")
    }
    assert linked == {item.id for item in register.partnerships if code in item.communities}


# --- What nobody states -----------------------------------------------------------------------


def test_a_bare_community_says_so_in_every_section(t: Translator) -> None:
    register = make_register(projects=[], partnerships=[])
    page = page_of(register, SOUTH, t)
    for name in (*LISTS, "figures"):
        part = section(page, name)
        assert len(part.all("p", class_="muted")) == 1
        assert [item.name for item in part.all()] == ["h2", "p"]
        assert not re.search(r"\d", part.text)
    values = facts(page.one("header").one("dl"))
    for key in (
        "Current seat of the administration",
        "Population, estimate as of 1 January 2022",
        "Areas of cooperation",
    ):
        assert values[t(key)] == t("not stated")
    assert page.one("footer").text


def test_unknown_values_are_not_stated_and_never_zero(t: Translator) -> None:
    bare = builders.undated("TEST-1", sectors=[], donors=[], status="unknown", status_text=None,
                            status_text_en=None, status_asof=None)  # fmt: skip
    need = builders.undated("TEST-2", kind="need", donors=[], sectors=[], status="unknown",
                            status_text=None, status_text_en=None, status_asof=None)  # fmt: skip
    sought = builders.partnership(kind=None, status="sought", partners=[], partner_countries=[],
                                  start=None, period="undated")  # fmt: skip
    page = page_of(make_register(projects=[bare, need], partnerships=[sought]), NORTH, t)
    unknown = t("not stated")
    (values,) = (facts(node) for node in section(page, "projects").all("dl"))
    assert [values[t(key)] for key in ("When", "Donor", "Sector")] == [unknown] * 3
    assert [values[t(key)] for key in ("Amount", "Implementing partner")] == [unknown] * 2
    assert t("Where") not in values
    (values,) = (facts(node) for node in section(page, "needs").all("dl"))
    assert values[t("Open to partners")] == unknown
    assert {t("Amount"), t("Donor"), t("Implementing partner")}.isdisjoint(values)
    (values,) = (facts(node) for node in section(page, "partnerships").all("dl"))
    assert [values[t(key)] for key in ("Partner", "Type", "When")] == [unknown] * 3
    figures = section(page, "figures")
    cells = [cell.text for cell in figures.all("td")]
    assert "0" not in cells
    assert facts(figures)[t("Amounts")] == unknown
    assert facts(figures)[t("Donors named")] == unknown


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"open_to_partners": True}, "yes; not confirmed by the community"),
        (
            {"open_to_partners": True, "confirmed_on": "2026-10-01"},
            "yes; confirmed on 1 October 2026",
        ),
        ({"open_to_partners": False, "kind": "need"}, "no"),
        ({"open_to_partners": None, "kind": "need"}, "not stated"),
        ({"open_to_partners": True, "kind": "event"}, "yes; not confirmed by the community"),
    ],
)
def test_openness_is_what_was_confirmed(changes: dict[str, object], expected: str) -> None:
    t = translator("en")
    page = page_of(make_register(projects=[builders.project(**changes)]), NORTH, t)
    assert facts(section(page, "needs").one("dl"))["Open to partners"] == expected
    assert titles(section(page, "projects")) == titles(section(page, "events")) == []


@pytest.mark.parametrize(
    ("own", "site", "href", "text"),
    [
        (None, "office@example.org", "mailto:office@example.org", "office@example.org"),
        (None, "https://example.org/form", "https://example.org/form", "https://example.org/form"),
        ("own@example.org", "office@example.org", "mailto:own@example.org", "own@example.org"),
        ("тел. 000, own@example.org", None, None, "тел. 000, own@example.org"),
        ("javascript:alert(1)", "office@example.org", None, "javascript:alert(1)"),
        ("a@example.org?bcc=b@example.org", None, None, "a@example.org?bcc=b@example.org"),
    ],
)
def test_the_contact_is_stated(
    own: str | None, site: str | None, href: str | None, text: str
) -> None:
    places = [community(NORTH, contact=own), community(MIDDLE), community(SOUTH)]
    page = page_of(make_register(communities=places), NORTH, translator("en"), contact=site)
    part = section(page, "contact")
    assert [link.attributes["href"] for link in part.all("a")] == ([href] if href else [])
    assert part.one("p").text.endswith(text)
    assert "office@example.org" in part.text or not (site or "").startswith("office") or own


def test_without_a_contact_there_is_no_heading_for_it() -> None:
    page = page_of(make_register(), NORTH, translator("en"))
    assert not page.all("section", class_="part part-contact")
    assert "Contact" not in page.text


# --- Figures ----------------------------------------------------------------------------------


def test_figures_are_of_this_community_alone() -> None:
    after = {"start": "2023", "end": None, "period": "after"}
    register = make_register(
        projects=[
            builders.money("TEST-1", 100.0, sectors=["water", "health"]),
            builders.money("TEST-2", 40.0, finance="loan", donors=["test-donor", "test-other"]),
            builders.money("TEST-3", 7.0, communities=[SOUTH], donors=["test-other"]),
            builders.money("TEST-4", 5.0, parent_id="TEST-1", sectors=["health"], **after),
            builders.money("TEST-5", 9000.0, amount_scope="programme", sectors=["health"], **after),
            builders.undated("TEST-6", sectors=[], donors=[], communities=[NORTH, SOUTH]),
        ],
    )
    part = section(page_of(register, NORTH, translator("en")), "figures")
    rows = [[cell.text for cell in [row.one("th"), *row.all("td")]]
            for row in part.one("tbody").all("tr")]  # fmt: skip
    assert rows == [
        ["test sector health", "2", "1", "–", "3"],
        ["test sector water", "–", "2", "–", "2"],
        ["not stated", "–", "–", "1", "1"],
        ["All records", "2", "2", "1", "5"],
    ]
    assert "A record with several sectors is counted in each of them." in part.text
    values = {name: text.replace("\xa0", " ") for name, text in facts(part).items()}
    assert values["Donors named"] == (
        "Test organisation test-donor (4 records); Test organisation test-other (1 record)"
    )
    assert values["Records that name no donor"] == "1"
    for said in ("4 of 5 records state an amount", "Total excluding loans: USD 100 in 1 record",
                 "Total loans: USD 40 in 1 record"):  # fmt: skip
        assert said in values["Amounts"]
    alone = make_register(projects=[builders.project()])
    plain = section(page_of(alone, NORTH, translator("en")), "figures")
    assert "several sectors" not in plain.text
    assert "no donor" not in plain.text
    assert not section(page_of(alone, SOUTH, translator("en")), "figures").all("table")


def test_a_long_list_says_what_it_leaves_out() -> None:
    t = translator("en")
    register = make_register(projects=[builders.project(f"TEST-{n:03}") for n in range(503)])
    page = page_of(register, NORTH, t)
    part = section(page, "projects")
    assert len(titles(part)) == 500
    assert "and 3 more" in part.text
    rows = section(page, "figures").one("tbody").all("tr")
    assert [cell.text for cell in rows[-1].all("td")][-1] == "503"
