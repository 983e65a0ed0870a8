"""The table of records: the one definition of its columns.

The list under the map, ``/list`` and every download take their values from here, so that what is
downloaded is exactly what is shown. A new column is a row of :data:`COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from projectmap.i18n import N_, Code, Translator, translator
from projectmap.memory import kept
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project, Source
from projectmap.model.register import Register
from projectmap.query.status import status_on

T_contra = TypeVar("T_contra", contravariant=True)
Cell: TypeAlias = str | float | None
"""A text, a number or, where nothing is stated, None. Dates are ISO texts, yes and no are texts."""
JOINER = "; "
"""Between the values of one cell; no code and no address has it inside."""
CODE_NOTE = N_("Stable code, the same in every language; the label is in the next column.")
BOTH_NOTE = N_("In this language, whatever the language of the file.")


@dataclass(frozen=True, slots=True)
class Column(Generic[T_contra]):
    """A column of a table of such items; ``title`` and ``note`` are message ids."""

    key: str
    title: str
    note: str
    value: Callable[[T_contra, Cells], Cell]
    """What it says of an item."""
    kind: Literal["text", "number", "date", "link"] = "text"
    """A date is an ISO text of reduced precision; a link is one address or several."""
    width: int = 16
    """In letters."""
    wrap: bool = False
    """Whether its texts take several lines of a cell."""


def rows(
    columns: Sequence[Column[T_contra]], items: Iterable[T_contra], cells: Cells
) -> Iterator[dict[str, Cell]]:
    """One row an item, with the keys of ``columns``."""
    values = [(column.key, column.value) for column in columns]
    return ({key: value(item, cells) for key, value in values} for item in items)


def joined(parts: Iterable[str | None]) -> str | None:
    """The values of one cell; None where there is none."""
    return JOINER.join(filter(None, parts)) or None


def source_text(t: Translator, source: Source) -> str:
    """A source as ``title (publisher, date)``; a date that is not stated is said to be so."""
    title = t.pick(source.title, source.title_en)
    where = [source.publisher] if source.publisher else []
    return f"{title} ({', '.join([*where, source.date or t('date not stated')])})"


class Cells:
    """What the cells of one table are made with: names and status date.

    Every code is looked up once, as lists of 100,000 records repeat few codes.
    """

    def __init__(self, labels: Labels, day: date) -> None:
        self.labels, self.register, self.t, self.day = labels, labels.register, labels.t, day
        # Typed, because members of two enums with one value are equal, and their labels are not.
        cached = lru_cache(maxsize=None, typed=True)

        def names(
            name: Callable[[str], str], unique: Callable[[Iterable[str]], Iterable[str]] = iter
        ) -> Callable[[tuple[str, ...]], str | None]:
            return cached(lambda codes: joined(unique(map(name, codes))))

        self.label: Callable[[Code | None], str | None] = cached(
            lambda code: None if code is None else labels.code(code)
        )
        self.organisations = names(labels.organisation)
        self.sectors = names(labels.sector)
        self.communities = names(labels.community)
        sectors, places = self.register.sectors, self.register.communities
        self.dac_codes = names(lambda code: sectors[code].dac_code, dict.fromkeys)
        self.raions = names(lambda code: labels.raion(places[code].raion), dict.fromkeys)
        self.territory: Callable[[tuple[str, ...]], str | None] = cached(self._territory)

    def _territory(self, codes: tuple[str, ...]) -> str | None:
        found = status_on(self.register, self.day)
        texts = [self.labels.code(found[code].status) for code in codes]
        if len(codes) == 1:
            return texts[0]
        names = [self.labels.community(code, former=False) for code in codes]
        return joined(f"{name}: {text}" for name, text in zip(names, texts, strict=True))

    def settlement(self, code: str | None) -> str | None:
        """The name of a settlement."""
        return None if code is None else self.labels.settlement(code)

    def yes_no(self, answer: bool | None) -> str | None:  # noqa: FBT001 - it is what is asked
        """The answer as a word."""
        if answer is None:
            return None
        return self.t("yes") if answer else self.t("no")

    def sources(self, sources: Iterable[Source]) -> str | None:
        """The sources, each as :func:`source_text`."""
        return joined(source_text(self.t, source) for source in sources)


# --- Columns that the records and the partnerships have in common ------------------------------

Both: TypeAlias = Column["Project | Partnership"]
ID: Both = Column("id", N_("ID"), N_("Permanent ID of the record in this register."),
                  lambda item, _: item.id, width=12)  # fmt: skip
DESCRIPTION: tuple[Both, ...] = (
    Column("title", N_("Title"), N_("In the language of this file."),
           lambda item, c: c.t.pick(item.title_uk, item.title_en), width=44, wrap=True),
    Column("title_uk", N_("Title in Ukrainian"), BOTH_NOTE, lambda item, _: item.title_uk,
           width=30),
    Column("title_en", N_("Title in English"), BOTH_NOTE, lambda item, _: item.title_en, width=30),
    Column("summary", N_("Summary"), N_("What the sources say, in brief."),
           lambda item, c: c.t.pick(item.summary_uk, item.summary_en), width=64, wrap=True),
    Column("communities", N_("Communities (codes)"), N_("KATOTTG codes."),
           lambda item, _: joined(item.communities), width=22),
)  # fmt: skip
SECTORS: Both = Column("sectors_names", N_("Sectors"), N_("What the record is about."),
                       lambda item, c: c.sectors(item.sectors), width=30)  # fmt: skip
DATE_TEXT: Both = Column("date_text", N_("Dates in the source’s words"),
                         N_("Quoted or translated."),
                         lambda item, c: c.t.pick(item.date_text, item.date_text_en),
                         width=30)  # fmt: skip
PERIOD: Both = Column("period", N_("Period (code)"), CODE_NOTE, lambda item, _: item.period.value,
                      width=18)  # fmt: skip
UPDATED: Both = Column("updated", N_("Updated"),
                       N_("When the record was last changed in this register."),
                       lambda item, _: item.updated, kind="date", width=12)  # fmt: skip
START: Both = Column("start", N_("Start"),
                     N_("As precise as the source is: a year, a month or a day."),
                     lambda item, _: item.start, kind="date", width=12)  # fmt: skip
VERIFICATION: Both = Column("verification_label", N_("Verification level"),
                            N_("How far the record has been checked against its sources."),
                            lambda item, c: c.label(item.verification), width=22)  # fmt: skip
SOURCES: tuple[Both, ...] = (
    Column("sources", N_("Sources"), N_("Title, publisher and date of every source."),
           lambda item, c: c.sources(item.sources), width=60),
    Column("sources_urls", N_("Addresses of the sources"),
           N_("In the same order; a source may have no address, and pages move."),
           lambda item, _: joined(source.url for source in item.sources), kind="link", width=50),
)  # fmt: skip


_POINT = N_("Degrees, WGS84: the point of the settlement, never of a site.")

COLUMNS: tuple[Column[Project], ...] = (
    ID,
    Column("kind", N_("Type (code)"), CODE_NOTE, lambda item, _: item.kind.value, width=10),
    Column("kind_label", N_("Type"), N_("A project, a need named by a community, or an event."),
           lambda item, c: c.label(item.kind), width=10),
    *DESCRIPTION,
    Column("communities_names", N_("Communities"),
           N_("The communities (hromadas) that the record concerns; former names are in brackets."),
           lambda item, c: c.communities(item.communities), width=30),
    Column("raions_names", N_("Raions"), N_("The raions of these communities."),
           lambda item, c: c.raions(item.communities), width=24),
    Column("settlement", N_("Settlement (code)"), N_("KATOTTG code."),
           lambda item, _: item.settlement, width=22),
    Column("settlement_name", N_("Settlement"),
           N_("Only where a source names one as the place of the record."),
           lambda item, c: c.settlement(item.settlement), width=20),
    Column("scope", N_("Location precision (code)"), CODE_NOTE, lambda item, _: item.scope.value,
           width=12),
    Column("scope_label", N_("Location precision"),
           N_("How precisely the sources locate the record."),
           lambda item, c: c.label(item.scope), width=18),
    Column("lon", N_("Longitude"), _POINT, lambda item, _: item.point and item.point[0],
           kind="number", width=10),
    Column("lat", N_("Latitude"), _POINT, lambda item, _: item.point and item.point[1],
           kind="number", width=10),
    Column("location_exactness", N_("Location exactness (IATI)"),
           N_("As in the IATI standard: “approximate” wherever there is a point."),
           lambda item, _: item.location_exactness and item.location_exactness.value, width=14),
    Column("sectors", N_("Sectors (codes)"), CODE_NOTE, lambda item, _: joined(item.sectors),
           width=18),
    SECTORS,
    Column("sectors_dac", N_("Sectors (OECD DAC)"), N_("The same, as OECD DAC codes."),
           lambda item, c: c.dac_codes(item.sectors), width=12),
    Column("donors", N_("Donors (codes)"), CODE_NOTE, lambda item, _: joined(item.donors),
           width=18),
    Column("donors_names", N_("Donors"), N_("Who funds it (donor, development partner)."),
           lambda item, c: c.organisations(item.donors), width=32),
    Column("implementers_names", N_("Implementing partners"), N_("Who carries it out."),
           lambda item, c: c.organisations(item.implementers), width=32),
    Column("channels_names", N_("Funding channels"), N_("Who channels the funds."),
           lambda item, c: c.organisations(item.channels), width=24),
    Column("partners_names", N_("Partners"), N_("Other participants."),
           lambda item, c: c.organisations(item.partners), width=32),
    Column("programme_name", N_("Programme"), N_("The programme the record belongs to."),
           lambda item, c: c.organisations((item.programme,)) if item.programme else None,
           width=32),
    Column("status", N_("Activity status (code)"), CODE_NOTE, lambda item, _: item.status.value,
           width=14),
    Column("status_label", N_("Activity status"),
           N_("Activity status as in the IATI standard, as of the date in the next column."),
           lambda item, c: c.label(item.status), width=18),
    Column("status_asof", N_("Activity status as of"),
           N_("The date to which the source’s status refers; later status is unknown."),
           lambda item, _: item.status_asof, kind="date", width=12),
    Column("status_text", N_("Activity status in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.status_text, item.status_text_en), width=30),
    START,
    Column("end", N_("End"), START.note, lambda item, _: item.end, kind="date", width=12),
    DATE_TEXT,
    PERIOD,
    Column("period_label", N_("Period"),
           N_("Before or since the full-scale invasion: by the start date, or by the end "
              "date where no start is stated."),
           lambda item, c: c.label(item.period), width=18),
    Column("amount", N_("Amount"),
           N_("As stated by the source. Only amounts for a single record may be added up."),
           lambda item, _: item.amount, kind="number", width=14),
    Column("currency", N_("Currency"), N_("ISO 4217 code."), lambda item, _: item.currency,
           width=9),
    Column("amount_scope", N_("What the amount covers (code)"), CODE_NOTE,
           lambda item, _: item.amount_scope and item.amount_scope.value, width=14),
    Column("amount_scope_label", N_("What the amount covers"),
           N_("Whether the amount is for this record only, for a larger whole or for a part."),
           lambda item, c: c.label(item.amount_scope), width=24),
    Column("amount_note", N_("Note on the amount"), N_("What else the source says about it."),
           lambda item, c: c.t.pick(item.amount_note, item.amount_note_en), width=32),
    Column("finance", N_("Type of finance (code)"), CODE_NOTE,
           lambda item, _: item.finance and item.finance.value, width=10),
    Column("finance_label", N_("Type of finance"), N_("Grant, loan or in kind."),
           lambda item, c: c.label(item.finance), width=14),
    Column("beneficiaries", N_("Beneficiaries"), N_("As the source states it."),
           lambda item, c: c.t.pick(item.beneficiaries, item.beneficiaries_en), width=30),
    Column("open_to_partners", N_("Open to partners"),
           N_("Whether the community says it is looking for partners."),
           lambda item, c: c.yes_no(item.open_to_partners), width=12),
    Column("confirmed_on", N_("Confirmed on"),
           N_("When the community or the department last confirmed it."),
           lambda item, _: item.confirmed_on, kind="date", width=12),
    Column("parent_id", N_("Part of"), N_("ID of the parent record."),
           lambda item, _: item.parent_id, width=12),
    Column("joined_ids", N_("Merged records"),
           N_("IDs of duplicate records merged into this one."),
           lambda item, _: joined(item.same_as), width=18),
    Column("territory_status_label", N_("Territory status"),
           N_("Status of each community under the List on the date in the next column; our "
              "own calculations are marked."), lambda item, c: c.territory(item.communities),
              width=32),
    Column("territory_status_asof", N_("Territory status as of"),
           N_("The selected date, or else the last date of the List version."),
           lambda item, c: c.day.isoformat() if item.communities else None, kind="date", width=12),
    Column("verification", N_("Verification level (code)"), CODE_NOTE,
           lambda item, _: item.verification.value, width=14),
    VERIFICATION,
    *SOURCES,
    UPDATED,
)  # fmt: skip


BY_KEY = {column.key: column for column in COLUMNS}
FIRST_COLUMNS = (
    *("donors_names", "start", "amount", "communities_names", "sectors_names", "status_label"),
    "kind_label",
)
"""Shown next to the title until other columns are chosen."""
TITLE = "title"
"""The column that every table begins with."""
DOWN = "-"
"""Before the key of a column by which a table is sorted: the largest first."""


def in_order(
    register: Register, language: str, day: date, found: npt.NDArray[np.int32], order: str
) -> npt.NDArray[np.int32]:
    """``found``, rows of ``Register.projects``, sorted by a column; what is not stated last.

    ``order`` is the key of a column, with :data:`DOWN` before it for the other direction. Equal
    ones stay as they are. Amounts are sorted within their currency: none is converted.
    """
    ranks = _ranks(register, language, day, order.removeprefix(DOWN))[found]
    last = np.iinfo(np.int32).max
    down = order.startswith(DOWN)
    keys = np.where(ranks < 0, last, -ranks if down else ranks)
    return found[np.argsort(keys, kind="stable")]


@kept(8)
def _ranks(register: Register, language: str, day: date, key: str) -> npt.NDArray[np.int32]:
    """For each row the rank of its value among all values of the column; -1 for none."""
    t, column = translator(language), BY_KEY[key]
    cells = Cells(Labels(register, t), day)

    def sortable(item: Project) -> tuple[str, float, str] | None:
        value = column.value(item, cells)
        if value is None:
            return None
        if isinstance(value, str):
            return "", 0, t.sort_key(value)
        return (item.currency or "") if key == "amount" else "", value, ""

    values = [sortable(item) for item in register.projects]
    ranks = {value: rank for rank, value in enumerate(sorted(set(filter(None, values))))}
    return np.array([-1 if value is None else ranks[value] for value in values], dtype=np.int32)
