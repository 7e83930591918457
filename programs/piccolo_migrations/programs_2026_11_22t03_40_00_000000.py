from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import engine, execute

ID = "2026-11-22T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The reason of a try to move on may lose a name, and nothing else of it changes"

_FIXED = 'id, organisation, program, from_stage, to_stage, passed, attempted_on, "at", "by", by_name, missing'
_NOT_SHORTER = "LENGTH(NEW.reason) >= LENGTH(OLD.reason)"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _statements():
            await execute(statement)

    manager.add_raw(run)
    return manager


def _statements() -> list[str]:
    if engine().kind == "sqlite":
        stop = "BEGIN SELECT RAISE(ABORT, 'stage_attempt is append-only'); END"
        return [
            "DROP TRIGGER IF EXISTS stage_attempt_no_update",
            f"CREATE TRIGGER stage_attempt_no_update BEFORE UPDATE OF {_FIXED} ON stage_attempt {stop}",
            "DROP TRIGGER IF EXISTS stage_attempt_shorter",
            f"CREATE TRIGGER stage_attempt_shorter BEFORE UPDATE OF reason ON stage_attempt WHEN {_NOT_SHORTER} {stop}",
        ]
    stop = "EXECUTE FUNCTION stage_attempt_append_only()"
    return [
        f"CREATE OR REPLACE TRIGGER stage_attempt_no_change BEFORE UPDATE OF {_FIXED} OR DELETE OR TRUNCATE"
        f" ON stage_attempt FOR EACH STATEMENT {stop}",
        "CREATE OR REPLACE TRIGGER stage_attempt_shorter BEFORE UPDATE OF reason ON stage_attempt"
        f" FOR EACH ROW WHEN ({_NOT_SHORTER}) {stop}",
    ]
