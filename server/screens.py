"""What rooms show on screens of rooms below them, in their order: a function for each module that is filled.

Each runs when such a list is first read, and imports for itself what it enters: nobody else needs it.
"""

from __future__ import annotations

from server.lib.i18n import m
from server.lib.late_entries import fills
from server.web.ways import Way


@fills("server.web.search")
def _search() -> None:
    """The one search box, in the order in which it answers."""
    from groups.activities import list_queries
    from groups.compacts import queries as compacts
    from groups.teams import queries as teams
    from programs.method import queries as method
    from programs.residents import queries as residents
    from programs.visits import round_queries
    from server.web import search

    search.FINDERS.fill(
        search.Finder(m("Programs"), method.find),
        search.Finder(m("Groups"), teams.find),
        search.Finder(m("Activities"), list_queries.find),
        search.Finder(m("Compacts"), compacts.find),
        search.Finder(m("People"), residents.find),
        search.Finder(m("Buildings"), round_queries.find),
    )


@fills("server.accounts.pages")
def _accounts_pages() -> None:
    """The door of the demo."""
    from server.accounts import pages as accounts
    from server.demo import links

    accounts.DEMO_DOORS.fill(links.doors)


@fills("programs.communities.pages")
def _communities_pages() -> None:
    """A community's page on the desk and to the street."""
    from groups.activities import pages as activities
    from groups.activities import photo_pages
    from groups.compacts import pages as compacts_pages
    from groups.compacts import street_pages as compacts_street_pages
    from groups.habits import deed_pages, sections
    from groups.teams import election_sections, reach_pages
    from incentives.reciprocity import decision_pages
    from incentives.recognition import balance_pages
    from incentives.recognition import street_pages as recognition
    from programs.communities import pages as communities
    from programs.listening import street_pages as listening
    from programs.method import figures
    from programs.surveys import figure_pages

    communities.DESK_SECTIONS.fill(
        figure_pages.community_section,
        compacts_pages.community_section,
        balance_pages.desk_section,
    )
    people, doors = m("People and who knows whom"), m("Doors and needs")
    together, lasting = m("Groups and what they do"), m("What lasts")
    communities.WAYS.fill(
        Way(m("People"), "/desk/residents?community={community}", people),
        Way(m("Building leaders"), "/desk/communities/{community}/mobilisation", people),
        Way(m("Who draws whom"), "/desk/communities/{community}/ties", people),
        Way(m("Chat groups"), "/desk/communities/{community}/chats", people),
        Way(m("Who is reached"), "/desk/communities/{community}/target-groups", people),
        Way(m("Coverage"), "/desk/coverage?community={community}", doors),
        Way(m("Offices"), "/desk/offices?community={community}", doors),
        Way(m("Needs"), "/desk/needs?community={community}", doors),
        Way(m("Groups"), "/desk/groups?community={community}", together),
        Way(m("Activities"), "/desk/activities?community={community}", together),
        Way(m("Photos"), "/desk/communities/{community}/photos", together),
        Way(m("Elections"), "/desk/elections?community={community}", together),
        Way(m("Habits"), "/desk/habits?community={community}", lasting),
        Way(m("Small deeds"), "/desk/deeds?community={community}", lasting),
        Way(m("Equal standing"), "/desk/agreements?community={community}", lasting),
    )
    communities.PARTS.fill(
        communities.Part("belonging", m("How it is to live here"), "people", figure_pages.street_section),
        communities.Part("activities", m("What is on"), "activities", activities.street_section),
        communities.Part(
            "pictures",
            m("Pictures"),
            "activities",
            photo_pages.street_section,
            names_people=True,
        ),
        communities.Part("groups", m("Groups you can join"), "groups", reach_pages.street_section),
        communities.Part(
            "needs",
            m("Say what troubles you"),
            "needs",
            listening.street_section,
            does="/needs/new",
        ),
        communities.Part("compacts", m("What we agreed on"), "pen", compacts_street_pages.street_section),
        communities.Part(
            "elections",
            m("Results of elections"),
            "groups",
            election_sections.street_section,
            names_people=True,
        ),
        communities.Part("habits", m("Habits of 21 days"), "tick", sections.street_section),
        communities.Part("deeds", m("Small deeds"), "plus", deed_pages.street_section, does="/deeds"),
        communities.Part(
            "honours",
            m("Honour wall"),
            "seal",
            recognition.street_section,
            does="/honours",
            names_people=True,
        ),
        communities.Part(
            "duties",
            m("Rights and duties, in plain words"),
            "notebook",
            figure_pages.street_duties,
            does="/duties",
        ),
        communities.Part(
            "decisions",
            m("Decisions laid open"),
            "notebook",
            decision_pages.street_section,
        ),
        communities.Part("programs", m("What is being done here"), "programs", figures.street_section),
    )


@fills("programs.residents.pages")
def _residents_pages() -> None:
    """A person's page."""
    from groups.teams import reach_pages, tie_pages
    from incentives.reciprocity import link_pages
    from incentives.recognition import person_pages
    from programs.listening import pages as listening
    from programs.residents import pages as residents

    residents.SECTIONS.fill(
        reach_pages.resident_section,
        tie_pages.resident_section,
        listening.person_section,
        person_pages.resident_section,
        link_pages.resident_section,
    )


@fills("programs.method.pages")
def _method_pages() -> None:
    """The board and a program's page."""
    from groups.activities import pages as activities
    from groups.compacts import pages as compacts
    from groups.compacts import waiting_queries
    from groups.teams import election_sections, reach_pages
    from incentives.reciprocity import leader_pages
    from programs.method import pages as method
    from programs.surveys import figure_pages

    method.NOTES.fill(
        figure_pages.board_note,
        election_sections.board_note,
        compacts.board_note,
    )
    method.DUTIES.fill(leader_pages.steps_due, waiting_queries.doors_due)
    method.SECTIONS.fill(figure_pages.program_section)
    method.SECTIONS_BELOW.fill(
        compacts.program_section,
        reach_pages.program_section,
        activities.program_section,
    )
    method.WAYS.fill(
        Way(m("Staff step back"), "/desk/programs/{program}/taper"),
        Way(m("Visits"), "/desk/door-visits?program={program}"),
        Way(m("How doors open"), "/desk/visits/report?program={program}"),
        Way(m("Needs"), "/desk/needs?program={program}"),
        Way(m("Habits"), "/desk/habits?program={program}"),
        Way(m("Recognition"), "/desk/communities/{community}/recognition"),
    )


@fills("programs.method.consolidation_pages")
def _method_consolidation_pages() -> None:
    """What keeps the result."""
    from groups.habits import sections
    from programs.method import consolidation_pages

    consolidation_pages.SECTIONS.fill(sections.consolidation_section)


@fills("programs.method.case_queries")
def _method_case_queries() -> None:
    """A program's case."""
    from groups.activities import case_queries as activities
    from groups.compacts import case_queries as compacts
    from groups.habits import case_queries as habits
    from incentives.recognition import case_queries as recognition
    from programs.method import case_queries as method

    method.CHAPTERS.fill(
        activities.tell,
        compacts.tell,
        habits.tell,
        recognition.tell,
    )


@fills("programs.method.dossier_queries")
def _method_dossier_queries() -> None:
    """What there is to know when a program is handed over."""
    from groups.activities import dossier_queries as activities
    from groups.compacts import dossier_queries as compacts
    from groups.habits import dossier_queries as habits
    from groups.teams import dossier_paper_queries, dossier_queries
    from incentives.reciprocity import dossier_queries as reciprocity
    from incentives.recognition import dossier_queries as recognition
    from programs.bodies import dossier_queries as bodies
    from programs.funding import dossier_queries as funding
    from programs.listening import dossier_queries as listening
    from programs.method import dossier_queries as method
    from programs.surveys import dossier_queries as surveys
    from programs.visits import dossier_queries as visits

    method.PARTS.fill(
        dossier_queries.tell,
        bodies.tell,
        activities.tell,
        listening.tell,
        surveys.tell,
        visits.tell,
        compacts.tell,
        habits.tell,
        recognition.tell,
        reciprocity.tell,
        dossier_paper_queries.tell,
        funding.tell,
    )


@fills("programs.visits.door_pages")
def _visits_door_pages() -> None:
    """A visit at a door."""
    from programs.listening import concern_pages
    from programs.visits import door_pages

    door_pages.SECTIONS.fill(concern_pages.visit_section)


@fills("groups.teams.pages")
def _teams_pages() -> None:
    """A group's page on the desk."""
    from groups.habits import my_pages
    from groups.teams import chat_pages, election_sections, pages

    pages.SECTIONS.fill(
        election_sections.group_section,
        chat_pages.group_section,
        my_pages.group_section,
    )


@fills("groups.teams.reach_pages")
def _teams_reach_pages() -> None:
    """A group's page for those who lead it."""
    from groups.compacts import my_pages as compacts
    from groups.habits import my_pages as habits
    from groups.teams import reach_pages
    from incentives.recognition import my_pages as recognition

    reach_pages.MY_SECTIONS.fill(
        compacts.my_section,
        habits.my_section,
        recognition.my_section,
    )


@fills("groups.activities.my_pages")
def _activities_my_pages() -> None:
    """What a leader finds first."""
    from groups.activities import my_pages as activities
    from groups.compacts import my_pages as compacts
    from groups.habits import my_pages as habits

    activities.WAYS.fill(habits.my_ways, compacts.my_ways)


@fills("groups.compacts.measure_pages")
def _compacts_measure_pages() -> None:
    """What is done of a compact's clauses."""
    from groups.compacts import measure_pages
    from groups.habits import sections

    measure_pages.PRACTISED.fill(sections.practised)
