from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is looked up"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS community_group_by_community ON community_group (community, closed_on, id)",
    "CREATE INDEX IF NOT EXISTS community_group_by_organisation ON community_group (organisation, id)",
    "CREATE INDEX IF NOT EXISTS community_group_by_program ON community_group (program, id)",
    'CREATE UNIQUE INDEX IF NOT EXISTS group_membership_now ON group_membership ("group", resident)'
    " WHERE left_on IS NULL",
    "CREATE INDEX IF NOT EXISTS group_membership_by_resident ON group_membership (resident)",
    "CREATE INDEX IF NOT EXISTS community_leader_by_community ON community_leader (community, id)",
    "CREATE INDEX IF NOT EXISTS leader_sighting_by_leader ON leader_sighting (community_leader, id)",
    'CREATE UNIQUE INDEX IF NOT EXISTS group_leader_now ON group_leader ("group", position) WHERE ended_on IS NULL',
    'CREATE INDEX IF NOT EXISTS group_task_by_group ON group_task ("group", id)',
    "CREATE INDEX IF NOT EXISTS activity_by_community ON activity (community, held_on DESC, id DESC)",
    "CREATE INDEX IF NOT EXISTS activity_by_program ON activity (program, held_on DESC, id DESC)",
    'CREATE INDEX IF NOT EXISTS activity_by_group ON activity ("group", held_on DESC, id DESC)',
    "CREATE INDEX IF NOT EXISTS activity_by_organisation ON activity (organisation, held_on DESC, id DESC)",
    "CREATE INDEX IF NOT EXISTS activity_by_task ON activity (task)",
    "CREATE UNIQUE INDEX IF NOT EXISTS attendance_once ON attendance (activity, resident)",
    "CREATE INDEX IF NOT EXISTS attendance_by_resident ON attendance (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS activity_act_once ON activity_act (activity, act)",
    "CREATE INDEX IF NOT EXISTS group_origin_by_activity ON group_origin (activity)",
    'CREATE UNIQUE INDEX IF NOT EXISTS group_invitation_once ON group_invitation ("group", resident)',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
