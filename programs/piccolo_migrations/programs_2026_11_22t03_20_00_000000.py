from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Photos, mechanisms and quotes are found by what they are asked by"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS photo_by_community ON photo (community, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS photo_person_once ON photo_person (photo, resident)",
    "CREATE INDEX IF NOT EXISTS photo_person_by_resident ON photo_person (resident)",
    "CREATE INDEX IF NOT EXISTS case_quote_by_program ON case_quote (program)",
    "CREATE INDEX IF NOT EXISTS case_quote_by_resident ON case_quote (resident)",
    "CREATE INDEX IF NOT EXISTS mechanism_by_program ON mechanism (program, kind)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
