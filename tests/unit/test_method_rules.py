"""The method's rules, as tables of cases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.method import rules
from programs.method.kinds import Kind
from programs.method.rules import Mark

FOCUS = {("focal.chosen", ""): 1, ("activity.held", "full"): 1}


def test_the_next_step_lists_what_is_missing() -> None:
    standings = rules.gates_of("focus", FOCUS, {})
    assert [(one.gate.key, one.met) for one in standings] == [
        ("focal_issue", True),
        ("integration", True),
        ("capable", False),
    ]
    assert rules.missing(standings) == ["capable"]
    assert rules.missing(rules.gates_of("focus", {**FOCUS, ("leader.capable", ""): 1}, {})) == []


def test_an_ngo_sets_its_own_number() -> None:
    heard = {
        ("need.raised", "class:1"): 6,
        ("need.raised", ""): 6,
        ("visit.made", ""): 40,
        ("baseline.recorded", ""): 1,
        ("survey.baseline", ""): 1,
    }
    assert rules.missing(rules.gates_of("listen", heard, {})) == []
    assert rules.missing(rules.gates_of("listen", heard, {"needs": 13})) == ["needs"]


@pytest.mark.parametrize(("open_relapses", "met"), [(0, True), (1, False), (-1, True)])
def test_an_open_relapse_holds_a_program_back(open_relapses: int, met: bool) -> None:
    standings = rules.gates_of("consolidate", {(Kind.RELAPSE_OPEN.value, ""): open_relapses}, {})
    assert next(one.met for one in standings if one.gate.key == "no_relapse") is met


def test_only_activities_without_staff_count_as_such() -> None:
    totals = {("activity.held", "none"): 2, ("activity.held", "full"): 9}
    standing = next(
        one for one in rules.gates_of("consolidate", totals, {}) if one.gate.key == "without_staff"
    )
    assert (standing.have, standing.met) == (2, False)


@given(
    st.dictionaries(
        st.sampled_from([kind.value for kind in Kind if kind != Kind.RELAPSE_OPEN]), st.integers(0, 99)
    )
)
def test_more_evidence_never_closes_a_gate(counts: dict[str, int]) -> None:
    for stage in rules.STAGES:
        before = rules.gates_of(stage, {(kind, ""): count for kind, count in counts.items()}, {})
        after = rules.gates_of(stage, {(kind, ""): count + 1 for kind, count in counts.items()}, {})
        assert all(later.met for earlier, later in zip(before, after, strict=True) if earlier.met)


@pytest.mark.parametrize(
    ("stage", "following", "earlier"),
    [
        ("listen", "focus", ()),
        ("expand", "consolidate", ("listen", "focus")),
        ("hand_over", None, ("listen", "focus", "expand", "consolidate")),
    ],
)
def test_the_road_has_an_order(stage: str, following: str | None, earlier: tuple[str, ...]) -> None:
    assert rules.stage_after(stage) == following
    assert rules.stages_before(stage) == earlier


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"active_issue": True}, "method.issue_already_active"),
        ({"marks": 0, "resident_marks": 0}, "method.issue_unscored"),
        ({"resident_marks": 0}, "method.issue_unscored"),
        ({"needs_cited": 0}, "method.issue_without_needs"),
        ({"state": "dropped"}, "method.issue_not_candidate"),
    ],
)
def test_a_focal_issue_is_scored_rests_on_needs_and_is_the_only_one(changed: dict, code: str | None) -> None:
    facts = {"state": "candidate", "active_issue": False, "marks": 3, "resident_marks": 2, "needs_cited": 1}
    assert rules.refuse_choice(**{**facts, **changed}) == code


def test_a_score_is_the_mean_of_all_marks() -> None:
    assert rules.score_of([]) is None
    assert rules.score_of([Mark(5, 4, 3, 4), Mark(2, 2, 2, 2)]) == 3.0


def _months(*values: int) -> list[tuple[str, Decimal]]:
    return [(f"2026-{number:02d}", Decimal(value)) for number, value in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("values", "falls", "relapse"),
    [
        (_months(6, 12, 13), True, ["2026-02", "2026-03"]),
        (_months(6, 12, 11), True, []),
        (_months(6, 11, 12), True, []),
        (_months(13), True, []),
        (_months(), True, []),
        (_months(20, 11, 10), False, ["2026-02", "2026-03"]),
        ([("2025-12", Decimal(12)), ("2026-01", Decimal(13))], True, ["2025-12", "2026-01"]),
        ([("2026-03", Decimal(12)), ("2026-08", Decimal(13))], True, []),  # nobody read the months between
    ],
)
def test_two_months_beyond_half_the_baseline_are_a_relapse(
    values: list[tuple[str, Decimal]], falls: bool, relapse: list[str]
) -> None:
    """S80; the baseline is 23 complaints a month, half of it 11.5."""
    assert rules.slipped_back(values, baseline=Decimal(23), falls=falls, percent=50, months=2) == relapse


@pytest.mark.parametrize(
    ("newest", "falls", "back"),
    [(11, True, True), (12, True, False), (11, False, False), (12, False, True)],
)
def test_a_relapse_ends_when_the_newest_month_is_back(newest: int, falls: bool, back: bool) -> None:
    assert rules.recovered(_months(13, newest), baseline=Decimal(23), falls=falls, percent=50) is back


@pytest.mark.parametrize("falls", [True, False])
def test_on_the_line_nothing_slips_back_and_all_is_recovered(falls: bool) -> None:
    on_the_line: dict[str, Any] = {"baseline": Decimal(24), "falls": falls, "percent": 50}
    assert rules.slipped_back(_months(12, 12), months=2, **on_the_line) == []
    assert rules.recovered(_months(12), **on_the_line) is True
    assert rules.recovered(_months(), **on_the_line) is False


@pytest.mark.parametrize(
    ("stage", "last", "since"),
    [
        ("focus", date(2026, 10, 1), date(2026, 10, 1)),
        ("focus", date(2026, 10, 21), date(2026, 10, 21)),
        ("focus", date(2026, 10, 22), None),  # thirty days ago
        ("focus", None, date(2026, 9, 1)),
        ("hand_over", date(2026, 1, 1), None),
    ],
)
def test_a_program_stands_still_after_thirty_days_without_evidence(
    stage: str, last: date | None, since: date | None
) -> None:
    assert (
        rules.still_since(
            stage=stage, stage_since=date(2026, 9, 1), last_evidence_on=last, today=date(2026, 11, 21)
        )
        == since
    )


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, "<5"), (4, "<5"), (5, None)])
def test_few_people_are_not_counted_out(count: int, shown: str | None) -> None:
    assert rules.small_cell(count) == shown


@pytest.mark.parametrize(
    ("gate", "number", "code"),
    [
        ("visits", 5, None),
        ("visits", 1, None),
        ("visits", 0, "method.gate_switched_off"),
        ("no_relapse", 3, "method.gate_fixed"),
        ("nonsense", 3, "method.gate_fixed"),
    ],
)
def test_no_gate_can_be_switched_off(gate: str, number: int, code: str | None) -> None:
    assert rules.refuse_threshold(gate, number) == code


@pytest.mark.parametrize(
    ("baseline", "target", "falls", "code"),
    [
        (23, 6, True, None),
        (23, 30, True, "method.target_wrong_side"),
        (10, 85, False, None),
        (10, 5, False, "method.target_wrong_side"),
        (10, 10, True, None),
        (10, 10, False, None),
        (None, 5, False, None),
        (10, None, True, None),
    ],
)
def test_a_target_lies_on_the_side_of_the_change(
    baseline: int | None, target: int | None, falls: bool, code: str | None
) -> None:
    found = rules.refuse_indicator(
        baseline=None if baseline is None else Decimal(baseline),
        target=None if target is None else Decimal(target),
        falls=falls,
    )
    assert found == code


@pytest.mark.parametrize("amount", ["-1", "1000000000", "0.001", "NaN", "Infinity", "1e400"])
def test_an_amount_that_no_column_holds(amount: str) -> None:
    assert rules.refuse_amounts(baseline=None, target=Decimal(amount)) == ("target", "method.amount_unusable")


@pytest.mark.parametrize("amount", ["0", "12.50", "999999999.99", "1E+3"])
def test_an_amount(amount: str) -> None:
    assert rules.refuse_amounts(value=Decimal(amount)) is None


@pytest.mark.parametrize(
    ("stage", "focal", "cited", "lacks"),
    [
        ("listen", None, {}, False),
        ("focus", None, {}, True),
        ("focus", None, {"issue:3": 1}, False),
        ("listen", 3, {}, True),
        ("expand", 3, {"issue:3": 1}, False),
        ("expand", 3, {"issue:4": 17}, True),
        ("expand", 3, {"issue:3": 0}, True),
    ],
)
def test_a_program_stands_on_needs(stage: str, focal: int | None, cited: dict[str, int], lacks: bool) -> None:
    totals = {("need.cited", facet): number for facet, number in cited.items()} | {("need.raised", ""): 9}
    assert rules.lacks_grounds(stage=stage, focal=focal, totals=totals) is lacks
