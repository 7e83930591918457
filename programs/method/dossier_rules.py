"""What somebody who takes a program over has to know: what comes first, what comes when, what stands on one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from programs.method.case_rules import Line
from server.lib.days import month_of, months_later

CHAPTERS = ("glance", "carried", "ahead", "open", "held", "papers", "money")
# What is to be done by a day stands in these.
TO_DO = ("ahead", "open")

MONTHS_AHEAD = 12
SOON = timedelta(days=14)
MOST_FIRST = 6

OVERDUE, AGAIN = "overdue", "again"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to know, with the address of its record.

    `on` is the day by which it is to be done, `who` has it or is to be met, `lapse` says what happens when it is
    forgotten. `gap` marks what is missing. Nobody is named in it who did not agree.
    """

    chapter: str
    text: str
    href: str = ""
    who: str = ""
    on: date | None = None
    lapse: str = ""
    gap: bool = False


class Period(msgspec.Struct, frozen=True):
    """A part of the calendar: `overdue`, a month as `2026-11`, or `again` for what comes back without a day."""

    key: str
    entries: Sequence[Entry]


def told(chapter: str, lines: Iterable[Line]) -> list[Entry]:
    """Sentences that the case tells as well."""
    return [Entry(chapter=chapter, text=line.text, href=line.href) for line in lines]


def owned(entries: Iterable[Entry], *, by: str) -> list[Entry]:
    """The same, where what is to be done and is nobody's in particular is for whoever answers for the program."""
    return [
        msgspec.structs.replace(entry, who=by) if entry.chapter in TO_DO and not entry.who else entry
        for entry in entries
    ]


def is_overdue(entry: Entry, *, today: date) -> bool:
    """Whether its day has passed. What is due today is not late."""
    return entry.on is not None and entry.on < today


def calendar(entries: Iterable[Entry], *, today: date) -> list[Period]:
    """The next twelve months: what is overdue first, then month by month, at the end what comes back again and again.

    What lies further ahead is left out: who takes over plans a year.
    """
    last = months_later(today, MONTHS_AHEAD + 1)
    periods: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=_by_day):
        if entry.on is None:
            periods.setdefault(AGAIN, []).append(entry)
        elif entry.on < last:
            key = OVERDUE if is_overdue(entry, today=today) else month_of(entry.on)
            periods.setdefault(key, []).append(entry)
    order = sorted(periods, key=lambda key: (key == AGAIN, key != OVERDUE, key))
    return [Period(key, periods[key]) for key in order]


def _by_day(entry: Entry) -> tuple[date, str]:
    return entry.on or date.max, entry.text


def first_things(entries: Iterable[Entry], *, today: date) -> list[Entry]:
    """What cannot wait: overdue or due within two weeks, the oldest first, and no more than one can keep in mind."""
    pressing = [
        entry
        for entry in entries
        if entry.chapter in TO_DO and entry.on is not None and entry.on <= today + SOON
    ]
    return sorted(pressing, key=_by_day)[:MOST_FIRST]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a chapter of tasks: by their day, those without a day as they came, at the end."""
    return sorted(entries, key=lambda entry: entry.on or date.max)


class Carrier(msgspec.Struct, frozen=True):
    """A group as far as it stands on people: its `leader` until that day and its `deputy`, empty where there is none."""

    leader: str
    deputy: str
    until: date | None


def gaps_of(carrier: Carrier, *, today: date) -> list[str]:
    """Why nobody can rely on a group: `nobody`, `no_leader`, `no_deputy`, `term_over`. The worst comes first."""
    if not carrier.leader and not carrier.deputy:
        return ["nobody"]
    if not carrier.leader:
        return ["no_leader"]
    over = ["term_over"] if carrier.until is not None and carrier.until < today else []
    return over if carrier.deputy else [*over, "no_deputy"]


def next_reading(months: Sequence[date]) -> date:
    """The month for which a figure is to be entered next: as far ahead as the last two lie apart, or the next one."""
    newest = months[-1]
    apart = (newest.year - months[-2].year) * 12 + newest.month - months[-2].month if len(months) > 1 else 1
    return months_later(newest, max(apart, 1))


def check_day(proved_on: date) -> date:
    """When a proof is a year old and somebody should look whether it still holds."""
    return proved_on + timedelta(days=365)
