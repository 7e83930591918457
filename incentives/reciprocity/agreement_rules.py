"""What makes a service one between equals: both sides agree, both have duties, and a hurt is talked over first (S86).

Nothing here adds up to points, and nobody is compared with anybody else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date, timedelta

import msgspec

DRAFT, ACTIVE, PAUSED, ENDED = "draft", "active", "paused", "ended"
GIVER, RECEIVER = "giver", "receiver"
SIDES = frozenset({GIVER, RECEIVER})
WINDOW = timedelta(days=60)
# Below so many times nothing can be said yet of which way a service goes.
_ENOUGH = 4
_LOPSIDED = 4


class Given(msgspec.Struct, frozen=True):
    """One thing given."""

    by: str
    on: date
    minutes: int | None = None


class Flow(msgspec.Struct, frozen=True):
    """How often each side gave within the window."""

    given: int
    returned: int

    @property
    def one_way(self) -> bool:
        """Whether one side gives several times as often as the other, so that it is worth a word."""
        more, less = max(self.given, self.returned), min(self.given, self.returned)
        return more >= _ENOUGH and more >= _LOPSIDED * max(less, 1)


def text_hash(service: str, giver_duties: str, receiver_duties: str, talks: int) -> str:
    """What an acceptance is bound to: the text, and after how many incidents it was said yes to.

    So neither a change of the text nor an incident leaves an older yes standing.
    """
    text = json.dumps([service, giver_duties, receiver_duties, talks], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def duties_of(picked: Iterable[str], own: str | None) -> str:
    """Duties as they are stored: one on a line, each once."""
    lines = [line.strip() for line in [*picked, *(own or "").splitlines()]]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def refuse_duties(giver_duties: str, receiver_duties: str) -> tuple[str, str] | None:
    """`(field, reason code)` when one side would have no duty: that is no agreement between equals."""
    if not giver_duties:
        return "giver_duties", "agreements.no_duties"
    return None if receiver_duties else ("receiver_duties", "agreements.no_duties")


def refuse_sides(*, giver: int | None, receiver: int | None, household: int | None) -> tuple[str, str] | None:
    """`(field, reason code)` unless one neighbour gives, and one other or one household receives."""
    if giver is None:
        return "giver_name", "agreements.nobody_gives"
    if (receiver is None) == (household is None):
        return "receiver_name", "agreements.one_receives"
    return ("receiver_name", "agreements.gives_herself") if giver == receiver else None


def refuse_edit(state: str) -> str | None:
    """A reason code when the text can no longer change."""
    return "agreements.over" if state == ENDED else None


def refuse_acceptance(
    state: str, side: str, accepted: Collection[str], *, on: date, talked: Collection[date | None]
) -> str | None:
    """A reason code when `side` cannot say yes on that day. `talked` is when each incident was talked over."""
    if state == ENDED:
        return "agreements.over"
    if any(day is None for day in talked):
        return "agreements.talk_first"
    if side in accepted:
        return "agreements.accepted_already"
    return "agreements.accepted_before_talk" if any(day and on < day for day in talked) else None


def is_agreed(accepted: Collection[str]) -> bool:
    """Whether both sides have said yes to the text as it stands."""
    return set(accepted) >= SIDES


def refuse_exchange(state: str, *, on: date, starts_on: date) -> str | None:
    """A reason code when nothing can be noted as given: only an agreed service runs, and a paused one rests at once."""
    if state != ACTIVE:
        return {DRAFT: "agreements.not_agreed", PAUSED: "agreements.paused", ENDED: "agreements.over"}[state]
    return "agreements.given_before_start" if on < starts_on else None


def refuse_incident(state: str) -> str | None:
    """A reason code when there is no service that could be hurt."""
    return {DRAFT: "agreements.not_agreed", ENDED: "agreements.over"}.get(state)


def flow_of(given: Iterable[Given], *, today: date) -> Flow:
    """How often each side gave in the last 60 days."""
    lately = [one.by for one in given if today - WINDOW < one.on <= today]
    return Flow(lately.count(GIVER), lately.count(RECEIVER))


def talk_state(*, talk_by: date | None, talked_on: date | None, settled_on: date | None, today: date) -> str:
    """Where an incident stands: `settled`, `talked` (both may accept again), `overdue` or `open`."""
    if settled_on is not None:
        return "settled"
    if talked_on is not None:
        return "talked"
    return "overdue" if talk_by is not None and talk_by < today else "open"
