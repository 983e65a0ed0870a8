"""Security headers: on every answer, and strict where nothing needs them lax."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from projectmap.map.tiles import HOSTS
from projectmap.web.middleware import PAGE_POLICY, SecurityHeaders

ANSWERS = [
    ("GET", "/", 200), ("GET", "/projects", 200), ("GET", "/index.html", 200),
    ("GET", "/health", 200), ("GET", "/list", 200), ("GET", "/list?sector=magic", 200),
    ("GET", "/map/geometry", 200), ("GET", "/map/nothing", 404), ("GET", "/assets/map.js", 200),
    ("GET", "/assets/nothing", 404), ("GET", "/export/projects.csv", 200),
    ("GET", "/export/projects.exe", 404), ("GET", "/nothing", 404), ("GET", "/list/", 307),
    ("HEAD", "/", 200), ("HEAD", "/list", 200), ("HEAD", "/nothing", 404),
    ("POST", "/list", 405), ("OPTIONS", "/health", 405),
    ("GET", "/component/streamlit_folium.st_folium/index.html", 404),
]  # fmt: skip
IDS = [f"{method} {path}" for method, path, _ in ANSWERS]


def policy(answer: Any) -> dict[str, list[str]]:
    """The directives of an answer's content security policy."""
    (text,) = answer.headers.get_list("content-security-policy")
    parts = [part.split() for part in text.split(";")]
    assert len({part[0] for part in parts}) == len(parts)
    return {name: values for name, *values in parts}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS, ids=IDS)
def test_every_answer_has_the_headers(client: Any, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    found = policy(answer)
    assert found["default-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert found["base-uri"] == ["'self'"]
    assert found["form-action"] == ["'self'"]
    assert found["frame-ancestors"] == ["'self'"]


def test_an_answer_that_is_not_sent_again_has_them_too(client: Any) -> None:
    tag = client.get("/list").headers["etag"]
    answer = client.get("/list", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert policy(answer)["script-src"] == ["'self'"]


@pytest.mark.parametrize(
    "path",
    [path for method, path, _ in ANSWERS if method == "GET" and "component" not in path]
    + ["/component", "/component/other/index.html", "/components/x", "/streamlit_folium",
       "/x/component/streamlit_folium.st_folium/index.html", "/list/component/streamlit_folium"],
)  # fmt: skip
def test_pages_run_scripts_of_our_own_files_only(client: Any, path: str) -> None:
    found = policy(client.get(path))
    assert found["script-src"] == ["'self'"]
    assert found["connect-src"] == ["'self'"]
    for name, values in found.items():
        assert not any("//" in value or value == "*" for value in values), name
        assert "'unsafe-eval'" not in values
        assert "'unsafe-inline'" not in values or name == "style-src"
        inline = any(value in {"data:", "blob:"} for value in values)
        assert not inline or name in {"img-src", "font-src", "worker-src"}


def test_only_the_maps_frame_may_evaluate_its_script(client: Any) -> None:
    found = policy(client.get("/component/streamlit_folium.st_folium/index.html"))
    assert set(found["script-src"]) == {"'self'", "'unsafe-inline'", "'unsafe-eval'"}
    assert found["connect-src"] == ["'self'"]
    others = {value for values in found.values() for value in values if "//" in value}
    assert others == set(HOSTS)
    assert others <= set(found["img-src"])


def test_headers_of_the_app_are_replaced_not_doubled(ask: Any) -> None:
    async def endpoint(_request: Any) -> PlainTextResponse:
        return PlainTextResponse(
            "x", headers={"Content-Security-Policy": "default-src *", "X-Frame-Options": "ALLOW"}
        )

    app = Starlette(routes=[Route("/", endpoint)], middleware=[Middleware(SecurityHeaders)])
    status, headers, _ = ask(app, "/")
    assert status == 200
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_what_is_not_http_passes() -> None:
    passed = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    async def nothing() -> Any:
        return None

    for kind in ("websocket", "lifespan"):
        asyncio.run(SecurityHeaders(inner)({"type": kind}, nothing, nothing))  # type: ignore[arg-type]
    assert passed == ["websocket", "lifespan"]
