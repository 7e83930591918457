"""What holds for groups, case by case."""

from datetime import date

import pytest

from groups.teams import rules
from groups.teams.coverage_queries import BANDS

MARCH = date(2026, 3, 1)
APRIL = date(2026, 4, 1)
MAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("age_from", "age_to", "code"),
    [
        (None, None, None),
        (60, None, None),
        (None, 14, None),
        (6, 12, None),
        (12, 12, None),
        (13, 12, "teams.ages_reversed"),
    ],
)
def test_ages_run_upwards(age_from: int | None, age_to: int | None, code: str | None) -> None:
    assert rules.refuse_ages(age_from, age_to) == code


@pytest.mark.parametrize(
    ("formed_on", "first_joined_on", "code"),
    [
        (APRIL, None, None),
        (APRIL, APRIL, None),
        (MARCH, APRIL, None),
        (MAY, APRIL, "teams.formed_after_joining"),
    ],
)
def test_a_group_forms_before_anybody_joins(
    formed_on: date, first_joined_on: date | None, code: str | None
) -> None:
    assert rules.refuse_formed_on(formed_on, first_joined_on=first_joined_on) == code


@pytest.mark.parametrize(
    ("closed_on", "code"), [(APRIL, None), (MAY, None), (MARCH, "teams.closed_too_early")]
)
def test_a_group_closes_after_its_last_news(closed_on: date, code: str | None) -> None:
    assert rules.refuse_closing(closed_on, last_news_on=APRIL) == code


@pytest.mark.parametrize(
    ("joined_on", "last_left_on", "code"),
    [
        (APRIL, None, None),
        (MARCH, None, "teams.before_forming"),
        (MAY, APRIL, None),
        (MAY, MAY, None),
        (APRIL, MAY, "teams.stays_overlap"),
    ],
)
def test_joining(joined_on: date, last_left_on: date | None, code: str | None) -> None:
    assert rules.refuse_joining(joined_on, formed_on=APRIL, last_left_on=last_left_on) == code


def test_who_leads_does_not_just_leave() -> None:
    assert rules.refuse_leaving(leads=True) == "teams.leads_this_group"
    assert rules.refuse_leaving(leads=False) is None


@pytest.mark.parametrize(("left_on", "expected"), [(None, True), (APRIL, True), (MARCH, False)])
def test_a_stay_that_ends_as_it_begins_never_was(left_on: date | None, expected: bool) -> None:
    assert rules.counts(MARCH, left_on) is expected


CARES, BRINGS = ("cares", MARCH), ("brings", APRIL)


@pytest.mark.parametrize(
    ("sightings", "on", "missing", "code"),
    [
        ([], MAY, ("cares", "brings"), "teams.nothing_seen"),
        ([CARES], MAY, ("brings",), "teams.brings_not_seen"),
        ([CARES, CARES], MAY, ("brings",), "teams.brings_not_seen"),
        ([BRINGS], MAY, ("cares",), "teams.cares_not_seen"),
        ([CARES, BRINGS], MAY, (), None),
        ([CARES, BRINGS], APRIL, (), None),
        ([CARES, BRINGS], MARCH, ("brings",), "teams.brings_not_seen"),
    ],
)
def test_both_criteria_are_seen_before_a_community_leader_is_confirmed(
    sightings: list[tuple[str, date]], on: date, missing: tuple[str, ...], code: str | None
) -> None:
    assert rules.missing_criteria(sightings, on=on) == missing
    assert rules.refuse_confirmation(sightings, on=on) == code


@pytest.mark.parametrize(
    ("seen", "confirmed_on", "standing"),
    [
        ([], None, "watched"),
        (["cares"], None, "watched"),
        (["brings"], None, "watched"),
        (["cares", "brings"], None, "ready"),
        (["cares", "brings"], MAY, "confirmed"),
    ],
)
def test_standing(seen: list[str], confirmed_on: date | None, standing: str) -> None:
    assert rules.standing_of(seen, confirmed_on) == standing


def test_a_confirmation_is_not_withdrawn_under_a_leader() -> None:
    assert rules.refuse_withdrawal(leads_groups=1) == "teams.leads_a_group"
    assert rules.refuse_withdrawal(leads_groups=0) is None


@pytest.mark.parametrize(
    ("position", "standing", "member_since", "since", "code"),
    [
        ("leader", "confirmed", MARCH, APRIL, None),
        ("leader", "confirmed", MARCH, MARCH, None),
        ("leader", "ready", MARCH, APRIL, "teams.leader_not_confirmed"),
        ("leader", "watched", MARCH, APRIL, "teams.leader_without_criteria"),
        ("leader", None, MARCH, APRIL, "teams.leader_not_spotted"),
        ("leader", "confirmed", None, APRIL, "teams.leader_not_member"),
        ("leader", "confirmed", APRIL, MARCH, "teams.leads_before_joining"),
        ("deputy", None, MARCH, APRIL, None),
        ("deputy", "watched", MARCH, APRIL, None),
        ("deputy", None, None, APRIL, "teams.leader_not_member"),
        ("deputy", None, APRIL, MARCH, "teams.leads_before_joining"),
    ],
)
def test_who_may_lead(
    position: str, standing: str | None, member_since: date | None, since: date, code: str | None
) -> None:
    assert rules.refuse_leader(position, standing=standing, member_since=member_since, since=since) == code


@pytest.mark.parametrize(
    ("chosen_how", "votes_for", "votes_cast", "fault"),
    [
        ("elected", 9, 14, None),
        ("elected", 14, 14, None),
        ("elected", 15, 14, ("teams.more_for_than_cast", "votes_for")),
        ("elected", None, 14, ("teams.votes_missing", "votes_for")),
        ("elected", 0, 14, ("teams.votes_missing", "votes_for")),
        ("elected", 9, None, ("teams.votes_missing", "votes_cast")),
        ("elected", 9, 0, ("teams.votes_missing", "votes_cast")),
        ("offered", None, None, None),
        ("rotation", None, None, None),
        ("offered", 9, 14, ("teams.votes_without_election", "votes_for")),
        ("rotation", None, 0, ("teams.votes_without_election", "votes_cast")),
    ],
)
def test_votes(
    chosen_how: str, votes_for: int | None, votes_cast: int | None, fault: tuple[str, str] | None
) -> None:
    assert rules.refuse_votes(chosen_how, votes_for=votes_for, votes_cast=votes_cast) == fault


@pytest.mark.parametrize(
    ("closed", "has_leader", "has_deputy", "until", "expected"),
    [
        (False, False, False, None, ("no_leader", "no_deputy")),
        (False, False, True, None, ("no_leader",)),
        (False, True, False, None, ("no_deputy",)),
        (False, True, True, None, ()),
        (False, True, True, date(2026, 6, 30), ("term_ends",)),
        (False, True, True, date(2026, 7, 1), ()),
        (False, True, True, MAY, ("term_ends",)),
        (False, True, False, APRIL, ("term_over", "no_deputy")),
        (True, False, False, None, ()),
    ],
)
def test_reminders(
    closed: bool, has_leader: bool, has_deputy: bool, until: date | None, expected: tuple[str, ...]
) -> None:
    found = rules.reminders(
        closed=closed, has_leader=has_leader, has_deputy=has_deputy, leader_until=until, today=MAY
    )
    assert found == expected


def test_who_moved_away_still_leads_and_is_asked_about() -> None:
    told = {"has_leader": True, "has_deputy": True, "leader_until": None, "today": MAY}
    assert rules.reminders(closed=False, moved=["deputy"], **told) == ("deputy_moved",)
    assert rules.reminders(closed=True, moved=["deputy"], **told) == ()


@pytest.mark.parametrize(
    ("reached", "households", "share"), [(123, 300, 0.41), (0, 300, 0.0), (5, None, None), (5, 0, None)]
)
def test_coverage(reached: int, households: int | None, share: float | None) -> None:
    assert rules.coverage(reached, households) == share


def test_bands_have_ages() -> None:
    assert [rules.ages_of(band) for band in BANDS] == [
        (0, 6),
        (7, 13),
        (14, 17),
        (18, 29),
        (30, 44),
        (45, 59),
        (60, 74),
        (75, None),
    ]


@pytest.mark.parametrize(
    ("age_from", "age_to", "bands"),
    [
        (None, None, []),
        (6, 12, ["0-6", "7-13"]),
        (7, 13, ["7-13"]),
        (60, None, ["60-74", "75+"]),
        (None, 6, ["0-6"]),
        (80, 90, ["75+"]),
        (29, 30, ["18-29", "30-44"]),
    ],
)
def test_a_group_is_meant_for_the_ages_it_names(
    age_from: int | None, age_to: int | None, bands: list[str]
) -> None:
    assert [band for band in BANDS if rules.meant_for(band, age_from=age_from, age_to=age_to)] == bands


def test_the_gap_report_shows_the_ages_that_nobody_reaches() -> None:
    groups = {"0-6": 1, "60-74": 4, "75+": 3}
    members = {"7-13": 12, "18-29": 2, "45-59": 9, "60-74": 40}
    assert rules.uncovered(BANDS, groups_by_band=groups, members_by_band=members) == ["14-17", "30-44"]


@pytest.mark.parametrize(
    ("member", "staff", "code"),
    [
        (True, False, None),
        (False, False, "teams.author_not_member"),
        (True, True, "teams.author_is_staff"),
        (False, True, "teams.author_is_staff"),
    ],
)
def test_the_plan_is_the_groups_own(member: bool, staff: bool, code: str | None) -> None:
    assert rules.refuse_author(member=member, staff=staff) == code


COMPLAINTS = [
    ("2026-01", 22),
    ("2026-02", 24),
    ("2026-03", 23),
    ("2026-04", 17),
    ("2026-05", 11),
    ("2026-06", 6),
    ("2026-07", 1),
]


@pytest.mark.parametrize(
    ("taken", "acted", "today", "expected"),
    [
        ("2026-04", "2026-04", "2026-07", (23.0, 6)),
        ("2026-04", None, "2026-07", (23.0, None)),
        ("2026-04", "2026-06", "2026-07", (23.0, 1)),
        ("2026-04", "2026-07", "2026-07", (23.0, None)),
        ("2026-01", "2026-02", "2026-07", (None, 6)),
    ],
)
def test_complaints_before_and_after(
    taken: str, acted: str | None, today: str, expected: tuple[float | None, int | None]
) -> None:
    assert (
        rules.before_and_after(COMPLAINTS, taken_month=taken, acted_month=acted, this_month=today) == expected
    )


@pytest.mark.parametrize(
    ("day", "place"),
    [(date(2026, 1, 1), -0.5), (date(2026, 2, 1), 0.5), (date(2026, 1, 31), -0.5 + 30 / 31)],
)
def test_the_place_of_a_day_among_months(day: date, place: float) -> None:
    assert rules.place_of_day(day, ["2026-01", "2026-02"]) == pytest.approx(place)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 3, 1)])
def test_a_day_outside_the_months_has_no_place(day: date) -> None:
    assert rules.place_of_day(day, ["2026-01", "2026-02"]) is None


def test_terms_of_one_position_follow_each_other() -> None:
    ended = date(2026, 5, 9)
    assert rules.refuse_term_start(ended, last_ended_on=None) is None
    assert rules.refuse_term_start(ended, last_ended_on=ended) is None
    assert rules.refuse_term_start(date(2026, 5, 8), last_ended_on=ended) == "teams.terms_overlap"
