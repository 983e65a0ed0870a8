"""Views and links: what is written is read back, and nonsense is named, never raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from builders import make_register, partnership, project
from each import each
from hypothesis import given, strategies as st
from territory import N1, NORTH, WEST

from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.query.columns import FIRST_COLUMNS
from projectmap.query.view import (
    DEFAULT_LAYERS,
    FACETS,
    MAX_QUERY,
    Ignored,
    Layer,
    View,
    read_view,
    write_view,
)

SMALL = make_register(
    projects=[project("TEST-001", same_as=["TEST-009"]), project("TEST-002")],
    partnerships=[partnership(), partnership("TEST-R2", partner_countries=["DE", "PL"])],
)
KNOWN = known_values(SMALL)


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values)), unique=True).map(sorted).map(tuple)


def as_typed(text: str) -> str:
    return " ".join(text[:MAX_QUERY].split())


years = st.none() | st.integers(1950, 2100)
views = st.builds(
    View, **{name: some(sorted(KNOWN[name])) for name in FACETS}, year_from=years, year_to=years,
    q=st.text().map(as_typed), asof=st.none() | st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    project=st.sampled_from([None, "TEST-001", "TEST-002"]),
    place=st.sampled_from([None, NORTH, N1]), page=st.none() | st.integers(2, 9999),
    order=st.sampled_from([None, "amount", "-start"]),
    column=st.sampled_from([FIRST_COLUMNS, ("id",), ("end", "amount")]),
    layer=st.sets(st.sampled_from(Layer)).map(lambda found: tuple(x for x in Layer if x in found)),
    lang=st.sampled_from([None, "uk", "en"]),
)  # fmt: skip


@given(views)
def test_a_view_survives_its_link(view: View) -> None:
    link = write_view(view)
    assert read_view(link, SMALL) == (view, [])
    assert list(link) == [field.name for field in fields(View) if field.name in link]


def test_the_plain_view_writes_nothing() -> None:
    assert write_view(View()) == {}
    assert read_view({}, SMALL) == (View(), [])
    assert write_view(View(layer=tuple(reversed(DEFAULT_LAYERS)))) == {}


def test_no_layers_at_all_is_a_choice() -> None:
    assert write_view(View(layer=())) == {"layer": ["none"]}
    assert read_view({"layer": ["none"]}, SMALL) == (View(layer=()), [])


UNUSED = {
    "sector label": ("sector", "Вода"),
    "sector in capitals": ("sector", "WATER"),
    "donor unknown": ("donor", "nobody"),
    "community name": ("community", "Тестова"),
    "community's settlement": ("community", N1),
    "status unknown": ("status", "done"),
    "kind unknown": ("kind", "idea"),
    "period short": ("period", "before"),
    "country in small letters": ("partner_country", "nl"),
    "country without partners": ("partner_country", "FR"),
    "verification unknown": ("verification", "sure"),
    "year in words": ("year_from", "двадцятий"),
    "year short": ("year_from", "20"),
    "year long": ("year_to", "020202"),
    "year with a sign": ("year_to", "+202"),
    "year in other digits": ("year_from", "٢٠٢٠"),
    "year 1900": ("year_from", "1900"),
    "year 2999": ("year_to", "2999"),
    "year of 5,000 digits": ("year_to", "2" * 5000),
    "day as people write it": ("asof", "30.04.2025"),
    "day that is none": ("asof", "2025-02-30"),
    "day with a time": ("asof", "2025-04-30T00:00"),
    "day in the year 1": ("asof", "0001-01-01"),
    "day in the year 2999": ("asof", "2999-01-01"),
    "language unknown": ("lang", "ru"),
    "language with a country": ("lang", "uk-UA"),
    "project unknown": ("project", "TEST-404"),
    "place unknown": ("place", WEST),
    "order unknown": ("order", "beauty"),
    "order twice down": ("order", "--amount"),
    "column unknown": ("column", "beauty"),
    "layer unknown": ("layer", "cables"),
    "template": ("sector", "{{7*7}}"),
    "script": ("donor", "<script>"),
    "NUL": ("community", "\0"),
    "half a surrogate pair": ("status", "\ud800"),
}


@each(UNUSED.values())
def test_an_unknown_value_is_ignored_and_named(name: str, value: str) -> None:
    assert read_view({name: [value]}, SMALL) == (View(), [Ignored(name, value)])


def test_good_values_beside_unknown_ones_are_used() -> None:
    view, ignored = read_view({"sector": ["water", "magic", "water", "health"]}, SMALL)
    assert view == View(sector=("health", "water"))
    assert ignored == [Ignored("sector", "magic")]


@pytest.mark.parametrize("name", [field.name for field in fields(View)])
def test_an_empty_value_is_no_value(name: str) -> None:
    assert read_view({name: [""]}, SMALL) == (View(), [])
    assert read_view({name: []}, SMALL) == (View(), [])


@pytest.mark.parametrize("name", ["utm_source", "embed", "embed_options", "Sector", "", "q[]"])
def test_unknown_parameters_are_left_alone(name: str) -> None:
    assert read_view({name: ["x"]}, SMALL) == (View(), [])


def test_a_joined_records_id_leads_to_the_record_that_joins() -> None:
    assert read_view({"project": ["TEST-009"]}, SMALL)[0].project == "TEST-001"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["  вода   школа "], "вода школа"),
        (["вода", "школа"], "вода школа"),
        (["\n\t"], ""),
        (["я" * 300], "я" * 200),
        (["{{7*7}}"], "{{7*7}}"),
    ],
    ids=repr,
)
def test_free_text(typed: list[str], kept: str) -> None:
    assert read_view({"q": typed}, SMALL) == (View(q=kept), [])


@each(
    product(
        [field.name for field in fields(View)],
        [
            lambda: ["x" * 100_000],
            lambda: ["x", "y"] * 50_000,
            lambda: [str(number) for number in range(20_000)],
        ],
    )
)
def test_a_hundred_kilobytes_are_read_to_the_end(name: str, make: Any) -> None:
    view, ignored = read_view({name: make()}, SMALL)
    assert replace(view, q="") == View()
    assert {item.parameter for item in ignored} == ({name} if name != "q" else set())


values = st.lists(
    st.text(st.characters(), max_size=8)
    | st.sampled_from(["water", "2020", "none", "status", "uk", NORTH])
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(View)]), values))
def test_nonsense_anywhere_gives_a_view_that_has_a_link(parameters: dict[str, list[str]]) -> None:
    view, _ = read_view(parameters, SMALL)
    again, ignored = read_view(write_view(view), SMALL)
    assert (again, ignored) == (view, [])


@pytest.mark.parametrize("name", [*FACETS, "year_from", "year_to", "q"])
def test_what_narrows_the_list_is_cleared(name: str) -> None:
    kept = View(asof=date(2022, 2, 24), lang="en", layer=(), project="TEST-001", place=NORTH)
    value: Any = ("x",) if name in FACETS else 2020 if name != "q" else "вода"
    view = replace(kept, **{name: value})
    assert view.filtered
    assert not kept.filtered
    assert view.cleared() == kept
    assert view.records_only() == replace(View(), **{name: value})


def test_every_parameter_can_be_known(register: Register) -> None:
    known = known_values(register)
    assert set(known) == set(FACETS)
    assert "UA44140090000072167" in known["community"]
    assert {"water", "transport"} <= known["sector"]
