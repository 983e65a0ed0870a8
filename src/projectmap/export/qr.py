"""The QR code of a link: dark squares on white with the quiet zone that readers need."""

from __future__ import annotations

from io import BytesIO
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import segno

from projectmap.map.theme import COLOURS

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""
MAX_LINK = 800
"""Bytes of a link that still make a code that is easy to read."""
_INK, _PAPER = COLOURS["ink"], COLOURS["paper"]


def svg(link: str) -> bytes:
    """The code as an SVG picture without a fixed size (``viewBox`` only)."""
    return _code(link, kind="svg", xmldecl=False, omitsize=True)


def png(link: str, scale: int = 10) -> bytes:
    """The code as a PNG picture, ``scale`` pixels a module."""
    return _code(link, kind="png", scale=scale)


def _code(link: str, **options: Any) -> bytes:
    target, code = BytesIO(), segno.make(link, error="m", micro=False)
    code.save(target, border=QUIET, dark=_INK, light=_PAPER, **options)
    return target.getvalue()


def scannable(link: str | None, base_url: str | None) -> bool:
    """Whether somebody else's telephone could read the code of ``link`` and open it.

    A longer link than :data:`MAX_LINK` has no code: it would be too fine to read, and one of
    2,300 bytes fits into none.
    """
    return link is not None and len(link.encode()) <= MAX_LINK and _public(base_url)


def _public(base_url: str | None) -> bool:
    host = (urlsplit(base_url).hostname or "").rstrip(".") if base_url else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host not in {"", "localhost"}
    return not (address.is_loopback or address.is_unspecified)
