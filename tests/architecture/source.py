"""The code as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("server", "programs", "groups", "incentives", "admin")
KINDS = ("tables", "rules", "policy", "queries", "actions", "schemas", "pages", "api", "jobs", "exports")


class Module(msgspec.Struct, frozen=True):
    """One file of code. `path` is relative to the repository."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Parsed when somebody looks, once: only names are asked for while tests are collected."""
        return _tree(self)

    @property
    def kind(self) -> str:
        """What the file holds, by its name: `focal_actions.py` and `own_pages.py` are split by subject."""
        words = Path(self.path).stem.split("_")
        return next((word for word in (words[-1], words[0]) if word in KINDS), "")

    @property
    def in_room(self) -> bool:
        """Whether it is a file of `programs`, `groups` or `incentives`, where the house rules are strictest."""
        return self.path.startswith(("programs/", "groups/", "incentives/"))

    def imports(self) -> set[str]:
        """What it imports, as dotted names."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def calls(self) -> tuple[tuple[ast.Call, str, str], ...]:
        """Each call with what it is called on, and the name called: `Need.update(…)` gives ("Need", "update")."""
        return _calls(self)


@cache
def _tree(module: Module) -> ast.Module:
    return ast.parse(module.text)


@cache
def _calls(module: Module) -> tuple[tuple[ast.Call, str, str], ...]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found.append((node, ast.unparse(node.func.value), node.func.attr))
            elif isinstance(node.func, ast.Name):
                found.append((node, "", node.func.id))
    return tuple(found)


@cache
def modules() -> tuple[Module, ...]:
    """Our code without migrations, which stay as they ran."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found.append(Module(path.relative_to(ROOT).as_posix(), text))
    return tuple(found)


def literals(tree: ast.AST) -> Iterator[str]:
    """All strings in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
