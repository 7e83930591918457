"""Every room that Linli has, what it answers, says and shows.

A room's endings are its modules `pages`, `…_pages`, `api` and `…_api`, each with its HANDLERS; what it says to people stands
in `words`, `…_words`, `schemas` and `…_schemas`, as REASONS, ACTS and FIELDS.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import admin.bundle
import groups.activities.case_queries
import groups.activities.ceremony_queries
import groups.activities.erasure_actions
import groups.activities.ladder_queries
import groups.activities.list_queries
import groups.activities.merge_movers
import groups.activities.pages
import groups.activities.photo_pages
import groups.compacts.case_queries
import groups.compacts.erasure_actions
import groups.compacts.merge_movers
import groups.compacts.my_pages
import groups.compacts.own_queries
import groups.compacts.pages
import groups.compacts.queries
import groups.compacts.street_pages
import groups.habits.case_queries
import groups.habits.deed_pages
import groups.habits.erasure_actions
import groups.habits.merge_movers
import groups.habits.my_pages
import groups.habits.own_queries
import groups.habits.sections
import groups.teams.chat_pages
import groups.teams.election_sections
import groups.teams.erasure_actions
import groups.teams.ladder_queries
import groups.teams.merge_movers
import groups.teams.pages
import groups.teams.queries
import groups.teams.reach_pages
import groups.teams.tie_pages
import incentives.reciprocity.decision_pages
import incentives.reciprocity.erasure_actions
import incentives.reciprocity.leader_pages
import incentives.reciprocity.letter_queries
import incentives.reciprocity.link_pages
import incentives.reciprocity.merge_movers
import incentives.reciprocity.person_queries
import incentives.recognition.award_queries
import incentives.recognition.balance_pages
import incentives.recognition.case_queries
import incentives.recognition.erasure_actions
import incentives.recognition.merge_movers
import incentives.recognition.my_pages
import incentives.recognition.own_queries
import incentives.recognition.person_pages
import incentives.recognition.street_pages
import incentives.recognition.verify_queries
import programs.bodies.erasure_actions
import programs.bodies.merge_movers
import programs.bodies.queries
import programs.communities.pages
import programs.communities.queries
import programs.funding.queries
import programs.listening.concern_pages
import programs.listening.erasure_actions
import programs.listening.ladder_queries
import programs.listening.merge_movers
import programs.listening.pages
import programs.listening.street_pages
import programs.method.case_queries
import programs.method.consolidation_pages
import programs.method.erasure_actions
import programs.method.figures
import programs.method.ladder_proof
import programs.method.merge_movers
import programs.method.pages
import programs.method.queries
import programs.method.sources
import programs.residents.erasure_actions
import programs.residents.import_erasure_actions
import programs.residents.ladder_actions
import programs.residents.ladder_queries
import programs.residents.mover_actions
import programs.residents.own_queries
import programs.residents.pages
import programs.residents.photo_erasure_actions
import programs.residents.photo_movers
import programs.residents.photo_own_queries
import programs.residents.place_actions
import programs.residents.queries
import programs.surveys.erasure_actions
import programs.surveys.figure_pages
import programs.surveys.merge_movers
import programs.visits.door_pages
import programs.visits.erasure_actions
import programs.visits.ladder_queries
import programs.visits.merge_movers
import programs.visits.round_queries
import server.accounts.scopes
import server.intake.words
from programs.communities.pages import Part
from server.lib.i18n import m
from server.web import assets, health, search
from server.web.words import register_acts, register_fields, register_reasons

ROOT = Path(__file__).resolve().parent.parent

# Packages with their rooms, from the ground up.
ROOMS: dict[str, list[str]] = {
    "programs": ["communities", "residents", "method", "visits", "listening", "surveys", "bodies", "funding"],
    "groups": ["teams", "activities", "compacts", "habits"],
    "incentives": ["recognition", "reciprocity"],
}

_ENDINGS = ("pages", "api")
_WORDS = ("words", "schemas", "forms")


def _homes() -> list[ModuleType]:
    """The package of each room, from the ground up; the accounts and the admin are furnished like rooms."""
    rooms = [f"{package}.{room}" for package, names in ROOMS.items() for room in names]
    return [importlib.import_module(name) for name in ("server.accounts", *rooms, "admin")]


def _modules(*kinds: str) -> list[ModuleType]:
    """The modules of all rooms that are of one of these kinds, which is the last word of their name."""
    return [
        importlib.import_module(f"{home.__name__}.{name}")
        for home in _homes()
        for name in _names(home.__path__[0])
        if name.rpartition("_")[2] in kinds
    ]


@cache
def _names(folder: str) -> list[str]:
    """The modules of a folder by name. Read once: `pkgutil` looks at each of nine hundred files for each question."""
    return sorted(name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py"))


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
    for module in [server.intake.words, *_modules(*_WORDS)]:
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
        search.Finder(m("Compacts"), groups.compacts.queries.find),
        search.Finder(m("People"), programs.residents.queries.find),
        search.Finder(m("Buildings"), programs.visits.round_queries.find),
    ]
    programs.communities.pages.DESK_SECTIONS[:] = [
        programs.surveys.figure_pages.community_section,
        groups.compacts.pages.community_section,
        incentives.recognition.balance_pages.desk_section,
    ]
    programs.method.pages.SECTIONS[:] = [programs.surveys.figure_pages.program_section]
    programs.method.pages.SECTIONS_BELOW[:] = [groups.compacts.pages.program_section]
    programs.method.case_queries.CHAPTERS[:] = [
        groups.activities.case_queries.tell,
        groups.compacts.case_queries.tell,
        groups.habits.case_queries.tell,
        incentives.recognition.case_queries.tell,
    ]
    programs.method.pages.NOTES[:] = [
        programs.surveys.figure_pages.board_note,
        groups.teams.election_sections.board_note,
        groups.compacts.pages.board_note,
    ]
    programs.communities.pages.PARTS[:] = [
        Part(
            "belonging", m("How it is to live here"), "people", programs.surveys.figure_pages.street_section
        ),
        Part("activities", m("What is on"), "activities", groups.activities.pages.street_section),
        Part(
            "pictures",
            m("Pictures"),
            "activities",
            groups.activities.photo_pages.street_section,
            names_people=True,
        ),
        Part("groups", m("Groups you can join"), "groups", groups.teams.reach_pages.street_section),
        Part(
            "needs",
            m("Say what troubles you"),
            "needs",
            programs.listening.street_pages.street_section,
            does="/needs/new",
        ),
        Part("compacts", m("What we agreed on"), "pen", groups.compacts.street_pages.street_section),
        Part(
            "elections",
            m("Results of elections"),
            "groups",
            groups.teams.election_sections.street_section,
            names_people=True,
        ),
        Part("habits", m("Habits of 21 days"), "tick", groups.habits.sections.street_section),
        Part("deeds", m("Small deeds"), "plus", groups.habits.deed_pages.street_section, does="/deeds"),
        Part(
            "honours",
            m("Honour wall"),
            "seal",
            incentives.recognition.street_pages.street_section,
            does="/honours",
            names_people=True,
        ),
        Part(
            "decisions",
            m("Decisions laid open"),
            "notebook",
            incentives.reciprocity.decision_pages.street_section,
        ),
        Part("programs", m("What is being done here"), "programs", programs.method.figures.street_section),
    ]
    programs.residents.erasure_actions.ERASERS[:] = [
        programs.residents.import_erasure_actions.erase_person,
        programs.residents.photo_erasure_actions.erase_person,
        programs.visits.erasure_actions.erase_person,
        programs.listening.erasure_actions.erase_person,
        programs.bodies.erasure_actions.erase_person,
        programs.surveys.erasure_actions.erase_person,
        programs.method.erasure_actions.erase_person,
        groups.teams.erasure_actions.erase_person,
        groups.activities.erasure_actions.erase_person,
        groups.compacts.erasure_actions.erase_person,
        groups.habits.erasure_actions.erase_person,
        incentives.recognition.erasure_actions.erase_person,
        incentives.reciprocity.erasure_actions.erase_person,
    ]
    programs.residents.mover_actions.MOVERS[:] = [
        *programs.residents.photo_movers.MOVERS,
        *programs.visits.merge_movers.MOVERS,
        *programs.listening.merge_movers.MOVERS,
        *programs.bodies.merge_movers.MOVERS,
        *programs.surveys.merge_movers.MOVERS,
        *groups.teams.merge_movers.MOVERS,
        *groups.activities.merge_movers.MOVERS,
        *groups.compacts.merge_movers.MOVERS,
        *groups.habits.merge_movers.MOVERS,
        *incentives.recognition.merge_movers.MOVERS,
        *incentives.reciprocity.merge_movers.MOVERS,
        *programs.method.merge_movers.MOVERS,
    ]
    programs.residents.ladder_queries.ACTS_OF[:] = [
        programs.visits.ladder_queries.acts_of,
        programs.listening.ladder_queries.ladder_acts,
        programs.bodies.queries.acts_of,
        groups.teams.ladder_queries.acts_of,
        groups.activities.ladder_queries.acts_of,
        incentives.reciprocity.person_queries.acts_of,
    ]
    programs.residents.ladder_queries.OPENS_AT[:] = [programs.method.sources.path_of]
    programs.residents.ladder_actions.REACHED[:] = [programs.method.ladder_proof.prove]
    programs.residents.ladder_actions.TAKEN_BACK[:] = [programs.method.ladder_proof.take_back]
    programs.residents.place_actions.HANGS_ON[:] = [
        ("resident", "household"),
        ("visit", "household"),
        ("round_door", "household"),
        ("survey_answer", "household"),
        ("compact_hearing", "household"),
        ("compact_comment", "household"),
        ("compact_signature", "household"),
        ("habit_entry", "household"),
        ("service_agreement", "household"),
    ]
    programs.residents.own_queries.HELD[:] = [
        programs.residents.photo_own_queries.held,
        groups.compacts.own_queries.held_of,
        groups.habits.own_queries.held,
        incentives.recognition.own_queries.held,
        incentives.reciprocity.person_queries.held_of,
    ]
    programs.method.consolidation_pages.SECTIONS[:] = [groups.habits.sections.consolidation_section]
    groups.teams.pages.SECTIONS[:] = [
        groups.teams.election_sections.group_section,
        groups.teams.chat_pages.group_section,
        groups.habits.my_pages.group_section,
    ]
    groups.teams.reach_pages.MY_SECTIONS[:] = [
        groups.compacts.my_pages.my_section,
        groups.habits.my_pages.my_section,
        incentives.recognition.my_pages.my_section,
    ]
    programs.visits.door_pages.SECTIONS[:] = [programs.listening.concern_pages.visit_section]
    programs.residents.pages.SECTIONS[:] = [
        groups.teams.reach_pages.resident_section,
        groups.teams.tie_pages.resident_section,
        programs.listening.pages.person_section,
        incentives.recognition.person_pages.resident_section,
        incentives.reciprocity.link_pages.resident_section,
    ]
    programs.method.pages.DUTIES[:] = [incentives.reciprocity.leader_pages.steps_due]
    incentives.recognition.verify_queries.FOUND_BY[:] = [
        incentives.recognition.verify_queries.found_award,
        incentives.reciprocity.letter_queries.found_letter,
    ]
    groups.activities.ceremony_queries.HONOURED[:] = [incentives.recognition.award_queries.honoured_at]
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
            "election": programs.method.sources.Source("/desk/elections/{id}", "election", "title"),
            "group_task": programs.method.sources.Source("/desk/group-tasks/{id}", "group_task", "title"),
            "compact": programs.method.sources.Source("/desk/compacts/{id}", "compact", "title"),
            "compact_comment": programs.method.sources.Source("/desk/compact-comments/{id}"),
            "compact_signature": programs.method.sources.Source("/desk/compact-signatures/{id}"),
            "small_deed": programs.method.sources.Source("/desk/deeds/{id}", "small_deed", "text"),
            "habit_entry": programs.method.sources.Source(
                "/desk/habit-entries/{id}",
                "(SELECT e.id, h.title FROM habit_entry AS e JOIN habit_challenge AS h ON h.id = e.challenge) AS named",
                "title",
            ),
            "need": programs.method.sources.Source("/desk/needs/{id}", "need", "text"),
            "ladder_rung": programs.method.sources.Source.of_person("/desk/ladder/{id}", "ladder_rung"),
            "visit": programs.method.sources.Source("/desk/visits/{id}"),
            "round": programs.method.sources.Source("/desk/rounds/{id}"),
            "survey_wave": programs.method.sources.Source("/desk/waves/{id}", "survey_wave", "title"),
            "door_visit": programs.method.sources.Source("/desk/door-visits/{id}"),
            "office_visit": programs.method.sources.Source("/desk/office-visits/{id}"),
            "building_leader": programs.method.sources.Source.of_person(
                "/desk/building-leaders/{id}", "building_leader"
            ),
            "service_agreement": programs.method.sources.Source(
                "/desk/agreements/{id}", "service_agreement", "service"
            ),
            "service_exchange": programs.method.sources.Source(
                "/desk/service-exchanges/{id}", "service_exchange", "what"
            ),
            "service_incident": programs.method.sources.Source("/desk/service-incidents/{id}"),
            "leader_decision": programs.method.sources.Source(
                "/desk/decisions/{id}", "leader_decision", "what"
            ),
            "award": programs.method.sources.Source(
                "/desk/awards/{id}",
                "(SELECT a.id, h.name FROM award AS a JOIN nomination AS n ON n.id = a.nomination"
                " JOIN honour AS h ON h.id = n.honour) AS named",
                "name",
            ),
            "publicity_item": programs.method.sources.Source(
                "/desk/publicity/{id}", "publicity_item", "title"
            ),
            "care_talk": programs.method.sources.Source("/desk/care-talks/{id}"),
            "role_model_story": programs.method.sources.Source(
                "/desk/stories/{id}", "role_model_story", "title"
            ),
            "follower": programs.method.sources.Source.of_person("/desk/followers/{id}", "follower"),
        }
    )


def handlers() -> list[Any]:
    """All route handlers."""
    endings = [assets, health, search, admin.bundle, *_modules(*_ENDINGS)]
    return [handler for module in endings for handler in module.HANDLERS]
