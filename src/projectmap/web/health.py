"""``/health``: whether valid data is served, for the checks of a proxy."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from projectmap.data.store import Served
from projectmap.i18n import translator
from projectmap.model.labels import describe


def health(served: Served) -> Response:
    """The state of the service: 200, or 503 with the reasons."""
    t = translator("en")
    reasons = [describe(t, problem) for problem in served.problems]
    register = served.register
    if register is None:
        return _json({"status": "unavailable", "problems": reasons}, 503)
    body: dict[str, object] = {
        "status": "ok",
        "projects": len(register.projects),
        "communities": len(register.communities),
        "data_version": register.version,
    }
    set_aside = [describe(t, problem) for problem in register.problems]
    if set_aside:
        body["set_aside"] = set_aside
    if served.since is not None:
        body |= {"older_state_since": served.since.isoformat(), "problems": reasons}
    return _json(body, 200)


def _json(body: object, status: int) -> Response:
    return JSONResponse(body, status, {"Cache-Control": "no-store"})
