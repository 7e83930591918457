"""Every room that Linli has, what it answers, says and shows.

A room's endings are its modules `pages`, `…_pages`, `api` and `…_api`, each with its HANDLERS; what it says to people stands
in `words`, `…_words`, `schemas` and `…_schemas`, as REASONS, ACTS, FIELDS and VALUES. They are found by name, and imported when
somebody asks for them: a start is as long with fifty rooms as with five.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

from server.lib.late_entries import fills
from server.web.words import register_acts, register_fields, register_reasons, register_values

ROOT = Path(__file__).resolve().parent.parent

# Packages with their rooms, from the ground up.
ROOMS: dict[str, list[str]] = {
    "programs": ["communities", "residents", "method", "visits", "listening", "surveys", "bodies", "funding"],
    "groups": ["teams", "activities", "compacts", "habits"],
    "incentives": ["recognition", "reciprocity"],
}

# What answers and belongs to no room.
_ANSWERS = ("server.web.assets", "server.web.health", "server.web.search", "admin.bundle")

_ENDINGS = ("pages", "api")
_WORDS = ("words", "schemas", "forms")
_JOBS = ("jobs",)
_TABLES = ("tables",)


def _homes() -> list[str]:
    """The package of each room, from the ground up; the accounts and the admin are furnished like rooms."""
    rooms = [f"{package}.{room}" for package, names in ROOMS.items() for room in names]
    return ["server.accounts", *rooms, "admin"]


@cache
def _modules(kinds: tuple[str, ...]) -> dict[str, Path]:
    """The modules of all rooms that are of one of these kinds, which is the last word of their name, with their files."""
    return {
        f"{home}.{file.stem}": file
        for home in _homes()
        for file in sorted((ROOT / Path(*home.split("."))).glob("*.py"))
        if file.stem.rpartition("_")[2] in kinds
    }


def template_folders() -> list[Path]:
    """Where templates lie: the base first, then a folder for each room."""
    rooms = [ROOT / "server" / "accounts", ROOT / "admin"]
    rooms += [ROOT / package / room for package, names in ROOMS.items() for room in names]
    return [
        ROOT / "server" / "templates",
        *(room / "templates" for room in rooms if (room / "templates").is_dir()),
    ]


def register_rooms() -> None:
    """Say who enters what in the lists of rooms; nothing of a room is imported before somebody reads such a list."""
    for name in ("server.screens", "server.effects"):
        importlib.import_module(name)


@fills("server.web.words")
def _words() -> None:
    """What rooms say to people."""
    for name in ("server.intake.words", *_modules(_WORDS)):
        module = importlib.import_module(name)
        register_reasons(getattr(module, "REASONS", {}))
        register_acts(getattr(module, "ACTS", {}))
        register_fields(getattr(module, "FIELDS", {}))
        register_values(getattr(module, "VALUES", {}))


@fills("server.jobs.registry")
def _jobs() -> None:
    """The work that rooms carry out later: each such module registers its own."""
    for name in ("server.schedule", "server.erased", "server.jobs.jobs", *_modules(_JOBS)):
        importlib.import_module(name)


@fills("server.lib.references")
def _tables() -> None:
    """Every table that may name a row of another."""
    for name in _modules(_TABLES):
        importlib.import_module(name)


def endings() -> dict[str, Path]:
    """The modules in which rooms answer, with their files."""
    return _modules(_ENDINGS)


def handlers() -> list[Any]:
    """The route handlers that belong to no room, and are there from the beginning."""
    return [handler for name in _ANSWERS for handler in importlib.import_module(name).HANDLERS]
