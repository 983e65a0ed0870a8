"""The page about the data, as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from projectmap.content.changelog import change_log
from projectmap.content.communities import population_source
from projectmap.content.nodes import Link, and_more
from projectmap.content.statuses import OUR_CALCULATION, WHOLE_SETTLEMENT, the_list
from projectmap.content.view import NAMES_FROM, NOT_STATED, data_version
from projectmap.html.common import bullets, contact_line, definition_list
from projectmap.html.content import OUTSIDE, muted, page_links, text
from projectmap.i18n import Translator
from projectmap.markup import NOTHING, Html, element, join
from projectmap.model.codes import Verification
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.query.view import View

MAX_VERSIONS, MAX_RECORDS = 5, 20
"""Published versions on the page, and records that each names."""
PAGE_OF = {"record": "projects", "place": "communities"}


def about(labels: Labels, contact: str | None, completeness: Html) -> Html:
    """Sources, edition, rules, completeness (a table) and data version."""
    t = labels.t
    return element(
        "article",
        element("h1", t("About the data")),
        element("h2", t("Sources and licences")),
        _sources(labels),
        element("h2", t("Territory status")),
        *(element("p", text) for text in _status_rules(labels)),
        _amendments(labels),
        element("h2", t("Records")),
        *(element("p", text) for text in _record_rules(t)),
        element("h2", t("How the records have been checked")),
        definition_list(_checked(labels)),
        element("h2", t("Searching and matching")),
        *(element("p", text) for text in _search_rules(t)),
        element("h2", t("Completeness of the data")),
        completeness,
        _changes(labels),
        element("h2", t("Reporting a mistake")),
        _mistakes(t, contact),
        element("p", data_version(labels), class_="muted"),
        class_="details about",
    )


def _sources(labels: Labels) -> Html:
    t, points, ground = labels.t, labels.t("GeoNames, CC BY 4.0"), []
    if labels.register.basemap is not None:
        points = t("GeoNames, CC BY 4.0; where it has none, © OpenStreetMap contributors (ODbL)")
        around = t(
            "© OpenStreetMap contributors (ODbL); rivers: Natural Earth; names of waters: State "
            "Register of Geographical Names, CC BY 4.0"
        )
        ground = [(t("Detailed outlines, roads and places around"), around)]
    return definition_list(
        [
            (
                t("Boundaries of communities (hromadas)"),
                t("OPORA / F. Hontsa, election map of November 2020, generalised to about 180 m; "
                  "CC BY 4.0"),
            ),
            (t("Names and codes"), t(NAMES_FROM)),
            (t("Settlement coordinates"), points),
            (t("Territory status"), the_list(labels)),
            (t("Population"), population_source(labels)),
            (
                t("Projects and partnerships"),
                t("Five documents read in full; press and official web reports read in "
                  "excerpts. Each record names its sources"),
            ),
            *ground,
            (t("Country outlines"), t("Natural Earth, public domain")),
        ]
    )  # fmt: skip


def _status_rules(labels: Labels) -> list[str]:
    t = labels.t
    return [
        t("A community counts as temporarily occupied (by the Russian Federation) if the "
          "List covers all its settlements on that date, and as partly occupied if it covers "
          "some. Otherwise it has the hostilities category that applies to any part of it, "
          "or is not in the List."),
        t(OUR_CALCULATION),
        t("Start dates are included, end dates are not. If no date is chosen, the status is "
          "that of {edition}.", edition=t.day(labels.register.edition)),
        t(WHOLE_SETTLEMENT),
    ]  # fmt: skip


def _amendments(labels: Labels) -> Html:
    """The later acts on the List that are known, with what is known of each for the oblast."""
    register, t = labels.register, labels.t
    if not register.amendments:
        return NOTHING
    items = [
        join(
            [
                element("a", act, href=item.url, **OUTSIDE) if item.url else act,
                f" – {t.pick(item.note_uk, item.note_en)} ({item.publisher})",
            ]
        )
        for item in register.amendments
        for act in [t.pick(item.act_uk, item.act_en)]
    ]
    said = t(
        "Later acts on the List are known to us, but no change for Luhansk oblast in them; they "
        "are not in the statuses shown here:"
    )
    return join([element("p", said), bullets(items)])


def _changes(labels: Labels) -> Html:
    """What the last published versions changed; nothing for a folder that was made by hand."""
    t, sections = labels.t, change_log(labels, MAX_VERSIONS, MAX_RECORDS)
    if not sections:
        return NOTHING
    links = page_links(View(lang=t.language))

    def elsewhere(link: Link) -> Mapping[str, object] | None:
        """Records and places are shown on other pages than this one."""
        found = dict(links(link) or {})
        if link.kind in PAGE_OF:
            found = {"href": PAGE_OF[link.kind] + str(found["href"])}
        return {**found, "target": "_self"}

    parts = [
        element(
            "details",
            element("summary", f"{section.title}: {section.count}"),
            bullets(text(line, elsewhere) for line in section.paragraphs)
            if section.paragraphs
            else None,
            muted(and_more(t, section.left_out)) if section.left_out else None,
            open=number == 0,
        )
        for number, section in enumerate(sections)
    ]
    feed = element("a", t("Follow the changes (Atom)"), href=f"changes.atom?lang={t.language}",
                   target="_self")  # fmt: skip
    return join([element("h2", t("What changed")), *parts, element("p", feed)])


def _checked(labels: Labels) -> Iterator[tuple[str, str]]:
    """How many records and partnerships have been checked how far, and when one last changed."""
    register, t = labels.register, labels.t
    items: list[Project | Partnership] = [*register.projects, *register.partnerships]
    counts = Counter(item.verification for item in items)
    for level in Verification:
        yield labels.code(level), t.plural("{n} record", "{n} records", counts[level])
    yield t("Last reading"), t.day(max((item.updated for item in items), default=""))


def _record_rules(t: Translator) -> list[str]:
    return [
        t(NOT_STATED),
        t("The period is set by the start date, or by the end date where no start is stated: "
          "before 24 February 2022, since then, or undated."),
        t("Only amounts stated for a single record are added up, with grants and loans kept "
          "separate."),
        t("A point stands for the settlement that the source names, never for a site."),
        t("To protect people in the temporarily occupied territory, no person, local "
          "organisation or site is named."),
    ]  # fmt: skip


def _search_rules(t: Translator) -> list[str]:
    return [
        t("Search finds a community by its current or former name in any grammatical case, "
          "in Ukrainian, English or Russian spelling, by its settlements, or by KATOTTG code "
          "or P-code; typos are tolerated, and each result says why it was found."),
        t("The search in the filters looks for every word, in any of its forms, in titles, "
          "summaries, and the names of places, organisations and sectors. It says which words of "
          "the same meaning it adds; between quotation marks it adds none."),
        t("Records are linked to places by KATOTTG code, never by name. Where several "
          "sources describe the same thing there is one record, which lists the IDs of the "
          "others."),
    ]  # fmt: skip


def _mistakes(t: Translator, contact: str | None) -> Html:
    how = t("Give the record’s ID or the community, what is wrong, and a source that shows it.")
    if contact is None:
        return element("p", how, " ", t("No contact is given here."))
    return element("p", how, " ", contact_line(contact, t))
