"""An event becomes a group (S76): asked in, answered, and one day on its own."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities import (
    actions,
    attendance_actions,
    invitation_actions,
    queries,
    story_queries,
)
from groups.activities.schemas import Answered, CheckIn, GroupLog, Invited, Voided
from groups.activities.tables import Activity, GroupInvitation, GroupOrigin
from groups.teams import actions as team_actions
from groups.teams.queries import access_group, members_of
from groups.teams.schemas import Departure
from groups.teams.tables import Group, Membership
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.queries import totals_of
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.cast import Cast

CONTEST = date(2026, 2, 20)
FORMED = date(2026, 2, 23)
ANSWERED = date(2026, 3, 1)


async def contest(cast: Cast) -> Activity:
    """The beauty contest of the cast, 35 who came, all five residents ticked."""
    found = await Activity.objects().get(Activity.id == cast.ours.activity)
    assert found is not None
    for resident in cast.ours.residents.values():
        await attendance_actions.check_in(
            found, CheckIn(op_id=new_op_id(), resident=resident), actor=cast.chen
        )
    return found


async def invite(cast: Cast, activity: Activity, people: Any, **values: Any) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    given = {"invited_on": FORMED, "name": "遛狗文明队", "kind": "pets", **values}
    data = Invited(op_id=new_op_id(), people=tuple(people), **given)
    group = await queries.access_group_to_join(cast.chen, activity, data.group)
    return await invitation_actions.invite(activity, community, group, data, actor=cast.chen)


async def answer(cast: Cast, group: Group, **values: Any) -> int:
    data = Answered(op_id=new_op_id(), **{"answered_on": ANSWERED, **values})
    return await invitation_actions.answer_invitations(group, data, actor=cast.chen)


async def test_from_the_event_to_the_groups_own_activity(cast: Cast) -> None:
    activity = await contest(cast)
    people = list(cast.ours.residents.values())
    group = await access_group(cast.chen, await invite(cast, activity, people))
    assert (group.name, group.program, group.formed_on) == ("遛狗文明队", cast.ours.program, FORMED)
    assert await members_of(group.id) == []
    await answer(cast, group, joined=people[:2], answered_on=FORMED)
    await answer(cast, group, joined=people[2:4], declined=people[4:])
    assert len(await members_of(group.id)) == 4

    story = await story_queries.story_of(group)
    assert (story.origin, story.attendees, story.joined) == (activity.id, 35, 4)
    assert story.joined_share == pytest.approx(4 / 35)
    assert (story.joining_days, story.own_after_days) == (9, None)

    setting = await queries.access_setting(cast.chen, cast.ours.community, group_id=group.id)
    for day, decided, staff, presence in (
        (20, "staff", 0, None),
        (21, f"r{people[0]}", 1, "full"),
        (23, f"r{people[0]}", 1, "part"),
        (30, f"r{people[0]}", 0, None),
    ):
        data = GroupLog(
            op_id=new_op_id(),
            title="巡逻",
            held_on=FORMED + timedelta(days=day),
            participants=4,
            staff=staff,
            presence=presence,
            decided=decided,
            did=f"r{people[1]}",
        )
        await actions.log_activity(setting, data, actor=cast.chen)
    assert (await story_queries.story_of(group)).own_after_days == 23
    assert await ledger.recompute() == []
    sums = await totals_of(cast.ours.program)
    assert (sums["group.formed", ""], sums["group.joined", ""]) == (1, 4)
    assert [one["invited"] for one in await story_queries.groups_grown_from(activity.id)] == [5]
    acts = [
        entry["action"]
        for entry in await audit.entries_of("group", group.id, organisation_id=cast.ours.organisation)
    ]
    assert acts.count("group.originated") == 1
    assert acts.count("group.invitations_answered") == 2


async def test_into_a_group_that_exists(cast: Cast) -> None:
    activity = await contest(cast)
    people = list(cast.ours.residents.values())
    group_id = await invite(
        cast, activity, people, group=cast.ours.group, name=None, invited_on=date(2026, 3, 2)
    )
    assert group_id == cast.ours.group
    group = await access_group(cast.chen, group_id)
    await answer(cast, group, joined=people, answered_on=date(2026, 3, 3))
    assert len(await members_of(group_id)) == 5
    assert (await story_queries.story_of(group)).joined == 5


async def test_the_share_that_joined_is_of_those_who_came_to_the_event(cast: Cast) -> None:
    """Late names, a second event, a mistaken tick: 3 of 36 joined, whoever else has come into the group."""
    activity = await contest(cast)
    people = list(cast.ours.residents.values())
    group = await access_group(cast.chen, await invite(cast, activity, people[:4]))
    await answer(cast, group, joined=people[:4])
    async with db.write_transaction():
        await Activity.update({Activity.participants: 31}).where(Activity.id == activity.id)
    setting = await queries.access_setting(cast.chen, cast.ours.community)
    second = GroupLog(op_id=new_op_id(), title="另一场", held_on=CONTEST, people=tuple(people[4:]))
    other = await Activity.objects().get(
        Activity.id == await actions.log_activity(setting, second, actor=cast.chen)
    )
    assert other is not None
    await invite(cast, other, people[4:], group=group.id, name=None)
    await answer(cast, group, joined=people[4:])
    mistaken = await Membership.objects().get(
        (Membership.group == group.id) & (Membership.resident == people[0])
    )
    assert mistaken is not None
    gone = Departure(op_id=new_op_id(), left_on=ANSWERED)
    await team_actions.end_stay(mistaken, group, gone, actor=cast.chen)
    story = await story_queries.story_of(group)
    assert (story.attendees, story.joined) == (36, 3)
    [grown] = await story_queries.groups_grown_from(activity.id)
    assert (grown["invited"], grown["joined"]) == (4, 3)
    assert (await totals_of(cast.ours.program))["group.joined", ""] == 4
    await actions.void_activity(activity, Voided(op_id=new_op_id(), reason="没有这回事"), actor=cast.chen)
    assert (await story_queries.story_of(group)).origin is None


async def test_asked_twice_is_asked_once_and_the_first_origin_stands(cast: Cast) -> None:
    activity = await contest(cast)
    people = list(cast.ours.residents.values())
    group = await access_group(cast.chen, await invite(cast, activity, people[:2]))
    await answer(cast, group, joined=people[:1])
    await invite(cast, activity, people, group=group.id, name=None, invited_on=ANSWERED)
    assert await GroupInvitation.count() == 5
    assert await GroupOrigin.count() == 1
    [first] = await GroupInvitation.objects().where(GroupInvitation.resident == people[0])
    assert (first.invited_on, first.joined_on) == (FORMED, ANSWERED)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"people": ()}, "activities.nobody_chosen", "people"),
        ({"name": None}, "activities.group_or_name", "name"),
        ({"name": "铲屎官小队"}, "teams.group_exists", "name"),
        ({"invited_on": CONTEST - timedelta(days=1)}, "activities.invited_too_early", "invited_on"),
        ({"invited_on": date(2999, 1, 1)}, "day.in_future", "invited_on"),
    ],
)
async def test_invitations_that_cannot_be(cast: Cast, values: dict[str, Any], code: str, field: str) -> None:
    activity = await contest(cast)
    given = {"people": tuple(cast.ours.residents.values()), **values}
    with pytest.raises(Refused) as refused:
        await invite(cast, activity, given.pop("people"), **given)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await Group.count().where(Group.community == cast.ours.community) == 1


async def test_only_those_who_came_are_invited(cast: Cast) -> None:
    found = await Activity.objects().get(Activity.id == cast.ours.activity)
    assert found is not None
    with pytest.raises(NotFound):
        await invite(cast, found, [cast.ours.residents["李娜"]])
    await contest(cast)
    with pytest.raises(NotFound):
        await invite(cast, found, list(cast.theirs.residents.values()))
    for group in (cast.theirs.group, 999_999):
        with pytest.raises(NotFound):
            await invite(cast, found, [cast.ours.residents["李娜"]], group=group)


async def test_answers_that_cannot_be(cast: Cast) -> None:
    activity = await contest(cast)
    people = list(cast.ours.residents.values())
    group = await access_group(cast.chen, await invite(cast, activity, people[:3]))
    for values, code in [
        ({}, "activities.nobody_chosen"),
        ({"joined": people[3:4]}, "activities.not_invited"),
        ({"joined": list(cast.theirs.residents.values())[:1]}, "activities.not_invited"),
        ({"joined": people[:1], "answered_on": FORMED - timedelta(days=1)}, "activities.answered_too_early"),
        ({"joined": people[:1], "answered_on": date(2999, 1, 1)}, "day.in_future"),
    ]:
        with pytest.raises(Refused) as refused:
            await answer(cast, group, **values)
        assert refused.value.code == code
    await answer(cast, group, declined=people[:1])
    with pytest.raises(Refused) as refused:
        await answer(cast, group, joined=people[:1])
    assert refused.value.code == "activities.already_answered"
    assert await members_of(group.id) == []


async def test_an_activity_taken_back_begins_nothing(cast: Cast) -> None:
    activity = await contest(cast)
    async with db.write_transaction():
        await Activity.update({Activity.state: "planned"}).where(Activity.id == activity.id)
    with pytest.raises(Refused) as refused:
        await invite(cast, activity, cast.ours.residents.values())
    assert refused.value.code == "activities.not_held"
