"""The heads of the pages: language, title, description, preview, and help without scripts.

Streamlit serves one index for every page, in English and under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from projectmap.html.shell import streamlit_head
from projectmap.i18n import LOCALES, N_, Translator
from projectmap.markup import Html, element, encode, join

PAGES: Final[Mapping[str, str]] = {
    "": N_("Map"),
    "projects": N_("Projects"),
    "communities": N_("Communities"),
    "partnerships": N_("Partnerships"),
    "present": N_("Present"),
    "about": N_("About the data"),
}
"""Page addresses and their titles."""
NOT_FOUND = N_("There is no page at this address.")


def site_name(t: Translator) -> str:
    """The name of the site."""
    return t("Luhansk oblast: projects and partnerships")


def page_title(page: str, t: Translator) -> str:
    """The title of a page, as the browser's tab shows it."""
    return f"{t(PAGES[page])} – {site_name(t)}" if page in PAGES else site_name(t)


def index(page: str, query: str, t: Translator, host: str = "") -> str:
    """The index of ``page``; ``query`` is the query string, for links to the same view.

    ``host``: the name that the server was asked by, which a proxy may have changed.
    """
    kept = streamlit_head()
    title = page_title(page, t)
    description = t(
        "Donor and partner projects, partnerships and territory status of the 37 communities "
        "(hromadas) of Luhansk oblast on an interactive map."
    )
    plain = "list" + (f"?{query}" if query else "")
    meta = [
        element("meta", charset="UTF-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="description", content=description),
        element("meta", property="og:title", content=title),
        element("meta", property="og:description", content=description),
        element("meta", property="og:type", content="website"),
        element("meta", property="og:site_name", content=site_name(t)),
        element("meta", property="og:locale", content=LOCALES[t.language].replace("-", "_")),
        element("link", rel="icon", href="assets/icon.svg", type="image/svg+xml"),
        element("link", rel="alternate", type="text/html", href=plain),
        element("title", title),
        element("link", rel="stylesheet", href="assets/page.css"),
        element("script", src="assets/start.js", defer=True),
    ]
    # Why the map may not be there; web/scripts/connection.js finds out which it is.
    hints = {
        "slow": t("The map is still loading: the connection is slow or was interrupted."),
        "blocked": t("The map cannot connect; your network may be blocking it."),
        "misnamed": t("The map cannot connect: this site’s proxy does not pass its name on. "
                      "Site administrator: pass the Host header (nginx: proxy_set_header Host "
                      "$http_host) or set PROJECTMAP_ADDRESS."),
    }  # fmt: skip
    help_link = element("a", t("the text-only list"), href=plain)
    body = [
        element(
            "noscript",
            element("p", t("This map needs JavaScript. Without it, use"), " ", help_link),
        ),
        element("p", *(element("span", text, " ", class_=why, hidden=True)
                       for why, text in hints.items()),
                t("Meanwhile, use"), " ", help_link,
                id="no-connection", hidden=True, role="status", data_host=host),
        Html('<div id="root"></div>'),
    ]  # fmt: skip
    head = join([*meta, kept], Html("\n"))
    return (
        f'<!DOCTYPE html>\n<html lang="{encode(t.language)}">\n<head>\n{head}\n</head>\n'
        f"<body>\n{join(body, Html(chr(10)))}\n</body>\n</html>\n"
    )


def message(root: str, text: str, t: Translator) -> str:
    """A page that says ``text`` and leads to the map; ``root`` is the path of the site."""
    way = element("p", element("a", t("To the map"), href=f"{root}/"))
    return plain_page(page_title("?", t), t, element("h1", text), way, root=f"{root}/")


def plain_page(title: str, t: Translator, *content: object, root: str = "") -> str:
    """A page without scripts; ``root`` is the site's path, for pages not right below it."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="icon", href=f"{root}assets/icon.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href=f"{root}assets/list.css"),
    )
    body = element("body", element("main", *content))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=t.language)}"
