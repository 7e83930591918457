"""`linli serve`: what it refuses, how it says that it is well, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from server.lib import db
from tests.serving.running import PATIENCE_S, database_url, environment, free_port, linli, serving, until

pytestmark = pytest.mark.usefixtures("database")

sqlite_only = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
postgres_only = pytest.mark.parametrize("engine_kind", ["postgres"], indirect=True)


@sqlite_only
@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"SECRET_KEY": "short"}, "set LINLI_SECRET_KEY"),
        ({"DEMO": "1", "HOST": "0.0.0.0"}, "the demo listens on loopback only"),
        ({"WORKERS": "2"}, "SQLite has one writing process"),
    ],
)
def test_it_refuses_what_is_not_safe(tmp_path: Path, chosen: dict[str, str], reason: str) -> None:
    found = linli("serve", env=environment(tmp_path, DATABASE_URL=database_url(), **chosen))
    assert found.returncode == 1
    assert reason in found.stderr
    assert "Traceback" not in found.stderr


@sqlite_only
def test_it_refuses_an_old_schema_and_a_taken_port(tmp_path: Path) -> None:
    empty = environment(tmp_path, PORT=free_port())
    assert "migrations are pending: run `linli migrate` first" in linli("serve", env=empty).stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = linli("serve", env=environment(tmp_path, DATABASE_URL=database_url(), PORT=port))
    assert f"127.0.0.1:{port} cannot be listened on" in found.stderr
    assert found.returncode == 1


def test_it_says_that_it_lives_and_is_ready(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, _):
        assert httpx.get(f"{address}/health/live").text == "live\n"
        near = httpx.get(f"{address}/health/ready")
        assert near.json() == {"ready": True, "faults": {}, "notes": {}}
        far = httpx.get(f"{address}/health/ready", headers={"x-forwarded-for": "203.0.113.9"})
        assert far.text == "ready\n"


@sqlite_only
async def test_it_is_not_ready_when_the_schema_is_not_its_own(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, _):
        async with db.write_transaction():
            await db.execute(
                "INSERT INTO migration (name, app_name) VALUES ('2099-01-01T00:00:00', 'programs')"
            )
        await asyncio.sleep(1.1)
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{address}/health/ready")
            assert answer.status_code == 503
            assert answer.json()["faults"] == {"schema": "the database belongs to a newer Linli"}
            far = await client.get(f"{address}/health/ready", headers={"x-real-ip": "203.0.113.9"})
            assert far.text == "not ready\n"


@sqlite_only
@pytest.mark.matrix  # it waits for four seconds
async def test_it_ends_calmly(tmp_path: Path) -> None:
    async with httpx.AsyncClient(timeout=20) as client:
        with serving(tmp_path, app="tests.serving.slow:application") as (address, process):
            in_flight = asyncio.create_task(client.get(f"{address}/slow/4.0"))
            await asyncio.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
            during = await client.get(f"{address}/health/ready")
            assert (during.status_code, during.json()["faults"]) == (
                503,
                {"draining": "the server is stopping"},
            )
            assert (await client.get(f"{address}/slow/0.0")).text == "done"
            await asyncio.to_thread(until, lambda: _refused(address))
            assert not in_flight.done()
            assert (await in_flight).text == "done"
            await asyncio.to_thread(process.wait, PATIENCE_S)


@sqlite_only
@pytest.mark.matrix  # it waits for ten seconds
def test_a_request_that_takes_too_long_does_not_keep_it_alive(tmp_path: Path) -> None:
    with serving(tmp_path, app="tests.serving.slow:application") as (address, process):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as stuck:
            stuck.sendall(b"GET /slow/60.0 HTTP/1.1\r\nhost: x\r\n\r\n")
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)
            assert not stuck.recv(1000).startswith(b"HTTP/1.1 200")


@postgres_only
@pytest.mark.matrix  # it starts three processes
def test_several_processes_serve_one_postgresql(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS=2) as (address, process):
        for _ in range(10):
            assert httpx.get(f"{address}/health/ready").status_code == 200
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
        until(lambda: _refused(address))


def _refused(address: str) -> bool:
    try:
        httpx.get(f"{address}/health/live", timeout=1)
    except httpx.TransportError:
        return True
    return False
