"""Settings from the environment, read once at start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
_SITE = re.compile(
    r"\*|https?://(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
)
_HOST = re.compile(r"\*|(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_ADDRESS = re.compile(r"https?://[^\s/?#'\"<>\\]+(?:/[^\s?#'\"<>\\]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may set."""

    geodata: Path | str
    """Folder of the data, or ``postgresql://…`` for what a store there has published,
    ``PROJECTMAP_GEODATA``; the shipped ``geodata/`` by default."""
    contact: str | None
    """Office mailbox or link shown on pages, ``PROJECTMAP_CONTACT``; none by default."""
    address: str | None
    """The site's public address with a slash at its end, ``PROJECTMAP_ADDRESS``, for links in
    files and QR codes; by default the address by which the site was asked."""
    embed_sites: tuple[str, ...]
    """Sites that may show the map inside their pages, ``PROJECTMAP_EMBED_SITES``: origins such
    as ``https://example.org``, separated by spaces, or ``*`` for all; by default only this one."""
    hosts: tuple[str, ...]
    """Names without a port by which the site may be asked beside those of this computer,
    ``PROJECTMAP_HOSTS``, separated by spaces: ``*.example.org`` for all of a domain, ``*`` for
    any; by default that of :attr:`address`."""
    trusted_proxies: tuple[str, ...]
    """Addresses or networks of the proxies whose word for a reader's address counts,
    ``PROJECTMAP_TRUSTED_PROXIES``, separated by spaces; by default this computer."""
    store: str | None
    """Where the register's history is kept, ``PROJECTMAP_STORE``: a file for SQLite, or an
    address like ``postgresql://…``; by default ``register/register.sqlite3``."""
    sign_in: Path | None
    """File that says how people sign in to the editor and who may do what,
    ``PROJECTMAP_SIGN_IN``; none by default: one person works on this computer."""
    snapshots: Path
    """Folder in which snapshots are published, ``PROJECTMAP_SNAPSHOTS``; ``snapshots/`` by
    default."""


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that ``environ`` gives; raises :class:`ValueError` that names a wrong one."""
    address = _address(environ.get("PROJECTMAP_ADDRESS", "").strip())
    own = (ascii_host(urlsplit(address).hostname or ""),) if address else ()
    hosts = _words(environ, "PROJECTMAP_HOSTS", _HOST.fullmatch, "name of a host")
    proxies = _words(environ, "PROJECTMAP_TRUSTED_PROXIES", _is_network, "IP address or network")
    return Settings(
        geodata=place_of(environ.get("PROJECTMAP_GEODATA") or str(ROOT / "geodata")),
        contact=environ.get("PROJECTMAP_CONTACT") or None,
        address=address,
        # They become part of a header: nothing else may get into it.
        embed_sites=_words(
            environ, "PROJECTMAP_EMBED_SITES", _SITE.fullmatch, "site like https://example.org"
        ),
        hosts=(*own, *(host.lower().strip("[]") for host in hosts)),
        trusted_proxies=proxies or ("127.0.0.0/8", "::1"),
        store=environ.get("PROJECTMAP_STORE") or None,
        sign_in=Path(found) if (found := environ.get("PROJECTMAP_SIGN_IN")) else None,
        snapshots=Path(environ.get("PROJECTMAP_SNAPSHOTS") or ROOT / "snapshots"),
    )


def place_of(text: str) -> Path | str:
    """Where data is: a folder, or the address of a PostgreSQL database."""
    return text if text.startswith(("postgresql://", "postgresql+psycopg://")) else Path(text)


def _address(text: str) -> str | None:
    if not text:
        return None
    # It stands in files and QR codes: letters that cannot be seen would make it another's.
    try:
        fits = _ADDRESS.fullmatch(text) and text.isprintable() and _names_a_host(text)
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"PROJECTMAP_ADDRESS is not an address like https://example.org/: {text!r}"
        )
    return text.rstrip("/") + "/"


def _names_a_host(address: str) -> bool:
    """Whether a browser could ask it; raises :class:`ValueError` where it cannot be parsed."""
    parts = urlsplit(address)
    if parts.port == 0 or "@" in parts.netloc or parts.netloc.endswith(":"):
        return False
    return bool(ascii_host(parts.hostname or ""))


def ascii_host(name: str) -> str:
    """``name`` as it is written in a request, in lower case (``мапа.укр`` is ``xn--...``).

    Raises :class:`ValueError` for what is no name of a host.
    """
    if ":" in name:
        return str(IPv6Address(name))
    return name.rstrip(".").encode("idna").decode().lower()


def _words(
    environ: Mapping[str, str], name: str, fits: Callable[[str], object], kind: str
) -> tuple[str, ...]:
    """The words of a setting; raises :class:`ValueError` that names one which does not fit."""
    words = tuple(environ.get(name, "").split())
    for word in words:
        if not fits(word):
            raise ValueError(f"{name} has what is no {kind}: {word!r}")
    return words


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
