"""What tests of downloads share: the day of making, and a quick stand-in for the writers."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from anyio import to_thread

from projectmap.errors import Problem, ProblemCode
from projectmap.export.request import ExportRequest
from projectmap.model.register import Register
from projectmap.web.worker import ExportFailedError

DAY = date(2026, 11, 22)
SITE = "https://projects.example.org/luhansk"
BROKEN = Problem(ProblemCode.NOT_JSON, "projects.geojson", "TEST-7", "title_uk", "<b>")


class Clock:
    """Always the same day."""

    day = DAY

    @classmethod
    def now(cls, _zone: Any = None) -> datetime:
        """A minute before midnight."""
        return datetime(cls.day.year, cls.day.month, cls.day.day, 23, 59, tzinfo=UTC)


class Writer:
    """Stands for what writes downloads; remembers what was asked for."""

    def __init__(self) -> None:
        self.requests: list[ExportRequest] = []
        self.registers: list[Register] = []
        self.fails = 0
        self.waits: threading.Event | None = None

    async def write(self, register: Register, request: ExportRequest, path: Path) -> None:
        """Write a number, or fail after having written half."""
        self.requests.append(request)
        self.registers.append(register)
        path.write_bytes(f"{len(self.requests)}".encode() * 100)  # noqa: ASYNC240 - a few bytes
        if self.waits:
            assert await to_thread.run_sync(self.waits.wait, 10)
        if self.fails:
            self.fails -= 1
            raise ExportFailedError("Traceback: /home/someone/secret.py, PROJECTMAP_ADDRESS")

    @property
    def last(self) -> ExportRequest:
        """What was asked for last."""
        return self.requests[-1]
