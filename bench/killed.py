"""The store under kill -9 and under many writers: the long form of ``tests/store/test_many.py``.

Usage: python bench/killed.py [--writes 1000] [--publishes 50] [--writers 20]

A process changes a record again and again and is killed at random moments until it has made so
many changes; then the same with a publication after each change; then many writers at once change
two records. After each kill everything confirmed must be there, and what is published must be
whole. Prints a line for each part; the exit code is 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builders import project, write_folder
from store.cluster import new_database, running
from store.test_many import KEYS, number, start, whole

from projectmap.data.load import load
from projectmap.data.snapshot import MARK
from projectmap.store import RegisterStore, open_store


def killed(
    store: RegisterStore, address: str, writes: int, to: Path | None, longest: float
) -> tuple[int, int, int]:
    """Kill a writer until it has made ``writes`` changes; kills, confirmed changes, losses."""
    published, random, kills, confirmed, lost = "", Random(7), 0, 0, 0  # noqa: S311 - moments, no secrets
    while confirmed < writes:
        before = number(store)
        with start(address, KEYS[0], 10**6, *([to] if to else [])) as writer:
            assert writer.stdout is not None  # noqa: S101 - a pipe was asked for
            first = writer.stdout.readline()
            timer = threading.Timer(
                random.random() * longest, writer.send_signal, (signal.SIGKILL,)
            )
            timer.start()
            lines = [first, *writer.stdout]
            timer.cancel()
        kills += 1
        numbers = [int(line) for line in lines if line.strip().isdecimal()]
        last = numbers[-1] if numbers else before
        confirmed += len(numbers) if to is None else sum("-" in line for line in lines)
        lost += number(store) not in {last, last + 1}
        if to is not None:
            # Names of snapshots are in the order of time.
            published = max([published, *(line.strip() for line in lines if "-" in line)])
            load(to / "current")
            lost += (to / "current").resolve().name < published or not (to / published).is_dir()
    whole(store)
    if to is not None:
        lost += sum(bool(load(path.parent).problems) for path in to.glob(f"*/{MARK}"))
    return kills, confirmed, lost


def together(store: RegisterStore, address: str, writers: int, each: int) -> tuple[int, float]:
    """Lost updates of so many writers at once, and how long they took."""
    before, began = sum(number(store, key) for key in KEYS), time.monotonic()
    running = [start(address, KEYS[n % 2], each) for n in range(writers)]
    for process in running:
        process.communicate(timeout=3600)
    wanted = before + writers * each
    whole(store)
    return wanted - sum(number(store, key) for key in KEYS), time.monotonic() - began


def main() -> int:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--writes", type=int, default=1000)
    parser.add_argument("--publishes", type=int, default=50)
    parser.add_argument("--writers", type=int, default=20)
    options = parser.parse_args()
    failed = on("", options)
    with running() as cluster:
        return int(on(new_database(cluster), options) or failed)


def on(address: str, options: argparse.Namespace) -> bool:
    """Run all parts on the database at ``address``, on SQLite where that is empty."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = [project(key, title_en="Test record 0") for key in KEYS]
        seed = write_folder(folder / "geodata", projects=records)
        address = address or str(folder / "register.sqlite3")
        store = open_store(address, seed=seed)
        print(store.engine.dialect.name)
        lost, took = together(store, address, options.writers, 5)
        print(f"{options.writers} writers at once, 5 changes each: {lost} lost, {took:.0f} s")
        failed = lost != 0
        for to, wanted, longest in (
            (None, options.writes, 1.5),
            (folder / "snapshots", options.publishes, 2.0),
        ):
            kills, confirmed, lost = killed(store, address, wanted, to, longest)
            what = "publications" if to else "changes"
            print(
                f"{kills} kills, {confirmed} {what} confirmed: {lost} lost or half",
                flush=True,
            )
            failed |= lost != 0
        store.engine.dispose()
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.TimeoutExpired:
        sys.exit("writers did not come to an end")
