"""The fields of forms and differences: what each is called, and how it is filled in.

Taken from the records of the model: a field added there has its place here as soon as it has a
name in :data:`NAMES`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, StrEnum, auto
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs, urlencode

from babel.core import Locale

from projectmap.i18n import N_, Code, Translator
from projectmap.memory import kept
from projectmap.model import codes, records
from projectmap.model.dates import PartialDate
from projectmap.model.labels import Labels
from projectmap.model.records import Iso2, Iso4217, Source
from projectmap.model.story import Lines, Parameters, Story


class Widget(Enum):
    """How a field is filled in."""

    LINE = auto()
    TEXT = auto()
    DATE = auto()
    NUMBER = auto()
    FLAG = auto()
    CHOICE = auto()
    MANY = auto()
    LINES = auto()
    """Texts, one a line."""
    ITEMS = auto()
    """Things with fields of their own: sources, partners, steps."""
    VIEW = auto()
    """Parameters of a view, as in the address of the map."""
    LEVELS = auto()
    """For fields that not everybody may read: the lowest level that may."""
    POINTS = auto()
    """Longitude and latitude, one point a line."""


def _no_names(_: Labels) -> Mapping[Any, str]:
    return {}


def _yes_no(labels: Labels) -> Mapping[Any, str]:
    return {True: labels.t("yes"), False: labels.t("no")}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    label: str
    widget: Widget
    optional: bool
    names: Callable[[Labels], Mapping[Any, str]] = _no_names
    """The values that may be chosen, with their names; none where it is typed."""
    item: type[Any] | None = None
    """Of ITEMS: what each is."""

    def title(self, t: Translator) -> str:
        """The name of the field, with its language where it has two."""
        return t(self.label) + (f" ({t(_LANGUAGES[self.language])})" if self.language else "")

    @property
    def language(self) -> str:
        """``uk`` or ``en`` for a text that stands in both, else ``""``."""
        if self.name.endswith(("_uk", "_en")):
            return self.name[-2:]
        return "uk" if self.name in _PAIRED else ""

    @property
    def stem(self) -> str:
        """What the two languages of a text share."""
        return _stem(self.name)


_LANGUAGES = {"uk": N_("in Ukrainian"), "en": N_("in English")}
_PAIRED = ("title", "status_text", "date_text", "amount_note", "beneficiaries", "act")
_LONG = {"summary", "profile", "note", "amount_note", "wording", "beneficiaries", "date_text"}

MODELS: Mapping[str, type[Any]] = {
    "projects": records.Project,
    "partnerships": records.Partnership,
    "communities": records.Community,
    "organisations": records.Organisation,
    "sectors": records.Sector,
    "occupation_status": records.StatusRow,
    "list_amendments": records.Amendment,
    "settlements": records.Settlement,
    "stories": Story,
}
"""The collections that are edited record by record."""
COLLECTION_NAMES: Mapping[str, str] = {
    "projects": N_("Records"),
    "partnerships": N_("Partnerships"),
    "communities": N_("Communities"),
    "organisations": N_("Organisations"),
    "sectors": N_("Sectors"),
    "occupation_status": N_("Entries of the List"),
    "list_amendments": N_("Later acts on the List"),
    "stories": N_("Stories"),
    "settlements": N_("Settlements"),
    "known_exceptions": N_("Known exceptions"),
    "files": N_("Files"),
}
NAMES: Mapping[str, str] = {
    "id": N_("Record ID"),
    "same_as": N_("Other IDs of the same record"),
    "kind": N_("Type"),
    "parent_id": N_("Part of"),
    "title": N_("Title"),
    "summary": N_("Summary"),
    "communities": N_("Communities"),
    "settlement": N_("Settlement"),
    "scope": N_("Location precision"),
    "location_exactness": N_("Location exactness (IATI)"),
    "sectors": N_("Sectors"),
    "donors": N_("Donor"),
    "implementers": N_("Implementing partner"),
    "channels": N_("Funding channel"),
    "partners": N_("Partner"),
    "programme": N_("Programme"),
    "framework": N_("Programme"),
    "status": N_("Status"),
    "status_asof": N_("Status as of"),
    "status_text": N_("Status in the source’s words"),
    "start": N_("Start"),
    "end": N_("End"),
    "date_text": N_("Dates in words"),
    "period": N_("Period"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "amount_scope": N_("What the amount covers"),
    "amount_note": N_("Note on the amount"),
    "finance": N_("Type of finance"),
    "beneficiaries": N_("Beneficiaries"),
    "open_to_partners": N_("Open to partners"),
    "confirmed_on": N_("Confirmed by the community on"),
    "release": N_("Who may read it"),
    "verification": N_("Verification level"),
    "sources": N_("Sources"),
    "publisher": N_("Publisher"),
    "url": N_("Web address"),
    "document": N_("Document"),
    "date": N_("Date"),
    "accessed": N_("Read on"),
    "locator": N_("Place in the source"),
    "partner_countries": N_("Countries of the partners"),
    "project_id": N_("Same facts in record"),
    "counted_with_project": N_("Counted together with that record"),
    "name": N_("Name"),
    "former_name": N_("Former name"),
    "place": N_("Place"),
    "country": N_("Country"),
    "profile": N_("Profile"),
    "areas_of_cooperation": N_("Areas of cooperation"),
    "seat": N_("Seat of the administration"),
    "contact": N_("Contact"),
    "aliases": N_("Other names"),
    "population_2022": N_("Population in 2022 (estimate)"),
    "slug": N_("Code"),
    "parent": N_("Part of"),
    "iati_type": N_("Type of organisation"),
    "may_fund": N_("May be a donor"),
    "code": N_("Code"),
    "label": N_("Name"),
    "dac_code": N_("OECD DAC code"),
    "territory": N_("Territory"),
    "level": N_("Level"),
    "valid_from": N_("In force from"),
    "valid_to": N_("In force until (that day not included)"),
    "act": N_("Act"),
    "act_date": N_("Date of the act"),
    "edition": N_("Version of the List of"),
    "note": N_("Note"),
    "wording": N_("Wording of the entry"),
    "steps": N_("Steps"),
    "lines": N_("Lines"),
    "map": N_("Map"),
    "view": N_("What the map shows"),
    "facts": N_("Figures shown"),
    "focus": N_("Zoom to communities"),
    "geometry": N_("Place on the map"),
    "levels": N_("Fields for fewer readers"),
    "updated": N_("Updated"),
}
"""What people read instead of the name of a field; without its language."""
_EDITED: Mapping[type[Any], set[str]] = {
    records.Community: {
        *("profile_uk", "profile_en", "areas_of_cooperation", "seat_uk", "seat_en", "contact"),
        *("aliases", "population_2022"),
    },
    records.Settlement: {"name_uk", "name_en", "former_name_uk"},
}
"""Of places nothing else is edited here: codes, points and outlines come with a new dataset."""
_WITH_LEVELS = {records.Project, records.Partnership, records.Community}
SET_BY_US = {"updated", "point", "places"}
"""Fields that follow from others."""


@kept(32)
def fields_for(model: type[Any]) -> tuple[Field, ...]:
    """The fields of a form, in the order of the model."""
    return tuple(_fields(model))


def _fields(model: type[Any]) -> Iterable[Field]:
    hints = get_type_hints(model, include_extras=True)
    wanted = (
        item.name
        for item in fields(model)
        if item.name not in SET_BY_US and (model not in _EDITED or item.name in _EDITED[model])
    )
    yield from (_field(name, hints[name], model) for name in wanted)
    if model in _WITH_LEVELS:
        yield Field("levels", NAMES["levels"], Widget.LEVELS, optional=True)
    if model is records.Partnership:
        label = N_("Places of the partners (longitude, latitude)")
        yield Field("geometry", label, Widget.POINTS, optional=True)


def blank(model: type[Any]) -> dict[str, Any]:
    """The fields of a form in which nothing is filled in."""
    lists = {Widget.MANY, Widget.LINES, Widget.ITEMS}
    return {
        item.name: [] if item.widget in lists else {} if item.widget is Widget.VIEW else None
        for item in fields_for(model)
    }


def point_lines(geometry: Mapping[str, Any] | None) -> list[str]:
    """The points of a geometry, one a line: ``4.90, 52.37``."""
    if geometry is None:
        return []
    given = geometry.get("coordinates", [])
    points = [given] if geometry.get("type") == "Point" else given
    return [", ".join(str(part) for part in point) for point in points]


def points_of(text: str) -> Any:
    """The geometry of :func:`point_lines`; raises :class:`ValueError` for what is no numbers."""
    points = [[float(part) for part in line.split(",")] for line in text.splitlines() if line]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def hidable(collection: str) -> list[str]:
    """The fields of a collection that some readers may go without."""
    found = [
        field.name
        for field in fields_for(MODELS[collection])
        if (field.optional or field.widget in {Widget.LINES, Widget.MANY})
        and field.widget is not Widget.LEVELS
    ]
    return found + (["geometry"] if collection == "projects" else [])


def view_text(value: Mapping[str, Any]) -> str:
    """Parameters as in an address: ``asof=2022-02-24&sector=water``."""
    return urlencode(value, doseq=True)


def view_of(text: str) -> dict[str, list[str]]:
    """The parameters of :func:`view_text`, or of a whole address of the map.

    What is the reader's choice, not the map's, is left out: the language.
    """
    found = parse_qs(text.partition("?")[2] if "?" in text else text, keep_blank_values=True)
    return {name: values for name, values in found.items() if name != "lang"}


def title_of(name: str, t: Translator) -> str:
    """The name of a field, with its language where it has two."""
    return Field(name, label_of(name), Widget.LINE, optional=True).title(t)


def label_of(name: str) -> str:
    """The message id of a field's name; of one that has none, itself."""
    return NAMES.get(name) or NAMES.get(_stem(name)) or name


def _stem(name: str) -> str:
    return name.removesuffix("_uk").removesuffix("_en")


def _field(name: str, hint: Any, model: type[Any]) -> Field:  # noqa: PLR0911 - one for each widget
    parts = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    optional = type(None) in parts
    (inner,) = (part for part in parts if part is not type(None))
    plain = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    many = get_origin(plain) is tuple
    element = get_args(plain)[0] if many else inner
    bare = get_args(element)[0] if get_origin(element) is Annotated else element
    made = (name, label_of(name))
    if is_dataclass(bare):
        assert isinstance(bare, type)  # noqa: S101 - a field's type is no instance
        return Field(*made, Widget.ITEMS, optional, item=bare)
    if (names := _names(name, element, bare, model)) is not None:
        return Field(*made, Widget.MANY if many else Widget.CHOICE, optional, names)
    if inner is Parameters:
        return Field(*made, Widget.VIEW, optional)
    if many or inner is Lines:
        return Field(*made, Widget.LINES, optional)
    if bare is bool:
        return Field(*made, Widget.FLAG, optional, _yes_no)
    if bare in {int, float}:
        return Field(*made, Widget.NUMBER, optional)
    dated = element in {records.Day, PartialDate}
    return Field(
        *made,
        Widget.DATE if dated else Widget.TEXT if _stem(name) in _LONG else Widget.LINE,
        optional,
    )


def _names(
    name: str, element: Any, bare: Any, model: type[Any]
) -> Callable[[Labels], Mapping[str, str]] | None:
    """The code list that a field takes its values from."""
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return lambda labels: {str(code): code_name(labels, code) for code in bare}
    if element == Iso2:
        return lambda labels: _sorted(labels, {c: labels.t.territory(c) for c in _countries()})
    if element == Iso4217:
        return lambda _: {code: code for code in ("UAH", "EUR", "USD", "GBP", "CHF", "PLN", "SEK")}
    if model is records.Organisation and name == "parent":
        return organisations
    if model is Source:
        return None
    return _LISTS.get(name)


def code_name(labels: Labels, code: str) -> str:
    """The name of a code."""
    if isinstance(code, codes.ListStatus):
        code = codes.TerritoryStatus(code.value)
    return labels.code(code) if isinstance(code, Code) and code.label else str(code)


@kept(4)
def communities(labels: Labels) -> Mapping[str, str]:
    """Communities by their names, and the oblast."""
    found = {code: labels.community(code) for code in labels.register.communities}
    return {**_sorted(labels, found), codes.OBLAST: labels.community(codes.OBLAST)}


@kept(4)
def settlements(labels: Labels) -> Mapping[str, str]:
    """Settlements by their names, with their communities."""
    found = labels.register.settlements.values()
    return _sorted(
        labels,
        {
            item.katottg: f"{labels.settlement(item.katottg)} – {labels.community(item.community)}"
            for item in found
        },
    )


@kept(4)
def organisations(labels: Labels) -> Mapping[str, str]:
    """Organisations by their names."""
    return _sorted(labels, {slug: labels.organisation(slug) for slug in
                            labels.register.organisations})  # fmt: skip


@kept(4)
def _territories(labels: Labels) -> Mapping[str, str]:
    raions = {code: labels.raion(code) for code in labels.register.raions}
    return {**raions, **communities(labels), **settlements(labels)}


@kept(4)
def _sectors(labels: Labels) -> Mapping[str, str]:
    return _sorted(labels, {code: labels.sector(code) for code in labels.register.sectors})


@kept(4)
def _projects(labels: Labels) -> Mapping[str, str]:
    return {i.id: f"{i.id} · {labels.text(i, 'title')}" for i in labels.register.projects}


def _sorted(labels: Labels, names: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(names.items(), key=lambda item: labels.t.sort_key(item[1])))


def _countries() -> list[str]:
    return [code for code in map(str, Locale("en").territories) if len(code) == len("UA")]


_LISTS: Mapping[str, Callable[[Labels], Mapping[str, str]]] = {
    "communities": communities,
    "focus": communities,
    "settlement": settlements,
    "territory": _territories,
    "sectors": _sectors,
    "areas_of_cooperation": _sectors,
    "parent_id": _projects,
    "project_id": _projects,
    **dict.fromkeys(
        ("donors", "implementers", "channels", "partners", "programme", "framework"),
        organisations,
    ),
}
"""Fields whose codes are records of the register."""
