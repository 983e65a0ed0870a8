"""The app, a browser, and visitors who must not be disturbed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.driving import App, Visitor, browser_flags, chromium_path

Visit = Callable[..., Visitor]
"""``visit(app, language="en", allow=(), **context options)``; see :func:`visit`."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of all tests here."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=browser_flags())
        yield browser
        browser.close()


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
def visit(chromium: Browser, start_app: Callable[[Path], App]) -> Iterator[Visit]:
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
        visitors.append((Visitor(chromium, to, language, **options), allow))
        return visitors[-1][0]

    yield come
    complaints = []
    for visitor, allow in visitors:
        visitor.end()
        complaints += [
            line for line in visitor.complaints() if not any(text in line for text in allow)
        ]
    for to, length in read_so_far.items():
        log = to.log()[length:]
        if "Traceback" in log:
            complaints.append(f"the app's log: {log}")
    assert not complaints, "\n".join(complaints)
