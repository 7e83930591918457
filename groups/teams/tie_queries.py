"""Reading ties, and the network of a community out of ties, groups and who leads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from groups.teams import tie_rules
from groups.teams.tables import LeaderTie
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import _
from server.lib.records import own_row


class Network(msgspec.Struct, frozen=True):
    """A community's people as far as they are tied: for the rules, and by name."""

    edges: list[tie_rules.Edge]
    groups: list[tie_rules.Led]
    capable: set[int]
    names: dict[int, str]
    group_names: dict[int, str]

    def circle(self, person: int) -> tie_rules.Circle:
        return tie_rules.circle_of(person, self.edges, self.groups, capable=self.capable)

    def watched(self) -> set[int]:
        """The capable and those in charge of groups."""
        return self.capable | {one for group in self.groups for one in group.in_charge}

    def named(self, groups: Iterable[int]) -> str:
        """These groups by name, as they stand in a sentence."""
        return _(", ").join(self.group_names[group] for group in groups)

    def risks(self) -> list[tie_rules.Risk]:
        return tie_rules.risks(self.edges, self.groups, watched=self.watched())


async def access_tie(actor: Actor, tie_id: int) -> LeaderTie:
    """The only way from an id in an address to a tie, for staff of its community."""
    tie = await own_row(LeaderTie, tie_id, actor)
    if not actor.works_in(tie.community):
        raise NotFound
    return tie


async def ties_of(community_id: int) -> list[dict[str, Any]]:
    """The ties that hold in a community, the newest first."""
    return await db.rows(
        'SELECT t.id, t.resident, a.name, t.other, b.name AS other_name, t.kind, t."group", t.since, t.note'
        " FROM leader_tie AS t JOIN resident AS a ON a.id = t.resident JOIN resident AS b ON b.id = t.other"
        " WHERE t.community = {} AND t.ended_on IS NULL ORDER BY t.id DESC",
        community_id,
    )


async def network_of(community_id: int) -> Network:
    """The network of a community today; four reads, however many people."""
    ties = await ties_of(community_id)
    groups = await db.rows(
        "SELECT id, name FROM community_group WHERE community = {} AND closed_on IS NULL ORDER BY id",
        community_id,
    )
    people = await db.rows(
        'SELECT m."group", m.resident, r.name, l.position FROM group_membership AS m'
        ' JOIN community_group AS g ON g.id = m."group" JOIN resident AS r ON r.id = m.resident'
        ' LEFT JOIN group_leader AS l ON l."group" = m."group" AND l.resident = m.resident AND l.ended_on IS NULL'
        " WHERE g.community = {} AND g.closed_on IS NULL AND m.left_on IS NULL ORDER BY m.id",
        community_id,
    )
    register = await db.rows(
        "SELECT e.resident, r.name FROM community_leader AS e JOIN resident AS r ON r.id = e.resident"
        " WHERE e.community = {}",
        community_id,
    )
    names = {row["resident"]: row["name"] for row in [*people, *register]}
    for row in ties:
        names |= {row["resident"]: row["name"], row["other"]: row["other_name"]}
    return Network(
        edges=tie_rules.edges_of((row["resident"], row["other"], row["kind"]) for row in ties),
        groups=[_led(group["id"], people) for group in groups],
        capable={row["resident"] for row in register},
        names=names,
        group_names={group["id"]: group["name"] for group in groups},
    )


def _led(group_id: int, people: list[dict[str, Any]]) -> tie_rules.Led:
    own = [row for row in people if row["group"] == group_id]
    return tie_rules.Led(
        group=group_id,
        leader=next((row["resident"] for row in own if row["position"] == "leader"), None),
        in_charge=frozenset(row["resident"] for row in own if row["position"]),
        members=frozenset(row["resident"] for row in own),
    )
