"""What rooms know and do when a room below them asks or acts: a function for each module that is filled.

As in `screens`, each runs when it is needed first, and imports for itself what it enters.
"""

from __future__ import annotations

from server.lib.late_entries import fills


@fills("programs.residents.place_actions")
def _residents_place_actions() -> None:
    """What hangs on a door."""
    from programs.residents import place_actions

    place_actions.HANGS_ON.fill(
        ("visit", "household"),
        ("round_door", "household"),
        ("survey_answer", "household"),
        ("compact_hearing", "household"),
        ("compact_comment", "household"),
        ("compact_signature", "household"),
        ("habit_entry", "household"),
        ("service_agreement", "household"),
    )


@fills("programs.residents.ladder_queries")
def _residents_ladder_queries() -> None:
    """What a person did, and where it opens."""
    from groups.activities import ladder_queries as activities
    from groups.compacts import ladder_queries as compacts
    from groups.habits import ladder_queries as habits
    from groups.teams import ladder_queries as teams
    from incentives.reciprocity import person_queries
    from programs.bodies import queries as bodies
    from programs.listening import ladder_queries as listening
    from programs.method import sources
    from programs.residents import ladder_queries as residents
    from programs.visits import ladder_queries as visits

    residents.ACTS_OF.fill(
        visits.acts_of,
        listening.ladder_acts,
        bodies.acts_of,
        teams.acts_of,
        activities.acts_of,
        compacts.acts_of,
        habits.acts_of,
        person_queries.acts_of,
    )
    residents.OPENS_AT.fill(sources.path_of)


@fills("programs.residents.ladder_actions")
def _residents_ladder_actions() -> None:
    """What follows when somebody takes a step."""
    from programs.method import ladder_proof
    from programs.residents import ladder_actions

    ladder_actions.REACHED.fill(ladder_proof.prove)
    ladder_actions.TAKEN_BACK.fill(ladder_proof.take_back)


@fills("programs.residents.own_queries")
def _residents_own_queries() -> None:
    """What is kept about a person, for herself."""
    from groups.compacts import own_queries as compacts
    from groups.habits import own_queries as habits
    from incentives.reciprocity import person_queries
    from incentives.recognition import own_queries as recognition
    from programs.residents import own_queries as residents
    from programs.residents import photo_own_queries

    residents.HELD.fill(
        photo_own_queries.held,
        compacts.held_of,
        habits.held,
        recognition.held,
        person_queries.held_of,
    )


@fills("programs.residents.mover_actions")
def _residents_mover_actions() -> None:
    """What goes along when two records become one."""
    from groups.activities import merge_movers as activities
    from groups.compacts import merge_movers as compacts
    from groups.habits import merge_movers as habits
    from groups.teams import merge_movers as teams
    from incentives.reciprocity import merge_movers as reciprocity
    from incentives.recognition import merge_movers as recognition
    from programs.bodies import merge_movers as bodies
    from programs.listening import merge_movers as listening
    from programs.method import merge_movers as method
    from programs.residents import mover_actions, photo_movers
    from programs.surveys import merge_movers as surveys
    from programs.visits import merge_movers as visits

    mover_actions.MOVERS.fill(
        *photo_movers.MOVERS,
        *visits.MOVERS,
        *listening.MOVERS,
        *bodies.MOVERS,
        *surveys.MOVERS,
        *teams.MOVERS,
        *activities.MOVERS,
        *compacts.MOVERS,
        *habits.MOVERS,
        *recognition.MOVERS,
        *reciprocity.MOVERS,
        *method.MOVERS,
    )


@fills("programs.residents.erasure_actions")
def _residents_erasure_actions() -> None:
    """Who takes a person out of its texts."""
    from groups.activities import erasure_actions as activities
    from groups.compacts import erasure_actions as compacts
    from groups.habits import erasure_actions as habits
    from groups.teams import erasure_actions as teams
    from incentives.reciprocity import erasure_actions as reciprocity
    from incentives.recognition import erasure_actions as recognition
    from programs.bodies import erasure_actions as bodies
    from programs.listening import erasure_actions as listening
    from programs.method import erasure_actions as method
    from programs.residents import erasure_actions as residents
    from programs.residents import import_erasure_actions, photo_erasure_actions
    from programs.surveys import erasure_actions as surveys
    from programs.visits import erasure_actions as visits

    residents.ERASERS.fill(
        import_erasure_actions.erase_person,
        photo_erasure_actions.erase_person,
        visits.erase_person,
        listening.erase_person,
        bodies.erase_person,
        surveys.erase_person,
        method.erase_person,
        teams.erase_person,
        activities.erase_person,
        compacts.erase_person,
        habits.erase_person,
        recognition.erase_person,
        reciprocity.erase_person,
    )


@fills("groups.activities.ceremony_queries")
def _activities_ceremony_queries() -> None:
    """Which compacts are launched at a ceremony, and who is honoured there."""
    from groups.activities import ceremony_queries
    from groups.compacts import queries as compacts
    from incentives.recognition import award_queries

    ceremony_queries.LAUNCHED.fill(compacts.launched_at)
    ceremony_queries.HONOURED.fill(award_queries.honoured_at)


@fills("incentives.recognition.care_queries")
def _recognition_care_queries() -> None:
    """Who helps a neighbour at home."""
    from incentives.reciprocity import agreement_queries
    from incentives.recognition import care_queries

    care_queries.HELPERS.fill(agreement_queries.givers_since)


@fills("incentives.recognition.verify_queries")
def _recognition_verify_queries() -> None:
    """What has a code that can be verified."""
    from incentives.reciprocity import letter_queries
    from incentives.recognition import verify_queries

    verify_queries.FOUND_BY.fill(
        verify_queries.found_award,
        letter_queries.found_letter,
    )


@fills("server.accounts.scopes")
def _scopes() -> None:
    """What a role may be tied to."""
    from groups.teams import queries as teams
    from programs.communities import queries as communities
    from programs.funding import queries as funding
    from server.accounts import scopes

    scopes.register("community", communities.community_options)
    scopes.register("group", teams.group_choices)
    scopes.register("grant", funding.grant_options)


@fills("programs.method.sources")
def _method_sources() -> None:
    """Where each kind of evidence opens, and what names it."""
    from programs.method import sources

    sources.register(
        {
            "activity": sources.Source("/desk/activities/{id}", "activity", "title"),
            "group": sources.Source("/desk/groups/{id}", "community_group", "name"),
            "membership": sources.Source.of_person("/desk/memberships/{id}", "group_membership"),
            "community_leader": sources.Source.of_person("/desk/community-leaders/{id}", "community_leader"),
            "group_leader": sources.Source.of_person("/desk/group-leaders/{id}", "group_leader"),
            "election": sources.Source("/desk/elections/{id}", "election", "title"),
            "group_task": sources.Source("/desk/group-tasks/{id}", "group_task", "title"),
            "compact": sources.Source("/desk/compacts/{id}", "compact", "title"),
            "compact_comment": sources.Source("/desk/compact-comments/{id}"),
            "compact_signature": sources.Source("/desk/compact-signatures/{id}"),
            "small_deed": sources.Source("/desk/deeds/{id}", "small_deed", "text"),
            "habit_entry": sources.Source(
                "/desk/habit-entries/{id}",
                "(SELECT e.id, h.title FROM habit_entry AS e JOIN habit_challenge AS h ON h.id = e.challenge) AS named",
                "title",
            ),
            "need": sources.Source("/desk/needs/{id}", "need", "text"),
            "ladder_rung": sources.Source.of_person("/desk/ladder/{id}", "ladder_rung"),
            "visit": sources.Source("/desk/visits/{id}"),
            "round": sources.Source("/desk/rounds/{id}"),
            "survey_wave": sources.Source("/desk/waves/{id}", "survey_wave", "title"),
            "door_visit": sources.Source("/desk/door-visits/{id}"),
            "office_visit": sources.Source("/desk/office-visits/{id}"),
            "building_leader": sources.Source.of_person("/desk/building-leaders/{id}", "building_leader"),
            "service_agreement": sources.Source("/desk/agreements/{id}", "service_agreement", "service"),
            "service_exchange": sources.Source("/desk/service-exchanges/{id}", "service_exchange", "what"),
            "service_incident": sources.Source("/desk/service-incidents/{id}"),
            "leader_decision": sources.Source("/desk/decisions/{id}", "leader_decision", "what"),
            "award": sources.Source(
                "/desk/awards/{id}",
                "(SELECT a.id, h.name FROM award AS a JOIN nomination AS n ON n.id = a.nomination"
                " JOIN honour AS h ON h.id = n.honour) AS named",
                "name",
            ),
            "publicity_item": sources.Source("/desk/publicity/{id}", "publicity_item", "title"),
            "care_talk": sources.Source("/desk/care-talks/{id}"),
            "role_model_story": sources.Source("/desk/stories/{id}", "role_model_story", "title"),
            "follower": sources.Source.of_person("/desk/followers/{id}", "follower"),
        }
    )
