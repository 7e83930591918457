"""The life of a city: its activities, who came, what they proved, and the log and the ledger of it all."""

from __future__ import annotations

import random
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from groups.activities.rules import By, Held, Proof, proofs
from server.audit import rules as audit_rules
from server.lib.days import month_of

COMMUNITIES = 100
RESIDENTS = 220
DAYS = 730
ORGANISATION = 1
_BATCH = 20_000


class Shape(msgspec.Struct, frozen=True):
    """One way in which an activity goes."""

    held: Held
    proofs: list[Proof]


def _shape(staff: int, volunteers: int, participants: int, presence: str, *acts: str) -> Shape:
    held = Held(
        staff=staff,
        volunteers=volunteers,
        participants=participants,
        presence=presence,
        named=1,
        acts={act: By("residents", 1) for act in acts},
    )
    return Shape(held, proofs(held))


SHAPES = (
    _shape(3, 5, 30, "full"),
    _shape(2, 6, 18, "full", "did"),
    _shape(1, 8, 24, "part", "decided", "did"),
    _shape(0, 6, 12, "none", "proposed", "decided", "did", "evaluated"),
)


class Life:
    """One activity of the city by its number; its day, place and shape follow from it."""

    def __init__(self, number: int, activities: int, first_id: int, until: date) -> None:
        self.id = first_id + number
        self.place = number * 37 % COMMUNITIES + 1
        self.shape = SHAPES[number // COMMUNITIES % len(SHAPES)]
        self.day = until - timedelta(days=DAYS - number * DAYS // activities)
        self.at = f"{self.day} 12:00:00+00:00"
        self.resident = (self.place - 1) * RESIDENTS + number // COMMUNITIES % RESIDENTS + 1
        self.group = self.place * 2 - number % 2 if number % 3 else None


def live(connection: sqlite3.Connection, *, activities: int, until: date) -> None:
    """Let so many activities take place, evenly over the days before `until`."""
    months: Counter[tuple[int, str, str, str]] = Counter()
    entries: Counter[tuple[int, str, str, str]] = Counter()
    people: Counter[tuple[int, int]] = Counter()
    log = _Log()
    (first_id,) = connection.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM activity").fetchone()
    for start in range(0, activities, _BATCH):
        lives = [
            Life(number, activities, first_id, until)
            for number in range(start, min(start + _BATCH, activities))
        ]
        for life in lives:
            people[life.place, life.resident] += 1
            month = month_of(life.day)
            for proof in life.shape.proofs:
                key = (life.place, proof.kind.value, proof.facet, month)
                months[key] += proof.quantity
                entries[key] += 1
        _insert(connection, lives, log)
    connection.executemany(
        "INSERT INTO evidence_month (organisation, program, kind, facet, month, quantity, entries) VALUES (1, ?, ?, ?, ?, ?, ?)",
        ((*key, quantity, entries[key]) for key, quantity in months.items()),
    )
    connection.executemany(
        "INSERT INTO program_person (id, program, resident, times) VALUES (?, ?, ?, ?)",
        ((place << 32 | resident, place, resident, times) for (place, resident), times in people.items()),
    )
    connection.execute(
        "INSERT INTO audit_head (organisation, length, hash) VALUES (1, ?, ?)", (log.length, log.hash)
    )


def _insert(connection: sqlite3.Connection, lives: list[Life], log: _Log) -> None:
    connection.executemany(
        'INSERT INTO activity (id, organisation, community, program, "group", title, held_on, state, public, staff, volunteers,'
        " participants, presence, recorded_by, version, created_at) VALUES (?, 1, ?, ?, ?, ?, ?, 'held', 1, ?, ?, ?, ?, 1, 1, ?)",
        (
            (
                life.id,
                life.place,
                life.place,
                life.group,
                f"院子里的第{life.id}次",
                str(life.day),
                life.shape.held.staff,
                life.shape.held.volunteers,
                life.shape.held.participants,
                life.shape.held.presence,
                life.at,
            )
            for life in lives
        ),
    )
    connection.executemany(
        "INSERT INTO attendance (organisation, activity, resident, role, added_at) VALUES (1, ?, ?, 'participant', ?)",
        ((life.id, life.resident, life.at) for life in lives),
    )
    connection.executemany(
        "INSERT INTO activity_act (organisation, activity, act, by, resident) VALUES (1, ?, ?, 'residents', ?)",
        ((life.id, act, life.resident) for life in lives for act in life.shape.held.acts),
    )
    connection.executemany(
        "INSERT INTO evidence (organisation, program, kind, facet, occurred_on, quantity, people, source_kind, source_id,"
        " recorded_at, recorded_by) VALUES (1, ?, ?, ?, ?, ?, ?, 'activity', ?, ?, 1)",
        (row for life in lives for row in _evidence(life)),
    )
    connection.executemany(
        "INSERT INTO audit_entry (organisation, position, at, user_id, actor_name, action, subject_kind, subject_id,"
        " program_id, prev_hash, hash) VALUES (1, ?, ?, 1, 'coordinator', 'activity.logged', 'activity', ?, ?, ?, ?)",
        (log.row(life) for life in lives),
    )
    connection.executemany(
        "INSERT INTO op (organisation, op_id, user_id, action, body_hash, answer, at)"
        " VALUES (1, ?, 1, 'activity.logged', ?, ?, ?)",
        ((log.op_id(), log.hash, str(life.id), life.at) for life in lives),
    )


def _evidence(life: Life) -> Iterator[tuple[Any, ...]]:
    for proof in life.shape.proofs:
        people = f"[{life.resident}]" if proof.kind == "person.took_part" else None
        day = str(life.day)
        yield life.place, proof.kind.value, proof.facet, day, proof.quantity, people, life.id, life.at


class _Log:
    """The chain as it grows."""

    def __init__(self) -> None:
        self.length = 0
        self.hash = audit_rules.START
        self._random = random.Random(1)

    def op_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def row(self, life: Life) -> tuple[Any, ...]:
        self.length += 1
        before = self.hash
        entry = {
            "organisation": ORGANISATION,
            "position": self.length,
            "at": datetime.combine(life.day, datetime.min.time().replace(hour=12), UTC).isoformat(),
            "user_id": 1,
            "actor_name": "coordinator",
            "action": "activity.logged",
            "subject_kind": "activity",
            "subject_id": life.id,
            "program_id": life.place,
            "changes": None,
            "reason": None,
        }
        self.hash = audit_rules.chain_hash(before, entry)
        return self.length, life.at, life.id, life.place, before, self.hash
