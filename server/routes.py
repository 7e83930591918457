"""Every room that Linli has, what it answers, says and shows."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import programs.communities.api
import programs.communities.pages
import programs.communities.schemas
from server.web import assets
from server.web.words import register_acts, register_fields, register_reasons

ROOT = Path(__file__).resolve().parent.parent

# Packages with their rooms, from the ground up.
ROOMS = {
    "programs": ["communities"],
    "groups": [],
    "incentives": [],
}

_ENDINGS: list[ModuleType] = [
    programs.communities.pages,
    programs.communities.api,
]

_SENTENCES: list[ModuleType] = [
    programs.communities.schemas,
]


def template_folders() -> list[Path]:
    """Where templates lie: the base first, then a folder for each room."""
    folders = [ROOT / "server" / "templates"]
    candidates = [ROOT / "server" / "accounts", ROOT / "admin"]
    candidates += [ROOT / package / room for package, rooms in ROOMS.items() for room in rooms]
    return folders + [room / "templates" for room in candidates if (room / "templates").is_dir()]


def register_rooms() -> None:
    """Enter what rooms say to people and show on pages of rooms below them."""
    for module in _SENTENCES:
        register_reasons(getattr(module, "REASONS", {}))
        register_acts(getattr(module, "ACTS", {}))
        register_fields(getattr(module, "FIELDS", {}))


def handlers() -> list[Any]:
    """All route handlers."""
    return [assets.serve_asset, *(handler for module in _ENDINGS for handler in module.HANDLERS)]
