"""What holds for elections and for who sits together (S39)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import msgspec

# 青, 中, 老: the first year of the middle and of the old, by the age bands of the register.
_MIDDLE, _OLD = 45, 60
GENERATIONS = ("old", "middle", "young", "unknown")


class Ballot(msgspec.Struct, frozen=True):
    """One who stands: for which position, and with how many votes."""

    candidate: int
    position: str
    votes: int


class Outcome(msgspec.Struct, frozen=True):
    """Who is elected, and who has as many votes as another for the last seat: they need a second ballot."""

    elected: tuple[int, ...]
    tied: tuple[int, ...]


def seats_of(*, of_group: bool, seats: int) -> dict[str, int]:
    """How many are elected for each position: a group has one leader and one deputy, a body its seats."""
    return {"leader": 1, "deputy": 1} if of_group else {"leader": seats}


def outcome(ballots: Sequence[Ballot], seats: Mapping[str, int]) -> Outcome:
    """Who is elected: for each position those with the most votes, and nobody without one."""
    elected: list[int] = []
    tied: list[int] = []
    for position, places in seats.items():
        ranked = sorted(
            (one for one in ballots if one.position == position and one.votes > 0),
            key=lambda one: (-one.votes, one.candidate),
        )
        chosen, rest = ranked[:places], ranked[places:]
        if chosen and rest and rest[0].votes == chosen[-1].votes:
            last = chosen[-1].votes
            tied += [one.candidate for one in ranked if one.votes == last]
            chosen = [one for one in chosen if one.votes > last]
        elected += [one.candidate for one in chosen]
    return Outcome(tuple(sorted(elected)), tuple(sorted(tied)))


def refuse_place(*, group: int | None, body: str | None) -> str | None:
    """A reason code when it is not said, or said twice, who is elected for: a group or a body."""
    return None if (group is None) != (not body) else "teams.group_or_body"


def refuse_count(
    *,
    standing: Mapping[int, str],
    votes: Mapping[int, int],
    votes_cast: int,
    electors: int | None,
    seats: Mapping[str, int],
) -> tuple[str, str] | None:
    """`(reason code, field)` when the numbers of a count cannot be; `standing` is who stands for which position.

    A ballot names nobody twice, and for a position no more people than are elected: with more it is void.
    """
    if not standing:
        return "teams.nobody_stands", "votes"
    if set(votes) != set(standing):
        return "teams.votes_for_each", "votes"
    if electors is not None and votes_cast > electors:
        return "teams.more_cast_than_electors", "votes_cast"
    if any(given > votes_cast for given in votes.values()):
        return "teams.more_votes_than_cast", "votes"
    given = dict.fromkeys(seats, 0)
    for candidate, number in votes.items():
        given[standing[candidate]] += number
    if any(given[position] > votes_cast * places for position, places in seats.items()):
        return "teams.more_votes_than_ballots", "votes"
    return None


def refuse_watching(watched_on: date, *, held_on: date) -> str | None:
    """A reason code when nobody can have watched yet."""
    return "teams.watched_before_day" if watched_on < held_on else None


def refuse_publication(
    state: str, *, observers: Collection[int], standing: Collection[int], found: Outcome
) -> str | None:
    """A reason code when a result cannot be laid open: nobody watched who does not stand, or it is no result yet (S39)."""
    if state != "counted":
        return "teams.not_counted" if state == "planned" else "teams.election_over"
    if not set(observers) - set(standing):
        return "teams.no_observer"
    if found.tied:
        return "teams.votes_tied"
    return None if found.elected else "teams.nobody_elected"


def refuse_taking_over(since: date, *, held_on: date) -> str | None:
    """A reason code when a term would begin before the day on which its leader was elected."""
    return "teams.takes_over_early" if since < held_on else None


def term_end(since: date, months: int) -> date:
    """The last day of a term that begins on `since`: the day before it returns after so many months."""
    count = since.year * 12 + since.month - 1 + months
    year, month = count // 12, count % 12 + 1
    day = since.day
    while True:
        try:
            ends = date(year, month, day)
        except ValueError:  # no 31st in that month
            day -= 1
            continue
        return date.fromordinal(ends.toordinal() - 1)


def generation(age_band: str | None) -> str:
    """老, 中 or 青 of an age band, or `unknown`."""
    if not age_band:
        return "unknown"
    first = int(age_band.rstrip("+").split("-")[0])
    return "old" if first >= _OLD else "middle" if first >= _MIDDLE else "young"


def composition(age_bands: Sequence[str | None]) -> dict[str, int]:
    """How many are old, middle-aged and young, and of how many it is not known."""
    found = dict.fromkeys(GENERATIONS, 0)
    for band in age_bands:
        found[generation(band)] += 1
    return found
