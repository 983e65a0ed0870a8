"""What a request to one of our addresses asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from ipaddress import ip_address

from starlette.requests import Request

from projectmap.config import settings
from projectmap.i18n import LANGUAGES, preferred_language
from projectmap.model.register import Register
from projectmap.query.view import Ignored, View, read_view

MAX_PARAMETERS = 1000
"""Values of a link that are looked at."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")


def view_of(request: Request, register: Register) -> tuple[View, list[Ignored]]:
    """The view that is asked for, and what in the request is not known."""
    return read_pairs(request.query_params.multi_items(), register)


def read_pairs(pairs: Sequence[tuple[str, str]], register: Register) -> tuple[View, list[Ignored]]:
    """The view that parameters ask for, and what in them is not known, or too much."""
    found: dict[str, list[str]] = {}
    for name, value in pairs[:MAX_PARAMETERS]:
        found.setdefault(name, []).append(value)
    view, ignored = read_view(found, register)
    return view, ignored + [Ignored(name, value) for name, value in pairs[MAX_PARAMETERS:]]


def language(request: Request) -> str:
    """The asked language, else the browser's."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    return preferred_language(request.headers.get("accept-language"))


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


def today() -> date:
    """The day on which files are made, UTC."""
    return datetime.now(UTC).date()
