"""Getting in and out: sign-in, sessions, the own password, keys for programs."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import structlog

from server import audit
from server.accounts import actions, buckets, queries, rules, throttle
from server.accounts.hashing import hash_password, outdated, verify_password
from server.accounts.schemas import ChangedPassword, NewKey
from server.accounts.tables import AccountSession, ApiKey, UserAccount
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_token, token_hash
from server.lib.settings import settings

DEVICES_KEPT = 8


class Visit(msgspec.Struct, frozen=True):
    """Where somebody stands who wants to come in. `device` is the cookie of an earlier sign-in, or empty."""

    address: str
    user_agent: str
    device: str = ""


class Entered(msgspec.Struct, frozen=True):
    """A new session: its token for the cookie, its person, and the device's cookie for next time."""

    token: str
    actor: Actor
    device: str

    @property
    def session_hash(self) -> str:
        """What CSRF tokens of the new session are bound to."""
        return token_hash(self.token)


async def sign_in(username: str, password: str, visit: Visit, *, replaces: int | None = None) -> Entered:
    """Open a session, ending session `replaces`. Unknown names and wrong passwords answer alike, as slowly.

    Wrong tries are counted per account and per address; on a device where this person has signed in before
    they are counted for that device alone, so that nobody else's tries keep her out.
    """
    name = rules.folded(username)[: rules.USERNAME_MAX + 1]
    known = knows_device(visit.device, name)
    tries = _tries(name, visit, known=known)
    if wait := await throttle.take(*tries):
        structlog.get_logger().info("sign_in.refused", why="throttled")
        raise Refused("accounts.too_many_tries", minutes=math.ceil(wait / timedelta(minutes=1)))
    user = await queries.user_by_name(name)
    if not await verify_password(user.password_hash if user else None, password) or user is None:
        structlog.get_logger().info("sign_in.refused", why="wrong")
        raise Refused("accounts.wrong_sign_in")
    renewed = await hash_password(password) if outdated(user.password_hash) else None
    async with write_transaction():
        await throttle.forget(*tries[0][:2])
        for purpose, whose, limit in tries[1:]:
            await throttle.give_back(purpose, whose, limit)
        if renewed:
            await UserAccount.update({UserAccount.password_hash: renewed}).where(UserAccount.id == user.id)
        return await open_session(user, visit, replaces=replaces)


def _tries(name: str, visit: Visit, *, known: bool) -> Sequence[tuple[str, str, buckets.Limit]]:
    if known:
        nonce = visit.device.partition(".")[0]
        return [("sign-in-device", f"{nonce}|{name}", buckets.PER_ACCOUNT)]
    return [
        ("sign-in", name, buckets.PER_ACCOUNT),
        ("sign-in-address", visit.address, buckets.PER_ADDRESS),
    ]


async def open_session(user: UserAccount, visit: Visit, *, replaces: int | None = None) -> Entered:
    """A session with a token never seen before, in the caller's transaction."""
    now = clock.now()
    actor = await queries.actor_for(user)
    minutes = rules.idle_minutes({held.role for held in actor.assignments})
    token = new_token()
    row = AccountSession(
        token_hash=token_hash(token),
        user=user.id,
        created_at=now,
        last_seen_at=now,
        idle_minutes=minutes,
        expires_at=now + timedelta(minutes=minutes),
        absolute_until=now + rules.ABSOLUTE,
        ip_prefix=rules.ip_prefix(visit.address),
        user_agent=rules.device_name(visit.user_agent),
    )
    await row.save()
    if replaces is not None:
        await AccountSession.update({AccountSession.revoked_at: now}).where(AccountSession.id == replaces)
    await audit.record("session.opened", "account", user.id, actor=actor)
    entered = msgspec.structs.replace(actor, session_id=row.id)
    return Entered(token, entered, remembering(visit.device, user.username))


async def enter_after(user_id: int, visit: Visit) -> Entered:
    """The first session of a person who has just made her account."""
    async with write_transaction():
        user = await UserAccount.objects().get(UserAccount.id == user_id)
        assert user is not None
        return await open_session(user, visit)


async def sign_out(*, actor: Actor) -> None:
    """End the session that asks."""
    if actor.session_id is not None:
        row = await queries.access_session(actor, actor.session_id)
        await end_session(row, actor=actor)


async def end_session(session: AccountSession, *, actor: Actor) -> int:
    """End one session of the actor's own. NotFound when it has ended."""
    async with write_transaction():
        row = await lock(session)
        if row.revoked_at is not None:
            raise NotFound
        await AccountSession.update({AccountSession.revoked_at: clock.now()}).where(
            AccountSession.id == row.id
        )
        await audit.record("session.ended", "account", row.user, actor=actor)
        return row.id


async def end_other_sessions(*, actor: Actor) -> int:
    """End all of the actor's sessions but the one that asks."""
    async with write_transaction():
        user = await lock(await queries.own_account(actor))
        await actions.revoke_sessions(user.id, besides=actor.session_id)
        await audit.record("sessions.ended", "account", user.id, actor=actor)
        return user.id


async def change_password(data: ChangedPassword, visit: Visit, *, actor: Actor) -> Entered:
    """Change the actor's own password: all her sessions end, a new one opens (ASVS 7.4.3)."""
    user = await queries.own_account(actor)
    if wait := await throttle.take(("password", str(user.id), buckets.PER_ACCOUNT)):
        raise Refused("accounts.too_many_tries", minutes=math.ceil(wait / timedelta(minutes=1)))
    if not await verify_password(user.password_hash, data.current):
        raise Refused("accounts.wrong_current_password", field="current")
    await actions.check_password(
        data.password, user.username, user.display_name, organisation_id=user.organisation
    )
    hashed = await hash_password(data.password)
    async with write_transaction():
        await throttle.forget("password", str(user.id))
        user = await lock(user)
        await UserAccount.update(
            {UserAccount.password_hash: hashed, UserAccount.password_changed_at: clock.now()}
        ).where(UserAccount.id == user.id)
        await actions.revoke_sessions(user.id)
        await audit.record("password.changed", "account", user.id, actor=actor)
        return await open_session(user, visit)


def key_secret(op_id: str, actor: Actor) -> str:
    """The secret of the key that this write makes; computed, never stored, like `invitations.link_token`."""
    text = f"key|{op_id}|{actor.organisation_id}|{actor.user_id}".encode()
    return "linli_" + hmac.new(settings().secret_key.encode(), text, hashlib.sha256).hexdigest()


async def make_key(data: NewKey, *, actor: Actor) -> int:
    """A key with which a program acts as the actor; its id. Its secret is `key_secret(data.op_id, actor)`."""
    now = clock.now()
    async with write_transaction():
        user = await lock(await queries.own_account(actor))
        row = ApiKey(
            token_hash=token_hash(key_secret(data.op_id, actor)),
            user=user.id,
            name=data.name,
            created_at=now,
            expires_at=now + timedelta(days=data.days),
        )
        await row.save()
        await audit.record("key.made", "account", user.id, actor=actor)
        return row.id


async def end_key(key: ApiKey, *, actor: Actor) -> int:
    """End one of the actor's own keys. NotFound when it has ended."""
    async with write_transaction():
        row = await lock(key)
        if row.revoked_at is not None:
            raise NotFound
        await ApiKey.update({ApiKey.revoked_at: clock.now()}).where(ApiKey.id == row.id)
        await audit.record("key.ended", "account", row.user, actor=actor)
        return row.id


async def speak(language: str, *, actor: Actor) -> None:
    """Remember the language that a person has chosen, for her next device."""
    async with write_transaction():
        await UserAccount.update({UserAccount.language: language}).where(UserAccount.id == actor.user_id)


def knows_device(cookie: str, username: str) -> bool:
    """Whether this person has signed in on the device that carries this cookie."""
    nonce, *marks = cookie.split(".")
    mark = _mark(nonce, username).encode()
    return any(hmac.compare_digest(given.encode("utf-8", "replace"), mark) for given in marks[:DEVICES_KEPT])


def remembering(cookie: str, username: str) -> str:
    """The device's cookie with one more person in it; the last eight are kept."""
    nonce, *marks = cookie.split(".")
    if not marks or not all(mark.isalnum() and mark.isascii() for mark in (nonce, *marks)):
        nonce, marks = secrets.token_hex(16), []
    mark = _mark(nonce, username)
    return ".".join([nonce, mark, *[other for other in marks if other != mark][: DEVICES_KEPT - 1]])


def _mark(nonce: str, username: str) -> str:
    text = f"device|{nonce}|{username}".encode("utf-8", "surrogatepass")
    return hmac.new(settings().secret_key.encode(), text, hashlib.sha256).hexdigest()[:40]
