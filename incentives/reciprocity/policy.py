"""Who sees what of services between neighbours, of a volunteer's own page and of what protects those who lead."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, Actor

# What is kept here. All of it is for staff of the community; a person reads her own on her own page.
KEPT = frozenset(
    {
        "agreements",
        "exchanges",
        "incidents",
        "own_link",
        "ratings",
        "corrections",
        "letters",
        "declarations",
        "decisions",
        "pressures",
        "load_checks",
        "support_tasks",
    }
)
# Funders read sums of evidence, which are no rows of this room.
SEEN: Mapping[str, frozenset[str]] = {
    COORDINATOR: KEPT,
    FACILITATOR: KEPT,
    LEADER: frozenset(),
    FUNDER: frozenset(),
    OPERATOR: frozenset(),
}


def seen(actor: Actor, community_id: int) -> frozenset[str]:
    """What the actor may see of all this in a community."""
    if not actor.works_in(community_id):
        return frozenset()
    return frozenset().union(*(SEEN[held.role] for held in actor.assignments))


def may_keep(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community write it."""
    return seen(actor, community_id) == KEPT
