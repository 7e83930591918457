from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib import clock
from server.lib.db import execute

ID = "2026-11-22T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Nominations that earlier versions left open when a person was forgotten"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="incentives", description=DESCRIPTION)

    async def run():
        await execute(
            "UPDATE nomination SET state = 'taken_back', decided_on = {}, version = version + 1"
            " WHERE state IN ('proposed', 'approved', 'agreed')"
            " AND resident IN (SELECT resident FROM erasure)",
            clock.today(),
        )

    manager.add_raw(run)
    return manager
