"""The HTML writer of content: every reference leads somewhere, every text stays text."""

from __future__ import annotations

import re
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from each import each
from web.hostile import HOSTILE
from web.reading import active, read

from projectmap import content
from projectmap.content.nodes import ITEM, Fact, Link, LinkKind, NumberedSource, Span, Table, plain
from projectmap.html.content import fact_list, number_table, page_links, source_list, text, title
from projectmap.html.figures import unmapped_records
from projectmap.html.places import partnership_count
from projectmap.i18n import Translator, translator
from projectmap.model.codes import Scope, TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View

VIEW = View(sector=("water",))
LINKS = page_links(VIEW)
TARGETS = {
    "record": ("", "project"),
    "partnership": ("partnerships", "partnership"),
    "place": ("", "place"),
    "organisation": None,
    "status": None,
    "url": ("https://example.org/a", ""),
}
"""The page and the parameter that each kind of reference leads to; None for no link."""


@pytest.mark.parametrize("kind", get_args(LinkKind))
def test_a_reference_leads_to_its_page_or_is_text(kind: LinkKind) -> None:
    value = "https://example.org/a" if kind == "url" else "X-1"
    node = read(text((Span("shown", Link(kind, value)),), LINKS))
    assert node.text == "shown"
    target = TARGETS[kind]
    if target is None:
        assert node.all("a") == []
        return
    page, parameter = target
    href = node.one("a").attributes["href"] or ""
    if parameter:
        asked = parse_qs(urlsplit(href).query)
        assert (urlsplit(href).path, asked) == (page, {"sector": ["water"], parameter: ["X-1"]})
    else:
        assert href == page


@pytest.mark.parametrize("status", TerritoryStatus)
def test_a_status_has_its_swatch(status: TerritoryStatus) -> None:
    node = read(text((Span("name", Link("status", status.value)),), LINKS))
    assert node.all("span")[0].attributes["class"] == f"swatch status-{status}"


def test_every_reference_of_the_register_becomes_what_its_kind_says(
    register: Register, t: Translator
) -> None:
    labels = Labels(register, t)
    entries = [
        *(content.record(labels, item) for item in register.projects),
        *(content.partnership(labels, item) for item in register.partnerships),
    ]
    for entry in entries:
        assert read(title(entry, LINKS)).one("a").attributes["href"]
        page = read(fact_list(entry.facts, LINKS))
        spans = [span for fact in entry.facts for span in fact.value if span.link]
        linked = [span.text for span in spans if span.link and TARGETS[span.link.kind]]
        assert [node.text for node in page.all("a")] == linked
        assert [node.text for node in page.all("dt")] == [fact.label for fact in entry.facts]


@each(HOSTILE.values())
def test_hostile_texts_stay_texts(hostile: str) -> None:
    spans = (Span(hostile, Link("record", hostile)), ITEM, Span(hostile, lang="uk"))
    facts = [
        Fact("a", hostile, spans, note=hostile),
        Fact("parts", hostile, spans),
        Fact("b", hostile, plain(hostile), stated=False),
    ]
    sources = [NumberedSource(1, hostile, "javascript:alert(1)", hostile)]
    table = Table("t", hostile, (hostile, hostile), ((plain(hostile), spans),), note=hostile)
    html = "".join((fact_list(facts, LINKS), source_list(sources), number_table(table, LINKS)))
    page = read(html)
    assert active(page) == []
    assert not re.search(r"\{\{|\{%|\$\{|<script|<img|<svg", html)
    shown = read(text(plain(hostile), LINKS)).text
    assert page.text.count(shown) >= len(facts) * 2
    assert not any(
        (node.attributes["href"] or "").startswith("javascript") for node in page.all("a")
        if "href" in node.attributes
    )  # fmt: skip


@pytest.mark.parametrize(
    ("view", "named"),
    [
        (View(), None),
        (View(sector=("water",), q="вода", kind=("memorandum",)), None),
        (View(donor=("eu",)), "Not filtered by: Donor"),
        (View(donor=("eu",), year_from=2020, year_to=2021), "Not filtered by: Donor, Years"),
        (View(year_to=2021, sector=("water",)), "Not filtered by: Years"),
        (View(kind=("need",), status=("closed",)), "Not filtered by: Activity status, Type"),
        (View(kind=("need", "memorandum"), status=("signed",)), None),
    ],
)
def test_filters_that_partnerships_do_not_have_are_named(
    register: Register, view: View, named: str | None
) -> None:
    said = partnership_count(Shown(Labels(register, translator("en")), view))
    assert ("Not filtered" in said) is (named is not None)
    assert named is None or f"{named}<" in said


def test_records_that_are_not_on_the_map_follow_the_order_of_the_view(register: Register) -> None:
    shown = Shown(Labels(register, translator("en")), View(order="title"))
    items = [register.projects[row] for row in shown.selection.rows.tolist()]
    wanted = [
        item.id for scope in Scope if not scope.mapped for item in items if item.scope == scope
    ]
    named = re.findall(r'data-project="([^"]+)"', unmapped_records(shown))
    assert named == wanted
    assert len(wanted) > 1
