"""Sums of money that are honest about what is not known (design.md, section 4, "Totals")."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projectmap.model.register import Register
from projectmap.query.index import Mask, index_of


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


def totals(register: Register, shown: Mask) -> Totals:
    """The totals of the projects in the rows of ``shown``.

    Only amounts that belong to one record alone are summed. A part is left out where a record
    above it that states such an amount is shown too.
    """
    money = index_of(register).money
    summed = shown[money.rows]
    stating = np.zeros(len(shown), dtype=bool)
    stating[money.rows[summed]] = True
    for place, above in money.above.items():
        if stating[list(above)].any():
            summed[place] = False
    kinds = money.kinds[summed]
    size = len(money.names)
    amounts = np.bincount(kinds, weights=money.amounts[summed], minlength=size).tolist()
    counts = np.bincount(kinds, minlength=size).tolist()
    sums = [
        Total(currency, loan, amount, count)
        for (currency, loan), amount, count in zip(money.names, amounts, counts, strict=True)
        if count
    ]
    return Totals(
        records=int(shown.sum()),
        stating=int((money.stated & shown).sum()),
        sums=tuple(sorted(sums, key=lambda item: (item.currency, item.loan))),
    )
