from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T22:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Sum the months of many programs without looking at a row"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        await execute(
            "CREATE INDEX IF NOT EXISTS evidence_month_by_month"
            " ON evidence_month (organisation, month, kind, program, quantity)"
        )

    manager.add_raw(run)
    return manager
