"""What the viewer holds: the records of a view, or of all steps of a story, as plain data.

Nothing is counted in it that ``query`` does not count: statuses come as intervals of
:mod:`projectmap.query.history`, which records have which value as the facets of
:mod:`projectmap.query.index`, and the figures of a step as finished texts.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from projectmap.content.figures import figures
from projectmap.content.records import when
from projectmap.content.view import link
from projectmap.export import qr
from projectmap.i18n import LANGUAGES, both_texts
from projectmap.map import ground, layers, partners
from projectmap.memory import kept
from projectmap.model.codes import TILE_LAYERS
from projectmap.model.filters import FILTERS
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project
from projectmap.model.register import Register
from projectmap.query.history import status_intervals
from projectmap.query.index import index_of
from projectmap.query.notices import notices
from projectmap.query.select import select
from projectmap.query.shown import Shown
from projectmap.query.status import change_dates
from projectmap.query.view import View
from projectmap.viewer.steps import Both, Mode, Step, ViewerRequest, both, in_brief
from projectmap.viewer.texts import FACETS, KEYS, texts


def data(request: ViewerRequest, base_url: str | None) -> dict[str, Any]:
    """Everything that ``viewer.js`` works with; values that JSON knows.

    ``base_url`` is the site's address or None.
    """
    register = request.register
    placed = [item for item in request.partnerships if partners.on_map(item)]
    return {
        "mode": request.mode,
        "version": register.version,
        "edition": register.edition.isoformat(),
        "act": register.act_date.isoformat(),
        "language": request.view.lang or LANGUAGES[0],
        "asof": None if request.view.asof is None else request.view.asof.isoformat(),
        "compare": _compared(request.view),
        "layers": [layer for layer in request.view.layer if layer not in TILE_LAYERS],
        "partners": request.partners,
        "geometry": json.loads(layers.geometry(register)),
        "ground": {
            level: json.loads(ground.ground(register, level))
            for level in ground.Level
            if level is ground.Level.LIGHT or request.mode is not Mode.EMBED
        },
        "positions": b64encode(layers.positions_of(register, request.records)).decode(),
        "ends": json.loads(partners.data_of(register, placed)),
        "placed": [item.id for item in placed],
        "keys": [asdict(key) | {"label": both_texts(**key.label)} for key in KEYS],
        "words": request.both(
            lambda shown: {
                "map": layers.texts(shown.labels),
                "partners": partners.texts(shown.labels),
                "page": texts(shown.labels),
            }
        ),
        "records": [_record(item, request) for item in request.records],
        "facets": _facets(request),
        "partnerships": [_partnership(item, request) for item in request.partnerships],
        "settlements": _settlements(request),
        "status": _status(register),
        "steps": [_step_data(request, step) for step in request.steps],
        "story": None
        if request.story is None
        else both_texts(request.story.title_uk, request.story.title_en),
        "link": None if base_url is None else _links(request, base_url),
        "qr": _codes(request, base_url),
    }


def _links(request: ViewerRequest, base_url: str) -> Both:
    """The address of the view, or of the story, on the site."""
    found = {}
    for language in LANGUAGES:
        if request.story is None:
            page = base_url + ("partnerships" if request.partners else "")
            found[language] = link(replace(request.view, lang=language), page)
        else:
            found[language] = f"{base_url}stage?story={request.story.id}&lang={language}"
    return found


def _codes(request: ViewerRequest, base_url: str | None) -> Both | None:
    """The links as QR codes, where somebody else's telephone could open them."""
    links = {} if base_url is None else _links(request, base_url)
    if not links or not all(qr.scannable(target, base_url) for target in links.values()):
        return None
    return {
        language: "data:image/svg+xml;base64," + b64encode(qr.svg(target)).decode()
        for language, target in links.items()
    }


def _item(item: Project | Partnership, request: ViewerRequest) -> dict[str, Any]:
    staged = request.mode is Mode.STAGE or request.story is not None
    return {
        "id": item.id,
        "title": both_texts(item.title_uk, item.title_en),
        "communities": item.communities,
        **({"brief": in_brief(request.register, item)} if staged else {}),
    }


def _record(item: Project, request: ViewerRequest) -> dict[str, Any]:
    register = request.register
    return {
        **_item(item, request),
        "when": both(register, lambda labels: when(item, labels.t)),
        "settlement": item.settlement,
        "spot": item.point,
        "placed": item.point is not None or layers.on_communities(item),
        "scope": both(register, lambda labels: labels.code(item.scope)),
    }


def _facets(request: ViewerRequest) -> list[dict[str, Any]]:
    """For each filter the values that occur: code, name, and ``rows``, indexes in ``records``."""
    indexes = {row: index for index, row in enumerate(request.rows)}
    index = index_of(request.register)
    found = []
    for name in FACETS:
        facet = index.facets[name]
        values = []
        for code in facet.indexes:
            rows = sorted(indexes[row] for row in facet.of(code).tolist() if row in indexes)
            if rows:
                values.append({"code": code, "name": _names(request, name, code), "rows": rows})
        found.append({"name": name, "values": values})
    return found


def _names(request: ViewerRequest, facet: str, code: str) -> Both:
    return both(request.register, lambda labels: FILTERS[facet].name(labels, code))


def _partnership(item: Partnership, request: ViewerRequest) -> dict[str, Any]:
    return {**_item(item, request), "sector": item.sectors, "period": item.period}


def _settlements(request: ViewerRequest) -> dict[str, Any]:
    register = request.register
    codes = {item.settlement for item in request.records if item.settlement is not None}
    if register.basemap is not None:  # then every settlement with a point is on the map
        codes |= {code for code, item in register.settlements.items() if item.point is not None}
    names = both(register, lambda labels: {code: labels.settlement(code) for code in codes})
    return {
        code: {
            "name": {language: names[language][code] for language in LANGUAGES},
            "community": register.settlements[code].community,
        }
        for code in sorted(codes)
    }


@kept(2)
def _status(register: Register) -> dict[str, Any]:
    """The status of every community at any time, the order's words, and the dates of change.

    ``periods``: of each community in the register's order: first day (null: since ever), index of
    the status in ``STATUSES``, settlements occupied, of how many, rows of the List in force.
    """
    rows = {row.id: number for number, row in enumerate(register.status_rows)}
    changes = change_dates(register)
    return {
        "changes": sorted(
            {day.isoformat() for day in (*changes, register.edition) if day <= register.edition}
        ),
        "days": both(
            register, lambda labels: {day.isoformat(): labels.t.day(day) for day in changes}
        ),
        "periods": [
            [
                [
                    None if item.start is None else item.start.isoformat(),
                    layers.STATUSES.index(item.status),
                    item.settlements_occupied,
                    item.settlements_total,
                    [rows[row.id] for row in item.rows],
                ]
                for item in status_intervals(register, code)
            ]
            for code in register.communities
        ],
        "rows": [
            [row.wording, layers.STATUSES.index(row.status), row.valid_from.isoformat()]
            for row in register.status_rows
        ],
    }


def _step_data(request: ViewerRequest, step: Step) -> dict[str, Any]:
    register, view, about = request.register, step.views[0], step.about
    selection = select(register, view)
    visible, shown = selection.mask[request.rows], selection.partnerships
    if about is not None:
        visible = np.array([item is about for item in request.records], dtype=bool)
        shown = tuple(item for item in shown if item is about)
    ids = {item.id for item in shown}
    return {
        "title": step.title,
        "lines": step.lines,
        "map": step.map,
        "focus": step.focus,
        "listed": step.listed,
        "about": about
        and {"kind": "project" if isinstance(about, Project) else "partnership", "id": about.id},
        "layers": [layer for layer in view.layer if layer not in TILE_LAYERS],
        "compare": _compared(view),
        "visible": b64encode(np.packbits(visible).tobytes()).decode(),
        "partnerships": [item.id for item in request.partnerships if item.id in ids],
        "dates": [_date_data(register, step, one) for one in step.views],
    }


def _date_data(register: Register, step: Step, view: View) -> dict[str, Any]:
    """What a step says on one of its dates: the groups of figures, each after its key."""
    day = view.asof or register.edition

    def groups(labels: Labels) -> list[list[Any]]:
        found = ((key, figures(Shown(labels, view), key)) for key in step.figures)
        return [
            [key, *([fact.label, fact.text, fact.note] for fact in facts)] for key, facts in found
        ]

    return {
        "asof": day.isoformat(),
        "figures": both(register, groups),
        "notices": both(register, lambda labels: notices(labels, day)[1:]),
    }


def _compared(view: View) -> str | None:
    return None if view.compare is None else view.compare.isoformat()
