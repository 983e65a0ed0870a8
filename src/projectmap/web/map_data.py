"""``/map/…``: what the maps draw."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from projectmap.data.store import Served
from projectmap.i18n import N_, Translator, translator
from projectmap.map import ground, layers, partners, search
from projectmap.model.register import Register
from projectmap.web import responses
from projectmap.web.parameters import language
from projectmap.web.turns import UnavailableError

_TAG = re.compile(r"[0-9a-f]{12}")


class OtherVersionError(UnavailableError):
    """Not the version that is asked for: this process has not read it yet, or keeps it no more."""

    text = N_("The data is being updated. Please try again.")
    retry_after = 1


@dataclass(frozen=True, slots=True)
class _Source:
    """One of the addresses."""

    content: Callable[[Register, Translator], bytes]
    tag: Callable[[Register], str]
    """Names its version in addresses, which then are kept for ever."""
    media_type: str = "application/json"


def _json(texts: object) -> bytes:
    return json.dumps(texts, ensure_ascii=False).encode()


_SOURCES = MappingProxyType(
    {
        "geometry": _Source(lambda register, _: layers.geometry(register), layers.content_tag),
        "ground": _Source(
            lambda register, _: ground.ground(register, ground.Level.LIGHT), layers.content_tag
        ),
        "ground-detail": _Source(
            lambda register, _: ground.ground(register, ground.Level.DETAIL), layers.content_tag
        ),
        "positions": _Source(
            lambda register, _: layers.positions(register),
            layers.content_tag,
            "application/octet-stream",
        ),
        "ids": _Source(lambda register, _: layers.ids(register), layers.content_tag),
        "texts": _Source(lambda register, t: _json(layers.texts(register, t)), layers.content_tag),
        "partners": _Source(lambda register, _: partners.data(register), partners.content_tag),
        "partner-texts": _Source(
            lambda register, t: _json(partners.texts(register, t)), partners.content_tag
        ),
    }
)

NAMES = tuple(_SOURCES)
"""What can be asked for."""


def map_data(request: Request, served: Served) -> Response:
    """One of what the maps draw, of the version that the page was drawn with."""
    name = request.path_params["name"]
    source = _SOURCES.get(name)
    if source is None and name != "find":
        return responses.not_found()
    if served.register is None:
        return responses.unavailable(served, request)
    if source is None:
        return _found(request, served.register)
    version = request.query_params.get("v", "")
    known = {source.tag(item): item for item in (served.earlier, served.register) if item}
    if version not in known and _TAG.fullmatch(version):
        # Another process has newer data already; here it is read in a moment.
        raise OtherVersionError
    register = known.get(version, served.register)
    content = source.content(register, translator(language(request)))
    cache_control = responses.IMMUTABLE if version in known else responses.REVALIDATE
    return responses.content_response(request, content, source.media_type, cache_control)


def _found(request: Request, register: Register) -> Response:
    """What the search box of the map is answered: at most some twenty lines."""
    text = request.query_params.get("q", "")
    content = _json(search.hits(register, text, translator(language(request))))
    return responses.content_response(request, content, "application/json", responses.REVALIDATE)
