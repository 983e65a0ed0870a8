"""The file that says by which provider people sign in, and who may do what (README, "Sign-in").

It is read again whenever somebody works or writes: a role that was taken away is gone at once. A
file in which anything is wrong gives nobody a role.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from projectmap.i18n import N_, Translator
from projectmap.store import Role

KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What Streamlit needs below ``[auth]``."""
CALLBACK = "/oauth2callback"
MIN_SECRET = 32
ADDRESS = "email"
"""The claim by which roles are given if the file names no other."""
Fault = tuple[str, Mapping[str, object]]
"""What is wrong: a text and its values."""


@dataclass(frozen=True)
class SignIn:
    """A file that was read."""

    host: str = ""
    """By which people ask for the editor."""
    secure: bool = True
    """They do it by https."""
    client: str = ""
    """For whom the provider's tokens are."""
    claim: str = ADDRESS
    names: Mapping[Role, frozenset[str]] | None = None
    """Values of the claim that give a role; None where the file is not usable."""
    faults: tuple[Fault, ...] = ()
    """Why it is not."""

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that an ID token's claims give, or none.

        An e-mail address counts only once the provider has verified it: at some providers
        anybody may claim any.
        """
        if self.names is None or self.client not in _items(claims.get("aud")):
            return None
        if self.claim == ADDRESS and claims.get("email_verified") is not True:
            return None
        found = {_folded(item, self.claim) for item in _items(claims.get(self.claim))}
        return next((role for role in reversed(Role) if self.names[role] & found), None)

    def reasons(self, t: Translator) -> list[str]:
        """What is wrong, in words."""
        return [t(text, **values) for text, values in self.faults]


def sign_in(file: Path) -> SignIn:
    """What ``file`` says; never raises."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
        open_to_all = bool(file.stat().st_mode & 0o007)
    except (OSError, ValueError) as error:
        return SignIn(faults=((N_("It cannot be read: {reason}"), {"reason": error}),))
    auth, roles = (_table(content, name) for name in ("auth", "roles"))
    faults = [*_wrong_auth(auth), *_wrong_roles(roles)]
    if file.suffix != ".toml":
        faults.append((N_("Its name does not end in .toml."), {}))
    if open_to_all:
        faults.append((N_("Everybody on this computer can read it: chmod 640."), {}))
    if faults:
        return SignIn(faults=tuple(faults))
    claim, site = roles.get("claim", ADDRESS), urlsplit(auth["redirect_uri"])
    names = {role: frozenset(_folded(item, claim) for item in roles.get(role, ())) for role in Role}
    return SignIn(site.hostname or "", site.scheme == "https", auth["client_id"], claim, names)


def is_this_computer(host: str) -> bool:
    """Whether only this computer can ask for what listens on ``host``."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _wrong_auth(auth: Mapping[str, Any]) -> Iterator[Fault]:
    for name in KEYS:
        value = auth.get(name)
        if not isinstance(value, str) or not value:
            yield N_("[auth] has no {name}."), {"name": name}
        elif name in {"redirect_uri", "server_metadata_url"} and not _safe(value):
            yield N_("{name} does not begin with https://."), {"name": name}
        elif name == "redirect_uri" and not value.endswith(CALLBACK):
            yield N_("redirect_uri does not end in {end}."), {"end": CALLBACK}
        elif name == "cookie_secret" and len(value) < MIN_SECRET:
            yield N_("cookie_secret is shorter than {n} characters."), {"n": MIN_SECRET}


def _wrong_roles(roles: Mapping[str, Any]) -> Iterator[Fault]:
    for name, value in roles.items():
        if name == "claim":
            if not isinstance(value, str) or not value:
                yield N_("[roles] claim is not the name of a claim."), {}
        elif name not in set(Role):
            yield N_("[roles] knows no {name}."), {"name": name}
        elif not isinstance(value, list) or not all(isinstance(x, str) and x for x in value):
            yield N_("[roles] {name} is not a list of names."), {"name": name}
    if not any(roles.get(role) for role in Role):
        yield N_("[roles] gives nobody a role."), {}


def _safe(address: str) -> bool:
    """Whether nobody on the way can read or change what goes there."""
    try:
        parts = urlsplit(address)
        local = parts.scheme == "http" and is_this_computer(parts.hostname or "")
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def _table(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def _items(claim: object) -> list[str]:
    """The texts of a claim, which is one or a list of them."""
    found = claim if isinstance(claim, list) else [claim]
    return [item for item in found if isinstance(item, str)]


def _folded(name: str, claim: str) -> str:
    return name.casefold() if claim == ADDRESS else name
