"""Own GET routes (contract: README, "Addresses")."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from projectmap.data.store import Served, Store
from projectmap.i18n import translator
from projectmap.model.labels import Labels, describe_all
from projectmap.query.shown import Shown
from projectmap.web import parameters, responses
from projectmap.web.assets import asset
from projectmap.web.exports import Exports
from projectmap.web.feed import changes_feed
from projectmap.web.map_data import map_data
from projectmap.web.plain import older_state, plain_list
from projectmap.web.presentation import embedded_map, stage
from projectmap.web.turns import Turns, reader_of, until_left

MAX_PARALLEL = 8
"""Pages and parts of maps that are made at the same time; others wait."""
MAX_WAITING, MAX_WAITING_OF_ONE = 400, 100
"""Of all readers, of one address, behind which a whole hall may sit."""

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(store: Store) -> list[Route]:
    """The routes over the data that ``store`` serves."""
    turns = Turns(MAX_PARALLEL, MAX_WAITING, MAX_WAITING_OF_ONE)

    def in_turn(answer: Callable[[Request, Served], Response]) -> Endpoint:
        async def answered(request: Request) -> Response:
            async with turns.turn(reader_of(request)):
                return await to_thread.run_sync(lambda: answer(request, store.current()))

        async def endpoint(request: Request) -> Response:
            return await until_left(request, answered(request))

        return endpoint

    # In threads: none holds up the others.
    return [
        Route("/health", lambda _request: _health(store.current())),
        Route("/assets/{name}", _asset),
        Route("/map/{name}", in_turn(map_data)),
        Route("/export/{name:path}", Exports(store).answer),
        Route("/stage", in_turn(stage)),
        Route("/embed/map", in_turn(embedded_map)),
        Route("/list", in_turn(_list)),
        Route("/changes.atom", in_turn(changes_feed)),
    ]


def _health(served: Served) -> Response:
    """The state of the service, for the checks of a proxy: 200, or 503 with the reasons."""
    t, register = translator("en"), served.register
    reasons = describe_all(t, served.problems, responses.MAX_PROBLEMS)
    body: dict[str, object] = {"status": "unavailable", "problems": reasons}
    if register is not None:
        body = {
            "status": "ok",
            "projects": len(register.projects),
            "communities": len(register.communities),
            "data_version": register.version,
        }
        if register.problems:
            body["set_aside"] = describe_all(t, register.problems, responses.MAX_PROBLEMS)
            body["records_set_aside"] = register.set_aside
        if served.since is not None:
            body |= {"older_state_since": served.since.isoformat(), "problems": reasons}
    return JSONResponse(body, 200 if register else 503, {"Cache-Control": "no-store"})


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        raise responses.refusal(404)
    return responses.content_response(request, *found)


def _list(request: Request, served: Served) -> Response:
    """The filtered list as a plain page."""
    register = responses.data_of(served, request)
    t = translator(parameters.language(request))
    view, ignored = parameters.view_of(request, register)
    shown = Shown(Labels(register, t), replace(view, lang=t.language))
    content = plain_list(shown, ignored, older_state(served, t))
    return responses.content_response(request, content.encode(), responses.HTML)
