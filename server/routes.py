"""Every room that Linli has, what it answers, says and shows."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import admin.api
import admin.bundle
import admin.figures_api
import admin.figures_pages
import admin.forms
import admin.pages
import groups.activities.api
import groups.activities.door_pages
import groups.activities.erasure_actions
import groups.activities.figures_api
import groups.activities.form_pages
import groups.activities.ladder_queries
import groups.activities.list_queries
import groups.activities.my_pages
import groups.activities.pages
import groups.activities.story_pages
import groups.activities.taper_pages
import groups.activities.target_api
import groups.activities.target_pages
import groups.activities.words
import groups.teams.api
import groups.teams.closure_pages
import groups.teams.community_leader_api
import groups.teams.community_leader_pages
import groups.teams.erasure_actions
import groups.teams.ladder_queries
import groups.teams.member_pages
import groups.teams.pages
import groups.teams.queries
import groups.teams.reach_pages
import groups.teams.task_api
import groups.teams.task_pages
import groups.teams.term_pages
import groups.teams.words
import programs.bodies.api
import programs.bodies.erasure_actions
import programs.bodies.pages
import programs.bodies.queries
import programs.bodies.words
import programs.communities.api
import programs.communities.pages
import programs.communities.queries
import programs.communities.schemas
import programs.funding.api
import programs.funding.pages
import programs.funding.queries
import programs.funding.schemas
import programs.listening.api
import programs.listening.candidate_api
import programs.listening.candidate_pages
import programs.listening.case_api
import programs.listening.case_pages
import programs.listening.citation_pages
import programs.listening.class_pages
import programs.listening.concern_api
import programs.listening.concern_pages
import programs.listening.erasure_actions
import programs.listening.heat_pages
import programs.listening.inbox_api
import programs.listening.inbox_pages
import programs.listening.ladder_queries
import programs.listening.list_pages
import programs.listening.merge_api
import programs.listening.merge_pages
import programs.listening.pages
import programs.listening.street_pages
import programs.listening.watch_pages
import programs.listening.words
import programs.method.api
import programs.method.consolidation_pages
import programs.method.erasure_actions
import programs.method.evidence_pages
import programs.method.figures
import programs.method.focal_pages
import programs.method.indicator_pages
import programs.method.jobs
import programs.method.ladder_proof
import programs.method.pages
import programs.method.plan_api
import programs.method.queries
import programs.method.sources
import programs.method.step_pages
import programs.method.words
import programs.residents.api
import programs.residents.consent_pages
import programs.residents.erasure_actions
import programs.residents.form_pages
import programs.residents.import_api
import programs.residents.import_erasure_actions
import programs.residents.import_pages
import programs.residents.import_step_pages
import programs.residents.import_words
import programs.residents.ladder_actions
import programs.residents.ladder_api
import programs.residents.ladder_pages
import programs.residents.ladder_queries
import programs.residents.ladder_schemas
import programs.residents.law_api
import programs.residents.law_schemas
import programs.residents.notice_pages
import programs.residents.own_api
import programs.residents.own_pages
import programs.residents.pages
import programs.residents.place_actions
import programs.residents.place_api
import programs.residents.place_pages
import programs.residents.queries
import programs.residents.schemas
import programs.residents.target_schemas
import programs.surveys.answer_pages
import programs.surveys.api
import programs.surveys.card_pages
import programs.surveys.erasure_actions
import programs.surveys.figure_pages
import programs.surveys.online_pages
import programs.surveys.question_pages
import programs.surveys.questionnaire_api
import programs.surveys.questionnaire_pages
import programs.surveys.wave_pages
import programs.surveys.words
import programs.visits.api
import programs.visits.coverage_pages
import programs.visits.door_api
import programs.visits.door_pages
import programs.visits.erasure_actions
import programs.visits.home_pages
import programs.visits.ladder_queries
import programs.visits.pages
import programs.visits.procedure_api
import programs.visits.procedure_pages
import programs.visits.report_api
import programs.visits.report_pages
import programs.visits.round_api
import programs.visits.round_pages
import programs.visits.round_queries
import programs.visits.target_api
import programs.visits.target_pages
import programs.visits.training_api
import programs.visits.training_pages
import programs.visits.words
import server.accounts.api
import server.accounts.pages
import server.accounts.schemas
import server.accounts.scopes
import server.intake.words
from server.lib.i18n import m
from server.web import assets, health, search
from server.web.words import register_acts, register_fields, register_reasons

ROOT = Path(__file__).resolve().parent.parent

# Packages with their rooms, from the ground up.
ROOMS: dict[str, list[str]] = {
    "programs": ["communities", "residents", "method", "visits", "listening", "surveys", "bodies", "funding"],
    "groups": ["teams", "activities"],
}

# Modules with HANDLERS, in the order of the house.
_ENDINGS: list[ModuleType] = [
    assets,
    health,
    search,
    server.accounts.pages,
    server.accounts.api,
    programs.communities.pages,
    programs.communities.api,
    programs.residents.pages,
    programs.residents.form_pages,
    programs.residents.place_pages,
    programs.residents.consent_pages,
    programs.residents.notice_pages,
    programs.residents.own_pages,
    programs.residents.ladder_pages,
    programs.residents.api,
    programs.residents.import_pages,
    programs.residents.import_step_pages,
    programs.residents.import_api,
    programs.residents.place_api,
    programs.residents.law_api,
    programs.residents.own_api,
    programs.residents.ladder_api,
    programs.method.pages,
    programs.method.focal_pages,
    programs.method.step_pages,
    programs.method.indicator_pages,
    programs.method.consolidation_pages,
    programs.method.evidence_pages,
    programs.method.api,
    programs.method.plan_api,
    programs.visits.home_pages,
    programs.visits.round_pages,
    programs.visits.door_pages,
    programs.visits.report_pages,
    programs.visits.coverage_pages,
    programs.visits.target_pages,
    programs.visits.procedure_pages,
    programs.visits.training_pages,
    programs.visits.pages,
    programs.visits.api,
    programs.visits.round_api,
    programs.visits.door_api,
    programs.visits.report_api,
    programs.visits.target_api,
    programs.visits.procedure_api,
    programs.visits.training_api,
    programs.listening.list_pages,
    programs.listening.pages,
    programs.listening.class_pages,
    programs.listening.citation_pages,
    programs.listening.case_pages,
    programs.listening.street_pages,
    programs.listening.inbox_pages,
    programs.listening.merge_pages,
    programs.listening.candidate_pages,
    programs.listening.heat_pages,
    programs.listening.concern_pages,
    programs.listening.watch_pages,
    programs.listening.api,
    programs.listening.case_api,
    programs.listening.inbox_api,
    programs.listening.merge_api,
    programs.listening.candidate_api,
    programs.listening.concern_api,
    programs.surveys.questionnaire_pages,
    programs.surveys.question_pages,
    programs.surveys.wave_pages,
    programs.surveys.answer_pages,
    programs.surveys.online_pages,
    programs.surveys.figure_pages,
    programs.surveys.card_pages,
    programs.surveys.api,
    programs.surveys.questionnaire_api,
    programs.bodies.pages,
    programs.bodies.api,
    programs.funding.pages,
    programs.funding.api,
    groups.teams.pages,
    groups.teams.closure_pages,
    groups.teams.member_pages,
    groups.teams.community_leader_pages,
    groups.teams.term_pages,
    groups.teams.task_pages,
    groups.teams.reach_pages,
    groups.teams.api,
    groups.teams.community_leader_api,
    groups.teams.task_api,
    groups.activities.pages,
    groups.activities.form_pages,
    groups.activities.door_pages,
    groups.activities.story_pages,
    groups.activities.taper_pages,
    groups.activities.target_pages,
    groups.activities.my_pages,
    groups.activities.api,
    groups.activities.figures_api,
    groups.activities.target_api,
    admin.bundle,
    admin.pages,
    admin.figures_pages,
    admin.figures_api,
    admin.api,
]

# Modules with REASONS, ACTS and FIELDS: what rooms say.
_SENTENCES: list[ModuleType] = [
    server.intake.words,
    server.accounts.schemas,
    programs.communities.schemas,
    programs.residents.schemas,
    programs.residents.import_words,
    programs.residents.law_schemas,
    programs.residents.target_schemas,
    programs.residents.ladder_schemas,
    programs.method.words,
    programs.visits.words,
    programs.bodies.words,
    programs.listening.words,
    programs.surveys.words,
    programs.funding.schemas,
    groups.teams.words,
    groups.activities.words,
    admin.forms,
]


def template_folders() -> list[Path]:
    """Where templates lie: the base first, then a folder for each room."""
    rooms = [ROOT / "server" / "accounts", ROOT / "admin"]
    rooms += [ROOT / package / room for package, names in ROOMS.items() for room in names]
    return [
        ROOT / "server" / "templates",
        *(room / "templates" for room in rooms if (room / "templates").is_dir()),
    ]


def register_rooms() -> None:
    """Enter what rooms say to people and what they show on screens of rooms below them."""
    for module in _SENTENCES:
        register_reasons(getattr(module, "REASONS", {}))
        register_acts(getattr(module, "ACTS", {}))
        register_fields(getattr(module, "FIELDS", {}))
    _fill_screens()


def _fill_screens() -> None:
    """Put what rooms show on screens of rooms below them in its order."""
    search.FINDERS[:] = [
        search.Finder(m("Programs"), programs.method.queries.find),
        search.Finder(m("Groups"), groups.teams.queries.find),
        search.Finder(m("Activities"), groups.activities.list_queries.find),
        search.Finder(m("People"), programs.residents.queries.find),
        search.Finder(m("Buildings"), programs.visits.round_queries.find),
    ]
    programs.communities.pages.DESK_SECTIONS[:] = [programs.surveys.figure_pages.community_section]
    programs.method.pages.SECTIONS[:] = [programs.surveys.figure_pages.program_section]
    programs.method.pages.NOTES[:] = [programs.surveys.figure_pages.board_note]
    programs.communities.pages.SECTIONS[:] = [
        programs.surveys.figure_pages.street_section,
        programs.listening.street_pages.street_section,
        groups.activities.pages.street_section,
        groups.teams.reach_pages.street_section,
        programs.method.figures.street_section,
    ]
    programs.residents.erasure_actions.ERASERS[:] = [
        programs.residents.import_erasure_actions.erase_person,
        programs.visits.erasure_actions.erase_person,
        programs.listening.erasure_actions.erase_person,
        programs.bodies.erasure_actions.erase_person,
        programs.surveys.erasure_actions.erase_person,
        programs.method.erasure_actions.erase_person,
        groups.teams.erasure_actions.erase_person,
        groups.activities.erasure_actions.erase_person,
    ]
    programs.residents.ladder_queries.ACTS_OF[:] = [
        programs.visits.ladder_queries.acts_of,
        programs.listening.ladder_queries.ladder_acts,
        programs.bodies.queries.acts_of,
        groups.teams.ladder_queries.acts_of,
        groups.activities.ladder_queries.acts_of,
    ]
    programs.residents.ladder_actions.REACHED[:] = [programs.method.ladder_proof.prove]
    programs.residents.ladder_actions.TAKEN_BACK[:] = [programs.method.ladder_proof.take_back]
    programs.residents.place_actions.HANGS_ON[:] = [
        ("resident", "household"),
        ("visit", "household"),
        ("round_door", "household"),
        ("survey_answer", "household"),
    ]
    programs.visits.door_pages.SECTIONS[:] = [programs.listening.concern_pages.visit_section]
    programs.residents.pages.SECTIONS[:] = [
        groups.teams.reach_pages.resident_section,
        programs.listening.pages.person_section,
    ]
    server.accounts.scopes.register("community", programs.communities.queries.community_options)
    server.accounts.scopes.register("group", groups.teams.queries.group_choices)
    server.accounts.scopes.register("grant", programs.funding.queries.grant_options)
    programs.method.sources.SOURCES.update(
        {
            "activity": programs.method.sources.Source("/desk/activities/{id}", "activity", "title"),
            "group": programs.method.sources.Source("/desk/groups/{id}", "community_group", "name"),
            "membership": programs.method.sources.Source.of_person(
                "/desk/memberships/{id}", "group_membership"
            ),
            "community_leader": programs.method.sources.Source.of_person(
                "/desk/community-leaders/{id}", "community_leader"
            ),
            "group_leader": programs.method.sources.Source.of_person(
                "/desk/group-leaders/{id}", "group_leader"
            ),
            "group_task": programs.method.sources.Source("/desk/group-tasks/{id}", "group_task", "title"),
            "need": programs.method.sources.Source("/desk/needs/{id}", "need", "text"),
            "ladder_rung": programs.method.sources.Source.of_person("/desk/ladder/{id}", "ladder_rung"),
            "visit": programs.method.sources.Source("/desk/visits/{id}"),
            "survey_wave": programs.method.sources.Source("/desk/waves/{id}", "survey_wave", "title"),
            "door_visit": programs.method.sources.Source("/desk/door-visits/{id}"),
            "office_visit": programs.method.sources.Source("/desk/office-visits/{id}"),
            "building_leader": programs.method.sources.Source.of_person(
                "/desk/building-leaders/{id}", "building_leader"
            ),
        }
    )


def handlers() -> list[Any]:
    """All route handlers."""
    return [handler for module in _ENDINGS for handler in module.HANDLERS]
