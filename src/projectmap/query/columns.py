"""Columns of tables for people: what a column is, and what its cells are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Literal, TypeAlias, TypeVar

from projectmap.i18n import N_, Translator
from projectmap.model.codes import Code
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project, Source
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
        self.label: Callable[[Code | None], str | None] = cached(self._label)
        self.organisations: Callable[[tuple[str, ...]], str | None] = cached(self._organisations)
        self.sectors: Callable[[tuple[str, ...]], str | None] = cached(self._sectors)
        self.dac_codes: Callable[[tuple[str, ...]], str | None] = cached(self._dac_codes)
        self.communities: Callable[[tuple[str, ...]], str | None] = cached(self._communities)
        self.raions: Callable[[tuple[str, ...]], str | None] = cached(self._raions)
        self.territory: Callable[[tuple[str, ...]], str | None] = cached(self._territory)

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

    def _label(self, code: Code | None) -> str | None:
        return None if code is None else self.labels.code(code)

    def _organisations(self, slugs: tuple[str, ...]) -> str | None:
        return joined(map(self.labels.organisation, slugs))

    def _sectors(self, codes: tuple[str, ...]) -> str | None:
        return joined(map(self.labels.sector, codes))

    def _dac_codes(self, codes: tuple[str, ...]) -> str | None:
        return joined(dict.fromkeys(self.register.sectors[code].dac_code for code in codes))

    def _communities(self, codes: tuple[str, ...]) -> str | None:
        return joined(map(self.labels.community, codes))

    def _raions(self, codes: tuple[str, ...]) -> str | None:
        raions = dict.fromkeys(self.register.communities[code].raion for code in codes)
        return joined(map(self.labels.raion, raions))

    def _territory(self, codes: tuple[str, ...]) -> str | None:
        found = status_on(self.register, self.day)
        texts = [self.labels.code(found[code].status) for code in codes]
        if len(codes) == 1:
            return texts[0]
        names = [self.labels.community(code, former=False) for code in codes]
        return joined(f"{name}: {text}" for name, text in zip(names, texts, strict=True))


# --- Columns that the records and the partnerships have in common ------------------------------

ID: Column[Project | Partnership] = (
    Column("id", N_("ID"), N_("Permanent ID of the record in this register."),
           lambda item, _: item.id, width=12)
)  # fmt: skip
DESCRIPTION: tuple[Column[Project | Partnership], ...] = (
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
SECTORS: Column[Project | Partnership] = (
    Column("sectors_names", N_("Sectors"), N_("What the record is about."),
           lambda item, c: c.sectors(item.sectors), width=30)
)  # fmt: skip
DATE_TEXT: Column[Project | Partnership] = (
    Column("date_text", N_("Dates in the source’s words"), N_("Quoted or translated."),
           lambda item, c: c.t.pick(item.date_text, item.date_text_en), width=30)
)  # fmt: skip
PERIOD: Column[Project | Partnership] = (
    Column("period", N_("Period (code)"), CODE_NOTE, lambda item, _: item.period.value, width=18)
)  # fmt: skip
UPDATED: Column[Project | Partnership] = (
    Column("updated", N_("Updated"), N_("When the record was last changed in this register."),
           lambda item, _: item.updated, kind="date", width=12)
)  # fmt: skip
START: Column[Project | Partnership] = (
    Column("start", N_("Start"), N_("As precise as the source is: a year, a month or a day."),
           lambda item, _: item.start, kind="date", width=12)
)  # fmt: skip
VERIFICATION: Column[Project | Partnership] = (
    Column("verification_label", N_("Verification level"),
           N_("How far the record has been checked against its sources."),
           lambda item, c: c.label(item.verification), width=22)
)  # fmt: skip
SOURCES: tuple[Column[Project | Partnership], ...] = (
    Column("sources", N_("Sources"), N_("Title, publisher and date of every source."),
           lambda item, c: c.sources(item.sources), width=60),
    Column("sources_urls", N_("Addresses of the sources"),
           N_("In the same order; a source may have no address, and pages move."),
           lambda item, _: joined(source.url for source in item.sources), kind="link", width=50),
)  # fmt: skip
