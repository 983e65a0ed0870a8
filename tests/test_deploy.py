"""What administrators copy is what the programs take."""

from __future__ import annotations

import subprocess
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
