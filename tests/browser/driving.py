"""Starting the app, and a visitor with a browser of their own who can reach nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Frame,
    FrameLocator,
    Locator,
    Page,
    Request,
    TimeoutError,  # noqa: A004 - Playwright's, which is not Python's
    WebError,
    WebSocket,
    expect,
)

from projectmap.i18n import Translator, translator
from projectmap.web.pages import PAGES, page_title

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no windows to draw, which saves a sixth of the browser's work."""
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine is within reach. Routes would do as much, but a context that has
    # some keeps no cache.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
START_WAIT = 120.0
"""Seconds in which the app must answer."""
TIMEOUT_MS = 60_000
"""Milliseconds that a busy machine may take for one step."""
KEPT_BY_SITES = "cookies,local_storage,indexeddb,cache_storage,service_workers"
LOCALES = {"uk": "uk-UA", "en": "en-GB", "nl": "nl-NL"}
MAP_FRAME = ".st-key-map iframe"

expect.set_options(timeout=TIMEOUT_MS)


def chromium_path() -> str:
    """The browser to drive; without one the test fails and says what to do."""
    named = os.environ.get("PROJECTMAP_CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            pytest.fail(f"PROJECTMAP_CHROMIUM names no program: {named}", pytrace=False)
        return found
    for name in PROGRAMS:
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.fail(
        "No browser for the browser tests. Debian and Ubuntu: sudo apt-get install chromium. "
        "Elsewhere: install Chromium or Chrome; PROJECTMAP_CHROMIUM may name the program.",
        pytrace=False,
    )


def browser_flags() -> list[str]:
    """What Chromium is started with."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if as_root else [])]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as its users start it, on a free port."""

    def __init__(
        self,
        log: Path,
        geodata: Path | None = None,
        *,
        below: str = "",
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Start it on ``geodata``, ``below`` a path, with ``more`` in its environment."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{below}"
        self._log = log
        environ = {
            name: value for name, value in os.environ.items() if name != "PROJECTMAP_CONTACT"
        }
        environ.pop("PROJECTMAP_GEODATA", None)
        if geodata is not None:
            environ["PROJECTMAP_GEODATA"] = str(geodata)
        environ |= more or {}
        command = [
            *(sys.executable, "-m", "streamlit", "run", "dashboard.py"),
            *("--server.port", str(self.port), "--server.headless", "true"),
            *("--server.baseUrlPath", below),
        ]
        self._start(command, environ)

    def _start(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_WAIT
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                self.get("/health")
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        pytest.fail(f"the app did not start:\n{self.log()}", pytrace=False)

    def get(self, path: str, language: str = "en") -> tuple[int, str]:
        """Status and text of an address, asked without a browser."""
        request = urllib.request.Request(  # noqa: S310 - always our own http address
            self.url + path, headers={"Accept-Language": LOCALES[language]}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read().decode("utf-8-sig")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8-sig")

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and content of ``/health``."""
        status, text = self.get("/health")
        return status, json.loads(text)

    def log(self) -> str:
        """What the app has printed."""
        return self._log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """End the process that was started, and only that."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


class Editor(App):
    """The editor as an administrator starts it, for people who sign in."""

    def __init__(self, log: Path, port: int, settings: Mapping[str, str]) -> None:
        """Start it on ``port``, which the provider knows, with ``settings`` as environment."""
        self.port, self.url, self._log = port, f"http://127.0.0.1:{port}", log
        command = [sys.executable, "-m", "projectmap", "edit", "--port", str(port)]
        self._start(command, {**os.environ, **settings})


@dataclass
class Seen:
    """What went on in a visitor's browser behind their back."""

    outside: list[str] = field(default_factory=list)
    """Requests to any host but the app's."""
    errors: list[str] = field(default_factory=list)
    """What the console calls an error."""
    page_errors: list[str] = field(default_factory=list)
    """Exceptions that no script caught."""
    dialogs: list[str] = field(default_factory=list)


class Contexts:
    """Contexts of the browser, lent to one visitor after the other.

    Loading and compiling the app's scripts is most of what a page costs. In a context that was
    used before they are in its cache, and in a process that showed the app before, compiled: one
    page is left, at an address of the app. Cookies and storage are emptied in between.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    def take(self, home: str, options: dict[str, Any]) -> BrowserContext:
        """A context with these options and one page, where nobody is."""
        free = self._of(home, options)
        if not free:
            return self.fresh(options)
        found = free.pop()
        found.pages[0].set_viewport_size(options["viewport"])
        return found

    def fresh(self, options: dict[str, Any]) -> BrowserContext:
        """A context that nobody has used, with one page."""
        made = self._browser.new_context(**options)
        made.set_default_timeout(TIMEOUT_MS)
        made.new_page()
        return made

    def give_back(self, home: str, options: dict[str, Any], context: BrowserContext) -> None:
        """Empty a context, for the next visitor; its page waits at ``home``."""
        context.unroute_all(behavior="ignoreErrors")
        page, *others = context.pages
        for one in others:
            one.close()
        page.unroute_all(behavior="ignoreErrors")
        page.emulate_media(media="null", forced_colors="null")
        try:
            page.goto(home)
        except Error:  # the app has ended, or nobody passes it on
            context.close()
            return
        page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
        if home.startswith("http"):
            origin = page.evaluate("() => location.origin")
            session = context.new_cdp_session(page)
            session.send(
                "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": KEPT_BY_SITES}
            )
            session.detach()
        self._of(home, options).append(context)

    def _of(self, home: str, options: dict[str, Any]) -> list[BrowserContext]:
        alike = {name: value for name, value in options.items() if name != "viewport"}
        return self._free.setdefault(f"{home} {alike}", [])


class Visitor:
    """Somebody at the app, as if for the first time; nothing else is within reach."""

    def __init__(
        self,
        contexts: Contexts,
        app: App,
        language: str = "en",
        *,
        own_context: bool = False,
        **options: Any,
    ) -> None:
        self.app = app
        self.seen = Seen()
        self.t: Translator = translator("uk" if language == "uk" else "en")
        settings = {"locale": LOCALES[language], "viewport": {"width": 1440, "height": 900}}
        self._contexts, self._options = contexts, settings | options
        self._own_context = own_context
        """For what cannot be undone: a faked clock, a blocked websocket."""
        self._home = f"{app.url}/_stcore/health"
        self.context: BrowserContext = (
            contexts.fresh(self._options)
            if own_context
            else contexts.take(self._home, self._options)
        )
        self._listeners: dict[Any, Any] = {
            "request": self._requested,
            "console": self._console,
            "weberror": self._web_error,
            "dialog": self._dialog,
            "page": self._page,
        }
        for event, listener in self._listeners.items():
            self.context.on(event, listener)
        (self.page,) = self.context.pages
        self._page(self.page)

    def _requested(self, request: Request) -> None:
        if not re.match(rf"{re.escape(self.app.url)}(/|$)|data:|blob:|about:", request.url):
            self.seen.outside.append(request.url)

    def _web_error(self, error: WebError) -> None:
        self.seen.page_errors.append(str(error.error))

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _socket(self, found: WebSocket) -> None:
        if not found.url.startswith(self.app.url.replace("http", "ws", 1) + "/"):
            self.seen.outside.append(found.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.dialogs.append(dialog.message)
        dialog.dismiss()

    # Going about

    def open(self, path: str = "/") -> None:
        """Open an address of the app, cold."""
        self.page.goto(self.app.url + path, wait_until="domcontentloaded")

    def turn_to(self, path: str) -> None:
        """Go to an address as the app's own links do, without loading everything again.

        Wait until the page is there. Its query must be one that the app would write, and not what
        the app has just replaced: that it takes for a link that was followed too early.
        """
        self.page.evaluate(
            """href => {
                const link = document.createElement("a");
                link.href = href;
                document.body.append(link);
                link.click();
                link.remove();
            }""",
            path,
        )
        expect(self.page).to_have_url(self.app.url + path)
        expect(self.page).to_have_title(page_title(urlsplit(path).path.strip("/"), self.t))
        self.page.wait_for_function(
            """() => {
                const sorted = text => [...new URLSearchParams(text)].map(String).sort().join("&");
                return [...document.querySelectorAll(".st-key-nav a")].every(
                    link => sorted(link.search) === sorted(location.search));
            }"""
        )
        self.settle()

    def key(self, name: str) -> Locator:
        """The element of the page with this key."""
        return self.page.locator(f".st-key-{name}")

    def settle(self) -> None:
        """Wait until the server has answered what was done last, and the page shows it."""
        expect(self.page.locator("footer.credit:not(.dossier footer)")).to_be_visible()
        expect(self.page.locator('[data-testid="stApp"]')).to_have_attribute(
            "data-test-script-state", "notRunning"
        )
        # Parts whose script is still being loaded.
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)

    def choose(self, parameter: str, label: str) -> None:
        """Pick the option that begins with ``label`` in a filter, by clicks."""
        box = self.key(parameter).get_by_role("combobox")
        box.click()
        # The list draws only those of its options that are in view.
        box.press_sequentially(label)
        self.page.get_by_role("option").filter(has_text=f"{label} (").first.click()
        self.page.keyboard.press("Escape")

    def go(self, name: str) -> None:
        """Go to another page by the navigation, once its link has the present view."""
        link = self.key("nav").get_by_role("link", name=self.t(PAGES[name]), exact=True)
        self.page.wait_for_function(
            """link => decodeURIComponent(new URL(link.href).search)
                === decodeURIComponent(location.search)""",
            arg=link.element_handle(),
        )
        link.click()

    def type_date(self, day: date) -> None:
        """Type the status date, part by part as a hand does, and press Enter."""
        for part, digits in (("day", f"{day:%d}"), ("month", f"{day:%m}"), ("year", f"{day:%Y}")):
            field = self.key("asof").locator(f"[role=spinbutton][data-type={part}]")
            field.click()
            self.page.keyboard.type(digits)
        self.page.keyboard.press("Enter")

    def search_place(self, text: str) -> None:
        """Type into the box that finds communities, and press Enter."""
        self.key("find").get_by_role("textbox").fill(text)
        self.page.keyboard.press("Enter")

    def download(self, name: str = "CSV") -> list[dict[str, str]]:
        """The rows of the file that a link of the page's downloads leads to."""
        with self.page.expect_download() as download:
            self.key("downloads").get_by_role("link", name=name).click()
        content = download.value.path().read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content)))

    def layer(self, name: str) -> Locator:
        """The switch of a layer by its English message, behind its button."""
        if not self.key("layer").is_visible():
            self.key("layers").get_by_role("button").click()
        return self.key("layer").get_by_role("button", name=self.t(name), exact=True)

    # What is to be seen

    @property
    def address(self) -> str:
        """What the address bar has: ``page.url`` follows only later."""
        return str(self.page.evaluate("() => location.href"))

    def parameters(self) -> dict[str, list[str]]:
        """The query parameters in the address bar."""
        return parse_qs(urlsplit(self.address).query)

    def expect_parameters(self, **wanted: str | list[str]) -> None:
        """Wait until the address bar has exactly these parameters."""
        values = {k: [v] if isinstance(v, str) else v for k, v in wanted.items()}
        try:
            self.page.wait_for_function(
                """wanted => {
                    const found = {};
                    const asked = new URLSearchParams(location.search);
                    for (const key of asked.keys()) found[key] = asked.getAll(key);
                    const flat = o => JSON.stringify(Object.entries(o).sort());
                    return flat(found) === flat(wanted);
                }""",
                arg=values,
                polling=100,  # not with the frames, which a browser need not draw
            )
        except TimeoutError:
            pytest.fail(f"the address is {self.address}, its parameters should be {values}")

    def expect_count(self, number: int) -> None:
        """Wait until the count line begins with ``number``."""
        expect(self.key("result-count")).to_have_text(re.compile(rf"^\s*{number}\D"))

    def expect_list(self, ids: list[str]) -> None:
        """Wait until the list has just these records, in this order."""
        self.page.wait_for_function(
            """ids => {
                const links = document.querySelectorAll(".record-table tbody th a[data-project]");
                return [...links].map(a => a.dataset.project).join(" ") === ids;
            }""",
            arg=" ".join(ids),
        )

    @property
    def map(self) -> FrameLocator:
        """The frame that the map is in."""
        return self.page.frame_locator(MAP_FRAME)

    @property
    def map_frame(self) -> Frame:
        """The same frame, to run scripts in."""
        handle = self.page.locator(MAP_FRAME).element_handle()
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def expect_map(self, number: int | None = None) -> None:
        """Wait until the map is drawn, with ``number`` shown records if that is given."""
        expect(self.map.locator("#map_div")).to_have_attribute(
            "data-shown", re.compile(r"^\d+$") if number is None else str(number)
        )

    def map_data(self, name: str) -> str:
        """A ``data-…`` attribute of the drawn map."""
        return self.map.locator("#map_div").get_attribute(f"data-{name}") or ""

    def communities(self) -> dict[str, int]:
        """How many drawn communities have each class of status."""
        found: dict[str, int] = {}
        for classes in self.map.locator("path.community").evaluate_all(
            "paths => paths.map(path => path.getAttribute('class'))"
        ):
            for name in re.findall(r"\bstatus-(\w+)", classes):
                found[name] = found.get(name, 0) + 1
        return found

    def view(self) -> list[float]:
        """Zoom and centre of the map."""
        script = "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
        found: list[float] = self.map_frame.evaluate(script)
        return found

    def symbols(self) -> list[dict[str, int]]:
        """Spots of the map that a symbol answers at, found as a pointer finds them."""
        script = """() => {
            const found = [], frame = map.getContainer(), box = frame.getBoundingClientRect();
            for (let y = 10; y < box.height; y += 10) for (let x = 10; x < box.width; x += 10) {
                frame.style.cursor = "";
                map.fire("mousemove", {containerPoint: L.point(x, y), latlng: map.getCenter(),
                    originalEvent: {target: frame}});
                if (frame.style.cursor === "pointer") found.push({x, y});
            }
            return found;
        }"""
        found: list[dict[str, int]] = self.map_frame.evaluate(script)
        return found

    def legend(self) -> dict[str, int]:
        """The classes of status in the legend, and the number beside each."""
        found: dict[str, int] = self.key("legend").evaluate(
            """legend => Object.fromEntries([...legend.querySelectorAll("[class*=status-]")].map(
                sign => [/status-(\\w+)/.exec(sign.className)[1],
                    Number(sign.parentElement.querySelector("b").textContent)]))"""
        )
        return found

    def listed_partnerships(self) -> list[str]:
        """The ids of the table of partnerships, in its order."""
        links = self.page.locator(".record-table tbody th a")
        found: list[str] = links.evaluate_all(
            "links => links.map(link => new URL(link.href).searchParams.get('partnership'))"
        )
        return found

    def details(self) -> Locator:
        """The panel beside the map."""
        return self.key("details")

    def end(self) -> None:
        """Leave; the browser's windows close."""
        try:
            for event, listener in self._listeners.items():
                self.context.remove_listener(event, listener)
            if self._own_context:
                self.context.close()
            else:
                self._contexts.give_back(self._home, self._options, self.context)
        except Error:  # the browser is gone
            self.seen.page_errors.append("the browser ended early")

    def complaints(self) -> list[str]:
        """What must not have happened, one line each."""
        return [
            *(f"outside request: {url}" for url in self.seen.outside),
            *(f"console: {text}" for text in self.seen.errors),
            *(f"page error: {text}" for text in self.seen.page_errors),
            *(f"dialog: {text}" for text in self.seen.dialogs),
        ]
