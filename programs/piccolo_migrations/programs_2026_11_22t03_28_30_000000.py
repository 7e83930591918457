from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:28:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "A building has one meaning for each name that lists write"

_INDEXES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS place_memory_once ON place_memory (community, written_estate, written_building)",
    "CREATE INDEX IF NOT EXISTS place_memory_by_building ON place_memory (building)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
