from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T07:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is asked by, of signatures whose door waits to be confirmed"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS compact_waiting_by_compact ON compact_waiting (compact)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_waiting_once ON compact_waiting (compact_version, building, door)"
    " WHERE outcome IS NULL",
    "CREATE INDEX IF NOT EXISTS compact_waiting_by_compact_version ON compact_waiting (compact_version)",
    "CREATE INDEX IF NOT EXISTS compact_waiting_by_building ON compact_waiting (building)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_waiting_receipt ON compact_waiting (receipt_hash)"
    " WHERE receipt_hash IS NOT NULL",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
