"""The app, a browser, and visitors who must not be disturbed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.driving import App, Contexts, Visitor, browser_flags, chromium_path
from browser.viewing import MADE, SITE, Alone
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.viewer import Mode, ViewerRequest, viewer

Visit = Callable[..., Visitor]
"""``visit(app, language="en", allow=(), **context options)``; see :func:`visit`."""
Come = Callable[..., Alone]
"""``alone(language="en", **context options)``; see :func:`alone`."""
Write = Callable[..., str]
"""``made(view, story=None, mode=…, partners=…, site=…, of=…)``; see :func:`made`."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of all tests here."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=browser_flags())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def contexts(chromium: Browser) -> Contexts:
    """What visitors borrow."""
    return Contexts(chromium)


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with the real data."""
    started = App(tmp_path_factory.mktemp("app") / "log.txt")
    yield started
    started.stop()


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[Callable[[Path], App]]:
    """Starts the app on another data folder."""
    started: list[App] = []

    def start(geodata: Path) -> App:
        started.append(App(tmp_path / f"log-{len(started)}.txt", geodata))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def visit(contexts: Contexts, start_app: Callable[[Path], App]) -> Iterator[Visit]:
    """Makes visitors, who leave before the apps that a test has started end.

    At the end of a test none of them may have seen a request to another host, an error in the
    console, an exception or a dialog, but for lines that contain one of the texts in ``allow``;
    nor may the app have met an error that it did not expect.
    """
    del start_app  # only to be there longer
    visitors: list[tuple[Visitor, tuple[str, ...]]] = []
    read_so_far: dict[App, int] = {}

    def come(
        to: App, language: str = "en", *, allow: tuple[str, ...] = (), **options: Any
    ) -> Visitor:
        read_so_far.setdefault(to, len(to.log()))
        visitors.append((Visitor(contexts, to, language, **options), allow))
        return visitors[-1][0]

    yield come
    complaints = []
    for visitor, allow in visitors:
        visitor.end()
        complaints += [line for line in visitor.heard if not any(text in line for text in allow)]
    for to, length in read_so_far.items():
        log = to.log()[length:]
        if "Traceback" in log:
            complaints.append(f"the app's log: {log}")
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty page."""
    path = tmp_path_factory.mktemp("home") / "empty.html"
    path.touch()
    return path.as_uri()


@pytest.fixture
def alone(contexts: Contexts, home: str) -> Iterator[Come]:
    """Makes readers; none of them may have heard of anything but the page."""
    readers: list[Alone] = []

    def come(language: str = "en", **options: Any) -> Alone:
        readers.append(Alone(contexts, home, language, **options))
        return readers[-1]

    yield come
    for reader in readers:
        reader.end()
    assert not [line for reader in readers for line in reader.heard]


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory, register: Register) -> Write:
    """Writes the page of a view or a story; its address. Equal pages are written once."""
    folder = tmp_path_factory.mktemp("viewer")
    written: dict[Any, str] = {}

    def write_page(
        view: View = View(),  # noqa: B008 - frozen
        story: str | None = None,
        mode: Mode = Mode.EXPLORE,
        *,
        partners: bool = False,
        site: str | None = SITE,
        of: Register = register,
    ) -> str:
        key = (view, story, mode, partners, site, of.version)
        if key not in written:
            path = folder / f"{len(written)}.html"
            presented = None if story is None else of.stories[story]
            path.write_text(
                viewer(ViewerRequest(of, view, presented, mode, partners), MADE, site), "utf-8"
            )
            written[key] = path.as_uri()
        return written[key]

    return write_page
