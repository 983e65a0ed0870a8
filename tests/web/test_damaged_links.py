"""Links as mail programs, chats and hands leave them: read, or named."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from each import each

from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.web.parameters import read_pairs, repaired

WATER = View(sector=("water",), period=("before_2022_02_24",))
PERIOD = "period=before_2022_02_24"
DAMAGED = {
    "as it was": f"sector=water&{PERIOD}",
    "as in HTML": f"sector=water&amp;{PERIOD}",
    "as in HTML, twice": f"sector=water&amp;amp;{PERIOD}",
    "as a number in HTML": f"sector=water&%2338;{PERIOD}",
    "as a hexadecimal number in HTML": f"sector=water&%23x26;{PERIOD}",
    "as in HTML, without its end": f"sector=water&amp{PERIOD}",
    "semicolons": f"sector=water;{PERIOD}",
    "as quoted-printable": "sector=3Dwater&period=3Dbefore_2022_02_24",
    "a break in a value": f"sector=wa%0D%0A%20ter&{PERIOD}",
    "a break in a name": "sector=water&per%0Aiod=before_2022_02_24",
    "invisible signs": f"sector=%E2%80%8Bwa%C2%ADter%C2%A0&{PERIOD}",
    "escapes of Markdown": "sector=water&period=before%5C_2022%5C_02%5C_24",
    "a place in the page": f"sector=water&{PERIOD}%23map",
    "an end of HTML": f"sector=water&{PERIOD}%3C/a%3E",
    "encoded separator": f"sector=water%26{PERIOD}",
    "encoded signs": "sector%3Dwater%26period%3Dbefore_2022_02_24",
    "encoded as in HTML": f"sector=water%26amp%3B{PERIOD}",
    "two question marks": f"?sector=water&{PERIOD}",
    "a question mark for a separator": f"sector=water?{PERIOD}",
    "capitals": "SECTOR=water&Period=before_2022_02_24",
    "empty parts": f"&sector=water&&amp;&{PERIOD}&",
    "blanks": f"sector=%20water%20&{PERIOD}%0A",
    **{
        f"followed by {end}": f"sector=water&{PERIOD}{end}"
        for end in (*".,;:!)]}>»”’\"'*…/=–", ").", "%20–")
    },
}


@each(DAMAGED.values())
def test_a_damaged_link_is_read(register: Register, query: str) -> None:
    pairs = parse_qsl(query, keep_blank_values=True)
    assert read_pairs(pairs, register) == (WATER, [])
    assert repaired(repaired(pairs)) == repaired(pairs)


@pytest.mark.parametrize("query", [
    "sector==water", "sector=wat.er", "sector=%2526period", "period=before_2022-02-24.",
    "asof=30.04.2025.", "SECTOR=Water", "project=LUH_001",
])  # fmt: skip
def test_what_cannot_be_read_is_named(register: Register, query: str) -> None:
    view, ignored = read_pairs(parse_qsl(query, keep_blank_values=True), register)
    assert view == View()
    assert [item.parameter for item in ignored] == [query.partition("=")[0].lower()]


@pytest.mark.parametrize("value", ["-->", "--><svg>", "a>b", "->", "_)"])
def test_a_value_that_no_code_is_in_is_named_as_it_was_typed(
    register: Register, value: str
) -> None:
    _, ignored = read_pairs([("sector", value)], register)
    assert [item.value for item in ignored] == [value]


@pytest.mark.parametrize("words", ["a&b=c", "what? now!", "“quoted”", "a&amp;b", "вода.", "?", "="])
def test_searched_words_stay(register: Register, words: str) -> None:
    assert read_pairs([("q", words)], register) == (View(q=words), [])


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "embed", "", "Sectors", "q[]"])
def test_parameters_of_others_are_left_alone(register: Register, name: str) -> None:
    assert repaired([(name, "x.")]) == [(name, "x.")]
    assert read_pairs([(name, "x.")], register) == (View(), [])


def test_every_route_reads_them(client: Any) -> None:
    right = client.get("/list", params={"sector": "water", "lang": "uk"}).text
    assert client.get("/list?sector=water&amp;lang=uk).").text == right
    name = client.get("/export/projects.csv?sector=water&amp;lang=uk.").headers
    assert name["content-disposition"] == client.get(
        "/export/projects.csv?sector=water&lang=uk").headers["content-disposition"]  # fmt: skip
    assert client.get("/stage?story=oblast&amp;lang=en.").text == client.get(
        "/stage?story=oblast&lang=en").text  # fmt: skip
