"""``/stage`` and ``/embed/map``: the self-contained page to present, and inside other sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from projectmap.config import settings
from projectmap.data.store import Served
from projectmap.memory import kept
from projectmap.model.codes import StoryMap
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.viewer import Mode, ViewerRequest, policy, viewer
from projectmap.web import parameters, responses


def stage(request: Request, served: Served) -> Response:
    """A story, or the view, to present; once loaded it asks for nothing more."""
    return _page(request, served, Mode.STAGE, ("'self'",))


def embedded_map(request: Request, served: Served) -> Response:
    """The map alone, for the pages of the sites that may show it."""
    return _page(request, served, Mode.EMBED, ("'self'", *settings().embed_sites))


def _page(request: Request, served: Served, mode: Mode, ancestors: Sequence[str]) -> Response:
    register, query = responses.data_of(served, request), request.query_params
    view, _ = parameters.view_of(request, register)
    story = query.get("story", "")
    content = _content(
        register,
        replace(view, lang=parameters.language(request)),
        story if mode is Mode.STAGE and story in register.stories else None,
        mode,
        query.get("map") == StoryMap.PARTNERS,
        parameters.today(),
        parameters.site_address(request),
    )
    headers = {"Content-Security-Policy": f"{policy()}; frame-ancestors {' '.join(ancestors)}"}
    return responses.content_response(request, content, responses.HTML, more=headers)


@kept(16)
def _content(
    register: Register,
    view: View,
    story: str | None,
    mode: Mode,
    partners: bool,  # noqa: FBT001 - a part of the key
    day: date,
    base_url: str | None,
) -> bytes:
    presented = None if story is None else register.stories[story]
    asked = ViewerRequest(register, view, presented, mode, partners=partners)
    return viewer(asked, day, base_url).encode()
