"""One-time links: into the organisation, and to a new password. Only the hash of a link's token is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

from server import audit
from server.accounts import actions, queries, rules
from server.accounts.hashing import hash_password, verify_password
from server.accounts.schemas import Acceptance, NewInvitation
from server.accounts.tables import Invitation, PasswordReset, UserAccount
from server.lib import clock
from server.lib.actor import Actor, Assignment
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import current_language
from server.lib.ids import token_hash
from server.lib.settings import settings


def link_token(purpose: str, op_id: str, actor: Actor) -> str:
    """The token that this write makes: 256 bits that nobody can compute without the installation's key.

    Made from the op_id, so that a form sent twice shows the same link and its answer need not be stored.
    """
    text = f"link|{purpose}|{op_id}|{actor.organisation_id}|{actor.user_id}".encode()
    digest = hmac.new(settings().secret_key.encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def invite(data: NewInvitation, *, actor: Actor) -> int:
    """Invite somebody to a role. The link's token is `link_token("invitation", data.op_id, actor)`."""
    role = actions.read_role(data.role)
    await actions.check_role(role, actor=actor)
    token = link_token("invitation", data.op_id, actor)
    return await add_invitation(data.invited_name, role, token=token, actor=actor)


async def add_invitation(invited_name: str, role: Assignment, *, token: str, actor: Actor) -> int:
    """Write an invitation to a role that is checked."""
    now = clock.now()
    async with write_transaction():
        row = Invitation(
            organisation=actor.organisation_id,
            role=role.role,
            scope=role.scope,
            scope_id=role.scope_id,
            invited_name=invited_name,
            token_hash=token_hash(token),
            created_by=actor.user_id,
            created_at=now,
            expires_at=now + timedelta(days=rules.INVITATION_DAYS),
        )
        await row.save()
        changes = {"role": [None, rules.spell_role(role)], "invited_name": None}
        await audit.record("invitation.made", "invitation", row.id, actor=actor, changes=changes)
        return row.id


async def withdraw(invitation: Invitation, *, actor: Actor) -> int:
    """Take an invitation back; its link opens nothing any more."""
    async with write_transaction():
        row = await lock(invitation)
        if row.used_at is not None:
            raise Refused("accounts.link_used")
        await Invitation.update({Invitation.withdrawn_at: clock.now()}).where(Invitation.id == row.id)
        await audit.record("invitation.withdrawn", "invitation", row.id, actor=actor)
        return row.id


async def accept(invitation: Invitation, data: Acceptance) -> int:
    """The invited person makes her account; its id. Sent twice, the second time finds the account made."""
    username = rules.folded(data.username)
    if made := await _just_made(invitation, username, data.password):
        return made
    check_invitation(invitation)
    actions.check_username(username)
    await actions.check_password(
        data.password, username, data.display_name, organisation_id=invitation.organisation
    )
    hashed = await hash_password(data.password)
    return await audit.anew(lambda: _make_account(invitation, username, data.display_name, hashed))


async def _make_account(invitation: Invitation, username: str, display_name: str, password_hash: str) -> int:
    async with write_transaction():
        row = await lock(invitation)
        check_invitation(row)
        user_id = await actions.add_account(
            row.organisation,
            username=username,
            display_name=display_name,
            password_hash=password_hash,
            language=current_language(),
            actor=None,
        )
        user = await UserAccount.objects().get(UserAccount.id == user_id)
        assert user is not None
        await _use(row, user, actor=await queries.actor_for(user))
        return user_id


async def _just_made(invitation: Invitation, username: str, password: str) -> int | None:
    """The account that this very person made with this invitation a moment ago."""
    if invitation.used_at is None or clock.now() - invitation.used_at > rules.DOUBLE_TAP:
        return None
    user = await queries.user_by_name(username)
    if user is None or user.id != invitation.used_by:
        return None
    return user.id if await verify_password(user.password_hash, password) else None


async def join(invitation: Invitation, *, actor: Actor) -> int:
    """Somebody who has an account takes on the role of an invitation by her own organisation."""
    check_invitation(invitation)
    if invitation.organisation != actor.organisation_id:
        raise Refused("accounts.other_organisation")
    async with write_transaction():
        row = await lock(invitation)
        check_invitation(row)
        await _use(row, await queries.own_account(actor), actor=actor)
        return row.id


def check_invitation(row: Invitation) -> None:
    """Raise `Refused` when the invitation opens nothing any more."""
    fault = rules.link_fault(
        expires_at=row.expires_at, used_at=row.used_at, withdrawn_at=row.withdrawn_at, now=clock.now()
    )
    if fault:
        raise Refused(fault)


async def make_reset(user: UserAccount, *, op_id: str, actor: Actor) -> int:
    """A link for a new password, by `link_token("reset", op_id, actor)`; the person's earlier ones end.

    Not for the actor herself, who knows her password: with a stolen session a thief would come to stay.
    """
    await actions.check_manages(actor, user)
    if not user.active:
        raise Refused("accounts.not_active")
    now = clock.now()
    async with write_transaction():
        user = await lock(user)
        await _end_resets(user.id)
        row = PasswordReset(
            user=user.id,
            token_hash=token_hash(link_token("reset", op_id, actor)),
            created_by=actor.user_id,
            created_at=now,
            expires_at=now + timedelta(hours=rules.RESET_HOURS),
        )
        await row.save()
        await audit.record("password.link_made", "account", user.id, actor=actor)
        return row.id


def check_reset(row: PasswordReset) -> None:
    """Raise `Refused` when the link opens nothing any more."""
    fault = rules.link_fault(
        expires_at=row.expires_at, used_at=row.used_at, withdrawn_at=None, now=clock.now()
    )
    if fault:
        raise Refused(fault)


async def choose_password(reset: PasswordReset, password: str) -> None:
    """Set a new password through its link; all sessions of the person end."""
    check_reset(reset)
    user = await UserAccount.objects().get(UserAccount.id == reset.user)
    if user is None or not user.active:
        raise Refused("accounts.not_active")
    await actions.check_password(
        password, user.username, user.display_name, organisation_id=user.organisation
    )
    hashed = await hash_password(password)
    now = clock.now()
    async with write_transaction():
        row = await lock(reset)
        check_reset(row)
        await PasswordReset.update({PasswordReset.used_at: now}).where(PasswordReset.id == row.id)
        await UserAccount.update(
            {UserAccount.password_hash: hashed, UserAccount.password_changed_at: now}
        ).where(UserAccount.id == user.id)
        await actions.revoke_sessions(user.id)
        actor = await queries.actor_for(user)
        await audit.record("password.chosen_by_link", "account", user.id, actor=actor)


async def _use(row: Invitation, user: UserAccount, *, actor: Actor) -> None:
    """The one time that the link works, in the caller's transaction."""
    await Invitation.update({Invitation.used_at: clock.now(), Invitation.used_by: user.id}).where(
        Invitation.id == row.id
    )
    await audit.record("invitation.accepted", "invitation", row.id, actor=actor)
    role = rules.held_as(row.role, row.scope, row.scope_id)
    await actions.add_role(user, role, actor=actor, granted_by=row.created_by)


async def _end_resets(user_id: int) -> None:
    now = clock.now()
    await PasswordReset.update({PasswordReset.expires_at: now}).where(
        (PasswordReset.user == user_id) & (PasswordReset.expires_at > now) & PasswordReset.used_at.is_null()
    )
