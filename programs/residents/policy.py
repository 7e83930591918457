"""What each role may see of a person, and who keeps their records."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, Actor

# What may be known of a person at all. `phone` is the whole number: shown one at a time, and each look is logged.
EVERYTHING = frozenset(
    {
        "name",
        "phone_tail",
        "phone",
        "age_band",
        "building",
        "household",
        "household_size",
        "hobbies",
        "target_groups",
        "categories",
        "reported_in_on",
        "guardian_name",
        "keep_until",
        "moved_away_on",
        "consents",
        "ladder",
    }
)

# What a role sees of a person within its scope: staff of their communities, a leader of her own group's members.
SEEN: Mapping[str, frozenset[str]] = {
    COORDINATOR: EVERYTHING,
    FACILITATOR: EVERYTHING,
    LEADER: frozenset({"name", "phone_tail"}),
    FUNDER: frozenset(),
    OPERATOR: frozenset(),
}


def fields_seen(actor: Actor, *, community_id: int, own_member: bool = False) -> frozenset[str]:
    """The fields that the actor may see of a person of this community.

    `own_member` says that the person belongs to a group that the actor leads.
    """
    seen: set[str] = set()
    for held in actor.assignments:
        if (held.role in {COORDINATOR, FACILITATOR} and actor.works_in(community_id)) or (
            held.role == LEADER and own_member
        ):
            seen |= SEEN[held.role]
    return frozenset(seen)


def may_edit_resident(actor: Actor, community_id: int) -> bool:
    """Staff who work in the community keep its people's records."""
    return actor.works_in(community_id)


def may_erase(actor: Actor, community_id: int) -> bool:
    """Only a coordinator of the community erases a record: nobody can bring it back."""
    return actor.has(COORDINATOR) and actor.works_in(community_id)
