"""Whatever fails: readers get an answer in their language, the log has its id on its own line."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from builders import story
from hypothesis import HealthCheck, given, settings, strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from projectmap.data.store import Served
from projectmap.errors import Problem, ProblemCode
from projectmap.export.registry import EXPORTS
from projectmap.query.view import View, write_view
from projectmap.web import log
from projectmap.web.exports import Exports
from projectmap.web.middleware import middleware
from projectmap.web.responses import MAX_PROBLEMS
from projectmap.web.turns import BusyError
from projectmap.web.worker import TooLongError

FORGED = "x\n2026-11-28T00:00:00Z INFO - all is well\r\x1b[2J\u2028\u202e"
TEXTS = {
    ("uk", ValueError): "На сервері сталася п",
    ("en", ValueError): "Something went wrong on the server",
    ("uk", BusyError): "Зараз створюється забагато",
    ("en", BusyError): "Too many files are being created",
    ("uk", TooLongError): "Цей файл створюється надто довго",
    ("en", TooLongError): "This file takes too long",
}


def failing(error: Exception) -> TestClient:
    """A client of an app whose one address fails."""

    async def endpoint(_request: Any) -> Any:
        raise error

    app = Starlette(routes=[Route("/list", endpoint)], middleware=middleware())
    return TestClient(app)


@pytest.mark.parametrize(("language", "kind"), TEXTS)
@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml"])
def test_every_failure_has_an_answer(
    caplog: pytest.LogCaptureFixture, language: str, kind: type[Exception], accept: str
) -> None:
    answer = failing(kind(FORGED)).get(
        "/list", headers={"Accept-Language": language, "Accept": accept}
    )
    assert TEXTS[language, kind] in answer.text
    assert "all is well" not in answer.text
    page = accept != "*/*"
    assert answer.headers["content-type"].startswith("text/html" if page else "text/plain")
    assert (f'<html lang="{language}"' in answer.text) is page
    assert answer.headers["cache-control"] == "no-store"
    for name in ("content-security-policy", "x-content-type-options", "x-frame-options"):
        assert name in answer.headers
    if kind is ValueError:
        assert answer.status_code == 500
        (ident,) = re.findall(r"[0-9a-f]{8}", answer.text)
        assert [getattr(record, "id", "") for record in caplog.records] == [ident]
    else:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert not caplog.records


def test_a_log_line_is_one_line() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log.Lines())
    logger = logging.getLogger("lines")
    logger.addHandler(handler)
    logger.warning("%s", FORGED)
    ident = log.failure(logger, f"GET /{FORGED}", ValueError(FORGED))
    lines = stream.getvalue().removesuffix("\n").split("\n")
    heads = [line for line in lines if not line.startswith("  ")]
    assert [line.split()[1:3] for line in heads] == [["WARNING", "-"], ["ERROR", ident]]
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in heads)
    assert all(line.isprintable() for line in lines)
    assert len(lines) > 3


PATHS = ["/", "/projects", "/list", "/stage", "/embed/map", "/map/geometry", "/map/partners",
         "/map/texts", "/assets/map.js", "/health", "/export/projects.csv", "/nothing",
         "/export/viewer.html", "/_stcore/host-config", "/list/", "/export/"]  # fmt: skip
NAMES = st.sampled_from([*write_view(View()), *View.__dataclass_fields__, "story", "size", "map",
                         "v", "compare", "%", "\0"])  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["я" * 700, "a" * 3000, "9" * 400, "0000-00-00", "none", "uk", "{{7*7}}",
                     FORGED,
                     "-1", "1e999", "..",
                     "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
                     story()["id"], "partners", "0123456789ab"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(PATHS), query=st.lists(st.tuples(NAMES, VALUES), max_size=8),
       method=st.sampled_from(["GET", "HEAD"]))  # fmt: skip
def test_no_address_that_a_reader_can_make_is_an_error(
    few: TestClient, path: str, query: Any, method: str
) -> None:
    answer = few.request(method, path, params=query)
    busy = path.startswith("/map/") and answer.headers.get("retry-after") == "1"
    assert answer.status_code < 500 or busy, answer.text


@pytest.mark.parametrize(
    "path",
    ["/stage", "/embed/map", "/export/projects.xlsx"]
    + [f"/export/{name}" for name, row in EXPORTS.items() if row.document],
)
def test_a_link_too_long_for_a_code_is_no_error(
    site: Callable[..., TestClient], small: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The longest view there is; its link has more bytes than a QR code can hold."""
    from projectmap.export.registry import write_export  # noqa: PLC0415 - the real one
    from projectmap.model.filters import known_values  # noqa: PLC0415 - only here

    async def write(_exports: Any, *wanted: Any) -> None:
        write_export(*wanted)

    monkeypatch.setattr(Exports, "_write", write)
    monkeypatch.setenv("PROJECTMAP_ADDRESS", "https://map.example.org/")
    query = [(name, value) for name, values in known_values(small).items() for value in values]
    query = [*query[:250], ("q", "я" * 200)]
    if "dossier" in path:
        query = [item for item in query if item[0] != "community"]
        query.append(("community", next(iter(small.communities))))
    answer = site(small).get(path, params=query)
    assert answer.status_code == 200, answer.text


def test_a_million_problems_are_counted_not_described(
    site: Callable[..., TestClient], small: Any
) -> None:
    problems = tuple(
        Problem(ProblemCode.WRONG_VALUE, "projects.geojson", f"TEST-{i}", f"field_{i % 500}x")
        for i in range(100_000)
    )
    served = [Served(None, problems), Served(small, problems)]
    for data in served:
        answer = site(data).get("/health")
        assert len(answer.json()["problems"] if data.register is None else answer.json()) < 50
        assert len(answer.content) < 5_000
        if data.register is None:
            assert len(answer.json()["problems"]) == MAX_PROBLEMS + 1
            assert "480" in answer.json()["problems"][-1]
            assert len(site(data).get("/list").text.splitlines()) == MAX_PROBLEMS + 2
