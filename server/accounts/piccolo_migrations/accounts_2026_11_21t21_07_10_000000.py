from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T21:07:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "One open role of a kind per person and scope"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def add_indexes():
        await execute(
            'CREATE UNIQUE INDEX IF NOT EXISTS role_assignment_open ON role_assignment ("user", role, scope,'
            " COALESCE(scope_id, 0)) WHERE ended_at IS NULL"
        )

    async def drop_indexes():
        await execute("DROP INDEX IF EXISTS role_assignment_open")

    manager.add_raw(add_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
