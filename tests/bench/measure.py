"""How long a person waits, and how many bytes travel: this app beside a blank Streamlit page.

Usage: python tests/bench/measure.py [ROUNDS]

Both pages run in the same browser, in turns. A page counts as drawn when the map shows the
records (blank: when its text is there), a filter when the map shows the new ones. Bytes are
counted on the wire, by a proxy between browser and server. Prints medians and ratios.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
CHUNK = 65536


class Wire:
    """A proxy on loopback that counts what the server sends."""

    def __init__(self, target: int) -> None:
        self.target, self.received = target, 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            for source, sink, counted in ((near, far, False), (far, near, True)):
                threading.Thread(
                    target=self._pump, args=(source, sink, counted), daemon=True
                ).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:  # noqa: FBT001 - a thread's plain arguments
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if counted:
                    self.received += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def served(script: Path) -> Iterator[Wire]:
    """A running Streamlit app behind a counting proxy."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *("--server.port", str(port), "--server.headless", "true"),
        *("--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL)
    try:
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            time.sleep(0.25)
        yield Wire(port)
    finally:
        process.terminate()
        process.wait()


def blank_drawn(page: Page) -> None:
    """Wait for the blank page."""
    page.locator("#answer").wait_for()


def blank_filter(page: Page, round_: int) -> tuple[float, None]:
    """Choose an option of the blank page and wait for the answer."""
    page.locator("input[role=combobox]").fill(("one", "two")[round_])
    page.locator("[role=option]").first.wait_for()
    start = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('#answer').textContent === '{round_ + 1}'")
    return time.perf_counter() - start, None


def map_drawn(page: Page) -> None:
    """Wait until the map shows records."""
    page.frame_locator(".st-key-map iframe").locator("#map_div[data-shown]").wait_for()


def map_filter(page: Page, round_: int) -> tuple[float, None]:
    """Choose a sector and wait until the map shows another number of records."""
    chart = page.frame_locator(".st-key-map iframe").locator("#map_div")
    before = chart.get_attribute("data-shown")
    page.locator(".st-key-sector input").fill(("water", "health")[round_])
    page.locator("[role=option]").first.wait_for()
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    start = time.perf_counter()
    page.keyboard.press("Enter")
    frame.wait_for_function(f"document.querySelector('#map_div').dataset.shown !== '{before}'")
    return time.perf_counter() - start, None


def main(rounds: int) -> None:
    """Measure and print."""
    chromium = os.environ.get("PROJECTMAP_CHROMIUM") or shutil.which("chromium")
    cases: dict[
        str, tuple[Path, str, Callable[[Page], None], Callable[..., tuple[float, None]]]
    ] = {
        "blank": (ROOT / "tests/bench/blank.py", "", blank_drawn, blank_filter),
        "map": (ROOT / "dashboard.py", "?lang=en", map_drawn, map_filter),
    }
    found: dict[str, dict[str, list[float]]] = {
        name: {"first": [], "filter": [], "first_bytes": [], "filter_bytes": []} for name in cases
    }
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    with contextlib.ExitStack() as stack:
        wires = {name: stack.enter_context(served(case[0])) for name, case in cases.items()}
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium, args=flags
        )
        for turn in range(rounds + 1):
            for name, (_, query, drawn, choose) in cases.items():
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                page = context.new_page()
                wire = wires[name]
                wire.received, start = 0, time.perf_counter()
                page.goto(f"http://127.0.0.1:{wire.port}/{query}")
                drawn(page)
                first = time.perf_counter() - start
                page.wait_for_timeout(1500)
                first_bytes = wire.received
                times, sizes = [], []
                for number in range(2):
                    wire.received = 0
                    times.append(choose(page, number)[0])
                    page.wait_for_timeout(800)
                    sizes.append(wire.received)
                context.close()
                if not turn:
                    continue  # the first turn warms caches of the server and the machine
                found[name]["first"].append(first)
                found[name]["first_bytes"].append(first_bytes)
                found[name]["filter"] += times
                found[name]["filter_bytes"] += sizes
        browser.close()
    medians = {
        name: {what: statistics.median(values) for what, values in case.items()}
        for name, case in found.items()
    }
    for what, unit in (
        ("first", "s"),
        ("filter", "s"),
        ("first_bytes", "B"),
        ("filter_bytes", "B"),
    ):
        blank, ours = medians["blank"][what], medians["map"][what]
        line = f"{what:13} blank {blank:10.3f} {unit}   map {ours:10.3f} {unit}"
        print(f"{line}   ratio {ours / blank:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
