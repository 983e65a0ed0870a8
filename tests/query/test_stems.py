"""Stems: the forms of one word share one, and words that only look alike do not."""

from __future__ import annotations

from each import each
from hypothesis import given, strategies as st

from projectmap.query.stems import of_town, stems, town

FORMS = [
    "вода води воді воду водою вод водам водами водах",
    "школа школи школі школу школою шкіл школам школами школах",
    "дорога дороги дорозі дорогу дорогою доріг дорогам дорогами",
    "лікарня лікарні лікарню лікарнею лікарень лікарням лікарнями",
    "мости мосту мостом мостів мостам мостами мостах",
    "будинок будинку будинком будинки будинків будинкам",
    "переселенець переселенця переселенці переселенців переселенцям переселенцями",
    "житло житла житлу житлом житлі",
    "водопостачання водопостачанню водопостачанням водопостачанні",
    "діяльність діяльності",
    "область області областю областей областям",
    "енергія енергії енергію енергією",
    "музей музею музеї музеїв музеєм",
    "дитина дитини дитину дитиною",
    "діти дітей дітям дітях",
    "люди людей людям людьми людях",
    "гуманітарна гуманітарної гуманітарній гуманітарну гуманітарною гуманітарні гуманітарних",
    "цнап цнапу цнапом цнапи цнапів цнапам",
    "кремінна кремінної кремінній кремінну кремінною",
    "рубіжне рубіжного рубіжному рубіжним",
    "лисичанськ лисичанська лисичанську лисичанськом",
    "кадіївка кадіївки кадіївці кадіївку кадіївкою",
    "щастя щасті щастю щастям",
    "суходіл суходолу суходолі",
    "адріанопіль адріанополя адріанополі",
    "жолобок жолобка жолобку",
    "ровеньки ровеньків ровенькам ровеньках",
    "кремінська кремінської кремінський",
    "поліклініка поліклініки поліклініці поліклініку поліклінік",
    "school schools",
    "repair repairs repaired repairing",
    "hospital hospitals",
]
OTHERS = [
    ("лікар", "лікарня"), ("житло", "життя"), ("від", "вода"), ("мости", "місто"),
    ("мости", "міст"), ("школа", "шкіра"), ("бізнес", "бюджет"), ("art", "artesian"),
    ("aid", "aidar"), ("bus", "business"), ("центр", "централізований"),
]  # fmt: skip


@each(FORMS)
def test_forms_of_a_word_share_a_stem(line: str) -> None:
    first, *others = line.split()
    for form in others:
        assert stems(form) & stems(first), form


@each(OTHERS)
def test_other_words_share_none(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


def test_a_town_is_no_word_of_its_oblast() -> None:
    assert not stems("луганськ") & of_town(stems("луганської"))
    assert not stems("луганськ") & of_town(stems("луганська"))
    assert stems("луганська") & of_town(stems("луганської"))
    assert town(stems("луганську")) & stems("луганськ")


@given(st.text(min_size=1, max_size=12))
def test_every_word_has_a_stem(word: str) -> None:
    assert stems(word)
    assert of_town(stems(word))
    assert town(stems(word))
