"""Words find what they mean: what people type, and the records that it must and must not find.

``finds`` and ``finds_not`` of ``queries.csv`` were written by reading the register; after ``=``
stand all that may be found.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from each import each
from hypothesis import given, strategies as st

from projectmap.model.codes import Kind, PartnershipKind
from projectmap.model.register import Register
from projectmap.query.search import only_these, search
from projectmap.query.select import select
from projectmap.query.synonyms import meanings_from
from projectmap.query.view import View

with Path(__file__).with_name("queries.csv").open(encoding="utf-8") as file:
    QUERIES = [row for row in csv.DictReader(file) if row["finds"] or row["finds_not"]]


def found(register: Register, text: str) -> set[str]:
    """The ids of the records and partnerships that ``text`` finds."""
    selection = select(register, View(q=text))
    records = {register.projects[row].id for row in selection.rows.tolist()}
    return records | {item.id for item in selection.partnerships}


@each(QUERIES)
def test_what_is_found_is_what_was_meant(register: Register, row: dict[str, str]) -> None:
    ids = found(register, row["text"])
    wanted, unwanted = row["finds"].split(), set(row["finds_not"].split())
    if wanted[:1] == ["="]:
        assert ids == set(wanted[1:])
    assert set(wanted) - {"="} <= ids
    assert not ids & unwanted


def said(register: Register, text: str) -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [tuple(item) for item in search(register, text).also]


def test_what_a_word_finds_besides_itself_is_named(register: Register) -> None:
    assert said(register, "вода Кремінна") == [("вода", "sector", ("water",), False)]
    assert said(register, "потреби") == [("потреби", "kind", ("need",), False)]
    assert said(register, "краіни") == [("краіни", "word", ("країні",), True)]
    assert said(register, "djlf")[0] == ("djlf", "word", ("вода",), True)
    for text in ("Кремінна", "ремонт", "школ", "", "???", "zzzzqqqq"):
        assert not [item for item in said(register, text) if item[3]], text


@pytest.mark.parametrize("text", ["вода", "школа", "краіни", "потреби", "djlf", "ВПО"])
def test_quotation_marks_take_away_what_is_added(register: Register, text: str) -> None:
    alone = only_these(text)
    assert only_these(alone) == alone
    assert found(register, alone) < found(register, text)
    assert said(register, alone) == []
    for marks in ('"{}"', "«{}»", "“{}”", "„{}“"):
        assert found(register, marks.format(text)) == found(register, alone)


@given(st.text(max_size=40) | st.lists(st.sampled_from(
    ["вода", "Кремінна", "LUH-", "UA44", "«", "»", '"', "район", "область", "у", "\ud800", "\0"]
), max_size=8).map(" ".join))  # fmt: skip
def test_any_text_is_answered(register: Register, text: str) -> None:
    answer = search(register, text)
    assert len(answer.records) == len(register.projects)
    for item in answer.also:
        assert item.facet in {"sector", "kind", "word"}


def test_every_meaning_is_one_of_the_register(register: Register) -> None:
    things = {("kind", str(code)) for codes in (Kind, PartnershipKind) for code in codes}
    things |= {("sector", code) for code in register.sectors}
    for meaning in meanings_from(""):
        assert (
            meaning.facet == "word" or {(meaning.facet, code) for code in meaning.codes} <= things
        )
