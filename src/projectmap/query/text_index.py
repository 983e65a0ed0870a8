"""Which records have a word in their text, without reading all the texts.

A word sought has no blank in it, so it lies within one of the words between blanks that a text
is made of. Those are few against the texts they make: they are folded and kept once each, with
the rows that have them, and the sought word is looked for in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, count

import numpy as np
import numpy.typing as npt

from projectmap.query.text import fold

Rows = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The words of texts, and the rows of those texts."""

    words: str
    """Every word once, folded, each followed by a line end."""
    begins: tuple[int, ...]
    """Where in ``words`` each of them begins."""
    starts: Numbers
    """Where in ``rows`` the rows of each word begin; one more at the end."""
    rows: Rows

    def having(self, word: str) -> Rows:
        """The rows, some more than once, whose text has ``word``: folded, and without blanks."""
        found = np.fromiter(self._words_with(word), dtype=np.int64)
        starts = self.starts[found]
        return self.rows[stretches(starts, self.starts[found + 1] - starts)]

    def _words_with(self, word: str) -> Iterator[int]:
        at = self.words.find(word)
        while at >= 0:
            number = bisect_right(self.begins, at) - 1
            yield number
            if number + 1 == len(self.begins):
                return
            at = self.words.find(word, self.begins[number + 1])


def stretches(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each of ``starts`` on, as many as ``lengths`` says, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def text_index(texts: Iterable[str]) -> TextIndex:
    """The index of ``texts``, the n-th of which is that of row n."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    by_text = [list(map(numbers.__getitem__, set(text.split()))) for text in texts]
    sizes = np.fromiter(map(len, by_text), dtype=np.int64, count=len(by_text))
    words = np.fromiter(chain.from_iterable(by_text), dtype=np.int32, count=int(sizes.sum()))
    rows = np.repeat(np.arange(len(by_text), dtype=np.int32), sizes)
    # Folding may part a word in two; a line end keeps each word's share of the text its own.
    folded = [" ".join(fold(word).split()) + "\n" for word in numbers]
    return TextIndex(
        words="".join(folded),
        begins=tuple(accumulate(map(len, folded[:-1]), initial=0)) if folded else (),
        starts=np.concatenate([[0], np.cumsum(np.bincount(words, minlength=len(folded)))]),
        rows=rows[np.argsort(words, kind="stable")],
    )
