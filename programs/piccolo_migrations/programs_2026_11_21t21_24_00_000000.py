from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T21:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Look up people by folded name; read the newest needs and people first"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS resident_by_folded_name ON resident (community, folded_name)",
    "CREATE INDEX IF NOT EXISTS resident_newest ON resident (community, id)",
    "CREATE INDEX IF NOT EXISTS need_newest ON need (organisation, raised_on, id)",
    "CREATE INDEX IF NOT EXISTS need_by_resident ON need (resident, id)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
