"""Elections, terms and a hand-over (S39): one that neighbours watched, one that nobody did, and a leader who leaves in honour."""

from __future__ import annotations

from datetime import date, timedelta

from groups.teams import (
    election_actions,
    election_queries,
    handover_actions,
    handover_queries,
    leader_queries,
    term_actions,
)
from groups.teams.election_schemas import (
    CountedElection,
    NewCandidate,
    NewElection,
    NewHandOverItem,
    NewObserver,
    Publication,
    Receipt,
)
from groups.teams.schemas import TermEnd
from server.demo.program import months_ago, on, op, saturday
from server.demo.story import Story
from server.lib import clock

_HANDED_ON = (
    ("seal", ""),
    ("account", "合唱团公众号的密码"),
    ("documents", "歌谱两本、签到册一本"),
    ("keys", "长廊储物柜钥匙"),
    ("money", "余款 126 元，附账页"),
    ("contacts", "三十一位团员的通讯录"),
)


async def deputy_of(story: Story, group: int) -> None:
    """A deputy is elected, with two neighbours watching the count."""
    day = saturday(months_ago(2, 20))
    data = NewElection(**op(), title="铲屎官小队选副队长", held_on=day, group=group, seats=1, term_months=12)
    election_id = await _count(
        story, data, {"陈叔": 9, "李娜": 4}, cast=13, electors=14, watched_by=("罗叔", "田老师")
    )
    with on(day, 20):
        election = await election_queries.access_election(story.actor, election_id)
        result = Publication(**op(), version=election.version)
        await election_actions.publish(election, result, actor=story.actor)


async def unwatched(story: Story) -> None:
    """The count of a body's election that no resident watched: it stays unpublished."""
    day = clock.today() - timedelta(days=9)
    data = NewElection(**op(), title="杏花苑自管小组选举", held_on=day, body="杏花苑院落自管小组", seats=3)
    votes = {"吴伯": 61, "刘姐": 54, "郭哥": 47, "钟婆婆": 20}
    await _count(story, data, votes, cast=71, electors=112, watched_by=())


async def _count(
    story: Story,
    data: NewElection,
    votes: dict[str, int],
    *,
    cast: int,
    electors: int,
    watched_by: tuple[str, ...],
) -> int:
    actor, day = story.actor, data.held_on
    with on(day - timedelta(days=10)):
        election_id = await election_actions.plan_election(story.community, data, actor=actor)
        for name in votes:
            election = await election_queries.access_election(actor, election_id)
            stands = NewCandidate(
                **op(), resident=story.people[name], position="deputy" if data.group else "leader"
            )
            await election_actions.add_candidate(election, stands, actor=actor)
    with on(day, 20):
        for name in watched_by:
            election = await election_queries.access_election(actor, election_id)
            watched = NewObserver(**op(), resident=story.people[name], watched_on=day)
            await election_actions.add_observer(election, watched, actor=actor)
        candidates = tuple(row["id"] for row in await election_queries.candidates_of(election_id))
        election = await election_queries.access_election(actor, election_id)
        counted = CountedElection(
            **op(),
            candidates=candidates,
            votes=tuple(votes.values()),
            votes_cast=cast,
            electors=electors,
            version=election.version,
        )
        await election_actions.count(election, counted, actor=actor)
    return election_id


async def hand_on(story: Story, group: int, day: date, old: str, new: str) -> None:
    """A leader leaves in honour: everything is handed on, line by line, before the next one begins."""
    [term_id] = [
        row["id"]
        for row in await leader_queries.terms_of(group)
        if row["resident"] == story.people[old] and row["ended_on"] is None
    ]
    with on(day):
        term, team = await leader_queries.access_term(story.actor, term_id)
        for kind, what in _HANDED_ON:
            line = NewHandOverItem(**op(), kind=kind, what=what or None, none_held=not what)  # type: ignore[arg-type]  # one of the choices
            await handover_actions.add_item(term, team, line, actor=story.actor)
        for row in await handover_queries.items_of(term_id):
            if not row["none_held"]:
                item, term, team = await handover_queries.access_item(story.actor, row["id"])
                got = Receipt(**op(), received_by=new, received_on=day)
                await handover_actions.receive(item, term, team, got, actor=story.actor)
        term, team = await leader_queries.access_term(story.actor, term_id)
        ended = TermEnd(**op(), ended_on=day, reason="年纪大了，想歇一歇，还来唱。", honoured_as="名誉顾问")
        await term_actions.end_term(term, team, ended, actor=story.actor)
    with on(day):
        deputy = [
            row["id"]
            for row in await leader_queries.terms_of(group)
            if row["resident"] == story.people[new] and row["ended_on"] is None
        ]
        for row_id in deputy:
            term, team = await leader_queries.access_term(story.actor, row_id)
            moved = TermEnd(**op(), ended_on=day, reason="接任团长。")
            await term_actions.end_term(term, team, moved, actor=story.actor)
    await story.lead(day, group, new, votes=(8, 8))
