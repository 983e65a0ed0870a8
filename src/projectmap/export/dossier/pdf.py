"""The dossier of a community as a PDF of two A4 pages, set by Typst.

Two pages are the promise: what does not fit is left out by the rule of
:mod:`~projectmap.export.dossier.fit` and said to be ("and 3 more: on the community's page").
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import typst

from projectmap.content.communities import CommunityContent
from projectmap.content.statuses import FIRST_DAY
from projectmap.export import qr, typeset
from projectmap.export.dossier.common import Dossier
from projectmap.export.dossier.fit import FIGURES, Columns, Heights, Plan, everything, shorter
from projectmap.export.request import ExportRequest
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.status import change_dates

MAX_PLANS = 100
"""Plans that are tried before the last one is taken as it is."""
_NEVER_CUT = ("notices", "credit", "settlements")
"""Texts of our own, and names that go together or not at all."""


def write(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the dossier of the community that the request is about.

    Raises :class:`ValueError` where it names none.
    """
    found = Dossier(register, request)
    fixed = _fixed(found) | {"bar": _bar(found)}
    list_rows = max((len(period.rows) for period in found.content.history), default=0)
    plan = everything(_columns(found.content))
    texts = cache(partial(_texts, found))
    for _ in range(MAX_PLANS):
        data = fixed | _planned(found, plan) | {"content": texts(plan.longest)}
        heights = _heights(typeset.compiler("dossier.typ", data | {"only_measured": True}))
        less = shorter(plan, heights, list_rows)
        if less == plan:
            break
        plan = less
    compiler = typeset.compiler("dossier.typ", data | {"only_measured": False})
    path.write_bytes(typeset.pdf(compiler, request.day))


def _heights(compiler: typst.Compiler) -> Heights:
    """What the template reports under the label ``fit``."""
    found = {item["part"]: item for item in json.loads(compiler.query("<fit>", field="value"))}
    first, second = found["first"], found["second"]
    return Heights(
        first=first["height"],
        first_room=first["room"],
        figures=first["figures"],
        second={column: second[column] for column in ("main", "side")},
        second_room=second["room"] - second["rest"],
    )


# --- The data of the template -----------------------------------------------------------------


def _fixed(found: Dossier) -> dict[str, Any]:
    """What no plan changes."""
    return {
        "language": found.t.language,
        "title": found.title,
        "keywords": found.keywords,
        "foot": found.edition,
        "drawing": {"svg": found.drawing, "alt": found.drawing_text},
        "url": found.url,
        "qr": qr.svg(found.url).decode() if found.url and found.scannable else None,
        "words": _words(found.t),
    }


def _words(t: Translator) -> dict[str, str]:
    return {
        "over_time": t("Status over time"),
        "shown": t("on the date shown"),
        "days": t(FIRST_DAY),
        "act": t("Legal act"),
        "settlements": t("Settlements"),
        "sources": t("Sources"),
        "link": t("The community’s page with full details"),
        "qr": t("QR code of the community’s page"),
        "quotes": t.quote("…"),
    }


def _columns(content: CommunityContent) -> Columns:
    """The lists of the second page."""
    main = (content.needs, *content.projects.sections, content.events)
    rows = sum(len(table.rows) - 1 for table in content.figures.tables)
    return {
        "main": {section.key: len(section.entries) for section in main},
        "side": {"partnerships": len(content.partnerships.entries), FIGURES: rows},
    }


def _texts(found: Dossier, longest: int) -> dict[str, Any]:
    """The content; texts with more than ``longest`` letters are cut."""
    data = partial(typeset.plain_data, address=found.address)
    whole = {name: data(getattr(found.content, name)) for name in _NEVER_CUT}
    return {**data(found.content, max_text=longest), **whole}


def _planned(found: Dossier, plan: Plan) -> dict[str, Any]:
    """What of the content ``plan`` shows, and how much is left out."""
    content = found.content
    sections = (content.needs, *content.projects.sections, content.partnerships, content.events)
    shown = {section.key: section.entries[: plan.shown[section.key]] for section in sections}
    cited = {number for entry in chain(*shown.values()) for number in entry.sources}
    left_out = {
        section.key: len(section.entries) - len(shown[section.key]) + section.left_out
        for section in sections
    }
    left_out["sources"] = len(content.sources) - len(cited)
    left_out[FIGURES] = plan.columns["side"][FIGURES] - plan.shown[FIGURES]
    rows = {period.time: len(period.rows) - plan.rows for period in content.history}
    return {
        "plan": asdict(plan) | {"stated": list(plan.stated)},
        "cited": list(cited),
        "more": {key: found.more(number) for key, number in left_out.items() if number > 0},
        "more_rows": {time: found.more(number) for time, number in rows.items() if number > 0},
    }


def _bar(found: Dossier) -> dict[str, Any]:
    """The picture of time: from and to of each status, and the years, as shares of the whole."""
    register, shown = found.register, found.content.status.day
    first = date(min(shown, *change_dates(register)).year, 1, 1)
    length = max((max(shown, register.edition) - first).days, 1)

    def share(day: date | None, default: float) -> float:
        return default if day is None else min(max((day - first).days / length, 0), 1)

    years = range(first.year, max(shown, register.edition).year + 1)
    return {
        "parts": [
            {"from": share(item.start, 0), "to": share(item.end, 1), "status": item.status.value}
            for item in found.content.history
        ],
        "years": [
            {"at": share(date(year, 1, 1), 0), "name": str(year)}
            for year in years[:: max(len(years) // 12, 1)]
        ],
        "shown": share(shown, 1),
    }
