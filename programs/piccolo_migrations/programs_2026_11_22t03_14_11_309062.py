from enum import Enum

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import ForeignKey, Serial, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class ImportBatch(Table, tablename="import_batch", schema=None):
    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


ID = "2026-11-22T03:14:11:309062"
VERSION = "1.38.0"
DESCRIPTION = "Doors arrive with an import"

_BEFORE = ("uploaded", "checked", "running", "done", "failed", "undone", "dropped")
_AFTER = ("uploaded", "checked", "running", "done", "failed", "undoing", "undone", "dropped")


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Household",
        tablename="household",
        column_name="arrives_with",
        db_column_name="arrives_with",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": ImportBatch,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "default": None,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.alter_column(
        table_class_name="ImportBatch",
        tablename="import_batch",
        column_name="state",
        db_column_name="state",
        params={"choices": Enum("BatchState", {state: state for state in _AFTER})},
        old_params={"choices": Enum("BatchState", {state: state for state in _BEFORE})},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
