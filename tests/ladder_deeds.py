"""An act in every room whose acts stand on the ladder, and how it goes again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from groups.activities import actions as activities
from groups.activities.schemas import Voided
from groups.activities.tables import Activity, Attendance
from groups.compacts import hearing_actions, signature_actions
from groups.compacts.schemas import HiddenComment, WithdrawnSignature
from groups.compacts.tables import Compact, CompactComment, CompactSignature, CompactVersion
from groups.habits import settle_actions
from groups.habits.tables import HabitChallenge, HabitEntry
from groups.teams import actions as teams
from groups.teams import task_actions, term_actions
from groups.teams.schemas import Departure, Plan, TermEnd
from groups.teams.tables import Group, GroupLeader, GroupTask, Membership
from incentives.reciprocity import exchange_actions
from incentives.reciprocity.agreement_schemas import VoidedExchange
from incentives.reciprocity.tables import Exchange, ServiceAgreement
from programs.bodies import actions as bodies
from programs.bodies.schemas import EndedTerm
from programs.bodies.tables import BuildingLeader
from programs.listening import actions as listening
from programs.listening.schemas import VoidedNeed
from programs.listening.tables import Need
from programs.visits import door_actions, round_actions
from programs.visits.door_schemas import UndoneTap, VoidedVisit
from programs.visits.tables import Round, Visit
from server.lib import db
from server.lib.ids import new_op_id
from tests.cast import LONG_AGO, Cast, _row

MARCH = date(2026, 3, 10)
REASON = "录重了"


async def fresh(row: Any, row_id: int) -> Any:
    found = await row.objects().get(row.id == row_id)
    assert found is not None
    return found


async def put(cast: Cast, table: type, **values: Any) -> int:
    async with db.write_transaction():
        return await _row(table, organisation=cast.ours.organisation, **values)


async def came(cast: Cast, day: date, who: str = "李娜", **more: Any) -> int:
    """An activity of the program to which somebody came."""
    place = {"community": cast.ours.community, "program": cast.ours.program}
    activity = await put(
        cast, Activity, **{**place, "title": "扫院子", "held_on": day, "participants": 1, **more}
    )
    await put(cast, Attendance, activity=activity, resident=cast.ours.residents[who])
    return activity


async def void(cast: Cast, activity: int) -> None:
    await activities.void_activity(
        await fresh(Activity, activity), Voided(op_id=new_op_id(), reason=REASON), actor=cast.chen
    )


async def _activity(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    activity = await came(cast, MARCH)
    return activity, lambda: void(cast, activity)


async def membership(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    stay = await put(
        cast, Membership, group=cast.ours.group, resident=cast.ours.residents["李娜"], joined_on=MARCH
    )
    data = Departure(op_id=new_op_id(), left_on=MARCH)

    async def leave() -> None:
        group = await fresh(Group, cast.ours.group)
        await teams.end_stay(await fresh(Membership, stay), group, data, actor=cast.chen)

    return stay, leave


async def _group_leader(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    term = await put(
        cast,
        GroupLeader,
        group=cast.ours.group,
        resident=cast.ours.residents["李娜"],
        position="leader",
        chosen_how="offered",
        since=MARCH,
    )

    async def end() -> None:
        data = TermEnd(op_id=new_op_id(), ended_on=MARCH, reason=REASON)
        group = await fresh(Group, cast.ours.group)
        await term_actions.end_term(await fresh(GroupLeader, term), group, data, actor=cast.chen)

    return term, end


async def _group_task(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    task = await put(
        cast,
        GroupTask,
        group=cast.ours.group,
        program=cast.ours.program,
        need_class=cast.ours.need_class,
        title="草坪",
        taken_on=MARCH,
        plan="扫",
        plan_author=cast.ours.residents["李娜"],
        planned_on=MARCH,
    )

    async def by_another() -> None:
        data = Plan(op_id=new_op_id(), version=1, plan="扫", plan_author=cast.ours.residents["陈叔"])
        group = await fresh(Group, cast.ours.group)
        await task_actions.write_plan(await fresh(GroupTask, task), group, data, actor=cast.chen)

    return task, by_another


async def need_raised(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    need = await put(
        cast,
        Need,
        community=cast.ours.community,
        program=cast.ours.program,
        resident=cast.ours.residents["李娜"],
        channel="talk",
        raised_on=MARCH,
        text="狗粪",
    )

    async def take_back() -> None:
        data = VoidedNeed(op_id=new_op_id(), reason=REASON)
        await listening.void_need(await fresh(Need, need), data, actor=cast.chen)

    return need, take_back


async def household() -> int:
    [row] = await db.rows("SELECT id FROM household WHERE door = '301' ORDER BY id LIMIT 1")
    return int(row["id"])


async def _visit(cast: Cast, **more: Any) -> int:
    return await put(
        cast,
        Visit,
        community=cast.ours.community,
        program=cast.ours.program,
        building=cast.ours.building,
        household=await household(),
        mode="door",
        purpose="concern",
        scenario="first_visit",
        visited_on=MARCH,
        outcome="opened",
        **more,
    )


async def _door_visit(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    visit = await _visit(cast, resident=cast.ours.residents["李娜"])

    async def take_back() -> None:
        data = VoidedVisit(op_id=new_op_id(), reason=REASON)
        await door_actions.void_visit(await fresh(Visit, visit), data, actor=cast.chen)

    return visit, take_back


async def _round(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    companion = cast.ours.residents["李娜"]
    round_ = await put(
        cast,
        Round,
        community=cast.ours.community,
        program=cast.ours.program,
        building=cast.ours.building,
        scenario="first_visit",
        purpose="concern",
        planned_on=MARCH,
        companion=companion,
    )
    visit = await _visit(cast, round=round_, companion=companion)

    async def undo() -> None:
        data = UndoneTap(op_id=new_op_id(), visit=visit)
        await round_actions.undo_tap(await fresh(Round, round_), data, actor=cast.chen)

    return round_, undo


async def _building_leader(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    term = await put(
        cast,
        BuildingLeader,
        community=cast.ours.community,
        building=cast.ours.building,
        resident=cast.ours.residents["李娜"],
        since=MARCH,
    )

    async def end() -> None:
        data = EndedTerm(op_id=new_op_id(), ended_on=MARCH, reason=REASON)
        await bodies.end_term(await fresh(BuildingLeader, term), data, actor=cast.chen)

    return term, end


async def _service(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    agreement = await put(
        cast,
        ServiceAgreement,
        community=cast.ours.community,
        program=cast.ours.program,
        giver=cast.ours.residents["李娜"],
        receiver=cast.ours.residents["陈叔"],
        service="买菜",
        giver_duties="准时来",
        receiver_duties="说声谢谢",
        state="active",
        starts_on=MARCH,
    )
    given = await put(cast, Exchange, agreement=agreement, given_by="giver", what="买了菜", given_on=MARCH)

    async def take_back() -> None:
        data = VoidedExchange(op_id=new_op_id(), reason=REASON)
        of = await fresh(ServiceAgreement, agreement)
        await exchange_actions.void_exchange(await fresh(Exchange, given), of, data, actor=cast.chen)

    return agreement, take_back


async def _compact(cast: Cast) -> dict[str, int]:
    """A compact of the program with a text that stands."""
    of = {"organisation": cast.ours.organisation}
    async with db.write_transaction():
        compact = await _row(
            Compact,
            **of,
            community=cast.ours.community,
            program=cast.ours.program,
            title="院子公约",
            state="in_force",
        )
        text = await _row(CompactVersion, **of, compact=compact, major=1, fixed_at=LONG_AGO)
    return {"compact": compact, "compact_version": text}


async def _signature(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    of = await _compact(cast)
    who = {"household": await household(), "resident": cast.ours.residents["李娜"], "name": "李娜"}
    signature = await put(
        cast, CompactSignature, **of, **who, how="paper", text_hash="0" * 64, signed_on=MARCH
    )

    async def withdraw() -> None:
        data = WithdrawnSignature(op_id=new_op_id(), reason=REASON)
        compact = await fresh(Compact, of["compact"])
        await signature_actions.withdraw(
            compact, await fresh(CompactSignature, signature), data, actor=cast.chen
        )

    return signature, withdraw


async def _comment(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    of = await _compact(cast)
    said = {"heard_by": "door", "stance": "change", "text": "早一点", "raised_on": MARCH}
    comment = await put(cast, CompactComment, **of, **said, resident=cast.ours.residents["李娜"])

    async def hide() -> None:
        data = HiddenComment(op_id=new_op_id(), reason=REASON)
        compact = await fresh(Compact, of["compact"])
        await hearing_actions.hide_comment(
            compact, await fresh(CompactComment, comment), data, actor=cast.chen
        )

    return comment, hide


async def _habit(cast: Cast) -> tuple[int, Callable[[], Awaitable[Any]]]:
    habit = await put(
        cast,
        HabitChallenge,
        community=cast.ours.community,
        program=cast.ours.program,
        title="遛狗牵绳",
        what="出门就牵绳",
        habit_of="person",
        starts_on=date(2026, 2, 18),
        closed_on=MARCH,
    )
    entry = await put(
        cast,
        HabitEntry,
        challenge=habit,
        resident=cast.ours.residents["李娜"],
        label="李娜",
        joined_on=date(2026, 2, 18),
        completed_on=MARCH,
    )

    async def reopen() -> None:
        await settle_actions.reopen(await fresh(HabitChallenge, habit), actor=cast.chen)

    return entry, reopen


MADE: dict[str, tuple[str, Callable[[Cast], Awaitable[tuple[int, Callable[[], Awaitable[Any]]]]]]] = {
    "activity": ("takes_part", _activity),
    "membership": ("takes_part", membership),
    "group_leader": ("organises", _group_leader),
    "group_task": ("organises", _group_task),
    "need": ("aware", need_raised),
    "door_visit": ("aware", _door_visit),
    "round": ("helps", _round),
    "building_leader": ("organises", _building_leader),
    "service_agreement": ("helps", _service),
    "compact_signature": ("aware", _signature),
    "compact_comment": ("takes_part", _comment),
    "habit_entry": ("takes_part", _habit),
}
