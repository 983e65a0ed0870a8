"""What stands in for hundreds of small tests."""

from __future__ import annotations

import pytest
from each import each


def test_all_cases_that_fail_are_named() -> None:
    @each([(1, "a"), (2, "b"), pytest.param(3, "c", id="third"), (4, "d")])
    def test_small(number: int, text: str) -> None:
        assert number in {1, 4}, text

    with pytest.raises(AssertionError, match=r"(?s)^2 'b': b.*third: c") as found:
        test_small()
    assert not {"1 'a'", "4 'd'"} & {line[:5] for line in str(found.value).splitlines()}


def test_no_cases_are_a_mistake() -> None:
    with pytest.raises(AssertionError):
        each([])
