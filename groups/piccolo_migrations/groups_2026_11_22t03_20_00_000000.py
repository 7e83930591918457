from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is asked by, of compacts, habits, ceremonies, elections and ties"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS chat_group_by_community ON chat_group (community)",
    'CREATE INDEX IF NOT EXISTS chat_group_by_group ON chat_group ("group")',
    "CREATE UNIQUE INDEX IF NOT EXISTS chat_group_count_once ON chat_group_count (chat_group, month)",
    "CREATE INDEX IF NOT EXISTS election_by_community ON election (community)",
    'CREATE INDEX IF NOT EXISTS election_by_group ON election ("group")',
    "CREATE UNIQUE INDEX IF NOT EXISTS election_candidate_once ON election_candidate (election, resident)",
    "CREATE INDEX IF NOT EXISTS election_candidate_by_resident ON election_candidate (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS election_observer_once ON election_observer (election, resident)",
    "CREATE INDEX IF NOT EXISTS election_observer_by_resident ON election_observer (resident)",
    "CREATE INDEX IF NOT EXISTS hand_over_item_by_group_leader ON hand_over_item (group_leader)",
    "CREATE INDEX IF NOT EXISTS leader_tie_by_community ON leader_tie (community)",
    "CREATE INDEX IF NOT EXISTS leader_tie_by_resident ON leader_tie (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS leader_tie_once ON leader_tie (resident, other, kind)"
    " WHERE ended_on IS NULL",
    "CREATE INDEX IF NOT EXISTS leader_tie_by_other ON leader_tie (other)",
    'CREATE INDEX IF NOT EXISTS leader_tie_by_group ON leader_tie ("group")',
    "CREATE UNIQUE INDEX IF NOT EXISTS activity_photo_once ON activity_photo (activity, photo)",
    "CREATE INDEX IF NOT EXISTS activity_photo_by_photo ON activity_photo (photo)",
    "CREATE INDEX IF NOT EXISTS ceremony_item_by_ceremony ON ceremony_item (ceremony, position)",
    "CREATE INDEX IF NOT EXISTS compact_by_community ON compact (community)",
    "CREATE INDEX IF NOT EXISTS compact_by_program ON compact (program)",
    'CREATE INDEX IF NOT EXISTS compact_by_group ON compact ("group")',
    "CREATE INDEX IF NOT EXISTS compact_by_ceremony ON compact (ceremony)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_clause_once ON compact_clause (compact_version, key)",
    "CREATE INDEX IF NOT EXISTS compact_comment_by_compact ON compact_comment (compact, clause_key, id)",
    "CREATE INDEX IF NOT EXISTS compact_comment_by_compact_version ON compact_comment (compact_version)",
    "CREATE INDEX IF NOT EXISTS compact_comment_by_building ON compact_comment (building)",
    "CREATE INDEX IF NOT EXISTS compact_comment_by_household ON compact_comment (household)",
    "CREATE INDEX IF NOT EXISTS compact_comment_by_resident ON compact_comment (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_hearing_once ON compact_hearing (compact, household)",
    "CREATE INDEX IF NOT EXISTS compact_hearing_by_household ON compact_hearing (household)",
    "CREATE INDEX IF NOT EXISTS compact_practice_by_compact ON compact_practice (compact)",
    "CREATE INDEX IF NOT EXISTS compact_recall_by_compact ON compact_recall (compact)",
    "CREATE INDEX IF NOT EXISTS compact_recall_by_compact_version ON compact_recall (compact_version)",
    "CREATE INDEX IF NOT EXISTS compact_signature_by_compact ON compact_signature (compact, household)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_signature_once ON compact_signature (compact_version, household)"
    " WHERE withdrawn_on IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_signature_receipt ON compact_signature (receipt_hash)"
    " WHERE receipt_hash IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS compact_signature_by_compact_version ON compact_signature (compact_version)",
    "CREATE INDEX IF NOT EXISTS compact_signature_by_household ON compact_signature (household)",
    "CREATE INDEX IF NOT EXISTS compact_signature_by_resident ON compact_signature (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS compact_version_once ON compact_version (compact, major, minor)",
    "CREATE INDEX IF NOT EXISTS habit_challenge_by_community ON habit_challenge (community)",
    "CREATE INDEX IF NOT EXISTS habit_challenge_by_program ON habit_challenge (program)",
    'CREATE INDEX IF NOT EXISTS habit_challenge_by_group ON habit_challenge ("group")',
    "CREATE INDEX IF NOT EXISTS habit_challenge_by_compact ON habit_challenge (compact)",
    "CREATE UNIQUE INDEX IF NOT EXISTS habit_entry_once ON habit_entry (challenge, label)",
    "CREATE UNIQUE INDEX IF NOT EXISTS habit_entry_token ON habit_entry (token_hash)"
    " WHERE token_hash IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS habit_entry_by_household ON habit_entry (household)",
    "CREATE INDEX IF NOT EXISTS habit_entry_by_resident ON habit_entry (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS habit_look_once ON habit_look (entry, moment)",
    "CREATE UNIQUE INDEX IF NOT EXISTS habit_tick_once ON habit_tick (entry, day)",
    "CREATE INDEX IF NOT EXISTS small_deed_by_community ON small_deed (community, done_on, id)",
    "CREATE INDEX IF NOT EXISTS small_deed_by_program ON small_deed (program)",
    "CREATE INDEX IF NOT EXISTS small_deed_by_building ON small_deed (building)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
