"""Work is done once it is asked for, by one worker at a time, and not lost when a worker is."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from server import jobs
from server.jobs import actions, queries, registry, rules, runner
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound, Refused

pytestmark = pytest.mark.usefixtures("database")

ACTOR = Actor.system(7)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})


@pytest.fixture
def done() -> list[tuple[dict[str, Any], Actor]]:
    """What the `test.note` jobs were given, in order."""
    noted: list[tuple[dict[str, Any], Actor]] = []

    @jobs.job("test.note")
    async def note(payload: dict[str, Any], actor: Actor) -> None:
        noted.append((payload, actor))
        await asyncio.sleep(0)

    return noted


def fail_with(error: Exception) -> None:
    @jobs.job("test.fail")
    async def fail(payload: dict[str, Any], actor: Actor) -> None:
        raise error


async def enqueue(kind: str = "test.note", *, actor: Actor = ACTOR, **options: Any) -> int | None:
    async with db.write_transaction():
        return await jobs.enqueue(kind, {"program": 3}, actor=actor, **options)


async def only_job() -> dict[str, Any]:
    [row] = await db.rows("SELECT * FROM job")
    return row


async def test_work_carries_its_organisation_and_no_person(done: list[Any]) -> None:
    await enqueue()
    assert await runner.run_all() == 1
    [(payload, actor)] = done
    assert payload == {"program": 3}
    assert actor == Actor.system(7)
    row = await only_job()
    assert (row["state"], row["attempts"], row["locked_until"]) == ("done", 1, None)


async def test_work_is_asked_for_only_if_the_transaction_stays(done: list[Any]) -> None:
    async def ask_and_fail() -> None:
        async with db.write_transaction():
            await jobs.enqueue("test.note", {}, actor=ACTOR)
            raise NotFound

    with pytest.raises(NotFound):
        await ask_and_fail()
    assert await runner.run_all() == 0


async def test_work_is_asked_for_inside_a_transaction() -> None:
    with pytest.raises(db.NotInTransaction):
        await jobs.enqueue("test.note", {}, actor=ACTOR)


async def test_the_same_key_is_the_same_work_within_one_organisation(done: list[Any]) -> None:
    assert await enqueue(key="report:2026-11") is not None
    assert await enqueue(key="report:2026-11") is None
    assert await enqueue(key="report:2026-11", actor=Actor.system(8)) is not None
    await runner.run_all()
    assert await enqueue(key="report:2026-11") is None
    assert [actor.organisation_id for _, actor in done] == [7, 8]


async def test_work_for_later_waits(done: list[Any]) -> None:
    await enqueue(run_at=clock.now() + timedelta(hours=1))
    assert await runner.run_all() == 0
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert await runner.run_all() == 1


async def test_many_workers_never_do_one_job_twice(done: list[Any]) -> None:
    for number in range(40):
        async with db.write_transaction():
            await jobs.enqueue("test.note", {"number": number}, actor=ACTOR)
    counts = await asyncio.gather(*(runner.run_all(f"worker {number}") for number in range(8)))
    while await runner.run_next("last"):
        pass
    assert sum(counts) <= 40
    assert sorted(payload["number"] for payload, _ in done) == list(range(40))


async def test_one_job_is_claimed_by_one_of_many() -> None:
    await enqueue()
    claims = await asyncio.gather(*(actions.claim(f"worker {number}") for number in range(10)))
    assert len([claim for claim in claims if claim]) == 1


async def test_a_failure_is_tried_again_later_and_its_message_is_not_kept() -> None:
    fail_with(ValueError("王芳 13800138000"))
    await enqueue("test.fail")
    before = clock.now()
    await runner.run_all()
    row = await only_job()
    assert (row["state"], row["attempts"], row["locked_until"]) == ("ready", 1, None)
    assert timedelta(seconds=8) <= row["run_at"] - before <= timedelta(seconds=13)
    assert row["last_error"].startswith("ValueError at tests/actions/test_jobs.py:")


async def test_it_is_given_up_after_the_last_attempt_with_the_reason() -> None:
    fail_with(ValueError("never"))
    await enqueue("test.fail")
    moment = clock.now()
    for _ in range(rules.MAX_ATTEMPTS):
        moment += rules.LONGEST_DELAY
        with clock.at(moment):
            assert await runner.run_all() == 1
    with clock.at(moment + timedelta(days=1)):
        assert await runner.run_all() == 0
    assert (await only_job())["state"] == "dead"
    [fault] = await queries.faults()
    assert fault.startswith("test.fail: 1 given up, newest is job ")
    assert (await queries.backlog()).dead == 1


async def test_it_is_done_at_last_when_the_fault_goes_away(done: list[Any]) -> None:
    await enqueue("test.flaky")
    await runner.run_all()
    assert (await only_job())["last_error"] == "nothing here carries out this kind"
    registry.job("test.flaky")(registry._handlers["test.note"])
    with clock.at(clock.now() + timedelta(minutes=1)):
        await runner.run_all()
    row = await only_job()
    assert (row["state"], row["attempts"], row["last_error"]) == ("done", 2, None)


@pytest.mark.parametrize(
    ("error", "reason"), [(Refused("teams.closed"), "teams.closed"), (NotFound(), "NotFound")]
)
async def test_what_a_rule_refuses_is_not_asked_again(error: Exception, reason: str) -> None:
    fail_with(error)
    await enqueue("test.fail")
    await runner.run_all()
    row = await only_job()
    assert (row["state"], row["last_error"]) == ("dead", reason)


async def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing() -> None:
    await enqueue()
    first = await actions.claim("first")
    assert first is not None
    assert await actions.claim("second") is None
    with clock.at(clock.now() + rules.LEASE + timedelta(seconds=1)):
        second = await actions.claim("second")
        assert second is not None
        assert second.attempts == 2
        assert not await actions.finish(first)
        assert not await actions.extend(first)
        assert not await actions.release(first)
        assert await actions.finish(second)
    assert (await only_job())["state"] == "done"


async def test_a_heartbeat_keeps_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "HEARTBEAT", timedelta(milliseconds=10))
    seen = []

    @jobs.job("test.slow")
    async def slow(payload: dict[str, Any], actor: Actor) -> None:
        seen.append((await only_job())["locked_until"])
        await asyncio.sleep(0.1)
        seen.append((await only_job())["locked_until"])

    await enqueue("test.slow")
    await runner.run_all()
    assert seen[1] > seen[0]


async def test_work_stops_when_its_lease_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "HEARTBEAT", timedelta(milliseconds=10))

    @jobs.job("test.slow")
    async def slow(payload: dict[str, Any], actor: Actor) -> None:
        async with db.write_transaction():
            await db.execute("UPDATE job SET locked_by = 'another'")
        await asyncio.sleep(30)

    await enqueue("test.slow")
    assert await runner.run_next("slow one")
    assert (await only_job())["state"] == "ready"


async def test_work_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LONGEST_RUN", timedelta(milliseconds=20))

    @jobs.job("test.endless")
    async def endless(payload: dict[str, Any], actor: Actor) -> None:
        await asyncio.sleep(30)

    await enqueue("test.endless")
    await runner.run_all()
    assert (await only_job())["last_error"].startswith("took longer than")


async def test_a_job_whose_workers_keep_dying_is_given_up(done: list[Any]) -> None:
    await enqueue()
    moment = clock.now()
    for number in range(rules.MAX_ATTEMPTS):
        moment += rules.LEASE * 2
        with clock.at(moment):
            assert await actions.claim(f"dies {number}")
    with clock.at(moment + rules.LEASE * 2):
        await runner.run_all()
    assert not done
    assert (await only_job())["state"] == "dead"


async def test_a_stopping_worker_gives_its_job_back_unharmed() -> None:
    started = asyncio.Event()

    @jobs.job("test.slow")
    async def slow(payload: dict[str, Any], actor: Actor) -> None:
        started.set()
        await asyncio.sleep(30)

    await enqueue("test.slow")
    working = asyncio.create_task(runner.run_next("stopping"))
    await started.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    row = await only_job()
    assert (row["state"], row["attempts"], row["locked_until"]) == ("ready", 0, None)


async def test_the_loop_works_until_it_is_told_to_stop(done: list[Any]) -> None:
    stop, ticks = asyncio.Event(), []

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) == 1:
            raise ConnectionError("the database is away for a moment")
        if done:
            stop.set()

    runner_pause, runner.PAUSE_AFTER_FAULT = runner.PAUSE_AFTER_FAULT, 0.01
    try:
        await enqueue()
        await asyncio.wait_for(runner.run_until(stop, before_each=tick), 10)
    finally:
        runner.PAUSE_AFTER_FAULT = runner_pause
    assert len(done) == 1


async def test_what_was_done_long_ago_is_forgotten_and_what_was_given_up_is_not(done: list[Any]) -> None:
    fail_with(NotFound())
    await enqueue()
    await enqueue("test.fail")
    await runner.run_all()
    with clock.at(clock.now() + rules.KEEP_DONE - timedelta(hours=1)):
        await actions.drop_done()
    assert len(await db.rows("SELECT id FROM job")) == 2
    with clock.at(clock.now() + rules.KEEP_DONE + timedelta(hours=1)):
        await actions.drop_done()
    assert (await only_job())["state"] == "dead"


async def test_late_work_is_told(done: list[Any]) -> None:
    await enqueue()
    assert await queries.faults() == []
    with clock.at(clock.now() + rules.LATE_AFTER + timedelta(minutes=1)):
        assert await queries.faults() == ["test.note: 1 late"]
        assert (await queries.backlog()).late == 1


def test_one_kind_has_one_function() -> None:
    fail_with(NotFound())
    with pytest.raises(ValueError, match=r"two functions carry out test\.fail"):
        fail_with(NotFound())
