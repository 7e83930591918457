"""Reading accounts. `access_*` is the only way from an id in an address to a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.accounts import policy
from server.accounts.tables import (
    AccountSession,
    ApiKey,
    Invitation,
    Organisation,
    PasswordReset,
    RoleAssignment,
    UserAccount,
)
from server.lib import clock, db
from server.lib.actor import COORDINATOR, OPERATOR, Actor, Assignment
from server.lib.errors import Forbidden, NotFound, Refused
from server.lib.ids import token_hash


async def access_person(actor: Actor, user_id: int) -> UserAccount:
    """An account that the actor may look after; another organisation's does not exist."""
    if not policy.may_manage_people(actor):
        raise Forbidden
    user = await UserAccount.objects().get(UserAccount.id == user_id)
    if user is None or (user.organisation != actor.organisation_id and not actor.is_operator):
        raise NotFound
    return user


async def runs_installation(user_id: int) -> bool:
    """Whether a person is an operator now."""
    return await RoleAssignment.exists().where(
        (RoleAssignment.user == user_id)
        & (RoleAssignment.role == OPERATOR)
        & RoleAssignment.ended_at.is_null()
    )


async def access_assignment(actor: Actor, assignment_id: int) -> RoleAssignment:
    """A role of a person whom the actor may look after."""
    held = await RoleAssignment.objects().get(RoleAssignment.id == assignment_id)
    if held is None:
        raise NotFound
    await access_person(actor, held.user)
    return held


async def access_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """An invitation of the actor's organisation: her own, or any when she looks after people."""
    found = await Invitation.objects().get(
        (Invitation.id == invitation_id) & (Invitation.organisation == actor.organisation_id)
    )
    if found is None or not (policy.may_manage_people(actor) or found.created_by == actor.user_id):
        raise NotFound
    return found


async def access_session(actor: Actor, session_id: int) -> AccountSession:
    """One of the actor's own sessions, ended ones too: who taps twice is answered twice."""
    found = await AccountSession.objects().get(
        (AccountSession.id == session_id) & (AccountSession.user == actor.user_id)
    )
    if found is None:
        raise NotFound
    return found


async def access_key(actor: Actor, key_id: int) -> ApiKey:
    """One of the actor's own keys, ended ones too."""
    found = await ApiKey.objects().get((ApiKey.id == key_id) & (ApiKey.user == actor.user_id))
    if found is None:
        raise NotFound
    return found


async def own_account(actor: Actor) -> UserAccount:
    """The actor's account."""
    user = await UserAccount.objects().get(UserAccount.id == (actor.user_id or 0))
    if user is None:
        raise NotFound
    return user


async def user_by_name(username: str) -> UserAccount | None:
    """The active account of a folded username, in an organisation that is open."""
    return await UserAccount.objects().get(
        (UserAccount.username == username)
        & (UserAccount.active.eq(True))
        & UserAccount.organisation.closed_at.is_null()
    )


async def invitation_by_token(token: str) -> Invitation:
    """The invitation that a link opens, whatever has become of it."""
    found = await Invitation.objects().get(Invitation.token_hash == token_hash(token))
    if found is None:
        raise NotFound
    return found


async def reset_by_token(token: str) -> PasswordReset:
    """The new-password link that a link opens, whatever has become of it."""
    found = await PasswordReset.objects().get(PasswordReset.token_hash == token_hash(token))
    if found is None:
        raise NotFound
    return found


async def organisation(organisation_id: int) -> Organisation:
    """An organisation by its id."""
    found = await Organisation.objects().get(Organisation.id == organisation_id)
    if found is None:
        raise NotFound
    return found


async def actor_for(user: UserAccount) -> Actor:
    """The person as an Actor, with her roles of today."""
    held = await RoleAssignment.select(
        RoleAssignment.role, RoleAssignment.scope, RoleAssignment.scope_id
    ).where((RoleAssignment.user == user.id) & RoleAssignment.ended_at.is_null())
    return Actor(
        user_id=user.id,
        organisation_id=user.organisation,
        name=user.display_name,
        language=user.language,
        assignments=tuple(Assignment(row["role"], row["scope"], row["scope_id"]) for row in held),
    )


async def other_coordinators(organisation_id: int, *, besides: int) -> int:
    """How many active people other than `besides` coordinate the organisation."""
    found = await db.rows(
        'SELECT COUNT(DISTINCT a."user") AS people FROM role_assignment AS a'
        ' JOIN user_account AS u ON u.id = a."user" WHERE a.organisation = {} AND a.role = {}'
        ' AND a.scope = {} AND a.ended_at IS NULL AND u.active AND a."user" <> {}',
        organisation_id,
        COORDINATOR,
        "organisation",
        besides,
    )
    return int(found[0]["people"])


async def people_of(organisation_id: int, *, user_id: int | None = None) -> list[dict[str, Any]]:
    """The organisation's accounts by name, or one of them, with their open `roles` and when they were last seen."""
    only, asked = (" AND u.id = {}", [organisation_id, user_id]) if user_id else ("", [organisation_id])
    async with db.read_snapshot():
        people = await db.rows(
            "SELECT u.id, u.username, u.display_name, u.active, u.created_at FROM user_account AS u"
            f" WHERE u.organisation = {{}}{only} ORDER BY u.active DESC, u.display_name, u.id",
            *asked,
        )
        held = await db.rows(
            'SELECT a.id, a."user", a.role, a.scope, a.scope_id, a.granted_at FROM role_assignment AS a'
            ' JOIN user_account AS u ON u.id = a."user"'
            f" WHERE u.organisation = {{}}{only} AND a.ended_at IS NULL ORDER BY a.id",
            *asked,
        )
        seen = await db.rows(
            'SELECT s."user", s.last_seen_at, s.expires_at, s.revoked_at FROM account_session AS s'
            f' JOIN user_account AS u ON u.id = s."user" WHERE u.organisation = {{}}{only} ORDER BY s.last_seen_at',
            *asked,
        )
    now = clock.now()
    last_seen = {row["user"]: row["last_seen_at"] for row in seen}
    signed_in = {row["user"] for row in seen if row["revoked_at"] is None and row["expires_at"] > now}
    return [
        {
            **person,
            "roles": [row for row in held if row["user"] == person["id"]],
            "last_seen_at": last_seen.get(person["id"]),
            "signed_in": person["id"] in signed_in,
        }
        for person in people
    ]


async def open_invitations(organisation_id: int) -> list[dict[str, Any]]:
    """The organisation's invitations that nobody has used or taken back, the newest first."""
    found = await db.rows(
        "SELECT i.id, i.invited_name, i.role, i.scope, i.scope_id, i.created_at, i.expires_at,"
        " u.display_name AS invited_by FROM invitation AS i"
        " LEFT JOIN user_account AS u ON u.id = i.created_by"
        " WHERE i.organisation = {} AND i.used_at IS NULL AND i.withdrawn_at IS NULL ORDER BY i.id DESC",
        organisation_id,
    )
    now = clock.now()
    return [{**row, "expired": row["expires_at"] <= now} for row in found]


async def sessions_of(actor: Actor) -> list[dict[str, Any]]:
    """The actor's live sessions, the last used first; `current` marks the one that asks."""
    found = await db.rows(
        "SELECT id, user_agent, ip_prefix, created_at, last_seen_at FROM account_session"
        ' WHERE "user" = {} AND revoked_at IS NULL AND expires_at > {} ORDER BY last_seen_at DESC, id DESC',
        actor.user_id,
        clock.now(),
    )
    return [{**row, "current": row["id"] == actor.session_id} for row in found]


async def keys_of(actor: Actor) -> Sequence[dict[str, Any]]:
    """The actor's keys that are not ended, the newest first."""
    return await db.rows(
        "SELECT id, name, created_at, expires_at, last_used_at FROM api_key"
        ' WHERE "user" = {} AND revoked_at IS NULL ORDER BY id DESC',
        actor.user_id,
    )


async def organisation_ids() -> list[int]:
    """Every organisation that is at work, for recurring jobs."""
    found = await db.rows("SELECT id FROM organisation WHERE closed_at IS NULL ORDER BY id")
    return [row["id"] for row in found]


async def is_open(organisation_id: int) -> bool:
    """Whether an organisation is at work."""
    return await Organisation.exists().where(
        (Organisation.id == organisation_id) & Organisation.closed_at.is_null()
    )


async def colleague(user_id: int | None, *, actor: Actor) -> str | None:
    """The name of an active person of the actor's organisation; None when there is no such person."""
    if user_id is None:
        return None
    found = await db.rows(
        "SELECT display_name FROM user_account WHERE id = {} AND organisation = {} AND active",
        user_id,
        actor.organisation_id,
    )
    return str(found[0]["display_name"]) if found else None


async def check_colleague(user_id: int | None, *, actor: Actor, field: str) -> str:
    """The name of a colleague to be given work; empty for None, refused beside `field` when there is no such person."""
    if user_id is None:
        return ""
    name = await colleague(user_id, actor=actor)
    if name is None:
        raise Refused("accounts.no_such_colleague", field=field)
    return name


async def colleague_options(actor: Actor) -> list[tuple[int, str]]:
    """The staff of the actor's organisation, to choose an owner from."""
    found = await db.rows(
        "SELECT DISTINCT u.id, u.display_name FROM user_account AS u"
        ' JOIN role_assignment AS a ON a."user" = u.id AND a.ended_at IS NULL'
        " WHERE u.organisation = {} AND u.active AND a.role IN ('coordinator', 'facilitator')"
        " ORDER BY u.display_name",
        actor.organisation_id,
    )
    return [(row["id"], row["display_name"]) for row in found]


async def organisation_by_slug(slug: str) -> int | None:
    """The id of the open organisation with this short name."""
    found = await db.rows("SELECT id FROM organisation WHERE slug = {} AND closed_at IS NULL", slug)
    return int(found[0]["id"]) if found else None
