"""Every list that waits for the ceiling is filled by it, and Linli starts without any room."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from server.lib.late_entries import Entries, complete
from server.routes import register_rooms
from tests.architecture.source import ROOT, literals, modules

CEILING = ("server/routes.py", "server/screens.py", "server/effects.py")

STARTED = """
import sys
from server import asgi
asgi.application()
print(*sorted(name for name in sys.modules if name.startswith(("programs", "groups", "incentives"))))
"""

WORKING = """
import asyncio
from server.worker import Worker

async def begin():
    return Worker()

asyncio.run(begin())
from programs.residents.erasure_actions import ERASERS
from programs.residents.mover_actions import MOVERS
from programs.residents.tables import Resident
from server.lib.references import naming
print(len([*ERASERS]), len([*MOVERS]), len(naming(Resident)))
"""


def _filled() -> Iterator[str]:
    """The modules for which the ceiling has a function."""
    for module in modules():
        if module.path in CEILING:
            for node, _on, name in module.calls():
                if name == "fills":
                    yield from literals(node)


def _waiting() -> Iterator[str]:
    """The modules that have such lists."""
    for module in modules():
        for node, _on, name in module.calls():
            if (
                name in {"Entries", "complete"}
                and node.args
                and getattr(node.args[0], "id", "") == "__name__"
            ):
                yield ".".join(Path(module.path).with_suffix("").parts)


def test_whoever_waits_is_filled_once() -> None:
    filled = list(_filled())
    assert sorted(filled) == sorted({*_waiting()})


def test_every_list_has_something_in_it() -> None:
    register_rooms()
    for name in _filled():
        module = importlib.import_module(name)
        complete(name)
        empty = [key for key, found in vars(module).items() if isinstance(found, Entries) and not [*found]]
        assert not empty, name


def test_foreign_keys_are_asked_for_where_all_are_known() -> None:
    """Piccolo's own list lacks what no one has imported yet."""
    users = {module.path for module in modules() if "foreign_key_references" in module.text}
    assert users == {"server/lib/references.py"}


def _told(script: str, folder: Path) -> str:
    env = {"LINLI_DATA_DIR": str(folder), "LINLI_SECRET_KEY": "long-enough-for-a-test-of-the-start"}
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True
    ).stdout.strip()


def test_no_room_is_imported_before_somebody_asks(tmp_path: Path) -> None:
    """However many rooms there will be, a start does not wait for them."""
    assert _told(STARTED, tmp_path) == ""


def test_a_worker_of_its_own_knows_every_room(tmp_path: Path) -> None:
    """What it erases or brings together is so in all of them."""
    erasers, movers, columns = map(int, _told(WORKING, tmp_path).splitlines()[-1].split())
    assert erasers > 10
    assert movers > 10
    assert columns > 40
