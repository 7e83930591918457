"""How people stand with each other: thanks of all four kinds, an election, a leader under pressure, small deeds."""

from __future__ import annotations

from datetime import date, timedelta

from groups.habits import deed_actions
from groups.habits.deed_schemas import NewDeed
from groups.teams import election_actions, election_queries
from groups.teams.election_schemas import CountedElection, NewCandidate, NewElection, NewObserver
from incentives.reciprocity import decision_actions, decision_queries, leader_actions, leader_queries
from incentives.reciprocity.leader_schemas import (
    Clarified,
    NewDecision,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    PublishedDecision,
)
from incentives.recognition import care_actions, deed_queries, example_actions, publicity_actions
from incentives.recognition.deed_schemas import NewCare, NewFollower, NewPublicity, NewStory
from incentives.recognition.tables import RoleModelStory
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.demo_program import months_ago, on, op, saturday
from server.demo_story import Story
from server.lib import clock
from server.lib.ids import new_op_id

DEEDS = (
    "捡了楼道的垃圾",
    "帮对门收了快递",
    "把电梯里的水擦了",
    "给花坛浇了水",
    "扶起倒了的共享单车",
    "陪楼上老人下楼晒太阳",
    "把旧书放进漂流箱",
    "提醒邻居关水龙头",
    "扫了单元门口的落叶",
)
FOLLOWERS = ("何老师", "吴伯", "刘姐", "阿珍")


async def tell(story: Story, group: int) -> None:
    """Tell it up to today, with 赵姐 in the middle."""
    await _shown(story, group)
    await _cared_for(story)
    await _followed(story)
    await _elected(story, group)
    await _protected(story, group)
    await _small_deeds(story)


async def _person(story: Story, name: str) -> Resident:
    return await access_resident(story.actor, story.people[name])


async def _shown(story: Story, group: int) -> None:
    items = (
        (months_ago(6, 24), "board", "赵姐和她的周六", "东门宣传栏", "赵姐", None),
        (months_ago(3, 20), "wechat", "一份公约，一百四十户签了字", "社区公众号", "", group),
    )
    for day, medium, title, place, name, team in items:
        with on(day):
            data = NewPublicity(
                **op(),
                medium=medium,  # type: ignore[arg-type]  # one of the choices
                title=title,
                place=place,
                shown_on=day,
                resident=story.people[name] if name else None,
                group=team,
                program=story.program_id,
            )
            await publicity_actions.note_publicity(story.community, data, actor=story.actor)


async def _cared_for(story: Story) -> None:
    talks = (
        ("陈叔", "talk", "夜里睡不好，怕耽误大家；说好先歇两周。"),
        ("王阿姨", "thanks", "那件事之后专门去坐了坐，她说愿意再试试。"),
        ("猫奶奶", "home_visit", "送了点猫粮，聊到天黑。"),
    )
    for name, kind, note in talks:
        day = months_ago(1, 18)
        with on(day):
            data = NewCare(**op(), kind=kind, talked_on=day, note=note, program=story.program_id)  # type: ignore[arg-type]  # one of the choices
            await care_actions.note_care(await _person(story, name), data, actor=story.actor)


async def _followed(story: Story) -> None:
    """赵姐's story, and four who name her as the reason (S71)."""
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
    for place, name in enumerate(FOLLOWERS):
        day = months_ago(2, 16) + timedelta(days=place)
        with on(day):
            follower = NewFollower(
                **op(),
                joined_on=day,
                resident=story.people[name],
                said="看见她一个人捡，不好意思光看着。",
                program=story.program_id,
            )
            await example_actions.note_follower(await _person(story, "赵姐"), follower, actor=story.actor)


async def _elected(story: Story, group: int) -> None:
    """A deputy is elected, with two neighbours watching the count (S39)."""
    actor, day = story.actor, saturday(months_ago(2, 20))
    with on(day - timedelta(days=10)):
        data = NewElection(
            **op(), title="铲屎官小队选副队长", held_on=day, group=group, seats=1, term_months=12
        )
        election_id = await election_actions.plan_election(story.community, data, actor=actor)
        for name in ("陈叔", "李娜"):
            election = await election_queries.access_election(actor, election_id)
            stands = NewCandidate(**op(), resident=story.people[name], position="deputy")
            await election_actions.add_candidate(election, stands, actor=actor)
    with on(day, 20):
        for name in ("罗叔", "田老师"):
            election = await election_queries.access_election(actor, election_id)
            watched = NewObserver(**op(), resident=story.people[name], watched_on=day)
            await election_actions.add_observer(election, watched, actor=actor)
        candidates = tuple(row["id"] for row in await election_queries.candidates_of(election_id))
        election = await election_queries.access_election(actor, election_id)
        counted = CountedElection(**op(), candidates=candidates, votes=(9, 4), votes_cast=13, electors=14)
        await election_actions.count(election, counted, actor=actor)
        election = await election_queries.access_election(actor, election_id)
        await election_actions.publish(election, op_id=new_op_id(), actor=actor)


async def _protected(story: Story, group: int) -> None:
    """A rumour and an insult within a month: a task of support opens by itself (S89)."""
    actor = story.actor
    with on(months_ago(3, 2)):
        leader = await _person(story, "赵姐")
        data = NewDeclaration(
            **op(), declared_on=months_ago(3, 2), contracts_with_relatives=0, paid_posts=0, public=True
        )
        await leader_actions.declare(leader, data, actor=actor)
    await _decided(story, group)
    attacks = (
        (months_ago(1, 6), "rumour", "群里说粪袋箱是她亲戚做的，赚了差价。"),
        (months_ago(1, 20), "insult", "有人当面说她“闲得慌，想出名”。"),
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
    day = months_ago(6, 4)
    with on(day):
        data = NewDecision(
            **op(),
            decided_on=day,
            what="装四个粪袋箱，放在四个路口",
            why="捡的人说最缺的是袋子；四个路口谁都路过。",
            decided_with="小队月会，到会 11 人",
            cost_yuan=340,
            group=group,
            program=story.program_id,
            resident=story.people["赵姐"],
        )
        decision_id = await decision_actions.write_down(story.community, data, actor=story.actor)
        decision = await decision_queries.access_decision(story.actor, decision_id)
        await decision_actions.publish(decision, PublishedDecision(**op()), actor=story.actor)


async def _small_deeds(story: Story) -> None:
    for place in range(45):
        with on(_lately(place), 8 + place % 12):
            data = NewDeed(
                **op(),
                text=DEEDS[place % len(DEEDS)],
                building=story.buildings[place % 9],
                program=story.program_id,
            )
            passer_by = deed_actions.passer_by(story.community, "路过的邻居")
            await deed_actions.write_deed(
                story.community, data, address=f"203.0.113.{place}", actor=passer_by
            )


def _lately(place: int) -> date:
    """Days of the last six weeks, the later ones oftener."""
    return clock.today() - timedelta(days=42 - place * 42 // 44)
