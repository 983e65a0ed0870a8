"""What we say about the status of territories."""

from __future__ import annotations

from collections import Counter

from projectmap.i18n import Translator
from projectmap.model.labels import label, settlement_name
from projectmap.model.register import Register
from projectmap.query.history import Group


def group_name(group: Group, t: Translator) -> str:
    """What the settlements of ``group`` have in common."""
    if group.status is None:
        return t("not listed as temporarily occupied")
    return label(t, group.status)


def settlement_names(register: Register, group: Group, t: Translator) -> list[str]:
    """The names of the settlements of ``group``; the code goes with names that others have too."""
    community = register.settlements[group.settlements[0]].community
    everywhere = Counter(
        settlement_name(t, register, code) for code in register.settlements_of[community]
    )
    return [
        name if everywhere[name] == 1 else f"{name} ({code})"
        for code in group.settlements
        for name in (settlement_name(t, register, code),)
    ]
