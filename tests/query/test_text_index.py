"""The index of words against the plain way of looking into every text."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from projectmap.query.stems import of_town, stems
from projectmap.query.text_index import text_index, words_of

pieces = st.sampled_from(
    ["вода", "води", "Вода", "водогін", "LUH-1", "Кремiнна", "Кремінній", "a", "\u00ad", "’",
     "'", "\n", "\u2003", "зимогір’я", "12", "1", "schools", "school", "Луганська", "Луганськ",
     "Étienne"]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=6), max_size=8).map(" ".join)


@given(st.lists(texts, max_size=6), st.lists(pieces | st.text(max_size=3), max_size=3))
def test_every_form_and_beginning_is_found_where_it_stands(
    written: list[str], asked: list[str]
) -> None:
    index = text_index(written)
    in_text = [set(words_of(text)) for text in written]
    for word in words_of(" ".join(asked)):
        forms = {row for row, has in enumerate(in_text)
                 if any(stems(word) & of_town(stems(other)) for other in has)}  # fmt: skip
        assert set(index.rows_of(index.forms(word)).tolist()) == forms
        begun = {row for row, has in enumerate(in_text)
                 if len(word) > 1 and any(other.startswith(word) for other in has)}  # fmt: skip
        assert set(index.rows_of(index.beginning(word)).tolist()) == begun


@pytest.mark.parametrize("written", [[], [""], ["", "   "]])
def test_nothing_is_found_in_nothing(written: list[str]) -> None:
    index = text_index(written)
    assert index.forms("вода") == set()
    assert index.similar("водопостачання") == []
    assert index.rows_of(index.beginning("во")).size == 0


@pytest.mark.parametrize(
    ("typed", "written", "near"),
    [
        ("краіни", "країни", True), ("лікраня", "лікарня", True), ("hopsital", "hospital", True),
        ("опостачання", "постачання", False), ("порт", "спорт", False), ("вокзал", "школа", False),
    ],
)  # fmt: skip
def test_slips_of_the_hand(typed: str, written: str, near: bool) -> None:  # noqa: FBT001 - a table
    assert bool(text_index([written]).similar(typed)) is near
