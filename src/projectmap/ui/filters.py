"""The filter panel. Each option says how many records it would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import streamlit as st

from projectmap.i18n import Translator
from projectmap.markup import element
from projectmap.model import codes
from projectmap.model.dates import FIRST_YEAR, LAST_YEAR
from projectmap.model.labels import (
    community_name,
    label,
    organisation_name,
    raion_name,
    sector_name,
)
from projectmap.model.register import Register
from projectmap.query.select import Selection
from projectmap.query.view import MAX_QUERY, View
from projectmap.ui import state


def panel(register: Register, selection: Selection, view: View, t: Translator) -> None:
    """All filters, the way out of them, and how many records are left."""
    st.text_input(
        t("Search"),
        key="q",
        placeholder=t("place, donor, title…"),
        max_chars=MAX_QUERY,
    )
    for name, (title, naming) in _facets(register, t).items():
        _choices(name, title, naming, selection.options[name], view, t)
    first, last = st.columns(2)
    years = ((first, "year_from", t("From year")), (last, "year_to", t("To year")))
    for column, name, title in years:
        column.number_input(
            title, min_value=FIRST_YEAR, max_value=LAST_YEAR, step=1, key=name, placeholder="—"
        )  # fmt: skip
    if selection.hidden_undated:
        st.html(
            element(
                "p",
                t.plural(
                    "The years hide {n} undated record.",
                    "The years hide {n} undated records.",
                    selection.hidden_undated,
                ),
                class_="note",
            )
        )
    st.button(
        t("Clear the filters"),
        key="clear",
        on_click=state.clear,
        disabled=not view.filtered,
        width="stretch",
    )


def _facets(register: Register, t: Translator) -> Mapping[str, tuple[str, Callable[[str], str]]]:
    def of_list(members: type[StrEnum]) -> Callable[[str], str]:
        return lambda code: label(t, members(code))

    def place(code: str) -> str:
        community = register.communities.get(code)
        return raion_name(t, register, code) if community is None else community_name(t, community)

    return {
        "sector": (t("Sector"), lambda code: sector_name(t, register, code)),
        "donor": (t("Donor"), lambda slug: organisation_name(t, register, slug)),
        "community": (t("Community or raion"), place),
        "period": (t("Period"), of_list(codes.Period)),
        "status": (t("Activity status, as reported"), of_list(codes.ActivityStatus)),
        "kind": (t("Kind"), of_list(codes.Kind)),
        "partner_country": (t("Partner country"), t.territory),
        "verification": (t("Verification"), of_list(codes.Verification)),
    }


def _choices(
    name: str,
    title: str,
    naming: Callable[[str], str],
    counts: Mapping[str, int],
    view: View,
    t: Translator,
) -> None:
    chosen = getattr(view, name)
    labels = {}
    for code in {*(value for value, count in counts.items() if count), *chosen}:
        try:
            text = naming(code)
        except ValueError:
            # A partnership's kind may come with a link; it is in no project's list.
            text = label(t, codes.PartnershipKind(code))
        labels[code] = f"{text} ({t.number(counts.get(code, 0))})"
        state.remember_label(labels[code], code)
    st.multiselect(
        title,
        sorted(labels, key=labels.__getitem__),
        format_func=lambda code: labels.get(code, str(code)),
        key=name,
        placeholder=t("any"),
        select_all=False,
    )
