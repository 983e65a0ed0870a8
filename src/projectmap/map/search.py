"""What the search box of the map finds: places by any of their names, records, partnerships."""

from __future__ import annotations

from typing import Any, TypedDict

from projectmap.map.layers import where
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.find import find, reason_text
from projectmap.query.select import select
from projectmap.query.view import View, query_of

MOST_RECORDS, MOST_PARTNERSHIPS = 5, 3
SHORTEST = 2
"""Least number of characters for which records are searched."""


class Hit(TypedDict):
    """One line of the answer."""

    kind: str
    """``place``, ``project`` or ``partnership``: the query parameter that opens it."""
    id: str
    name: str
    note: str
    focus: tuple[str, ...]
    """KATOTTG codes of the communities it belongs to."""
    spot: tuple[float, ...]
    """Longitude and latitude, where they are known."""


def hits(labels: Labels, text: str) -> list[Hit]:
    """The places that ``text`` may mean, then records and partnerships that have its words."""
    register, t, words = labels.register, labels.t, query_of(text)
    found = []
    for match in find(register, words):
        code = match.settlement or match.community
        name = labels.community(match.community)
        if match.settlement is not None:
            name = f"{labels.settlement(code)} · {name}"
        found.append(_hit(register, "place", code, name, reason_text(match, labels)))
    if len(words) < SHORTEST:
        return found
    selection = select(register, View(q=words))
    records = [register.projects[row] for row in selection.rows[:MOST_RECORDS].tolist()]
    exact = register.project(words)
    if exact is not None and exact not in records:
        records.insert(0, exact)
    for item in records:
        title = labels.text(item, "title")
        found.append(_hit(register, "project", item.id, title, labels.code(item.kind)))
    for line in selection.partnerships[:MOST_PARTNERSHIPS]:
        title = labels.text(line, "title")
        found.append(_hit(register, "partnership", line.id, title, t("Partnership")))
    return found


def _hit(register: Register, kind: str, code: str, name: str, note: str) -> Hit:
    chosen: dict[str, Any] = {kind: code}
    focus, spot = where(register, View(**chosen))
    return Hit(kind=kind, id=code, name=name, note=note, focus=focus, spot=spot or ())
