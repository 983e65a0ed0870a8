"""Who is signed in, and the one way to write, which checks person and role at that moment."""

from __future__ import annotations

import getpass
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import streamlit as st

from projectmap.config import settings
from projectmap.editor.sign_in import SignIn, sign_in
from projectmap.store import NotAllowedError, Person, RegisterStore, Role
from projectmap.store.register import require

MAX_AGE_S = 12 * 3600
"""Since somebody signed in; the provider may set less."""
MAX_NAME = 100
T = TypeVar("T")
_log = logging.getLogger(__name__)
_signed_out: dict[tuple[str, float], float] = {}
"""Sign-ins that were ended, and when they end by themselves: their cookies could be used again."""


class SignedOutError(NotAllowedError):
    """Nobody is signed in, or no longer."""


def configured() -> SignIn | None:
    """The sign-in of these settings; without it one person works on one computer."""
    file = settings().sign_in
    return None if file is None else sign_in(file)


def sign_in_configured() -> bool:
    """Whether people sign in."""
    return settings().sign_in is not None


def person() -> Person:
    """Who works in this session, with today's role.

    Raises :class:`SignedOutError`, and :class:`NotAllowedError` for somebody who has no role.
    """
    known = configured()
    if known is None:
        name = getpass.getuser()
        return Person(f"this computer: {name}", name, Role.APPROVER)
    subject, _, ends = _session()
    if not time.time() < ends:  # of no number at all either
        raise SignedOutError("the sign-in has ended")
    role = known.role(st.user.to_dict())
    if role is None:
        raise NotAllowedError("no role")

    def still() -> Role:
        now = person()
        if now.subject != subject:
            raise SignedOutError("another person has signed in")
        return now.role

    return Person(subject, name_of_user(), role, still)


def name_of_user() -> str:
    """How the provider calls the person of this session."""
    claims = st.user.to_dict()
    names = (claims.get(key) for key in ("name", "preferred_username", "email", "sub"))
    text = next((str(name) for name in names if name), "")
    return "".join(sign for sign in text if sign.isprintable())[:MAX_NAME]


def signed_in_until() -> datetime:
    """When the sign-in of this session ends, UTC; raises :class:`SignedOutError`."""
    return datetime.fromtimestamp(_session()[2], UTC)


def sign_out() -> None:
    """End the sign-in: in this session, in others of the same browser, and for copied cookies."""
    subject, begun, ends = _session()
    for key in [key for key, end in _signed_out.items() if end < time.time()]:
        del _signed_out[key]
    _signed_out[subject, begun] = ends
    st.logout()


def _session() -> tuple[str, float, float]:
    """The subject of this session, when its sign-in began and when it ends.

    Streamlit takes these from a cookie that it has signed, and does not look at the times.
    """
    claims = st.user.to_dict()
    issuer, subject = claims.get("iss"), claims.get("sub")
    begun, ends = claims.get("iat"), claims.get("exp")
    if claims.get("is_logged_in") is not True or not (
        isinstance(issuer, str) and isinstance(subject, str) and issuer and subject
        and isinstance(begun, int | float) and isinstance(ends, int | float)
    ):  # fmt: skip
        raise SignedOutError("nobody is signed in")
    who = f"{issuer}#{subject}"
    if (who, begun) in _signed_out:
        raise SignedOutError("signed out")
    return who, begun, min(ends, begun + MAX_AGE_S)


def write(store: RegisterStore, role: Role, action: Callable[[Person], T]) -> T:
    """Do ``action`` as the person of this session, which takes ``role``.

    Everything that changes the store or what is published goes through here; the store asks the
    person's role again once it has the right to write. Raises :class:`NotAllowedError`, and what
    ``action`` raises.
    """
    if store.single_user and sign_in_configured():
        raise NotAllowedError("the store was opened for one person")
    who = None
    try:
        who = person()
        require(who, role)
        return action(who)
    except NotAllowedError as error:
        _log.warning("refused to write: %r, %s", who and who.subject, error)
        raise
