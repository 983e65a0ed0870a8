"""Below a path and behind the nginx of ``deploy/``; the server asks nobody but its readers."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nginx
import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App, free_port, until
from projectmap.web.pages import PAGES

NAME = "https://map.example.org"
# Python runs this at its start: who is asked for is noted, whatever asks.
WATCH = """\
import os, sys
HERE = (None, "", "127.0.0.1", "::1", "localhost", b"127.0.0.1", b"localhost")
def watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        name = arguments[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        name = arguments[0]
    else:
        return
    if name not in HERE:
        with open(os.environ["ASKED"], "a") as file:
            print(event, name, file=file)
sys.addaudithook(watch)
"""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is noted whom the server has asked for."""
    return tmp_path_factory.mktemp("asked") / "asked.txt"


@pytest.fixture(scope="module")
def below(asked: Path) -> Iterator[App]:
    """The app below the path ``/map``, watched."""
    (asked.parent / "sitecustomize.py").write_text(WATCH, "utf-8")
    more = {
        "ASKED": str(asked),
        "PYTHONPATH": str(asked.parent),
        "PROJECTMAP_ADDRESS": NAME,
        "PROJECTMAP_CONTACT": "office@example.org",
    }
    started = App(asked.parent / "log.txt", below="/map", more=more)
    yield started
    started.stop()


@dataclass(frozen=True)
class Proxy:
    """What a visitor needs of an nginx before the app."""

    url: str
    log: Callable[[], str]


def ask(app: App, path: str, **headers: str) -> tuple[int, str]:
    """The status and content that answer a request from within this machine."""
    connection = HTTPConnection("127.0.0.1", app.port, timeout=60)
    connection.request("GET", path, headers={"Accept": "text/html", **headers})
    answer = connection.getresponse()
    upgraded = answer.status == 101
    content = "" if upgraded else answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, content


def test_every_address_has_the_path(below: App, asked: Path) -> None:
    found = {f"/map/{page}": 200 for page in (*PAGES, "index.html", "list", "stage", "embed/map")}
    found |= dict.fromkeys(
        ("/map/health", "/map/map/geometry", "/map/assets/map.js", "/map/export/projects.csv",
         "/map/export/status.xlsx", "/map/_stcore/health"), 200,
    )  # fmt: skip
    found |= dict.fromkeys(("/map/nothing", "/", "/projects", "/list", "/mapprojects"), 404)
    found |= {"/map": 307}
    assert {path: ask(below, path)[0] for path in found} == found
    status, content = ask(below, "/map/nothing")
    assert (status, 'href="/map/"' in content) == (404, True)

    # A websocket is taken from the pages of the name that is set, whatever name the proxy asks by.
    here = f"127.0.0.1:{below.port}"
    origins = {NAME: 101, f"http://{here}": 101, "https://map.example.com": 403, "null": 403}
    for origin, status in origins.items():
        headers = UPGRADE | {"Origin": origin, "Host": here}
        assert ask(below, "/map/_stcore/stream", **headers)[0] == status, origin
    status, content = ask(below, "/map/", Host="upstream")
    assert (status, "proxy_set_header Host" in content) == (421, True)
    assert not asked.exists(), asked.read_text("utf-8")


def test_the_watch_would_see_a_request(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, "utf-8")
    subprocess.run(
        [
            "python3",
            "-c",
            "import socket\ntry: socket.getaddrinfo('a.invalid', 80)\nexcept OSError: 0",
        ],
        env={"PYTHONPATH": str(tmp_path), "ASKED": str(tmp_path / "asked"), "PATH": "/usr/bin"},
        check=True,
    )
    assert (tmp_path / "asked").read_text() == "socket.getaddrinfo a.invalid\n"


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Callable[..., Proxy]]:
    """Starts an nginx with the files of ``deploy/`` before an app; what a visitor needs of it."""
    started: list[subprocess.Popen[bytes]] = []

    def start(app: App, *, host: bool) -> Proxy:
        folder, port = tmp_path / f"nginx-{len(started)}", free_port()
        path = nginx.write(folder, servers=[app.port], port=port, plain=free_port(), host=host)
        command = [str(nginx.program()), "-c", str(path), "-p", str(folder)]
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        until(
            lambda: socket.create_connection(("127.0.0.1", port)).close() is None,
            "nginx",
            starting=True,
        )
        below = app.url.removeprefix(f"http://127.0.0.1:{app.port}")
        return Proxy(url=f"https://127.0.0.1:{port}{below}", log=app.log)

    yield start
    for process in started:
        process.terminate()
        process.wait(10)


def test_all_works_below_a_path_behind_nginx(
    visit: Visit, proxy: Callable[..., Proxy], below: App, asked: Path
) -> None:
    visitor = visit(proxy(below, host=True), ignore_https_errors=True)
    page = visitor.page
    visitor.open("/?sector=water")
    visitor.expect_map()
    visitor.settle()
    place = visitor.map.locator("path.community").nth(5)
    code = place.get_attribute("data-katottg") or ""  # what is chosen is drawn last
    place.focus()
    page.keyboard.press("Enter")
    expect(visitor.details()).to_contain_text(code)
    assert visitor.download("CSV")

    # The link of the view, copied and mailed; a mistake goes to the office.
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Copy link").click()
    expect(page.locator(".share .making")).to_have_text("The link is copied.")
    link = f"{visitor.app.url}/?sector=water&place={code}"
    assert page.evaluate("() => navigator.clipboard.readText()").startswith(link)
    mail = page.get_by_role("link", name="Send by e-mail")
    mail.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    mail.click()
    sent = parse_qs(urlsplit(mail.get_attribute("href") or "").query)
    assert link in sent["body"][0]
    assert "water" in sent["subject"][0]
    visitor.open("/?project=LUH-001")
    mail = page.get_by_role("link", name="Report a mistake")
    mail.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    mail.click()
    address = urlsplit(mail.get_attribute("href") or "")
    assert address.path == "office@example.org"
    assert f"{visitor.app.url}/?project=LUH-001" in parse_qs(address.query)["body"][0]
    visitor.open("/partnerships?partnership=R003")
    mail = visitor.details().get_by_role("link", name="Report a mistake")
    assert "R003" in parse_qs(urlsplit(mail.get_attribute("href") or "").query)["subject"][0]
    visitor.go("projects")
    expect(visitor.key("beside").locator("tbody tr").first).to_be_visible()
    assert visitor.address.startswith(visitor.app.url + "/projects?")
    for path in ("/stage?sector=water", "/embed/map", "/list"):
        visitor.open(path)
        expect(page.locator("body")).to_contain_text(re.compile("[A-Za-z]{4}"))
    visitor.open("/communities")
    visitor.settle()
    hrefs = page.locator(".st-key-nav a").evaluate_all("links => links.map(link => link.href)")
    assert all(href.startswith(visitor.app.url) for href in hrefs), hrefs
    assert not asked.exists(), asked.read_text("utf-8")


def test_a_proxy_that_keeps_the_name_to_itself_is_named(
    visit: Visit, proxy: Callable[..., Proxy], app: App
) -> None:
    visitor = visit(
        proxy(app, host=False), "uk", ignore_https_errors=True, allow=("WebSocket", "403")
    )
    visitor.page.clock.install()
    visitor.open()
    hint = visitor.page.locator("#no-connection")
    expect(hint).to_be_hidden()
    visitor.page.wait_for_function("() => projectmap.refused()")
    visitor.page.clock.run_for(9000)
    expect(hint.locator(".misnamed")).to_be_visible()
    expect(hint).to_contain_text("proxy_set_header Host")
    expect(hint.locator(".blocked")).to_be_hidden()
    expect(hint.locator("a")).to_have_attribute("href", re.compile("list$"))
