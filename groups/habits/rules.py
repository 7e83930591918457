"""What holds for a habit that people try for some days (S79): its days, its ticks, who completed it, who keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

import msgspec

# A day can still be ticked by phone on the two days after it.
DAYS_BACK = 2
MOMENTS = (60, 90)
MOST_ENTRIES = 80
# A look is for the day it is named after, but nobody meets everybody on that very day.
LOOK_EARLY = timedelta(days=3)
FEWEST_TO_WARN = 3


class Tick(msgspec.Struct, frozen=True):
    """That an entry did it, or did not, on a day."""

    entry: int
    day: date
    done: bool


class Standing(msgspec.Struct, frozen=True):
    """How one of them stands: `missed` are the days that are over without a tick, `streak` the days in a row until now."""

    done: int
    missed: int
    streak: int
    best: int
    completed: bool
    lost: bool


def clause_value(compact: int | None, key: int | None) -> str:
    """The clause that a habit practises as a form writes it, `12:3`; empty for none."""
    return f"{compact}:{key}" if compact and key else ""


def last_day(starts_on: date, days: int) -> date:
    """The last day of the habit; the first one counts."""
    return starts_on + timedelta(days=days - 1)


def days_of(starts_on: date, days: int) -> list[date]:
    """All days of the habit, in order."""
    return [starts_on + timedelta(days=step) for step in range(days)]


def is_due(starts_on: date, days: int, *, today: date) -> bool:
    """Whether the habit is to be settled: its last day can be ticked by phone no longer."""
    return today > last_day(starts_on, days) + timedelta(days=DAYS_BACK)


def refuse_misses(days: int, misses_allowed: int) -> str | None:
    """A reason code when so many misses would leave no habit."""
    return "habits.too_many_misses" if misses_allowed * 3 > days else None


def refuse_change(*, closed: bool, cancelled: bool) -> str | None:
    """A reason code when nothing of a habit can be written any more."""
    if cancelled:
        return "habits.cancelled"
    return "habits.closed" if closed else None


def refuse_day(day: date, *, starts_on: date, days: int, today: date) -> str | None:
    """A reason code when this day of a habit cannot be ticked by anybody."""
    if day < starts_on or day > last_day(starts_on, days):
        return "habits.other_day"
    return "day.in_future" if day > today else None


def refuse_own_day(day: date, *, starts_on: date, days: int, today: date) -> str | None:
    """`refuse_day` for somebody's own page, where only the last two days are caught up on."""
    if code := refuse_day(day, starts_on=starts_on, days=days, today=today):
        return code
    return "habits.too_long_ago" if day < today - timedelta(days=DAYS_BACK) else None


def open_days(starts_on: date, days: int, *, closed: bool, today: date) -> list[date]:
    """The days that somebody can tick on her own page today, the newest first; none once it is settled."""
    if closed:
        return []
    back = [today - timedelta(days=step) for step in range(DAYS_BACK + 1)]
    return [day for day in back if refuse_own_day(day, starts_on=starts_on, days=days, today=today) is None]


def after(ticks: Iterable[Tick], *, before: Collection[tuple[int, date]] = ()) -> set[tuple[int, date]]:
    """The days that stand ticked once these ticks are entered; the last word on a day holds."""
    standing = set(before)
    for tick in ticks:
        if tick.done:
            standing.add((tick.entry, tick.day))
        else:
            standing.discard((tick.entry, tick.day))
    return standing


def standing_of(
    done: Collection[date], *, starts_on: date, days: int, misses_allowed: int, today: date
) -> Standing:
    """How one of them stands (S79). Today is missed only once it is over; only days of the habit count."""
    all_days = days_of(starts_on, days)
    kept = {day for day in done if starts_on <= day <= all_days[-1]}
    missed = sum(day < today and day not in kept for day in all_days)
    return Standing(
        done=len(kept),
        missed=missed,
        streak=_streak(kept, [day for day in all_days if day <= today], today),
        best=max((length for _start, length in runs(kept, all_days)), default=0),
        completed=completed(len(kept), days=days, misses_allowed=misses_allowed),
        lost=missed > misses_allowed,
    )


def completed(done: int, *, days: int, misses_allowed: int) -> bool:
    """Whether the habit is completed: at most `misses_allowed` of its days were missed (S79)."""
    return days - done <= misses_allowed


def _streak(kept: Collection[date], past: Sequence[date], today: date) -> int:
    """Days in a row up to the newest; a today that is not ticked yet does not break it."""
    newest_first = list(reversed(past))
    if newest_first and newest_first[0] == today and today not in kept:
        newest_first = newest_first[1:]
    length = 0
    for day in newest_first:
        if day not in kept:
            break
        length += 1
    return length


def runs(kept: Collection[date], all_days: Sequence[date]) -> list[tuple[int, int]]:
    """The unbroken rows of days: `(place of the first day, how many)`, in order."""
    found: list[tuple[int, int]] = []
    for place, day in enumerate(all_days):
        if day not in kept:
            continue
        if found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found


def changes(shown: Collection[tuple[int, date]], ticked: Collection[tuple[int, date]]) -> list[Tick]:
    """What somebody changed on a chart: only that is entered, so that a tick of somebody else's phone stays."""
    added = [Tick(entry, day, True) for entry, day in sorted(set(ticked) - set(shown))]
    removed = [Tick(entry, day, False) for entry, day in sorted(set(shown) - set(ticked))]
    return added + removed


def mark_of(entry: int, place: int) -> str:
    """A box of the chart as a form sends it: the entry, and the place of the day from 0."""
    return f"{entry}.{place}"


def read_marks(
    marks: Iterable[str], *, entries: Collection[int], all_days: Sequence[date]
) -> set[tuple[int, date]] | None:
    """The boxes that a form has ticked; None when one of them is not on this chart."""
    found: set[tuple[int, date]] = set()
    for mark in marks:
        entry, _dot, place = mark.partition(".")
        if not (_is_number(entry) and _is_number(place)):
            return None
        if int(entry) not in entries or int(place) >= len(all_days):
            return None
        found.add((int(entry), all_days[int(place)]))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 11


def labels_in(text: str) -> list[str]:
    """The names that were typed, one a line, each once; commas and 、 part them as well."""
    for sign in "\r\t,，、;；":
        text = text.replace(sign, "\n")
    names = [" ".join(line.split()) for line in text.split("\n")]
    return list(dict.fromkeys(name for name in names if name))


def refuse_settling(starts_on: date, days: int, *, today: date) -> str | None:
    """A reason code when it is too early to say who completed the habit."""
    return "habits.not_over" if today < last_day(starts_on, days) else None


def look_day(starts_on: date, moment: int) -> date:
    """The day of the look after 60 or 90 days; day 1 is the first day of the habit."""
    return starts_on + timedelta(days=moment - 1)


def refuse_look(looked_on: date, *, starts_on: date, moment: int, closed: bool) -> str | None:
    """A reason code when nobody can have looked yet who still keeps the habit."""
    if not closed:
        return "habits.not_settled"
    return "habits.too_early_to_look" if looked_on < look_day(starts_on, moment) - LOOK_EARLY else None


def fading(*, completed: int, asked: int, keeping: int) -> bool:
    """Whether a habit goes again: fewer than half of those asked still keep it (S79, S80).

    Only once at least half of those who completed it were asked: who was not met says nothing. Two people are no trend.
    """
    return completed >= FEWEST_TO_WARN and asked * 2 >= completed and keeping * 2 < asked
