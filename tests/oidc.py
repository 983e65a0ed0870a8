"""A real OpenID Connect provider on this machine: Canaille, in its own environment."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-oidc.txt"
ENVIRONMENT = ROOT / ".venv-oidc"
WAIT = 60.0
"""Seconds in which the provider must answer."""


def environment() -> Path:
    """The Python that has Canaille; made once, and again when its pins have changed."""
    python, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "made-from"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    ENVIRONMENT.mkdir(exist_ok=True)
    with (ENVIRONMENT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            make = [sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)]
            subprocess.run(make, check=True)
            pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq"]
            hashed = ["--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
            subprocess.run([*pip, *hashed], check=True)
            stamp.write_text(wanted)
    return python


@contextmanager
def provider(port: int, back_to: str, secret: str, log: Path) -> Iterator[str]:
    """The address of a provider while the block runs; ``secret`` is all passwords and the client's.

    Its people are in ``oidc_server.py``. Nothing of it stays.
    """
    address = f"http://127.0.0.1:{port}"
    script = Path(__file__).with_name("oidc_server.py")
    command = [str(environment()), str(script), str(port), back_to, secret]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + WAIT
        while True:
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration").close()  # noqa: S310
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(log.read_text("utf-8", "replace")) from None
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)
