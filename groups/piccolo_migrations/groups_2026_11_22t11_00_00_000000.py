from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib import clock
from server.lib.db import execute

ID = "2026-11-22T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What earlier versions left open when a compact ended or a person was forgotten"

# Not by `erased_at`: a record that was merged into another has that, too, and may be parted from it again.
_FORGOTTEN = "resident IN (SELECT resident FROM erasure)"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        await execute(
            "UPDATE compact_waiting SET outcome = 'ended', settled_at = {}, name = '', drawing = '', pledge = ''"
            " WHERE (outcome IS NULL OR outcome = 'not_here')"
            " AND compact IN (SELECT id FROM compact WHERE state = 'ended')",
            clock.now(),
        )
        await execute(
            f"UPDATE election_candidate SET withdrew_on = {{}} WHERE withdrew_on IS NULL AND {_FORGOTTEN}"
            " AND election IN (SELECT id FROM election WHERE state = 'planned')",
            clock.today(),
        )
        await execute(f"UPDATE group_leader SET account = NULL WHERE account IS NOT NULL AND {_FORGOTTEN}")

    manager.add_raw(run)
    return manager
