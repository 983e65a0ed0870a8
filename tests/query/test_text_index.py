"""The index of words against the plain way of looking into every text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectmap.query.text import fold, words
from projectmap.query.text_index import stretches, text_index

pieces = st.sampled_from(
    ["вода", "Вода", "водогін", "LUH-1", "Кремiнна", "кремінна", "a", "\u00ad", "’", "'", "\n",
     "\u2003", "зимогір’я", "12", "1"]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=6), max_size=8).map(" ".join)


@given(st.lists(texts, max_size=6), st.lists(pieces | st.text(max_size=3), max_size=3))
def test_every_word_is_found_where_it_stands(written: list[str], asked: list[str]) -> None:
    index = text_index(written)
    for word in words(" ".join(asked)):
        plainly = {row for row, text in enumerate(written) if word in fold(text)}
        assert set(index.having(word).tolist()) == plainly


@pytest.mark.parametrize("written", [[], [""], ["", "   "]])
def test_nothing_is_found_in_nothing(written: list[str]) -> None:
    assert text_index(written).having("вода").size == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=8))
def test_stretches_are_ranges_in_a_row(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pairs], dtype=np.int64)
    lengths = np.array([length for _, length in pairs], dtype=np.int64)
    plainly = [start + step for start, length in pairs for step in range(length)]
    assert stretches(starts, lengths).tolist() == plainly
