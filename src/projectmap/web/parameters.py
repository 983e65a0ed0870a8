"""What a request to one of our addresses asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from projectmap.config import settings
from projectmap.i18n import chosen_language
from projectmap.model.dates import KYIV
from projectmap.model.register import Register
from projectmap.query.view import Ignored, View, read_view

BASE = "projectmap.base"
"""Key of a request's scope: the path of the site, where it is not the root of its name."""
MAX_PARAMETERS = 1000
"""Values of a link that are looked at."""
_NAMES = {
    *(field.name for field in fields(View)),
    *("story", "step", "theme", "map", "size", "deck", "compare"),
}
_BEFORE_NAME = re.compile(r"^(?:[?&\s]|amp;|#38;|#x26;)+", re.IGNORECASE)
_BETWEEN = re.compile(r"[?&;](?:amp;|#38;|#x26;)*", re.IGNORECASE)
_PARAMETER = re.compile("[A-Za-z_]+=")
_CODE = re.compile(r"-?[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_AFTER_VALUE = ".,;:!)]}>»“”’\"'*_…/=–—"
"""What may follow a link in a text. No code ends with any of these."""
_IN_VALUE = re.compile(
    r"^3D(?=[A-Za-z0-9])|[\s\\\u00ad\u200b-\u200f\u2060\ufeff]+|[#<].*$", re.DOTALL
)
"""What no code has: the rest of an encoded "=", breaks, escapes, invisible signs, what follows."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")


def view_of(request: Request, register: Register) -> tuple[View, list[Ignored]]:
    """The view that is asked for, and what in the request is not known."""
    return read_pairs(request.query_params.multi_items(), register)


def read_pairs(pairs: Sequence[tuple[str, str]], register: Register) -> tuple[View, list[Ignored]]:
    """The view that parameters ask for, and what in them is not known, or too much."""
    found: dict[str, list[str]] = {}
    for name, value in repaired(pairs[:MAX_PARAMETERS]):
        found.setdefault(name, []).append(value)
    view, ignored = read_view(found, register)
    return view, ignored + [Ignored(name, value) for name, value in pairs[MAX_PARAMETERS:]]


def repaired(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters as they were before mail programs and chats damaged the link.

    What they do: write ``&`` as in HTML, encode separators, double the ``?``, take the full stop
    or bracket after a link for its last letter, write names in capitals. Words that somebody
    searches for stay as they are.
    """
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        name = _repaired_name(name)  # noqa: PLW2901
        if name == "q" or (name not in _NAMES and "=" not in name):
            found.append((name, value))
            continue
        joined = f"{name}={value}" if name in _NAMES else name + (f"={value}" if value else "")
        first, *others = _BETWEEN.split(joined)
        parts = [first, *(part for part in others if part)]
        if name in _NAMES and not any(map(_PARAMETER.match, parts[1:])):
            parts = [joined]  # an "&" of the value
        split = [part.partition("=") for part in parts]
        if len(parts) > 1 or name not in _NAMES:
            found += repaired((left, right) for left, _, right in split if left != joined)
        else:
            code = _IN_VALUE.sub("", value).rstrip(_AFTER_VALUE)
            found.append((name, code if _CODE.fullmatch(code) else value))
    return found


def _repaired_name(name: str) -> str:
    """The parameter that ``name`` was before, where it is one of ours."""
    bare = _BEFORE_NAME.sub("", name)
    known = "".join(bare.lower().split())
    if known.removeprefix("amp") in _NAMES:
        return known.removeprefix("amp")
    return known if known in _NAMES else bare


def repaired_query(query: bytes) -> bytes:
    """A query string whose parameters are :func:`repaired`; as it was where nothing is damaged."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    found = repaired(pairs)
    return query if found == pairs else urlencode(found).encode()


def language(request: Request) -> str:
    """The asked language, else the browser's."""
    return chosen_language(request.query_params.get("lang"), request.headers.get("accept-language"))


def site_address(request: Request) -> str | None:
    """The site's address with a slash at its end: the one that is set, else the one asked.

    None for a name that this site does not go by: anybody can ask by any name.
    """
    if address := settings().address:
        return address
    return str(request.base_url) if is_known_host(request.headers.get("host", "")) else None


def is_known_host(header: str) -> bool:
    """Whether ``header``, a request's ``Host``, is this computer or a name that is set."""
    found = _HOST.fullmatch(header)
    if not found:
        return False
    name = found[1].strip("[]").rstrip(".").lower()
    return _is_this_computer(name) or any(
        pattern in {"*", name} or (pattern.startswith("*.") and name.endswith(pattern[1:]))
        for pattern in settings().hosts
    )


def _is_this_computer(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def base_of(scope: Mapping[str, Any]) -> str:
    """The path of the site, without a slash at its end."""
    base: str = scope.get(BASE) or scope.get("root_path", "")
    return base


def path_of(scope: Mapping[str, Any]) -> str:
    """The path that is asked for, below that of the site."""
    path: str = scope["path"]
    base = base_of(scope)
    return path.removeprefix(base) if path.startswith(f"{base}/") else path


def today() -> date:
    """The day on which files are made, by the clocks of Kyiv."""
    return datetime.now(KYIV).date()
