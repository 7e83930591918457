"""Changing organisations, people and their roles. Each is one transaction with its audit entry."""

from __future__ import annotations

import re

from server import audit
from server.accounts import policy, queries, rules, scopes
from server.accounts.hashing import hash_password
from server.accounts.tables import (
    AccountSession,
    ApiKey,
    Invitation,
    Organisation,
    PasswordReset,
    RateBucket,
    RoleAssignment,
    UserAccount,
)
from server.lib import clock, db
from server.lib.actor import COORDINATOR, OPERATOR, Actor, Assignment
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import DEFAULT_LANGUAGE
from server.lib.settings import DEMO_PASSWORD, settings

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


async def create_organisation(name: str, slug: str, *, actor: Actor | None) -> int:
    """A new organisation's id. `actor` is None for `linli user`, which belongs to no organisation."""
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise Refused("accounts.slug_letters", field="slug")
    async with write_transaction():
        if await Organisation.exists().where(Organisation.slug == slug):
            raise Refused("accounts.slug_taken", field="slug")
        row = Organisation(name=name, slug=slug, created_at=clock.now())
        await row.save()
        by = actor or Actor.system(row.id)
        await audit.record("organisation.created", "organisation", row.id, actor=by)
        return row.id


async def create_user(
    organisation_id: int,
    *,
    username: str,
    display_name: str,
    password: str,
    language: str = DEFAULT_LANGUAGE,
    actor: Actor,
) -> int:
    """A new account's id; it may sign in and holds no role yet."""
    name = rules.folded(username)
    check_username(name)
    await check_password(password, name, display_name, organisation_id=organisation_id)
    hashed = await hash_password(password)
    async with write_transaction():
        return await add_account(
            organisation_id,
            username=name,
            display_name=display_name,
            password_hash=hashed,
            language=language,
            actor=actor,
        )


async def add_account(
    organisation_id: int,
    *,
    username: str,
    display_name: str,
    password_hash: str,
    language: str,
    actor: Actor | None,
) -> int:
    """Write an account of checked values, in the caller's transaction. No `actor`: she makes it herself."""
    if await UserAccount.exists().where(UserAccount.username == username):
        raise Refused("accounts.username_taken", field="username")
    now = clock.now()
    user = UserAccount(
        organisation=organisation_id,
        username=username,
        display_name=display_name,
        password_hash=password_hash,
        language=language,
        active=True,
        created_at=now,
        password_changed_at=now,
    )
    await user.save()
    by = actor or Actor(user_id=user.id, organisation_id=organisation_id, name=display_name)
    await audit.record("account.created", "account", user.id, actor=by)
    return user.id


def check_username(username: str) -> None:
    """Raise `Refused` for a folded username that cannot be taken."""
    if code := rules.username_fault(username):
        raise Refused(code, field="username")


async def check_password(password: str, *about: str, organisation_id: int) -> None:
    """Raise `Refused` for a password that is too easy, also for one made of what is known `about` the person.

    The one that the demo prints when it starts may be taken there.
    """
    if settings().demo and password == DEMO_PASSWORD:
        return
    organisation = await queries.organisation(organisation_id)
    places = await scopes.choices("community", Actor.system(organisation_id))
    context = (*about, organisation.name, organisation.slug, *(name for _id, name in places))
    if code := rules.password_fault(rules.same_password(password), context):
        raise Refused(code, field="password")


def read_role(text: str) -> Assignment:
    """A role as it was sent, `leader:group:5`; Refused when it names none."""
    role = rules.read_role(text)
    if role is None:
        raise Refused("accounts.scope_does_not_fit", field="role")
    return role


async def grant_role(user: UserAccount, role: Assignment, *, actor: Actor) -> int:
    """Give a person a role; the id of the assignment. Refused when she holds it already."""
    await check_role(role, actor=actor)
    async with write_transaction():
        user = await lock(user)
        if not user.active:
            raise Refused("accounts.not_active")
        return await add_role(user, role, actor=actor)


async def check_role(role: Assignment, *, actor: Actor) -> None:
    """Raise `Refused` unless the role fits its scope and is the actor's to give, there."""
    if code := policy.may_hand_out(actor, role):
        raise Refused(code, field="role")
    if role.scope_id is not None and role.scope_id not in dict(await scopes.choices(role.scope, actor)):
        raise Refused("accounts.scope_does_not_fit", field="role")


async def add_role(
    user: UserAccount, role: Assignment, *, actor: Actor, granted_by: int | None = None
) -> int:
    """Write a role that is checked, in the caller's transaction. The index refuses a second open one."""
    open_one = (RoleAssignment.user == user.id) & RoleAssignment.ended_at.is_null()
    held = await RoleAssignment.objects().where(open_one)
    if any(rules.held_as(row.role, row.scope, row.scope_id) == role for row in held):
        raise Refused("accounts.role_held", field="role")
    row = RoleAssignment(
        user=user.id,
        organisation=user.organisation,
        role=role.role,
        scope=role.scope,
        scope_id=role.scope_id,
        granted_by=granted_by or actor.user_id,
        granted_at=clock.now(),
    )
    await row.save()
    await _fit_sessions(user.id)
    changes = {"role": [None, rules.spell_role(role)]}
    await audit.record("role.granted", "account", user.id, actor=actor, changes=changes)
    return row.id


async def end_role(assignment: RoleAssignment, *, actor: Actor) -> int:
    """End a role now, and with a coordinator's the links that she made. The organisation keeps at least one coordinator."""
    role = rules.held_as(assignment.role, assignment.scope, assignment.scope_id)
    if code := policy.may_end(actor, role):
        raise Refused(code)
    async with write_transaction():
        held = await lock(assignment)
        if held.ended_at is not None:
            raise Refused("accounts.role_ended")
        await _keep_a_coordinator(held.user, held.organisation, held.role, held.scope)
        await RoleAssignment.update({RoleAssignment.ended_at: clock.now()}).where(
            RoleAssignment.id == held.id
        )
        await _fit_sessions(held.user)
        if role.role in {COORDINATOR, OPERATOR}:
            await _end_links_by(held.user)
        changes = {"role": [rules.spell_role(role), None]}
        await audit.record("role.ended", "account", held.user, actor=actor, changes=changes)
        return held.id


async def deactivate(user: UserAccount, *, actor: Actor) -> int:
    """Shut an account: its sessions, keys and links end at once; its roles wait until it opens again."""
    await check_manages(actor, user)
    async with write_transaction():
        user = await lock(user)
        if not user.active:
            raise Refused("accounts.not_active")
        person = await queries.actor_for(user)
        if any(held.role == COORDINATOR for held in person.assignments):
            await _keep_a_coordinator(user.id, user.organisation, COORDINATOR, "organisation")
        await UserAccount.update({UserAccount.active: False}).where(UserAccount.id == user.id)
        await _revoke_all(user.id)
        await audit.record("account.deactivated", "account", user.id, actor=actor)
        return user.id


async def reactivate(user: UserAccount, *, actor: Actor) -> int:
    """Open a shut account again; the person signs in anew."""
    await check_manages(actor, user)
    async with write_transaction():
        user = await lock(user)
        await UserAccount.update({UserAccount.active: True}).where(UserAccount.id == user.id)
        await audit.record("account.reactivated", "account", user.id, actor=actor)
        return user.id


async def end_sessions(user: UserAccount, *, actor: Actor) -> int:
    """Sign a person out everywhere (ASVS 7.4.5)."""
    await check_manages(actor, user)
    async with write_transaction():
        await revoke_sessions(user.id)
        await audit.record("sessions.ended", "account", user.id, actor=actor)
        return user.id


async def revoke_sessions(user_id: int, *, besides: int | None = None) -> None:
    """End a person's live sessions, in the caller's transaction."""
    live = (AccountSession.user == user_id) & AccountSession.revoked_at.is_null()
    if besides is not None:
        live &= AccountSession.id != besides
    await AccountSession.update({AccountSession.revoked_at: clock.now()}).where(live)


async def purge_expired() -> None:
    """Drop what can let nobody in any more: old sessions, keys, links and full buckets."""
    now = clock.now()
    async with write_transaction():
        for table, column in (
            ("account_session", "absolute_until"),
            ("password_reset", "expires_at"),
            ("api_key", "expires_at"),
        ):
            await db.execute(f"DELETE FROM {table} WHERE {column} < {{}}", now - rules.KEEP_EXPIRED)
        await RateBucket.delete().where(RateBucket.updated_at < now - rules.KEEP_BUCKETS)


async def _revoke_all(user_id: int) -> None:
    now = clock.now()
    await revoke_sessions(user_id)
    await ApiKey.update({ApiKey.revoked_at: now}).where(
        (ApiKey.user == user_id) & ApiKey.revoked_at.is_null()
    )
    await PasswordReset.update({PasswordReset.expires_at: now}).where(
        (PasswordReset.user == user_id) & (PasswordReset.expires_at > now)
    )
    await _end_links_by(user_id)


async def _end_links_by(user_id: int) -> None:
    """Nobody comes in any more by what a person made while she might."""
    now = clock.now()
    await PasswordReset.update({PasswordReset.expires_at: now}).where(
        (PasswordReset.created_by == user_id) & (PasswordReset.expires_at > now)
    )
    await Invitation.update({Invitation.withdrawn_at: now}).where(
        (Invitation.created_by == user_id) & Invitation.used_at.is_null() & Invitation.withdrawn_at.is_null()
    )


async def _keep_a_coordinator(user_id: int, organisation_id: int, role: str, scope: str) -> None:
    # Locked, so that of two who leave at once the second finds that she is the last.
    await lock(Organisation(id=organisation_id))
    others = await queries.other_coordinators(organisation_id, besides=user_id)
    if rules.last_coordinator_leaves(role=role, scope=scope, others=others):
        raise Refused("accounts.last_coordinator")


async def _fit_sessions(user_id: int) -> None:
    """Sessions that are open already live as long as the roles of now allow."""
    held = await RoleAssignment.select(RoleAssignment.role).where(
        (RoleAssignment.user == user_id) & RoleAssignment.ended_at.is_null()
    )
    minutes = rules.idle_minutes({row["role"] for row in held})
    await AccountSession.update({AccountSession.idle_minutes: minutes}).where(
        (AccountSession.user == user_id) & AccountSession.revoked_at.is_null()
    )


async def check_manages(actor: Actor, user: UserAccount) -> None:
    """Raise `Refused` unless this account is the actor's to look after."""
    code = policy.may_manage(
        actor,
        user_id=user.id,
        organisation_id=user.organisation,
        runs_installation=await queries.runs_installation(user.id),
    )
    if code:
        raise Refused(code)
