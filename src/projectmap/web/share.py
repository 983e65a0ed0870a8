"""Links to all downloads of a view, and to the stage and the embedded map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlencode

from projectmap.content.view import filters
from projectmap.export.registry import EXPORTS
from projectmap.export.request import DeckLength, Size, one_community
from projectmap.html import common
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES, Translator
from projectmap.markup import Html, element, join
from projectmap.model.codes import StoryMap
from projectmap.model.labels import Labels
from projectmap.model.story import Story
from projectmap.query.shown import Shown
from projectmap.query.view import View
from projectmap.web.pages import site_name

ANCHOR = "share"
"""The id of the group of links on a page."""
MAX_TITLE = 200
"""Characters of an e-mail's subject."""
EMBED_HEIGHT = 640
"""Pixels of the embedded map in the snippet."""


class ShownTable(StrEnum):
    """The table that a page shows, by the stem of its downloads."""

    RECORDS = "projects"
    PARTNERSHIPS = "partnerships"
    STATUS = "status"


def share_links(shown: Shown, table: ShownTable) -> Html:
    """Present, documents and data of what is shown, for the page that shows ``table``."""
    view, t, partners = shown.view, shown.t, table is ShownTable.PARTNERSHIPS
    line = view_line(shown.labels, view)[:MAX_TITLE]
    here = common.address(view)
    map_of = {"map": StoryMap.PARTNERS.value} if partners else {}
    groups = [
        (t("Slides, PPTX"), _in_languages("slides.pptx", view, t)),
        (t("All slides"), _in_languages("slides.pptx", view, t, deck=DeckLength.LONG.value)),
        (t("Report, PDF"), _in_languages("report.pdf", view, t)),
        (t("Offline map, HTML"), _in_languages("viewer.html", view, t, **map_of)),
        (t("Picture of the map"), _pictures("partners" if partners else "map", view, t)),
    ]
    if one_community(shown.register, view):
        groups[:0] = [
            (t("Dossier, PDF"), _in_languages("dossier.pdf", view, t)),
            (t("Dossier, DOCX"), _in_languages("dossier.docx", view, t)),
        ]
    return element(
        "div",
        element(
            "div",
            element("a", t("Start presentation"), href=common.address(view, "stage", **map_of),
                    target="_blank", class_="button strong"),
            *(_group(name, links) for name, links in groups),
            class_="row",
        ),
        element("div", element("span", t("Download what is shown:")),
                *table_links(table, view, class_="button"),
                element("a", t("Copy link"), href=here, target="_self", data_copy=True,
                        class_="button"),
                common.mail(t("Send by e-mail"), "", line, line, here, class_="button"),
                class_="row"),
        making_line(t),
        id=ANCHOR,
        class_="share",
    )  # fmt: skip


def view_line(labels: Labels, view: View) -> str:
    """The site and what of it is shown, in a line."""
    shown = (f"{fact.label}: {fact.text}" for fact in filters(labels, view, codes=False))
    return " · ".join([site_name(labels.t), *shown])


def table_links(table: str, view: View, *, class_: str | None = None) -> list[Html]:
    """Links to the files of exactly this view, by the stem of their names."""
    return [
        element("a", export.ending.upper(), href=common.address(view, f"export/{export.name}"),
                download=True, target="_self", class_=class_)
        for export in EXPORTS.values()
        if export.stem == table
    ]  # fmt: skip


def story_card(story: Story, t: Translator) -> Html:
    """A story with links to present it and to download it."""
    asked = {code: urlencode({"story": story.id, "lang": code}) for code in LANGUAGES}
    stages = [
        element("a", LANGUAGE_NAMES[code], href=f"stage?{query}", target="_blank", lang=code,
                class_="button strong", aria_label=f"{t('Present')}: {LANGUAGE_NAMES[code]}")
        for code, query in asked.items()
    ]  # fmt: skip
    files = [
        _file(LANGUAGE_NAMES[code], f"export/viewer.html?{query}", code)
        for code, query in asked.items()
    ]
    return element(
        "article",
        element("h3", t.pick(story.title_uk, story.title_en)),
        element("p", t.pick(story.summary_uk, story.summary_en)),
        element("p", t.plural("{n} step", "{n} steps", len(story.steps)), class_="muted"),
        element("div", _group(t("Present"), stages), _group(t("Offline, HTML"), files),
                class_="row"),
        making_line(t),
        class_="story share",
    )  # fmt: skip


def snippet(view: View, address: str, t: Translator) -> str:
    """The HTML that shows the map of ``view`` inside another site's page, as text to be copied.

    ``address`` is the site's, with a slash at its end.
    """
    return element(
        "iframe",
        src=address + common.address(view, "embed/map"),
        title=t("Map of the communities (hromadas) of Luhansk oblast"),
        width="100%",
        height=EMBED_HEIGHT,
        loading="lazy",
        style="border:0",
    )


def making_line(t: Translator) -> Html:
    """Where the page's script says how far a document is."""
    return element(
        "p",
        class_="making muted",
        role="status",
        data_making=t("Preparing: {seconds} s"),
        data_ready=t("Ready: {name}"),
        data_copied=t("The link is copied."),
        data_failed=t("The file could not be created: {reason}"),
    )


def _in_languages(name: str, view: View, t: Translator, **more: str) -> list[Html]:
    """The document in each language, the page's own first."""
    order = sorted(LANGUAGES, key=lambda language: language != t.language)
    return [
        _file(
            LANGUAGE_NAMES[language],
            common.address(replace(view, lang=language), f"export/{name}", **more),
            language,
        )
        for language in order
    ]


def _pictures(stem: str, view: View, t: Translator) -> list[Html]:
    png, svg = (f"export/{stem}.{ending}" for ending in ("png", "svg"))
    return [
        _file(t("PNG for a screen"), common.address(view, png)),
        _file(t("PNG for print"), common.address(view, png, size=Size.PRINT.value)),
        _file("SVG", common.address(view, svg)),
    ]


def _group(name: str, links: Iterable[Html]) -> Html:
    return element("span", f"{name}: ", join(links, " "), class_="choice", role="group",
                   aria_label=name)  # fmt: skip


def _file(text: str, href: str, language: str | None = None) -> Html:
    return element("a", text, href=href, download=True, target="_self", lang=language,
                   data_document=True)  # fmt: skip
