"""The viewer as one HTML page: everything inside it, nothing fetched from anywhere.

Its own policy (CSP) forbids every request and every script but the two that stand in it, so that
a text of the data could do nothing even if it got out of its place. Scripts only ever write
``textContent``; what is richer than that, :mod:`projectmap.html` has written.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from hashlib import sha256

from projectmap import fonts
from projectmap.content.view import TITLE, about, provenance, status_date
from projectmap.html import common, figures, places, records
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.map import scripts, theme
from projectmap.markup import Html, as_json, element, join
from projectmap.query.shown import Shown
from projectmap.viewer.content import data
from projectmap.viewer.steps import Mode, ViewerRequest, view_title

_SCRIPTS = (
    *("model", "address", "steps", "page_parts", "legend", "panels"),
    *("stage_texts", "stage", "viewer"),
)
"""In the order of loading, after the maps' (:mod:`projectmap.map.scripts`)."""
_STYLES = (
    *("html/records.css", "map/map.css", "map/partners.css"),
    *("viewer/viewer.css", "viewer/stage.css"),
)


def _icon(path: str) -> Html:
    return Html(f'<svg viewBox="0 0 18 18" aria-hidden="true"><path d="{path}"/></svg>')


_STAGE_BUTTONS = (
    ("previous", "previous", _icon("M11 3 5 9l6 6")),
    ("next", "next", _icon("m7 3 6 6-6 6")),
    ("dark", "dark", _icon("M9 2a7 7 0 1 0 0 14zM9 2a7 7 0 0 1 0 14")),
    ("blank", "blank", _icon("M2 3h14v10H2zM6 16h6")),
    ("full", "fullScreen", _icon("M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4")),
    ("leave", "leave", _icon("m4 4 10 10M14 4 4 14")),
)
"""The stage's buttons: id, action (its name is a text of the same key), and sign."""
EARLIEST_DAY, LATEST_DAY = "2010-01-01", "2100-12-31"
"""Days that may be typed as status date, on the pages too."""
_BUTTONS = ("map", "partners", "list", "about")
"""The parts of the file; each is a word of :mod:`projectmap.viewer.texts` too."""


def viewer(request: ViewerRequest, day: date, base_url: str | None) -> str:
    """The page. ``day`` is the day of making, ``base_url`` the site's address or None."""
    t = translator(request.view.lang or LANGUAGES[0])
    title = _title(request, request.shown)
    head = join(
        [
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy()),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", title),
            # What is served: a browser would ask for an icon, and be refused it.
            Html('<link rel="icon" href="data:,">') if request.mode is not Mode.EXPLORE else "",
            Html(f"<style>{_style()}</style>"),
        ]
    )
    body = join(
        [
            element("div", *_page(request, day, base_url, t), id="page"),
            _stage(),
            Html(
                '<script type="application/json" id="data">'
                f"{as_json(data(request, base_url))}</script>"
            ),
            *(Html(f"<script>{script}</script>") for script in _scripts()),
        ],
        Html("\n"),
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{t.language}">\n<head>\n{head}\n</head>\n'
        f'<body data-mode="{request.mode}">\n{body}\n</body>\n</html>\n'
    )


@cache
def policy() -> str:
    """What the page may do (Content-Security-Policy): show itself, and nothing else."""
    allowed = " ".join(_hash(script) for script in _scripts())
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(_style())}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


@cache
def _scripts() -> tuple[str, str]:
    own = (scripts.read(f"viewer/scripts/{name}.js") for name in _SCRIPTS)
    return scripts.leaflet("js"), "\n".join([scripts.both(), *own])


@cache
def _style() -> str:
    face = (
        f'@font-face {{ font-family: Projectmap; src: url("{fonts.as_address()}") '
        'format("woff2"); font-weight: 200 900; }'
    )
    # Pictures that Leaflet's style names (of markers and layers) are not used here.
    leaflet = [line for line in scripts.leaflet("css").splitlines() if "url(" not in line]
    others = (
        f'html[lang="{language}"] .language:not([lang="{language}"]) {{ display: none; }}'
        for language in LANGUAGES
    )
    themes = theme.stylesheet(), theme.dark_stylesheet()
    return "\n".join([*leaflet, face, *themes, *map(scripts.read, _STYLES), *others])


def _title(request: ViewerRequest, shown: Shown) -> str:
    t = shown.t
    if request.story is not None:
        return t.pick(request.story.title_uk, request.story.title_en) or ""
    if not request.view.filtered:
        return t(TITLE)
    return f"{view_title(shown)} – {t(TITLE)}"


def _both(request: ViewerRequest, make: Callable[[Shown], object]) -> Html:
    """What ``make`` makes, in each language; the page shows the one that is chosen."""
    return join(
        element("div", made, lang=language, class_="language")
        for language, made in request.both(make).items()
    )


def _page(request: ViewerRequest, day: date, base_url: str | None, t: Translator) -> Iterable[Html]:
    yield element("noscript", element("p", *_without_scripts(request, t)))
    yield _header(request)
    whole = request.mode is Mode.EXPLORE
    yield element(
        "main",
        element("section", id="filters", data_label="filters") if whole else None,
        element("div", *_middle(request, day, base_url), id="middle", class_="paper"),
        _side(request) if request.mode is not Mode.STAGE else None,
    )
    yield element("footer", _both(request, lambda shown: _foot(shown, day)), class_="made credit")


def _without_scripts(request: ViewerRequest, t: Translator) -> Iterable[object]:
    """What to do where scripts are off: only the file has the list in itself."""
    if request.mode is Mode.EXPLORE:
        yield t("This map needs JavaScript. Without it, the records are listed below.")
        return
    up = "../" if request.mode is Mode.EMBED else ""
    listed = up + common.address(request.view, "list")
    yield from (t("This map needs JavaScript. Without it, use"), " ")
    yield element("a", t("the text-only list"), href=listed, target="_top")


def _foot(shown: Shown, day: date) -> Html:
    t = shown.t
    parts = [
        status_date(shown.labels, shown.view, " · "),
        t("data version {version}", version=shown.register.version),
        t("file created on {day}", day=t.day(day)),
    ]
    return element("p", " · ".join(parts))


def _header(request: ViewerRequest) -> Html:
    buttons = [
        element("button", type="button", data_part=name, data_word=name) for name in _BUTTONS
    ]
    languages = [
        element("button", type="button", data_language=language, lang=language)
        for language in LANGUAGES
    ]
    whole = request.mode is Mode.EXPLORE
    return element(
        "header",
        element("h1", _both(request, lambda shown: _title(request, shown))),
        element("nav", *buttons, data_label="pages") if whole else None,
        element("button", type="button", id="present", data_word="present")
        if whole and request.story is not None
        else None,
        element("div", *languages, class_="languages", role="group", data_label="language"),
        class_="bar",
    )


def _middle(request: ViewerRequest, day: date, base_url: str | None) -> Iterable[Html]:
    yield element(
        "div",
        element("p", id="count", role="status"),
        element("p", id="status-line"),
        element(
            "div",
            element("button", "◀", type="button", id="day-before", data_label="before"),
            _date_field("asof", "date"),
            element("button", "▶", type="button", id="day-after", data_label="after"),
            element("span", "⇄", aria_hidden="true"),
            _date_field("compare", "compare"),
            id="day",
        ),
        id="counts",
    )
    if request.left_out:
        yield _both(request, lambda shown: _left_out(request.left_out, shown.t))
    yield element("div", id="map", class_="map", data_show="map")
    yield element("div", id="partners-map", class_="map", data_show="partners")
    yield element("ul", id="legend", class_="legend", data_show="map partners")
    yield element("div", id="beside", class_="beside-map", data_show="map")
    if request.mode is Mode.EXPLORE:
        listed = _both(request, lambda shown: _list(request, _unfiltered(shown)))
        yield element("div", listed, id="list", data_show="list")
        facts = _both(request, lambda shown: _about(request, shown, day, base_url))
        yield element("div", facts, id="about", class_="about", data_show="about")


def _date_field(name: str, label: str) -> Html:
    return element(
        "input", type="date", id=name, min=EARLIEST_DAY, max=LATEST_DAY, data_label=label
    )


def _left_out(left_out: int, t: Translator) -> Html:
    return element(
        "p",
        t.plural(
            "{n} more record is not in this file: narrow the filters or download the table.",
            "{n} more records are not in this file: narrow the filters or download the table.",
            left_out,
        ),
        class_="notice",
    )


def _unfiltered(shown: Shown) -> Shown:
    """For what does not depend on filters: they may be long, and every link would repeat them."""
    return Shown(shown.labels, shown.view.cleared())


def _list(request: ViewerRequest, shown: Shown) -> Html:
    t, items = shown.t, request.partnerships
    return join(
        [
            element("h2", t("List of records")),
            records.record_table(shown, request.rows, on_map=True)
            if request.rows
            else element("p", t("No records match the filters.")),
            element("h2", t("Partnerships")) if items else "",
            places.partnership_table(shown, items) if items else "",
        ]
    )


def _about(request: ViewerRequest, shown: Shown, day: date, base_url: str | None) -> Html:
    """What this file is of; a story holds what its steps show."""
    facts = (
        about(shown, day, base_url)
        if request.story is None
        else provenance(shown.labels, shown.view, day, base_url)
    )
    listed = common.definition_list((fact.label, fact.text) for fact in facts)
    return join([element("h2", shown.t("About this file")), listed])


def _side(request: ViewerRequest) -> Html:
    """The details of everything that can be chosen; the script shows what is."""
    close = element("button", type="button", id="close", data_word="close", hidden=True)
    if request.mode is Mode.EMBED:
        return element("aside", close, element("div", id="chosen", class_="details"), id="side")

    def sheet(key: str, make: Callable[..., Html], *things: object) -> Html:
        made = _both(request, lambda shown: make(_unfiltered(shown), *things))
        return element("div", made, data_sheet=key, hidden=True)

    key_figures = element(
        "div", _both(request, figures.key_figures), data_sheet="figures", hidden=True
    )

    return element(
        "aside",
        close,
        element("p", id="hint", class_="muted"),
        key_figures if request.story is None else None,
        element("div", id="chosen", class_="details"),
        *(
            sheet(f"place-{code}", places.place_facts, code)
            for code in request.register.communities
        ),
        element("div", id="here", class_="details"),
        *(sheet(f"project-{item.id}", records.record_details, item) for item in request.records),
        *(
            sheet(f"partnership-{item.id}", places.partnership_details, item)
            for item in request.partnerships
        ),
        id="side",
    )


def _stage() -> Html:
    before, after, *tools = (
        element(
            "button", icon, type="button", id=f"stage-{name}", data_action=action, data_label=action
        )
        for name, action, icon in _STAGE_BUTTONS
    )
    return join(
        [
            element(
                "section",
                element("div", id="stage-panel", aria_live="polite"),
                element("div", element("ul", id="stage-legend"), id="stage-map"),
                element("p", id="stage-foot"),
                element(
                    "div",
                    before,
                    element("span", id="stage-count"),
                    after,
                    *tools,
                    id="stage-tools",
                ),
                element("dl", id="stage-keys", hidden=True),
                id="stage",
                data_label="stage",
                hidden=True,
            ),
            element("div", element("p", id="blank-text"), id="blank", role="status", hidden=True),
        ]
    )
