"""Languages: which one, how each writes dates and numbers, and that no text lacks a translation."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from each import each
from hypothesis import given, strategies as st

from projectmap.i18n import LANGUAGES, LOCALE_DIR, N_, preferred_language, translator

SRC = Path(__file__).resolve().parents[1] / "src"
KEYWORDS = {"t": None, "plural": (1, 2), "N_": None}
MIXED = re.compile(r"[a-z][а-яґєії]|[а-яґєії][a-z]", re.IGNORECASE)
RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
MessageId = str | tuple[str, ...]

# --- The catalogues ---------------------------------------------------------------------------


@cache
def in_the_code() -> frozenset[MessageId]:
    """Every text that the code asks a translation of; (one, many) for those with a number."""
    found = extract_from_dir(str(SRC), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found)


def faults(text: str, expected: Iterable[MessageId]) -> list[str]:
    """What is wrong with the catalogue ``text`` where ``expected`` are the texts of the code."""
    wanted = set(expected)
    catalogue = read_po(io.BytesIO(text.encode()), locale="uk")
    messages = [message for message in catalogue if message.id]
    ids = {message.id for message in messages}
    found = [f"not in the code: {name!r}" for name in ids - wanted]
    found += [f"not in the catalogue: {name!r}" for name in wanted - ids]
    found += [f"obsolete: {name!r}" for name in catalogue.obsolete]
    found += _plural_rule(catalogue)
    for message in messages:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        if not all(strings):
            found.append(f"empty: {message.id!r}")
            continue
        one, *many = message.id if isinstance(message.id, tuple | list) else [message.id]
        names = {name for part in (one, *many) for name in _names(part)}
        found += [f"other names: {string!r}" for string in strings if _names(string) != names]
        if many:
            found += _forms(one, many[0], strings, catalogue.num_plurals)
        found += [f"Russian letter: {string!r}" for string in strings if RUSSIAN.search(string)]
        found += [f"mixed letters: {string!r}" for string in strings if MIXED.search(string)]
    return found


def _names(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)[^{}]*\}", text))


def _plural_rule(catalogue: Catalog) -> list[str]:
    form = gettext.c2py(catalogue.plural_expr)
    numbers = [1, 21, 101, 2, 3, 24, 0, 5, 11, 12, 14, 20, 111]
    right = [form(number) for number in numbers] == [0] * 3 + [1] * 3 + [2] * 7
    return [] if right else [f"plural rule: {catalogue.plural_forms}"]


def _forms(one: str, many: str, strings: list[str], size: int) -> list[str]:
    if len(strings) != size:
        return [f"{len(strings)} forms of {size}: {one!r}"]
    if one == many:
        return []
    # «{n} запис, записи, записів»: three cases. After a preposition the last two are alike.
    alike = len(set(strings[:3])) < 3 if one.startswith("{n} ") else strings[0] in strings[1:3]
    return [f"forms alike: {one!r}"] if alike else []


def test_the_catalogue_has_every_text_of_the_code() -> None:
    path = LOCALE_DIR / "uk" / "LC_MESSAGES" / "projectmap.po"
    assert faults(path.read_text("utf-8"), in_the_code()) == []


def test_english_is_what_stands_in_the_code() -> None:
    t = translator("en")
    assert t("temporarily occupied") == "temporarily occupied"
    forms = {number: t.plural("{n} record", "{n} records", number) for number in (0, 1, 2, 21)}
    assert forms == {0: "0 records", 1: "1 record", 2: "2 records", 21: "21 records"}


def asked_for(source: str) -> set[str]:
    """Every text that ``source`` hands to a translator, inside other texts (f"…") too."""
    found = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        texts = call.args[: len(KEYWORDS[name] or (1,))] if name in KEYWORDS else []
        found |= {each.value for each in texts if isinstance(each, ast.Constant)}
    return {text for text in found if isinstance(text, str)}


@each(sorted(SRC.rglob("*.py")))
def test_no_text_is_asked_for_where_the_catalogue_does_not_look(path: Path) -> None:
    known = {text for each in in_the_code() for text in ([each] if isinstance(each, str) else each)}
    assert asked_for(path.read_text("utf-8")) - known == set()


def test_texts_inside_of_texts_are_seen() -> None:
    assert asked_for("f\"{t('formerly')} {n}\"; t.plural('a', 'b', 1)") == {"formerly", "a", "b"}


def test_no_text_is_asked_for_with_and_without_a_number() -> None:
    alone = {name for name in in_the_code() if isinstance(name, str)}
    counted = {name[0] for name in in_the_code() if isinstance(name, tuple)}
    assert alone & counted == set()


RULE = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
UK = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    f'"Plural-Forms: nplurals=3; plural={RULE};\\n"\n\n'
)
HELLO = 'msgid "on {day}"\nmsgstr "станом на {day}"\n\n'
FORMS = '"{n} запис"', '"{n} записи"', '"{n} записів"'
COUNT = 'msgid "{n} record"\nmsgid_plural "{n} records"\n' + "".join(
    f"msgstr[{number}] {form}\n" for number, form in enumerate(FORMS)
)
TEXTS: list[MessageId] = ["on {day}", ("{n} record", "{n} records")]

# What is done to the good catalogue, and what is said of it.
BAD = {
    "missing": (UK + COUNT, "not in the catalogue: 'on {day}'"),
    "left over": (UK + HELLO + COUNT + '\nmsgid "old"\nmsgstr "старе"\n', "not in the code: 'old'"),
    "obsolete": (UK + HELLO + COUNT + '\n#~ msgid "old"\n#~ msgstr "старе"\n', "obsolete: 'old'"),
    "empty": (UK + HELLO.replace("станом на {day}", "") + COUNT, "empty: 'on {day}'"),
    "fuzzy": (UK + "#, fuzzy\n" + HELLO + COUNT, "fuzzy: 'on {day}'"),
    "name lost": (UK + HELLO.replace("на {day}", "на день") + COUNT,
                  "other names: 'станом на день'"),
    "name translated": (UK + HELLO.replace("на {day}", "на {день}") + COUNT,
                        "other names: 'станом на {день}'"),
    "name lost in one form": (UK + HELLO + COUNT.replace("{n} записи", "записи"),
                              "other names: 'записи'"),
    "form empty": (UK + HELLO + COUNT.replace(FORMS[1], '""'),
                   "empty: ('{n} record', '{n} records')"),
    "form missing": (UK + HELLO + COUNT.replace(f"msgstr[2] {FORMS[2]}\n", ""),
                     "empty: ('{n} record', '{n} records')"),
    "forms alike": (UK + HELLO + COUNT.replace("записи", "записів"), "forms alike: '{n} record'"),
    "English rule": (UK.replace(f"nplurals=3; plural={RULE}", "nplurals=2; plural=(n != 1)")
                     + HELLO + COUNT, "plural rule: nplurals=2; plural=(n != 1);"),
    "Russian": (UK + HELLO.replace("станом", "даты") + COUNT, "Russian letter: 'даты на {day}'"),
    "Latin a": (UK + HELLO.replace("станом", "стaном") + COUNT, "mixed letters: 'стaном на {day}'"),
}  # fmt: skip


def test_a_loan_has_one_name() -> None:
    t = translator("uk")
    assert t("Loan").casefold() == t("loan")


def test_the_check_passes_a_good_catalogue() -> None:
    assert faults(UK + HELLO + COUNT, TEXTS) == []


@pytest.mark.parametrize(("text", "fault"), BAD.values(), ids=BAD)
def test_the_check_finds(text: str, fault: str) -> None:
    assert fault in faults(text, TEXTS)


# --- The languages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"), ("", "en"), ("uk", "uk"), ("UK", "uk"), ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("uk;q=0.9", "uk"), ("uk;q=1.0, en;q=0.5", "uk"), (" uk ,en", "uk"), ("uk-UA", "uk"),
        ("en-GB,uk;q=0.9", "en"), ("ru,uk;q=0.8", "en"), ("nl-NL,nl;q=0.9", "en"), ("*", "en"),
        ("ukr", "en"), (",uk", "en"), ("x" * 100_000, "en"), ("{{7*7}}", "en"),
    ],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_preferred_language(header: str | None, language: str) -> None:
    assert preferred_language(header) == language


WRITTEN = [
    ("day", (None,), "", ""),
    ("day", ("2020",), "2020 р.", "2020"),
    ("day", ("2020-12",), "грудень 2020", "December 2020"),
    ("day", ("2020-05",), "травень 2020", "May 2020"),
    ("day", ("2025-04-30",), "30 квітня 2025 р.", "30 April 2025"),
    ("day", (date(2022, 2, 24),), "24 лютого 2022 р.", "24 February 2022"),
    ("short_date", (date(2025, 4, 30),), "30.04.2025", "30 Apr 2025"),
    ("short_date", (date(2022, 2, 4),), "04.02.2022", "4 Feb 2022"),
    ("number", (0,), "0", "0"),
    ("number", (36,), "36", "36"),
    ("number", (1234567.5,), "1 234 567,5", "1,234,567.5"),
    ("number", (-5,), "-5", "-5"),
    ("money", (2_000_000, "UAH"), "2 000 000 UAH", "UAH 2,000,000"),
    ("money", (1234.5, "EUR"), "1 234,50 EUR", "EUR 1,234.50"),
    ("money", (3.0, "USD"), "3 USD", "USD 3"),
    ("money", (1000, "JPY"), "1 000 JPY", "JPY 1,000"),
    ("listing", ([],), "", ""),
    ("listing", (["а"],), "а", "а"),
    ("listing", (["а", "б"],), "а і б", "а and б"),
    ("listing", (["а", "б", "в"],), "а, б і в", "а, б and в"),
    ("territory", ("NL",), "Нідерланди", "Netherlands"),
    ("territory", ("UA",), "Україна", "Ukraine"),
    ("territory", ("QQ",), "QQ", "QQ"),
    ("pick", ("так", "yes"), "так", "yes"),
    ("pick", ("так", None), "так", "так"),
    ("pick", (None, "yes"), "yes", "yes"),
    ("pick", (None, None), None, None),
]


@each(WRITTEN)
def test_each_language_writes_its_own_way(
    method: str, values: tuple[object, ...], uk: str | None, en: str | None
) -> None:
    for language, expected in (("uk", uk), ("en", en)):
        text = getattr(translator(language), method)(*values)
        # Groups of digits and their unit are kept together by no-break spaces.
        assert (text and re.sub(r"\s", " ", text)) == expected


@pytest.mark.parametrize("number", [1234.5, 1_000_000])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_does_not_break_at_the_end_of_a_line(language: str, number: float) -> None:
    assert " " not in translator(language).money(number, "USD")


@given(st.floats(0.01, 1e11), st.sampled_from(["USD", "EUR", "UAH", "JPY"]))
def test_money_says_its_currency_and_loses_less_than_a_cent(amount: float, currency: str) -> None:
    for language, point in (("uk", ","), ("en", ".")):
        text = translator(language).money(amount, currency)
        assert text.split("\u00a0")[0 if language == "en" else -1] == currency
        digits = re.sub(rf"[^\d{point}]", "", text).replace(point, ".")
        assert abs(float(digits) - amount) <= 0.005 + amount * 1e-12


@pytest.mark.parametrize("text", ["a {name}", "{", "}", "{0}", "%s", "", "{{7*7}}"])
def test_a_text_without_values_is_left_as_it_is(text: str) -> None:
    if text:  # the empty text is the catalogue's head
        assert translator("en")(text) == text
    assert N_(text) == text


def test_values_are_put_in_as_they_are() -> None:
    t = translator("en")
    assert t("{name} raion", name="{other} %s") == "{other} %s raion"


def test_only_two_languages_are_spoken() -> None:
    with pytest.raises(KeyError):
        translator("ru")
    assert translator("uk") is translator("uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled(language: str) -> None:
    t = translator(language)
    for name in in_the_code():
        parts = [name] if isinstance(name, str) else list(name)
        values = {key: "5" for part in parts for key in _names(part)}
        if len(parts) == 1:
            assert "{" not in t(name, **values) if values else t(name)
            continue
        values.pop("n", None)
        for number in (0, 1, 2, 5, 11, 21):
            assert t.number(number) in t.plural(parts[0], parts[1], number, **values)
