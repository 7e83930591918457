"""Imports run one way; the contracts stand in pyproject.toml."""

from __future__ import annotations

import tomllib

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.architecture.source import ROOT


def test_imports_run_downwards() -> None:
    configure()
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None), "run lint-imports"


def test_the_ceiling_is_complete() -> None:
    """A new file beside `server/app.py` stands in the contract too, or nobody would hold it above the rooms.

    Of the folders the demo alone belongs to the ceiling: it tells stories of all rooms.
    """
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    house = settings["tool"]["importlinter"]["contracts"][0]
    named = {name.strip() for name in house["layers"][0].split(":")}
    files = {f"server.{path.stem}" for path in (ROOT / "server").glob("*.py")} - {"server.__init__"}
    assert named == files | {"server.demo"}
    floor = {
        part.strip()
        for layer in house["layers"]
        for part in layer.split("|")
        if "server." in part and ":" not in part
    }
    folders = {f"server.{path.parent.name}" for path in (ROOT / "server").glob("*/__init__.py")}
    assert floor == folders - {"server.demo"}
