"""Spellings: the keys of names, and the forms that rules give."""

from __future__ import annotations

import pytest
from each import each
from hypothesis import given, strategies as st

from projectmap.model.register import Register
from projectmap.query.spelling import (
    MOST_FORMS,
    fold,
    latin_key,
    may_be_russian,
    names_in,
    plain,
    romanise,
    russian_forms,
    russian_key,
    russian_stem,
    typed_elsewhere,
)

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
APART = [("USAID", "УСАІД"), ("Kreminna", "Кремінна"), ("Новоайдар", "Новопсков"), ("гора", "хора")]


@pytest.mark.parametrize(("typed", "written"), SAME.values(), ids=SAME)
def test_folded_alike(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(("one", "other"), APART)
def test_folded_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@each([
    ("", ""), ("???", ""), ("  Станиця   ЛУГАНСЬКА ", "станиця луганська"),
    ("Станично-Луганська", "станично луганська"), ("Зимогір’я", "зимогіря"),
    ('Зимогір"я', "зимогіря"), ("Kpeмiннa", "кремінна"), ("Kreminnа", "kreminna"),
    ("Кремі́нна", "кремінна"), ("Нижнетёплое", "нижнетеплое"), ("Lysychansʹk", "lysychansk"),
    ("м.Кремінна,", "м кремінна"),
])  # fmt: skip
def test_keys(text: str, key: str) -> None:
    assert plain(text) == key


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_romanisation_is_that_of_the_register(register: Register) -> None:
    places = [*register.settlements.values(), *register.communities.values()]
    assert all(romanise(plain(item.name_uk)) == plain(item.name_en) for item in places)


@each([
    *(("sievierodonetsk", other) for other in
      ("syeverodonetsk", "severodonetsk", "siewierodonieck", "sjeverodoneck")),
    ("lysychansk", "lysyčansk"), ("luhansk", "lugansk"), ("novoaidar", "novoajdar"),
    ("rubezhnoe", "rubezhnoye"), ("shchastia", "schastya"), ("khrustalnyi", "hrustalny"),
])  # fmt: skip
def test_systems_of_romanisation_share_a_key(one: str, other: str) -> None:
    assert latin_key(one) == latin_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("khrustalnyi", "khrustalne"), ("novoaidar", "aidar"), ("popasna", "popasne"),
     ("troitska", "troitske"), ("holubivka", "holubivske")],
)  # fmt: skip
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert latin_key(one) != latin_key(other)


# Others, as people type them, are in queries.csv.
@each([
    ("Попівка", "Поповка"), ("Миколаївка", "Николаевка"), ("Олексіївка", "Алексеевка"),
    ("Олександрівка", "Александровка"), ("Зимогір’я", "Зимогорье"), ("Криворіжжя", "Криворожье"),
    ("Мар’ївка", "Марьевка"), ("Кам’янка", "Каменка"), ("Нижня Дуванка", "Нижняя Дуванка"),
    ("Степний Яр", "Степной Яр"), ("Лисичанська", "Лисичанская"), ("Вовчоярівка", "Волчеяровка"),
    ("Іванівка", "Ивановка"),
])  # fmt: skip
def test_russian_forms(ukrainian: str, russian: str) -> None:
    key = plain(russian)
    assert may_be_russian(key)
    assert russian_key(key) in russian_forms(plain(ukrainian))


@given(st.text("абвгдеєжзиіїйклмнопрстуфхцчшщьюя ", max_size=40))
def test_forms_are_few(key: str) -> None:
    assert 0 < len(russian_forms(key)) <= MOST_FORMS


@pytest.mark.parametrize(
    ("case", "nominative"),
    [("кременной", "кременная"), ("рубежного", "рубежное"), ("лисичанске", "лисичанск"),
     ("станице луганской", "станица луганская"), ("ровеньках", "ровеньки")],
)  # fmt: skip
def test_russian_cases_share_a_stem(case: str, nominative: str) -> None:
    assert russian_stem(russian_key(plain(nominative))) == russian_stem(case)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("громада", []),
        ("район", []),
        ("кремінна", ["кремінна"]),
        ("кремінська міська територіальна громада", ["кремінська"]),
        ("у кремінській громаді", ["кремінській"]),
        ("смт новопсков старобільського району луганської області",
         ["новопсков старобільського", "новопсков"]),
        ("станично луганський р н", ["станично луганський", "станично"]),
        ("новоайдарський район", ["новоайдарський"]),
        ("луганська область", ["луганська область"]),
        ("сватове луганської обл", ["сватове"]),
        ("community of kreminna", ["kreminna"]),
        ("у", ["у"]),
        ("рубіжанська мва", ["рубіжанська"]),
        ("сєвєродонецька військово цивільна адміністрація", ["сєвєродонецька"]),
        ("лисичанская городская военная администрация", ["лисичанская"]),
        ("rubizhne city military administration", ["rubizhne"]),
        ("сва", ["сва"]),
        ("військова адміністрація", []),
    ],
)  # fmt: skip
def test_words_around_a_name(key: str, names: list[str]) -> None:
    assert names_in(key) == names


@pytest.mark.parametrize("text", ["", "123", "Kreminna Кремінна"])
def test_what_no_other_keyboard_explains(text: str) -> None:
    assert typed_elsewhere(text) == []
