"""What changed: on the page about the data and as a feed, whatever the titles hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from builders import make_register, organisation, partnership, project
from territory import EAST, NORTH

from projectmap.content.changelog import change_log
from projectmap.content.nodes import text_of
from projectmap.html import about
from projectmap.i18n import Translator, translator
from projectmap.markup import Html
from projectmap.model.changelog import ChangeKind, LogEntry, RecordChange
from projectmap.model.labels import Labels
from projectmap.model.register import Register

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> ]]> & «'\""
ADDED, CHANGED, REMOVED = ChangeKind
CHANGES = (
    RecordChange(ADDED, "projects", "TEST-001"),
    RecordChange(CHANGED, "projects", "TEST-002", ("title_en", "title_uk", "updated", "end")),
    RecordChange(REMOVED, "projects", "TEST-009"),
    RecordChange(CHANGED, "communities", NORTH, ("contact",)),
    RecordChange(CHANGED, "partnerships", "TEST-R001", ("outlook",)),
    RecordChange(CHANGED, "occupation_status", f"{EAST}-temporarily_occupied-2014-04-07", ()),
    RecordChange(CHANGED, "organisations", "test-donor", ("name_en",)),
    RecordChange(ADDED, "files", "europe.geojson"),
    RecordChange(ADDED, "projects", "GONE-SINCE"),
    RecordChange(ADDED, "unheard of", HOSTILE),
)
LINES = (
    "added: Test record TEST-001",
    f"changed: {HOSTILE} – title; dates",
    "removed: TEST-009",
    "changed: Testova North community (formerly Formerly Testova) – contact",
    "changed: Test partnership TEST-R001 – other details",
    "changed: the List, Test East raion",
    "changed: Test organisation test-donor – names",
    "added: europe.geojson",
    "added: GONE-SINCE",
    f"added: {HOSTILE}",
)


@pytest.fixture(scope="module")
def logged() -> Register:
    """A register with a log of three versions."""
    register = make_register(
        projects=[project(), project("TEST-002", title_en=HOSTILE)],
        partnerships=[partnership()],
        organisations=[organisation()],
    )
    log = (
        LogEntry("0123456789ab", "2026-11-29T10:00:00.5+00:00", CHANGES, 7),
        LogEntry("a123456789ab", "2026-11-28T10:00:00+00:00", ()),
    )
    return replace(register, log=log)


def test_every_change_is_told_in_words(logged: Register) -> None:
    first, second = change_log(Labels(logged, translator("en")), 5, 100)
    assert tuple(text_of(line) for line in first.paragraphs) == LINES
    assert (first.title, first.count, first.left_out) == (
        "29 November 2026",
        "17 records concerned",
        7,
    )
    assert second.count == "no record changed"
    short = change_log(Labels(logged, translator("en")), 1, 2)
    assert (len(short), len(short[0].paragraphs), short[0].left_out) == (1, 2, 15)


def test_the_feed_is_atom(site: Any, logged: Register, t: Translator) -> None:
    answer = site(logged).get("/changes.atom", params={"lang": t.language})
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("title", "id", "updated"):
            assert (element.findtext(f"{ATOM}{name}") or "").strip()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert HOSTILE in (entries[0].findtext(f"{ATOM}content") or "")
    if t.language == "en":
        content = entries[0].findtext(f"{ATOM}content") or ""
        assert tuple(content.split("\n")) == (*LINES, "and 7 more")


def test_a_folder_that_was_made_by_hand_has_an_empty_feed_and_no_section(
    site: Any, logged: Register, t: Translator
) -> None:
    bare = replace(logged, log=())
    feed = ET.fromstring(site(bare).get("/changes.atom").content)  # noqa: S314 - see above
    assert feed.findall(f"{ATOM}entry") == []
    assert t("What changed") not in about.about(Labels(bare, t), None, Html(""))


def test_the_page_about_the_data_has_the_changes(logged: Register) -> None:
    page = about.about(Labels(logged, translator("en")), None, Html(""))
    assert "<h2>What changed</h2>" in page
    assert '<a href="projects?lang=en&amp;project=TEST-001"' in page
    assert 'href="changes.atom?lang=en"' in page
    assert "<script>" not in page
    assert "GONE-SINCE" in page
