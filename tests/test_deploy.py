"""What administrators copy is what the programs take."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import nginx
import pytest


@pytest.mark.parametrize("servers", [[8501], [8501, 8502, 8503]], ids=["one", "three"])
def test_nginx_takes_the_files(tmp_path: Path, servers: list[int]) -> None:
    path = nginx.write(tmp_path, servers=servers)
    said = subprocess.run(
        [str(nginx.program()), "-t", "-c", str(path), "-p", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr
    assert "[emerg]" not in said.stderr


def test_an_image_has_the_program_and_no_register() -> None:
    """A register or snapshots of the one who builds it would go along with the whole folder."""
    text = (nginx.DEPLOY / "Containerfile").read_text("utf-8")
    lines = re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE)
    copied = {name for line in lines for name in line.split()}
    assert copied >= {"src", "pages", "geodata", "dashboard.py", "requirements.txt"}
    assert ".streamlit/config.toml" in copied
    # Streamlit looks for secrets beside its settings.
    assert copied.isdisjoint({".", "*", "register", "snapshots", "build", ".streamlit"})
    assert [name for name in copied if not (nginx.DEPLOY.parent / name).exists()] == []


def test_the_package_has_every_file_that_the_program_reads() -> None:
    root = Path(__file__).resolve().parents[1]
    tools = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]
    patterns = tools["setuptools"]["package-data"]["projectmap"]
    folder = root / "src" / "projectmap"
    packed = {path for pattern in patterns for path in folder.glob(pattern)}
    read = {path for path in folder.rglob("*") if path.is_file()}
    assert {path for path in read if path.suffix not in {".py", ".pyc", ".mo"}} <= packed
