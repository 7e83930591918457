from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import engine, execute

ID = "2026-11-22T03:40:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "The texts of an entry may become fewer, and nothing else of it changes"

_FIXED = (
    'id, organisation, position, "at", user_id, actor_name, action, subject_kind, subject_id, program_id, changes, reason,'
    " prev_hash, hash"
)
_NOT_FEWER = "OLD.texts IS NULL OR NEW.texts IS NULL OR LENGTH(NEW.texts) >= LENGTH(OLD.texts)"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def run():
        for statement in _statements():
            await execute(statement)

    manager.add_raw(run)
    return manager


def _statements() -> list[str]:
    texts = "CREATE INDEX IF NOT EXISTS audit_texts ON audit_entry (organisation, id) WHERE texts IS NOT NULL"
    if engine().kind == "sqlite":
        stop = "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END"
        return [
            texts,
            "DROP TRIGGER IF EXISTS audit_entry_no_update",
            f"CREATE TRIGGER audit_entry_no_update BEFORE UPDATE OF {_FIXED} ON audit_entry {stop}",
            "DROP TRIGGER IF EXISTS audit_entry_fewer_texts",
            "CREATE TRIGGER audit_entry_fewer_texts BEFORE UPDATE OF texts ON audit_entry"
            f" WHEN {_NOT_FEWER} {stop}",
        ]
    stop = "EXECUTE FUNCTION audit_entry_append_only()"
    return [
        texts,
        f"CREATE OR REPLACE TRIGGER audit_entry_no_change BEFORE UPDATE OF {_FIXED} OR DELETE OR TRUNCATE ON audit_entry"
        f" FOR EACH STATEMENT {stop}",
        "CREATE OR REPLACE TRIGGER audit_entry_fewer_texts BEFORE UPDATE OF texts ON audit_entry"
        f" FOR EACH ROW WHEN ({_NOT_FEWER}) {stop}",
    ]
