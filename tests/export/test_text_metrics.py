"""Widths are those of the font, and shortened texts fit."""

from __future__ import annotations

from itertools import product

import pytest
from each import each

from projectmap.export import text_metrics


@each(
    product(["", "слово", "довгий текст " * 40, "W" * 4000, "a b " * 900], [1, 2, 6], [False, True])
)
def test_a_shortened_text_fits(text: str, most: int, bold: bool) -> None:  # noqa: FBT001 - a column of the table
    cut = text_metrics.shortened(text, 11, 150, most, bold=bold)
    found = list(text_metrics.lines(cut, 11, 150, bold=bold))
    assert len(found) <= most
    assert all(text_metrics.width(line, 11, bold=bold) <= 150.01 for line in found)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    whole = list(text_metrics.lines(text, 11, 150, bold=bold))
    assert (cut == text) == (len(whole) <= most)


@pytest.mark.parametrize("text", ["", "слово за словом " * 9, "W" * 99 + " a"])
def test_lines_are_the_whole_text(text: str) -> None:
    joined = "".join(text_metrics.lines(text, 11, 90))
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_widths_are_those_of_the_letters() -> None:
    # Advance widths of Source Sans 3 in thousandths of an em.
    for letter, wide in (("i", 246), ("W", 786), ("а", 504), (" ", 200)):
        assert text_metrics.width(letter, 1000) == pytest.approx(wide, abs=3)
    assert text_metrics.width("Щ", 10, bold=True) > text_metrics.width("Щ", 10)
    assert text_metrics.width("e\u0301", 10) == text_metrics.width("e", 10)
    assert text_metrics.width("漢", 10) == 10
