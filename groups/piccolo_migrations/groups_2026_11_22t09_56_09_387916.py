from enum import Enum

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar

ID = "2026-11-22T09:56:09:387916"
VERSION = "1.38.0"
DESCRIPTION = "A signature whose door nobody had looked for when its compact ended"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    manager.alter_column(
        table_class_name="CompactWaiting",
        tablename="compact_waiting",
        column_name="outcome",
        db_column_name="outcome",
        params={
            "choices": Enum(
                "DoorOutcome",
                {
                    "confirmed": "confirmed",
                    "not_here": "not_here",
                    "overtaken": "overtaken",
                    "taken_back": "taken_back",
                    "ended": "ended",
                },
            )
        },
        old_params={
            "choices": Enum(
                "DoorOutcome",
                {
                    "confirmed": "confirmed",
                    "not_here": "not_here",
                    "overtaken": "overtaken",
                    "taken_back": "taken_back",
                },
            )
        },
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
