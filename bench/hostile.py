"""The campaign of hostile values and faulty folders, as a table.

Usage: python bench/hostile.py [--share all|1/4] [--without-browser] [--workers 2]

Runs the tests that ``make test`` runs a sample of, with all values or a share of them: each value
in every text field of every file, through all pages, routes and exports and the programs that open
them, and each fault in each file of a folder. The exit code is 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pytest
from web.hostile import GROUPS, HOSTILE
from web.hostile_folder import RECORDS, fields

from projectmap.export.registry import EXPORTS
from projectmap.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
MATRIX, BROWSER = "tests/web/test_hostile_matrix.py", "tests/browser/test_hostile_values.py"


class Table:
    """Counts what came of each test, by what is tested."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: list[str] = []
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the result of a test, which may have run in another process."""
        name = report.nodeid.partition("[")[0].rpartition("::")[2]
        self.seconds[name] += report.duration
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call":
            self.passed[name] += 1


def main(arguments: list[str]) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--share", default="all", help="such as 1/4: every fourth, from the first")
    parser.add_argument("--without-browser", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    os.environ["PROJECTMAP_HOSTILE"] = options.share
    os.chdir(ROOT)
    table, begin = Table(), time.monotonic()
    runs = [[MATRIX, "-n", str(options.workers)], *([] if options.without_browser else [[BROWSER]])]
    codes = [pytest.main([*run, "-q", "--no-header"], plugins=[table]) for run in runs]
    texts = {record.__name__: len(fields(record)) for record in RECORDS}
    print(f"\nshare {options.share}, {time.monotonic() - begin:.0f} s")
    print(f"  values                    {len(HOSTILE)}: {dict(Counter(GROUPS.values()))}")
    print(f"  text fields               {sum(texts.values())}: {texts}")
    print(f"  exports                   {len(EXPORTS)} in {len(LANGUAGES)} languages")
    print(f"\n  {'test':<50} {'passed':>6} {'failed':>6} {'seconds':>8}")
    failed = Counter(one.partition("[")[0].rpartition("::")[2] for one in table.failed)
    for name in table.seconds:
        print(f"  {name:<50} {table.passed[name]:>6} {failed[name]:>6} {table.seconds[name]:>8.0f}")
    for one in table.failed:
        print(f"  FAILED {one}")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
