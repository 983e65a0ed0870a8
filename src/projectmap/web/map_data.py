"""``/map/…``: what the maps draw."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from projectmap.data.store import Served
from projectmap.i18n import N_, translator
from projectmap.map import ground, layers, partners, search
from projectmap.model.labels import Labels
from projectmap.web import responses
from projectmap.web.parameters import language
from projectmap.web.turns import UnavailableError

_TAG = re.compile(r"[0-9a-f]{12}")


class OtherVersionError(UnavailableError):
    """Another version was asked for: this process has not read it yet, or no longer keeps it."""

    text = N_("The data is being updated. Please try again.")
    retry_after = 1


def _json(texts: object) -> bytes:
    return json.dumps(texts, ensure_ascii=False).encode()


CONTENTS: Mapping[str, Callable[[Labels], bytes]] = {
    "geometry": lambda labels: layers.geometry(labels.register),
    "ground": lambda labels: ground.ground(labels.register, ground.Level.LIGHT),
    "ground-detail": lambda labels: ground.ground(labels.register, ground.Level.DETAIL),
    "positions": lambda labels: layers.positions(labels.register),
    "ids": lambda labels: layers.ids(labels.register),
    "texts": lambda labels: _json(layers.texts(labels)),
    "partners": lambda labels: partners.data(labels.register),
    "partner-texts": lambda labels: _json(partners.texts(labels)),
}
"""What can be asked for; its tag names its version in addresses, which then are kept for ever."""


def map_data(request: Request, served: Served) -> Response:
    """What a map draws, of the version that its page was drawn with; or what its search finds."""
    name = request.path_params["name"]
    if name not in CONTENTS and name != "find":
        raise responses.refusal(404)
    register = responses.data_of(served, request)
    t = translator(language(request))
    if name == "find":
        found = _json(search.hits(Labels(register, t), request.query_params.get("q", "")))
        return responses.content_response(request, found, "application/json")
    version = request.query_params.get("v", "")
    tag = partners.content_tag if name.startswith("partner") else layers.content_tag
    known = {tag(item): item for item in (served.earlier, register) if item}
    if version not in known and _TAG.fullmatch(version):
        # Another process has newer data already; here it is read in a moment.
        raise OtherVersionError
    content = CONTENTS[name](Labels(known.get(version, register), t))
    media_type = "application/octet-stream" if name == "positions" else "application/json"
    cache_control = responses.IMMUTABLE if version in known else responses.REVALIDATE
    return responses.content_response(request, content, media_type, cache_control)
