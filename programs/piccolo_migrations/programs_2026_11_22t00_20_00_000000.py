from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib import clock
from server.lib.db import engine, execute, rows

ID = "2026-11-22T00:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Names are entered by code point, and everybody who is known already is entered"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        if engine().kind == "postgres":
            # What begins with a sign is asked for as a range, which another collation would scatter.
            await execute('ALTER TABLE name_gram ALTER COLUMN gram TYPE VARCHAR(60) COLLATE "C"')
        if await rows("SELECT id FROM resident LIMIT 1"):
            await execute(
                "INSERT INTO job (organisation, kind, payload, key, state, run_at, attempts, created_at)"
                " VALUES (0, 'residents.index_names', {}, 'residents.index_names', 'ready', {}, 0, {})"
                " ON CONFLICT (organisation, key) DO NOTHING",
                "{}",
                clock.now(),
                clock.now(),
            )

    manager.add_raw(run)
    return manager
