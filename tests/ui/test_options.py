"""The names of what filters offer: one code each, in the order of the alphabet."""

from __future__ import annotations

import pytest
from builders import community, make_register
from territory import MIDDLE, NORTH, SOUTH

from projectmap.i18n import LANGUAGES, translator
from projectmap.model.filters import known_values
from projectmap.model.register import Register
from projectmap.ui import options


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_name_that_leads_back_to_it(register: Register, language: str) -> None:
    t = translator(language)
    for facet, known in known_values(register).items():
        names = options.names(register, language)[facet]
        assert set(names) == known
        for code, name in names.items():
            for count in (0, 7, 1234, 100_000):
                assert options.code_of(register, facet, options.numbered(name, count, t)) == code
            assert options.code_of(register, facet, code) == code


def test_ukrainian_names_stand_in_the_order_of_the_ukrainian_alphabet() -> None:
    t = translator("uk")
    names = ["Європа", "Енергетика", "Житло", "Івано", "Йод", "Ґанок", "Гора", "Дім", "Ясен", "Аба"]
    assert sorted(names, key=t.sort_key) == [
        *("Аба", "Гора", "Ґанок", "Дім", "Енергетика", "Європа", "Житло", "Івано", "Йод", "Ясен")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_communities_of_one_name_are_told_apart(language: str) -> None:
    same = {"name_uk": "Тестова", "name_en": "Testova"}
    same |= dict.fromkeys(("former_name_uk", "former_name_en"))
    register = make_register(
        communities=[community(NORTH, **same), community(MIDDLE, **same), community(SOUTH, **same)]
    )
    names = options.names(register, language)["community"]
    assert len(set(names.values())) == len(names)
    # Two lie in one raion, where only the code is left to tell them apart.
    assert NORTH in names[NORTH]
    assert MIDDLE in names[MIDDLE]
    assert "raion" in names[SOUTH] or "район" in names[SOUTH]
    for code, name in names.items():
        said = options.numbered(name, 3, translator(language))
        assert options.code_of(register, "community", said) == code


def test_what_is_no_option_comes_back_as_it_is(register: Register) -> None:
    for said in ("", "(", " (", "water", "{{7*7}} (1)", "no such (1)"):
        assert options.code_of(register, "sector", said) == said


@pytest.mark.parametrize(
    ("facet", "typed", "meant"),
    [
        ("community", "Троіцька", "Троїцька"),
        ("community", "Новопсков", "Айдарська"),
        ("community", "Северодонецк", "Сіверськодонецька"),
        ("community", "Сєверодонецк", "Сіверськодонецька"),
        ("community", "UA4414009", "Айдарська"),
        ("community", "zzzz", None),
        ("donor", "МККК", "icrc"),
        ("donor", "юсаід", "usaid"),
        ("donor", "Норвежская", "nrc"),
        ("sector", "водопостачанням", "water"),
        ("sector", "hosuing", "housing"),
        ("partner_country", "Нидерланди", "NL"),
        ("kind", "{{7*7}}", None),
    ],
)
def test_what_people_type_means_an_option(
    register: Register, facet: str, typed: str, meant: str | None
) -> None:
    if facet == "community" and meant is not None:
        meant = next(code for code, item in register.communities.items() if item.name_uk == meant)
    assert options.code_of(register, facet, typed) == (meant or typed)
