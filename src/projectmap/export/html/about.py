"""The page about the data, as HTML."""

from __future__ import annotations

from projectmap.export.html.common import definition_list, table_frame
from projectmap.i18n import Translator
from projectmap.markup import Html, element
from projectmap.model.codes import Scope
from projectmap.model.register import Register


def about(register: Register, t: Translator) -> Html:
    """Sources, edition, rules, completeness and data version."""
    return element(
        "article",
        element("h1", t("About the data")),
        element("h2", t("Sources and licences")),
        _sources(register, t),
        element("h2", t("Status of territories")),
        *(element("p", text) for text in _status_rules(register, t)),
        element("h2", t("Records")),
        *(element("p", text) for text in _record_rules(t)),
        element("h2", t("What the register knows")),
        _completeness(register, t),
        element("p", t("Data version {version}", version=register.version), class_="muted"),
        class_="details about",
    )


def _sources(register: Register, t: Translator) -> Html:
    edition = t.day(register.edition)
    return definition_list(
        [
            (
                t("Boundaries of communities"),
                t("OPORA / F. Hontsa, election map of November 2020, generalised to about 180 m; "
                  "CC BY 4.0"),
            ),
            (
                t("Names and codes"),
                t("KATOTTG codifier, edition of July 2026; English names by Cabinet resolution "
                  "No. 55 of 2010"),
            ),
            (t("Points of settlements"), t("GeoNames, CC BY 4.0")),
            (
                t("Occupation status"),
                t("The List of order No. 376 of 28.02.2025 as amended up to {edition}; later "
                  "amendments exist and are not in it", edition=edition),
            ),
            (
                t("Population"),
                t("Estimates of a research data set for 1 January 2022; weak for places occupied "
                  "since 2014"),
            ),
            (
                t("Projects and partnerships"),
                t("Five documents that were read, and reports of the press and official sites of "
                  "which excerpts were read; each record names its sources"),
            ),
            (t("Outlines of countries"), t("Natural Earth, public domain")),
        ]
    )  # fmt: skip


def _status_rules(register: Register, t: Translator) -> list[str]:
    return [
        t("A community is temporarily occupied when the List covers every settlement of it on the "
          "date, partly occupied when it covers some; otherwise it has the hostilities category "
          "that covers any of it, or is not in the List."),
        t("“Partly occupied” and “not in the List” are our calculation, not words of the order."),
        t("A start date is included, an end date is not. Without a date asked for, the status is "
          "that of {edition}.", edition=t.day(register.edition)),
        t("Where the order names a part of a settlement, the whole settlement counts here, and the "
          "order’s words are shown."),
    ]  # fmt: skip


def _record_rules(t: Translator) -> list[str]:
    return [
        t("A date, amount, donor or state that no source gives is “not stated”; nothing is "
          "guessed."),
        t("The period goes by the start date: before 24.02.2022, since then, or undated."),
        t("Only amounts that belong to one record alone are added up, grants and loans apart."),
        t("A point stands for the settlement that the source names, never for a site."),
        t("For the safety of people in occupied territory no person, local organisation or site is "
          "named."),
    ]  # fmt: skip


def _completeness(register: Register, t: Translator) -> Html:
    projects = register.projects
    counts = [
        (t("Start or end date"), sum(bool(item.start or item.end) for item in projects)),
        (t("Amount"), sum(item.amount is not None for item in projects)),
        (t("Donor"), sum(bool(item.donors) for item in projects)),
        (t("Community"), sum(bool(item.communities) for item in projects)),
        (t("Settlement"), sum(item.scope == Scope.SETTLEMENT for item in projects)),
        (t("Sector"), sum(bool(item.sectors) for item in projects)),
    ]
    rows = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", t("{some} of {all}", some=t.number(known), all=t.number(len(projects)))),
        )
        for name, known in counts
    ]
    return table_frame(t("What the register knows"), [t("Stated"), t("Records")], rows)
