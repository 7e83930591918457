"""The demo settles in a place of its own, builds there once, and touches nothing else."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from server.demo import place
from server.lib import db
from server.lib.settings import settings

Stories = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture(autouse=True)
def _surroundings() -> Iterator[None]:
    """Settling changes the environment of the process; here it is given back."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()


@pytest.fixture
def stories(monkeypatch: pytest.MonkeyPatch) -> Stories:
    """Other stories than the demo's own."""

    def tell(replay: Callable[[], Awaitable[None]]) -> None:
        module = ModuleType("server.demo.replay")
        module.replay = replay  # type: ignore[attr-defined]  # that is what the module is asked for
        monkeypatch.setitem(sys.modules, "server.demo.replay", module)

    return tell


async def one_organisation() -> None:
    async with db.write_transaction():
        await db.execute(
            "INSERT INTO organisation (name, slug, created_at) VALUES ('1', '1', '2026-01-01 00:00:00+00:00')"
        )


async def organisations() -> int:
    await db.use(settings().database_url)
    try:
        return len(await db.rows("SELECT id FROM organisation"))
    finally:
        await db.close()


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Path]:
    """In a folder, with its port."""
    with place.take_place(tmp_path, 0):
        yield tmp_path


async def test_no_setting_of_the_machine_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://somebody/else")
    monkeypatch.setenv("LINLI_REPLICA_URLS", "postgresql://somebody/else")
    monkeypatch.setenv("LINLI_HOST", "0.0.0.0")
    monkeypatch.setenv("LINLI_WORKERS", "4")
    with place.take_place(tmp_path, 0) as sock:
        chosen = settings()
        assert chosen.database_url == f"sqlite:///{tmp_path}/linli-demo.sqlite"
        assert (chosen.host, chosen.workers, chosen.replica_urls) == ("127.0.0.1", 1, ())
        assert chosen.port == sock.getsockname()[1]
        assert chosen.demo
        assert chosen.unsafe() is None


async def test_the_stories_are_replayed_once(settled: Path, stories: Stories) -> None:
    stories(one_organisation)
    await place.prepare(fresh=False)
    await place.prepare(fresh=False)
    assert await organisations() == 1


async def test_fresh_replays_them_anew(settled: Path, stories: Stories) -> None:
    stories(one_organisation)
    await place.prepare(fresh=False)
    await db.use(settings().database_url)
    await one_more()
    await db.close()
    await place.prepare(fresh=True)
    assert await organisations() == 1


async def one_more() -> None:
    async with db.write_transaction():
        await db.execute(
            "INSERT INTO organisation (name, slug, created_at) VALUES ('2', '2', '2026-01-01 00:00:00+00:00')"
        )


async def test_stories_of_another_linli_are_set_aside_and_kept(settled: Path, stories: Stories) -> None:
    stories(one_organisation)
    await place.prepare(fresh=False)
    await db.use(settings().database_url)
    await one_more()
    await db.close()
    (settled / "linli-demo.stories").write_text("those of last year")
    await place.prepare(fresh=False)
    assert await organisations() == 1
    await db.use(f"sqlite:///{settled}/linli-demo.earlier.sqlite")
    try:
        assert len(await db.rows("SELECT id FROM organisation")) == 2
    finally:
        await db.close()


async def test_what_was_only_half_replayed_does_not_count(settled: Path, stories: Stories) -> None:
    async def breaks_off() -> None:
        await one_organisation()
        raise KeyError("killed here")

    stories(breaks_off)
    with pytest.raises(KeyError):
        await place.prepare(fresh=False)
    assert not (settled / "linli-demo.sqlite").exists()
    stories(one_organisation)
    await place.prepare(fresh=False)
    assert await organisations() == 1
    assert sorted(path.name for path in settled.glob("*.sqlite*")) == ["linli-demo.sqlite"]


async def test_a_demo_that_is_being_shown_is_not_replayed(settled: Path, stories: Stories) -> None:
    stories(one_organisation)
    await place.prepare(fresh=False)
    with place.in_use(), pytest.raises(place.NotHere, match="This demo is running"):
        await place.prepare(fresh=True)
    assert await organisations() == 1


def test_a_real_installation_is_no_place_for_it(tmp_path: Path) -> None:
    (tmp_path / "linli.sqlite").touch()
    with pytest.raises(place.NotHere, match="holds an installation"):
        place.take_place(tmp_path, 0)


def test_it_takes_the_next_free_port_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with place.take_place(tmp_path, port) as sock:
            assert sock.getsockname()[1] > port
    assert f"Port {port} is taken; the demo uses " in capsys.readouterr().out


def test_it_says_where_it_is_and_who_may_come_in(settled: Path) -> None:
    told = place.welcome("/own/0a1b")
    assert f"http://127.0.0.1:{settings().port}/" in told
    assert f"http://127.0.0.1:{settings().port}/own/0a1b" in told
    assert "/own/" not in place.welcome(None)
    assert "linli-demo" in told
    for name in ("operator", "coordinator", "facilitator", "leader", "funder", "facilitator2", "funder2"):
        assert name in told.split()


def test_its_own_folder_lies_with_the_users_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert place.default_folder() == tmp_path / "linli-demo"


def test_where_there_is_no_home_it_takes_a_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert place.default_folder().name.startswith("linli-demo-")
