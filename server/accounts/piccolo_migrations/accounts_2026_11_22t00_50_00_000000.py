from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T00:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A leader's scope is called group, as everywhere else"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run():
        await execute("UPDATE role_assignment SET scope = 'group' WHERE scope = 'team'")
        await execute("UPDATE invitation SET scope = 'group' WHERE scope = 'team'")

    manager.add_raw(run)
    return manager
