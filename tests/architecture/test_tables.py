"""All tables: registered once, keys that restrict, and nothing that is unknown gets a value by itself."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

import pytest
from piccolo.columns import JSON, JSONB, Array, ForeignKey, Interval, OnDelete
from piccolo.conf.apps import AppRegistry
from piccolo.table import Table

from server.piccolo_conf import APPS
from tests.architecture.source import modules

REGISTRY = AppRegistry(apps=[f"{app}.piccolo_app" for app in APPS])
TABLES: list[type[Table]] = [
    found for name in REGISTRY.app_configs for found in REGISTRY.get_table_classes(name)
]
# A table of the NGO's says which NGO's; these belong to the installation, or to a row that says it.
WITHOUT_ORGANISATION = {
    "organisation",
    "account_session",
    "api_key",
    "password_reset",
    "rate_bucket",
    "program_person",
}


def _classes() -> list[tuple[str, ast.ClassDef]]:
    return [
        (module.path, node)
        for module in modules()
        if module.kind == "tables" and not module.path.startswith("admin/")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Table" for base in node.bases)
    ]


def test_every_table_is_registered_once() -> None:
    defined = Counter(node.name for _path, node in _classes())
    assert Counter(found.__name__ for found in TABLES) == defined


@pytest.mark.parametrize(("path", "node"), _classes(), ids=lambda value: getattr(value, "name", None))
def test_a_table_says_its_name_and_what_it_is(path: str, node: ast.ClassDef) -> None:
    assert "tablename" in {keyword.arg for keyword in node.keywords}, path
    assert ast.get_docstring(node), path


@pytest.mark.parametrize("table", TABLES, ids=lambda found: found._meta.tablename)
def test_columns_exist_on_both_engines_and_unknown_stays_unknown(table: type[Table]) -> None:
    for column in table._meta.columns:
        name = f"{table._meta.tablename}.{column._meta.name}"
        assert not isinstance(column, Array | JSON | JSONB | Interval), name
        if column._meta.null:
            default = column._meta.params.get("default", getattr(column, "default", None))
            assert default is None, f"{name}: null=True wants default=None"
        if isinstance(column, ForeignKey):
            assert column._foreign_key_meta.on_delete is OnDelete.restrict, name


@pytest.mark.parametrize("path", sorted({path for path, _node in _classes()}))
def test_a_foreign_key_says_whether_it_may_be_empty(path: str) -> None:
    module = next(found for found in modules() if found.path == path)
    for node, _on, called in module.calls():
        if called == "ForeignKey":
            said = {keyword.arg for keyword in node.keywords}
            assert {"null", "on_delete"} <= said, f"{path}:{node.lineno}"


@pytest.mark.parametrize("table", TABLES, ids=lambda found: found._meta.tablename)
def test_a_row_says_whose_it_is(table: type[Table]) -> None:
    columns: set[str] = {column._meta.name for column in table._meta.columns}
    assert ("organisation" in columns) != (table._meta.tablename in WITHOUT_ORGANISATION)


def test_constraints_stand_in_migrations() -> None:
    """Piccolo's `Unique` and `Check` are syntax that SQLite does not know."""
    used: list[Any] = [module.path for module in modules() if "piccolo.constraints" in module.text]
    assert not used
