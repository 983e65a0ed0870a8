"""What we say about amounts: how many records state one, and what adds up to what."""

from __future__ import annotations

from collections.abc import Iterator

from projectmap.i18n import N_, Translator
from projectmap.query.totals import Total, Totals

MONEY_RULE = N_(
    "Programme totals, shared amounts, unit prices and approximate amounts are not added up."
)


def money_stated(money: Totals, t: Translator) -> str:
    """How many of the records state an amount."""
    return t.plural(
        "{stating} of {n} record states an amount",
        "{stating} of {n} records state an amount",
        money.records,
        stating=t.number(money.stating),
    )


def sum_name(item: Total) -> tuple[str, str]:
    """The key of a sum among facts, and what it is called: a message id."""
    if item.loan:
        return "sum_of_loans", N_("Total loans")
    return "sum", N_("Total excluding loans")


def money_sum(item: Total, t: Translator) -> str:
    """The sum of one currency, and of how many records it is."""
    amount = t.money(item.amount, item.currency)
    return t.plural(
        "{amount} in {n} record", "{amount} in {n} records", item.records, amount=amount
    )


def money_sums(money: Totals, t: Translator) -> Iterator[str]:
    """A line for each sum: of one currency, loans apart."""
    for item in money.sums:
        yield f"{t(sum_name(item)[1])}: {money_sum(item, t)}"


def amounts(money: Totals, t: Translator) -> list[str]:
    """The same where there are any; else that no record states one for itself alone."""
    return list(money_sums(money, t)) or [t("none of a record alone")]


def money_rule(money: Totals, t: Translator) -> str:
    """What the sums leave out, or why there is none."""
    if money.sums:
        return t(MONEY_RULE)
    return t("No total: none of the records shown states an amount for that record alone.")
