"""Groups and their members: formed, edited, closed, joined and left; the ledger says the same after each."""

import asyncio
from datetime import date

import pytest

from groups.teams import actions, closure_actions, queries
from groups.teams.coverage_queries import ages_of_community, reach_of
from groups.teams.schemas import Closure, Departure, EditedGroup, NewGroup, NewMembers, Reopening
from groups.teams.tables import Group, Membership
from programs.communities.tables import Community
from programs.method.queries import people_count, totals_of
from programs.method.tables import Program
from programs.residents.tables import Resident
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import CANARY, STARTED, Cast

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TODAY = date(2026, 11, 21)


async def sums(program: int) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in (await totals_of(program)).items() if amount}


async def formed(cast: Cast, **values: object) -> Group:
    """A new group of the pet program."""
    given = {"name": "合唱团", "kind": "culture", "formed_on": MARCH, "program": cast.ours.program, **values}
    community = await Community.objects().get(Community.id == cast.ours.community)
    group_id = await actions.form_group(community, NewGroup(op_id=new_op_id(), **given), actor=cast.chen)
    return await group_by(group_id)


async def group_by(group_id: int) -> Group:
    found = await Group.objects().get(Group.id == group_id)
    assert found is not None
    return found


async def edit(cast: Cast, group: Group, **values: object) -> None:
    given = {
        name: getattr(group, name)
        for name in EditedGroup.__struct_fields__
        if name not in {"op_id", "version"}
    }
    data = EditedGroup(op_id=new_op_id(), **{**given, "version": group.version, **values})
    await actions.edit_group(group, data, actor=cast.chen)


async def join(cast: Cast, group: Group, *residents: int, on: date = APRIL, **values: object) -> list[int]:
    data = NewMembers(op_id=new_op_id(), joined_on=on, residents=residents, **values)
    return await actions.add_members(group, data, actor=cast.chen)


async def leave(cast: Cast, stay_id: int, on: date) -> int:
    stay, group = await queries.access_membership(cast.chen, stay_id)
    return await actions.end_stay(stay, group, Departure(op_id=new_op_id(), left_on=on), actor=cast.chen)


async def another_program(cast: Cast) -> int:
    program = Program(
        organisation=cast.ours.organisation,
        community=cast.ours.community,
        name="环保大冒险",
        stage_since=STARTED,
        started_on=STARTED,
    )
    async with db.write_transaction():
        await program.save()
    return program.id


async def test_a_group_counts_for_its_program(cast: Cast) -> None:
    group = await formed(cast, initiator="猫奶奶", age_from=60)
    assert group.initiator == "猫奶奶"
    assert await sums(cast.ours.program) == {("group.formed", ""): 1}
    [entry] = await audit.entries_of("group", group.id, organisation_id=cast.ours.organisation)
    assert entry["action"] == "group.formed"


async def test_a_group_without_program_proves_nothing(cast: Cast) -> None:
    await formed(cast, program=None)
    assert await sums(cast.ours.program) == {}


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"formed_on": date(1970, 1, 1)}, "day.too_early", "formed_on"),
        ({"formed_on": date(2099, 1, 1)}, "day.in_future", "formed_on"),
        ({"age_from": 60, "age_to": 6}, "teams.ages_reversed", "age_to"),
        ({"name": "铲屎官 小队"}, "teams.group_exists", "name"),
    ],
)
async def test_what_cannot_be_is_not_written(
    cast: Cast, values: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        await formed(cast, **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await Group.count().where(Group.community == cast.ours.community) == 1


async def test_a_program_of_elsewhere_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await formed(cast, program=cast.theirs.program)


async def test_a_later_program_takes_over_what_the_group_proved(cast: Cast) -> None:
    group = await formed(cast, program=None)
    first, second, third = (cast.ours.residents[name] for name in ("陈叔", "王阿姨", "猫奶奶"))
    stays = await join(cast, group, first, second, third)
    await leave(cast, stays[2], APRIL)
    await edit(cast, group, program=cast.ours.program)
    joined = {("group.formed", ""): 1, ("group.joined", ""): 2}
    assert await sums(cast.ours.program) == joined
    assert await people_count(cast.ours.program) == 2
    other = await another_program(cast)
    await edit(cast, await group_by(group.id), program=other, formed_on=date(2026, 2, 1))
    assert await sums(cast.ours.program) == {}
    assert await people_count(cast.ours.program) == 0
    assert await sums(other) == joined


async def test_the_second_editor_is_told(cast: Cast) -> None:
    group = await formed(cast)
    await edit(cast, group, meets="周六九点 凉亭")
    with pytest.raises(Stale) as stale:
        await edit(cast, group, meets="周日")
    assert stale.value.theirs == {"meets": "周六九点 凉亭"}


async def test_the_log_holds_no_initiator(cast: Cast) -> None:
    group = await formed(cast, initiator="猫奶奶")
    await edit(cast, group, initiator="狗叔", meets="周日")
    entries = await audit.entries_of("group", group.id, organisation_id=cast.ours.organisation)
    assert "周日" in entries[0]["changes"]
    assert not any(
        "奶奶" in (entry["changes"] or "") or "狗叔" in (entry["changes"] or "") for entry in entries
    )


async def test_a_group_does_not_form_after_its_first_member(cast: Cast) -> None:
    group = await formed(cast)
    await join(cast, group, cast.ours.residents["李娜"])
    with pytest.raises(Refused) as refused:
        await edit(cast, group, formed_on=MAY)
    assert refused.value.code == "teams.formed_after_joining"


async def close(cast: Cast, group: Group, on: date = MAY) -> None:
    data = Closure(op_id=new_op_id(), closed_on=on, reason="没人来了")
    await closure_actions.close_group(group, data, actor=cast.chen)


async def test_a_closed_group_was_formed_all_the_same(cast: Cast) -> None:
    group = await formed(cast)
    await join(cast, group, cast.ours.residents["李娜"])
    before = await sums(cast.ours.program)
    await close(cast, group)
    assert await sums(cast.ours.program) == before
    with pytest.raises(Refused) as refused:
        await join(cast, group, cast.ours.residents["陈叔"], on=MAY)
    assert refused.value.code == "teams.group_closed"
    with pytest.raises(Refused):
        await close(cast, group)
    reopening = Reopening(op_id=new_op_id(), reason="又有人来了")
    await closure_actions.reopen_group(group, reopening, actor=cast.chen)
    assert (await group_by(group.id)).closed_on is None
    with pytest.raises(Refused):
        await closure_actions.reopen_group(group, reopening, actor=cast.chen)
    assert len(await queries.members_of(group.id)) == 1


async def test_a_group_does_not_close_before_its_news(cast: Cast) -> None:
    group = await formed(cast)
    await join(cast, group, cast.ours.residents["李娜"], on=MAY)
    with pytest.raises(Refused) as refused:
        await close(cast, group, on=APRIL)
    assert (refused.value.code, refused.value.facts["day"]) == ("teams.closed_too_early", MAY)


async def test_a_closed_name_is_free_again(cast: Cast) -> None:
    group = await formed(cast)
    await close(cast, group)
    await formed(cast)
    with pytest.raises(Refused) as refused:
        await closure_actions.reopen_group(
            group, Reopening(op_id=new_op_id(), reason="再来"), actor=cast.chen
        )
    assert refused.value.code == "teams.group_exists"


async def test_members_join_together_with_a_new_neighbour(cast: Cast) -> None:
    group = await formed(cast)
    ids = await join(
        cast,
        group,
        cast.ours.residents["李娜"],
        cast.ours.residents["张𠮷"],
        nickname="豆豆妈",
        phone_tail="０４３１",
    )
    assert len(ids) == 3
    names = {name: tail for _id, name, tail in await queries.members_of(group.id)}
    assert names == {"李娜": "0004", "张𠮷": "0003", "豆豆妈": "0431"}
    assert (await sums(cast.ours.program))["group.joined", ""] == 3
    assert await people_count(cast.ours.program) == 3


async def test_members_stay_members_once(cast: Cast) -> None:
    group = await formed(cast)
    li, chen = cast.ours.residents["李娜"], cast.ours.residents["陈叔"]
    await join(cast, group, li)
    assert len(await join(cast, group, li, chen)) == 1
    with pytest.raises(Refused) as refused:
        await join(cast, group, li, chen)
    assert refused.value.code == "teams.already_members"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "teams.nobody_ticked"),
        ({"nickname": "陈叔"}, "residents.same_name"),
        ({"nickname": "豆豆妈", "phone_tail": "13900000431"}, "residents.phone_tail"),
        ({"nickname": "豆豆妈", "on": date(2026, 2, 1)}, "teams.before_forming"),
        ({"nickname": "豆豆妈", "on": date(2099, 2, 1)}, "day.in_future"),
    ],
)
async def test_joining_that_cannot_be(cast: Cast, values: dict[str, object], code: str) -> None:
    group = await formed(cast)
    before = await Resident.count()
    with pytest.raises(Refused) as refused:
        await join(cast, group, **values)
    assert refused.value.code == code
    assert await Resident.count() == before


async def test_neighbours_of_elsewhere_do_not_exist(cast: Cast) -> None:
    group = await formed(cast)
    with pytest.raises(NotFound):
        await join(cast, group, cast.ours.residents["李娜"], cast.theirs.residents["周姐"])
    assert await queries.members_of(group.id) == []


async def test_who_moved_away_does_not_join(cast: Cast) -> None:
    group = await formed(cast)
    async with db.write_transaction():
        await Resident.update({"moved_away_on": MARCH}).where(Resident.id == cast.ours.residents["李娜"])
    with pytest.raises(Refused) as refused:
        await join(cast, group, cast.ours.residents["李娜"])
    assert refused.value.code == "teams.moved_away"


async def test_leaving_keeps_that_she_joined(cast: Cast) -> None:
    group = await formed(cast)
    [stay] = await join(cast, group, cast.ours.residents["李娜"])
    await leave(cast, stay, MAY)
    assert await queries.members_of(group.id) == []
    assert await queries.former_members(group.id) == 1
    assert (await sums(cast.ours.program))["group.joined", ""] == 1
    for day in (MAY, APRIL):
        with pytest.raises(Refused) as refused:
            await leave(cast, stay, day)
        assert refused.value.code == "teams.left_already"
    with pytest.raises(Refused) as refused:
        await join(cast, group, cast.ours.residents["李娜"], on=APRIL)
    assert refused.value.code == "teams.stays_overlap"
    await join(cast, group, cast.ours.residents["李娜"], on=MAY)
    assert await queries.former_members(group.id) == 0


async def test_a_mistaken_tick_is_taken_back(cast: Cast) -> None:
    group = await formed(cast)
    [stay] = await join(cast, group, cast.ours.residents["李娜"])
    with pytest.raises(Refused) as refused:
        await leave(cast, stay, MARCH)
    assert refused.value.code == "teams.left_before_joining"
    await leave(cast, stay, APRIL)
    assert await sums(cast.ours.program) == {("group.formed", ""): 1}
    assert await people_count(cast.ours.program) == 0
    assert await queries.former_members(group.id) == 0


async def test_who_was_entered_on_a_wrong_day_is_entered_again_on_the_right_one(cast: Cast) -> None:
    group = await formed(cast)
    li = cast.ours.residents["李娜"]
    [stay] = await join(cast, group, li, on=MAY)
    await leave(cast, stay, MAY)
    assert await queries.first_joined_on(group.id) is None
    await join(cast, group, li, on=APRIL)
    assert await queries.member_since(group.id, li) == APRIL


async def test_two_who_add_the_same_neighbour_make_one_member(cast: Cast) -> None:
    group = await formed(cast)
    li = cast.ours.residents["李娜"]
    outcomes = await asyncio.gather(*(join(cast, group, li) for _try in range(6)), return_exceptions=True)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refusals) == 5, outcomes
    assert await Membership.count().where(Membership.group == group.id) == 1
    assert (await sums(cast.ours.program))["group.joined", ""] == 1


async def test_two_who_form_the_same_group_make_one(cast: Cast) -> None:
    outcomes = await asyncio.gather(*(formed(cast) for _try in range(4)), return_exceptions=True)
    assert sum(isinstance(outcome, Group) for outcome in outcomes) == 1, outcomes


async def test_one_who_closes_and_one_who_joins_do_not_both_succeed(cast: Cast) -> None:
    group = await formed(cast)
    outcomes = await asyncio.gather(
        close(cast, group), join(cast, group, cast.ours.residents["李娜"], on=TODAY), return_exceptions=True
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


async def test_doors(cast: Cast) -> None:
    group = cast.ours.group
    for actor in (cast.lin, cast.chen, cast.zhao):
        assert (await queries.access_group(actor, group)).id == group
    for actor in (cast.he, cast.bai, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_group(actor, group)
    with pytest.raises(NotFound):
        await queries.access_group(cast.zhao, (await formed(cast)).id)


async def test_reach_counts_households_once_and_names_who_has_none(cast: Cast) -> None:
    group = await formed(cast, age_from=7, age_to=12)
    await join(cast, group, cast.ours.residents["陈叔"], cast.ours.residents["李娜"])
    place = {"id": cast.ours.community, "households": 300, "households_source": "物业 2026"}
    reach = (await reach_of([place], cast.ours.organisation))[cast.ours.community]
    assert (reach.groups, reach.members, reach.households_reached) == (2, 4, 1)
    assert reach.members_without_household == 3
    assert reach.share == pytest.approx(1 / 300)
    unknown = (await reach_of([{**place, "households": None}], cast.ours.organisation))[cast.ours.community]
    assert unknown.share is None
    await close(cast, group)
    reach = (await reach_of([place], cast.ours.organisation))[cast.ours.community]
    assert (reach.groups, reach.members) == (1, 3)


async def test_the_age_report(cast: Cast) -> None:
    await formed(cast, age_from=7, age_to=12)
    ages, without_age = await ages_of_community(cast.ours.community)
    by_band = {row.band: row for row in ages}
    assert (by_band["60-74"].residents, by_band["60-74"].members, by_band["60-74"].gap) == (5, 3, False)
    assert (by_band["7-13"].groups, by_band["7-13"].gap) == (1, False)
    assert by_band["30-44"].gap
    assert without_age == 0


async def test_lists_stay_within_the_walls(cast: Cast) -> None:
    group = await formed(cast, initiator="猫奶奶", open_to_join=True)
    listed = await queries.list_groups(cast.chen, today=TODAY)
    assert [row["id"] for row in listed.rows] == [group.id, cast.ours.group]
    assert listed.rows[1]["members"] == 3
    assert listed.rows[1]["reminders"] == ("no_leader", "no_deputy")
    assert (await queries.list_groups(cast.he, today=TODAY)).rows == []
    assert (await queries.list_groups(cast.he, community_id=cast.ours.community, today=TODAY)).rows == []
    found = await queries.list_groups(cast.lin, text="奶奶", kind="culture", today=TODAY)
    assert [row["id"] for row in found.rows] == [group.id]
    assert (await queries.list_groups(cast.lin, text="%", today=TODAY)).rows == []
    assert (await queries.list_groups(cast.lin, closed=True, today=TODAY)).rows == []
    assert [row["id"] for row in await queries.groups_of_program(cast.ours.program, today=TODAY)] == [
        cast.ours.group,
        group.id,
    ]
    assert [row["name"] for row in await queries.groups_to_join(cast.ours.community)] == [
        "合唱团",
        "铲屎官小队",
    ]
    assert [id for id, _name in await queries.group_options(cast.chen, cast.ours.community)] == [
        group.id,
        cast.ours.group,
    ]
    assert not any(CANARY in name for _id, name in await queries.group_choices(cast.lin))
    assert [row["id"] for row in await queries.groups_led_by(cast.zhao)] == [cast.ours.group]
    assert await queries.groups_led_by(cast.chen) == []
    assert [hit.href for hit in await queries.find(cast.chen, "屎官")] == [f"/desk/groups/{cast.ours.group}"]
    assert await queries.find(cast.he, "屎官") == []
