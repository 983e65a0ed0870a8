"""The pages' own font for pictures, documents and single files: its letters in fixed weights.

Streamlit's package carries the font (Source Sans, SIL Open Font License 1.1) as one variable web
font, which Typst does not read. The subset has a different name, as the licence asks
of changed versions.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from base64 import b64encode
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Projectmap Sans"
WEIGHTS = {"Regular": 400, "Bold": 600}
"""The styles, and how bold each is."""
LETTERS = (
    *(range(0x20, 0x180), range(0x218, 0x21C), range(0x400, 0x460), range(0x490, 0x492)),
    *(range(0x2010, 0x2028), range(0x2030, 0x2040), range(0x2190, 0x2194)),
    (0x2BC, 0x202F, 0x20AC, 0x20B4, 0x2116, 0x2122, 0x2212, 0x2248, 0x2264, 0x2265),
    (0x25B2, 0x25B6, 0x25C0, 0x25CF),
)
"""Latin, Cyrillic of Ukrainian and its neighbours, and the signs that our texts have."""
_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
_FILE = re.compile(r"SourceSansVF-Upright\.ttf\.[\w-]+\.woff2")
_FAMILY_NAME, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT = 1, 2, 3, 4, 6
_KEPT_NAMES = (0, _FAMILY_NAME, _STYLE, _UNIQUE, _FULL, 5, _POSTSCRIPT, 13, 14)
"""Copyright, names, version and licence (name table of OpenType)."""


def web_font() -> bytes:
    """The whole font as a web font (woff2), all weights in one."""
    return _source().read_bytes()


@cache
def as_address() -> str:
    """The needed letters as a data address (woff2), all weights in one; about 55 kB."""
    try:
        content = (folder() / "all.woff2").read_bytes()
    except OSError:  # no disk takes a file: then the whole font, which is larger
        content = web_font()
    return "data:font/woff2;base64," + b64encode(content).decode()


@cache
def folder() -> Path:
    """A folder with one TrueType file a style, and ``all.woff2`` with all weights in one.

    It takes three seconds to make and is kept in the user's cache; where that cannot be written,
    each process makes it again.
    """
    key = hashlib.sha256(_source().name.encode() + repr((LETTERS, WEIGHTS)).encode()).hexdigest()
    cached = os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(cached) if cached else Path.home() / ".cache"
        wanted = base / "projectmap" / f"fonts-{key[:12]}"
        if wanted.is_dir():
            return wanted
        wanted.parent.mkdir(parents=True, exist_ok=True)
        made = _made(wanted.parent)
    except (OSError, RuntimeError):  # it is full, not to be written, or there is no home at all
        made = _made(None)
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        return made
    try:
        made.rename(wanted)
    except OSError:  # another process was quicker
        shutil.rmtree(made, ignore_errors=True)
    return wanted


def _made(parent: Path | None) -> Path:
    """A new folder with the files, in ``parent`` or where temporary files are."""
    made = Path(tempfile.mkdtemp(prefix="projectmap-fonts-", dir=parent))
    try:
        _make(made)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return made


def _source() -> Path:
    media = resources.files("streamlit").joinpath("static/static/media")
    return Path(str(next(file for file in media.iterdir() if _FILE.fullmatch(file.name))))


def _make(target: Path) -> None:
    font = TTFont(BytesIO(_source().read_bytes()), lazy=True)
    options = subset.Options()
    options.layout_features = _FEATURES
    options.name_IDs = list(_KEPT_NAMES)
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for some in LETTERS for code in some])
    cutter.subset(font)
    _save(font, target / "all.woff2", "Variable", "woff2")
    for style, weight in WEIGHTS.items():
        content = BytesIO((target / "all.woff2").read_bytes())
        fixed = instancer.instantiateVariableFont(TTFont(content), {"wght": weight})
        fixed["OS/2"].usWeightClass = 400 if style == "Regular" else 700
        fixed["head"].macStyle = 0 if style == "Regular" else 1
        fixed["OS/2"].fsSelection = 1 << 6 if style == "Regular" else 1 << 5
        _save(fixed, target / f"{style}.ttf", style, None)


def _save(font: Any, path: Path, style: str, flavour: str | None) -> None:
    names = {
        _FAMILY_NAME: FAMILY,
        _STYLE: style,
        _UNIQUE: f"{FAMILY} {style}",
        _FULL: f"{FAMILY} {style}",
        _POSTSCRIPT: f"{FAMILY.replace(' ', '')}-{style}",
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = flavour
    font.save(path)
