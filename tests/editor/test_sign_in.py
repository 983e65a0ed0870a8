"""Who may do what once people sign in: the file that says it, the session, and the moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from editor.conftest import ask
from starlette.responses import PlainTextResponse, RedirectResponse
from store.people import READER

from projectmap import cli
from projectmap.editor import people, start
from projectmap.editor.sign_in import CALLBACK, SignIn, sign_in
from projectmap.editor.way_back import COOKIE, WayBack
from projectmap.store import NotAllowedError, Person, RegisterStore, Role

COMPLETE = """\
[auth]
redirect_uri = "https://editor.example.org/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "projectmap"
client_secret = "of the client"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
[roles]
claim = "groups"
reader = ["readers"]
editor = ["editors"]
approver = ["approvers", "heads"]
"""
Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the file, with a text in place of another, and sets it."""

    def write(old: str = "", new: str = "", *, mode: int = 0o640, name: str = "in.toml") -> Path:
        assert old in COMPLETE
        path = tmp_path / name
        path.write_text(COMPLETE.replace(old, new) if old else COMPLETE, "utf-8")
        path.chmod(mode)
        monkeypatch.setenv("PROJECTMAP_SIGN_IN", str(path))
        return path

    return write


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that the editor would become."""
    found: list[str] = []
    monkeypatch.setattr(start.os, "execv", lambda _, command: found.extend(command))
    return found


def test_with_sign_in_the_editor_starts_for_others(written: Write, started: list[str]) -> None:
    path = written()
    cli.main(["edit", "--host", "0.0.0.0"])  # noqa: S104 - nothing starts
    assert {"--server.address=0.0.0.0", f"--secrets.files={path}"} <= set(started)
    # Nobody can name another person in a header, and no other host is asked for this one's name.
    assert {"--server.trustedUserHeaders={}", "--browser.serverAddress=editor.example.org"} <= set(
        started
    )


FAULTY: dict[str, tuple[str, str, str]] = {
    "no secret of the client": ('client_secret = "of the client"', "", "no client_secret"),
    "no address to come back to": ("redirect_uri", "redirect", "no redirect_uri"),
    "a number for a text": ('"projectmap"', "7", "no client_id"),
    "another path to come back to": ("/oauth2callback", "/back", "does not end in /oauth2callback"),
    "in the clear": ("https://editor", "http://editor", "redirect_uri does not begin with https"),
    "a provider in the clear": ("https://id", "http://id", "server_metadata_url does not begin"),
    "no address at all": ("https://id.example.org", "https://[", "server_metadata_url does not"),
    "a short secret": ("0123456789abcdef0123456789abcdef", "0123456789", "shorter than 32"),
    "a role that there is not": ("approver =", "approvers =", "knows no approvers"),
    "a name for a list": ('["readers"]', '"readers"', "reader is not a list"),
    "an empty name": ('"heads"', '""', "approver is not a list"),
    "an empty claim": ('claim = "groups"', 'claim = ""', "is not the name of a claim"),
    "nobody": (COMPLETE[COMPLETE.index("reader =") :], "", "gives nobody a role"),
    "no roles": (COMPLETE[COMPLETE.index("[roles]") :], "", "gives nobody a role"),
    "no TOML": ("[roles]", "[roles", "cannot be read"),
}


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])  # noqa: S104 - nothing starts
@pytest.mark.parametrize(("old", "new", "said"), FAULTY.values(), ids=FAULTY)
def test_half_a_sign_in_starts_nothing_and_gives_no_role(
    old: str, new: str, said: str, host: str, written: Write, started: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    found = sign_in(written(old, new))
    assert found.role({"aud": "projectmap", "groups": ["approvers"]}) is None
    assert cli.main(["edit", "--host", host, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not started


@pytest.mark.parametrize(
    ("how", "said"),
    [({"mode": 0o644}, "chmod 640"), ({"name": "in.txt"}, "does not end in .toml"), (None, "read")],
)
def test_the_file_itself_is_looked_at(
    how: dict[str, Any] | None, said: str, written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(**(how or {}))
    if how is None:
        path.unlink()
    assert cli.main(["edit", "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("claim", "claims", "role"),
    [
        ("groups", {"groups": ["editors"]}, Role.EDITOR),
        ("groups", {"groups": "editors"}, Role.EDITOR),
        ("groups", {"groups": ["readers", "heads", "editors"]}, Role.APPROVER),
        ("groups", {"groups": ["Editors", "editors2", 7, None]}, None),
        ("groups", {"groups": {"editors": True}}, None),
        ("groups", {}, None),
        ("groups", {"email": "editors", "email_verified": True}, None),
        ("email", {"email": "Editors", "email_verified": True}, Role.EDITOR),
        ("email", {"email": "editors", "email_verified": False}, None),
        ("email", {"email": "editors", "email_verified": "true"}, None),
        ("email", {"email": "editors"}, None),
        ("sub", {"sub": "readers"}, Role.READER),
        ("groups", {"groups": ["editors"], "aud": ["other", "projectmap"]}, Role.EDITOR),
        ("groups", {"groups": ["editors"], "aud": ["other"]}, None),
        ("groups", {"groups": ["editors"], "aud": None}, None),
    ],
)
def test_a_claim_gives_a_role(
    claim: str, claims: dict[str, Any], role: Role | None, written: Write
) -> None:
    known = sign_in(written('"groups"', f'"{claim}"'))
    assert known.role({"aud": "projectmap", **claims}) is role


USER = {
    "is_logged_in": True, "iss": "https://id.example.org", "sub": "42", "name": "Олена\u202e",
    "groups": ["editors"], "aud": "projectmap",
}  # fmt: skip


def user(monkeypatch: pytest.MonkeyPatch, **other: Any) -> None:
    now = time.time()
    claims = {**USER, "iat": now - 60, "exp": now + 600, **other}
    found = SimpleNamespace(to_dict=lambda: claims)
    monkeypatch.setattr(
        people, "st", SimpleNamespace(user=found, logout=lambda: claims.update(is_logged_in=False))
    )


def test_a_person_is_known_by_issuer_and_subject(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    user(monkeypatch)
    who = people.person()
    assert who == Person("https://id.example.org#42", "Олена", Role.EDITOR)
    assert who.current_role is not None
    assert who.current_role() is Role.EDITOR


HOUR = 3600
REFUSED: dict[str, tuple[type[NotAllowedError], dict[str, Any]]] = {
    "nobody": (people.SignedOutError, {"is_logged_in": False}),
    "a word for yes": (people.SignedOutError, {"is_logged_in": "true"}),
    "expired": (people.SignedOutError, {"exp": time.time() - 1}),
    "no number": (people.SignedOutError, {"exp": float("nan")}),
    "no expiry": (people.SignedOutError, {"exp": None}),
    "an expiry in words": (people.SignedOutError, {"exp": "never"}),
    "a day ago": (people.SignedOutError, {"iat": time.time() - 13 * HOUR, "exp": 1e12}),
    "no subject": (people.SignedOutError, {"sub": ""}),
    "no issuer": (people.SignedOutError, {"iss": None}),
    "no group": (NotAllowedError, {"groups": []}),
    "a reader": (NotAllowedError, {"groups": ["readers"]}),
}


@pytest.mark.parametrize(("error", "claims"), REFUSED.values(), ids=REFUSED)
def test_others_write_nothing(
    error: type[NotAllowedError], claims: dict[str, Any], written: Write,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    written()
    user(monkeypatch, **claims)
    store: Any = SimpleNamespace(single_user=False)
    with pytest.raises(error):
        people.write(store, Role.EDITOR, lambda _: pytest.fail("was done"))
    assert "refused to write" in caplog.text


def test_a_role_that_is_taken_away_is_gone_at_once(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    user(monkeypatch)
    who = people.person()
    assert who.current_role is not None
    written('"editors"', '"others"')
    with pytest.raises(NotAllowedError):
        who.current_role()
    written()
    user(monkeypatch, sub="43")
    with pytest.raises(people.SignedOutError):
        who.current_role()


def test_a_cookie_is_of_no_use_after_signing_out(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    begun = time.time() - 60
    user(monkeypatch, iat=begun)
    people.person()
    people.sign_out()
    user(monkeypatch, iat=begun)
    with pytest.raises(people.SignedOutError):
        people.person()
    user(monkeypatch, iat=begun + 30)
    people.person()


def test_a_store_for_one_person_is_not_written_by_several(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    user(monkeypatch)
    store: Any = SimpleNamespace(single_user=True)
    with pytest.raises(NotAllowedError):
        people.write(store, Role.EDITOR, lambda _: pytest.fail("was done"))


def test_without_a_sign_in_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROJECTMAP_SIGN_IN", raising=False)
    assert people.person().role is Role.APPROVER
    assert people.person() != READER
    assert SignIn().role(USER) is None


def answer(app: Any, address: str, **headers: str) -> tuple[int, list[tuple[str, str]]]:
    """Status and headers of the answer to a request."""
    start, *_ = ask(app, address, **headers)
    return start["status"], [(name.decode(), value.decode()) for name, value in start["headers"]]


@pytest.mark.parametrize(
    ("host", "status"),
    [("editor.example.org", 200), ("editor.example.org:443", 200), ("127.0.0.1:8502", 200),
     ("example.org", 421), ("evil.editor.example.org", 421)],
)  # fmt: skip
def test_the_site_is_asked_by_its_name_and_its_cookies_go_by_https(
    host: str, status: int, written: Write
) -> None:
    from projectmap.editor.app import OwnOrigin  # noqa: PLC0415 - it makes the server

    written()
    page = PlainTextResponse("page")
    page.set_cookie("one", "1")
    page.set_cookie("two", "2")
    found, headers = answer(OwnOrigin(page), "/", host=host)
    assert found == status
    cookies = [value for name, value in headers if name == "set-cookie"]
    assert [cookie.endswith("; Secure") for cookie in cookies] == [True] * (2 * (status == 200))


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/review?set=3&lang=uk", "/review?set=3&lang=uk"),
        ("/history?key=%D0%90;%20b", "/history?key=%D0%90;%20b"),
        ("/", "/?"),
        ("/other", "/"),
        ("//example.org/", "/"),
        ("/review?" + "x" * 2000, "/"),
    ],
)
def test_after_signing_in_people_come_to_the_page_that_they_asked_for(
    asked: str, led_to: str
) -> None:
    _, headers = answer(WayBack(PlainTextResponse("page")), asked)
    cookie = "".join(value.partition(";")[0] for name, value in headers if name == "set-cookie")
    _, headers = answer(WayBack(RedirectResponse("/")), f"{CALLBACK}?state=1", cookie=cookie)
    assert dict(headers)["location"] == led_to


@pytest.mark.parametrize(
    "asked", ["https://example.org/", "//example.org", "/\\example.org", "/review\r\nX: y"]
)
def test_nobody_is_led_elsewhere(asked: str) -> None:
    cookie = f"{COOKIE}={quote(asked)}"
    _, headers = answer(WayBack(RedirectResponse("/")), CALLBACK, cookie=cookie)
    assert dict(headers)["location"] == "/"


def test_the_store_may_be_opened_by_readers_only(
    written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projectmap.editor import page  # noqa: PLC0415 - after the settings

    written()
    user(monkeypatch, groups=["others"])
    opened: list[RegisterStore] = []
    monkeypatch.setattr(page, "_store", lambda *_, **__: opened.append)
    with pytest.raises(NotAllowedError):
        page.store()
    user(monkeypatch, groups=["readers"])
    page.store()
