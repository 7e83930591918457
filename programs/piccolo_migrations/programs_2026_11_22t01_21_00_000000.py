from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T01:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What a community's page asks of needs: those answered this year"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        await execute(
            "CREATE INDEX IF NOT EXISTS need_answered ON need (community, answered_on) WHERE answered_on IS NOT NULL"
        )

    manager.add_raw(run)
    return manager
