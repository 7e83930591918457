"""Recurring work is asked for once in its period, by however many workers, and somebody can do each of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from server import schedule
from server.jobs import registry, runner
from server.lib import clock, db
from server.lib.actor import Actor
from server.routes import register_rooms
from server.schedule import RECURRING, Recurring, enqueue_due

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _nothing_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_asked", {})


async def asked_for() -> list[tuple[str, int]]:
    found = await db.rows("SELECT kind, organisation FROM job ORDER BY kind, organisation")
    return [(row["kind"], row["organisation"]) for row in found]


def test_each_line_has_somebody_who_does_it() -> None:
    register_rooms()
    assert {line.kind for line in RECURRING} <= registry.kinds()


async def test_many_workers_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def another_worker() -> None:
        monkeypatch.setattr(schedule, "_asked", {})
        await enqueue_due()

    await asyncio.gather(*(another_worker() for _ in range(5)))
    kind = db.engine().kind
    expected = [line.kind for line in RECURRING if line.per == "installation" and line.only_on in ("", kind)]
    assert await asked_for() == [(name, 0) for name in expected]


async def test_the_next_hour_and_the_next_day_are_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "RECURRING", (Recurring("a.daily", "day"), Recurring("b.hourly", "hour")))
    start = clock.now()
    for hours in (0, 1, 24):
        with clock.at(start + timedelta(hours=hours)):
            await enqueue_due()
            await enqueue_due()
    assert [kind for kind, _ in await asked_for()] == ["a.daily"] * 2 + ["b.hourly"] * 3


async def test_work_of_each_organisation_is_asked_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "RECURRING", (Recurring("a.daily", "day", per="organisation"),))
    async with db.write_transaction():
        for slug in ("jia", "yi"):
            await db.execute(
                "INSERT INTO organisation (name, slug, created_at) VALUES ({}, {}, {})",
                slug,
                slug,
                clock.now(),
            )
    await enqueue_due()
    ids = [row["id"] for row in await db.rows("SELECT id FROM organisation ORDER BY id")]
    assert await asked_for() == [("a.daily", number) for number in ids]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hours", [3, pytest.param(24, marks=pytest.mark.matrix)])
async def test_the_hourly_copies_of_a_day_stay(
    own_data_dir: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    assert schedule.HOURS_KEPT == 24
    monkeypatch.setattr(schedule, "HOURS_KEPT", hours)
    for hour in range(hours + 2):
        with clock.at(clock.now() + timedelta(hours=hour)):
            await schedule.back_up({}, Actor.system(0))
    assert len(list((own_data_dir / "backups").glob("hourly-*.sqlite"))) == hours
    assert len(list((own_data_dir / "backups").iterdir())) == 2 * hours


async def test_all_of_it_runs_on_an_empty_installation() -> None:
    register_rooms()
    await enqueue_due()
    await runner.run_all()
    [row] = await db.rows("SELECT COUNT(*) AS n FROM job WHERE state <> 'done'")
    assert row["n"] == 0
