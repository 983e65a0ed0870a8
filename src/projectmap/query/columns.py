"""Columns of tables for people: what a column is, and what its cells are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Generic, Literal, TypeAlias, TypeVar

from projectmap.i18n import N_, Translator
from projectmap.model import labels
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.status import status_on

T = TypeVar("T")
Cell: TypeAlias = str | float | None
"""A text, a number or, where nothing is stated, None. Dates are ISO texts, yes and no are texts."""
JOINER = "; "
"""Between the values of one cell; no code and no address has it inside."""
CODE_NOTE = N_("A stable code, the same in every language; the words stand in the next column.")
BOTH_NOTE = N_("The same in this language, whatever the language of the file.")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a table of ``T``; ``title`` and ``note`` are message ids."""

    key: str
    title: str
    note: str
    value: Callable[[T, Cells], Cell]
    """What it says of an item."""
    kind: Literal["text", "number", "date", "link"] = "text"
    """A date is an ISO text of reduced precision; a link is one address or several."""
    width: int = 16
    """In letters."""
    wrap: bool = False
    """Whether its texts take several lines of a cell."""


def rows(
    columns: Sequence[Column[T]], items: Iterable[T], cells: Cells
) -> Iterator[dict[str, Cell]]:
    """One row an item, with the keys of ``columns``."""
    values = [(column.key, column.value) for column in columns]
    return ({key: value(item, cells) for key, value in values} for item in items)


def joined(parts: Iterable[str | None]) -> str | None:
    """The values of one cell; None where there is none."""
    return JOINER.join(part for part in parts if part) or None


def source_text(t: Translator, source: Source) -> str:
    """A source as ``title (publisher, date)``; a date that is not stated is said to be so."""
    title = t.pick(source.title, source.title_en)
    where = [source.publisher] if source.publisher else []
    return f"{title} ({', '.join([*where, source.date or t('date not stated')])})"


class Cells:
    """What the cells of one table are made with: register, language and status date.

    Every code is looked up once, as lists of 100,000 records repeat few codes.
    """

    def __init__(self, register: Register, t: Translator, day: date) -> None:
        self.register = register
        self.t = t
        self.day = day
        # Typed, because members of two enums with one value are equal, and their labels are not.
        cached = lru_cache(maxsize=None, typed=True)
        self.label: Callable[[StrEnum | None], str | None] = cached(self._label)
        self.organisations: Callable[[tuple[str, ...]], str | None] = cached(self._organisations)
        self.sectors: Callable[[tuple[str, ...]], str | None] = cached(self._sectors)
        self.dac_codes: Callable[[tuple[str, ...]], str | None] = cached(self._dac_codes)
        self.communities: Callable[[tuple[str, ...]], str | None] = cached(self._communities)
        self.raions: Callable[[tuple[str, ...]], str | None] = cached(self._raions)
        self.territory: Callable[[tuple[str, ...]], str | None] = cached(self._territory)

    def settlement(self, code: str | None) -> str | None:
        """The name of a settlement."""
        return None if code is None else labels.settlement_name(self.t, self.register, code)

    def yes_no(self, answer: bool | None) -> str | None:  # noqa: FBT001 - it is what is asked
        """The answer as a word."""
        if answer is None:
            return None
        return self.t("yes") if answer else self.t("no")

    def sources(self, sources: Iterable[Source]) -> str | None:
        """The sources, each as :func:`source_text`."""
        return joined(source_text(self.t, source) for source in sources)

    def _label(self, code: StrEnum | None) -> str | None:
        return None if code is None else labels.label(self.t, code)

    def _organisations(self, slugs: tuple[str, ...]) -> str | None:
        return joined(labels.organisation_name(self.t, self.register, slug) for slug in slugs)

    def _sectors(self, codes: tuple[str, ...]) -> str | None:
        return joined(labels.sector_name(self.t, self.register, code) for code in codes)

    def _dac_codes(self, codes: tuple[str, ...]) -> str | None:
        return joined(dict.fromkeys(self.register.sectors[code].dac_code for code in codes))

    def _communities(self, codes: tuple[str, ...]) -> str | None:
        found = self.register.communities
        return joined(labels.community_name(self.t, found[code]) for code in codes)

    def _raions(self, codes: tuple[str, ...]) -> str | None:
        raions = dict.fromkeys(self.register.communities[code].raion for code in codes)
        return joined(labels.raion_name(self.t, self.register, code) for code in raions)

    def _territory(self, codes: tuple[str, ...]) -> str | None:
        found = status_on(self.register, self.day)
        texts = [labels.label(self.t, found[code].status) for code in codes]
        if len(codes) == 1:
            return texts[0]
        names = [
            labels.community_name(self.t, self.register.communities[code], former=False)
            for code in codes
        ]
        return joined(f"{name}: {text}" for name, text in zip(names, texts, strict=True))
