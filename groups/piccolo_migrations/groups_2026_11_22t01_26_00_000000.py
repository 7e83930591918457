from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T01:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What names a person is found by the person: an import can be taken back"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS activity_act_by_resident ON activity_act (resident)",
    "CREATE INDEX IF NOT EXISTS group_invitation_by_resident ON group_invitation (resident)",
    "CREATE INDEX IF NOT EXISTS group_task_by_plan_author ON group_task (plan_author)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
