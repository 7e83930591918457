from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The people of one program lie together"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        # As the ledger numbers them: two programs with one person each never get the same number.
        await execute(
            "UPDATE program_person SET id = CAST(program AS BIGINT) * 4294967296 + resident WHERE id < 4294967296"
        )

    manager.add_raw(run)
    return manager
