from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:14:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "Which doors arrive with an import"

_INDEXES = ("CREATE INDEX IF NOT EXISTS household_arriving ON household (arrives_with)",)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
