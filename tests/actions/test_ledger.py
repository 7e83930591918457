"""The ledger: sums always equal their rows, nothing in it is changed."""

import random
from datetime import date, timedelta

import msgspec
import pytest

from programs.method import ledger, queries
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib import db
from tests.cast import Cast


async def test_sums_and_people_follow_every_write(cast: Cast) -> None:
    people = tuple(cast.ours.residents.values())
    async with db.write_transaction():
        await ledger.record(
            [
                Entry(Kind.VOLUNTEERS, date(2026, 3, 7), 30),
                Entry(Kind.TOOK_PART, date(2026, 3, 7), 3, people=people[:3]),
            ],
            program_id=cast.ours.program,
            source_kind="activity",
            source_id=1,
            actor=cast.chen,
        )
    assert (await queries.totals_of(cast.ours.program))["activity.volunteers", ""] == 30
    assert await queries.people_count(cast.ours.program) == 3
    async with db.write_transaction():
        await ledger.reverse(
            program_id=cast.ours.program, source_kind="activity", source_id=1, actor=cast.chen
        )
    assert (await queries.totals_of(cast.ours.program))["activity.volunteers", ""] == 0
    assert await queries.people_count(cast.ours.program) == 0


async def test_reversing_twice_takes_back_once(cast: Cast) -> None:
    entry = Entry(Kind.NEED_RAISED, date(2026, 3, 7), 1)
    for _ in range(2):
        async with db.write_transaction():
            await ledger.record(
                [entry], program_id=cast.ours.program, source_kind="need", source_id=5, actor=cast.chen
            )
    for _ in range(2):
        async with db.write_transaction():
            await ledger.reverse(
                program_id=cast.ours.program, source_kind="need", source_id=5, actor=cast.chen
            )
    assert (await queries.totals_of(cast.ours.program))["need.raised", ""] == 0


@pytest.mark.parametrize("statement", ["UPDATE evidence SET quantity = 9", "DELETE FROM evidence"])
async def test_nobody_changes_the_ledger(cast: Cast, statement: str) -> None:
    async with db.write_transaction():
        await ledger.record(
            [Entry(Kind.NEED_RAISED, date(2026, 3, 7), 1)],
            program_id=cast.ours.program,
            source_kind="need",
            source_id=5,
            actor=cast.chen,
        )
    with pytest.raises(Exception, match="append-only"):
        async with db.write_transaction():
            await db.execute(statement)


async def test_any_history_recomputes_to_the_same_sums(cast: Cast) -> None:
    chance = random.Random(20260305)
    people = list(cast.ours.residents.values())
    for source in range(1, 40):
        async with db.write_transaction():
            entries = [
                Entry(
                    chance.choice([Kind.VOLUNTEERS, Kind.ACTIVITY_HELD, Kind.TOOK_PART]),
                    date(2026, 1, 1) + timedelta(days=chance.randrange(300)),
                    chance.randrange(0, 50),
                    chance.choice(["", "full", "none"]),
                    tuple(chance.sample(people, chance.randrange(4))),
                )
                for _ in range(chance.randrange(1, 4))
            ]
            await ledger.record(
                entries,
                program_id=cast.ours.program,
                source_kind="activity",
                source_id=source,
                actor=cast.chen,
            )
        if chance.random() < 0.4:
            async with db.write_transaction():
                await ledger.reverse(
                    program_id=cast.ours.program,
                    source_kind="activity",
                    source_id=chance.randrange(1, source + 1),
                    actor=cast.chen,
                )
    assert await ledger.recompute() == []


async def test_the_recount_finds_a_wrong_sum_and_mends_nothing_by_itself(cast: Cast) -> None:
    async with db.write_transaction():
        await ledger.record(
            [Entry(Kind.TOOK_PART, date(2026, 3, 7), 1, people=(cast.ours.residents["陈叔"],))],
            program_id=cast.ours.program,
            source_kind="activity",
            source_id=1,
            actor=cast.chen,
        )
        await db.execute("UPDATE evidence_month SET quantity = quantity + 1")
        await db.execute("UPDATE program_person SET times = 7")
    faults = await ledger.recompute()
    assert len(faults) == 2
    assert msgspec.json.encode(faults)


async def test_a_record_with_thousands_of_rows_is_taken_back_whole(cast: Cast) -> None:
    entries = [Entry(Kind.PARTICIPANTS, date(2026, 3, 7), 1) for _ in range(3_000)]
    async with db.write_transaction():
        await ledger.record(
            entries, program_id=cast.ours.program, source_kind="activity", source_id=1, actor=cast.chen
        )
    async with db.write_transaction():
        await ledger.reverse(
            program_id=cast.ours.program, source_kind="activity", source_id=1, actor=cast.chen
        )
    assert (await queries.totals_of(cast.ours.program))["activity.participants", ""] == 0
    assert await ledger.recompute() == []
