from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-21T21:08:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One job per key; free jobs by the time they are due."


class RawTable(Table, tablename="job"):
    pass


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jobs", description=DESCRIPTION)

    async def run() -> None:
        await RawTable.raw("CREATE UNIQUE INDEX IF NOT EXISTS job_key ON job (organisation, key)")
        await RawTable.raw("CREATE INDEX IF NOT EXISTS job_due ON job (state, run_at)")

    manager.add_raw(run)
    return manager
