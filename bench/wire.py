"""Servers on loopback, what they send counted byte for byte, and what they cost the machine."""

from __future__ import annotations

import contextlib
import gzip
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from xstatic.pkg import jquery, leaflet, leaflet_markercluster

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = "127.0.0.1"
CHUNK = 65536
START_WAIT = 900.0
"""Seconds until a server must answer; this app reads all its data before."""
END_WAIT = 10.0
TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}
TICK = os.sysconf("SC_CLK_TCK")


class Meter:
    """Counts bytes from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def add(self, count: int) -> None:
        """Count some more."""
        with self._lock:
            self._count += count

    @property
    def count(self) -> int:
        """All bytes so far."""
        with self._lock:
            return self._count


class Wire:
    """A proxy that counts what the server behind it sends: heads, bodies, websocket frames."""

    def __init__(self, target: int, meter: Meter) -> None:
        self._target, self._meter = target, meter
        self._server = socket.create_server((LOOPBACK, 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections; those that are open end with their servers."""
        # Closing alone would not wake the thread that waits for the next one.
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            try:
                far = socket.create_connection((LOOPBACK, self._target))
            except OSError:
                near.close()
                continue
            for end in (near, far):
                # Or the machine would hold small messages back to send them together.
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, sink, meter in ((near, far, None), (far, near, self._meter)):
                threading.Thread(target=_pump, args=(source, sink, meter), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, meter: Meter | None) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            if meter is not None:
                meter.add(len(data))
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


class Watched:
    """A process that is measured from outside."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def cpu(self) -> float:
        """Seconds of processor time used so far, by all threads."""
        # The second field is the program's name in brackets and may have spaces.
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / TICK

    @property
    def memory(self) -> int:
        """Bytes of memory in use now (resident set)."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes.split()[1]) * 1024

    def end(self) -> None:
        """End it, by force if it waits for its visitors."""
        self._process.terminate()
        try:
            self._process.wait(END_WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Server(Watched):
    """A Streamlit script that is being served, behind a counting proxy."""

    def __init__(self, process: subprocess.Popen[bytes], wire: Wire, meter: Meter) -> None:
        super().__init__(process)
        self._meter = meter
        self.url = f"http://{LOOPBACK}:{wire.port}/"

    @property
    def sent(self) -> int:
        """Bytes that came to browsers so far, scripts from the stand-in for CDNs included."""
        return self._meter.count


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])


@contextlib.contextmanager
def served(script: Path, log: Path, environ: Mapping[str, str], cdn: int) -> Iterator[Server]:
    """``script`` on a free port, once it answers; ended at the end, and only that process.

    ``cdn`` is the port of :func:`stand_in`; what it sends to this page's browsers counts too.
    """
    port, meter = free_port(), Meter()
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *("--server.port", str(port), "--server.headless", "true"),
        *("--server.address", LOOPBACK, "--browser.gatherUsageStats", "false"),
    ]
    with contextlib.ExitStack() as stack:
        wire, assets = Wire(port, meter), Wire(cdn, meter)
        stack.callback(wire.close)
        stack.callback(assets.close)
        given = {
            name: value for name, value in os.environ.items() if not name.startswith("PROJECTMAP_")
        }
        given |= {**environ, "BENCH_ASSETS": f"http://{LOOPBACK}:{assets.port}"}
        with log.open("wb") as output:
            # In a new session: Ctrl-C reaches this program only, which then ends the server.
            process = subprocess.Popen(
                *(command,),
                cwd=ROOT,
                env=given,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(process, wire, meter)
        stack.callback(server.end)
        _wait(process, port, log)
        yield server


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_WAIT
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            address = f"http://{LOOPBACK}:{port}/_stcore/health"
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8', 'replace')[-4000:]}")


@contextlib.contextmanager
def stand_in() -> Iterator[int]:
    """The port of a stand-in for the CDNs: folium's scripts and styles, compressed as there."""
    packages = {
        "leaflet": leaflet,
        "jquery": jquery,
        "leaflet_markercluster": leaflet_markercluster,
    }
    files = {
        f"/{name}/{path.relative_to(package.BASE_DIR).as_posix()}": path
        for name, package in packages.items()
        for path in Path(package.BASE_DIR).rglob("*")
        if path.suffix in TYPES
    }
    answers = {address: gzip.compress(path.read_bytes(), 9) for address, path in files.items()}

    class Handler(BaseHTTPRequestHandler):
        """Serves those files and nothing else."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            """Answer with a file."""
            body = answers.get(self.path)
            self.send_response(200 if body is not None else 404)
            if body is not None:
                self.send_header("Content-Type", TYPES[files[self.path].suffix])
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Cache-Control", "public, max-age=31536000")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
