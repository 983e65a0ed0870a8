"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from projectmap.store.backup import program


def new_database(cluster: str, like: str = "template1") -> str:
    """The address of an empty database, or of a copy of the one ``like``."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(f"{cluster}postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return cluster + name


@contextmanager
def running() -> Iterator[str]:
    """The address of a server while the block runs; nothing of it stays.

    The server refuses to run as root: then it runs as ``nobody``, to whom its folder is given.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    as_root = os.geteuid() == 0
    lower = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if as_root else []
    with tempfile.TemporaryDirectory(prefix="projectmap-pg-") as folder:
        data = Path(folder) / "data"
        if as_root:
            shutil.chown(folder, "nobody", "nogroup")
        initdb = [*lower, program("initdb"), "-D", str(data), "-U", "test", "-A", "trust"]
        quiet = [*initdb, "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(quiet, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        control = [*lower, program("pg_ctl"), "-D", str(data), "-w"]
        log = str(Path(folder) / "log")
        start = [*control, "-l", log, "-o", f"{options} -c fsync=off", "start"]
        subprocess.run(start, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            yield f"postgresql://test@127.0.0.1:{port}/"
        finally:
            stop = [*control, "-m", "immediate", "stop"]
            subprocess.run(stop, check=True, cwd=folder, stdout=subprocess.DEVNULL)
