from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T22:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Foreign keys that are asked by"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS community_leader_by_program ON community_leader (program, id)",
    "CREATE INDEX IF NOT EXISTS group_invitation_by_activity ON group_invitation (activity)",
    'CREATE INDEX IF NOT EXISTS group_leader_by_group ON group_leader ("group", id)',
    "CREATE INDEX IF NOT EXISTS group_leader_by_resident ON group_leader (resident)",
    'CREATE INDEX IF NOT EXISTS group_membership_by_group ON group_membership ("group", joined_on)',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
