"""What all pages of the editor share: the store, the language, links, error messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from string import punctuation
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from projectmap.config import settings
from projectmap.editor import people
from projectmap.editor.differences import changed, named
from projectmap.errors import DataInvalidError, Problem
from projectmap.i18n import N_, Translator, chosen_language, translator
from projectmap.map import theme
from projectmap.markup import Html, element, join
from projectmap.memory import keep_for_good
from projectmap.model.labels import Labels, describe_all
from projectmap.query.select import select
from projectmap.query.view import View
from projectmap.store import (
    AlreadyDecidedError,
    ConflictError,
    Edit,
    NotAllowedError,
    Person,
    RegisterStore,
    Role,
    StoreError,
    TakenError,
    Value,
    open_store,
    place_of,
)

PAGES = {
    "work": N_("Work list"),
    "records": N_("Find and edit"),
    "grid": N_("Bulk edit"),
    "review": N_("Review"),
    "history": N_("History"),
    "publish": N_("Publish"),
}
"""Pages by their address."""
ROLES = {
    Role.READER: N_("may read"),
    Role.EDITOR: N_("may propose changes"),
    Role.APPROVER: N_("may accept and publish"),
}
MOST_OF_NAME = 24
"""Letters of a person's name in the head of a page."""
SOON = timedelta(minutes=15)
"""Before a sign-in ends this is said."""
MOST_PROBLEMS = 30
T = TypeVar("T")


@st.cache_resource(show_spinner=False)
def _store(address: str | None, *, single_user: bool) -> RegisterStore:
    return open_store(address, single_user=single_user)


def store() -> RegisterStore:
    """The store that the settings name, for somebody who may at least read.

    Raises :class:`NotAllowedError`: the router lets nobody else come so far.
    """
    people.person()
    return _store(settings().store, single_user=not people.sign_in_configured())


def warm() -> None:
    """Make what the first visitor would wait for: the register and the index of its words."""
    with suppress(StoreError, DataInvalidError, OSError):  # each page says it
        select(store().register(), View(q="а"))
    keep_for_good()


def who_works(room: st.delta_generator.DeltaGenerator, t: Translator) -> bool:
    """Say in ``room`` who has signed in, or ask to sign in; whether the person may read."""
    if not people.sign_in_configured():
        return True
    try:
        until = people.signed_in_until()
        role = people.person().role
    except people.SignedOutError:
        st.title(t("Register editor"), anchor=False)
        st.html(element("p", t("Sign in to work on the register.")))
        if st.button(t("Sign in"), type="primary", key="sign-in"):
            st.login()
        return False
    except NotAllowedError:
        role = None
    here = timezone(-timedelta(minutes=st.context.timezone_offset or 0))
    time = f"{until.astimezone(here):%H:%M}"
    name = people.name_of_user()
    more = room.popover(plain(name[:MOST_OF_NAME]), key="me")
    parts = (name, t(ROLES[role]) if role else "", t("until {time}", time=time))
    more.html(element("p", " · ".join(part for part in parts if part)))
    if more.button(t("Sign out"), key="sign-out"):
        people.sign_out()
        return False
    if role is None:
        st.title(t("Register editor"), anchor=False)
        st.error(t("{name}, you have no role here: ask those who keep the register.",
                   name=plain(name)))  # fmt: skip
        return False
    if until - datetime.now(UTC) < SOON:
        again = t("Your sign-in ends at {time}. What is not proposed by then is lost.", time=time)
        st.warning(again)
        if st.button(t("Sign in again"), key="sign-in-again"):
            st.login()
    return True


def translate() -> Translator:
    """The language of this session: the address's, else the browser's."""
    browser = st.context.headers.get("Accept-Language")
    return translator(chosen_language(st.query_params.get("lang"), browser))


def labels() -> Labels:
    """Names in the register as accepted; stops the page where there is none."""
    t = translate()
    try:
        return Labels(store().register(), t)
    except DataInvalidError as error:
        st.error(t("The accepted register cannot be read by this version of the program."))
        problems(error.problems, t)
        st.stop()


def link(page: str, text: str, t: Translator, **parameters: object) -> Html:
    """A link to another page of the editor, in the same language."""
    query = urlencode({**parameters, "lang": t.language}, doseq=True)
    return element("a", text, href=f"{page}?{query}", target="_self")


def plain(text: str) -> str:
    """``text`` so that Markdown shows it as it is."""
    return "".join(f"\\{sign}" if sign in punctuation else sign for sign in text)


def listing(items: Iterable[Html | str], nothing: str) -> None:
    """A list on the page, or that there is nothing."""
    found = [element("li", item) for item in items]
    st.html(element("ul", *found) if found else element("p", nothing, class_="muted"))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    """A table; its rows begin with what they are about."""
    return element(
        "div",
        element(
            "table",
            element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
            element(
                "tbody",
                *(
                    element("tr", element("th", first, scope="row"),
                            *(element("td", _lines(cell)) for cell in rest))
                    for first, *rest in rows
                ),
            ),
        ),
        class_="frame", tabindex="0",
    )  # fmt: skip


def differences(labels: Labels, collection: str, before: Value | None, after: Value | None) -> None:
    """Show the fields of a record that differ."""
    heads = [labels.t(head) for head in (N_("Field"), N_("Before"), N_("After"))]
    st.html(table(heads, changed(labels, collection, before, after)))


def _lines(cell: object) -> object:
    """A cell's text, line by line."""
    return join(cell.split("\n"), element("br")) if type(cell) is str else cell


def problems(found: Iterable[Problem], t: Translator) -> None:
    """Problems, one line each; files and fields by their names."""
    lines = describe_all(t, [named(problem, t) for problem in found], MOST_PROBLEMS)
    if lines:
        st.html(element("ul", *(element("li", line) for line in lines), class_="problems"))


def first_causes(found: Iterable[Problem], edits: Iterable[Edit]) -> list[Problem]:
    """The problems of the edited records; those of others only where these have none.

    A sector without a name is one thing to correct, not one for each record that names it.
    """
    listed, edited = [*found], {(edit.collection, edit.key) for edit in edits}
    return [problem for problem in listed if place_of(problem) in edited] or listed


def moment(at: str, t: Translator) -> str:
    """A time of the store as people read it; UTC."""
    time = datetime.fromisoformat(at).astimezone(UTC)
    return f"{t.short_date(time.date())} {time:%H:%M} UTC"


def who(name: str, subject: str, t: Translator) -> str:
    """A person by name, and by what sign-in knows them by."""
    known = t("this computer") if subject == f"this computer: {name}" else subject
    return f"{name} [{known}]"


def reason(why: str, t: Translator) -> str:
    """Why something was proposed; the program's own reason in words of ours."""
    begun = why.removeprefix("First version, from ")
    return why if begun == why else t("First version, from {folder}", folder=begun)


def attempt(role: Role, action: Callable[[RegisterStore, Person], T], t: Translator) -> T | None:
    """Write by :func:`~projectmap.editor.people.write`; None, and why, where it cannot be."""
    try:
        kept = store()
        return people.write(kept, role, lambda person: action(kept, person))
    except DataInvalidError as error:
        st.error(t("Nothing was kept, because of these problems:"))
        problems(error.problems, t)
    except ConflictError:
        st.error(t("A record has changed meanwhile. Look at it again and choose."))
    except AlreadyDecidedError:
        st.error(t("Somebody has decided about this meanwhile."))
    except TakenError:
        st.error(t("Somebody has taken this ID meanwhile. Choose another one."))
    except people.SignedOutError:
        st.error(t("Nothing was kept: your sign-in has ended."))
    except NotAllowedError:
        st.error(t("You may not do this: it takes another person or another role."))
    except (StoreError, OSError) as error:
        st.error(t("This could not be kept: {reason}", reason=plain(str(error))))
    return None


NEEDED = {
    Role.EDITOR: N_("Your role does not allow you to propose changes."),
    Role.APPROVER: N_("Your role does not allow you to accept changes or to publish."),
}


def may(role: Role) -> bool:
    """Whether the person has ``role``: for what is shown; every write checks it again."""
    return people.person().role.includes(role)


def say_unless_may(role: Role, t: Translator) -> bool:
    """Whether the person has ``role``; says on the page what it takes if not."""
    if not (allowed := may(role)):
        st.info(t(NEEDED[role]))
    return allowed


def done(text: str) -> None:
    """Begin the page again with ``text`` at its top."""
    st.session_state["said"] = text, None
    st.rerun()


def propose(why: str, action: Callable[[RegisterStore, Person], int], t: Translator) -> bool:
    """Propose by ``action`` for a reason; whether it is kept.

    The page says so at its top when it begins again.
    """
    number = attempt(Role.EDITOR, action, t) if is_given(why, t) else None
    if number is None:
        return False
    st.session_state["said"] = (
        t("Proposed as no. {number}. It is public once it is accepted and published.",
          number=number),
        link("review", t("Review no. {number}", number=number), t, set=number),
    )  # fmt: skip
    return True


def reason_field(title: str, place: str) -> str:
    """The field for a reason."""
    return st.text_input(title, key=f"{place}:why", max_chars=2000).strip()


def is_given(reason: str, t: Translator) -> bool:
    """Whether there is a reason; says that it is needed."""
    if not reason:
        st.error(t("Give a reason."))
    return bool(reason)


def begin(title: str, *, form: bool = False) -> bool:
    """The heading of a page, and what was just done; whether there was anything.

    A page without a ``form`` leaves the open one.
    """
    if not form:
        st.session_state.pop("form", None)
    st.title(plain(title), anchor=False)
    if said := st.session_state.pop("said", None):
        st.success(said[0])
        if said[1]:
            st.html(element("p", said[1]))
    return bool(said)


def style() -> None:
    """The public page's looks for previews, and few of our own."""
    st.html(f"<style>{_sheet()}</style>")


@cache
def _sheet() -> str:
    public = files("projectmap.html").joinpath("records.css").read_text("utf-8")
    own = files("projectmap.editor").joinpath("style.css").read_text("utf-8")
    return theme.stylesheet() + public + own
