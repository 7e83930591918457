"""The door as JSON: the same actions as the pages. Links and secrets are answered once, when made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, delete, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from server.accounts import entrance, invitations, queries
from server.accounts.door import entering, leaving, link_to, visit_of
from server.accounts.schemas import (
    AssignmentOut,
    ChangedPassword,
    Device,
    Done,
    Key,
    Link,
    Me,
    NewInvitation,
    NewKey,
    NewKeySecret,
    SignIn,
)
from server.lib.actor import Actor
from server.lib.errors import Forbidden, Refused
from server.web.access import PLANNERS, PUBLIC, SIGNED_IN, actor_of, actor_or_none
from server.web.csrf import csrf_token
from server.web.errors import answer_problem
from server.web.forms import carry_out
from server.web.words import sentence_for


@post("/api/account/sign-in", opt={"who": PUBLIC}, status_code=200)
async def sign_in(request: Request, data: JSONBody[SignIn]) -> Response[Any]:
    """Open a session; its cookie comes with the answer. 401 for a wrong pair, 429 for too many tries."""
    present = actor_or_none(request)
    try:
        entered = await entrance.sign_in(
            data.username,
            data.password,
            visit_of(request),
            replaces=present.session_id if present else None,
        )
    except Refused as refusal:
        status = 429 if refusal.code == "accounts.too_many_tries" else 401
        return answer_problem(request, status, detail=sentence_for(refusal), code=refusal.code)
    request.scope["state"].update(session_hash=entered.session_hash)
    return entering(Response(_me(request, entered.actor)), entered)


@post("/api/account/sign-out", opt={"who": SIGNED_IN}, status_code=204)
async def sign_out(request: Request) -> Response[None]:
    """End the session that asks."""
    await entrance.sign_out(actor=actor_of(request))
    return leaving(Response(None, status_code=204))


@get("/api/account/me", opt={"who": SIGNED_IN})
async def me(request: Request) -> Me:
    """Who the caller is."""
    return _me(request, actor_of(request))


def _me(request: Request, actor: Actor) -> Me:
    return Me(
        id=actor.user_id or 0,
        name=actor.name,
        language=actor.language,
        roles=[AssignmentOut(held.role, held.scope, held.scope_id) for held in actor.assignments],
        csrf_token=csrf_token(request),
    )


@get("/api/account/devices", opt={"who": SIGNED_IN})
async def list_devices(request: Request) -> list[Device]:
    """Where the caller is signed in."""
    return [
        Device(
            id=row["id"],
            name=row["user_agent"],
            place=row["ip_prefix"],
            signed_in_at=row["created_at"],
            last_seen_at=row["last_seen_at"],
            current=row["current"],
        )
        for row in await queries.sessions_of(actor_of(request))
    ]


@delete("/api/account/devices/{session_id:int}", opt={"who": SIGNED_IN})
async def end_device(request: Request, session_id: FromPath[int]) -> None:
    """Sign out on one device."""
    actor = actor_of(request)
    await entrance.end_session(await queries.access_session(actor, session_id), actor=actor)


@post("/api/account/password", opt={"who": SIGNED_IN}, status_code=200)
async def change_password(request: Request, data: JSONBody[ChangedPassword]) -> Response[Any]:
    """Change the password; all sessions end, a new one comes with the answer."""
    entered = await entrance.change_password(data, visit_of(request), actor=_in_person(request))
    request.scope["state"].update(session_hash=entered.session_hash)
    return entering(Response(_me(request, entered.actor)), entered)


@get("/api/account/keys", opt={"who": SIGNED_IN})
async def list_keys(request: Request) -> list[Key]:
    """The caller's keys."""
    return [Key(**row) for row in await queries.keys_of(actor_of(request))]


def _in_person(request: Request) -> Actor:
    """The caller, signed in herself: who has only stolen a key shall not stay for longer than the key."""
    if request.scope["state"]["by_key"]:
        raise Forbidden
    return actor_of(request)


@post("/api/account/keys", opt={"who": SIGNED_IN})
async def make_key(request: Request, data: JSONBody[NewKey]) -> NewKeySecret:
    """Make a key; its secret is answered this once."""
    actor = _in_person(request)
    made = await carry_out(
        data, actor=actor, action="key.made", write=lambda: entrance.make_key(data, actor=actor)
    )
    return NewKeySecret(made, entrance.key_secret(data.op_id, actor))


@delete("/api/account/keys/{key_id:int}", opt={"who": SIGNED_IN})
async def end_key(request: Request, key_id: FromPath[int]) -> None:
    """End a key."""
    actor = actor_of(request)
    await entrance.end_key(await queries.access_key(actor, key_id), actor=actor)


@get("/api/account/invitations", opt={"who": PLANNERS})
async def list_invitations(request: Request) -> list[dict[str, Any]]:
    """Invitations that nobody has used or taken back."""
    return await queries.open_invitations(actor_of(request).organisation_id)


@post("/api/account/invitations", opt={"who": PLANNERS})
async def invite(request: Request, data: JSONBody[NewInvitation]) -> Link:
    """Invite somebody; the link is answered this once."""
    actor = actor_of(request)
    made = await carry_out(
        data, actor=actor, action="invitation.made", write=lambda: invitations.invite(data, actor=actor)
    )
    token = invitations.link_token("invitation", data.op_id, actor)
    return Link(made, link_to(request, f"/invitation/{token}"))


@delete("/api/account/invitations/{invitation_id:int}", opt={"who": PLANNERS}, status_code=200)
async def withdraw(request: Request, invitation_id: FromPath[int]) -> Done:
    """Take an invitation back."""
    actor = actor_of(request)
    invitation = await queries.access_invitation(actor, invitation_id)
    return Done(await invitations.withdraw(invitation, actor=actor))


HANDLERS: Sequence[Any] = [
    sign_in,
    sign_out,
    me,
    list_devices,
    end_device,
    change_password,
    list_keys,
    make_key,
    end_key,
    list_invitations,
    invite,
    withdraw,
]
