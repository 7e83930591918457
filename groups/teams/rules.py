"""What holds for groups, their people and their tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

# S63: the two things that can be seen of a community leader.
CRITERIA = ("cares", "brings")
REMIND_BEFORE = timedelta(days=60)


def refuse_ages(age_from: int | None, age_to: int | None) -> str | None:
    """A reason code when the ages that a group is meant for run backwards."""
    if age_from is not None and age_to is not None and age_to < age_from:
        return "teams.ages_reversed"
    return None


def refuse_formed_on(formed_on: date, *, first_joined_on: date | None) -> str | None:
    """A reason code when a group would begin after somebody joined it."""
    return (
        "teams.formed_after_joining" if first_joined_on is not None and formed_on > first_joined_on else None
    )


def refuse_closing(closed_on: date, *, last_news_on: date) -> str | None:
    """A reason code when a group would close before the last thing that is known of it."""
    return "teams.closed_too_early" if closed_on < last_news_on else None


def refuse_joining(joined_on: date, *, formed_on: date, last_left_on: date | None) -> str | None:
    """A reason code when nobody can have joined on this day: the group was not there, or she was a member already."""
    if joined_on < formed_on:
        return "teams.before_forming"
    return "teams.stays_overlap" if last_left_on is not None and joined_on < last_left_on else None


def refuse_leaving(*, leads: bool) -> str | None:
    """A reason code when a member cannot leave: who leads hands over first, so that the group knows who leads it."""
    return "teams.leads_this_group" if leads else None


def counts(joined_on: date, left_on: date | None) -> bool:
    """Whether a stay counts as joining. One that ends on the day it began was ticked by mistake."""
    return left_on != joined_on


def missing_criteria(sightings: Collection[tuple[str, date]], *, on: date) -> tuple[str, ...]:
    """The criteria under which nothing had been seen by `on`. `sightings` are `(criterion, seen_on)` (S63)."""
    return tuple(
        criterion
        for criterion in CRITERIA
        if not any(seen == criterion and seen_on <= on for seen, seen_on in sightings)
    )


def refuse_confirmation(sightings: Collection[tuple[str, date]], *, on: date) -> str | None:
    """A reason code, naming the criterion that lacks a sighting, when a community leader cannot be confirmed (S63)."""
    missing = missing_criteria(sightings, on=on)
    if len(missing) == len(CRITERIA):
        return "teams.nothing_seen"
    return (
        {"cares": "teams.cares_not_seen", "brings": "teams.brings_not_seen"}[missing[0]] if missing else None
    )


def standing_of(criteria_seen: Collection[str], confirmed_on: date | None) -> str:
    """Where somebody who was spotted stands: `watched` (待考察), `ready` to be confirmed, or `confirmed`."""
    if confirmed_on is not None:
        return "confirmed"
    return "ready" if set(criteria_seen) >= set(CRITERIA) else "watched"


def refuse_withdrawal(*, leads_groups: int) -> str | None:
    """A reason code when a confirmation cannot be withdrawn: a group's leader has to be confirmed (S77)."""
    return "teams.leads_a_group" if leads_groups else None


def refuse_leader(
    position: str, *, standing: str | None, member_since: date | None, since: date
) -> str | None:
    """Why a resident cannot lead (S77, S63): a member, and for `leader` a confirmed community leader.

    `standing` is None when nobody spotted her. A deputy needs the membership only.
    """
    if member_since is None:
        return "teams.leader_not_member"
    if since < member_since:
        return "teams.leads_before_joining"
    if position == "deputy" or standing == "confirmed":
        return None
    return {
        None: "teams.leader_not_spotted",
        "watched": "teams.leader_without_criteria",
        "ready": "teams.leader_not_confirmed",
    }[standing]


def refuse_term_start(since: date, *, last_ended_on: date | None) -> str | None:
    """A reason code when a term would begin while the one before, of the same position, still ran."""
    return "teams.terms_overlap" if last_ended_on is not None and since < last_ended_on else None


def refuse_votes(chosen_how: str, *, votes_for: int | None, votes_cast: int | None) -> tuple[str, str] | None:
    """`(reason code, field)` when the votes do not fit how she was chosen: 推选 says 9 of 14, the others have none."""
    if chosen_how != "elected":
        named = "votes_for" if votes_for is not None else "votes_cast" if votes_cast is not None else None
        return ("teams.votes_without_election", named) if named else None
    if not votes_for:
        return "teams.votes_missing", "votes_for"
    if not votes_cast:
        return "teams.votes_missing", "votes_cast"
    return ("teams.more_for_than_cast", "votes_for") if votes_for > votes_cast else None


def reminders(
    *,
    closed: bool,
    has_leader: bool,
    has_deputy: bool,
    leader_until: date | None,
    today: date,
    moved: Collection[str] = (),
) -> tuple[str, ...]:
    """What a group lacks in leadership: `no_leader`, `no_deputy`, `term_over`, `term_ends` (within 60 days) (S77).

    `moved` are the positions whose holder lives here no longer: `leader_moved`, `deputy_moved`. Who leads from afar may
    go on, so nothing ends by itself.
    """
    if closed:
        return ()
    found = [] if has_leader else ["no_leader"]
    if has_leader and leader_until is not None:
        if leader_until < today:
            found.append("term_over")
        elif leader_until - today <= REMIND_BEFORE:
            found.append("term_ends")
    lacking = found if has_deputy else [*found, "no_deputy"]
    return (*lacking, *(f"{position}_moved" for position in moved))


def coverage(households_reached: int, households: int | None) -> float | None:
    """组织覆盖率: the share of households with at least one member (S60); None when their number is not known."""
    return households_reached / households if households else None


def ages_of(band: str) -> tuple[int, int | None]:
    """The first and last year of an age band: `30-44` is (30, 44), `75+` is (75, None)."""
    if band.endswith("+"):
        return int(band[:-1]), None
    low, high = band.split("-")
    return int(low), int(high)


def meant_for(band: str, *, age_from: int | None, age_to: int | None) -> bool:
    """Whether a group names this age. One that names no age is meant for nobody in particular."""
    if age_from is None and age_to is None:
        return False
    low, high = ages_of(band)
    return (age_to is None or age_to >= low) and (age_from is None or high is None or age_from <= high)


def uncovered(
    bands: Sequence[str], *, groups_by_band: Mapping[str, int], members_by_band: Mapping[str, int]
) -> list[str]:
    """The age gaps (S60): bands that no group is meant for and in which no group has a member."""
    return [band for band in bands if not groups_by_band.get(band) and not members_by_band.get(band)]


def refuse_author(*, member: bool, staff: bool) -> str | None:
    """A reason code when somebody cannot be a plan's author: the plan is a member's own, not the staff's (S78)."""
    if staff:
        return "teams.author_is_staff"
    return None if member else "teams.author_not_member"


def before_and_after(
    counts_by_month: Sequence[tuple[str, int]], *, taken_month: str, acted_month: str | None, this_month: str
) -> tuple[float | None, int | None]:
    """Complaints a month before the group took the task, and in the newest whole month after its first action (S78).

    Before is the mean over the months in `counts_by_month` (oldest first) that lie before `taken_month`. The month
    that still runs counts only while there is no whole one. None where there is nothing to say yet.
    """
    earlier = [count for month, count in counts_by_month if month < taken_month]
    before = sum(earlier) / len(earlier) if earlier else None
    if acted_month is None:
        return before, None
    later = [(month, count) for month, count in counts_by_month if acted_month < month <= this_month]
    whole = [count for month, count in later if month < this_month]
    newest = whole or [count for _month, count in later]
    return before, newest[-1] if newest else None


def place_of_day(day: date, months: Sequence[str]) -> float | None:
    """Where a day stands on an axis of months, the middle of the first being 0; None when it lies outside."""
    month = f"{day.year:04d}-{day.month:02d}"
    return months.index(month) + (day.day - 1) / 31 - 0.5 if month in months else None
