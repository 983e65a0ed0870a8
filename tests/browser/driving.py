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
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
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
    TimeoutError,  # noqa: A004 - Playwright's, which is not Python's
    ViewportSize,
    expect,
)

from projectmap.i18n import Translator, translator
from projectmap.web.pages import PAGES, page_title

T = TypeVar("T")
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
FIELD_IS_CLEAR = """() => {
    const box = one => document.querySelector(one).getBoundingClientRect();
    const field = box(".finder"), oblast = box("path.oblast");
    return oblast.left >= field.right || oblast.top >= field.bottom;
}"""
"""Whether the map's search field lies on nothing of the oblast."""
MAP_FRAME = ".st-key-map iframe"
CHARTS = "svg.marks, canvas.marks"
AIDARSKA = "UA44140090000072167"
MOST_STOPS = 120
"""Stops of the keyboard on the way to an element."""
PHONE = ViewportSize(width=390, height=844)
FOCUS_IS_SEEN = """async () => {
    // What tells that an element has the focus: its own looks or its frame's.
    const looks = node => {
        const s = getComputedStyle(node);
        return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.stroke,
            s.strokeWidth, s.backgroundColor, s.textDecoration, s.color].join("|");
    };
    const at = document.activeElement, chain = [];
    if (at.tagName === "CANVAS") return true;  // it draws it by itself
    for (let node = at, i = 0; node && node.nodeType === 1 && i < 6; node = node.parentNode, i += 1)
        chain.push(node);
    const still = document.createElement("style");  // looks change at once
    still.textContent = "*, *::before, *::after { transition: none !important }";
    document.head.append(still);
    // Some widgets learn of it from their script, which may have to wait for a busy machine.
    const pause = () => new Promise(done => setTimeout(done, 100));
    let seen = 0;  // twice: once may be the page that happens to change
    for (let tries = 0; seen < 2 && tries < 20; tries += 1) {
        if (tries > 0) await pause();
        const focused = chain.map(looks);
        at.blur();
        await pause();
        const without = chain.map(looks);
        at.focus({focusVisible: true, preventScroll: true});
        seen = focused.some((look, i) => look !== without[i]) ? seen + 1 : 0;
    }
    still.remove();
    return seen === 2;
}"""

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


def until(
    ask: Callable[[], T],
    what: str = "an answer",
    seconds: float = TIMEOUT_MS / 1000,
    *,
    starting: bool = False,
) -> T:
    """What ``ask`` gives as soon as it counts as true.

    It may fail while what it asks is ``starting``.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            if found := ask():
                return found
        except OSError:
            if not starting or time.monotonic() > deadline:
                raise
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


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
        try:
            until(self._answer, "the app", START_WAIT, starting=True)
        except (AssertionError, OSError):
            self.stop()
            pytest.fail(f"the app did not start:\n{self.log()}", pytrace=False)

    def _answer(self) -> tuple[int, str]:
        assert self._process.poll() is None, "it has ended"
        return self.get("/health")

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
        page.emulate_media(media="null", forced_colors="null", reduced_motion="null")
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


class Guest(ABC):
    """Somebody with a page, lent or their own, who hears what must not happen."""

    _hears_all = False
    """All that the console says, not only errors."""

    def __init__(
        self, contexts: Contexts, home: str, language: str, *, own_context: bool, **options: Any
    ) -> None:
        """``home``: where the page waits for the next guest."""
        self.heard: list[str] = []
        """Requests to others, what the console says, exceptions, dialogs."""
        self.t: Translator = translator("uk" if language == "uk" else "en")
        settings = {"locale": LOCALES[language], "viewport": {"width": 1440, "height": 900}}
        self._contexts, self._home, self._options = contexts, home, settings | options
        self._own_context = own_context
        """For what cannot be undone: a faked clock, a blocked websocket."""
        self.context: BrowserContext = (
            contexts.fresh(self._options) if own_context else contexts.take(home, self._options)
        )
        self._listeners: dict[Any, Callable[[Any], None]] = {
            "request": lambda request: self._asked_for(request.url),
            "console": self._said,
            "weberror": lambda error: self.heard.append(f"page error: {error.error}"),
            "dialog": self._dialog,
            "page": self._page,
        }
        for event, listener in self._listeners.items():
            self.context.on(event, listener)
        (self.page,) = self.context.pages
        # What moves is drawn sixty times a second; tests of the movement ask for it.
        self.page.emulate_media(reduced_motion="reduce")
        self._page(self.page)

    @abstractmethod
    def _may_ask_for(self, address: str) -> bool:
        """Whether the page may ask for an address."""

    def _asked_for(self, address: str) -> None:
        if not self._may_ask_for(address):
            self.heard.append(f"asked for {address}")

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._asked_for(socket.url))

    def _said(self, message: ConsoleMessage) -> None:
        if self._hears_all or message.type == "error":
            self.heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

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
            self.heard.append("the browser ended early")


class Visitor(Guest):
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
        home = f"{app.url}/_stcore/health"
        super().__init__(contexts, home, language, own_context=own_context, **options)

    def _may_ask_for(self, address: str) -> bool:
        at_home = rf"{re.escape(self.app.url)}(/|$)|data:|blob:|about:"
        return re.match(at_home, re.sub("^ws", "http", address)) is not None

    # Going about

    def open(self, path: str = "/") -> None:
        """Open an address of the app, cold."""
        self.page.goto(self.app.url + path, wait_until="domcontentloaded")

    def turn_to(self, path: str) -> None:
        """Go to an address as the app's own links do, without loading everything again.

        Wait until the page is there and shows this view. The query must be one that the app would
        write, and not what the app has just replaced: that it takes for a link that was followed
        too early.
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
        asked = urlsplit(path)
        expect(self.page).to_have_title(page_title(asked.path.strip("/"), self.t))
        self.page.wait_for_function(
            """query => {
                const sorted = text => [...new URLSearchParams(text)].map(String).sort().join("&");
                return [...document.querySelectorAll(".st-key-nav a")].every(
                    link => sorted(link.search) === sorted(query));
            }""",
            arg=asked.query,
        )
        self.settle()
        expect(self.page).to_have_url(self.app.url + path)

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

    def type_date(self, day: date, key: str = "asof") -> None:
        """Type a date, part by part as a hand does, and press Enter."""
        for part, digits in (("day", f"{day:%d}"), ("month", f"{day:%m}"), ("year", f"{day:%Y}")):
            field = self.key(key).locator(f"[role=spinbutton][data-type={part}]")
            field.click()
            self.page.keyboard.type(digits)
        self.page.keyboard.press("Enter")

    def tab_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab until ``wanted`` has the focus, and see that this can be seen."""
        for _ in range(MOST_STOPS):
            if wanted.evaluate("one => one === document.activeElement"):
                assert self.page.evaluate(FOCUS_IS_SEEN), "no visible focus"
                return
            self.page.keyboard.press(key)
        pytest.fail(f"the keyboard does not reach {wanted}")

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
