"""The one encoder between data and HTML, and a small way to build HTML with it.

:func:`one_line` makes the texts of files that are no HTML.

branca renders what it is given a second time as a Jinja template, and Leaflet and Streamlit put
strings into ``innerHTML``. :func:`encode` makes text that is shown as itself through all of them:
after HTML escaping it writes the signs that Jinja, JavaScript template strings and string
escapes are made of as character references, and drops line ends that end a script's line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape, unescape

_UNSEEN = re.compile(r"[\0-\x20\x7f-\x9f]")
_REFERENCES = str.maketrans(
    {sign: f"&#{ord(sign)};" for sign in "\\`${}"}
    | dict.fromkeys("\r\n\u2028\u2029", " ")
    | {"\0": "\N{REPLACEMENT CHARACTER}"}
)
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Letters that turn the reading order of what follows, beyond the text they stand in.
_DIRECTION = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), None)
# Everything that the two tables and HTML escaping change: most texts have nothing of it.
_SPECIAL = re.compile("[&<>\"'" + re.escape("".join(map(chr, [*_REFERENCES, *_DIRECTION]))) + "]")


_BLANKS = re.compile("[ \t\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Signs of reading order, and signs without width that join."""
_UNWRITABLE = re.compile("[\0-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Controls, halves of surrogate pairs and noncharacters, which XML does not carry."""


def one_line(text: str) -> str:
    """``text`` as one clean line that every file format carries.

    Line ends and runs of blanks become one blank, signs of reading order go, and what is no
    letter becomes U+FFFD.
    """
    inline = _BLANKS.sub(" ", _UNSEEN_SIGNS.sub("", text))
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", inline)


class Html(str):
    """HTML that is safe to put into a page: encoded text and elements of our own."""

    __slots__ = ()


NOTHING = Html("")


def encode(text: object) -> Html:
    """``text`` as HTML that shows just that text, wherever it is put between tags or quotes."""
    if isinstance(text, Html):
        return text
    plain = str(text)
    if not _SPECIAL.search(plain):
        return Html(plain)
    return Html(escape(plain.translate(_DIRECTION)).translate(_REFERENCES))


def join(parts: Iterable[object], separator: object = "") -> Html:
    """``parts``, each encoded, with ``separator`` between them."""
    return Html(encode(separator).join(encode(part) for part in parts))


def element(name: str, /, *children: object, **attributes: object) -> Html:
    """An element; text among ``children`` is encoded, None and empty texts are left out.

    Attribute names take a trailing underscore off (``class_``) and ``_`` for ``-``. An attribute
    that is None or False is left out, True stands alone. Addresses must be http(s), mailto or
    relative; any other is left out.
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        # HTML given as a value is read as text again, so that it cannot leave the quotes.
        text = unescape(str(value)) if isinstance(value, Html) else str(value)
        if attribute in {"href", "src"} and not _harmless(text):
            continue
        parts.append(attribute if value is True else f'{attribute}="{encode(text)}"')
    opening = f"<{' '.join(parts)}>"
    if name in {"br", "hr", "img", "input", "link", "meta"}:
        return Html(opening)
    return Html(f"{opening}{join(child for child in children if child is not None)}</{name}>")


def as_json(value: object) -> Html:
    """``value`` as JSON for the inside of a ``script`` element of type ``application/json``.

    Browsers end such an element at ``</script`` and change how they read it at ``<!--``.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Html(text.translate(_DIRECTION).translate(_IN_SCRIPT))


def _harmless(address: str) -> bool:
    # Browsers drop blanks and control characters before they look for the scheme.
    scheme, colon, _ = _UNSEEN.sub("", address).partition(":")
    if not colon or any(sign in scheme for sign in "/?#"):
        return True
    return scheme.lower() in {"http", "https", "mailto"}
