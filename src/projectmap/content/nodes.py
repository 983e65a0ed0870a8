"""The nodes that content is made of: what is said about a thing, without any layout.

Builders return them, writers (HTML, Typst, DOCX, PPTX, JSON) lay them out. All are frozen.
Texts are plain: a writer encodes them for its format, and turns a :class:`Link` into
an address or leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from projectmap.i18n import Translator

LinkKind = Literal["record", "partnership", "place", "organisation", "status", "url"]


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to what a text is about; the writer knows its address."""

    kind: LinkKind
    value: str
    """The id, code or slug; of ``status`` the code of a territory's status, which writers show by
    a swatch of its colour; of ``url`` the address."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text."""

    text: str
    link: Link | None = None
    lang: str | None = None
    """The language, where it may be another than the document's."""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its name.

    ``value`` is one run or several: items with their separators between them, so that the runs
    put one after the other are the whole text.
    """

    key: str
    """Stable and without language, such as ``implementers``: short forms choose facts by it."""
    label: str
    value: Spans
    stated: bool = True
    """Whether a source states it; where not, ``value`` says "not stated" and short forms leave it
    out."""
    note: str = ""
    """What must be known to read the value; shown smaller."""
    short: str = ""
    """The value in short, where that is less than ``value``: dates without the source's words."""

    @property
    def text(self) -> str:
        """The value as plain text, without the note."""
        return text_of(self.value)

    @property
    def brief(self) -> str:
        """The value in short."""
        return self.short or self.text


def text_fact(key: str, label: str, text: str, note: str = "") -> Fact:
    """A fact whose value is one plain text."""
    return Fact(key, label, plain(text), note=note)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, a partnership or a place: a thing with a title and facts."""

    id: str
    kind: str
    """A code: ``project``, ``need``, ``event``, ``partnership``, ``community``, ``settlement``."""
    title: str
    link: Link
    """What the title refers to: the thing itself."""
    tags: tuple[str, ...] = ()
    """What kind of thing it is and of which period, in words: shown above or beside the title."""
    summary: str = ""
    caution: str = ""
    """What the reader must be warned of."""
    facts: tuple[Fact, ...] = ()
    sources: tuple[int, ...] = ()
    """Numbers in the list of sources, each once."""

    def fact(self, key: str) -> Fact | None:
        """The fact of this key, stated or not."""
        return next((fact for fact in self.facts if fact.key == key), None)

    def choose(self, keys: Iterable[str]) -> Iterator[Fact]:
        """The facts of ``keys`` that are stated, in the order of ``keys``: a short form."""
        for key in keys:
            fact = self.fact(key)
            if fact is not None and fact.stated:
                yield fact


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names the rows."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]
    note: str = ""
    total: bool = False
    """Whether the last row is the sum."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its heading; parts of it may be sections again.

    A writer shows, in this order and where there are any: paragraphs, facts, entries, tables,
    inner sections, and how many entries are left out; or ``empty`` where there are none of them.
    """

    key: str
    title: str
    paragraphs: tuple[Spans, ...] = ()
    facts: tuple[Fact, ...] = ()
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    count: str = ""
    """How many things it has, in words, where a reader wants to know."""
    caution: str = ""
    left_out: int = 0
    """How many more entries there are than any list names."""
    empty: str = ""
    """What is said where there is nothing to show."""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(
            self.paragraphs
            or self.facts
            or self.entries
            or self.tables
            or any(self.sections)
            or self.left_out
        )


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A source of what a document lists."""

    number: int
    title: str
    url: str | None
    details: str
    """Publisher, date, place in the document, date of access."""


ITEM = Span("; ")
"""Separates the items of a value."""


def and_more(t: Translator, left: int) -> str:
    """How many more there are than are named; ``""`` where none."""
    return t.plural("and {n} more", "and {n} more", left) if left > 0 else ""


def text_of(spans: Iterable[Span]) -> str:
    """Runs of text as one plain text."""
    return "".join(span.text for span in spans)


def plain(text: str) -> Spans:
    """A text as one run; none where it is empty."""
    return (Span(text),) if text else ()


def joined(items: Iterable[Spans], separator: Span = ITEM) -> Spans:
    """Several values as one, ``separator`` between them."""
    found: list[Span] = []
    for item in items:
        if found:
            found.append(separator)
        found += item
    return tuple(found)


def items_of(value: Spans) -> list[Spans]:
    """The items of a value that :func:`joined` has put together."""
    items: list[list[Span]] = [[]]
    for span in value:
        if span == ITEM:
            items.append([])
        else:
            items[-1].append(span)
    return [tuple(item) for item in items if item]
