"""A relay of TCP between a browser and the app, which can be cut and turned to another process."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Relay:
    """Listens on a free port of this machine and passes everything on, until it is cut."""

    def __init__(self, port: int) -> None:
        self.to: int | None = port
        """The port that is passed on to; None refuses everybody."""
        self.silent = False
        """Whether what comes is lost, as where a computer has slept and does not know it yet."""
        self.lost = 0
        """Bytes that were lost so."""
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, to: int | None) -> None:
        """Cut every connection; further ones go to the port ``to``, or are refused."""
        with self._lock:
            self.to, self.silent, ended = to, False, list(self._open)
            self._open.clear()
        for one in ended:
            _end(one)

    def stop(self) -> None:
        """Refuse everybody from now on."""
        self.turn(None)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                with self._lock:
                    to = self.to
                if to is None:
                    _end(near)
                    continue
                far = socket.create_connection(("127.0.0.1", to))
                with self._lock:
                    self._open |= {near, far}
                    if self.to != to:  # it was cut meanwhile
                        _end(near)
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                if self.silent:
                    self.lost += len(part)
                else:
                    target.sendall(part)
        with self._lock:
            self._open -= {source, target}
        for one in (source, target):
            _end(one)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
