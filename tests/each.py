"""Many cases of one kind as one test: hundreds that take no time cost more than what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature, signature
from typing import Any

import pytest

CASE = type(pytest.param())


def each(cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Test every one of ``cases`` (a tuple is several arguments), and name all that fail.

    The case's values are the test's last arguments; those before them are fixtures, of which
    ``tmp_path`` is another folder for each case.
    """
    made = [case if isinstance(case, CASE) else pytest.param(*_arguments(case)) for case in cases]
    assert made

    def wrap(test: Callable[..., None]) -> Callable[..., None]:
        names = [*signature(test).parameters]
        fixtures, varied = names[: -len(made[0].values)], names[-len(made[0].values) :]

        def test_each(**given: Any) -> None:
            failed, folder = [], given.get("tmp_path")
            for number, case in enumerate(made):
                if folder is not None:
                    given["tmp_path"] = folder / str(number)
                    given["tmp_path"].mkdir()
                try:
                    test(**given, **dict(zip(varied, case.values, strict=True)))
                except (AssertionError, pytest.fail.Exception) as error:
                    failed.append(f"{case.id or _name(case.values)}: {error}")
            assert not failed, "\n".join(failed)

        test_each.__name__, test_each.__doc__ = test.__name__, test.__doc__
        asked = [Parameter(name, Parameter.KEYWORD_ONLY) for name in fixtures]
        test_each.__signature__ = Signature(asked)  # type: ignore[attr-defined] - what pytest reads
        return test_each

    return wrap


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if type(case) is tuple else (case,)


def _name(values: Iterable[Any]) -> str:
    names = (value.get("id") if isinstance(value, Mapping) else value for value in values)
    return " ".join(ascii(getattr(name, "id", name))[:80] for name in names)
