from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-21T22:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Foreign keys that are asked by; the newest evidence of a program"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS building_by_estate ON building (estate)",
    "CREATE INDEX IF NOT EXISTS consolidation_by_organisation ON consolidation (organisation)",
    "CREATE INDEX IF NOT EXISTS evidence_newest ON evidence (program, id)",
    'CREATE INDEX IF NOT EXISTS grant_program_by_grant ON grant_program ("grant")',
    "CREATE INDEX IF NOT EXISTS need_citation_by_need ON need_citation (need)",
    "CREATE INDEX IF NOT EXISTS need_class_by_parent ON need_class (parent)",
    "CREATE INDEX IF NOT EXISTS relapse_by_program ON relapse (program, id)",
    "CREATE INDEX IF NOT EXISTS step_by_owner ON step (owner, done_on, due_on)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
