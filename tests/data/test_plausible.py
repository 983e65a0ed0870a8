"""Records that contradict themselves: which field is named, and what must not be refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builders import organisation, project, write_folder
from each import each

from projectmap.data.load import load
from projectmap.errors import ProblemCode

UNDATED: Mapping[str, Any] = {"start": None, "end": None}
MONEY: Mapping[str, Any] = {"amount": 5000.0, "currency": "USD", "amount_scope": "record"}


def undated(uk: str, en: str, period: str) -> dict[str, Any]:
    return {**UNDATED, "date_text": uk, "date_text_en": en, "period": period}


def summary(uk: str, en: str = "A test.") -> dict[str, Any]:
    return {"summary_uk": uk, "summary_en": en}


# Changes to a valid project, and the field that is refused; None for one that must stay.
CASES: Mapping[str, tuple[Mapping[str, Any], str | None]] = {
    "years of before, period after": (
        undated("навесні 2020 року", "spring 2020", "after"), "period",
    ),
    "years of before, undated": (undated("навесні 2020 року", "spring 2020", "undated"), "period"),
    "years of after, period before": (
        undated("протягом 2023–2024", "in 2023-2024", "before_2022_02_24"), "period",
    ),
    "years of after, undated": (undated("звіт за 2023 рік", "report of 2023", "undated"), "period"),
    "years of before, period before": (
        undated("навесні 2020 року", "spring 2020", "before_2022_02_24"), None,
    ),
    "years of after, period after": (undated("у 2024 році", "in 2024", "after"), None),
    "2022 leaves it open": (undated("у 2022 році", "in 2022", "undated"), None),
    "no year leaves it open": (undated("21 вересня", "21 September", "undated"), None),
    "years of both sides": (undated("2019 і 2023", "2019 and 2023", "after"), None),
    "speaks of the time after 24.02.2022": (
        undated("сторінка без дати; мова про час після 24.02.2022",
                "undated page; speaks of the time after 24.02.2022", "after"), None,
    ),
    "amount said to be missing": (
        {**summary("Суму не вказано."), **MONEY}, "summary_uk",
    ),
    "donor said to be missing": (
        summary("Тест.", "The source does not name the donor."), "summary_en",
    ),
    "year said to be missing": (summary("Рік джерело не називає."), "summary_uk"),
    "implementer said to be missing": (
        {**summary("Виконавця не названо."), "implementers": ["test-other"]}, "summary_uk",
    ),
    "amount missing and said so": (summary("Суму не вказано."), None),
    "nothing said to be missing": (summary("Сума, донор і рік тестові."), None),
    "other words": (summary("Не всі школи; рік 2020."), None),
    "donor that only carries out": ({"donors": ["test-contractor"]}, "donors"),
    "implementer that only carries out": ({"implementers": ["test-contractor"]}, None),
    "ended before the report of work under way": (
        {"status": "implementation", "status_asof": "2021-03-02", "end": "2020-12"}, "end",
    ),
    "ends in the year of the report": (
        {"status": "implementation", "status_asof": "2020-12-02", "end": "2020"}, None,
    ),
    "closed by a report of before the end": (
        {"status": "closed", "status_asof": "2020-11-30", "end": "2020-12"}, "end",
    ),
    "closed by a report of that month": (
        {"status": "closed", "status_asof": "2020-12", "end": "2020-12"}, None,
    ),
    "the parent's amount": ({**MONEY, "parent_id": "TEST-001"}, "amount_scope"),
    "the parent's amount, called shared": (
        {**MONEY, "amount_scope": "shared", "parent_id": "TEST-001"}, None,
    ),
    "another amount than the parent's": ({**MONEY, "amount": 400.0, "parent_id": "TEST-001"}, None),
}  # fmt: skip


@each(CASES.values())
def test_a_record_that_contradicts_itself_is_set_aside(
    tmp_path: Path, changes: Mapping[str, Any], field: str | None
) -> None:
    folder = write_folder(
        tmp_path,
        projects=[
            project("TEST-001", **(MONEY | {"amount_scope": "programme"})),
            project("TEST-2", **changes),
        ],
        organisations=[
            *(organisation(slug) for slug in ("test-donor", "test-other", "test-programme")),
            organisation("test-contractor", may_fund="no"),
        ],
    )
    register = load(folder)
    found = [(item.record, item.field, item.code) for item in register.problems]
    assert found == ([("TEST-2", field, ProblemCode.CONTRADICTION)] if field else [])
