"""Pictures of the maps: PNG and SVG, drawn by us and set by Typst."""

from __future__ import annotations

from pathlib import Path

from projectmap.export.picture.communities import map_picture as map_picture
from projectmap.export.picture.legends import (
    alternative as alternative,
    partners_alternative as partners_alternative,
)
from projectmap.export.picture.page import PRINT, SCREEN, Form as Form, PageSize as PageSize
from projectmap.export.picture.partners import partners_picture as partners_picture
from projectmap.export.request import ExportRequest, Size
from projectmap.model.register import Register


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the map that ``request.name`` asks for, such as ``partners.svg``."""
    draw = partners_picture if request.name.startswith("partners") else map_picture
    size = PRINT if request.size is Size.PRINT else SCREEN
    path.write_bytes(draw(request.shown(register), size, Form(request.ending)))
