"""Who works here, and the one way to write: person and role are asked at that moment."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TypeVar

from projectmap.store import NotAllowedError, Person, RegisterStore, Role

T = TypeVar("T")


def sign_in_configured() -> bool:
    """Whether people sign in; without it one person works on one computer."""
    return False


def person() -> Person:
    """Who works in this session; raises :class:`NotAllowedError` where nobody may.

    With sign-in this is the place that reads the session's token, its expiry and the roles.
    """
    name = getpass.getuser()
    return Person(f"this computer: {name}", name, Role.APPROVER)


def write(store: RegisterStore, role: Role, action: Callable[[Person], T]) -> T:
    """Do ``action`` as the person of this session, which takes ``role``.

    Everything that changes the store or what is published goes through here. Raises
    :class:`NotAllowedError`, and what ``action`` raises.
    """
    who = person()
    if not who.role.includes(role):
        raise NotAllowedError(f"this takes the role {role}")
    if store.single_user and sign_in_configured():
        raise NotAllowedError("the store was opened for one person")
    return action(who)
