from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T01:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What names a person is found by the person: an import can be taken back"

_INDEXES = ("CREATE INDEX IF NOT EXISTS program_person_by_resident ON program_person (resident)",)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
