"""``/health``: whether valid data is served, for the checks of a proxy."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from projectmap.data.store import Served
from projectmap.i18n import translator
from projectmap.model.labels import describe_all
from projectmap.web.responses import MAX_PROBLEMS


def health(served: Served) -> Response:
    """The state of the service: 200, or 503 with the reasons."""
    t = translator("en")
    reasons = describe_all(t, served.problems, MAX_PROBLEMS)
    register = served.register
    if register is None:
        return _json({"status": "unavailable", "problems": reasons}, 503)
    body: dict[str, object] = {
        "status": "ok",
        "projects": len(register.projects),
        "communities": len(register.communities),
        "data_version": register.version,
    }
    if register.problems:
        body["set_aside"] = describe_all(t, register.problems, MAX_PROBLEMS)
        body["records_set_aside"] = register.set_aside
    if served.since is not None:
        body |= {"older_state_since": served.since.isoformat(), "problems": reasons}
    return _json(body, 200)


def _json(body: object, status: int) -> Response:
    return JSONResponse(body, status, {"Cache-Control": "no-store"})
