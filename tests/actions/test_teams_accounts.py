"""The accounts with which leaders sign in: tied to a term, and shut out with its end."""

from __future__ import annotations

import pytest

from groups.teams import actions, leader_queries, term_actions
from groups.teams.schemas import NewMembers, NewTerm, TermAccount
from groups.teams.tables import Group, GroupLeader
from programs.communities.tables import Community
from programs.residents import erasure_actions
from programs.residents.law_schemas import Erased
from programs.residents.tables import Resident
from server.accounts.tables import RoleAssignment
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.actions.test_teams_leaders import APRIL, MARCH, capable, deputy, end, lead, sums
from tests.cast import Cast


async def roles_of(cast: Cast, group_id: int) -> int:
    return await RoleAssignment.count().where(
        (RoleAssignment.user == cast.zhao.user_id)
        & (RoleAssignment.scope_id == group_id)
        & RoleAssignment.ended_at.is_null()
    )


async def test_an_account_opens_the_group_and_the_end_of_the_term_shuts_it(cast: Cast) -> None:
    community = await Community.objects().get(Community.id == cast.ours.community)
    group = Group(
        organisation=cast.ours.organisation,
        community=community.id,
        name="棋社",
        kind="sport",
        formed_on=MARCH,
    )
    async with db.write_transaction():
        await group.save()
    li = cast.ours.residents["李娜"]
    joined = NewMembers(op_id=new_op_id(), joined_on=MARCH, residents=(li,))
    await actions.add_members(group, joined, actor=cast.chen)
    data = NewTerm(
        op_id=new_op_id(),
        position="deputy",
        resident=li,
        chosen_how="offered",
        since=APRIL,
        account=cast.zhao.user_id,
    )
    term = await term_actions.confirm_term(group, data, actor=cast.chen)
    assert await roles_of(cast, group.id) == 1
    assert await leader_queries.term_by(group.id, cast.zhao.user_id) == li
    await end(cast, term)
    assert await roles_of(cast, group.id) == 0
    assert await roles_of(cast, cast.ours.group) == 1
    assert await leader_queries.term_by(group.id, cast.zhao.user_id) is None


async def tie(cast: Cast, term_id: int, account: int) -> int:
    term, group = await leader_queries.access_term(cast.chen, term_id)
    data = TermAccount(op_id=new_op_id(), account=account)
    return await term_actions.tie_account(term, group, data, actor=cast.chen)


async def test_an_account_invited_later_is_tied_to_its_term_and_ends_with_it(cast: Cast) -> None:
    await capable(cast)
    zhao, term = cast.zhao.user_id, await lead(cast)
    assert await leader_queries.term_by(cast.ours.group, zhao) is None
    await tie(cast, term, zhao)
    assert await leader_queries.term_by(cast.ours.group, zhao) == cast.ours.residents["猫奶奶"]
    second = await deputy(cast)
    for account, code in ((zhao, "teams.account_of_another"), (cast.chen.user_id, "teams.account_unfit")):
        with pytest.raises(Refused) as refused:
            await tie(cast, second, account)
        assert refused.value.code == code
    await end(cast, term)
    assert await roles_of(cast, cast.ours.group) == 0
    with pytest.raises(Refused) as refused:
        await tie(cast, term, zhao)
    assert refused.value.code == "teams.term_ended"


async def test_staff_accounts_lead_no_group(cast: Cast) -> None:
    await capable(cast)
    with pytest.raises(Refused) as refused:
        await lead(cast, account=cast.chen.user_id)
    assert refused.value.code == "teams.account_unfit"
    assert [id for id, _name in await leader_queries.leader_accounts(cast.chen)] == [cast.zhao.user_id]


async def test_who_leads_and_is_forgotten_leads_no_longer(cast: Cast) -> None:
    register_rooms()
    await capable(cast)
    await tie(cast, await lead(cast), cast.zhao.user_id)
    await deputy(cast)
    for name, left in (("猫奶奶", {"leader.capable", "leader.deputy"}), ("王阿姨", {"leader.capable"})):
        resident = await Resident.objects().get(Resident.id == cast.ours.residents[name])
        assert resident is not None
        data = Erased(op_id=new_op_id(), ground="asked", name=name)
        await erasure_actions.erase_resident(resident, data, actor=cast.lin)
        assert {kind for kind, _facet in await sums(cast)} == left
    assert await roles_of(cast, cast.ours.group) == 0
    assert await leader_queries.open_terms(cast.ours.group) == []
    assert not await GroupLeader.exists().where(GroupLeader.account.is_not_null())
