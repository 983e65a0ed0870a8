"""The page about the data, as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from projectmap.html.common import definition_list
from projectmap.i18n import Translator
from projectmap.markup import Html, element, join
from projectmap.model.codes import Verification
from projectmap.model.labels import label
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register


def about(register: Register, t: Translator, contact: str | None, completeness: Html) -> Html:
    """Sources, edition, rules, completeness (a table) and data version."""
    return element(
        "article",
        element("h1", t("About the data")),
        element("h2", t("Sources and licences")),
        _sources(register, t),
        element("h2", t("Status of territories")),
        *(element("p", text) for text in _status_rules(register, t)),
        _amendments(register, t),
        element("h2", t("Records")),
        *(element("p", text) for text in _record_rules(t)),
        element("h2", t("How the records have been checked")),
        definition_list(_checked(register, t)),
        element("h2", t("Searching and matching")),
        *(element("p", text) for text in _search_rules(t)),
        element("h2", t("What the register knows")),
        completeness,
        element("h2", t("Reporting a mistake")),
        _mistakes(t, contact),
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


def _amendments(register: Register, t: Translator) -> Html:
    """The later acts on the List that are known, with what is known of each for the oblast."""
    if not register.amendments:
        return Html("")
    items = [
        element(
            "li",
            element("a", act, href=item.url, target="_blank", rel="noopener noreferrer")
            if item.url
            else act,
            f" – {t.pick(item.note_uk, item.note_en)} ({item.publisher})",
        )
        for item in register.amendments
        for act in [t.pick(item.act_uk, item.act_en)]
    ]
    said = t(
        "Later acts on the List are known to us, but no change for Luhansk oblast in them; they "
        "are not in the statuses shown here:"
    )
    return join([element("p", said), element("ul", *items)])


def _checked(register: Register, t: Translator) -> Iterator[tuple[str, str]]:
    """How many records and partnerships have been checked how far, and when one last changed."""
    items: list[Project | Partnership] = [*register.projects, *register.partnerships]
    counts = Counter(item.verification for item in items)
    for level in Verification:
        yield label(t, level), t.plural("{n} record", "{n} records", counts[level])
    yield t("Last reading"), t.day(max((item.updated for item in items), default=""))


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


def _search_rules(t: Translator) -> list[str]:
    return [
        t("A community is found by its present and older names, in any case form, by Ukrainian, "
          "English and Russian spellings, by its settlements, by KATOTTG and P-code, and with "
          "slips of typing; each answer says why it was found."),
        t("The search in the filters looks for every word in titles, summaries, and the names of "
          "places, organisations and sectors."),
        t("Records are joined by KATOTTG code, never by name. Where several sources tell of one "
          "thing it is one record, which names the ids of the others."),
    ]  # fmt: skip


def _mistakes(t: Translator, contact: str | None) -> Html:
    how = t("Name the record’s id or the community, what is wrong, and a source that shows it.")
    if contact is None:
        return element("p", how, " ", t("No contact of the office is stated here."))
    target = contact if "://" in contact else f"mailto:{contact}"
    return element("p", how, " ", t("Contact:"), " ", element("a", contact, href=target))
