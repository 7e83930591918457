"""When failed work comes back, and to which hour or day recurring work belongs."""

from __future__ import annotations

from datetime import datetime

import pytest

from server.jobs import rules


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [
        (1, 10),
        (2, 30),
        (3, 90),
        (4, 270),
        (5, 810),
        (6, 2430),
        (7, 7290),
        (8, 21_600),
        (11, 21_600),
        (99, 21_600),
    ],
)
def test_each_failure_waits_three_times_as_long_up_to_six_hours(attempts: int, seconds: int) -> None:
    assert rules.retry_delay(attempts, chance=0.5).total_seconds() == seconds


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 8), (0.25, 9), (1.0, 12)])
def test_chance_spreads_the_waiting_by_a_fifth(chance: float, seconds: int) -> None:
    assert rules.retry_delay(1, chance=chance).total_seconds() == pytest.approx(seconds)


def test_chance_never_goes_beyond_the_longest_delay() -> None:
    assert rules.retry_delay(20, chance=1.0) == rules.LONGEST_DELAY


@pytest.mark.parametrize(
    ("attempts", "given_up", "worn_out"),
    [(1, False, False), (11, False, False), (12, True, False), (13, True, True)],
)
def test_when_it_is_given_up(attempts: int, given_up: bool, worn_out: bool) -> None:
    assert rules.is_given_up(attempts) is given_up
    assert rules.is_worn_out(attempts) is worn_out


@pytest.mark.parametrize(
    ("every", "moment", "key"),
    [
        ("hour", datetime(2026, 11, 21, 0, 0), "k:2026-11-21T00"),
        ("hour", datetime(2026, 11, 21, 14, 59, 59), "k:2026-11-21T14"),
        ("day", datetime(2026, 11, 21, 3, 59), "k:2026-11-20"),
        ("day", datetime(2026, 11, 21, 4, 0), "k:2026-11-21"),
        ("day", datetime(2026, 11, 21, 23, 59), "k:2026-11-21"),
        ("day", datetime(2026, 3, 1, 0, 0), "k:2026-02-28"),
    ],
)
def test_the_period_that_is_due(every: rules.Every, moment: datetime, key: str) -> None:
    assert rules.period_key("k", every, moment) == key
