"""The `linli` command: what it offers, and that it says in a sentence what it did or why it did not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from server import cli
from server.lib import db
from server.lib.settings import settings
from tests.serving.running import ROOT, database_url, environment, linli

COMMANDS = ("demo", "serve", "worker", "migrate", "backup", "restore", "check", "user")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert all(f"    {command} " in told for command in COMMANDS)


def test_help_waits_for_nothing() -> None:
    script = (
        "import sys; from server.cli import _parser; _parser();"
        "print({'litestar', 'piccolo', 'babel', 'msgspec', 'asyncio'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() in {"set()", "{'asyncio'}"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LINLI_PORT", "x"),
        ("LINLI_PORT", "0"),
        ("LINLI_PORT", "65536"),
        ("LINLI_PORT", "８３００"),
        ("LINLI_WORKERS", "-1"),
        ("LINLI_WORKERS", "9" * 5000),
        ("LINLI_TIMEZONE", "Mars"),
        ("LINLI_TIMEZONE", "../etc/passwd"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert cli.main(["serve"]) == 1
    assert capsys.readouterr().err.startswith(f"linli: {name} must ")


def test_from_nothing_to_a_restored_backup(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert "pending: audit " in linli("migrate", "--plan", env=env).stdout
    assert "done: groups " in linli("migrate", env=env).stdout
    assert linli("migrate", env=env).stdout == "nothing was pending\n"
    copy = tmp_path / "copy.sqlite"
    assert linli("backup", str(copy), env=env).stdout == f"backup: {copy}\n"
    again = linli("backup", str(copy), env=env)
    assert (again.returncode, again.stderr) == (1, f"linli: {copy} exists already.\n")
    restored = linli("restore", str(copy), "--force", env=env)
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("restored: ")


@pytest.fixture
def here(database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands in this process find the test's database."""
    for name, value in environment(tmp_path, DATABASE_URL=database_url()).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("what", ["audit", "evidence", "jobs"])
async def test_a_sound_installation_has_no_fault(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await _checked(what) == 0
    assert capsys.readouterr().out == f"{what}: ok\n"


@pytest.mark.usefixtures("here")
async def test_a_fault_is_told_and_fails_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    async with db.write_transaction():
        await db.execute("INSERT INTO audit_head (organisation, length, hash) VALUES (1, 3, 'x')")
    assert await _checked("audit") == 1
    told = capsys.readouterr()
    assert told.out == "audit: 1 faults\n"
    assert "the chain ends at 0, its head says 3" in told.err


async def _checked(what: str) -> int:
    """The command runs an event loop of its own, so it needs a thread of its own."""
    return await asyncio.to_thread(cli.main, ["check", what])


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/nothing", "sqlite:////proc/nothing.sqlite"])
def test_a_database_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, url: str) -> None:
    found = linli("serve", env=environment(tmp_path, DATABASE_URL=url))
    assert found.returncode == 1
    assert found.stderr.startswith("linli: the database cannot be read: ")
    assert "Traceback" not in found.stderr


def test_accounts_have_a_help_of_their_own(tmp_path: Path) -> None:
    assert "usage: linli user" in linli("user", "--help", env=environment(tmp_path)).stdout


@pytest.mark.parametrize("words", [("check", "audit"), ("user", "list")])
def test_a_database_without_tables_is_told_to_migrate(tmp_path: Path, words: tuple[str, ...]) -> None:
    found = linli(*words, env=environment(tmp_path))
    assert found.returncode == 1
    assert "run `linli migrate` first" in found.stderr
