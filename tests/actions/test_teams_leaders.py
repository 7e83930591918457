"""Community leaders by two criteria, and who leads a group: confirmed, raced for, ended."""

import asyncio
from datetime import date

import pytest

from groups.teams import actions, closure_actions, leader_queries, term_actions
from groups.teams import community_leader_actions as register
from groups.teams.schemas import (
    Closure,
    Confirmation,
    Departure,
    EditedSpotting,
    NewSighting,
    NewTerm,
    Spotting,
    TermEnd,
    Withdrawal,
)
from groups.teams.tables import CommunityLeader, Group, GroupLeader, Membership
from programs.communities.tables import Community
from programs.method.queries import totals_of
from programs.residents.key_queries import reader_of
from server import audit
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast

FEBRUARY, MARCH, APRIL, MAY = (date(2026, month, 1) for month in (2, 3, 4, 5))


async def sums(cast: Cast) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in (await totals_of(cast.ours.program)).items() if amount}


async def group_of(cast: Cast) -> Group:
    found = await Group.objects().get(Group.id == cast.ours.group)
    assert found is not None
    return found


async def spotted(cast: Cast, name: str = "猫奶奶", **values: object) -> CommunityLeader:
    given = {
        "resident": cast.ours.residents.get(name),
        "source_type": "resident",
        "spotted_by": "陈社工",
        "spotted_on": MARCH,
        "program": cast.ours.program,
        **values,
    }
    community = await Community.objects().get(Community.id == cast.ours.community)
    entry_id = await register.spot(community, Spotting(op_id=new_op_id(), **given), actor=cast.chen)
    found = await CommunityLeader.objects().get(CommunityLeader.id == entry_id)
    assert found is not None
    return found


async def seen(cast: Cast, entry: CommunityLeader, *criteria: str, on: date = MARCH) -> None:
    for criterion in criteria:
        data = NewSighting(op_id=new_op_id(), criterion=criterion, seen_on=on, what="带着八户邻居扫了楼道")
        await register.add_sighting(entry, data, actor=cast.chen)


async def confirm(cast: Cast, entry: CommunityLeader, on: date = APRIL) -> int:
    return await register.confirm(entry, Confirmation(op_id=new_op_id(), confirmed_on=on), actor=cast.chen)


async def capable(cast: Cast, name: str = "猫奶奶") -> CommunityLeader:
    """A confirmed community leader."""
    entry = await spotted(cast, name)
    await seen(cast, entry, "cares", "brings")
    await confirm(cast, entry)
    return entry


async def withdraw(cast: Cast, entry: CommunityLeader) -> int:
    return await register.withdraw(entry, Withdrawal(op_id=new_op_id(), reason="记错了人"), actor=cast.chen)


async def lead(cast: Cast, name: str = "猫奶奶", **values: object) -> int:
    given = {
        "position": "leader",
        "resident": cast.ours.residents.get(name),
        "chosen_how": "elected",
        "votes_for": 9,
        "votes_cast": 14,
        "since": APRIL,
        **values,
    }
    return await term_actions.confirm_term(
        await group_of(cast), NewTerm(op_id=new_op_id(), **given), actor=cast.chen
    )


async def deputy(cast: Cast, name: str = "王阿姨", **values: object) -> int:
    plain = {"position": "deputy", "chosen_how": "offered", "votes_for": None, "votes_cast": None}
    return await lead(cast, name, **{**plain, **values})


async def end(cast: Cast, term_id: int, on: date = MAY) -> int:
    term, group = await leader_queries.access_term(cast.chen, term_id)
    data = TermEnd(op_id=new_op_id(), ended_on=on, reason="期满")
    return await term_actions.end_term(term, group, data, actor=cast.chen)


async def test_one_criterion_leaves_a_candidate_to_be_watched(cast: Cast) -> None:
    entry = await spotted(cast)
    for criteria, code in (
        ([], "teams.nothing_seen"),
        (["cares"], "teams.brings_not_seen"),
    ):
        await seen(cast, entry, *criteria)
        with pytest.raises(Refused) as refused:
            await confirm(cast, entry)
        assert (refused.value.code, refused.value.field) == (code, "confirmed_on")
        assert (await leader_queries.entry_of(entry))["standing"] == "watched"
    assert await sums(cast) == {}


async def test_both_criteria_confirm_a_community_leader_for_the_program(cast: Cast) -> None:
    entry = await spotted(cast)
    await seen(cast, entry, "cares")
    await seen(cast, entry, "brings", on=MAY)
    assert (await leader_queries.entry_of(entry))["standing"] == "ready"
    with pytest.raises(Refused) as refused:
        await confirm(cast, entry, on=APRIL)
    assert refused.value.code == "teams.brings_not_seen"
    await confirm(cast, entry, on=MAY)
    assert await sums(cast) == {("leader.capable", ""): 1}
    with pytest.raises(Refused) as refused:
        await confirm(cast, entry, on=MAY)
    assert refused.value.code == "teams.confirmed_already"


async def test_a_withdrawn_confirmation_counts_no_longer(cast: Cast) -> None:
    entry = await capable(cast)
    await withdraw(cast, entry)
    assert await sums(cast) == {}
    assert (await leader_queries.entry_of(entry))["standing"] == "ready"
    [entry_written, *_] = await audit.entries_of(
        "community_leader", entry.id, organisation_id=cast.ours.organisation
    )
    assert entry_written["action"] == "community_leader.withdrawn"
    assert entry_written["reason"] != "记错了人"
    assert (await reader_of(entry.resident))(entry_written["reason"]) == "记错了人"
    with pytest.raises(Refused) as refused:
        await withdraw(cast, entry)
    assert refused.value.code == "teams.not_confirmed"
    await confirm(cast, entry)
    assert await sums(cast) == {("leader.capable", ""): 1}


async def test_nobody_is_spotted_twice(cast: Cast) -> None:
    outcomes = await asyncio.gather(*(spotted(cast) for _try in range(4)), return_exceptions=True)
    assert sum(isinstance(outcome, CommunityLeader) for outcome in outcomes) == 1, outcomes
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} == {"teams.spotted_already"}


async def test_people_and_programs_of_elsewhere_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await spotted(cast, resident=cast.theirs.residents["周姐"])
    with pytest.raises(NotFound):
        await spotted(cast, program=cast.theirs.program)
    entry = await spotted(cast)
    for actor in (cast.he, cast.bai, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await leader_queries.access_community_leader(actor, entry.id)


async def test_a_confirmed_entry_takes_its_evidence_to_another_program(cast: Cast) -> None:
    entry = await capable(cast)
    version = (await leader_queries.entry_of(entry))["version"]
    fields = {"source_type": "local_organisation", "spotted_by": "李娜", "spotted_on": FEBRUARY}
    data = EditedSpotting(op_id=new_op_id(), version=version, **fields)
    await register.edit_entry(entry, data, actor=cast.chen)
    assert await sums(cast) == {}
    with pytest.raises(Stale):
        await register.edit_entry(
            entry,
            EditedSpotting(op_id=new_op_id(), version=version, **{**fields, "spotted_by": "王"}),
            actor=cast.lin,
        )


@pytest.mark.parametrize(
    ("prepared", "code"),
    [
        (None, "teams.leader_not_spotted"),
        (("cares",), "teams.leader_without_criteria"),
        (("cares", "brings"), "teams.leader_not_confirmed"),
    ],
)
async def test_a_leader_is_a_confirmed_community_leader(
    cast: Cast, prepared: tuple[str, ...] | None, code: str
) -> None:
    if prepared is not None:
        await seen(cast, await spotted(cast), *prepared)
    with pytest.raises(Refused) as refused:
        await lead(cast)
    assert (refused.value.code, refused.value.field) == (code, "resident")
    await deputy(cast, "猫奶奶")


async def test_a_leader_in_place_counts_until_the_term_ends(cast: Cast) -> None:
    await capable(cast)
    term = await lead(cast)
    assert (await sums(cast))["leader.confirmed", ""] == 1
    second = await deputy(cast)
    assert (await sums(cast))["leader.deputy", ""] == 1
    await end(cast, term)
    assert ("leader.confirmed", "") not in await sums(cast)
    again = await lead(cast, since=MAY, chosen_how="rotation", votes_for=None, votes_cast=None)
    assert (await sums(cast))["leader.confirmed", ""] == 1
    await end(cast, again)
    await end(cast, second)
    assert set(await sums(cast)) == {("leader.capable", "")}
    terms = await leader_queries.terms_of(cast.ours.group)
    assert [(row["position"], row["votes_for"], row["ended_on"]) for row in terms] == [
        ("leader", None, MAY),
        ("deputy", None, MAY),
        ("leader", 9, MAY),
    ]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"votes_for": 15}, "teams.more_for_than_cast", "votes_for"),
        ({"votes_cast": None}, "teams.votes_missing", "votes_cast"),
        ({"chosen_how": "offered"}, "teams.votes_without_election", "votes_for"),
        ({"since": date(1970, 1, 1)}, "day.too_early", "since"),
        ({"since": FEBRUARY}, "teams.leads_before_joining", "since"),
        ({"until": MARCH}, "day.end_before_start", "until"),
        ({"until": date(2099, 1, 1)}, "day.too_late", "until"),
        ({"name": "李娜"}, "teams.leader_not_member", "resident"),
        ({"account": 999_999}, "teams.account_unfit", "account"),
    ],
)
async def test_terms_that_cannot_be(cast: Cast, values: dict, code: str, field: str) -> None:
    await capable(cast)
    with pytest.raises(Refused) as refused:
        await lead(cast, **values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await GroupLeader.count() == 0


async def test_one_person_holds_one_position(cast: Cast) -> None:
    await capable(cast)
    await lead(cast)
    with pytest.raises(Refused) as refused:
        await deputy(cast, "猫奶奶")
    assert refused.value.code == "teams.holds_other_position"
    with pytest.raises(NotFound):
        await deputy(cast, resident=cast.theirs.residents["周姐"])


async def test_two_who_confirm_a_leader_at_once_confirm_one(cast: Cast) -> None:
    for name in ("猫奶奶", "王阿姨"):
        await capable(cast, name)
    outcomes = await asyncio.gather(lead(cast, "猫奶奶"), lead(cast, "王阿姨"), return_exceptions=True)
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Refused)] == ["teams.has_leader"]
    assert await GroupLeader.count().where(GroupLeader.ended_on.is_null()) == 1
    assert (await sums(cast))["leader.confirmed", ""] == 1


async def test_a_leader_and_a_withdrawal_at_once_leave_no_unconfirmed_leader(cast: Cast) -> None:
    entry = await capable(cast)
    outcomes = await asyncio.gather(lead(cast), withdraw(cast, entry), return_exceptions=True)
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert refusal.code in {"teams.leads_a_group", "teams.leader_not_confirmed"}


async def test_who_leads_neither_leaves_nor_loses_the_confirmation(cast: Cast) -> None:
    entry = await capable(cast)
    term = await lead(cast)
    with pytest.raises(Refused) as refused:
        await withdraw(cast, entry)
    assert refused.value.code == "teams.leads_a_group"
    stay = await Membership.objects().get(Membership.resident == cast.ours.residents["猫奶奶"])
    departure = Departure(op_id=new_op_id(), left_on=MAY)
    with pytest.raises(Refused) as refused:
        await actions.end_stay(stay, await group_of(cast), departure, actor=cast.chen)
    assert refused.value.code == "teams.leads_this_group"
    await end(cast, term)
    await actions.end_stay(stay, await group_of(cast), departure, actor=cast.chen)
    await withdraw(cast, entry)


async def test_a_term_ends_once_and_not_before_it_began(cast: Cast) -> None:
    term = await deputy(cast)
    with pytest.raises(Refused) as refused:
        await end(cast, term, on=MARCH)
    assert (refused.value.code, refused.value.facts["day"]) == ("teams.ended_before_start", APRIL)
    outcomes = await asyncio.gather(*(end(cast, term) for _try in range(3)), return_exceptions=True)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2, outcomes


async def test_closing_ends_the_terms(cast: Cast) -> None:
    await capable(cast)
    await lead(cast)
    await deputy(cast)
    data = Closure(op_id=new_op_id(), closed_on=MAY, reason="没人来了")
    await closure_actions.close_group(await group_of(cast), data, actor=cast.chen)
    assert set(await sums(cast)) == {("leader.capable", "")}
    assert {row["end_reason"] for row in await leader_queries.terms_of(cast.ours.group)} == {"没人来了"}
    with pytest.raises(Refused) as refused:
        await deputy(cast)
    assert refused.value.code == "teams.group_closed"


async def test_the_register_is_read_by_community_and_program(cast: Cast) -> None:
    entry = await capable(cast)
    await spotted(cast, "王阿姨", program=None)
    listed = await leader_queries.list_community_leaders(cast.chen)
    assert [(row["name"], row["standing"]) for row in listed] == [
        ("王阿姨", "watched"),
        ("猫奶奶", "confirmed"),
    ]
    [row] = await leader_queries.list_community_leaders(cast.lin, program_id=cast.ours.program)
    assert row["id"] == entry.id
    assert await leader_queries.list_community_leaders(cast.he) == []
    assert await leader_queries.list_community_leaders(cast.bai) == []
    standings = await leader_queries.standings_of_members(cast.ours.group)
    assert {resident: one["standing"] for resident, one in standings.items()} == {
        cast.ours.residents["猫奶奶"]: "confirmed",
        cast.ours.residents["王阿姨"]: "watched",
    }
    neighbours = await leader_queries.neighbours_to_spot(cast.ours.community)
    assert {row["name"] for row in neighbours} == {"陈叔", "张𠮷", "李娜"}
    chosen = [cast.ours.residents["张𠮷"]]
    found = await leader_queries.neighbours_to_spot(cast.ours.community, text="陈", chosen=chosen)
    assert [row["name"] for row in found] == ["张𠮷", "陈叔"]
