"""Pictures of the maps: PNG and SVG, drawn by matplotlib.

Importing this loads matplotlib, which takes as long as all the rest: only what makes pictures
does.
"""

from __future__ import annotations

from projectmap.export.picture.communities import map_picture
from projectmap.export.picture.communities_words import alternative
from projectmap.export.picture.frame import PRINT, SCREEN, Form, Frame
from projectmap.export.picture.partners import partners_picture
from projectmap.export.picture.partners_words import partners_alternative

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
