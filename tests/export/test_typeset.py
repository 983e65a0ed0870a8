"""Content as data for Typst: clean lines, addresses, nothing too long."""

from __future__ import annotations

from typing import Any

import pytest

from projectmap.content.nodes import Fact, Link, Span
from projectmap.export.typeset import plain_data


def address(link: Link) -> str | None:
    return f"https://example.org/{link.value}" if link.kind == "record" else None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("turned \u202earound\u202c", "turned around"),
        ("bell\x07", "bell\ufffd"),
        ("x" * 40, "\u200b".join(["x" * 12] * 3 + ["xxxx"])),
        ("x" * 33, "x" * 33),
        ("Кремінна", "Кремінна"),
    ],
)
def test_texts_are_clean_lines_that_can_be_broken(given: str, expected: str) -> None:
    assert plain_data(given, address) == expected
    nested: Any = plain_data({"svg": given, "a": [(Span(given),)]}, address)
    assert nested == {"svg": given, "a": [[{"text": expected, "link": None, "lang": None}]]}


def test_links_become_addresses_or_none() -> None:
    spans = (Span("a", Link("record", "P1")), Span("b", Link("place", "UA1")))
    found: Any = plain_data(Fact("key", "label", spans), address)
    assert [span["link"] for span in found["value"]] == ["https://example.org/P1", None]


def test_long_texts_end_in_an_ellipsis() -> None:
    assert plain_data("one two three", address, 8) == "one two…"
    found: Any = plain_data((Span("one"), Span(" two"), Span(" three"), Span(" four")), address, 9)
    assert "".join(span["text"] for span in found) == "one two…"
    whole: Any = plain_data((Span("one"), Span(" two")), address, 7)
    assert "".join(span["text"] for span in whole) == "one two"
