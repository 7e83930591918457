from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import engine, execute

ID = "2026-11-21T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is looked up; nobody changes the ledger"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS community_by_organisation ON community (organisation, name)",
    "CREATE INDEX IF NOT EXISTS estate_by_community ON estate (community)",
    "CREATE INDEX IF NOT EXISTS building_by_community ON building (community, estate)",
    "CREATE UNIQUE INDEX IF NOT EXISTS household_door ON household (building, door)",
    "CREATE INDEX IF NOT EXISTS resident_by_community ON resident (community, name)",
    "CREATE INDEX IF NOT EXISTS resident_by_organisation ON resident (organisation, id)",
    "CREATE INDEX IF NOT EXISTS program_by_organisation ON program (organisation, ended_on, id)",
    "CREATE INDEX IF NOT EXISTS program_by_community ON program (community, id)",
    "CREATE INDEX IF NOT EXISTS stage_attempt_by_program ON stage_attempt (program, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS gate_threshold_once ON gate_threshold (organisation, gate)",
    "CREATE UNIQUE INDEX IF NOT EXISTS focal_issue_active ON focal_issue (program) WHERE state = 'active'",
    "CREATE INDEX IF NOT EXISTS focal_issue_by_program ON focal_issue (program, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS focal_score_once ON focal_score (issue, scorer)",
    "CREATE INDEX IF NOT EXISTS step_by_program ON step (program, done_on, due_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS step_origin ON step (program, origin)",
    "CREATE INDEX IF NOT EXISTS indicator_by_program ON indicator (program, id)",
    "CREATE INDEX IF NOT EXISTS indicator_reading_by_month ON indicator_reading (indicator, month, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS relapse_open ON relapse (program) WHERE ended_on IS NULL",
    "CREATE INDEX IF NOT EXISTS evidence_by_kind ON evidence (program, kind, occurred_on, id)",
    "CREATE INDEX IF NOT EXISTS evidence_by_source ON evidence (source_kind, source_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS evidence_month_once ON evidence_month (program, kind, facet, month)",
    "CREATE UNIQUE INDEX IF NOT EXISTS program_person_once ON program_person (program, resident)",
    "CREATE INDEX IF NOT EXISTS visit_day_by_program ON visit_day (program, visited_on, id)",
    "CREATE INDEX IF NOT EXISTS need_class_by_organisation ON need_class (organisation, parent)",
    "CREATE INDEX IF NOT EXISTS need_by_community ON need (community, raised_on, id)",
    "CREATE INDEX IF NOT EXISTS need_by_program ON need (program, raised_on, id)",
    "CREATE INDEX IF NOT EXISTS need_by_class ON need (need_class, raised_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS need_citation_once ON need_citation (issue, need)",
    "CREATE INDEX IF NOT EXISTS funding_grant_by_organisation ON funding_grant (organisation, id)",
    'CREATE UNIQUE INDEX IF NOT EXISTS grant_program_now ON grant_program ("grant", program) WHERE removed_on IS NULL',
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in (*_INDEXES, *_triggers("evidence"), *_triggers("stage_attempt")):
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
