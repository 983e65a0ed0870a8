"""Sums of money that are honest about what is not known (design.md, section 4, "Totals")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from projectmap.model.codes import AmountScope, Finance
from projectmap.model.records import Project
from projectmap.model.register import Register


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one currency, grants and loans apart."""

    currency: str
    loan: bool
    amount: float
    records: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What the shown records say about money."""

    records: int
    stating: int
    """Records that state any amount, summable or not."""
    sums: tuple[Total, ...]


def totals(register: Register, rows: Iterable[int]) -> Totals:
    """The totals of the projects in ``rows``.

    Only amounts that belong to one record alone are summed. A part is left out where a record
    above it that states such an amount is among the rows too.
    """
    shown = [register.projects[row] for row in rows]
    alone = {item.id: item for item in shown if item.amount_scope == AmountScope.RECORD}
    sums: dict[tuple[str, bool], list[float]] = {}
    for item in alone.values():
        if item.amount is None or item.currency is None or _inside(item, alone, register):
            continue
        sums.setdefault((item.currency, item.finance == Finance.LOAN), []).append(item.amount)
    return Totals(
        records=len(shown),
        stating=sum(item.amount is not None for item in shown),
        sums=tuple(
            Total(currency, loan, sum(amounts), len(amounts))
            for (currency, loan), amounts in sorted(sums.items())
        ),
    )


def _inside(item: Project, among: dict[str, Project], register: Register) -> bool:
    above = item.parent_id
    while above is not None:
        if above in among:
            return True
        parent = register.project(above)
        above = None if parent is None else parent.parent_id
    return False
