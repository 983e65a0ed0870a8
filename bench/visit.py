"""A visitor with a fresh browser window, and the times they wait."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Self

from cases import Case, Step
from playwright.sync_api import Browser, Page, TimeoutError  # noqa: A004 - the driver's
from wire import Server

WATCH = Path(__file__).with_name("watch.js").read_text("utf-8")
LIMIT = 120
"""Seconds after which a page counts as not drawn."""
QUIET = 0.5
"""Seconds without a byte after which the server has said all."""
WINDOW = {"width": 1440, "height": 900}
MOVES = 40
"""Steps of the pointer in each drag, and turns of the wheel."""


class NotDrawnError(Exception):
    """A page does not show what it should."""


class Visit:
    """One window at one page, from opening to the end of the ``with`` block."""

    def __init__(self, browser: Browser, case: Case, server: Server) -> None:
        self._case, self._server = case, server
        self._context = browser.new_context(viewport=WINDOW, locale="en-GB")
        self._context.set_default_timeout(LIMIT * 1000)
        given = {"benchSign": case.sign, "benchPlace": case.frame}
        self._context.add_init_script(f"Object.assign(window, {json.dumps(given)});\n{WATCH}")
        self.page: Page = self._context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the window."""
        self._context.close()

    def open(self, shown: int | None) -> dict[str, float]:
        """Go to the page: seconds until it is drawn, and all bytes it takes."""
        before = self._server.sent
        self.page.goto(self._server.url + self._case.query, wait_until="commit")
        seconds = self._painted(None if shown is None else str(shown), 0.0) / 1000
        self.settle()
        return {"first": seconds, "first_bytes": self._server.sent - before}

    def choose(self, step: Step) -> dict[str, float]:
        """Add an option to the filter: seconds until the map shows it, and bytes."""
        self.page.locator(".st-key-sector input").fill(step.option)
        self.page.get_by_role("option").filter(has_text=step.option).first.wait_for()
        sent = self._server.sent
        self.page.keyboard.press("Enter")
        seconds = self._answer(str(step.shown))
        self.settle()
        return {"filter": seconds, "filter_bytes": self._server.sent - sent}

    def search(self, text: str) -> float:
        """Type a free text: seconds from Enter to the answer. It is taken back afterwards."""
        field = self.page.locator(".st-key-q input")
        field.fill(text)
        self.page.keyboard.press("Enter")
        seconds = self._answer(None)
        self.settle()
        field.fill("")
        self.page.keyboard.press("Enter")
        self._answer(None)
        self.settle()
        return seconds

    def set_date(self, day: date) -> float:
        """Type a date: seconds from leaving the field to every community in its new colour."""
        self._ask("sign => { bench.sign = sign; }", self._date_sign)
        for part, digits in (("day", day.day), ("month", day.month), ("year", day.year)):
            field = self.page.locator(".st-key-asof").get_by_role(
                "spinbutton", name=re.compile(part)
            )
            field.click()
            self.page.keyboard.type(f"{digits:02d}")
        self.page.locator(".st-key-q input").click()
        self._answer(None)
        self.settle()
        pressed = self._ask("bench.pressed")
        last: float = self._ask("since => bench.last(since)", pressed)
        self._ask("sign => { bench.sign = sign; }", self._case.sign)
        return (last - pressed) / 1000

    def move(self) -> float:
        """Drag the map to and fro and zoom in and out: milliseconds of the longest task."""
        self._ask("bench.watchTasks()")
        box = self.page.locator(self._case.frame or "body").bounding_box()
        if box is None:
            raise NotDrawnError("the map is not in sight")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse = self.page.mouse
        for reach in (0.3, -0.3):
            mouse.move(x, y)
            mouse.down()
            for step in range(1, MOVES + 1):
                mouse.move(x + reach * box["width"] * step / MOVES, y + step)
                self.page.wait_for_timeout(20)
            mouse.up()
            self.page.wait_for_timeout(300)
        for turn in range(MOVES):
            mouse.wheel(0, -100 if turn < MOVES / 2 else 100)
            self.page.wait_for_timeout(80)
        self.page.wait_for_timeout(500)
        longest: float = self._ask("bench.longest")
        return longest

    def rest(self) -> None:
        """Stay connected, but look no more: many open windows would keep the browser busy."""
        self._ask("() => { bench.sign = null; }")

    def settle(self) -> None:
        """Wait until the server has said all that it had to say, list and options too."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        deadline = time.monotonic() + LIMIT
        quiet_since, sent = time.monotonic(), self._server.sent
        while time.monotonic() - quiet_since < QUIET:
            if time.monotonic() > deadline:
                raise NotDrawnError(f"still sending after {LIMIT} s")
            self.page.wait_for_timeout(50)
            if self._server.sent != sent:
                quiet_since, sent = time.monotonic(), self._server.sent

    @property
    def _date_sign(self) -> str:
        return "statuses" if self._case.has_map else self._case.sign

    def _ask(self, script: str, value: object = None) -> float:
        found: float = self.page.evaluate(script, value)
        return found

    def _answer(self, value: str | None) -> float:
        pressed = self._ask("bench.pressed")
        return (self._painted(value, pressed) - pressed) / 1000

    def _painted(self, value: str | None, since: float) -> float:
        try:
            handle = self.page.wait_for_function(
                "([value, since]) => bench.first(value, since)", arg=[value, since]
            )
        except TimeoutError as error:
            raise NotDrawnError(f"not drawn in {LIMIT} s") from error
        found: float = handle.json_value()
        return found
