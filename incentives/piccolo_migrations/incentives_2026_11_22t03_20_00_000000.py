from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from server.lib.db import execute

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What is unique and what is asked by, of recognition and equal standing"

_INDEXES = (
    "CREATE INDEX IF NOT EXISTS award_by_community ON award (community, awarded_on, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS award_number_once ON award (organisation, year, serial)",
    "CREATE INDEX IF NOT EXISTS award_by_ceremony ON award (ceremony)",
    "CREATE INDEX IF NOT EXISTS care_talk_by_community ON care_talk (community)",
    "CREATE INDEX IF NOT EXISTS care_talk_by_program ON care_talk (program)",
    "CREATE INDEX IF NOT EXISTS care_talk_by_resident ON care_talk (resident, talked_on)",
    "CREATE INDEX IF NOT EXISTS community_honour_by_community ON community_honour (community)",
    "CREATE INDEX IF NOT EXISTS community_honour_by_photo ON community_honour (photo)",
    "CREATE INDEX IF NOT EXISTS follower_by_community ON follower (community)",
    "CREATE INDEX IF NOT EXISTS follower_by_program ON follower (program)",
    "CREATE INDEX IF NOT EXISTS follower_by_resident ON follower (resident)",
    "CREATE UNIQUE INDEX IF NOT EXISTS follower_once ON follower (resident, because_of)"
    " WHERE voided_at IS NULL",
    "CREATE INDEX IF NOT EXISTS follower_by_because_of ON follower (because_of)",
    "CREATE INDEX IF NOT EXISTS nomination_by_community ON nomination (community, id)",
    "CREATE INDEX IF NOT EXISTS nomination_by_program ON nomination (program)",
    "CREATE INDEX IF NOT EXISTS nomination_by_honour ON nomination (honour)",
    "CREATE INDEX IF NOT EXISTS nomination_by_resident ON nomination (resident)",
    'CREATE INDEX IF NOT EXISTS nomination_by_group ON nomination ("group")',
    "CREATE INDEX IF NOT EXISTS nomination_by_compact ON nomination (compact)",
    "CREATE INDEX IF NOT EXISTS nomination_by_activity ON nomination (activity)",
    "CREATE INDEX IF NOT EXISTS nomination_by_proposer ON nomination (proposer)",
    "CREATE UNIQUE INDEX IF NOT EXISTS nomination_photo_once ON nomination_photo (nomination, photo)",
    "CREATE INDEX IF NOT EXISTS nomination_photo_by_photo ON nomination_photo (photo)",
    "CREATE INDEX IF NOT EXISTS nomination_review_by_nomination ON nomination_review (nomination)",
    "CREATE UNIQUE INDEX IF NOT EXISTS nomination_review_once ON nomination_review (nomination, reviewer)"
    " WHERE reviewer IS NOT NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS nomination_review_once_resident ON nomination_review (nomination, reviewer_resident)"
    " WHERE reviewer_resident IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS nomination_review_by_reviewer ON nomination_review (reviewer)",
    "CREATE INDEX IF NOT EXISTS nomination_review_by_reviewer_resident ON nomination_review (reviewer_resident)",
    "CREATE INDEX IF NOT EXISTS publicity_item_by_community ON publicity_item (community)",
    "CREATE INDEX IF NOT EXISTS publicity_item_by_program ON publicity_item (program)",
    "CREATE INDEX IF NOT EXISTS publicity_item_by_resident ON publicity_item (resident)",
    'CREATE INDEX IF NOT EXISTS publicity_item_by_group ON publicity_item ("group")',
    "CREATE INDEX IF NOT EXISTS publicity_item_by_photo ON publicity_item (photo)",
    "CREATE INDEX IF NOT EXISTS role_model_story_by_community ON role_model_story (community)",
    "CREATE INDEX IF NOT EXISTS role_model_story_by_program ON role_model_story (program)",
    "CREATE INDEX IF NOT EXISTS role_model_story_by_resident ON role_model_story (resident)",
    "CREATE INDEX IF NOT EXISTS role_model_story_by_photo ON role_model_story (photo)",
    "CREATE INDEX IF NOT EXISTS agreement_acceptance_by_agreement ON agreement_acceptance (agreement)",
    "CREATE INDEX IF NOT EXISTS correction_request_by_community ON correction_request (community)",
    "CREATE INDEX IF NOT EXISTS correction_request_by_resident ON correction_request (resident)",
    "CREATE INDEX IF NOT EXISTS service_exchange_by_agreement ON service_exchange (agreement, given_on)",
    "CREATE INDEX IF NOT EXISTS interest_declaration_by_community ON interest_declaration (community)",
    "CREATE INDEX IF NOT EXISTS interest_declaration_by_resident ON interest_declaration (resident)",
    "CREATE INDEX IF NOT EXISTS leader_decision_by_community ON leader_decision (community)",
    "CREATE INDEX IF NOT EXISTS leader_decision_by_program ON leader_decision (program)",
    'CREATE INDEX IF NOT EXISTS leader_decision_by_group ON leader_decision ("group")',
    "CREATE INDEX IF NOT EXISTS leader_decision_by_resident ON leader_decision (resident)",
    "CREATE INDEX IF NOT EXISTS load_check_by_resident ON load_check (resident)",
    "CREATE INDEX IF NOT EXISTS meaning_rating_by_resident ON meaning_rating (resident)",
    "CREATE INDEX IF NOT EXISTS own_link_by_resident ON own_link (resident)",
    "CREATE INDEX IF NOT EXISTS leader_pressure_by_community ON leader_pressure (community)",
    "CREATE INDEX IF NOT EXISTS leader_pressure_by_resident ON leader_pressure (resident)",
    "CREATE INDEX IF NOT EXISTS service_agreement_by_community ON service_agreement (community)",
    "CREATE INDEX IF NOT EXISTS service_agreement_by_program ON service_agreement (program)",
    "CREATE INDEX IF NOT EXISTS service_agreement_by_giver ON service_agreement (giver)",
    "CREATE INDEX IF NOT EXISTS service_agreement_by_receiver ON service_agreement (receiver)",
    "CREATE INDEX IF NOT EXISTS service_agreement_by_household ON service_agreement (household)",
    "CREATE INDEX IF NOT EXISTS service_incident_by_agreement ON service_incident (agreement)",
    "CREATE INDEX IF NOT EXISTS service_letter_by_community ON service_letter (community)",
    "CREATE INDEX IF NOT EXISTS service_letter_by_resident ON service_letter (resident)",
    "CREATE INDEX IF NOT EXISTS support_task_by_community ON support_task (community)",
    "CREATE INDEX IF NOT EXISTS support_task_by_resident ON support_task (resident)",
    "CREATE INDEX IF NOT EXISTS support_task_by_owner ON support_task (owner, done_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS honour_once ON honour (organisation, name)",
    "CREATE INDEX IF NOT EXISTS badge_key_by_organisation ON badge_key (organisation)",
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="incentives", description=DESCRIPTION)

    async def run():
        for statement in _INDEXES:
            await execute(statement)

    manager.add_raw(run)
    return manager
