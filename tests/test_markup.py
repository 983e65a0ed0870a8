"""The encoder between data and HTML: text stays text, in every place that shows it."""

from __future__ import annotations

from html import unescape
from itertools import product

import jinja2
import pytest
from each import each
from hypothesis import given, strategies as st
from web.hostile import HOSTILE
from web.reading import active, read, scheme

from projectmap.markup import Html, element, encode, join

RAW = set("<>\"'`\\${}\r\n\u2028\u2029\0")
"""Signs that no encoded text holds as themselves."""
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ADDRESS = (
    "javascript:", "JavaScript:", "data:text/html,", "vbscript:", "https:", "mailto:", "blob:",
    "//", "/", "?", "#", ":", ".", "&", "&colon;", "&#58;", "&Tab;", "x", "1", "%", "@",
    *"\0\x01\x08\t\n\x0b\x0c\r\x1f \x7f\x85\xa0\u2028\u200b\u202e\ufeff：",
)  # fmt: skip
"""Pieces of addresses."""
texts = st.text(st.characters()) | st.lists(st.sampled_from([*HOSTILE.values(), *RAW, "&", ";"])
                                            ).map("".join)  # fmt: skip


def readable(text: str) -> str:
    """What of ``text`` a reader sees: line ends are blanks, letters that turn the text are gone."""
    for sign in "\r\n\u2028\u2029":
        text = text.replace(sign, " ")
    for sign in TURNING:
        text = text.replace(sign, "")
    return text.replace("\0", "\ufffd")


def check(text: str) -> None:
    made = encode(text)
    assert not RAW & set(made)
    assert unescape(made) == readable(text)
    assert jinja2.Template(made).render() == made
    node = read(f"<p title=\"{made}\" lang='{made}'>{made}</p>").one()
    assert (node.text, node.attributes) == (
        readable(text),
        {"title": readable(text), "lang": readable(text)},
    )


@each(HOSTILE.values())
def test_hostile_text_is_shown_as_itself(text: str) -> None:
    check(text)


@given(texts)
def test_any_text_is_shown_as_itself(text: str) -> None:
    check(text)


@pytest.mark.parametrize("value", [5, 2.5, None, ["<b>"], {"{{7*7}}": "`"}], ids=repr)
def test_what_is_no_text_is_encoded_too(value: object) -> None:
    assert unescape(encode(value)) == str(value)
    assert not RAW & set(encode(value))


@given(texts)
def test_html_is_not_encoded_twice(text: str) -> None:
    made = encode(text)
    assert encode(made) is made
    assert join([made]) == made
    assert element("p", made) == f"<p>{made}</p>"
    assert element("p", element("b", text)) == f"<p><b>{made}</b></p>" or not text


@given(st.lists(texts), texts)
def test_join_shows_its_parts_and_what_stands_between(parts: list[str], between: str) -> None:
    assert unescape(join(parts, between)) == readable(between).join(map(readable, parts))
    assert isinstance(join(parts, between), Html)


# --- Elements ---------------------------------------------------------------------------------

BEFORE = ["", " ", "\t", "\n", "\r\n", "\x01", "\x1f", "\0", "\xa0", "\ufeff", "\u200b", "\u202e"]
DROPPED = [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", "jAvAsCrIpT://%0aalert(1)", "javascript :x",
    "java\tscript:alert(1)", "java\nscript:alert(1)", "java\r\nscript:alert(1)",
    "javascript\t:alert(1)", "java\0script:alert(1)", "java\u202escript:alert(1)",
    "javascript:x/?#https://example.org", "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHN2Zz4=",
    "vbscript:msgbox(1)", "VbScript:msgbox(1)", "blob:https://example.org/1", "file:///etc/passwd",
    "view-source:https://example.org", "intent://x#Intent;end", "about:blank", "filesystem:x",
    "http-equiv:x", "httpsx:x", "xhttps:x",
]  # fmt: skip
KEPT = [
    "http://example.org", "https://example.org/a?b=c&d=e#f", "HTTPS://example.org/", "https:x",
    "mailto:office@example.org", "MAILTO:office@example.org", "", "?", "?q=javascript:alert(1)",
    "#javascript:alert(1)", "./", "../x", "/x:y", "./javascript:alert(1)", "list?sector=a&q=b:c",
    "export/projects.csv", "?place=UA44140090000072167", "javascript", "javascript&colon;alert(1)",
]  # fmt: skip


@each(product(["href", "src"], BEFORE, DROPPED))
def test_an_address_of_another_kind_is_left_out(attribute: str, before: str, address: str) -> None:
    made = element("a", "text", **{attribute: before + address})
    assert made == "<a>text</a>"


@pytest.mark.parametrize("address", KEPT, ids=ascii)
def test_a_good_address_is_kept(address: str) -> None:
    link = read(element("a", "text", href=address)).one("a")
    assert link.attributes == {"href": address}
    assert scheme(address) in {"", "http", "https", "mailto"}


@given(st.lists(st.sampled_from(ADDRESS), max_size=8).map("".join) | texts)
def test_no_address_that_is_written_runs(address: str) -> None:
    assert active(read(element("a", "text", href=address))) == []
    assert active(read(element("img", src=address))) == []


@pytest.mark.parametrize(
    "address",
    ["javascript&colon;alert(1)", "java&Tab;script&colon;alert(1)", "&#106;avascript:alert(1)",
     "javascript&#58;alert(1)", "javascript&#x3a;alert(1)"],
)  # fmt: skip
def test_an_address_that_comes_as_html_is_judged_as_the_browser_reads_it(address: str) -> None:
    assert active(read(element("a", "text", href=Html(address)))) == []


@given(texts, texts)
def test_an_attribute_cannot_be_broken_out_of(value: str, text: str) -> None:
    made = element("p", text, title=value, data_place=value, class_="fixed")
    node = read(made).one()
    assert node.attributes == {
        "title": readable(value),
        "data-place": readable(value),
        "class": "fixed",
    }
    assert node.text == readable(text)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (encode('"a" & b'), '"a" & b'),
        (element("b", "x", class_="y"), '<b class="y">x</b>'),
        (Html('" onclick="alert(1)'), '" onclick="alert(1)'),
    ],
    ids=["encoded text", "element", "quotes"],
)
def test_html_as_an_attribute_stays_in_it_and_is_not_encoded_twice(html: Html, shown: str) -> None:
    assert read(element("p", title=html)).one().attributes == {"title": shown}


@pytest.mark.parametrize(
    ("made", "html"),
    [
        (element("p"), "<p></p>"),
        (element("p", None, ""), "<p></p>"),
        (element("p", 0), "<p>0</p>"),
        (element("p", "a", element("b", "<"), "c"), "<p>a<b>&lt;</b>c</p>"),
        (element("br"), "<br>"),
        (element("meta", charset="utf-8"), '<meta charset="utf-8">'),
        (element("p", hidden=True), "<p hidden></p>"),
        (element("p", hidden=False, title=None), "<p></p>"),
        (element("p", title=""), '<p title=""></p>'),
        (element("td", colspan=0), '<td colspan="0"></td>'),
        (element("label", for_="x", aria_label="y"), '<label for="x" aria-label="y"></label>'),
    ],
    ids=str,
)
def test_what_elements_look_like(made: Html, html: str) -> None:
    assert made == html
    assert isinstance(made, Html)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script></script>", ["<script>"]),
        ("<p onclick=x></p>", ["p.onclick"]),
        ('<a href="\x01java&#9;script&colon;x"></a>', ["a.href=\x01java\tscript:x"]),
        ('<a href="https://example.org"></a>', []),
        ('<a href="a/b:c"></a>', []),
    ],
)
def test_the_check_for_what_runs_finds_it(html: str, found: list[str]) -> None:
    assert active(read(html)) == found
