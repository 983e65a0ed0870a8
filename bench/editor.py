"""The editor beside a blank Streamlit page: opening it, a search and a save, in one sitting.

Usage: python bench/editor.py [--records 83 10000] [--times 7]

A real browser does the same on both: opens the page, types a text and presses Enter. In the
editor it then corrects a date with the keyboard and proposes it. Prints the medians in
milliseconds, and the limit: twice the blank page’s and 200 ms. The exit code is 1 above it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import synthetic
from playwright.sync_api import Browser, Page, expect, sync_playwright
from wire import LOOPBACK, free_port

HERE = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("PROJECTMAP_CHROMIUM") or shutil.which("chromium")
ALLOWED = 200
"""Milliseconds beyond twice those of the blank page."""
SPARE = 1
"""Rounds before those that count."""
PAUSE = 1000
"""Milliseconds that a hand takes from the reason to the button."""
IDLE = "() => document.querySelector('[data-test-script-state=notRunning]')"
SAID = "() => document.querySelector('[data-testid=stAlert]')?.innerText.includes('Proposed as')"
Times = dict[str, list[float]]


@contextmanager
def server(command: list[str], **environ: str) -> Iterator[str]:
    """A server on a free port, from when it answers; its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, f"--{'server.' * (command[0] == 'streamlit')}port={port}"],
        env={**os.environ, **environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex((LOOPBACK, port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise TimeoutError(f"{command[0]} did not start")
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait()


def took(action: Callable[[], object], shown: Callable[[], object]) -> float:
    """Milliseconds from an action until what it leads to is shown."""
    begun = time.perf_counter()
    action()
    shown()
    return (time.perf_counter() - begun) * 1000


def blank(page: Page, address: str, times: Times, number: int) -> None:
    """One round at the blank page."""
    shows = "text => document.querySelector('#answer')?.textContent === text"
    times["open"].append(took(lambda: page.goto(address), lambda: until(page, shows, " None")))
    box = page.get_by_role("textbox").first
    box.fill(f"w{number}")
    again = took(lambda: box.press("Enter"), lambda: until(page, shows, f"w{number} None"))
    times["search"].append(again)
    times["save"].append(again)


def editor(page: Page, address: str, times: Times, number: int) -> None:
    """One round in the editor: the list of records, a search, and a proposal."""
    key = f"SYN-{number + 1:06}"
    count = "n => document.querySelectorAll('[data-testid=stMain] li a').length"
    times["open"].append(
        took(
            lambda: page.goto(f"{address}/records?lang=en"), lambda: until(page, f"{count} > n", 1)
        )
    )
    box = page.get_by_role("textbox", name="Search")
    box.fill(key)
    times["search"].append(
        took(lambda: box.press("Enter"), lambda: until(page, f"{count} === n", 1))
    )
    page.get_by_role("link", name=re.compile(key)).click()
    field = page.get_by_label("Status as of")
    field.fill(f"2021-0{number % 9 + 1}")
    field.press("Enter")
    why = page.get_by_label("Reason for the change")
    why.fill("Measured")
    why.press("Enter")
    button = page.get_by_role("button", name="Propose")
    page.wait_for_timeout(PAUSE)
    until(page, IDLE)
    expect(button).to_be_enabled()
    button.focus()
    times["save"].append(took(lambda: page.keyboard.press("Enter"), lambda: until(page, SAID)))


def until(page: Page, condition: str, value: object = None) -> None:
    """Wait for a condition of the page; looks at every frame that is drawn."""
    page.wait_for_function(condition, arg=value, timeout=120_000)


def measured(browser: Browser, address: str, do: Callable[..., None], rounds: int) -> Times:
    """What each step takes, in rounds of its own window each; the first are not counted."""
    times: Times = {"open": [], "search": [], "save": []}
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    for number in range(rounds + SPARE):
        page = context.new_page()
        do(page, address, times, number)
        page.close(run_before_unload=False)
    context.close()
    return {step: values[SPARE:] for step, values in times.items()}


def main() -> int:
    """Measure both, print, and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, nargs="+", default=[83, 10_000])
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    slow = False
    plain = ["streamlit", "run", str(HERE / "blank_inputs.py"), "--server.headless=true"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for records in options.records:
            work = Path(folder) / str(records)
            geodata = synthetic.make(work / "geodata", records, 37)
            seed(geodata, work / "store.sqlite3")
            with (
                server(plain) as other,
                server(["projectmap", "edit"], PROJECTMAP_STORE=str(work / "store.sqlite3"),
                       PROJECTMAP_SNAPSHOTS=str(work / "snapshots")) as own,
            ):  # fmt: skip
                base = measured(browser, other, blank, options.times)
                times = measured(browser, own, editor, options.times)
            for step, values in times.items():
                limit = 2 * median(base[step]) + ALLOWED
                slow |= median(values) > limit
                print(f"{records:6} {step:6} blank {median(base[step]):5.0f}  "
                      f"editor {median(values):5.0f}  limit {limit:5.0f}")  # fmt: skip
        browser.close()
    return int(slow)


def seed(geodata: Path, store: Path) -> None:
    """Make a store of a data folder, in a process of its own."""
    code = "import sys; from pathlib import Path; from projectmap.store import open_store; "
    code += "open_store(sys.argv[2], seed=Path(sys.argv[1])).engine.dispose()"
    subprocess.run([sys.executable, "-c", code, str(geodata), str(store)], check=True)


if __name__ == "__main__":
    sys.exit(main())
