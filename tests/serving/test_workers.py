"""Workers in processes of their own: never twice at once, and nothing lost when one is killed."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server import jobs
from server.jobs import registry, rules, runner
from server.lib import clock, db
from server.lib.actor import Actor
from tests.serving.running import database_url, environment, linli, started, until

pytestmark = pytest.mark.usefixtures("database")

# A worker without recurring work, whose jobs write their number into a file and then take a while.
SCRIPT = """
import asyncio, sys
from server import jobs, worker

@jobs.job("test.mark")
async def mark(payload, actor):
    with open(sys.argv[1], "a") as file:
        file.write(f"{payload['number']}\\n")
    await asyncio.sleep(float(sys.argv[2]))

async def nothing_recurs():
    pass

worker.enqueue_due = nothing_recurs
worker.run()
"""


async def ask_for(count: int) -> None:
    async with db.write_transaction():
        for number in range(count):
            await jobs.enqueue("test.mark", {"number": number}, actor=Actor.system(1))


async def left() -> int:
    [row] = await db.rows("SELECT COUNT(*) AS n FROM job WHERE kind = 'test.mark' AND state <> 'done'")
    return int(row["n"])


async def test_two_processes_never_do_one_job_twice(tmp_path: Path) -> None:
    await ask_for(60)
    marks = tmp_path / "marks"
    env = environment(tmp_path, DATABASE_URL=database_url())
    words = ["-c", SCRIPT, str(marks), "0.01"]
    with started(*words, env=env, log=tmp_path / "1"), started(*words, env=env, log=tmp_path / "2"):
        for _ in range(600):
            if not await left():
                break
            await asyncio.sleep(0.05)
    assert sorted(map(int, marks.read_text().split())) == list(range(60))
    ran = [(tmp_path / log).read_text().count('"test.mark"') for log in ("1", "2")]
    assert sum(ran) == 60


async def test_a_killed_workers_job_is_done_once_its_lease_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for(1)
    marks = tmp_path / "marks"
    words = ["-c", SCRIPT, str(marks), "60"]
    env = environment(tmp_path, DATABASE_URL=database_url())
    with started(*words, env=env, log=tmp_path / "log") as process:
        await asyncio.to_thread(until, marks.exists)
        process.send_signal(signal.SIGKILL)
        process.wait()
    monkeypatch.setattr(registry, "_handlers", {})
    again = []

    @jobs.job("test.mark")
    async def mark(payload: dict[str, Any], actor: Actor) -> None:
        again.append(payload["number"])

    assert not await runner.run_next("too early")
    with clock.at(clock.now() + rules.LEASE + timedelta(seconds=1)):
        assert await runner.run_next("heir")
        assert not await runner.run_next("nothing left")
    assert again == [0]
    assert await left() == 0


async def test_a_worker_that_is_told_to_stop_ends_its_job_first(tmp_path: Path) -> None:
    await ask_for(2)
    marks = tmp_path / "marks"
    words = ["-c", SCRIPT, str(marks), "0.5"]
    env = environment(tmp_path, DATABASE_URL=database_url())
    with started(*words, env=env, log=tmp_path / "log") as process:
        await asyncio.to_thread(until, marks.exists)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 30) == 0
    assert await left() == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_a_worker_of_its_own_is_for_postgresql(tmp_path: Path) -> None:
    found = linli("worker", env=environment(tmp_path, DATABASE_URL=database_url()))
    assert found.returncode == 1
    assert "`linli worker` is for PostgreSQL" in found.stderr
