from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import engine, execute

ID = "2026-11-21T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One place in a chain, one op of an id; nobody changes the log"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def run():
        await execute("CREATE UNIQUE INDEX IF NOT EXISTS audit_place ON audit_entry (organisation, position)")
        await execute(
            "CREATE INDEX IF NOT EXISTS audit_subject ON audit_entry (organisation, subject_kind, subject_id, id)"
        )
        await execute("CREATE UNIQUE INDEX IF NOT EXISTS op_once ON op (organisation, op_id)")
        for statement in _triggers("audit_entry"):
            await execute(statement)

    manager.add_raw(run)
    return manager


def _triggers(table: str) -> list[str]:
    """Statements after which rows of `table` can be added and never changed or deleted."""
    if engine().kind == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ]
