"""The top level is exactly what was agreed, and no name hides a package."""

from __future__ import annotations

import ast
import importlib
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, modules

AGREED = {
    *PACKAGES,
    "locales",
    "tests",
    "pyproject.toml",
    "uv.lock",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    ".ci",
    ".gitignore",
}


def _kept() -> set[str]:
    """All files that belong to the repository, or will with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in found.splitlines() if (ROOT / name).exists()}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked copy may lie among other things")
def test_the_top_level_is_as_agreed() -> None:
    assert {name.split("/")[0] for name in _kept()} == AGREED


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_ours(package: str) -> None:
    """`server` and `admin` are ordinary words that an installed part may own too."""
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found).is_relative_to(ROOT)


def test_no_name_hides_a_package() -> None:
    for module in modules():
        for node in module.tree.body:
            names = []
            if isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names = [node.target.id]
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names = [node.name]
            assert not {*names} & {*PACKAGES, "tests"}, module.path


def test_tests_are_one_package_with_folders() -> None:
    """A second `__init__.py` below `tests` would make `import groups` find a folder of tests."""
    found = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("__init__.py")]
    assert found == ["tests/__init__.py"]


def test_nothing_of_others_is_kept_here() -> None:
    """Parts arrive as packages; compiled catalogues and built files are made, not kept."""
    wrong = (
        ".mo",
        ".pyc",
        ".min.js",
        ".min.css",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".map",
        ".whl",
        ".sqlite",
    )
    assert not [name for name in _kept() if name.endswith(wrong)]
