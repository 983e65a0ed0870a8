"""Many cases of one kind as one test: hundreds that take no time cost more than what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

CASE = type(pytest.param())


def each(cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Test every one of ``cases`` (a tuple is several arguments), and name all that fail."""
    made = [case if isinstance(case, CASE) else pytest.param(*_arguments(case)) for case in cases]
    assert made

    def wrap(test: Callable[..., None]) -> Callable[[], None]:
        def test_each() -> None:
            failed = []
            for case in made:
                try:
                    test(*case.values)
                except (AssertionError, pytest.fail.Exception) as error:
                    failed.append(f"{case.id or _name(case.values)}: {error}")
            assert not failed, "\n".join(failed)

        test_each.__name__, test_each.__doc__ = test.__name__, test.__doc__
        return test_each

    return wrap


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if type(case) is tuple else (case,)


def _name(values: Iterable[Any]) -> str:
    names = (value.get("id") if isinstance(value, Mapping) else value for value in values)
    return " ".join(ascii(getattr(name, "id", name))[:80] for name in names)
