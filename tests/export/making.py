"""Files as bytes, for tests that look into them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from projectmap.export.registry import write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.view import View


def export(
    name: str, register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> bytes:
    """The file of what ``view`` shows, by the name of its export."""
    return written(write_export, register, ExportRequest(name, view, t.language, day, base_url))


def written(write_to: Callable[..., None], *arguments: Any) -> bytes:
    """What a function writes to the path that it takes last."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write_to(*arguments, path)
        return path.read_bytes()
