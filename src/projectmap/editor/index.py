"""The HTML pages around Streamlit: in the reader's language, with our texts on its widgets."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from projectmap.editor.page import PAGES
from projectmap.html import widget_texts
from projectmap.html.shell import streamlit_head
from projectmap.i18n import Translator, chosen_language, translator
from projectmap.markup import element, join

SCRIPT = "assets/editor.js"


def _page(request: Request) -> Response:
    browser = request.headers.get("Accept-Language")
    t = translator(chosen_language(request.query_params.get("lang"), browser))
    return HTMLResponse(_html(t), headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


def _html(t: Translator) -> str:
    head = join(
        [
            element("meta", charset="UTF-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", t("Register editor")),
            element("script", src=SCRIPT, defer=True),
            streamlit_head(),
        ]
    )
    help_ = element("noscript", t("The editor needs JavaScript."))
    body = element("body", help_, element("div", id="root"))
    return f"<!DOCTYPE html>\n{element('html', element('head', head), body, lang=t.language)}"


def _script(_: Request) -> Response:
    return Response(_scripts(), media_type="text/javascript")


@cache
def _scripts() -> str:
    theirs = files("projectmap.html").joinpath("scripts")
    ours = files("projectmap.editor").joinpath("editor.js")
    parts = [
        theirs.joinpath(f"{name}.js").read_text("utf-8") for name in ("navigation", "widget_texts")
    ]
    return "\n".join([widget_texts.script(), *parts, ours.read_text("utf-8")])


ROUTES = [Route(f"/{SCRIPT}", _script), *(Route(f"/{name}", _page) for name in ("", *PAGES))]
"""The addresses that Streamlit does not answer."""
