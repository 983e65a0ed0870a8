"""A full-text index: which texts have a word, in any of its forms.

The words between blanks that texts are made of are few against the texts: each is folded and
stemmed once and kept with the rows of the texts that have it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from projectmap.query.spelling import plain, slips
from projectmap.query.stems import of_town, stems, town

Rows = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)

_SHORTEST_BEGINNING = 2
_ALIKE = str.maketrans("їиыєэ", "іііее")
_MARKED = re.compile("[\u00df-\u024f]")


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The words of texts, and the rows of those texts."""

    words: tuple[str, ...]
    """Every word once, as :func:`words_of` makes it, sorted."""
    starts: Numbers
    """Where in ``rows`` the rows of each word begin; one more at the end."""
    rows: Rows
    by_stem: Mapping[str, tuple[int, ...]]
    """The indexes in ``words`` of the forms of each stem."""

    def rows_of(self, words: Iterable[int]) -> Rows:
        """The rows, some more than once, that have any of ``words``, by their indexes."""
        found = np.fromiter(words, dtype=np.int64)
        starts = self.starts[found]
        return self.rows[stretches(starts, self.starts[found + 1] - starts)]

    def forms(self, word: str, *, of_place: bool = False) -> set[int]:
        """The words that may be the same word as ``word``, which may name a place."""
        sought = town(stems(word)) if of_place else stems(word)
        return {index for stem in sought for index in self.by_stem.get(stem, ())}

    def beginning(self, word: str) -> range:
        """The words that begin with ``word``; none for a single letter."""
        first = bisect_left(self.words, word)
        last = bisect_left(self.words, word + "\U0010ffff")
        return range(first, last if len(word) >= _SHORTEST_BEGINNING else first)

    def similar(self, word: str) -> list[tuple[int, ...]]:
        """The words nearest to ``word``, near enough for a typing mistake, by their stems.

        Letters that people take for each other, as і and ї, are nearer than others.
        """
        allowed = slips(word, 5, 8)
        near = _nearest(stems(word), tuple(self.by_stem), allowed)
        if not near:
            # A slip in a word may have hidden its ending: "hosptal".
            whole = _nearest([word], self.words, allowed)
            near = sorted({stem for one in whole for stem in stems(one) & self.by_stem.keys()})
        return [self.by_stem[stem] for stem in near]

    def near(self, word: str) -> set[int]:
        """The same, all at once."""
        return set(chain.from_iterable(self.similar(word)))


def _nearest(sought: Iterable[str], among: tuple[str, ...], allowed: int) -> list[str]:
    """Those nearest to any of ``sought``, at most ``allowed`` mistakes away."""
    near: dict[str, int] = {}
    for one in sought if allowed else ():
        for found, distance, _ in process.extract_iter(
            one, among, scorer=OSA.distance, score_cutoff=allowed
        ):
            # Few people get the first letter wrong, and many words differ in it alone.
            if found[0].translate(_ALIKE) == one[0].translate(_ALIKE):
                alike = found.translate(_ALIKE) == one.translate(_ALIKE)
                near[found] = min(0 if alike else int(distance), near.get(found, allowed))
    least = min(near.values(), default=0)
    return sorted(found for found in near if near[found] == least)


def words_of(text: str) -> list[str]:
    """The words of ``text`` as the index has them: as keys, and Latin ones without marks."""
    return _MARKED.sub(lambda found: unicodedata.normalize("NFD", found[0])[0], plain(text)).split()


def text_index(texts: Iterable[str]) -> TextIndex:
    """The index of ``texts``, the n-th of which is that of row n."""
    sizes: list[int] = []

    def parts() -> Iterator[str]:
        for text in texts:
            found = set(text.split())
            sizes.append(len(found))
            yield from found

    # What stands between blanks may be several words: its rows get all of them.
    indexes, starts, rows = inverted(parts(), sizes, words_of)
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for word, index in indexes.items():
        for stem in of_town(stems(word)):
            by_stem[stem].append(index)
    by_stems = {stem: tuple(found) for stem, found in by_stem.items()}
    return TextIndex(tuple(indexes), starts, rows, by_stems)


def inverted(
    keys: Iterable[Key], sizes: Sequence[int], read: Callable[[Key], Iterable[str]]
) -> tuple[dict[str, int], Numbers, Rows]:
    """The rows of each value that ``read`` makes of the keys of rows, each key read once.

    ``keys``: those of all rows, one row after the other, read to the end before ``sizes``: how
    many each row has.
    Returns the values, sorted, with their numbers; where the rows of each begin, and one more
    at the end; and those rows.
    """
    numbers: defaultdict[Key, int] = defaultdict(count().__next__)
    which = np.fromiter(map(numbers.__getitem__, keys), dtype=np.int64)
    values_of = [tuple(read(key)) for key in numbers]
    indexes = {value: at for at, value in enumerate(sorted(set(chain.from_iterable(values_of))))}
    lengths = np.fromiter(map(len, values_of), dtype=np.int64)
    flat = np.fromiter(map(indexes.__getitem__, chain.from_iterable(values_of)), dtype=np.int64)
    codes = flat[stretches((np.cumsum(lengths) - lengths)[which], lengths[which])]
    rows = np.repeat(np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), lengths[which])
    ends = np.cumsum(np.bincount(codes, minlength=len(indexes)))
    return indexes, np.concatenate([[0], ends]), rows[np.argsort(codes, kind="stable")]


def stretches(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each of ``starts`` on, as many as ``lengths`` says, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
