"""What Word and PowerPoint files have in common: equal bytes for equal content."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can state."""


def saved(document: Any) -> bytes:
    """The file of a document or of slides, without the time of day that each part would have."""
    written, content = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as parts, ZipFile(content, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            fixed.writestr(part, parts.read(name))
    return content.getvalue()
