"""Links to all downloads of a view, and to the stage and the embedded map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlencode

from projectmap import html
from projectmap.content.view import filters
from projectmap.export.registry import EXPORTS
from projectmap.export.request import Deck, Size, one_community
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES, Translator
from projectmap.markup import Html, element, join
from projectmap.model.codes import StoryMap
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.model.story import Story
from projectmap.query.view import View, write_view
from projectmap.web.pages import site_name

NOTHING: Mapping[str, str] = MappingProxyType({})
ANCHOR = "share"
"""The id that the links have together on a page."""
MAX_TITLE = 200
"""Letters of what a mail is called."""
EMBED_HEIGHT = 640
"""Pixels of the embedded map in the snippet."""


class ShownTable(StrEnum):
    """The table that a page shows, by the stem of its downloads."""

    RECORDS = "projects"
    PARTNERSHIPS = "partnerships"
    STATUS = "status"


def share_links(register: Register, view: View, t: Translator, table: ShownTable) -> Html:
    """Present, documents and data of ``view``, for the page that shows ``table``."""
    partners = table is ShownTable.PARTNERSHIPS
    map_of = {"map": StoryMap.PARTNERS.value} if partners else NOTHING
    groups = [
        (t("Slides, PPTX"), _in_languages("slides.pptx", view, t)),
        (t("All slides"), _in_languages("slides.pptx", view, t, {"deck": Deck.LONG.value})),
        (t("Report, PDF"), _in_languages("report.pdf", view, t)),
        (t("Offline map, HTML"), _in_languages("viewer.html", view, t, map_of)),
        (t("Picture of the map"), _pictures("partners" if partners else "map", view, t)),
    ]
    if one_community(register, view):
        groups[:0] = [
            (t("Dossier, PDF"), _in_languages("dossier.pdf", view, t)),
            (t("Dossier, DOCX"), _in_languages("dossier.docx", view, t)),
        ]
    return element(
        "div",
        element(
            "div",
            element("a", t("Start presentation"), href=_address("stage", view, map_of),
                    target="_blank", class_="button strong"),
            *(_group(name, links) for name, links in groups),
            class_="row",
        ),
        element("div", element("span", t("Download what is shown:")),
                *table_links(table, view, class_="button"),
                *_links(register, view, t), class_="row"),
        making_line(t),
        id=ANCHOR,
        class_="share",
    )  # fmt: skip


def _links(register: Register, view: View, t: Translator) -> list[Html]:
    """The link of the view, to be pasted or sent."""
    shown = [
        f"{fact.label}: {fact.text}" for fact in filters(Labels(register, t), view, codes=False)
    ]
    title = " · ".join([site_name(t), *shown])[:MAX_TITLE]
    return [
        element("a", t("Copy link"), href=html.address(view), target="_self", data_copy=True,
                class_="button"),
        html.mail(t("Send by e-mail"), "", title, title, html.address(view), class_="button"),
    ]  # fmt: skip


def table_links(table: str, view: View, *, class_: str | None = None) -> list[Html]:
    """Links to the files of exactly this view, by the stem of their names."""
    return [
        element("a", export.ending.upper(), href=html.address(view, f"export/{export.name}"),
                download=True, target="_self", class_=class_)
        for export in EXPORTS.values()
        if export.stem == table
    ]  # fmt: skip


def story_card(story: Story, t: Translator) -> Html:
    """A story with the ways to present it and to take it along."""
    stages = [
        element("a", LANGUAGE_NAMES[language], href=_story_address("stage", story, language),
                target="_blank", lang=language, class_="button strong",
                aria_label=f"{t('Present')}: {LANGUAGE_NAMES[language]}")
        for language in LANGUAGES
    ]  # fmt: skip
    page = "export/viewer.html"
    files = [
        _file(LANGUAGE_NAMES[language], _story_address(page, story, language), language)
        for language in LANGUAGES
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
        src=address + _address("embed/map", view, NOTHING),
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


def _in_languages(
    name: str, view: View, t: Translator, more: Mapping[str, str] = NOTHING
) -> list[Html]:
    """The document in each language, the page's own first."""
    order = sorted(LANGUAGES, key=lambda language: language != t.language)
    return [
        _file(
            LANGUAGE_NAMES[language],
            _address(f"export/{name}", replace(view, lang=language), more),
            language,
        )
        for language in order
    ]


def _pictures(stem: str, view: View, t: Translator) -> list[Html]:
    png, svg = (f"export/{stem}.{ending}" for ending in ("png", "svg"))
    return [
        _file(t("PNG for a screen"), _address(png, view, NOTHING)),
        _file(t("PNG for print"), _address(png, view, {"size": Size.PRINT.value})),
        _file("SVG", _address(svg, view, NOTHING)),
    ]


def _group(name: str, links: Iterable[Html]) -> Html:
    return element("span", f"{name}: ", join(links, " "), class_="choice", role="group",
                   aria_label=name)  # fmt: skip


def _file(text: str, href: str, language: str | None = None) -> Html:
    return element("a", text, href=href, download=True, target="_self", lang=language,
                   data_document=True)  # fmt: skip


def _address(page: str, view: View, more: Mapping[str, str]) -> str:
    return html.address(view, page) if not more else _with(page, view, more)


def _with(page: str, view: View, more: Mapping[str, str]) -> str:
    return f"{page}?{urlencode([*write_view(view).items(), *more.items()], doseq=True)}"


def _story_address(page: str, story: Story, language: str) -> str:
    return f"{page}?{urlencode({'story': story.id, 'lang': language})}"
