"""Finding communities: what people type, and what must be found first."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from builders import labels, small_territory
from each import each
from hypothesis import example, given, strategies as st
from territory import M1, MIDDLE, N1, N2, N3, NORTH

from projectmap.i18n import LANGUAGES
from projectmap.model.records import Community
from projectmap.model.register import Register
from projectmap.query.find import MAX_MATCHES, Match, Reason, find, reason_text

with Path(__file__).with_name("queries.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
QUERIES = [row for row in ROWS if row["reason"]]
JUNK = ["", " ", "???", "…", "-", "'", "zzzzqqqq", "ъъъъ", "громада", "міська рада", "район",
        "Луганська область", "Luhansk oblast", "вода", "школа", "лікарня", "hospital", "project",
        "USAID", "Київ", "Kyiv", "Харків", "Enschede", "Brussels", "тест", "UA44", "UA4414",
        "UA9914009", "123", "2022-02-24", "{{7*7}}", "<script>", "%", "к" * 101]  # fmt: skip
pieces = st.sampled_from(
    ["Кремінна", "новопск", "Лозно-", "громада", "район", "UA4414", "Popovka", "Rhtvs", " ", "’",
     "і", "ой", "i", "ы", "\ud800", "\0", "область", "в", "[", "Станиця Луганська"]
)  # fmt: skip


def communities(register: Register) -> dict[str, Community]:
    return {item.name_uk: item for item in register.communities.values()}


def codes(register: Register, text: str) -> list[str]:
    return [match.community for match in find(register, text)]


def promises(register: Register, text: str) -> None:
    """Everything that results say about themselves."""
    found = find(register, text)
    assert len(found) <= MAX_MATCHES
    assert len({match.community for match in found}) == len(found)
    assert [(match.rank, -match.score) for match in found] == sorted(
        (match.rank, -match.score) for match in found
    )
    for match in found:
        assert 0 < match.score <= 100
        assert match.community in register.communities
        if match.settlement is not None:
            assert register.settlements[match.settlement].community == match.community
        for language in LANGUAGES:
            said = reason_text(match, labels(register, language))
            assert said.strip() == said != ""
            assert "{" not in said


# --- What people type -------------------------------------------------------------------------


@each(QUERIES)
def test_the_first_result_is_what_was_meant(register: Register, row: dict[str, str]) -> None:
    promises(register, row["text"])
    first = find(register, row["text"])[0]
    settlement = "" if first.settlement is None else register.settlements[first.settlement].name_uk
    assert (first.community, first.reason, settlement) == (
        communities(register)[row["community"]].katottg,
        row["reason"],
        row["settlement"],
    )


@each([row for row in ROWS if row["community"]])
def test_the_community_is_found_first(register: Register, row: dict[str, str]) -> None:
    assert codes(register, row["text"])[0] == communities(register)[row["community"]].katottg


def test_queries_are_of_every_kind_and_of_every_community(register: Register) -> None:
    assert {row["reason"] for row in QUERIES} == set(Reason)
    assert {row["community"] for row in QUERIES} == set(communities(register))
    assert len({row["text"] for row in ROWS}) == len(ROWS) >= 300


@each(JUNK)
def test_nothing_is_like_this(register: Register, text: str) -> None:
    assert find(register, text) == ()


@given(text=st.text(max_size=120) | st.lists(pieces, max_size=6).map("".join))
@example(text="\ud800")
@example(text="і" * 100)
def test_any_text_is_answered(register: Register, text: str) -> None:
    promises(register, text)


@given(
    text=st.text("абвгдеєжзиіїйклмнопрстуфхцчшщьюя", max_size=2)
    | st.text("abcdefghijklmnopqrstuvwxyz", max_size=2)
)
def test_short_texts_find_names_that_begin_so(register: Register, text: str) -> None:
    for match in find(register, text):
        assert match.reason is Reason.PART
        assert any(
            word.startswith(text) for word in match.form.casefold().replace("-", " ").split()
        )


# --- Every name and code of the data ----------------------------------------------------------


def test_every_name_of_a_community_finds_it_first(register: Register) -> None:
    for code, item in register.communities.items():
        for name in (item.name_uk, item.name_en):
            first = find(register, name)[0]
            assert (first.community, first.settlement, first.reason) == (code, None, Reason.NAME)
        for former in filter(None, (item.former_name_uk, item.former_name_en)):
            first = find(register, former)[0]
            assert (first.community, first.reason) == (code, Reason.FORMER_NAME)
            assert first.settlement is None


def test_every_alias_finds_its_community_first(register: Register) -> None:
    for code, item in register.communities.items():
        for alias in item.aliases:
            for text in (alias, alias.upper(), f"  {alias.lower()} "):
                assert codes(register, text)[0] == code, text


def test_every_settlement_finds_its_community(register: Register) -> None:
    for item in register.settlements.values():
        for name in filter(None, (item.name_uk, item.name_en, item.former_name_uk)):
            assert item.community in codes(register, name), name


def test_every_community_with_such_a_settlement_is_named(register: Register) -> None:
    homes: dict[str, set[str]] = {}
    for item in register.settlements.values():
        homes.setdefault(item.name_uk, set()).add(item.community)
    assert max(map(len, homes.values())) == 6
    for name, wanted in homes.items():
        meant = {match.community: match for match in find(register, name)
                 if match.rank < find(register, "нов")[0].rank}  # fmt: skip
        assert wanted <= set(meant), name
        for code in wanted:
            settlement = meant[code].settlement
            assert settlement is None or register.settlements[settlement].name_uk == name


def test_every_code_finds_what_it_names(register: Register) -> None:
    for code, item in register.communities.items():
        assert find(register, code) == (Match(code, None, Reason.CODE, code, 100),)
        assert find(register, item.pcode)[0] == Match(code, None, Reason.PCODE, item.pcode, 100)
    for code, place in register.settlements.items():
        assert find(register, code) == (Match(place.community, code, Reason.CODE, code, 100),)
        assert find(register, code[:-1])[0].community == place.community


def test_the_beginning_of_a_code_finds_all_that_begin_so(register: Register) -> None:
    for raion, members in register.raions.items():
        assert sorted(codes(register, raion[:7])) == sorted(members)
        assert all(
            match.settlement is None and match.reason is Reason.CODE_PREFIX
            for match in find(register, raion[:7])
        )


# --- Rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["ої", "ій", "у", "ою"])
def test_cases_of_every_community(register: Register, ending: str) -> None:
    for code, item in register.communities.items():
        for text in (item.name_uk[:-1] + ending, f"у {item.name_uk[:-1]}{ending} громаді"):
            assert codes(register, text)[0] == code, text


@pytest.mark.parametrize("step", [1, 2, 3])
def test_slips_in_every_name_of_a_community(register: Register, step: int) -> None:
    for code, item in register.communities.items():
        for name in (item.name_uk, item.name_en):
            at = len(name) * step // 4
            swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            for text in (name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], swapped):
                assert code in codes(register, text), text


def test_the_wrong_keyboard_for_every_community(register: Register) -> None:
    keys = str.maketrans("йцукенгшщзхїфівапролджєячсмитьбю’", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
    for code, item in register.communities.items():
        small = item.name_uk.lower().translate(keys)
        # With the shift key what is typed for Х, Ж, Б or Ю is a sign.
        for typed in (small, small.upper().translate(str.maketrans("[];',.`", '{}:"<>~'))):
            first = find(register, typed)[0]
            assert (first.community, first.reason) == (code, Reason.LAYOUT), typed


def test_ranks_follow_one_another(register: Register) -> None:
    """A centre before other settlements, these before parts of names."""
    found = find(register, "Троїцьке")
    assert [(register.communities[match.community].name_uk, match.rank) for match in found] == [
        ("Троїцька", 4),
        ("Алчевська", 4),
        ("Попаснянська", 4),
    ]
    assert find(register, "Айдар")[0].reason is Reason.NAME
    assert {match.reason for match in find(register, "Айдар")[1:]} == {Reason.PART}


def test_slips_are_not_looked_for_beside_names(register: Register) -> None:
    for row in QUERIES:
        reasons = {match.reason for match in find(register, row["text"])}
        assert Reason.SIMILAR not in reasons or reasons == {Reason.SIMILAR}


# --- Made-up registers ------------------------------------------------------------------------


def named(**names: str) -> Register:
    """The small territory with other names of settlements, by their codes."""
    register = small_territory()
    settlements = dict(register.settlements)
    for code, name in names.items():
        settlements[code] = replace(settlements[code], name_uk=name, name_en=name)
    return replace(register, settlements=settlements)


def test_two_settlements_of_one_name_are_one_result() -> None:
    register = named(**{N3: "Двійня", N2: "Двійня", M1: "Двійня"})
    found = find(register, "Двійня")
    assert [(match.community, match.settlement) for match in found] == [(MIDDLE, M1), (NORTH, N2)]
    assert find(named(**{N1: "Двійня", N2: "Двійня"}), "Двійня")[0].settlement == N1


@pytest.mark.parametrize("name", ["{{7*7}}", "{name}", "{", "%s", "<b>Село</b>", "???"])
def test_names_are_text(name: str) -> None:
    register = named(**{N2: name})
    match = Match(NORTH, N2, Reason.SIMILAR, name, 50)
    assert name in reason_text(match, labels(register, "en"))
    assert name in reason_text(replace(match, reason=Reason.NAME), labels(register, "en"))
    assert all(match.community in register.communities for match in find(register, name))


def test_an_alias_is_a_name_of_the_centre() -> None:
    register = small_territory()
    assert find(register, "Колишня тестова")[0].reason is Reason.FORMER_NAME
    assert find(register, "Пробна")[0] == Match(NORTH, N1, Reason.FORMER_NAME, "Пробна", 85)


# --- Words for people -------------------------------------------------------------------------

SAID = {
    "UA44140090000072167": "KATOTTG code",
    "UA44140090010043803": "KATOTTG code of the settlement Aidar",
    "UA4414009": "P-code",
    "UA441400900": "beginning of the KATOTTG code",
    "UA4414009001": "beginning of the KATOTTG code of the settlement Aidar",
    "Айдарська": "name of the community",
    "Novopskovska": "former name of the community: Novopskovska",
    "Новопсков": "former name of the settlement Aidar: Новопсков",
    "Новопсковская": "Russian form of the name Новопсковська",
    "Novopskovskaya": "romanised form of the name Novopskovska",
    "Кремінна": "name of the community’s centre: Kreminna",
    "Чугинка": "name of a settlement in the community: Chuhynka",
    "Кременная": "Russian name of the settlement Kreminna",
    "Kremennaya": "romanised name of the settlement Kreminna",
    "Чми": "part of the name Чмирівська",
    "Слов'яно": "part of the name Слов’яносербськ, a settlement in the community",
    "Стахано": "part of the name Стаханов, another name of the settlement Kadiivka",
    "Айдарської": "form of the name Айдарська",
    "Rhtvsyyf": "Кремінна typed in another keyboard layout, a settlement in the community",
    "Кремина": "similar to Кремінна, a settlement in the community",
}


@pytest.mark.parametrize(("text", "said"), SAID.items(), ids=SAID)
def test_the_reason_in_words(register: Register, text: str, said: str) -> None:
    assert reason_text(find(register, text)[0], labels(register, "en")) == said
