"""Ticking people at the door and afterwards. Attendances are only added."""

from __future__ import annotations

from datetime import date

from groups.activities import proof, queries, rows, rules
from groups.activities.queries import Setting
from groups.activities.schemas import CheckIn
from groups.activities.tables import Activity
from programs.method.kinds import Kind
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def check_in(activity: Activity, data: CheckIn, *, actor: Actor) -> int:
    """Tick a resident who came; the id of the attendance, the same when she is ticked twice.

    While the activity is planned it only says who is there; once it is held each late name is proof as well.
    """
    async with write_transaction():
        activity = await lock(activity)
        _refuse_closed(activity, today=clock.today())
        # Asked first: of a neighbour who is not hers a leader does not learn that she is there.
        setting = Setting(community=activity.community, group=activity.group)
        await queries.check_people(actor, setting, [data.resident])
        standing = await db.rows(
            "SELECT id FROM attendance WHERE activity = {} AND resident = {}", activity.id, data.resident
        )
        if standing:
            return int(standing[0]["id"])
        [count] = await db.rows("SELECT COUNT(*) AS named FROM attendance WHERE activity = {}", activity.id)
        if code := rules.refuse_seat(capacity=activity.capacity, named=count["named"]):
            raise Refused(code, field="resident", capacity=activity.capacity)
        await rows.insert_people(activity.id, [data.resident], data.role, actor=actor)
        if activity.state == "held":
            await _count_late(activity, data, named=count["named"], actor=actor)
        await audit.record(
            "activity.checked_in",
            "activity",
            activity.id,
            actor=actor,
            program_id=activity.program,
            changes={"people": None},
        )
        [row] = await db.rows(
            "SELECT id FROM attendance WHERE activity = {} AND resident = {}", activity.id, data.resident
        )
        return int(row["id"])


async def _count_late(activity: Activity, data: CheckIn, *, named: int, actor: Actor) -> None:
    volunteers, participants = rules.with_one_more(
        volunteers=activity.volunteers, participants=activity.participants, named=named, role=data.role
    )
    more = {
        Kind.VOLUNTEERS: volunteers - activity.volunteers,
        Kind.PARTICIPANTS: participants - activity.participants,
    }
    if any(more.values()):
        # Not a new version: an editor who has the form open loses nothing by a name more.
        await Activity.update({Activity.volunteers: volunteers, Activity.participants: participants}).where(
            Activity.id == activity.id
        )
    await proof.of_late_name(activity, data.resident, more=more, actor=actor)


def _refuse_closed(activity: Activity, *, today: date) -> None:
    if activity.voided_at is not None:
        raise Refused("activities.taken_back")
    if activity.state == "cancelled":
        raise Refused("activities.not_held")
    if activity.held_on > today:
        raise Refused("activities.check_in_early", day=activity.held_on)
