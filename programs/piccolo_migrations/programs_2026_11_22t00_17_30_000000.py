from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T00:17:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "What waits: notes from the street, and needs without an answer"

_INDEXES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS case_deadlines_once ON case_deadlines (organisation)",
    "CREATE INDEX IF NOT EXISTS need_inbox ON need (organisation, id)"
    " WHERE from_street AND taken_in_on IS NULL AND voided_at IS NULL",
    "CREATE INDEX IF NOT EXISTS need_unanswered ON need (organisation, handle_by)"
    " WHERE answered_on IS NULL AND voided_at IS NULL AND merged_into IS NULL",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
