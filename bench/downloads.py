"""How long the largest downloads take, compared with the same cells written by the library alone.

Usage: python bench/downloads.py [PROJECTS] [--rounds 3] [--out FILE.md]

The app serves a made-up register; each format is requested over HTTP, never cached. In this
process, in turns, pandas, pyogrio and XlsxWriter write the same cells, which they find
ready in memory. Prints seconds, ratios and the most memory that the writing process took.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
import xlsxwriter
from synthetic import make
from wire import ROOT, served

from projectmap.data.load import load
from projectmap.export.tables import PROJECTS
from projectmap.i18n import translator
from projectmap.model.labels import Labels
from projectmap.query.columns import COLUMNS
from projectmap.query.shown import Shown
from projectmap.query.view import View

LONG_WAIT = 600.0


def frame_of(folder: Path) -> gpd.GeoDataFrame:
    """The table that the downloads have, as a frame."""
    register, view = load(folder), View()
    rows = list(PROJECTS.rows(Shown(Labels(register, translator("en")), view)))
    frame = pd.DataFrame(rows, columns=[column.key for column in COLUMNS])
    points = shapely.points(frame["lon"].astype(float), frame["lat"].astype(float))
    points[frame["lon"].isna().to_numpy()] = None
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def by_pandas(frame: gpd.GeoDataFrame, path: Path) -> None:
    """CSV by pandas."""
    frame.drop(columns="geometry").to_csv(path, index=False)


def by_xlsxwriter(frame: gpd.GeoDataFrame, path: Path) -> None:
    """The same cells by XlsxWriter, in its mode for long lists."""
    plain = frame.drop(columns="geometry").astype(object)
    rows = plain.where(plain.notna(), None).to_numpy().tolist()
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(plain.columns):
            sheet.write_string(0, place, name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(number, place, value)
                elif value is not None:
                    sheet.write_string(number, place, str(value))


def by_pyogrio(frame: gpd.GeoDataFrame, path: Path) -> None:
    """GeoJSON or GeoPackage by pyogrio, as the file's name says."""
    pyogrio.write_dataframe(frame, path)


ALONE: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "csv": by_pandas,
    "geojson": by_pyogrio,
    "gpkg": by_pyogrio,
    "xlsx": by_xlsxwriter,
}


class Highest:
    """The most memory that any process started by another took meanwhile."""

    def __init__(self, parent: int) -> None:
        self.parent, self.bytes, self._over = parent, 0, threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            for children in Path(f"/proc/{self.parent}/task").glob("*/children"):
                for child in _read(children).split():
                    for line in _read(Path(f"/proc/{child}/status")).splitlines():
                        if line.startswith("VmHWM:"):
                            self.bytes = max(self.bytes, 1024 * int(line.split()[1]))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended
        return ""


def main(projects: int, rounds: int, out: Path | None) -> None:
    """Measure and print."""
    lines = [
        f"# Downloads of {projects:,} records",
        "",
        (
            "Made by `python bench/downloads.py`: from the request to the file, not cached, "
            "compared with the library alone writing the same cells from memory. "
            f"Medians of {rounds} rounds."
        ),
        "",
        "| download | the app | the library alone | ratio | memory of the writing process |",
        "|---|---|---|---|---|",
    ]
    with TemporaryDirectory() as name:
        folder = make(Path(name) / "data", projects, 1472)
        frame = frame_of(folder)
        with served(
            ROOT / "dashboard.py", Path(name) / "log.txt", {"PROJECTMAP_GEODATA": str(folder)}, 0
        ) as server:
            for form, write in ALONE.items():
                ours, alone, highest = [], [], 0
                for turn in range(rounds):
                    # Another status date: all records, but a file that is not there yet.
                    address = f"export/projects.{form}?lang=en&asof=2025-04-{turn + 10}"
                    with Highest(server.pid) as memory:
                        start = time.perf_counter()
                        # Always our own http address.
                        with urllib.request.urlopen(  # noqa: S310
                            server.url + address, timeout=LONG_WAIT
                        ) as answer:
                            ours.append(time.perf_counter() - start)
                            answer.read()
                    highest = max(highest, memory.bytes)
                    start = time.perf_counter()
                    write(frame, Path(name) / f"{turn}.{form}")
                    alone.append(time.perf_counter() - start)
                best, library = statistics.median(ours), statistics.median(alone)
                lines.append(
                    f"| {form}, {projects:,} rows | {best:.1f} s | {library:.1f} s | "
                    f"{best / library:.2f} | {highest / 1e6:.0f} MB |"
                )
                print(lines[-1], flush=True)
    if out is not None:
        out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="?", default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    main(asked.projects, asked.rounds, asked.out)
