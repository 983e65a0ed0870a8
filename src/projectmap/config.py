"""Settings from the environment, read once at start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SITE = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_ADDRESS = re.compile(r"https?://[^\s/?#'\"<>\\]+(?:/[^\s?#'\"<>\\]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may set."""

    geodata: Path
    """Folder of the data, ``PROJECTMAP_GEODATA``; the shipped ``geodata/`` by default."""
    contact: str | None
    """Office mailbox or link shown on pages, ``PROJECTMAP_CONTACT``; none by default."""
    address: str | None
    """The site's public address with a slash at its end, ``PROJECTMAP_ADDRESS``, for links in
    files and QR codes; by default the address by which the site was asked."""
    embed_sites: tuple[str, ...]
    """Sites that may show the map inside their pages, ``PROJECTMAP_EMBED_SITES``: origins such
    as ``https://example.org``, parted by blanks, or ``*`` for all; by default only this one."""


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that ``environ`` gives; raises :class:`ValueError` that names a wrong one."""
    return Settings(
        geodata=Path(environ.get("PROJECTMAP_GEODATA") or ROOT / "geodata"),
        contact=environ.get("PROJECTMAP_CONTACT") or None,
        address=_address(environ.get("PROJECTMAP_ADDRESS", "").strip()),
        embed_sites=_sites(environ.get("PROJECTMAP_EMBED_SITES", "")),
    )


def _address(text: str) -> str | None:
    if not text:
        return None
    # It stands in files and QR codes: letters that cannot be seen would make it another's.
    if not _ADDRESS.fullmatch(text) or not text.isprintable():
        raise ValueError(
            f"PROJECTMAP_ADDRESS is not an address like https://example.org/: {text!r}"
        )
    return text.rstrip("/") + "/"


def _sites(text: str) -> tuple[str, ...]:
    # They become part of a header: nothing else may get into it.
    for site in text.split():
        if site != "*" and not _SITE.fullmatch(site):
            raise ValueError(
                f"PROJECTMAP_EMBED_SITES has what is no site like https://example.org: {site!r}"
            )
    return tuple(text.split())
