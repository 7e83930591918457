"""What follows from what was logged: who was there, whose activity it was, and what it proves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from programs.method.kinds import Kind

# 议事、解决、担责、评估 (S84): the four that say whose activity it was. Who proposed it is shown apart.
FOUR_ACTS = ("decided", "did", "answered", "evaluated")
FIVE_ACTS = ("proposed", *FOUR_ACTS)

MOST_NAMES = 2_000


class By(msgspec.Struct, frozen=True):
    """Who did an act: `residents` (proved only by the resident's id), `staff` or `others`."""

    by: str
    resident: int | None = None

    @property
    def standing(self) -> str:
        """`residents`, `staff`, `others`, or `unproved` when residents are claimed without a name."""
        return "unproved" if self.by == "residents" and self.resident is None else self.by


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An activity as it took place. `named` residents are among the volunteers and participants."""

    staff: int
    volunteers: int
    participants: int
    presence: str
    named: int = 0
    acts: Mapping[str, By] = {}
    task: int | None = None
    staff_minutes: int | None = None
    volunteer_minutes: int | None = None
    cash_fen: int | None = None
    lever: str | None = None


class Proof(msgspec.Struct, frozen=True):
    """One row for the ledger, without its day and people."""

    kind: Kind
    quantity: int
    facet: str = ""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """How a group came about (S76)."""

    formed_on: date
    origin: int | None = None
    origin_title: str = ""
    origin_on: date | None = None
    attendees: int = 0
    joined: int = 0
    last_joined_on: date | None = None
    own: int | None = None
    own_title: str = ""
    own_on: date | None = None

    @property
    def joined_share(self) -> float | None:
        """Of those who came to the event (volunteers and participants), the share that joined: 14 of 38 is 36.8 %."""
        return self.joined / self.attendees if self.attendees else None

    @property
    def joining_days(self) -> int | None:
        """Days from the event until the last of them joined."""
        if self.origin_on is None or self.last_joined_on is None:
            return None
        return (self.last_joined_on - self.origin_on).days

    @property
    def own_after_days(self) -> int | None:
        """Days from the group's forming to the first activity that its residents decided and did."""
        return None if self.own_on is None else (self.own_on - self.formed_on).days


def read_who(code: str | None) -> By | None:
    """`r12` is resident 12; `residents` nobody in particular; `staff`, `others`; nothing is nothing."""
    if not code:
        return None
    return By("residents", int(code[1:])) if code[1:].isdigit() else By(code)


def write_who(by: By | None) -> str:
    """The code that `read_who` reads."""
    if by is None:
        return ""
    return by.by if by.resident is None else f"r{by.resident}"


def presence_of(staff: int, said: str | None) -> str:
    """Whether staff were there `full` time, for a `part` or not at all (S83). Without staff nobody can say otherwise."""
    if staff == 0:
        return "none"
    return said if said in {"full", "part"} else "part"


def counted(
    staff: int | None, volunteers: int | None, participants: int | None, *, named: int
) -> tuple[int, int, int]:
    """The three counts; a blank number of participants means those ticked who are not volunteers."""
    helped = volunteers or 0
    return staff or 0, helped, max(named - helped, 0) if participants is None else participants


def refuse_counts(*, volunteers: int, participants: int, named: int) -> str | None:
    """A reason code when the counts cannot be those of an activity at which `named` residents were ticked."""
    if volunteers + participants == 0:
        return "activities.nobody_came"
    return "activities.more_named" if named > volunteers + participants else None


def role_of_ticked(*, volunteers: int, participants: int) -> str:
    """As what a ticked resident was there: where everybody helped, a volunteer."""
    return "volunteer" if volunteers and not participants else "participant"


def with_one_more(*, volunteers: int, participants: int, named: int, role: str) -> tuple[int, int]:
    """The counts after a late name: those counted without a name come first, then the count of `role` grows."""
    if named < volunteers + participants:
        return volunteers, participants
    return (volunteers + 1, participants) if role == "volunteer" else (volunteers, participants + 1)


def refuse_seat(*, capacity: int | None, named: int) -> str | None:
    """A reason code when there is no place for one more."""
    return "activities.full" if capacity is not None and named >= capacity else None


def refuse_capacity(*, capacity: int | None, named: int) -> str | None:
    """A reason code when more are ticked than there would be places."""
    return "activities.capacity_below_named" if capacity is not None and capacity < named else None


def refuse_plan_day(day: date, *, today: date) -> str | None:
    """A reason code when `day` is over: what is over is logged, not planned."""
    return "activities.plan_is_past" if day < today else None


def refuse_group_day(day: date, *, closed_on: date | None) -> str | None:
    """A reason code when the group was closed by then."""
    return "activities.group_closed" if closed_on is not None and day > closed_on else None


def refuse_invited_on(day: date, *, held_on: date) -> str | None:
    """A reason code when people would be invited before they met."""
    return "activities.invited_too_early" if day < held_on else None


def refuse_answered_on(day: date, *, invited_on: date) -> str | None:
    """A reason code when people would answer before they were asked."""
    return "activities.answered_too_early" if day < invited_on else None


def is_resident_run(acts: Mapping[str, By], presence: str | None) -> bool:
    """Residents decided and did it, each with a name behind it, and staff were not there all the time (S83, S84)."""
    return presence in {"part", "none"} and all(
        act in acts and acts[act].standing == "residents" for act in ("decided", "did")
    )


def carried_by_residents(acts: Mapping[str, By]) -> int:
    """How many of the four acts residents provably carried: the 3 of "3/4" (S84)."""
    return sum(1 for act in FOUR_ACTS if act in acts and acts[act].standing == "residents")


def acts_to_prove(acts: Mapping[str, By]) -> list[str]:
    """Those of the four acts behind which there is no name and no record yet."""
    return [act for act in FOUR_ACTS if act not in acts or acts[act].standing == "unproved"]


def refuse_void(reason: str | None, *, by_staff: bool) -> str | None:
    """A reason code when staff take an activity back without saying why. A leader who taps undo need not say."""
    return "activities.void_without_reason" if by_staff and not reason else None


def minutes_of(hours: float | None) -> int | None:
    """Hours as typed, in whole minutes."""
    return None if hours is None else round(hours * 60)


def hours_of(minutes: int | None) -> float | None:
    """Minutes as a form shows them, in hours."""
    return None if minutes is None else _plain(round(minutes / 60, 2))


def fen_of(yuan: float | None) -> int | None:
    """Yuan as typed, in fen."""
    return None if yuan is None else round(yuan * 100)


def yuan_of(fen: int | None) -> float | None:
    """Fen as a form shows them, in yuan."""
    return None if fen is None else _plain(fen / 100)


def _plain(number: float) -> float:
    """12 rather than 12.0: a form shows what was typed."""
    return int(number) if number == int(number) else number


def proofs(held: Held) -> list[Proof]:
    """What a held activity proves. An act of which nothing is known stands as `unproved`, like one without a name."""
    found = [
        Proof(Kind.ACTIVITY_HELD, 1, held.presence),
        Proof(Kind.STAFF, held.staff),
        Proof(Kind.VOLUNTEERS, held.volunteers),
        Proof(Kind.PARTICIPANTS, held.participants),
        Proof(Kind.TOOK_PART, held.named),
        Proof(Kind.RESIDENT_RUN, int(is_resident_run(held.acts, held.presence))),
        Proof(Kind.TASK_ACTED, int(held.task is not None), f"task:{held.task}"),
    ]
    standings = [held.acts[act].standing if act in held.acts else "unproved" for act in FIVE_ACTS]
    found += [Proof(Kind.ACT, standings.count(standing), standing) for standing in dict.fromkeys(standings)]
    lever = held.lever or ""
    found += [
        Proof(Kind.STAFF_MINUTES, held.staff_minutes or 0, lever),
        Proof(Kind.VOLUNTEER_MINUTES, held.volunteer_minutes or 0, lever),
        Proof(Kind.CASH, held.cash_fen or 0, lever),
    ]
    return [proof for proof in found if proof.quantity]
