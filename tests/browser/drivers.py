"""Firefox and WebKit, driven by the standards they speak: WebDriver BiDi and WebDriver."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from browser.driving import TIMEOUT_MS, free_port, until

SIZE = (1440, 900)
KEYS: Mapping[str, str] = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowRight": "\ue014"}
"""What WebDriver calls a key."""
_LISTEN = """(() => {
    window.complaints = [];
    const say = text => window.complaints.push(String(text));
    const before = console.error;
    console.error = (...all) => { say(all.join(" ")); before(...all); };
    addEventListener("error", event => say(event.message));
    addEventListener("unhandledrejection", event => say(event.reason));
    addEventListener("securitypolicyviolation", event => say(event.blockedURI));
})()"""


class Driver(ABC):
    """A browser with one window."""

    def __init__(self) -> None:
        self._left = ExitStack()
        """What is to be ended."""

    @abstractmethod
    def start(self, folder: Path) -> None:
        """Start it, with ``folder`` for what it keeps."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Open an address, until it has loaded."""

    @abstractmethod
    def run(self, expression: str) -> Any:
        """The value of an expression in the page."""

    @abstractmethod
    def perform(self, actions: list[dict[str, Any]]) -> None:
        """Input, as WebDriver writes it."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """Errors that the browser has met since it was asked last."""

    def end(self) -> None:
        """End it."""
        self._left.close()

    def _process(self, command: list[str], **options: Any) -> subprocess.Popen[str]:
        found = self._left.enter_context(subprocess.Popen(command, text=True, **options))
        self._left.callback(found.terminate)
        return found

    def wait(self, expression: str) -> Any:
        """Wait until an expression has a value that counts as true; that value."""
        return until(lambda: self.run(expression), f"{type(self).__name__}: {expression}")

    def settled(self, expression: str) -> Any:
        """The value of an expression, as soon as it counts as true and stays the same."""
        before = None
        while (found := self.wait(expression)) != before:
            before = found
            time.sleep(0.3)
        return found

    def click(self, spot: tuple[float, float]) -> None:
        """Press and release the button there, in px from the window's corner."""
        x, y = map(round, spot)
        steps = [
            {"type": "pointerMove", "x": x, "y": y, "origin": "viewport"},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.perform(
            [
                {
                    "type": "pointer",
                    "id": "mouse",
                    "parameters": {"pointerType": "mouse"},
                    "actions": steps,
                }
            ]
        )

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        steps = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self.perform([{"type": "key", "id": "keys", "actions": steps}])


class Firefox(Driver):
    """Over WebDriver BiDi, which needs no program between."""

    def start(self, folder: Path) -> None:
        """See :class:`Driver`."""
        preferences = {
            "remote.prefs.recommended": True,
            "network.proxy.type": 0,
            "intl.accept_languages": "en-GB",
            "ui.prefersReducedMotion": 1,
        }
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
        folder.joinpath("user.js").write_text("\n".join(lines), "utf-8")
        size = dict(zip(("MOZ_HEADLESS_WIDTH", "MOZ_HEADLESS_HEIGHT"), map(str, SIZE), strict=True))
        port = free_port()
        self._process(
            [_program("firefox-esr", "firefox"), "--headless", "--no-remote",
             "--remote-debugging-port", str(port), "--profile", str(folder)],
            env=os.environ | size | {"HOME": str(folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"ws://127.0.0.1:{port}/session"
        self._socket = until(
            lambda: self._left.enter_context(connect(address, max_size=None)), starting=True
        )
        self._number, self._complaints = count(1), list[str]()
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        (window,) = self._send("browsingContext.getTree")["contexts"]
        self._window = window["context"]
        width, height = SIZE
        self._send("browsingContext.setViewport", context=self._window,
                   viewport={"width": width, "height": height})  # fmt: skip

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._number)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv(timeout=TIMEOUT_MS / 1000))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                found: dict[str, Any] = answer["result"]
                return found
            said = answer.get("params", {})
            if said.get("level") == "error":
                self._complaints.append(str(said["text"]))

    def open(self, address: str) -> None:
        """See :class:`Driver`."""
        self._send("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """See :class:`Driver`."""
        found = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._window},
            awaitPromise=False,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def perform(self, actions: list[dict[str, Any]]) -> None:
        """See :class:`Driver`."""
        self._send("input.performActions", context=self._window, actions=actions)

    def complaints(self) -> list[str]:
        """See :class:`Driver`."""
        found, self._complaints = self._complaints, []
        return found


class WebKit(Driver):
    """WebKit, on a screen that nobody sees: of what it says only what comes after loading."""

    def start(self, folder: Path) -> None:
        """See :class:`Driver`."""
        reading, writing = os.pipe()
        width, height = SIZE
        self._process(
            [_program("Xvfb"), "-displayfd", str(writing), "-nolisten", "tcp",
             "-screen", "0", f"{width}x{height}x24"],
            pass_fds=[writing], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as said:
            display = ":" + said.readline().strip()
        port = free_port()
        log = self._left.enter_context(folder.joinpath("log.txt").open("wb"))
        self._process(
            [_program("WebKitWebDriver"), f"--port={port}", "--host=127.0.0.1"],
            # Without layers to compose, which without a graphics card is half of its work.
            env=os.environ
            | {"DISPLAY": display, "HOME": str(folder)},
            stdout=log, stderr=log,
        )  # fmt: skip
        self._address = f"http://127.0.0.1:{port}/session"
        self._complaints: list[str] = []
        self._address += (
            "/" + until(lambda: self._send("", capabilities={}), starting=True)["sessionId"]
        )
        self._left.callback(self._send, "", method="DELETE")
        self._send("/window/rect", x=0, y=0, width=width, height=height)

    def _send(self, command: str, method: str = "POST", **parameters: Any) -> Any:
        request = urllib.request.Request(  # noqa: S310 - always our own http address
            self._address + command,
            json.dumps(parameters).encode() if method == "POST" else None,
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT_MS / 1000) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def open(self, address: str) -> None:
        """See :class:`Driver`."""
        self._complaints += self._heard()
        self._send("/url", url=address)
        self.run(_LISTEN)

    def _heard(self) -> list[str]:
        return list(self.run("(window.complaints || []).splice(0)"))

    def run(self, expression: str) -> Any:
        """See :class:`Driver`."""
        return self._send("/execute/sync", script=f"return {expression}", args=[])

    def perform(self, actions: list[dict[str, Any]]) -> None:
        """See :class:`Driver`."""
        self._send("/actions", actions=actions)

    def complaints(self) -> list[str]:
        """See :class:`Driver`."""
        found, self._complaints = [*self._complaints, *self._heard()], []
        return found


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.fail(f"No program {' or '.join(names)}: see tools/programs.sh", pytrace=False)
