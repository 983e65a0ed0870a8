"""What people read instead of codes: every code has a name, every problem a line."""

from __future__ import annotations

import pytest
from builders import make_register, small_territory
from each import each
from territory import NORTH, SOUTH, WEST

from projectmap.errors import Problem, ProblemCode
from projectmap.i18n import Code, translator
from projectmap.model import codes, labels

SHOWN: list[type[Code]] = [
    codes.ActivityStatus, codes.AmountScope, codes.CommunityKind, codes.Exactness, codes.FactGroup,
    codes.Finance, codes.Kind, codes.Level, codes.PartnershipKind, codes.PartnershipStatus,
    codes.Period, codes.Release, codes.Scope, codes.StoryMap, codes.TerritoryStatus,
    codes.Verification, codes.OrganisationType,
]  # fmt: skip
NOT_SHOWN = {*("ListStatus", "PointQuality", "SettlementCategory", "BasemapKind", "Code", "Layer")}


@each([code for kind in SHOWN for code in kind])
def test_every_code_that_is_shown_has_a_name(code: Code) -> None:
    assert code.label.strip()


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_no_two_codes_of_a_list_have_one_name(kind: type[Code]) -> None:
    assert len({code.label for code in kind}) == len(kind)


def test_every_code_list_is_shown_or_known_not_to_be() -> None:
    lists = {
        name
        for name, item in vars(codes).items()
        if isinstance(item, type) and issubclass(item, codes.StrEnum) and item is not codes.StrEnum
    }
    assert lists == {kind.__name__ for kind in SHOWN} | NOT_SHOWN


def test_the_lists_categories_are_statuses_of_a_territory() -> None:
    assert set(codes.ListStatus) <= set(codes.TerritoryStatus)


@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_is_described_with_file_record_field_and_value(code: ProblemCode) -> None:
    problem = Problem(code, "projects.geojson", "TEST-001", "start", "торік", "not a date")
    text = labels.describe(translator("en"), problem)
    for part in ("projects.geojson", "TEST-001", "start", "торік", "not a date"):
        assert part in text
    assert text.startswith("projects.geojson · TEST-001 · start: ")


def test_what_a_problem_does_not_have_leaves_no_trace() -> None:
    problem = Problem(ProblemCode.MISSING_FILE, "projects.geojson")
    text = labels.describe(translator("en"), problem)
    assert text == "projects.geojson: the file is missing"


@pytest.mark.parametrize(
    ("code", "language", "former", "name"),
    [
        (NORTH, "uk", True, "Тестова північна (раніше Колишня тестова)"),
        (NORTH, "en", True, "Testova North (formerly Formerly Testova)"),
        (NORTH, "uk", False, "Тестова північна"),
        (SOUTH, "uk", True, "Тестова південна"),
        (SOUTH, "en", True, "Testova South"),
    ],
)
def test_community_name(code: str, language: str, *, former: bool, name: str) -> None:
    found = labels.Labels(small_territory(), translator(language))
    assert found.community(code, former=former) == name


def test_names_follow_the_language() -> None:
    register = make_register()
    uk, en = (labels.Labels(register, translator(language)) for language in ("uk", "en"))
    assert en.raion(WEST) == "Test West raion"
    assert uk.organisation("test-donor").startswith("Тестова")
    assert en.organisation("test-donor").startswith("Test ")
    assert uk.sector("water") == "тестова галузь water"
    assert en.sector("water") == "test sector water"


def test_of_many_problems_the_rest_is_counted() -> None:
    problems = [
        Problem(ProblemCode.WRONG_VALUE, "projects.geojson", f"TEST-{number}", f"field_{number}")
        for number in range(1000)
    ]
    lines = labels.describe_all(translator("en"), problems, most=20)
    assert len(lines) == 21
    assert lines[-1] == "and 980 more problems"
    assert len(labels.describe_all(translator("en"), problems)) == 1000


def test_one_cause_in_many_records_is_one_line_that_counts_them() -> None:
    problems = [
        Problem(ProblemCode.WRONG_VALUE, "settlements.csv", f"TEST-{number}", "point.1", "4,8,1")
        for number in range(926)
    ]
    (line,) = labels.describe_all(translator("en"), problems)
    assert line.endswith("; the same in 925 more records")
