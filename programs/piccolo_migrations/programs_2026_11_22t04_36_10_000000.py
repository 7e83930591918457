from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T04:36:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "One change at a time is about to be written to each person of a list"

_INDEXES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS import_fill_once ON import_fill (batch, resident)",
    "CREATE INDEX IF NOT EXISTS import_fill_by_resident ON import_fill (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS import_fill_word_once ON import_fill_word (batch, resident, kind, value)",
    "CREATE INDEX IF NOT EXISTS import_fill_word_by_resident ON import_fill_word (resident)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
