"""What a resident does in groups, by the step of the ladder that it shows (S28)."""

from __future__ import annotations

from programs.residents.ladder_queries import LadderAct
from programs.residents.ladder_rules import Source
from programs.residents.tables import LadderStep
from server.lib import db

_ACTS = (
    "SELECT m.id, 'membership' AS kind, m.joined_on AS day, g.id AS place, g.name, g.program"
    ' FROM group_membership AS m JOIN community_group AS g ON g.id = m."group" WHERE m.resident = {}'
    " AND (m.left_on IS NULL OR m.left_on <> m.joined_on)"
    " UNION ALL SELECT t.id, 'group_leader' AS kind, t.since AS day, g.id AS place, g.name, g.program"
    ' FROM group_leader AS t JOIN community_group AS g ON g.id = t."group" WHERE t.resident = {}'
    " AND (t.ended_on IS NULL OR t.ended_on <> t.since)"
    " UNION ALL SELECT k.id, 'group_task' AS kind, k.planned_on AS day, k.id AS place, k.title AS name, k.program"
    " FROM group_task AS k WHERE k.plan_author = {} AND k.planned_on IS NOT NULL"
)
_STEPS = {
    "membership": (LadderStep.takes_part, "/desk/groups/{}"),
    "group_leader": (LadderStep.organises, "/desk/groups/{}"),
    "group_task": (LadderStep.organises, "/desk/group-tasks/{}"),
}


async def acts_of(resident_id: int) -> list[LadderAct]:
    """The groups that she joined, those she leads or led, and the plans that she wrote for them.

    What ended on the day it began was a mistake (`rules.counts`).
    """
    return [
        LadderAct(
            step=_STEPS[row["kind"]][0],
            on=row["day"],
            title=row["name"],
            href=_STEPS[row["kind"]][1].format(row["place"]),
            source_kind=row["kind"],
            source_id=row["id"],
            program=row["program"],
        )
        for row in await db.rows(_ACTS, resident_id, resident_id, resident_id)
    ]


async def acts_in(group_id: int) -> tuple[list[Source], list[int]]:
    """The acts of all who joined or led a group, and who they are."""
    found = await db.rows(
        "SELECT 'membership' AS kind, id, resident FROM group_membership WHERE \"group\" = {}"
        " UNION ALL SELECT 'group_leader' AS kind, id, resident FROM group_leader WHERE \"group\" = {}",
        group_id,
        group_id,
    )
    return [(row["kind"], row["id"]) for row in found], [row["resident"] for row in found]
