"""Own GET routes (contract: README, "Addresses")."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from projectmap.data.store import Store
from projectmap.i18n import translator
from projectmap.model.register import Register
from projectmap.web import parameters, responses
from projectmap.web.assets import asset
from projectmap.web.exports import Exports
from projectmap.web.health import health
from projectmap.web.map_data import map_data
from projectmap.web.plain import plain_list
from projectmap.web.presentation import embedded_map, stage


def routes(store: Store) -> list[Route]:
    """The routes over the data that ``store`` serves."""

    def with_data(answer: Callable[[Request, Register], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            served = store.current()
            if served.register is None:
                return responses.unavailable(served, request)
            return answer(request, served.register)

        return endpoint

    # Plain functions: Starlette runs them in its pool of threads, so none holds up the others.
    return [
        Route("/health", lambda _request: health(store.current())),
        Route("/assets/{name}", _asset),
        Route("/map/{name}", with_data(map_data)),
        Route("/export/{name:path}", Exports(store).answer),
        Route("/stage", with_data(stage)),
        Route("/embed/map", with_data(embedded_map)),
        Route("/list", with_data(_list)),
    ]


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        return responses.not_found()
    return responses.content_response(request, found.content, found.media_type)


def _list(request: Request, register: Register) -> Response:
    """The filtered list as a plain page."""
    view, ignored = parameters.view_of(request, register)
    content = plain_list(register, view, ignored, translator(parameters.language(request)))
    return responses.content_response(request, content.encode(), responses.HTML)
