"""What tests of documents share: the day on which they are made, and a quick stand-in maker."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdf

from projectmap.errors import Problem, ProblemCode
from projectmap.export.documents import Document, DocumentOrder
from projectmap.model.register import Register
from projectmap.web.made import Files

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


class Maker:
    """Stands for what makes documents; counts, and keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[DocumentOrder] = []
        self.registers: list[Register] = []
        self.fails = 0
        self.waits: threading.Event | None = None

    def __call__(self, asked: DocumentOrder, register: Register, _files: Files, path: Path) -> None:
        """Write a number, or fail after having written half."""
        self.asked.append(asked)
        self.registers.append(register)
        path.write_bytes(f"{len(self.asked)}".encode() * 100)
        if self.waits:
            assert self.waits.wait(10)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("Traceback: /home/someone/secret.py, PROJECTMAP_ADDRESS")

    @property
    def last(self) -> DocumentOrder:
        """What was asked for last."""
        return self.asked[-1]


def is_whole(document: Document, content: bytes, language: str) -> bool:
    """Whether ``content`` is a whole file of its kind, as other programs tell it."""
    if document.ending in {"pptx", "docx"}:
        part = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml"}[document.ending]
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return book.testzip() is None and part in book.namelist()
    if document.ending == "pdf":
        return len(pypdf.PdfReader(io.BytesIO(content), strict=True).pages) > 0
    if document.ending == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-12:]
    if document.ending == "svg":
        return ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - ours
    text = content.decode()
    start = f'<!DOCTYPE html>\n<html lang="{language}">\n'
    return text.startswith(start) and text.endswith("</html>\n")
