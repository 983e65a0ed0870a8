"""The dossier of a community as a PDF of two A4 pages, set by Typst.

Two pages are the promise: what does not fit is left out by the rule of
:mod:`~projectmap.export.dossier.fit` and said to be ("and 3 more: on the community's
page").
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import typst

from projectmap import fonts
from projectmap.export import qr, typeset
from projectmap.export.dossier.content import (
    Dossier,
    Entry,
    Section,
    Spell,
    Table,
    cleaned,
    content,
)
from projectmap.export.dossier.fit import COLUMNS, Heights, Plan, shorter, whole
from projectmap.html import locator
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.view import View

LONGEST_TITLE = 200
"""Letters of a name; longer ones end in an ellipsis."""
LONGEST_WORD = 40
"""Letters after which a word may be broken wherever it is."""
_WHOLE = {"address", "link", "document_title", "settlements", "notices", "credit"}
"""What is never cut: addresses, and what is no text of a record."""
MOST_STEPS = 100
"""Plans that are tried before the last one is taken as it is."""
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")


def write_dossier_pdf(
    register: Register,
    code: str,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
    contact: str | None,
    path: Path,
) -> None:
    """Write the dossier of the community ``code`` to ``path``.

    The arguments are those of :func:`~projectmap.export.dossier.content.content`, which
    raises :class:`KeyError` for a code that is no community's. Equal arguments give equal files.
    """
    found = content(register, code, view, t, day, base_url, contact)
    community = register.communities[code]
    fixed = {
        "locator": locator.drawing(register, community, t, fonts.FAMILY),
        "locator_alt": cleaned(locator.alternative(register, community, t)),
        "qr": qr.svg(found.link).decode() if found.link and qr.useful(base_url) else None,
        "keywords": [code, community.pcode],
        "say": _words(t),
    }
    plan = whole(found)
    for _ in range(MOST_STEPS):
        shown = _shown(found, plan, t) | fixed
        less = shorter(plan, found, _heights(_compiler(shown, only_measured=True)))
        if less == plan:
            break
        plan = less
    path.write_bytes(typeset.pdf(_compiler(shown, only_measured=False), day))


def _compiler(shown: dict[str, Any], *, only_measured: bool) -> typst.Compiler:
    return typeset.compiler("dossier.typ", shown | {"only_measured": only_measured})


def _words(t: Translator) -> dict[str, str]:
    return {
        "over_time": t("Status over time"),
        "shown": t("on the shown date"),
        "days": t("The first day of each time counts, the last one does not."),
        "act": t("Act"),
        "settlements": t("Settlements"),
        "sources": t("Sources"),
        "figures": t("In figures"),
        "no_record": t("The register has no record of this place."),
        "no_source": t("No record or partnership here, so no source of one."),
        "contact": t("How to reach the office"),
        "link": t("The community’s page, with everything"),
        "qr": t("QR code of the community’s page"),
    }


def _heights(compiler: typst.Compiler) -> Heights:
    """What the template reports under the label ``fit``."""
    found = {item["part"]: item for item in json.loads(compiler.query("<fit>", field="value"))}
    first, second = found["first"], found["second"]
    return Heights(
        first=first["height"],
        first_room=first["room"],
        figures=first["figures"],
        second={column: second[column] for column in COLUMNS},
        second_room=second["room"] - second["rest"],
    )


# --- What is shown ----------------------------------------------------------------------------


def _shown(found: Dossier, plan: Plan, t: Translator) -> Any:
    """The data of the template."""
    by_key = {section.key: section for section in found.sections}
    columns = {
        column: [_section(by_key[key], plan, column, t) for key in keys if key in by_key]
        for column, keys in COLUMNS.items()
    }
    cited = {
        number
        for section in chain.from_iterable(columns.values())
        for group in section["groups"]
        for item in group["entries"]
        for number in item["sources"]
    }
    kept = [source for source in found.sources if source.number in cited]
    status = found.status
    return _settable(
        {
            "language": found.language,
            "document_title": found.document_title,
            "kicker": found.kicker,
            "title": _short(found.title, LONGEST_TITLE),
            "name": _short(found.name, LONGEST_TITLE),
            "former": _short(found.former, LONGEST_TITLE),
            "facts": [_fact(item) for item in found.facts],
            "settlements": found.settlements if plan.settlements else "",
            "outlined": _short(found.outlined, LONGEST_TITLE),
            "profile": _fact(found.profile),
            "status": {
                "day": status.day,
                "code": str(status.code),
                "name": status.name,
                "details": ", ".join(status.details),
                "notices": " ".join(status.notices),
                "spells": [_spell(item, plan, t) for item in status.spells],
                "act": status.act,
            },
            "status_short": f"{status.day}: {status.name}",
            "bar": _bar(found),
            "columns": columns,
            "figures_first": plan.figures_first,
            "sizes": {"first": plan.first_size, "second": plan.second_size},
            "table": _table(found.table, plan.shown["figures", 0], t) if found.table else None,
            "figures": [_fact(item) for item in found.figures],
            "sources": [
                {
                    "number": item.number,
                    "title": _short(item.title, LONGEST_TITLE),
                    "address": item.address,
                    "details": _short(item.details, LONGEST_TITLE),
                }
                for item in kept
            ],
            "more_sources": _more(len(found.sources) - len(kept), t),
            "backing": [_fact(item) for item in found.backing],
            "contact": {
                "said": found.contact[0],
                "reach": found.contact[1],
                "address": found.contact[2],
            },
            "link": found.link,
            "credit": " ".join(found.credit),
            "edition": ", ".join((*found.edition, found.made)),
        },
        plan.longest,
    )


def _section(section: Section, plan: Plan, column: str, t: Translator) -> dict[str, Any]:
    groups = []
    summaries = column not in plan.without_summaries
    for number, group in enumerate(section.groups):
        shown = group.entries[: plan.shown[section.key, number]]
        full = plan.full[section.key, number]
        left_out = len(group.entries) - len(shown) + group.left_out
        groups.append(
            {
                "name": group.name,
                "count": group.count,
                "caution": group.caution,
                "entries": [
                    _entry(item, with_summary=summaries) if place < full else _line(item)
                    for place, item in enumerate(shown)
                ],
                "empty": "" if group.entries else group.empty,
                "more": _more(left_out, t),
            }
        )
    return {"title": section.title, "groups": groups}


def _entry(item: Entry, *, with_summary: bool) -> dict[str, Any]:
    return {
        "title": _short(item.title, LONGEST_TITLE),
        "tag": item.tag,
        "summary": item.summary if with_summary else "",
        "facts": [_fact(fact) for fact in item.facts if fact.brief or with_summary],
        "sources": item.sources,
        "address": item.address,
    }


def _line(item: Entry) -> dict[str, Any]:
    return {
        "title": _short(item.title, LONGEST_TITLE),
        "tag": item.tag,
        "line": " · ".join(text for text in (_short(item.line), item.id) if text),
        "sources": item.sources,
        "address": item.address,
    }


def _fact(item: Any) -> dict[str, Any]:
    return asdict(item) | {"value": item.value}


def _spell(item: Spell, plan: Plan, t: Translator) -> dict[str, Any]:
    return {
        "time": item.time,
        "status": str(item.status),
        "name": item.name,
        "settlements": item.settlements,
        "shown": item.shown,
        "rows": [
            {
                "text": _short(row.text, LONGEST_TITLE),
                "status": row.status,
                "act": _short(row.act, LONGEST_TITLE),
            }
            for row in sorted(item.rows, key=lambda row: row.status)[: plan.rows]
        ],
        "more": _more(len(item.rows) - plan.rows, t),
    }  # fmt: skip


def _table(table: Table, shown: int, t: Translator) -> dict[str, Any]:
    """The table with its last row, the sum, whatever else is left out."""
    *lines, everything = table.rows
    return {
        "heads": table.heads,
        "rows": [*lines[:shown], everything],
        "note": table.note,
        "more": _more(len(lines) - shown, t),
    }


def _bar(found: Dossier) -> dict[str, Any]:
    """The picture of time: from and to of each status, and the years, from 0 to 1."""
    status = found.status
    length = max((status.last - status.first).days, 1)

    def place(day: date | None, default: float) -> float:
        if day is None:
            return default
        return min(max((day - status.first).days / length, 0), 1)

    years = range(status.first.year, status.last.year + 1)
    step = max(len(years) // 12, 1)
    return {
        "parts": [
            {"from": place(item.start, 0), "to": place(item.end, 1), "status": str(item.status)}
            for item in status.spells
        ],
        "years": [{"at": place(date(year, 1, 1), 0), "name": str(year)} for year in years[::step]],
        "shown": place(status.shown, 1),
    }


def _more(left_out: int, t: Translator) -> str:
    """How many are left out, and where they are."""
    if left_out <= 0:
        return ""
    return t.plural(
        "and {n} more: on the community’s page",
        "and {n} more: on the community’s page",
        left_out,
    )


def _short(text: str, longest: int = LONGEST_TITLE) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _settable(value: Any, longest: int, key: str = "") -> Any:
    """``value`` with no text too long, and a place to break in words that no line could hold."""
    if isinstance(value, dict):
        return {name: _settable(item, longest, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(item, longest) for item in value]
    if not isinstance(value, str) or key in _WHOLE:
        return value
    return _LONG_WORD.sub(lambda found: "\u200b".join(found[0]), _short(value, longest))
