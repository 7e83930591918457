from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T22:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Who invited, and who holds a role at a place"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS invitation_by_maker ON invitation (created_by)",
    "CREATE INDEX IF NOT EXISTS role_assignment_by_place ON role_assignment (scope_id, scope, role)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
