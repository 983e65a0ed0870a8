"""What a request to one of our addresses asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime

from starlette.datastructures import QueryParams
from starlette.requests import Request

from projectmap.config import settings
from projectmap.i18n import LANGUAGES, preferred_language
from projectmap.model.register import Register
from projectmap.query.view import Ignored, View, read_view


def parameters(query: QueryParams) -> dict[str, list[str]]:
    """Query parameters by name, each with all its values."""
    return {name: query.getlist(name) for name in query}


def view_of(request: Request, register: Register) -> tuple[View, list[Ignored]]:
    """The view that is asked for, and what in the request is not known."""
    return read_view(parameters(request.query_params), register)


def language(request: Request) -> str:
    """The asked language, else the browser's."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    return preferred_language(request.headers.get("accept-language"))


def site_address(request: Request) -> str:
    """The site's address with a slash at its end: the one that is set, else the one asked."""
    return settings().address or str(request.base_url)


def today() -> date:
    """The day on which files are made, UTC."""
    return datetime.now(UTC).date()
