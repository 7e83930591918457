"""The four kinds of thanks: shown, spoken with, honoured, followed; who lacks one, and who reads what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.activities import ceremony_actions, ceremony_queries
from groups.activities.actions import hold_activity, void_activity
from groups.activities.ceremony_schemas import NewCeremony, TickedItem
from groups.activities.schemas import HeldActivity, Voided
from groups.activities.tables import Activity, CeremonyItem
from incentives.recognition import (
    actions,
    award_actions,
    award_queries,
    balance_queries,
    care_actions,
    care_queries,
    example_actions,
    own_queries,
    publicity_actions,
    street_queries,
)
from incentives.recognition.deed_queries import (
    access_deed,
    community_honours,
    followers_of,
    publicity_in,
    publicity_of,
)
from incentives.recognition.deed_schemas import (
    EditedStory,
    NewCare,
    NewCommunityHonour,
    NewFollower,
    NewPublicity,
    NewStory,
    VoidedDeed,
)
from incentives.recognition.schemas import NewReview, RevokedAward
from incentives.recognition.tables import CommunityHonour, Follower, PublicityItem, RoleModelStory
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.queries import totals_of
from programs.residents import erasure_actions, merge_actions
from programs.residents.consent_actions import give_consent, withdraw_consent
from programs.residents.law_schemas import GivenConsent, WithdrawnConsent
from programs.residents.tables import Resident
from server import routes
from server.lib import clock, db
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.honours import DEED, agreed, awarded, nominated

SAID = "想女儿了"


async def person(cast: Cast, name: str = "猫奶奶") -> Resident:
    found = await Resident.objects().get(Resident.id == cast.ours.residents[name])
    assert found is not None
    return found


async def street(cast: Cast) -> Community:
    found = await Community.objects().get(Community.id == cast.ours.community)
    assert found is not None
    return found


async def consent(cast: Cast, *, take_back: bool = False) -> None:
    who = await person(cast)
    if take_back:
        data = WithdrawnConsent(op_id=new_op_id(), purpose="publicity")
        await withdraw_consent(who, data, actor=cast.chen)
        return
    yes = GivenConsent(op_id=new_op_id(), purposes=("publicity",), how="face_to_face", given_on=clock.today())
    await give_consent(who, yes, actor=cast.chen)


async def shown(cast: Cast, **more: Any) -> int:
    values = {"who": "猫奶奶", "medium": "board", "title": "雨夜收衣服", "place": "南门宣传栏", **more}
    data = NewPublicity(op_id=new_op_id(), shown_on=clock.today(), program=cast.ours.program, **values)
    return await publicity_actions.note_publicity(await street(cast), data, actor=cast.chen)


async def test_publicity_is_on_the_street_while_she_agrees(cast: Cast) -> None:
    first = await shown(cast)
    await shown(cast, medium="newspaper", place="锦江晚报")
    await shown(cast, who=None, group=cast.ours.group)
    community = await street(cast)
    assert [row["group_name"] for row in await street_queries.publicity_on_street(community)] == [
        "铲屎官小队"
    ]
    await consent(cast)
    assert len(await street_queries.publicity_on_street(community)) == 3
    await consent(cast, take_back=True)
    assert len(await street_queries.publicity_on_street(community)) == 1
    assert (await totals_of(cast.ours.program))["recognition.given", "publicity"] == 3
    with pytest.raises(Refused, match="person_or_group"):
        await shown(cast, group=cast.ours.group)
    item = await access_deed(PublicityItem, cast.chen, first)
    void = VoidedDeed(op_id=new_op_id(), reason="记错了")
    await publicity_actions.void_publicity(item, void, actor=cast.chen)
    assert len(await publicity_of(cast.ours.residents["猫奶奶"])) == 1
    assert (await totals_of(cast.ours.program))["recognition.given", "publicity"] == 2
    assert await ledger.recompute() == []


async def talked(cast: Cast, **more: Any) -> int:
    values = {"kind": "talk", "talked_on": clock.today(), "note": SAID, "program": cast.ours.program, **more}
    return await care_actions.note_care(
        await person(cast), NewCare(op_id=new_op_id(), **values), actor=cast.chen
    )


async def test_what_was_said_is_sealed_and_forgotten_with_her(cast: Cast) -> None:
    talk = await talked(cast)
    who = await person(cast)
    assert [row["note"] for row in await care_queries.talks_of(who.id)] == [SAID]
    [stored] = await db.rows("SELECT note FROM care_talk WHERE id = {}", talk)
    assert SAID not in stored["note"]
    for nobody in (cast.zhao, cast.wu, cast.qian, cast.he, cast.bai):
        with pytest.raises(NotFound):
            await care_queries.access_talk(nobody, talk)
    async with write_transaction():
        await erasure_actions.erase(who, ground="asked", actor=cast.lin)
    assert [row["note"] for row in await care_queries.talks_of(who.id)] == [""]
    assert (await totals_of(cast.ours.program))["recognition.given", "care"] == 1


async def test_what_was_said_is_read_after_two_records_became_one(cast: Cast) -> None:
    routes.register_rooms()
    await talked(cast)
    await shown(cast)
    kept, other = await person(cast, "李娜"), await person(cast)
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    assert [row["note"] for row in await care_queries.talks_of(kept.id)] == [SAID]
    assert len(await publicity_of(kept.id)) == 1
    await merge_actions.part_residents(await person(cast), actor=cast.chen)
    assert await care_queries.talks_of(kept.id) == []
    assert [row["note"] for row in await care_queries.talks_of(other.id)] == [SAID]


async def test_the_active_wait_for_a_talk(cast: Cast) -> None:
    async with write_transaction():
        for name in ("猫奶奶", "李娜"):
            await db.execute(
                "INSERT INTO attendance (organisation, activity, resident, role, added_at)"
                " VALUES ({}, {}, {}, 'volunteer', {})",
                cast.ours.organisation,
                cast.ours.activity,
                cast.ours.residents[name],
                clock.now(),
            )
        await Activity.update({Activity.held_on: clock.today()}).where(Activity.id == cast.ours.activity)
    waiting = await care_queries.waiting_for_talk(cast.ours.community)
    assert [row["name"] for row in waiting] == ["李娜", "猫奶奶"]
    await talked(cast)
    assert [row["name"] for row in await care_queries.waiting_for_talk(cast.ours.community)] == ["李娜"]
    await talked(cast, talked_on=clock.today() - timedelta(days=61))
    with clock.at(clock.now() + timedelta(days=61)):
        assert [row["name"] for row in await care_queries.waiting_for_talk(cast.ours.community)] == [
            "李娜",
            "猫奶奶",
        ]


async def test_a_story_and_who_joined_because_of_her(cast: Cast) -> None:
    who = await person(cast)
    data = NewStory(op_id=new_op_id(), title="捡狗粪的人", story="从一只铲子开始", told_on=clock.today())
    story_id = await example_actions.tell_story(who, data, actor=cast.chen)
    story = await access_deed(RoleModelStory, cast.chen, story_id)
    with pytest.raises(Refused, match="no_publicity_consent"):
        await example_actions.publish_story(story, actor=cast.chen)
    await consent(cast)
    await example_actions.publish_story(story, actor=cast.chen)
    other = EditedStory(op_id=new_op_id(), version=2, title="别的", story="别的", told_on=clock.today())
    with pytest.raises(Refused, match="story_is_out"):
        await example_actions.edit_story(story, other, actor=cast.chen)
    with pytest.raises(Refused, match="story_is_out"):
        await example_actions.publish_story(story, actor=cast.chen)
    community = await street(cast)
    assert [row["title"] for row in await street_queries.stories_on_street(community)] == ["捡狗粪的人"]
    for name in ("陈叔", "王阿姨", "张𠮷", "李娜"):
        joined = {"joined_on": clock.today(), "who": name, "program": cast.ours.program}
        await example_actions.note_follower(who, NewFollower(op_id=new_op_id(), **joined), actor=cast.chen)
    assert len(await followers_of(who.id)) == 4
    again = NewFollower(op_id=new_op_id(), joined_on=clock.today(), who="李娜")
    with pytest.raises(Refused, match="follows_already"):
        await example_actions.note_follower(who, again, actor=cast.chen)
    with pytest.raises(Refused, match="follows_herself"):
        herself = NewFollower(op_id=new_op_id(), joined_on=clock.today(), who="猫奶奶")
        await example_actions.note_follower(who, herself, actor=cast.chen)
    assert (await totals_of(cast.ours.program))["example.followed", ""] == 4
    last = await access_deed(Follower, cast.chen, (await followers_of(who.id))[0]["id"])
    await example_actions.void_follower(last, VoidedDeed(op_id=new_op_id(), reason="听错了"), actor=cast.chen)
    assert (await totals_of(cast.ours.program))["example.followed", ""] == 3
    await consent(cast, take_back=True)
    assert await street_queries.stories_on_street(community) == []
    assert await ledger.recompute() == []


async def test_her_own_copy_tells_what_she_said_of_others_and_how_many_follow_her(cast: Cast) -> None:
    nomination = await nominated(cast)
    review = NewReview(op_id=new_op_id(), vote="yes", note="我也看见了", who="李娜")
    await actions.review(nomination, review, actor=cast.chen)
    said = {"joined_on": clock.today(), "who": "李娜", "said": "她教会我种花"}
    await example_actions.note_follower(
        await person(cast), NewFollower(op_id=new_op_id(), **said), actor=cast.chen
    )

    async def told(name: str) -> list[str]:
        lines = await own_queries.held((await person(cast, name)).id)
        return [f"{line.what}|{line.says}" for line in lines]

    assert set(await told("李娜")) == {
        "因为谁加入|猫奶奶：她教会我种花",
        "对提名的评议|猫奶奶：我也看见了",
    }
    assert f"提名过谁|猫奶奶：{DEED}" in await told("陈叔")
    assert any("1 位新加入的邻居" in line for line in await told("猫奶奶"))


async def test_the_balance_shows_what_she_lacks(cast: Cast) -> None:
    for _time in range(2):
        await awarded(cast, await agreed(cast, await nominated(cast)))
    people = {row["name"]: row for row in await balance_queries.people_thanked(cast.ours.community)}
    assert people["猫奶奶"]["counts"] == {"publicity": 0, "care": 0, "honour": 2, "example": 0}
    assert people["猫奶奶"]["missing"] == ["publicity", "care", "example"]
    assert len(people["陈叔"]["missing"]) == 4
    assert list(people)[-1] == "猫奶奶"
    never = await balance_queries.people_thanked(cast.ours.community, asked="never")
    assert "猫奶奶" not in {row["name"] for row in never}
    [group] = await balance_queries.groups_thanked(cast.ours.community)
    assert group["counts"]["honour"] == 2
    of_group = await balance_queries.people_thanked(
        cast.ours.community, group_id=cast.ours.group, asked="care"
    )
    assert {row["name"] for row in of_group} == {"陈叔", "王阿姨", "猫奶奶"}


async def test_what_was_taken_back_counts_nowhere(cast: Cast) -> None:
    who, community = await person(cast), await street(cast)
    void = VoidedDeed(op_id=new_op_id(), reason="记错了")
    await consent(cast)
    item = await access_deed(PublicityItem, cast.chen, await shown(cast))
    talk = await care_queries.access_talk(cast.chen, await talked(cast))
    award = await awarded(cast, await agreed(cast, await nominated(cast)))
    told = NewStory(op_id=new_op_id(), title="捡狗粪的人", story="从一只铲子开始", told_on=clock.today())
    await example_actions.tell_story(who, told, actor=cast.chen)  # and never published
    story = await access_deed(
        RoleModelStory, cast.chen, await example_actions.tell_story(who, told, actor=cast.chen)
    )
    await example_actions.publish_story(story, actor=cast.chen)
    joined = NewFollower(op_id=new_op_id(), joined_on=clock.today(), who="李娜")
    follower = await access_deed(
        Follower, cast.chen, await example_actions.note_follower(who, joined, actor=cast.chen)
    )
    plaque = NewCommunityHonour(
        op_id=new_op_id(), title="和谐社区", given_by="区政府", given_on=clock.today()
    )
    honour = await access_deed(
        CommunityHonour,
        cast.chen,
        await publicity_actions.note_community_honour(community, plaque, actor=cast.chen),
    )

    async def counted() -> tuple[list[int], int, int, int]:
        [row] = [row for row in await balance_queries.people_thanked(community.id) if row["name"] == "猫奶奶"]
        noted = [
            await publicity_of(who.id),
            (await publicity_in(community.id)).rows,
            await followers_of(who.id),
            await care_queries.talks_of(who.id),
            await community_honours(community.id),
        ]
        honours = await award_queries.given_in(community.id, clock.today().year)
        return list(row["counts"].values()), row["followers"], sum(map(len, noted)), honours

    assert await counted() == ([1, 1, 1, 1], 1, 5, 1)
    await publicity_actions.void_publicity(item, void, actor=cast.chen)
    await care_actions.void_care(talk, void, actor=cast.chen)
    revoked = RevokedAward(op_id=new_op_id(), revoke_class="mistake", reason="记错了")
    await award_actions.revoke_award(award, revoked, actor=cast.lin)
    await example_actions.take_story_down(story, actor=cast.chen)
    await example_actions.void_follower(follower, void, actor=cast.chen)
    await publicity_actions.void_community_honour(honour, void, actor=cast.chen)
    assert await counted() == ([0, 0, 0, 0], 0, 0, 0)
    assert await db.rows("SELECT note FROM care_talk") == [{"note": ""}]
    for again in (
        publicity_actions.void_publicity(item, void, actor=cast.chen),
        care_actions.void_care(talk, void, actor=cast.chen),
        example_actions.void_follower(follower, void, actor=cast.chen),
        publicity_actions.void_community_honour(honour, void, actor=cast.chen),
    ):
        with pytest.raises(Refused, match="gone"):
            await again
    with pytest.raises(Refused, match="story_not_out"):
        await example_actions.take_story_down(story, actor=cast.chen)
    assert await ledger.recompute() == []


async def test_a_ceremony_is_ready_held_and_taken_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceremony_queries, "HONOURED", [award_queries.honoured_at])
    async with write_transaction():
        await Activity.update({Activity.state: "planned"}).where(Activity.id == cast.ours.activity)
    activity = await Activity.objects().get(Activity.id == cast.ours.activity)
    assert activity is not None
    new = NewCeremony(op_id=new_op_id(), purpose="recognition", seats=80, guests="刘主任\n单老师")
    ceremony_id = await ceremony_actions.make_ceremony(activity, new, actor=cast.chen)
    with pytest.raises(Refused, match="is_one"):
        await ceremony_actions.make_ceremony(activity, new, actor=cast.chen)
    lines, things = await ceremony_queries.items_of(ceremony_id)
    assert (len(lines), [row["kind"] for row in things]) == (
        5,
        ["seats", "flowers", "trophies", "certificates", "host"],
    )
    for row in things:
        item = await CeremonyItem.objects().get(CeremonyItem.id == row["id"])
        assert item is not None
        await ceremony_actions.tick_item(item, TickedItem(op_id=new_op_id(), done=True), actor=cast.chen)
    card = await ceremony_queries.card_of(ceremony_id)
    assert (card["ready"], card["things"]) == (5, 5)
    for who, shown_as in (("猫奶奶", "name"), ("王阿姨", "nobody")):
        nomination = await agreed(cast, await nominated(cast, who=who), shown_as=shown_as)
        await awarded(cast, nomination, ceremony=ceremony_id)
    honoured = await ceremony_queries.honoured_at(ceremony_id, "strokes")
    assert [one.name for one in honoured] == ["猫奶奶", ""]
    seats = ceremony_queries.seats_of_honour(honoured, card["guests"])
    assert [(one["name"], one["reading"]) for one in seats] == [
        ("猫奶奶", "Māo Nǎinai"),
        ("刘主任", "Liú Zhǔrèn"),
        ("单老师", "Shàn Lǎoshī"),
    ]
    assert await ceremony_queries.ceremony_held_on(ceremony_id) is None
    assert (await totals_of(cast.ours.program)).get(("ceremony.held", ""), 0) == 0
    held = HeldActivity(op_id=new_op_id(), version=1, held_on=activity.held_on, volunteers=2, participants=9)
    await hold_activity(activity, held, actor=cast.chen)
    assert await ceremony_queries.ceremony_held_on(ceremony_id) == activity.held_on
    assert (await totals_of(cast.ours.program))["ceremony.held", ""] == 1
    await void_activity(activity, Voided(op_id=new_op_id(), reason="记错了"), actor=cast.chen)
    assert await ceremony_queries.ceremony_held_on(ceremony_id) is None
    assert (await totals_of(cast.ours.program)).get(("ceremony.held", ""), 0) == 0
    assert await ledger.recompute() == []
