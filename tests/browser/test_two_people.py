"""Two people who sign in at a real provider, a public page that follows them, and the refused."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import builders
import oidc
import pytest
from playwright.sync_api import Page, expect
from store.people import APPROVER
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)

from browser.conftest import Visit
from browser.driving import App, Editor, free_port, until
from projectmap.store import RegisterStore, State, open_store
from projectmap.store.publish import publish

SECRET = "0123456789abcdef" * 2
COOKIE = "_streamlit_user"
RECORD = "records?lang=en&collection=projects&key=TEST-001"
ROLES = """\
[roles]
claim = "groups"
approver = ["approvers"]
editor = ["editors"]
"""


@dataclass
class Office:
    """The provider, the editor and the public app, all running, with one register."""

    provider: str
    file: Path
    """Who may do what."""
    editor: Editor
    public: App
    store: RegisterStore

    def roles(self, text: str) -> None:
        """Say who may do what from now on."""
        kept = self.file.read_text("utf-8").partition("[roles]")[0]
        self.file.write_text(kept + text, "utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    snapshots, kept, file = folder / "snapshots", folder / "register.sqlite3", folder / "in.toml"
    store = open_store(str(kept), seed=builders.write_folder(folder / "geodata"))
    publish(store, APPROVER, snapshots)
    back_to = f"http://127.0.0.1:{port}/oauth2callback"
    with ExitStack() as stack:
        stack.callback(store.engine.dispose)
        begin = oidc.provider(free_port(), back_to, SECRET, folder / "provider.txt")
        provider = stack.enter_context(begin)
        file.touch(0o600)
        file.write_text(
            f'[auth]\nredirect_uri = "{back_to}"\ncookie_secret = "{SECRET}"\n'
            f'client_id = "projectmap"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
            f'client_kwargs = {{ scope = "openid email profile groups" }}\n{ROLES}'
        )
        settings = {
            "PROJECTMAP_SIGN_IN": str(file),
            "PROJECTMAP_STORE": str(kept),
            "PROJECTMAP_SNAPSHOTS": str(snapshots),
        }
        editor = Editor(folder / "editor.txt", port, settings)
        stack.callback(editor.stop)
        public = App(folder / "public.txt", snapshots / "current")
        stack.callback(public.stop)
        yield Office(provider, file, editor, public, store)


def signed_in(visit: Visit, office: Office, name: str) -> Page:
    """The page of somebody who has just signed in."""
    # Streamlit looks for itself below the page's own path first.
    looks = f"404 (Not Found) ({office.editor.url}/"
    visitor = visit(office.editor, own_context=True, allow=(office.provider, looks))
    page = visitor.page
    visitor.open("/review?lang=en")
    press(page, "Sign in")
    for field, text in (("login", name), ("password", SECRET)):
        page.locator(f"input[name={field}]").fill(text)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=name.title(), exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    expect(page).to_have_url(f"{office.editor.url}/review?lang=en")  # as asked for
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return page


def come(page: Page, office: Office, path: str) -> Page:
    page.goto(f"{office.editor.url}/{path}", wait_until="domcontentloaded")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


def propose(page: Page, office: Office, why: str) -> int:
    """Give the reason and propose; the number of the proposal."""
    fill(page, "Reason for the change", why)
    press(page, "Propose")
    expect(page.get_by_text("Proposed as no. ")).to_be_visible()
    (found,) = office.store.change_sets(is_open=True)
    assert found.why == why
    return found.id


def correct(page: Page, office: Office, end: str, why: str) -> int:
    """Propose another end of the record; returns the number of the proposal."""
    come(page, office, RECORD)
    fill(page, "End", end)
    return propose(page, office, why)


def only_withdraws(page: Page, office: Office, number: int) -> None:
    """Look at one's own proposal: another person accepts it."""
    come(page, office, f"review?lang=en&set={number}")
    expect(page.get_by_text("another person accepts it")).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw", exact=True)).to_be_enabled()
    expect(page.get_by_role("button", name="Accept", exact=True)).to_have_count(0)


def publish_it(page: Page, office: Office) -> None:
    press(come(page, office, "publish?lang=en"), "Publish")
    expect(page.get_by_text("Published: ")).to_be_visible()


def accept(page: Page, office: Office, number: int) -> None:
    press(come(page, office, f"review?lang=en&set={number}"), "Accept")
    expect(page.get_by_text("Accepted.")).to_be_visible()


def follows(office: Office, text: str) -> None:
    """Wait until the public list has ``text``."""

    def listed() -> bool:
        _, content = office.public.get("/list?project=TEST-001")
        return text in content.partition("<article")[2].partition("</article>")[0]

    until(listed, text)


def test_one_corrects_another_approves_the_public_sees_it_and_it_is_taken_back(
    visit: Visit, office: Office
) -> None:
    follows(office, "December 2020")
    olena, petro = (signed_in(visit, office, name) for name in ("olena", "petro"))
    number = correct(olena, office, "2020-10", "A slip")
    only_withdraws(olena, office, number)
    fill(olena, "Reason (needed to withdraw it)", "The report says otherwise")
    press(olena, "Withdraw")
    expect(olena.get_by_text("Withdrawn.")).to_be_visible()
    number = correct(olena, office, "2020-11", "The report gives the month")
    # Who proposes neither accepts nor publishes.
    only_withdraws(olena, office, number)
    accept(petro, office, number)
    publish = come(olena, office, "publish?lang=en").get_by_role("button", name="Publish")
    expect(publish).to_be_disabled()
    expect(olena.get_by_text("Your role does not allow you to accept")).to_be_visible()
    publish_it(petro, office)
    follows(office, "November 2020")
    reader = visit(office.public)
    reader.open("/?project=TEST-001")
    expect(reader.details()).to_contain_text("November 2020")

    # Nobody accepts their own, whatever their role.
    come(petro, office, "history?lang=en&collection=projects&key=TEST-001")
    expect(petro.get_by_text(f"accepted by Petro [{office.provider}#petro]")).to_be_visible()
    petro.get_by_text("Bring this version back", exact=True).click()
    number = propose(petro, office, "A slip")
    only_withdraws(petro, office, number)
    office.roles(ROLES.replace('["approvers"]', '["approvers", "editors"]'))
    accept(olena, office, number)
    publish_it(olena, office)
    follows(office, "December 2020")
    olena.get_by_role("button", name="Show this one again").first.click()  # the one before
    expect(olena.get_by_text("Published: ")).to_be_visible()
    follows(office, "November 2020")
    office.roles(ROLES)
    last = office.store.history(key="TEST-001")[0]
    assert (last.subject, last.decision.subject) == (
        f"{office.provider}#petro",
        f"{office.provider}#olena",
    )
    assert not last.decision.own
    expect_others_to_be_refused(olena, office)


FORGED = {
    "a role that the server did not sign": ("f" * 32, {"groups": ["approvers"]}),
    "a sign-in that has expired": (SECRET, {"exp": 1}),
    "a sign-in at another site": (SECRET, {"origin": "https://example.org"}),
}


def expect_others_to_be_refused(page: Page, office: Office) -> None:
    """Other sites, roles taken away, forged sign-ins, and the one of somebody who has left."""
    jar = {item["name"]: item for item in page.context.cookies()}
    own = jar[COOKIE]["value"]
    claims = json.loads(decode_signed_value(SECRET, COOKIE, own) or b"")

    # From another site's page, with the right cookies.
    cookies = "; ".join(f"{name}={item['value']}" for name, item in jar.items())
    origin = office.editor.url
    assert [handshake(office, cookies, site) for site in (origin, office.public.url)] == [101, 403]

    # A role that was taken away while the form was open.
    come(page, office, RECORD)
    fill(page, "End", "2020-10")
    fill(page, "Reason for the change", "A try")
    fill(page, "End", "2020-11")
    expect(page.get_by_text("November 2020").first).to_be_visible()  # the server has all of it
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    before = office.store.change_sets()
    office.roles(ROLES.replace("editor =", "reader ="))
    press(page, "Propose")
    expect(page.get_by_text("Your role does not allow you to propose")).to_be_visible()
    press(page, "Olena")
    expect(page.get_by_text("Olena · may read")).to_be_visible()
    press(page, "Discard my changes")
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    office.roles(ROLES.replace("editors", "others"))
    come(page, office, RECORD)
    expect(page.get_by_text("you have no role here")).to_be_visible()
    expect(page.get_by_text("TEST-001")).to_have_count(0)
    office.roles(ROLES)

    for name, (secret, changes) in FORGED.items():
        signed = create_signed_value(secret, COOKIE, json.dumps(claims | changes)).decode()
        page.context.add_cookies([{**jar[COOKIE], "value": signed}])  # type: ignore[list-item]
        come(page, office, RECORD)
        expect(page.get_by_role("button", name="Sign in", exact=True), name).to_be_visible()
        expect(page.get_by_text("TEST-001"), name).to_have_count(0)

    # A copy of the cookie is of no use once its owner has signed out.
    page.context.add_cookies([jar[COOKIE]])  # type: ignore[list-item]
    come(page, office, RECORD)
    press(page, "Olena")
    press(page, "Sign out")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    page.context.add_cookies([jar[COOKIE]])  # type: ignore[list-item]
    come(page, office, RECORD)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert office.store.change_sets() == before
    assert State.PROPOSED not in {state for one in before for state in one.states}


def handshake(office: Office, cookies: str, origin: str) -> int:
    """What the editor answers to a page of ``origin`` that wants a session."""
    line = http.client.HTTPConnection("127.0.0.1", office.editor.port, timeout=60)
    headers: dict[str, Any] = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        "Origin": origin,
        "Cookie": cookies,
    }
    line.request("GET", "/_stcore/stream", headers=headers)
    try:
        return line.getresponse().status
    finally:
        line.close()
