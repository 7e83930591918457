"""The taper and the load, out of rows of the rollup."""

from __future__ import annotations

from typing import Any

import pytest

from groups.activities import taper_rules
from groups.activities.taper_rules import Totals
from programs.method.kinds import Kind


def row(kind: Kind, month: str, quantity: int, facet: str = "", entries: int = 1) -> dict[str, Any]:
    return {"kind": kind.value, "facet": facet, "month": month, "quantity": quantity, "entries": entries}


def test_staff_per_hundred_falls_as_in_s83() -> None:
    rows = [
        row(Kind.ACTIVITY_HELD, "2026-01", 2, "full", 2),
        row(Kind.STAFF, "2026-01", 6),
        row(Kind.PARTICIPANTS, "2026-01", 100),
        row(Kind.ACTIVITY_HELD, "2026-07", 1, "part"),
        row(Kind.STAFF, "2026-07", 3),
        row(Kind.VOLUNTEERS, "2026-07", 30),
        row(Kind.PARTICIPANTS, "2026-07", 1000),
    ]
    found = taper_rules.by_month(rows, until="2026-08", at_most=36)
    assert list(found) == [f"2026-0{number}" for number in range(1, 9)]
    assert found["2026-01"].staff_per_100 == pytest.approx(6.0)
    assert found["2026-07"].staff_per_100 == pytest.approx(0.3)
    assert found["2026-02"] == Totals()
    assert found["2026-02"].staff_per_100 is None


def test_the_residents_share_rises_as_in_s83() -> None:
    rows = [
        row(Kind.ACTIVITY_HELD, "2026-02", 10, "full", 10),
        row(Kind.RESIDENT_RUN, "2026-02", 1),
        row(Kind.ACTIVITY_HELD, "2026-05", 8, "part", 8),
        row(Kind.ACTIVITY_HELD, "2026-06", 12, "none", 12),
        row(Kind.RESIDENT_RUN, "2026-06", 17, "", 17),
    ]
    found = taper_rules.by_quarter(rows, until="2026-06", at_most=12)
    assert [one.resident_run_share for one in found.values()] == [pytest.approx(0.1), pytest.approx(0.85)]
    assert found["2026-Q2"].presence == {"part": 8, "none": 12}


def test_dependency_leaves_the_unproved_out() -> None:
    rows = [
        row(Kind.ACT, "2026-04", 4, "residents"),
        row(Kind.ACT, "2026-05", 3, "staff"),
        row(Kind.ACT, "2026-06", 1, "others"),
        row(Kind.ACT, "2026-06", 20, "unproved"),
    ]
    totals = taper_rules.by_quarter(rows, until="2026-06", at_most=12)["2026-Q2"]
    assert totals.dependency == pytest.approx(0.5)
    assert totals.unproved == 20
    assert Totals(acts={"unproved": 9}).dependency is None


def test_the_load_falls_as_in_s19() -> None:
    """社工工时 per activity 14.0 h → 5.5 h over 3 quarters while 居民工时 6 h → 41 h."""
    rows = [
        row(Kind.ACTIVITY_HELD, "2026-01", 2, "full", 2),
        row(Kind.STAFF_MINUTES, "2026-01", 28 * 60, "collaboration", 2),
        row(Kind.VOLUNTEER_MINUTES, "2026-01", 12 * 60, "collaboration", 2),
        row(Kind.ACTIVITY_HELD, "2026-08", 2, "part", 2),
        row(Kind.STAFF_MINUTES, "2026-08", 11 * 60, "tools", 1),
        row(Kind.VOLUNTEER_MINUTES, "2026-08", 82 * 60, "mobilisation", 2),
    ]
    found = taper_rules.by_quarter(rows, until="2026-09", at_most=12)
    assert list(found) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    first, between, last = found.values()
    assert (first.staff_hours_each, first.resident_hours_each) == (pytest.approx(14.0), pytest.approx(6.0))
    assert (last.staff_hours_each, last.resident_hours_each) == (pytest.approx(5.5), pytest.approx(41.0))
    assert between.staff_hours_each is None
    assert first.lever_share("collaboration") == 1
    assert last.lever_share("tools") == pytest.approx(11 / 93)
    assert last.lever_share("mobilisation") == pytest.approx(82 / 93)
    assert between.lever_share("tools") is None
    assert (first.hours_known_for, last.hours_known_for) == (2, 1)


def test_an_activity_without_staff_cost_staff_nothing() -> None:
    rows = [
        row(Kind.ACTIVITY_HELD, "2026-01", 1, "full"),
        row(Kind.ACTIVITY_HELD, "2026-01", 3, "none", 3),
        row(Kind.STAFF_MINUTES, "2026-01", 8 * 60),
    ]
    totals = taper_rules.by_quarter(rows, until="2026-03", at_most=12)["2026-Q1"]
    assert totals.staff_hours_each == pytest.approx(2.0)
    assert totals.hours_known_for == 4


def test_what_was_taken_back_begins_no_picture() -> None:
    rows = [
        row(Kind.ACTIVITY_HELD, "2019-01", 0, "full", 0),
        row(Kind.ACTIVITY_HELD, "2026-03", 1, "full"),
    ]
    assert list(taper_rules.by_month(rows, until="2026-04", at_most=36)) == ["2026-03", "2026-04"]
    assert taper_rules.by_month([], until="2026-04", at_most=36) == {}
    assert taper_rules.by_quarter([], until="2026-04", at_most=12) == {}


def test_only_the_newest_are_drawn() -> None:
    rows = [row(Kind.ACTIVITY_HELD, "2020-01", 1, "full"), row(Kind.ACTIVITY_HELD, "2026-03", 1, "full")]
    assert list(taper_rules.by_month(rows, until="2026-03", at_most=3)) == ["2026-01", "2026-02", "2026-03"]
    assert list(taper_rules.by_quarter(rows, until="2026-03", at_most=2)) == ["2025-Q4", "2026-Q1"]


@pytest.mark.parametrize(
    ("month", "quarter"), [("2026-01", "2026-Q1"), ("2026-06", "2026-Q2"), ("2026-12", "2026-Q4")]
)
def test_quarters(month: str, quarter: str) -> None:
    assert taper_rules.quarter_of(month) == quarter
