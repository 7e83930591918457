"""Nobody comes to more power than was given, keeps it longer, or takes the last of it away."""

import asyncio
from typing import Any

import pytest

from server.accounts import actions, invitations, queries
from server.accounts.schemas import Acceptance, NewInvitation
from server.accounts.tables import PasswordReset, RoleAssignment, UserAccount
from server.lib.actor import Actor, Assignment
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import Cast

PASSWORD = "tile-harbour-91-owl"


async def _account(actor: Actor) -> UserAccount:
    return await queries.own_account(actor)


async def _role(actor: Actor) -> RoleAssignment:
    found = await RoleAssignment.objects().get(RoleAssignment.user == actor.user_id)
    assert found is not None
    return found


async def _invite(role: str, *, actor: Actor) -> Any:
    data = NewInvitation(op_id=new_op_id(), invited_name="新人", role=role)
    await invitations.invite(data, actor=actor)
    return await queries.invitation_by_token(invitations.link_token("invitation", data.op_id, actor))


async def _reset(user: UserAccount, *, actor: Actor) -> PasswordReset:
    op_id = new_op_id()
    await invitations.make_reset(user, op_id=op_id, actor=actor)
    return await queries.reset_by_token(invitations.link_token("reset", op_id, actor))


async def test_a_coordinator_does_not_become_operator_through_the_operators_account(cast: Cast) -> None:
    """Who may set her password may do what she may: over all organisations."""
    qian = await _account(cast.qian)
    for deed in (
        invitations.make_reset(qian, op_id=new_op_id(), actor=cast.lin),
        actions.deactivate(qian, actor=cast.lin),
        actions.end_sessions(qian, actor=cast.lin),
        actions.end_role(await _role(cast.qian), actor=cast.lin),
    ):
        with pytest.raises(Refused, match=r"accounts\.(not_yours|role_not_yours)"):
            await deed
    assert await PasswordReset.count() == 0
    assert (await queries.actor_for(qian)).is_operator


async def test_an_operator_looks_after_everybody_but_herself(cast: Cast) -> None:
    lin, bai = await _account(cast.lin), await _account(cast.bai)
    assert (await _reset(lin, actor=cast.qian)).user == lin.id
    assert (await _reset(bai, actor=cast.qian)).user == bai.id
    with pytest.raises(Refused, match="own_account"):
        await _reset(await _account(cast.qian), actor=cast.qian)


async def test_a_stolen_session_makes_no_link_to_a_new_password(cast: Cast) -> None:
    with pytest.raises(Refused, match="own_account"):
        await _reset(await _account(cast.lin), actor=cast.lin)


async def _second_coordinator(cast: Cast) -> None:
    await actions.grant_role(
        await _account(cast.chen), Assignment("coordinator", "organisation"), actor=cast.lin
    )


@pytest.mark.parametrize("how", ["her role ends", "her account is shut"])
async def test_links_end_with_the_power_to_make_them(cast: Cast, how: str) -> None:
    await _second_coordinator(cast)
    invitation = await _invite("coordinator:organisation", actor=cast.lin)
    reset = await _reset(await _account(cast.chen), actor=cast.lin)
    chen = await queries.actor_for(await _account(cast.chen))
    if how == "her role ends":
        await actions.end_role(await _role(cast.lin), actor=chen)
    else:
        await actions.deactivate(await _account(cast.lin), actor=chen)
    found = await queries.access_invitation(chen, invitation.id)
    with pytest.raises(Refused, match="link_withdrawn"):
        data = Acceptance(display_name="旧人", username="old-hand", password=PASSWORD)
        await invitations.accept(found, data)
    stale = await PasswordReset.objects().get(PasswordReset.id == reset.id)
    assert stale is not None
    with pytest.raises(Refused, match="link_expired"):
        await invitations.choose_password(stale, PASSWORD)


async def test_two_who_leave_at_once_do_not_leave_nobody(cast: Cast) -> None:
    await _second_coordinator(cast)
    chen = await _account(cast.chen)
    [second] = await RoleAssignment.objects().where(
        (RoleAssignment.user == chen.id) & (RoleAssignment.role == "coordinator")
    )
    outcomes = await asyncio.gather(
        actions.end_role(await _role(cast.lin), actor=cast.lin),
        actions.end_role(second, actor=await queries.actor_for(chen)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "int"]
    assert await queries.other_coordinators(cast.ours.organisation, besides=0) == 1
