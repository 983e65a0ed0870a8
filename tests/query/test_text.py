"""Folding: what people type and what the register writes become the same."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from projectmap.query.text import fold

SAME = {
    "case": ("КРЕМІННА", "кремінна"),
    "Latin i": ("Кремiнна", "Кремінна"),
    "Latin letters all over": ("Kpeмiннa", "Кремінна"),
    "Latin capitals in a word": ("КPЕМІHНА", "КРЕМІННА"),
    "Latin T and M": ("Tpоїцьке, Mілове, Bода", "Троїцьке, Мілове, Вода"),
    "Latin ï": ("Троïцьке", "Троїцьке"),
    "ї in two signs": ("Троі\u0308цьке", "Троїцьке"),
    "й in two signs": ("Айдар", "Аи\u0306дар"),
    "typed apostrophe": ("Зимогір'я", "Зимогір’я"),
    "letter apostrophe": ("Зимогірʼя", "Зимогір’я"),
    "backtick": ("Зимогір`я", "Зимогір’я"),
    "soft hyphen": ("Сіверсько\N{SOFT HYPHEN}донецьк", "Сіверськодонецьк"),
    "zero width": ("Кре\u200bмін\ufeffна", "Кремінна"),
    "direction signs": ("\u200eКремінна\u202c", "Кремінна"),
    "sharp s": ("STRASSE", "straße"),
}
APART = [
    ("USAID", "УСАІД"),
    ("Kreminna", "Кремінна"),
    ("Новоайдар", "Новопсков"),
    ("гора", "хора"),
]


@pytest.mark.parametrize(("typed", "written"), SAME.values(), ids=SAME)
def test_the_same(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(("one", "other"), APART)
def test_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
