"""What we say about amounts: how many records state one, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator

from projectmap.content.nodes import Fact, plain, text_fact
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


def sums(money: Totals, t: Translator) -> tuple[Fact, ...]:
    """The sum of each currency, loans apart; the note says how many records it covers.

    The keys are ``sum`` and ``sum_of_loans``. The short form marks loans, as it is shown without
    the label.
    """
    return tuple(_sum(item, t) for item in money.sums)


def _sum(item: Total, t: Translator) -> Fact:
    amount = t.money(item.amount, item.currency)
    among = t.plural("in {n} record", "in {n} records", item.records)
    if item.loan:
        loans = t("loans")
        return Fact("sum_of_loans", t("Total loans"), plain(amount), note=among,
                    short=f"{amount} ({loans})")  # fmt: skip
    return text_fact("sum", t("Total excluding loans"), amount, among)


def money_sums(money: Totals, t: Translator) -> Iterator[str]:
    """A line for each sum: of one currency, loans apart."""
    for fact in sums(money, t):
        yield f"{fact.label}: {fact.text} {fact.note}"


def amounts(money: Totals, t: Translator) -> list[str]:
    """The same lines; where there are none, that no record states an amount for itself alone."""
    return list(money_sums(money, t)) or [t("none of a record alone")]


def money_rule(money: Totals, t: Translator) -> str:
    """What the sums leave out, or why there is none."""
    if money.sums:
        return t(MONEY_RULE)
    return t("No total: none of the records shown states an amount for that record alone.")
