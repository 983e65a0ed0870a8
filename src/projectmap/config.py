"""Settings from the environment, read once at start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
_SITE = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
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
    return Settings(
        geodata=place_of(environ.get("PROJECTMAP_GEODATA") or str(ROOT / "geodata")),
        contact=environ.get("PROJECTMAP_CONTACT") or None,
        address=address,
        embed_sites=_sites(environ.get("PROJECTMAP_EMBED_SITES", "")),
        hosts=_hosts(environ.get("PROJECTMAP_HOSTS", ""), address),
        trusted_proxies=_proxies(environ.get("PROJECTMAP_TRUSTED_PROXIES", "")),
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
    """``name`` as it stands in a request, in small letters (``мапа.укр`` is ``xn--...``).

    Raises :class:`ValueError` for what is no name of a host.
    """
    if ":" in name:
        return str(IPv6Address(name))
    return name.rstrip(".").encode("idna").decode().lower()


def _hosts(text: str, address: str | None) -> tuple[str, ...]:
    for host in text.split():
        if not _HOST.fullmatch(host):
            raise ValueError(f"PROJECTMAP_HOSTS has what is no name of a host: {host!r}")
    own = (ascii_host(urlsplit(address).hostname or ""),) if address else ()
    return (*own, *(host.lower().strip("[]") for host in text.split()))


def _proxies(text: str) -> tuple[str, ...]:
    for proxy in text.split():
        try:
            ip_network(proxy)
        except ValueError:
            raise ValueError(
                f"PROJECTMAP_TRUSTED_PROXIES has what is no IP address or network: {proxy!r}"
            ) from None
    return tuple(text.split()) or ("127.0.0.0/8", "::1")


def _sites(text: str) -> tuple[str, ...]:
    # They become part of a header: nothing else may get into it.
    for site in text.split():
        if site != "*" and not _SITE.fullmatch(site):
            raise ValueError(
                f"PROJECTMAP_EMBED_SITES has what is no site like https://example.org: {site!r}"
            )
    return tuple(text.split())
