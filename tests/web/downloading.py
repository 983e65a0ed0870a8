"""What tests of downloads share: the day of making, and a quick stand-in for the writers."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
from anyio import to_thread

from projectmap.errors import Problem, ProblemCode
from projectmap.export.request import ExportRequest
from projectmap.model.register import Register
from projectmap.web.worker import ExportFailedError

DAY = date(2026, 11, 22)
SITE = "https://projects.example.org/luhansk"
BROKEN = Problem(ProblemCode.NOT_JSON, "projects.geojson", "TEST-7", "title_uk", "<b>", fatal=True)


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

    async def write(self, download: Any, path: Path) -> None:
        """Write a number, or fail after having written half."""
        self.requests.append(download.request)
        self.registers.append(download.register)
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


def is_whole(name: str, content: bytes, language: str) -> bool:
    """Whether ``content`` is a whole file of its kind, as other programs tell it."""
    ending = name.rpartition(".")[2]
    if ending in {"pptx", "docx", "xlsx"}:
        part = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml",
                "xlsx": "xl/workbook.xml"}[ending]  # fmt: skip
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return book.testzip() is None and part in book.namelist()
    if ending == "pdf":
        return len(pypdf.PdfReader(io.BytesIO(content), strict=True).pages) > 0
    if ending == "svg":
        return ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - ours
    start, end = {
        "png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
        "csv": (b"\xef\xbb\xbf", b"\r\n"),
        "geojson": (b'{"type":"FeatureCollection"', b"\n]}\n"),
        "gpkg": (b"SQLite format 3\x00", b""),
        "html": (f'<!DOCTYPE html>\n<html lang="{language}">\n'.encode(), b"</html>\n"),
    }[ending]
    return content.startswith(start) and content.endswith(end)
