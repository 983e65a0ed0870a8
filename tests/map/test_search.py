"""What the search box of the map finds."""

from __future__ import annotations

import pytest
from builders import labels

from projectmap.i18n import LANGUAGES
from projectmap.map.search import hits
from projectmap.model.register import Register
from projectmap.query.find import MAX_MATCHES, find


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Новоайдар", "place", "UA44160030010058180"),
        ("Novopskov", "place", None),
        ("UA44120050000066819", "place", "UA44120050000066819"),
        ("LUH-020", "partnership", "LUH-020"),
        ("LUH-054", "project", "LUH-054"),
    ],
)
def test_what_is_found_first(
    register: Register, text: str, kind: str, first: str | None, language: str
) -> None:
    found = hits(labels(register, language), text)
    assert found[0]["kind"] == kind
    if first:
        assert found[0]["id"] == first
    assert all(hit["name"] for hit in found)


def test_places_are_those_that_find_finds(register: Register) -> None:
    found = [hit for hit in hits(labels(register, "uk"), "луга") if hit["kind"] == "place"]
    assert [hit["id"] for hit in found] == [
        match.settlement or match.community for match in find(register, "луга")
    ]
    assert found[0]["focus"]


@pytest.mark.parametrize("text", ["", " ", "?", "zzzz", "\x00", "а" * 5000, "<b>", "%", "{{7*7}}"])
def test_any_text_is_answered_shortly(register: Register, text: str) -> None:
    assert len(hits(labels(register, "uk"), text)) <= MAX_MATCHES + 9
