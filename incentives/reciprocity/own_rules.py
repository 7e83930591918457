"""A volunteer's own page: how long its link holds, what hours are hers, and what a service letter says (S90)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

LINK_DAYS = 365
# How soon somebody who asks for a correction has her answer.
ANSWER_DAYS = 15


class Helped(msgspec.Struct, frozen=True):
    """One activity at which she helped: the minutes of all helpers together, and how many they were."""

    on: date
    minutes_of_all: int | None
    helpers: int


class Role(msgspec.Struct, frozen=True):
    """What she was: `kind` is leader | deputy | building_leader | community_leader, `where` the group or building."""

    kind: str
    where: str
    since: date
    until: date | None = None


class LetterFacts(msgspec.Struct, frozen=True):
    """What a service letter says, as it was known on the day it was made. Never changed."""

    name: str
    community: str
    organisation: str
    since: date
    until: date
    minutes: int
    activities: int
    services: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


def link_ends(made_on: date) -> date:
    """The last day on which a link opens."""
    return made_on + timedelta(days=LINK_DAYS)


def opens(*, until: date, revoked_on: date | None, today: date) -> bool:
    """Whether a link opens on that day."""
    return revoked_on is None and today <= until


def same_hash(stored: str, sent: str) -> bool:
    """Whether two hashes are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(stored.encode(), sent.encode())


def due_on(asked_on: date) -> date:
    """When a correction is to be answered."""
    return asked_on + timedelta(days=ANSWER_DAYS)


def minutes_of(helped: Iterable[Helped]) -> int:
    """Her minutes: at each activity the helpers' time in equal parts. An activity without a time adds none."""
    return sum(
        round(one.minutes_of_all / max(one.helpers, 1)) for one in helped if one.minutes_of_all is not None
    )


def without_time(helped: Iterable[Helped]) -> int:
    """At how many activities nobody wrote down the time."""
    return sum(one.minutes_of_all is None for one in helped)


def refuse_letter(*, minutes: int, activities: int, roles: Sequence[Role]) -> str | None:
    """A reason code when there is nothing yet that a letter could say."""
    return None if minutes or activities or roles else "own.nothing_to_say"


def span_of(days: Iterable[date], roles: Iterable[Role], *, today: date) -> tuple[date, date]:
    """From the first to the last day that a letter speaks of; a role that goes on reaches to today."""
    known = [*days]
    for role in roles:
        known += [role.since, role.until or today]
    return min(known, default=today), max(known, default=today)


def masked(name: str) -> str:
    """A name as whoever holds the letter recognises it and nobody learns it: the first sign, 陈＊."""
    return f"{name[0]}＊" if name else ""


def letter_holds(revoked_on: date | None) -> bool:
    """Whether a letter is valid: once revoked it never is again, on whatever day one asks."""
    return revoked_on is None


def refuse_rating(last: date | None, *, today: date) -> str | None:
    """A reason code for a second answer on one day."""
    return "own.rated_today" if last == today else None


def token_of(secret: str, op_id: str, resident_id: int) -> str:
    """The token of the link that this write makes: 256 bits, computed and never stored, so a second tap shows it too."""
    text = f"own page|{op_id}|{resident_id}".encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
