"""What follows from what was logged, as tables of cases."""

from __future__ import annotations

from datetime import date

import pytest

from groups.activities import rules
from groups.activities.rules import By, Held, Story
from programs.method.kinds import Kind
from server.lib import months

RESIDENT = By("residents", 7)
NAMELESS = By("residents")
STAFF = By("staff")
OTHERS = By("others")


@pytest.mark.parametrize(
    ("code", "by"),
    [("r12", By("residents", 12)), ("residents", NAMELESS), ("staff", STAFF), ("others", OTHERS)],
)
def test_who_is_written_as_it_is_read(code: str, by: By) -> None:
    assert rules.read_who(code) == by
    assert rules.write_who(by) == code


def test_nobody_is_nobody() -> None:
    assert rules.read_who("") is rules.read_who(None) is None
    assert rules.write_who(None) == ""


@pytest.mark.parametrize(
    ("by", "standing"),
    [(RESIDENT, "residents"), (NAMELESS, "unproved"), (STAFF, "staff"), (OTHERS, "others")],
)
def test_residents_count_only_with_a_name(by: By, standing: str) -> None:
    assert by.standing == standing


@pytest.mark.parametrize(
    ("staff", "said", "presence"),
    [
        (0, None, "none"),
        (0, "full", "none"),
        (1, None, "part"),
        (3, "part", "part"),
        (3, "full", "full"),
        (3, "none", "part"),
    ],
)
def test_presence_of_staff(staff: int, said: str | None, presence: str) -> None:
    assert rules.presence_of(staff, said) == presence


@pytest.mark.parametrize(
    ("sent", "named", "counts"),
    [
        ((None, None, None), 8, (0, 0, 8)),
        ((1, 3, None), 8, (1, 3, 5)),
        ((1, 10, None), 8, (1, 10, 0)),
        ((3, 30, 1000), 8, (3, 30, 1000)),
        ((0, 0, 0), 0, (0, 0, 0)),
        ((None, 5, 0), 2, (0, 5, 0)),
    ],
)
def test_blank_participants_are_those_ticked(
    sent: tuple[int | None, int | None, int | None], named: int, counts: tuple[int, int, int]
) -> None:
    assert rules.counted(*sent, named=named) == counts


@pytest.mark.parametrize(
    ("volunteers", "participants", "named", "code"),
    [
        (0, 0, 0, "activities.nobody_came"),
        (1, 0, 0, None),
        (0, 1, 0, None),
        (3, 5, 8, None),
        (3, 5, 9, "activities.more_named"),
    ],
)
def test_counts_that_cannot_be(volunteers: int, participants: int, named: int, code: str | None) -> None:
    assert rules.refuse_counts(volunteers=volunteers, participants=participants, named=named) == code


@pytest.mark.parametrize(
    ("volunteers", "participants", "named", "role", "after"),
    [
        (5, 30, 34, "participant", (5, 30)),  # one of those counted without a name
        (5, 30, 35, "participant", (5, 31)),
        (5, 30, 35, "volunteer", (6, 30)),
        (0, 0, 0, "participant", (0, 1)),
    ],
)
def test_a_late_name_fills_the_headcount_before_it_raises_it(
    volunteers: int, participants: int, named: int, role: str, after: tuple[int, int]
) -> None:
    assert (
        rules.with_one_more(volunteers=volunteers, participants=participants, named=named, role=role) == after
    )


@pytest.mark.parametrize(
    ("volunteers", "participants", "role"),
    [(5, 0, "volunteer"), (5, 1, "participant"), (0, 9, "participant")],
)
def test_as_what_the_ticked_were_there(volunteers: int, participants: int, role: str) -> None:
    assert rules.role_of_ticked(volunteers=volunteers, participants=participants) == role


@pytest.mark.parametrize(
    ("capacity", "named", "code"),
    [(None, 5000, None), (2, 1, None), (2, 2, "activities.full"), (2, 3, "activities.full")],
)
def test_the_last_seat(capacity: int | None, named: int, code: str | None) -> None:
    assert rules.refuse_seat(capacity=capacity, named=named) == code


@pytest.mark.parametrize(
    ("capacity", "named", "code"),
    [(None, 9, None), (9, 9, None), (8, 9, "activities.capacity_below_named")],
)
def test_places_cannot_shrink_below_the_ticked(capacity: int | None, named: int, code: str | None) -> None:
    assert rules.refuse_capacity(capacity=capacity, named=named) == code


@pytest.mark.parametrize(
    ("acts", "presence", "own"),
    [
        ({"decided": RESIDENT, "did": RESIDENT}, "none", True),
        ({"decided": RESIDENT, "did": RESIDENT}, "part", True),
        ({"decided": RESIDENT, "did": RESIDENT}, "full", False),
        ({"decided": RESIDENT, "did": RESIDENT}, None, False),
        ({"decided": RESIDENT}, "none", False),
        ({"decided": RESIDENT, "did": NAMELESS}, "none", False),
        ({"decided": STAFF, "did": RESIDENT}, "none", False),
        ({"proposed": STAFF, "decided": RESIDENT, "did": RESIDENT, "answered": STAFF}, "part", True),
        ({}, "none", False),
    ],
)
def test_whose_activity_it_was(acts: dict[str, By], presence: str | None, own: bool) -> None:
    assert rules.is_resident_run(acts, presence) is own


def test_three_of_four_as_in_s84() -> None:
    """议事 居民, 解决 居民, 担责 社工, 评估 居民; who proposed it is not counted."""
    acts = {
        "proposed": RESIDENT,
        "decided": RESIDENT,
        "did": RESIDENT,
        "answered": STAFF,
        "evaluated": RESIDENT,
    }
    assert rules.carried_by_residents(acts) == 3
    assert rules.acts_to_prove(acts) == []
    assert rules.acts_to_prove({"decided": NAMELESS, "did": STAFF}) == ["decided", "answered", "evaluated"]


@pytest.mark.parametrize(
    ("reason", "by_staff", "code"),
    [
        (None, True, "activities.void_without_reason"),
        ("记错了", True, None),
        (None, False, None),
    ],
)
def test_staff_say_why_they_take_back(reason: str | None, by_staff: bool, code: str | None) -> None:
    assert rules.refuse_void(reason, by_staff=by_staff) == code


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 3, 4), "activities.plan_is_past"), (date(2026, 3, 5), None), (date(2026, 3, 6), None)],
)
def test_what_is_over_is_not_planned(day: date, code: str | None) -> None:
    assert rules.refuse_plan_day(day, today=date(2026, 3, 5)) == code


@pytest.mark.parametrize(
    ("closed_on", "code"),
    [(None, None), (date(2026, 3, 5), None), (date(2026, 3, 4), "activities.group_closed")],
)
def test_a_closed_group_does_nothing(closed_on: date | None, code: str | None) -> None:
    assert rules.refuse_group_day(date(2026, 3, 5), closed_on=closed_on) == code


def test_days_of_inviting_and_answering() -> None:
    held, invited = date(2026, 3, 5), date(2026, 3, 6)
    assert rules.refuse_invited_on(date(2026, 3, 4), held_on=held) == "activities.invited_too_early"
    assert rules.refuse_invited_on(held, held_on=held) is None
    assert rules.refuse_answered_on(held, invited_on=invited) == "activities.answered_too_early"
    assert rules.refuse_answered_on(invited, invited_on=invited) is None


@pytest.mark.parametrize(
    ("hours", "minutes"), [(None, None), (0, 0), (0.5, 30), (14.0, 840), (1 / 3, 20), (2.51, 151)]
)
def test_hours_are_kept_in_minutes(hours: float | None, minutes: int | None) -> None:
    assert rules.minutes_of(hours) == minutes


@pytest.mark.parametrize(
    ("yuan", "fen"), [(None, None), (0, 0), (12.34, 1234), (0.1 + 0.2, 30), (19.99, 1999)]
)
def test_yuan_are_kept_in_fen(yuan: float | None, fen: int | None) -> None:
    assert rules.fen_of(yuan) == fen
    assert yuan is None or rules.yuan_of(fen) == pytest.approx(yuan, abs=0.005)


def test_a_thousand_people_and_three_staff() -> None:
    held = Held(
        staff=3,
        volunteers=30,
        participants=1000,
        presence="part",
        named=12,
        acts={"proposed": STAFF, "decided": RESIDENT, "did": RESIDENT, "answered": NAMELESS},
        task=7,
        staff_minutes=330,
        volunteer_minutes=0,
        cash_fen=12_345,
        lever="mobilisation",
    )
    found = {(proof.kind, proof.facet): proof.quantity for proof in rules.proofs(held)}
    assert found == {
        (Kind.ACTIVITY_HELD, "part"): 1,
        (Kind.STAFF, ""): 3,
        (Kind.VOLUNTEERS, ""): 30,
        (Kind.PARTICIPANTS, ""): 1000,
        (Kind.TOOK_PART, ""): 12,
        (Kind.RESIDENT_RUN, ""): 1,
        (Kind.TASK_ACTED, "task:7"): 1,
        (Kind.ACT, "staff"): 1,
        (Kind.ACT, "residents"): 2,
        (Kind.ACT, "unproved"): 2,
        (Kind.STAFF_MINUTES, "mobilisation"): 330,
        (Kind.CASH, "mobilisation"): 12_345,
    }


def test_five_unproved_acts_of_a_bare_log() -> None:
    bare = Held(staff=0, volunteers=0, participants=5, presence="none")
    assert {(proof.kind, proof.facet): proof.quantity for proof in rules.proofs(bare)} == {
        (Kind.ACTIVITY_HELD, "none"): 1,
        (Kind.PARTICIPANTS, ""): 5,
        (Kind.ACT, "unproved"): 5,
    }


def test_the_story_of_s76() -> None:
    """选美比赛 38 attendees → 铲屎官小队 14 members (36.8 %) in 9 days; its first own activity after 23 days."""
    story = Story(
        formed_on=date(2026, 3, 3),
        origin=1,
        origin_on=date(2026, 3, 1),
        attendees=38,
        joined=14,
        last_joined_on=date(2026, 3, 10),
        own=9,
        own_on=date(2026, 3, 26),
    )
    assert story.joined_share == pytest.approx(0.368, abs=0.001)
    assert story.joining_days == 9
    assert story.own_after_days == 23
    bare = Story(formed_on=date(2026, 3, 3))
    assert bare.joined_share is bare.joining_days is bare.own_after_days is None


def test_a_quarter_in_an_address() -> None:
    assert months.read_quarter("2026-Q2") == (date(2026, 4, 1), date(2026, 6, 30))
    assert months.read_quarter("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert (
        months.read_quarter("2026-Q5") is months.read_quarter("abcd-Q1") is months.read_quarter(None) is None
    )


def test_the_weeks_of_a_month() -> None:
    event = {"on": date(2026, 3, 8), "title": "妇女节"}
    weeks = months.weeks(date(2026, 3, 1), [event], today=date(2026, 3, 9))
    assert weeks[0][0]["date"] == months.span(date(2026, 3, 1))[0] == date(2026, 2, 23)
    assert [len(week) for week in weeks] == [7] * len(weeks)
    assert not weeks[0][0]["in_month"]
    [found] = [day for week in weeks for day in week if day["events"]]
    assert found["date"] == date(2026, 3, 8)
    [today] = [day for week in weeks for day in week if day["is_today"]]
    assert today["date"] == date(2026, 3, 9)
