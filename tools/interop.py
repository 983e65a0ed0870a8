"""Opens downloads in a real QGIS, and edits the files of `geodata/` in it: `make interop`.

QGIS brings a Python for its library; this script starts ``tools/interop_qgis.py`` there and checks
what comes back. Exit code 1 if anything differs from what was expected.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from projectmap.data.load import load

ROOT = Path(__file__).resolve().parents[1]
GEODATA = ROOT / "geodata"
QGIS_PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
EDITED = {
    "projects.geojson": "title_en",
    "partnerships.geojson": "title_en",
    "communities.geojson": "name_en",
    "occupation_status.geojson": "act_en",
}
"""Files that QGIS edits, and a text in each to edit."""


def main() -> int:
    """Run all checks, print a line for each."""
    failures = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for kind in ("geojson", "gpkg", "csv"):
            path = folder / f"projects.{kind}"
            command = [sys.executable, "-m", "projectmap", "export", "--lang", "uk"]
            command += ["--format", kind, "-o", str(path)]
            subprocess.run(command, check=True, cwd=ROOT, stdout=sys.stderr)
            failures += _report(f"open {path.name}", _opened(path))
        for name, field in EDITED.items():
            failures += _report(f"edit {name}", _edited(folder / "data", name, field))
    return int(failures > 0)


def _opened(path: Path) -> str | None:
    """What is wrong with ``path`` as QGIS reads it; None for nothing."""
    records = load(GEODATA).projects
    found = _qgis("open", path)
    if found["warnings"]:
        return "; ".join(found["warnings"])
    if sorted(found["titles"]) != sorted(record.title_uk for record in records):
        return f"{len(found['titles'])} titles, not those of the {len(records)} records"
    return None


def _edited(folder: Path, name: str, field: str) -> str | None:
    """What goes wrong when QGIS saves an edit of ``name`` in its place; None for nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GEODATA, folder)
    found = _qgis("edit", folder / name, field, "Edited in QGIS")
    if found["warnings"]:
        return "; ".join(found["warnings"])
    run = [sys.executable, "-m", "projectmap", "validate", str(folder)]
    checked = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    if checked.returncode:
        return (checked.stdout + checked.stderr).strip().splitlines()[-1]
    before, after = (_features(data / name) for data in (GEODATA, folder))
    differences = [
        (number, key)
        for number, (old, new) in enumerate(zip(before, after, strict=True))
        for key in old
        if old[key] != new.get(key)
    ]
    return None if differences == [(0, field)] else f"also changed: {differences[:5]}"


def _features(path: Path) -> list[dict[str, object]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [{"id": item["id"], **item["properties"]} for item in content["features"]]


def _qgis(*arguments: object) -> dict[str, list[str]]:
    script = ROOT / "tools" / "interop_qgis.py"
    run = [QGIS_PYTHON, str(script), *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _report(what: str, problem: str | None) -> bool:
    print(f"{what:30} {problem or 'good'}")
    return problem is not None


if __name__ == "__main__":
    sys.exit(main())
