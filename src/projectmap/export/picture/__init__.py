"""Pictures of the maps: PNG and SVG, drawn by us and set by Typst."""

from __future__ import annotations

from projectmap.export.picture.communities import map_picture
from projectmap.export.picture.communities_legend import alternative
from projectmap.export.picture.page import PRINT, SCREEN, Form, Frame
from projectmap.export.picture.partners import partners_picture
from projectmap.export.picture.partners_legend import partners_alternative

__all__ = [
    "PRINT",
    "SCREEN",
    "Form",
    "Frame",
    "alternative",
    "map_picture",
    "partners_alternative",
    "partners_picture",
]
