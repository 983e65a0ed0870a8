"""What the columns of :mod:`projectmap.query.columns` are, and the rows that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, Literal, TypeAlias, TypeVar

from projectmap.i18n import Code, Translator
from projectmap.model.labels import Labels
from projectmap.model.records import Source
from projectmap.query.status import status_on

T_contra = TypeVar("T_contra", contravariant=True)
Cell: TypeAlias = str | float | None
"""A text, a number or, where nothing is stated, None. Dates are ISO texts, yes and no are texts."""
JOINER = "; "
"""Between the values of one cell; no code and no address has it inside."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T_contra]):
    """A column of a table of such items; ``title`` and ``note`` are message ids."""

    key: str
    title: str
    note: str
    value: Callable[[T_contra, Cells], Cell]
    """The cell for an item."""
    kind: Literal["text", "number", "date", "link"] = "text"
    """A date is an ISO text of reduced precision; a link is one address or several."""
    width: int = 16
    """In characters."""
    wrap: bool = False
    """Whether its texts take several lines of a cell."""


def rows(
    columns: Sequence[Column[T_contra]], items: Iterable[T_contra], cells: Cells
) -> Iterator[dict[str, Cell]]:
    """One row per item, with the keys of ``columns``."""
    values = [(column.key, column.value) for column in columns]
    return ({key: value(item, cells) for key, value in values} for item in items)


def joined(parts: Iterable[str | None]) -> str | None:
    """The values of one cell; None where there is none."""
    return JOINER.join(filter(None, parts)) or None


def source_text(t: Translator, source: Source) -> str:
    """A source as ``title (publisher, date)``; a missing date is named as such."""
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
