"""Without a websocket, and without scripts: there is always the plain list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.driving import App
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

WATER = View(sector=("water",))


def test_where_the_websocket_is_blocked_the_page_points_to_the_list(
    visit: Visit, app: App, register: Register
) -> None:
    visitor = visit(app, "uk", own_context=True)
    visitor.context.route_web_socket(re.compile("."), lambda socket: socket.close())
    visitor.open("/projects?sector=water")
    hint = visitor.page.locator("#no-connection")
    expect(hint).to_be_hidden()
    expect(hint).to_be_visible()
    link = hint.get_by_role("link")
    expect(link).to_have_text(visitor.t("the text-only list"))
    link.click()
    expect(visitor.page.locator("main h1")).to_be_visible()
    expect(visitor.page.locator(".record-table tbody tr")).to_have_count(
        select(register, WATER).count
    )
    assert visitor.page.url == f"{app.url}/list?sector=water"


def test_where_the_websocket_works_no_hint_comes(visit: Visit, app: App) -> None:
    visitor = visit(app, own_context=True)
    visitor.page.clock.install()
    visitor.open("/about")
    visitor.page.locator("footer.credit").wait_for()
    visitor.page.clock.fast_forward(20_000)  # longer than the page waits before it gives the hint
    expect(visitor.page.locator("#no-connection")).to_be_hidden()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_without_scripts_the_list_has_the_same_records(
    visit: Visit, app: App, register: Register, language: str
) -> None:
    visitor = visit(app, language, java_script_enabled=False)
    visitor.open("/?sector=water")
    link = visitor.page.locator("noscript a")
    expect(link).to_have_text(visitor.t("the text-only list"))
    expect(link).to_be_visible()
    link.click()
    number = select(register, WATER).count
    rows = visitor.page.locator(".record-table tbody tr")
    expect(rows).to_have_count(number)
    expect(visitor.page.locator(".count-line")).to_have_text(re.compile(rf"^\s*{number}\D"))
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    visitor.open("/list")
    expect(rows).to_have_count(len(register.projects))
    visitor.page.get_by_role("link", name="English" if language == "uk" else "Українська").click()
    expect(visitor.page.locator("html")).to_have_attribute(
        "lang", "en" if language == "uk" else "uk"
    )
    expect(rows).to_have_count(len(register.projects))
