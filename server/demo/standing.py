"""How people stand with each other: an example that is told, a leader under pressure and what protects her."""

from __future__ import annotations

from datetime import timedelta

from incentives.reciprocity import decision_actions, decision_queries, leader_actions, leader_queries
from incentives.reciprocity.leader_schemas import (
    Clarified,
    NewDecision,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    PublishedDecision,
)
from incentives.recognition import deed_queries, example_actions
from incentives.recognition.deed_schemas import NewStory
from incentives.recognition.tables import RoleModelStory
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.demo import circle, elections, honours, own
from server.demo.program import months_ago, on, op
from server.demo.story import Story
from server.lib import clock


async def tell(story: Story, group: int) -> None:
    """Tell it up to today, with 赵姐 in the middle."""
    await honours.shown(story, months_ago(6, 24), "board", "赵姐和她的周六", "东门宣传栏", name="赵姐")
    await honours.shown(
        story, months_ago(3, 20), "wechat", "一份公约，一百四十户签了字", "社区公众号", group=group
    )
    await _told(story)
    await elections.deputy_of(story, group)
    await _protected(story, group)
    await own.refill_boxes(story, group)
    await circle.chat_groups(story, group)


async def _person(story: Story, name: str) -> Resident:
    return await access_resident(story.actor, story.people[name])


async def _told(story: Story) -> None:
    day = months_ago(2, 14)
    with on(day):
        data = NewStory(
            **op(),
            title="夹子、袋子和四户邻居",
            story="一个人捡的时候没人说话；第三个星期，楼上的下来问要不要多带一个夹子。",
            told_on=day,
            program=story.program_id,
        )
        story_id = await example_actions.tell_story(await _person(story, "赵姐"), data, actor=story.actor)
        told = await deed_queries.access_deed(RoleModelStory, story.actor, story_id)
        await example_actions.publish_story(told, actor=story.actor)


async def _protected(story: Story, group: int) -> None:
    """A rumour and an insult within a month: a task of support opens by itself (S89)."""
    actor = story.actor
    declared_on = months_ago(3, 2)
    with on(declared_on):
        leader = await _person(story, "赵姐")
        data = NewDeclaration(
            **op(), declared_on=declared_on, contracts_with_relatives=0, paid_posts=0, public=True
        )
        await leader_actions.declare(leader, data, actor=actor)
    await _decided(story, group)
    attacks = (
        (clock.today() - timedelta(days=31), "rumour", "群里说粪袋箱是她亲戚做的，赚了差价。"),
        (clock.today() - timedelta(days=2), "insult", "有人当面说她“闲得慌，想出名”。"),
    )
    for day, kind, what in attacks:
        with on(day):
            pressure = NewPressure(**op(), kind=kind, happened_on=day, what=what)  # type: ignore[arg-type]  # one of the choices
            pressure_id = await leader_actions.note_pressure(leader, pressure, actor=actor)
        if kind == "rumour":
            with on(day + timedelta(days=3)):
                row, leader = await leader_queries.access_pressure(actor, pressure_id)
                said = Clarified(
                    **op(),
                    clarification="箱子由物业统一买，发票贴在东门，每个八十五元。",
                    clarified_on=day + timedelta(days=3),
                    clarified_in="东门公示栏、小区群",
                )
                await leader_actions.clarify(row, leader, said, actor=actor)
    for day, hours, heaviness in ((months_ago(3, 6), 5, 2), (months_ago(1, 24), 11, 4)):
        with on(day):
            load = NewLoadCheck(**op(), checked_on=day, hours_a_week=hours, heaviness=heaviness)
            await leader_actions.check_load(leader, load, actor=actor)


async def _decided(story: Story, group: int) -> None:
    """Two decisions, with why and for how much, open to everybody."""
    written = (
        (
            months_ago(6, 4),
            "装四个粪袋箱，放在四个路口",
            "捡的人说最缺的是袋子；四个路口谁都路过。",
            "小队月会，到会 11 人",
            340,
        ),
        (
            months_ago(2, 27),
            "岗亭放三个嘴套，随借随还",
            "提意见的十一户里，八户说没有嘴套。",
            "小队月会，到会 12 人；物业管借还",
            96,
        ),
    )
    for day, what, why, decided_with, cost in written:
        with on(day):
            data = NewDecision(
                **op(),
                decided_on=day,
                what=what,
                why=why,
                decided_with=decided_with,
                cost_yuan=cost,
                group=group,
                program=story.program_id,
                resident=story.people["赵姐"],
            )
            decision_id = await decision_actions.write_down(story.community, data, actor=story.actor)
            decision = await decision_queries.access_decision(story.actor, decision_id)
            await decision_actions.publish(decision, PublishedDecision(**op()), actor=story.actor)
