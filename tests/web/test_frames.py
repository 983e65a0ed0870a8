"""The stage, the embedded map and the viewer: where they link to, and who may show them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from starlette.applications import Starlette
from web.downloading import BROKEN, SITE, Writer
from web.test_middleware import policy

from projectmap.content.view import link
from projectmap.data.store import Served
from projectmap.export import qr
from projectmap.i18n import LANGUAGES
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View
from projectmap.viewer import policy as viewer_policy

App = Callable[[Register | Served], Starlette]
pytestmark = pytest.mark.usefixtures("plain_settings")

STAGE, EMBED, VIEWER = "/stage", "/embed/map", "/export/viewer.html"
PAGES = [STAGE, EMBED, VIEWER]
SITES = [None, "https://a.example http://b.example:8080", "*"]

# --- Links ------------------------------------------------------------------------------------


def data_of(page: str) -> Any:
    """What the page's script works with."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_the_records_are_in_the_page_or_a_link_away(
    site: Callable[..., Any], small: Register, path: str, lang: str
) -> None:
    visitor = site(small)
    answer = visitor.get(path, params={"sector": "water", "lang": lang})
    found = re.search(r"<noscript>(.*?)</noscript>", answer.text)
    assert found is not None
    address = re.search(r'href="([^"]+)"', found[1])
    listed = answer if address is None else visitor.get(str(answer.url.join(unescape(address[1]))))
    assert listed.url.params["sector"] == "water"
    assert listed.url.params["lang"] == lang
    wanted = select(small, View(sector=("water",))).rows.tolist()
    assert wanted
    page = re.sub(r"<script.*?</script>", "", listed.text, flags=re.DOTALL)
    for row in wanted:
        assert f"project={small.projects[row].id}" in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("set_to", [None, SITE])
def test_pages_link_to_the_site(
    site: Callable[..., Any],
    small: Register,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    set_to: str | None,
) -> None:
    if set_to:
        monkeypatch.setenv("PROJECTMAP_ADDRESS", set_to)
    text = site(small).get(path, params={"sector": "water", "lang": "en"}).text
    view = View(sector=("water",))
    links = {
        language: link(replace(view, lang=language), f"{set_to or 'http://testserver'}/")
        for language in LANGUAGES
    }
    assert data_of(text)["link"] == links
    assert data_of(text)["qr"] == {
        language: "data:image/svg+xml;base64," + b64encode(qr.svg(target)).decode()
        for language, target in links.items()
    }
    assert ("testserver" in text) is (set_to is None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501"])
def test_no_code_leads_to_the_readers_own_device(
    app: App, ask: Any, small: Register, host: str
) -> None:
    status, _, body = ask(app(small), "/stage", headers=((b"host", host.encode()),))
    assert status == 200
    assert data_of(body.decode())["qr"] is None


# --- Who may show them in a frame -------------------------------------------------------------


@pytest.mark.parametrize("sites", SITES)
@pytest.mark.parametrize("path", [*PAGES, "/", "/list", "/export/report.pdf"])
@pytest.mark.parametrize("way", ["get", "head", "known", "story"])
@pytest.mark.usefixtures("writer")
def test_only_the_embedded_map_may_be_shown_by_the_sites_that_are_set(
    site: Callable[..., Any],
    small: Register,
    monkeypatch: pytest.MonkeyPatch,
    sites: str | None,
    path: str,
    way: str,
) -> None:
    if sites:
        monkeypatch.setenv("PROJECTMAP_EMBED_SITES", sites)
    client = site(small)
    answer = client.request("HEAD" if way == "head" else "GET", path,
                            params={"story": "test-story"} if way == "story" else {})  # fmt: skip
    if way == "known" and path != "/":
        answer = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert answer.status_code == 304
    wanted = ["'none'"] if path == VIEWER else ["'self'"]
    if path == EMBED:
        wanted += (sites or "").split()
    assert policy(answer)["frame-ancestors"] == wanted
    assert answer.headers.get_list("x-frame-options") == ([] if path == EMBED else ["SAMEORIGIN"])
    if path in PAGES:
        (stated,) = answer.headers.get_list("content-security-policy")
        assert stated.startswith(viewer_policy() + "; frame-ancestors ")
        assert policy(answer)["default-src"] == ["'none'"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/embed/map", 503), ("GET", "/stage", 503), ("GET", VIEWER, 503),
        ("POST", "/embed/map", 405), ("DELETE", "/stage", 405), ("GET", "/embed/", 404),
        ("GET", "/embed/map/x", 404), ("GET", "/embed/mapx", 404), ("GET", "/embed/map/", 307),
        ("GET", "/export/dossier.pdf", 400), ("GET", "/export/slides.pptx", 500),
        ("GET", VIEWER, 500), ("GET", "/x/embed/map", 404),
    ],
)  # fmt: skip
def test_an_error_may_be_shown_by_nobody_else(
    site: Callable[..., Any],
    small: Register,
    writer: Writer,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    path: str,
    status: int,
) -> None:
    monkeypatch.setenv("PROJECTMAP_EMBED_SITES", "https://a.example")
    writer.fails = 1
    client = site(Served(None, (BROKEN,)) if status == 503 else small)
    answer = client.request(method, path)
    assert answer.status_code == status
    assert policy(answer)["frame-ancestors"] == ["'self'"]
    assert policy(answer)["script-src"] == ["'self'"]
    wanted = [] if path == EMBED else ["SAMEORIGIN"]
    assert answer.headers.get_list("x-frame-options") == wanted


def test_below_a_path_the_embedded_map_is_the_same(
    app: App, ask: Any, small: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROJECTMAP_EMBED_SITES", "https://a.example")
    status, headers, body = ask(app(small), "/site/embed/map", root_path="/site")
    assert status == 200
    assert "frame-ancestors 'self' https://a.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert b"http://testserver/site/" in body


def test_a_wrong_setting_opens_nothing(
    app: App, small: Register, monkeypatch: pytest.MonkeyPatch, ask: Any
) -> None:
    """It is found at the start; where it comes later, nothing is served under it."""
    monkeypatch.setenv("PROJECTMAP_EMBED_SITES", "https://a.example; script-src *")
    with pytest.raises(ValueError, match="PROJECTMAP_EMBED_SITES"):
        ask(app(small), "/embed/map")
