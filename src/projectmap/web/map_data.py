"""``/map/…``: what the maps draw."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

from projectmap.i18n import Translator, translator
from projectmap.map import ground, layers, partners
from projectmap.model.register import Register
from projectmap.web import responses
from projectmap.web.parameters import language


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
        "partner-texts": _Source(lambda _, t: _json(partners.texts(t)), partners.content_tag),
    }
)


def map_data(request: Request, register: Register) -> Response:
    """One of what the maps draw."""
    source = _SOURCES.get(request.path_params["name"])
    if source is None:
        return responses.not_found()
    content = source.content(register, translator(language(request)))
    current = request.query_params.get("v") == source.tag(register)
    cache_control = responses.IMMUTABLE if current else responses.REVALIDATE
    return responses.content_response(request, content, source.media_type, cache_control)
