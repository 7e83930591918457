"""Whatever rows are looked up by heads an index, on both engines: no list grows slow with the years."""

from __future__ import annotations

import pytest

from server.lib import db
from tests.architecture.test_tables import TABLES

# Keys from which one only goes on to the row they name: who recorded something, where a note belongs. `organisation`
# is the wall around every question, which asks by another column as well.
ONLY_FOLLOWED = {
    "activity.recorded_by",
    "agreement_acceptance.recorded_by",
    "award.awarded_by",
    "building_leader.appointed_by",
    "care_talk.recorded_by",
    "case_quote.recorded_by",
    "community_leader.confirmed_by",
    "compact.renews",
    "compact_comment.answered_by",
    "compact_comment.recorded_by",
    "compact_hearing.recorded_by",
    "compact_practice.recorded_by",
    "compact_recall.recorded_by",
    "compact_signature.recorded_by",
    "compact_version.made_by",
    "compact_waiting.settled_by",
    "consent.recorded_by",
    "consolidation.indicator",
    "correction_request.answered_by",
    "election_candidate.group_leader",
    "focal_issue.chosen_by",
    "follower.recorded_by",
    "grant_program.program",
    "group_leader.account",
    "group_task.focal_issue",
    "group_task.need_class",
    "group_task.program",
    "habit_look.recorded_by",
    "habit_tick.recorded_by",
    "household.community",
    "import_batch.created_by",
    "indicator_reading.recorded_by",
    "interest_declaration.recorded_by",
    "invitation.used_by",
    "ladder_rung.recorded_by",
    "leader_decision.recorded_by",
    "leader_pressure.recorded_by",
    "leader_sighting.recorded_by",
    "load_check.recorded_by",
    "mechanism.recorded_by",
    "name_gram.community",
    "need.building",
    "need.recorded_by",
    "need_merge.merged_by",
    "nomination.recorded_by",
    "own_link.made_by",
    "password_reset.created_by",
    "photo.uploaded_by",
    "privacy_notice.published_by",
    "procedure_version.made_by",
    "program.lead",
    "publicity_item.recorded_by",
    "questionnaire_version.made_by",
    "recruit.building",
    "recruit.recorded_by",
    "relapse.indicator",
    "role_assignment.granted_by",
    "service_exchange.recorded_by",
    "service_incident.recorded_by",
    "small_deed.hidden_by",
    "stage_attempt.by",
    "step.done_by",
    "survey_answer.building",
    "survey_answer.entered_by",
    "target_visit.recorded_by",
    "training.recorded_by",
    "visit.recorded_by",
    "visit_cause.recorded_by",
    "visit_day.building",
    "visit_day.recorded_by",
    "visit_round.procedure_version",
}


async def _heads() -> set[str]:
    """`table.column` for the first column of every index over all rows."""
    if db.engine().kind == "postgres":
        found = await db.rows(
            "SELECT t.relname AS name, a.attname AS head FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid"
            " JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] WHERE i.indpred IS NULL"
        )
    else:
        found = await db.rows(
            "SELECT t.name AS name, c.name AS head FROM sqlite_schema AS t, pragma_index_list(t.name) AS i,"
            " pragma_index_info(i.name) AS c WHERE t.type = 'table' AND NOT i.partial AND c.seqno = 0"
        )
    return {f"{row['name']}.{row['head']}" for row in found}


@pytest.mark.usefixtures("database")
async def test_a_foreign_key_that_is_asked_by_heads_an_index() -> None:
    keys = {
        f"{table._meta.tablename}.{key._meta.name}"
        for table in TABLES
        for key in table._meta.foreign_key_columns
        if key._meta.name != "organisation"
    }
    heads = await _heads()
    assert keys >= ONLY_FOLLOWED, "a key is named that no table has"
    assert keys - heads - ONLY_FOLLOWED == set()
    assert ONLY_FOLLOWED & heads == set()
