from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T00:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is asked by, of doors, people, needs and surveys"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS import_batch_by_community ON import_batch (community, id)",
    "CREATE INDEX IF NOT EXISTS import_batch_by_organisation ON import_batch (organisation, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS import_part_once ON import_part (batch, position)",
    "CREATE UNIQUE INDEX IF NOT EXISTS column_memory_once ON column_memory (organisation, heading)",
    "CREATE INDEX IF NOT EXISTS resident_by_batch ON resident (batch)",
    "CREATE INDEX IF NOT EXISTS resident_by_phone_tail ON resident (organisation, phone_tail)",
    "CREATE INDEX IF NOT EXISTS resident_by_folded_name ON resident (community, folded_name)",
    "CREATE INDEX IF NOT EXISTS resident_by_household ON resident (household)",
    "CREATE INDEX IF NOT EXISTS resident_by_building ON resident (building)",
    "CREATE INDEX IF NOT EXISTS resident_due ON resident (organisation, keep_until) WHERE keep_until IS NOT NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS resident_tag_once ON resident_tag (resident, kind, value)",
    "CREATE INDEX IF NOT EXISTS resident_tag_by_value ON resident_tag (organisation, kind, value, resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS name_gram_once ON name_gram (organisation, gram, resident)",
    "CREATE INDEX IF NOT EXISTS name_gram_by_resident ON name_gram (resident)",
    "CREATE INDEX IF NOT EXISTS person_key_by_organisation ON person_key (organisation)",
    "CREATE UNIQUE INDEX IF NOT EXISTS privacy_notice_once ON privacy_notice (organisation, number)",
    "CREATE INDEX IF NOT EXISTS consent_by_resident ON consent (resident, purpose, id)",
    "CREATE INDEX IF NOT EXISTS consent_by_notice ON consent (notice)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ladder_rung_once ON ladder_rung (resident, step) WHERE voided_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ladder_rung_by_resident ON ladder_rung (resident)",
    "CREATE INDEX IF NOT EXISTS import_change_by_batch ON import_change (batch, id)",
    "CREATE INDEX IF NOT EXISTS import_change_by_resident ON import_change (resident)",
    "CREATE INDEX IF NOT EXISTS resident_merge_by_kept ON resident_merge (kept)",
    "CREATE INDEX IF NOT EXISTS resident_merge_by_merged ON resident_merge (merged)",
    "CREATE INDEX IF NOT EXISTS erasure_by_organisation ON erasure (organisation, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS target_group_size_once ON target_group_size (community, target_group, as_of)",
    "CREATE UNIQUE INDEX IF NOT EXISTS procedure_shipped ON procedure (organisation, key) WHERE key IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS procedure_by_organisation ON procedure (organisation, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS procedure_version_once ON procedure_version (procedure, number)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_community ON visit_round (community, planned_on, id)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_program ON visit_round (program, planned_on, id)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_building ON visit_round (building)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_visitor ON visit_round (visitor_account, state, planned_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS round_door_once ON round_door (round, household)",
    "CREATE INDEX IF NOT EXISTS round_door_by_household ON round_door (household)",
    "CREATE INDEX IF NOT EXISTS visit_by_community ON visit (community, visited_on, id)",
    "CREATE INDEX IF NOT EXISTS visit_by_program ON visit (program, visited_on, id)",
    "CREATE INDEX IF NOT EXISTS visit_by_household ON visit (household, visited_on, id)",
    "CREATE INDEX IF NOT EXISTS visit_by_building ON visit (building, visited_on)",
    "CREATE INDEX IF NOT EXISTS visit_by_round ON visit (round)",
    "CREATE INDEX IF NOT EXISTS visit_by_resident ON visit (resident)",
    "CREATE INDEX IF NOT EXISTS visit_by_companion ON visit (companion)",
    "CREATE INDEX IF NOT EXISTS visit_by_visitor ON visit (visitor_account, visited_on)",
    "CREATE INDEX IF NOT EXISTS visit_by_volunteer ON visit (visitor_resident)",
    "CREATE INDEX IF NOT EXISTS visit_by_procedure ON visit (procedure_version)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_companion ON visit_round (companion)",
    "CREATE INDEX IF NOT EXISTS visit_round_by_volunteer ON visit_round (visitor_resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS visit_cause_once ON visit_cause (visit, code)",
    "CREATE INDEX IF NOT EXISTS visit_cause_by_code ON visit_cause (organisation, code)",
    "CREATE INDEX IF NOT EXISTS visit_concern_by_visit ON visit_concern (visit)",
    "CREATE INDEX IF NOT EXISTS visit_target_by_community ON visit_target (community, id)",
    "CREATE INDEX IF NOT EXISTS target_visit_by_target ON target_visit (target, visited_on)",
    "CREATE INDEX IF NOT EXISTS training_by_account ON training (account, skill)",
    "CREATE INDEX IF NOT EXISTS training_by_resident ON training (resident, skill)",
    "CREATE INDEX IF NOT EXISTS training_by_organisation ON training (organisation, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS skill_needed_once ON skill_needed (organisation, scenario, skill)",
    "CREATE UNIQUE INDEX IF NOT EXISTS need_follow ON need (follow_hash) WHERE follow_hash IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS need_by_concern ON need (concern)",
    "CREATE INDEX IF NOT EXISTS need_by_merged ON need (merged_into)",
    "CREATE INDEX IF NOT EXISTS need_by_resident ON need (resident)",
    "CREATE INDEX IF NOT EXISTS need_by_owner ON need (owner, answered_on)",
    "CREATE INDEX IF NOT EXISTS need_merge_by_kept ON need_merge (kept)",
    "CREATE INDEX IF NOT EXISTS need_merge_by_merged ON need_merge (merged)",
    "CREATE UNIQUE INDEX IF NOT EXISTS questionnaire_shipped ON questionnaire (organisation, key) WHERE key IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS questionnaire_by_organisation ON questionnaire (organisation, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS questionnaire_version_once ON questionnaire_version (questionnaire, number)",
    "CREATE INDEX IF NOT EXISTS survey_wave_by_community ON survey_wave (community, opens_on, id)",
    "CREATE INDEX IF NOT EXISTS survey_wave_by_program ON survey_wave (program, opens_on, id)",
    "CREATE INDEX IF NOT EXISTS survey_wave_by_questionnaire ON survey_wave (questionnaire_version)",
    "CREATE UNIQUE INDEX IF NOT EXISTS survey_answer_once ON survey_answer (wave, respondent) WHERE voided_at IS NULL",
    "CREATE INDEX IF NOT EXISTS survey_answer_by_wave ON survey_answer (wave, id)",
    "CREATE INDEX IF NOT EXISTS survey_answer_by_household ON survey_answer (household)",
    "CREATE INDEX IF NOT EXISTS survey_answer_by_resident ON survey_answer (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS wave_tally_once ON wave_tally (wave, question, choice, segment)",
    "CREATE UNIQUE INDEX IF NOT EXISTS duty_card_shipped ON duty_card (organisation, key) WHERE key IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS duty_card_by_organisation ON duty_card (organisation, id)",
    "CREATE INDEX IF NOT EXISTS recruit_by_resident ON recruit (resident, id)",
    "CREATE INDEX IF NOT EXISTS recruit_by_community ON recruit (community, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS building_leader_now ON building_leader (building) WHERE ended_on IS NULL",
    "CREATE INDEX IF NOT EXISTS building_leader_by_building ON building_leader (building, since)",
    "CREATE INDEX IF NOT EXISTS building_leader_by_community ON building_leader (community, building)",
    "CREATE INDEX IF NOT EXISTS building_leader_by_resident ON building_leader (resident)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programs", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
