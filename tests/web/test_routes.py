"""Our own addresses: what they answer, what of it may be kept, and what they refuse."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from builders import collection, labels, make_register, project
from each import each
from export.making import export
from web.downloading import BROKEN, DAY

from projectmap.data.load import load
from projectmap.data.store import Served
from projectmap.export.registry import EXPORTS, file_name
from projectmap.export.request import ExportRequest
from projectmap.i18n import translator
from projectmap.map import layers
from projectmap.model.register import Register
from projectmap.query.view import read_view
from projectmap.web import map_data
from projectmap.web.assets import asset

pytestmark = pytest.mark.usefixtures("plain_settings")
SINCE = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LISTS = [name for name, row in EXPORTS.items() if row.stem == "projects"]
OURS = [
    "/changes.atom",
    "/health", "/list", "/stage", "/embed/map", *(f"/map/{name}" for name in map_data.CONTENTS),
    *(f"/export/{name}" for name in LISTS),
    "/assets/map.js", "/assets/map.css", "/assets/leaflet.js", "/assets/leaflet.css",
    "/assets/start.js", "/assets/list.css", "/assets/text.woff2",
]  # fmt: skip
KEPT = [path for path in OURS if path != "/health"]
NOT_THERE = [
    "/export/projects.exe", "/export/projects.", "/export/projects.CSV", "/export/projects.csv/x",
    "/export/", "/map/", "/map/nothing", "/map/geometry/x", "/assets/", "/assets/nothing.js",
    "/assets/pages.py", "/assets/__init__.py", "/nothing", "/export/slides", "/export/slides.pdf",
    "/export/SLIDES.pptx", "/export/report.docx", "/export/viewer.htm", "/export/.pptx",
    "/export/slides.pptx%00", "/export/..%2fslides.pptx", "/export/sector.csv", "/export/figures/",
    "/export/figures/magic.csv", "/export/figures/sector.xlsx", "/export/status.geojson",
    "/export/partnerships.gpkg",
]  # fmt: skip


# --- Health -----------------------------------------------------------------------------------


def test_health(client: Any, register: Register) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "projects": len(register.projects),
        "communities": 37,
        "data_version": register.version,
    }
    assert answer.headers["cache-control"] == "no-store"


def test_health_without_data(site: Callable[..., Any]) -> None:
    answer = site(Served(None, (BROKEN,))).get("/health")
    assert answer.status_code == 503
    found = answer.json()
    assert found["status"] == "unavailable"
    (reason,) = found["problems"]
    assert all(part in reason for part in ("projects.geojson", "TEST-7", "title_uk", "<b>"))
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


def test_health_of_an_older_state(site: Callable[..., Any], register: Register) -> None:
    answer = site(Served(register, (BROKEN,), SINCE)).get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["older_state_since"] == "2026-11-22T10:30:00+00:00"
    assert len(answer.json()["problems"]) == 1


def test_health_names_records_that_are_set_aside(site: Callable[..., Any], folder: Path) -> None:
    text = collection([project("TEST-1", sectors=["magic"]), project("TEST-2")])
    (folder / "projects.geojson").write_text(text)
    found = site(load(folder)).get("/health").json()
    assert (found["status"], found["projects"]) == ("ok", 1)
    (problem,) = found["set_aside"]
    assert all(part in problem for part in ("projects.geojson", "TEST-1", "sectors", "magic"))


@each(product([path for path in OURS if not path.startswith("/assets")], ["uk", "en"]))
def test_without_data_every_answer_says_why(
    site: Callable[..., Any], path: str, language: str
) -> None:
    answer = site(Served(None, (BROKEN,))).get(path, params={"lang": language})
    assert answer.status_code == 503
    assert answer.headers["cache-control"] == "no-store"
    assert all(part in answer.text for part in ("projects.geojson", "TEST-7", "title_uk", "<b>"))
    assert answer.headers["content-type"].split(";")[0] in {"application/json", "text/plain"}


# --- Every route ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OURS)
def test_head_has_the_headers_of_get_and_no_content(few: Any, path: str) -> None:
    head, get = few.head(path), few.get(path)
    assert (head.status_code, get.status_code) == (200, 200)
    assert head.headers == get.headers
    assert get.content


@each(product(OURS, ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]))
def test_nothing_is_taken_in(client: Any, path: str, method: str) -> None:
    assert client.request(method, path).status_code == 405


@each(NOT_THERE)
def test_what_is_not_there(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert client.head(path).status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", KEPT)
def test_what_is_known_is_not_sent_again(few: Any, path: str) -> None:
    first = few.get(path)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{16,}"', tag)
    for known in (tag, f"W/{tag}", f'"other", {tag}', f'{tag}, "other"', "*"):
        again = few.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "cache-control", "vary"):
            assert again.headers[name] == first.headers[name]
    for other in ('"other"', "", tag.strip('"'), "x" * 5000):
        again = few.get(path, headers={"If-None-Match": other})
        assert (again.status_code, again.content) == (200, first.content)


@pytest.mark.parametrize("path", OURS)
def test_the_whole_is_sent_whatever_part_is_asked_for(few: Any, path: str) -> None:
    """A download that goes on with a part of another packing would be a broken file."""
    whole = few.get(path)
    ranges = ("bytes=0-9", "bytes=5-", "bytes=-5", "bytes=99999999-", "bytes=5-1", "bytes=0-1,4-5",
              "bytes=" + ",".join(["0-"] * 1000), "lines=1-2", "x", "")  # fmt: skip
    for asked in ranges:
        for condition in ({}, {"If-Range": whole.headers.get("etag", "x")}):
            answer = few.get(path, headers={"Range": asked, **condition})
            assert (answer.status_code, answer.content) == (200, whole.content), asked
            assert answer.headers == whole.headers
            assert few.head(path, headers={"Range": asked}).headers == whole.headers


@pytest.mark.parametrize("path", KEPT)
def test_a_file_made_again_has_the_same_tag(
    client: Any, site: Callable[..., Any], register: Register, path: str
) -> None:
    again = site(register).get(path)  # of another process, as it were
    assert again.headers["etag"] == client.get(path).headers["etag"]


@pytest.mark.parametrize("path", KEPT)
def test_what_comes_packed_is_the_same(few: Any, path: str) -> None:
    plain = few.get(path, headers={"Accept-Encoding": "identity"})
    packed = few.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    # Packing gains nothing with few bytes, or with files that are packed.
    if len(plain.content) > 2_000 and not path.endswith((".xlsx", ".gpkg")):
        assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] == plain.headers["etag"]
    assert "accept-encoding" in plain.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/list", "/map/texts", "/export/projects.csv"])
def test_each_language_has_its_own_tag(client: Any, path: str) -> None:
    tags = {
        client.get(path, headers={"Accept-Language": language}).headers["etag"]
        for language in ("uk", "en")
    }
    asked = {client.get(f"{path}?lang={language}").headers["etag"] for language in ("uk", "en")}
    assert len(tags) == len(asked) == 2
    assert "accept-language" in client.get(path).headers["vary"].lower()


QUERIES = {
    "8 kB of words": "q=" + "x" * 8_000,
    "8 kB of values": "&".join(f"sector=x{number}" for number in range(600)),
    "4,000 names": "&".join(["a"] * 4_000),
    "no names": "&&&===&",
    "no UTF-8": "q=%ff%fe&sector=%ff",
    "half a surrogate pair": "q=%ed%a0%80&project=%ed%a0%80",
    "NUL": "q=%00&community=%00&asof=%00",
    "plus and per cent": "q=+++%%%2",
    "semicolons": "sector=water;sector=health",
    "brackets": "sector[]=water&q[0]=x",
    "numbers": "year_from=99999999999999999999&asof=99999-99-99",
    "every name at once": "&".join(
        f"{name}=x" for name in ("sector", "donor", "community", "status", "kind", "period",
                                 "partner_country", "verification", "year_from", "year_to", "asof",
                                 "q", "project", "place", "layer", "lang", "embed", "v")
    ),
}  # fmt: skip


@each(product(["/list", "/export/projects.csv", "/map/texts", "/health", "/"], QUERIES.values()))
def test_no_query_breaks_a_route(
    app: Any, ask: Any, small: Register, path: str, query: str
) -> None:
    status, _, body = ask(app(small), path, query=query.encode())
    assert status == 200
    assert body


@each(
    product(
        ["/", "/list", "/export/projects.csv", "/stage", "/embed/map", "/export/viewer.html"],
        ["[", "[::", "example.org:port", 'a"b', "<script>", "a b", "", "é", "a/../b?c#d",
         "x" * 5000],
    )
)  # fmt: skip
def test_no_host_breaks_a_route(app: Any, ask: Any, small: Register, path: str, host: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PROJECTMAP_HOSTS")
        status, _, body = ask(app(small), path, headers=((b"host", host.encode("latin-1")),))
    assert status == 200
    assert b"<script><" not in body


# --- Downloads --------------------------------------------------------------------------------

VIEWS = {
    "everything": {},
    "sector": {"sector": ["water"]},
    "several": {"sector": ["water", "health"], "year_from": ["2016"], "lang": ["en"]},
    "date": {"asof": ["2022-03-01"], "period": ["before_2022_02_24"]},
    "words": {"q": ["вода"]},
    "nothing found": {"q": ["нічогонемає"]},
    "unknown values": {"sector": ["magic"], "lang": ["ru"]},
}


@each(
    (LISTS[(place + number) % len(LISTS)], language, asked)
    for place, asked in enumerate(VIEWS.values())
    for number, language in enumerate(("uk", "en"))
)
def test_a_download_is_the_export_of_the_view(
    client: Any, register: Register, name: str, language: str, asked: dict[str, list[str]]
) -> None:
    answer = client.get(f"/export/{name}", params=asked, headers={"Accept-Language": language})
    view, _ = read_view(asked, register)
    t = translator(view.lang or language)
    assert answer.content == export(name, register, view, t, DAY, "http://testserver/")
    assert answer.headers["content-type"] == EXPORTS[name].media_type
    said = file_name(register, ExportRequest(name, view, t.language, DAY))
    assert answer.headers["content-disposition"] == f'attachment; filename="{said}"'


# --- Map data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "media_type", "made"),
    [
        ("geometry", "application/json", layers.geometry),
        ("positions", "application/octet-stream", layers.positions),
    ],
)
def test_map_data(
    client: Any, register: Register, name: str, media_type: str, made: Callable[[Register], bytes]
) -> None:
    answer = client.get(f"/map/{name}")
    assert answer.content == made(register)
    assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize("language", ["uk", "en"])
def test_map_words(client: Any, register: Register, language: str) -> None:
    words = layers.texts(labels(register, language))
    other = {"uk": "en", "en": "uk"}[language]
    assert client.get("/map/texts", params={"lang": language}).json() == words
    assert client.get("/map/texts", headers={"Accept-Language": language}).json() == words
    assert client.get(f"/map/texts?lang={language}", headers={"Accept-Language": other}).json() == (
        words
    )


@pytest.mark.parametrize("name", ["geometry", "positions"])
def test_only_the_address_of_a_version_is_kept_for_ever(
    client: Any, register: Register, name: str
) -> None:
    tag = layers.content_tag(register)
    right = client.get(f"/map/{name}", params={"v": tag}).headers["cache-control"]
    assert "immutable" in right
    assert int(re.findall(r"max-age=(\d+)", right)[0]) >= 30 * 24 * 3600
    for wrong in ("", "0", tag.upper() + "x", tag[:-1], f"{register.version}x", "{{7*7}}"):
        assert client.get(f"/map/{name}", params={"v": wrong}).headers["cache-control"] == (
            "no-cache"
        )
    assert client.get(f"/map/{name}").headers["cache-control"] == "no-cache"


def test_another_version_is_another_answer(site: Callable[..., Any]) -> None:
    first = make_register(projects=[project("TEST-1")])
    second = make_register(projects=[project("TEST-1"), project("TEST-2")])
    assert first.version != second.version
    tags = [layers.content_tag(data) for data in (first, second)]
    served = {"first": Served(first), "second": Served(second, earlier=first)}
    answers = {
        (name, tag): site(data).get("/map/positions", params={"v": tag})
        for name, data in served.items()
        for tag in tags
    }
    # A process that has read the new data has the old as well, for pages drawn with it.
    old, new = (answers["second", tag] for tag in tags)
    assert old.headers["etag"] == answers["first", tags[0]].headers["etag"] != new.headers["etag"]
    assert all("immutable" in item.headers["cache-control"] for item in (old, new))
    # One that has not is asked again in a moment, rather than answering with other data.
    wait = answers["first", tags[1]]
    assert (wait.status_code, wait.headers["retry-after"]) == (503, "1")


# --- Assets -----------------------------------------------------------------------------------


@each(path for path in OURS if path.startswith("/assets/"))
def test_assets(client: Any, path: str) -> None:
    answer = client.get(path)
    kind = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2"}
    assert answer.headers["content-type"].split(";")[0] == kind[path.rpartition(".")[2]]
    assert b"sourceMappingURL" not in answer.content


def test_assets_ask_no_other_host(client: Any) -> None:
    for name in ("map.css", "leaflet.css", "list.css", "page.css"):
        text = client.get(f"/assets/{name}").text
        rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert "//" not in rules
        assert all(".." not in address for address in re.findall(r"url\(([^)]*)\)", rules))


UP = [
    "/assets/../pages.py", "/assets/../../cli.py", "/assets/..", "/assets/.", "/assets/./map.js",
    "/assets//map.js", "/assets//etc/passwd", "/assets/..\\pages.py", "/assets/map.js/..",
    "/assets/map.js\0", "/assets/map.js ", "/assets/MAP.JS", "/assets/map.js/", "/map/../health",
    "/map/../../etc/passwd", "/export/../health", "/export/projects.../x", "/../etc/passwd",
    "/export/projects.csv/..", "/export/projects.%2e%2e",
]  # fmt: skip


@each(UP)
def test_no_path_leads_out(app: Any, ask: Any, small: Register, path: str) -> None:
    status, _, body = ask(app(small), path)
    assert status in {307, 404}
    assert b"root:" not in body
    assert b"import" not in body


@each(["..", "%2e%2e", "%2E.", "..%2f..", "%252e%252e", "..%5c"])
def test_no_encoded_path_leads_out(few: Any, dots: str) -> None:
    assert few.get(f"/assets/{dots}/pages.py").status_code == 404


def test_names_of_unknown_assets_are_not_kept() -> None:
    """Anybody can ask for any name: what is kept of them would fill the memory."""
    name = f"nobody-asks-for-{DAY}.js"
    before = sys.getrefcount(name)
    assert asset(name) is None
    assert sys.getrefcount(name) == before
