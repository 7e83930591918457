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
    tree: ast.Module

    def __hash__(self) -> int:
        return hash(self.path)

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

    def calls(self) -> Iterator[tuple[ast.Call, str, str]]:
        """Each call with what it is called on, and the name called: `Need.update(…)` gives ("Need", "update")."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Attribute):
                    yield node, ast.unparse(node.func.value), node.func.attr
                elif isinstance(node.func, ast.Name):
                    yield node, "", node.func.id


@cache
def modules() -> tuple[Module, ...]:
    """Our code without migrations, which stay as they ran."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


def literals(tree: ast.AST) -> Iterator[str]:
    """All strings in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
