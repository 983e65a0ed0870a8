"""Totals of amounts, which also say what is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from projectmap.memory import kept
from projectmap.model.codes import AmountScope, Finance
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.figures import stating
from projectmap.query.index import Mask


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
    own = _own_amounts(register)
    here = {row for row in own if shown[row]}
    sums: defaultdict[tuple[str, bool], list[float]] = defaultdict(list)
    for row in sorted(here):
        kind, amount, above = own[row]
        if here.isdisjoint(above):
            sums[kind].append(amount)
    return Totals(
        records=int(shown.sum()),
        stating=int((stating(register)["amount"] & shown).sum()),
        sums=tuple(Total(*kind, sum(found), len(found)) for kind, found in sorted(sums.items())),
    )


@kept(2)
def _own_amounts(
    register: Register,
) -> Mapping[int, tuple[tuple[str, bool], float, tuple[int, ...]]]:
    """By row, of those that state an amount for themselves alone: what it is, and the rows above.

    It is a currency and whether it is a loan, and the number.
    """
    return {
        row: (
            (item.currency, item.finance == Finance.LOAN),
            item.amount,
            tuple(_rows_above(register, item)),
        )
        for row, item in enumerate(register.projects)
        if item.amount is not None and item.currency is not None
        if item.amount_scope == AmountScope.RECORD
    }


def _rows_above(register: Register, item: Project) -> Iterator[int]:
    """The rows of the records that ``item`` is a part of."""
    parent_id = item.parent_id
    while parent_id is not None and parent_id in register.project_rows:
        row = register.project_rows[parent_id]
        yield row
        parent_id = register.projects[row].parent_id
