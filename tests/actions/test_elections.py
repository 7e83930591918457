"""An election from the first candidate to the successor's term, under the eyes of a neighbour."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from groups.teams import (
    election_actions,
    election_queries,
    election_sections,
    handover_actions,
    handover_queries,
    leader_queries,
)
from groups.teams.election_queries import Wait
from groups.teams.election_schemas import (
    CountedElection,
    EditedElection,
    ElectionCancelled,
    NewCandidate,
    NewElection,
    NewHandOverItem,
    NewObserver,
    Publication,
    Receipt,
    TakingOver,
)
from groups.teams.tables import Election, ElectionCandidate, Group, GroupLeader, HandOverItem
from programs.communities.tables import Community
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.actions.test_teams_leaders import capable, deputy, end, lead, sums
from tests.cast import Cast, _row
from tests.meeting import meet

DAY = date(2026, 5, 9)
OLD, NEW, NEIGHBOUR = "猫奶奶", "王阿姨", "李娜"


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


def on_the_day() -> Any:
    return clock.at(datetime(2026, 5, 9, 4, tzinfo=UTC))


async def fresh(election_id: int) -> Election:
    found = await Election.objects().get(Election.id == election_id)
    assert found is not None
    return found


async def planned(cast: Cast, **given: Any) -> Election:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    fields = {"title": "换届选举", "held_on": DAY, "group": cast.ours.group, **given}
    return await fresh(
        await election_actions.plan_election(community, NewElection(**op(), **fields), actor=cast.chen)
    )


async def stands(cast: Cast, election: Election, name: str, position: str = "leader") -> int:
    data = NewCandidate(**op(), resident=cast.ours.residents[name], position=position)
    return await election_actions.add_candidate(election, data, actor=cast.chen)


async def watches(cast: Cast, election: Election, name: str) -> int:
    data = NewObserver(**op(), resident=cast.ours.residents[name], watched_on=DAY)
    return await election_actions.add_observer(election, data, actor=cast.chen)


async def counted(
    cast: Cast, election: Election, votes: dict[int, int], *, version: int | None = None
) -> None:
    data = CountedElection(
        **op(),
        candidates=tuple(votes),
        votes=tuple(votes.values()),
        votes_cast=14,
        electors=20,
        version=version or (await fresh(election.id)).version,
    )
    await election_actions.count(election, data, actor=cast.chen)


async def publish(cast: Cast, election: Election, *, version: int | None = None) -> None:
    data = Publication(**op(), version=version or (await fresh(election.id)).version)
    await election_actions.publish(election, data, actor=cast.chen)


async def term_of(cast: Cast, name: str) -> GroupLeader | None:
    return await GroupLeader.objects().get(
        (GroupLeader.resident == cast.ours.residents[name]) & GroupLeader.ended_on.is_null()
    )


async def hand_over(cast: Cast, term: GroupLeader, *kinds: str) -> None:
    """The seal goes to the successor, of the other kinds there is nothing."""
    group = await Group.objects().get(Group.id == cast.ours.group)
    assert group is not None
    for kind in kinds:
        what = "公章一枚" if kind == "seal" else None
        data = NewHandOverItem(**op(), kind=kind, what=what, none_held=what is None)
        item_id = await handover_actions.add_item(term, group, data, actor=cast.chen)
        if kind == "seal":
            item = await HandOverItem.objects().get(HandOverItem.id == item_id)
            assert item is not None
            receipt = Receipt(**op(), received_by=NEW, received_on=DAY)
            await handover_actions.receive(item, term, group, receipt, actor=cast.chen)


async def test_the_successor_begins_once_everything_is_handed_over(cast: Cast) -> None:
    with on_the_day():
        await capable(cast, OLD)
        await capable(cast, NEW)
        await lead(cast, OLD)
        old_term = await term_of(cast, OLD)
        assert old_term is not None
        election = await planned(cast)
        votes = {await stands(cast, election, NEW): 9, await stands(cast, election, OLD): 5}
        await counted(cast, election, votes)
        with pytest.raises(Refused, match="no_observer"):
            await publish(cast, election)
        with pytest.raises(Refused, match="observer_stands"):
            await watches(cast, election, NEW)
        await watches(cast, election, NEIGHBOUR)
        await publish(cast, election)
        assert (await sums(cast))["election.published", ""] == 1
        winner = await ElectionCandidate.objects().get(ElectionCandidate.elected.eq(True))
        assert winner is not None
        assert winner.group_leader is None
        [row, _other] = await election_queries.candidates_of(election.id)
        wait = await election_queries.what_waits(await fresh(election.id), row, since=DAY)
        assert wait == Wait("handover", old_term.id)
        assert await term_of(cast, NEW) is None
        taking = TakingOver(**op(), since=DAY)
        with pytest.raises(Refused, match="hand_over_open"):
            await election_actions.take_over(winner, election, taking, actor=cast.chen)
        assert await term_of(cast, OLD) is not None
        await hand_over(cast, old_term, "seal", "account", "documents", "keys", "money")
        with pytest.raises(Refused, match="hand_over_open"):
            await election_actions.take_over(winner, election, TakingOver(**op(), since=DAY), actor=cast.chen)
        await hand_over(cast, old_term, "contacts")
        await election_actions.take_over(winner, election, TakingOver(**op(), since=DAY), actor=cast.chen)
    new_term = await term_of(cast, NEW)
    assert new_term is not None
    assert (new_term.votes_for, new_term.votes_cast, new_term.until) == (9, 14, date(2027, 5, 8))
    assert await term_of(cast, OLD) is None
    assert (await sums(cast))["leader.confirmed", ""] == 1
    terms = await leader_queries.terms_of(cast.ours.group)
    assert [row["end_reason"] != "" for row in terms] == [False, True]


async def seal_on_the_list(cast: Cast) -> tuple[GroupLeader, Group, HandOverItem]:
    await capable(cast, OLD)
    await lead(cast, OLD)
    term, group = await term_of(cast, OLD), await Group.objects().get(Group.id == cast.ours.group)
    assert term is not None
    assert group is not None
    data = NewHandOverItem(**op(), kind="seal", what="公章一枚")
    item_id = await handover_actions.add_item(term, group, data, actor=cast.chen)
    item = await HandOverItem.objects().get(HandOverItem.id == item_id)
    assert item is not None
    return term, group, item


async def test_what_is_being_received_is_not_taken_off_the_list(cast: Cast) -> None:
    with on_the_day():
        term, group, item = await seal_on_the_list(cast)
        receipt = Receipt(**op(), received_by=NEW, received_on=DAY)
        answer = await meet(
            lambda: handover_actions.receive(item, term, group, receipt, actor=cast.chen),
            lambda: handover_actions.remove_item(term, group, item.id, actor=cast.chen),
        )
    assert isinstance(answer, Refused)
    assert answer.code == "teams.item_received"
    [kept] = await handover_queries.plain_items(term.id)
    assert kept.received_on == DAY


async def test_what_is_being_taken_off_the_list_is_not_received(cast: Cast) -> None:
    with on_the_day():
        term, group, item = await seal_on_the_list(cast)
        receipt = Receipt(**op(), received_by=NEW, received_on=DAY)
        answer = await meet(
            lambda: handover_actions.remove_item(term, group, item.id, actor=cast.chen),
            lambda: handover_actions.receive(item, term, group, receipt, actor=cast.chen),
        )
    assert isinstance(answer, NotFound)
    assert await handover_queries.plain_items(term.id) == []


async def test_without_anybody_before_the_term_begins_with_the_publication(cast: Cast) -> None:
    with on_the_day():
        await capable(cast, NEW)
        election = await planned(cast)
        await counted_and_watched(cast, election)
        outcomes = await asyncio.gather(
            *(publish(cast, election) for _try in range(3)), return_exceptions=True
        )
        assert sum(outcome is None for outcome in outcomes) == 1, outcomes
        assert await term_of(cast, NEW) is not None
        shown = await election_sections.street_section(await community_of(cast))
        late = ElectionCancelled(**op(), reason="改期")
        with pytest.raises(Refused, match="election_over"):
            await election_actions.cancel_election(election, late, actor=cast.chen)
    assert shown is not None
    [result] = shown[1]["elections"]
    assert [(one["name"], one["votes"]) for one in result["elected"]] == [("", 9)]
    assert result["observers"] == 1
    assert await GroupLeader.count() == 1


async def counted_and_watched(cast: Cast, election: Election) -> None:
    await counted(cast, election, {await stands(cast, election, NEW): 9})
    await watches(cast, election, NEIGHBOUR)


async def community_of(cast: Cast) -> Community:
    found = await Community.objects().get(Community.id == cast.ours.community)
    assert found is not None
    return found


async def test_who_cannot_lead_yet_is_published_and_waits(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        await counted_and_watched(cast, election)
        await publish(cast, election)
        [row] = await election_queries.candidates_of(election.id)
        assert await election_queries.what_waits(await fresh(election.id), row, since=DAY) == Wait("unfit")
    assert await GroupLeader.count() == 0


async def test_a_term_begins_with_the_election_at_the_earliest(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        await counted_and_watched(cast, election)
        await publish(cast, election)
        await capable(cast, NEW)
        [row] = await election_queries.candidates_of(election.id)
        winner, _election = await election_queries.access_candidate(cast.chen, row["id"])
        early = TakingOver(**op(), since=date(2026, 5, 8))
        with pytest.raises(Refused, match="takes_over_early") as refused:
            await election_actions.take_over(winner, election, early, actor=cast.chen)
        assert (refused.value.field, await GroupLeader.count()) == ("since", 0)
        await election_actions.take_over(winner, election, TakingOver(**op(), since=DAY), actor=cast.chen)
    assert await term_of(cast, NEW) is not None


async def test_no_term_begins_while_the_one_before_ran(cast: Cast) -> None:
    with on_the_day():
        await capable(cast, OLD)
        await end(cast, await lead(cast, OLD), DAY)
        with pytest.raises(Refused, match="terms_overlap") as refused:
            await lead(cast, OLD, since=date(2026, 5, 8))
        assert (refused.value.field, refused.value.facts["day"]) == ("since", DAY)
        assert await deputy(cast, NEW, since=date(2026, 5, 8))  # in the other position nobody was before
        assert await lead(cast, OLD, since=DAY)


async def test_only_the_count_that_was_read_is_published(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        candidate = await stands(cast, election, NEW)
        await counted(cast, election, {candidate: 9})
        await watches(cast, election, NEIGHBOUR)
        read = (await fresh(election.id)).version
        await counted(cast, election, {candidate: 8})
        with pytest.raises(Refused, match="count_changed"):
            await publish(cast, election, version=read)
        assert (await fresh(election.id)).state == "counted"
        await publish(cast, election)


async def test_who_withdrew_may_stand_again_until_the_count(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        first = await stands(cast, election, NEW)
        candidate, _election = await election_queries.access_candidate(cast.chen, first)
        await election_actions.withdraw_candidate(candidate, election, actor=cast.chen)
        assert await stands(cast, election, NEW, "deputy") == first
        [row] = await election_queries.candidates_of(election.id)
        assert (row["withdrew_on"], row["position"]) == (None, "deputy")
        with pytest.raises(Refused, match="stands_already"):
            await stands(cast, election, NEW)
        await election_actions.withdraw_candidate(candidate, election, actor=cast.chen)
        await watches(cast, election, NEW)
        with pytest.raises(Refused, match="candidate_observes"):
            await stands(cast, election, NEW)


async def test_a_body_is_elected_by_seats_and_makes_no_leader(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast, group=None, body="业委会", seats=2)
        names = ["陈叔", "王阿姨", "猫奶奶"]
        votes = {
            await stands(cast, election, name): given for name, given in zip(names, (9, 7, 3), strict=True)
        }
        await counted(cast, election, votes)
        await watches(cast, election, NEIGHBOUR)
        await publish(cast, election)
    elected = [row["name"] for row in await election_queries.candidates_of(election.id) if row["elected"]]
    assert elected == ["陈叔", "王阿姨"]
    assert await GroupLeader.count() == 0


async def test_elections_of_elsewhere_do_not_exist(cast: Cast) -> None:
    election = await planned(cast)
    for stranger in (cast.he, cast.bai, cast.zhao, cast.wu):
        with pytest.raises(NotFound):
            await election_queries.access_election(stranger, election.id)
    with pytest.raises(NotFound):
        await planned(cast, group=cast.theirs.group)
    with pytest.raises(NotFound):
        data = NewCandidate(**op(), resident=cast.theirs.residents["周姐"])
        await election_actions.add_candidate(election, data, actor=cast.chen)
    with pytest.raises(Refused, match="candidate_not_member"):
        await stands(cast, election, NEIGHBOUR)
    assert await handover_queries.open_predecessor(cast.ours.group, position="leader", successor=0) is None


async def test_nobody_has_watched_before_the_day(cast: Cast) -> None:
    with clock.at(datetime(2026, 5, 1, 4, tzinfo=UTC)):
        election = await planned(cast)
        early = NewObserver(**op(), resident=cast.ours.residents[NEIGHBOUR], watched_on=date(2026, 5, 1))
        with pytest.raises(Refused, match="watched_before_day") as refused:
            await election_actions.add_observer(election, early, actor=cast.chen)
    assert refused.value.field == "watched_on"
    with on_the_day():
        assert await watches(cast, election, NEIGHBOUR)
        put_off = EditedElection(
            **op(), version=1, title="换届选举", held_on=date(2026, 5, 10), group=cast.ours.group
        )
        await election_actions.edit_election(election, put_off, actor=cast.chen)
    with clock.at(datetime(2026, 5, 10, 4, tzinfo=UTC)):
        await counted(cast, await fresh(election.id), {await stands(cast, election, NEW): 9})
        with pytest.raises(Refused, match="no_observer"):
            await publish(cast, election)
        data = NewObserver(**op(), resident=cast.ours.residents[OLD], watched_on=date(2026, 5, 10))
        await election_actions.add_observer(election, data, actor=cast.chen)
        await publish(cast, election)
        shown = await election_sections.street_section(await community_of(cast))
    assert shown is not None
    assert shown[1]["elections"][0]["observers"] == 1


async def test_who_stands_stands_for_what_was_planned(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        await stands(cast, election, OLD)
        fields = {"title": "换届选举", "held_on": DAY, "version": election.version}
        moved = EditedElection(**op(), **fields, body="业委会", seats=3)
        with pytest.raises(Refused, match="place_fixed") as refused:
            await election_actions.edit_election(election, moved, actor=cast.chen)
        assert refused.value.field == "group"
        renamed = EditedElection(**op(), **fields, group=cast.ours.group, term_months=24)
        await election_actions.edit_election(election, renamed, actor=cast.chen)
        assert (await fresh(election.id)).term_months == 24


async def test_of_two_counts_at_once_the_later_one_is_told(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast)
        candidate = await stands(cast, election, NEW)
        outcomes = await asyncio.gather(
            *(counted(cast, election, {candidate: votes}, version=1) for votes in (3, 9)),
            return_exceptions=True,
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Stale"]
        saved = 3 if outcomes[0] is None else 9
        [row] = await election_queries.candidates_of(election.id)
        assert row["votes"] == saved
        with pytest.raises(Stale):
            await counted(cast, election, {candidate: 5}, version=1)
        await counted(cast, election, {candidate: 5}, version=2)
        [row] = await election_queries.candidates_of(election.id)
        assert row["votes"] == 5
        with pytest.raises(Refused, match="more_votes_than_ballots"):
            await counted(cast, election, {candidate: 10, await stands_too(cast, election): 5}, version=3)


async def stands_too(cast: Cast, election: Election) -> int:
    """Another who stands for the same, although the count has begun."""
    async with write_transaction():
        return await _row(
            ElectionCandidate,
            organisation=cast.ours.organisation,
            election=election.id,
            resident=cast.ours.residents[OLD],
            position="leader",
        )
