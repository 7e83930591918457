"""The people of an organisation, for its coordinators: roles, invitations, accounts to shut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from server.accounts import actions, invitations, policy, queries, rules
from server.accounts.door import link_to
from server.accounts.schemas import ROLE_NAMES, SCOPE_NAMES, Confirmed, NewInvitation, NewRole
from server.accounts.scopes import Choices, all_choices
from server.accounts.tables import UserAccount
from server.lib.actor import OPERATOR, Actor, Assignment
from server.lib.i18n import Message, m
from server.web.access import PLANNERS, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

COLLEAGUES = "/desk/colleagues"


@get(COLLEAGUES, opt={"who": PLANNERS})
async def colleagues(request: Request) -> Response[Any]:
    """Everybody with an account, and who is invited."""
    return await _list_page(request, Form.blank(NewInvitation))


async def _list_page(request: Request, form: Form[NewInvitation]) -> Response[Any]:
    actor = actor_of(request)
    places = await all_choices(actor)
    people = await queries.people_of(actor.organisation_id)
    invited = await queries.open_invitations(actor.organisation_id)
    return page(
        request,
        "accounts/colleagues.html",
        people=[{**row, "held": [_words(held, places) for held in row["roles"]]} for row in people],
        invited=[{**row, "held": _words(row, places), "form": Form.blank(Confirmed)} for row in invited],
        form=form,
        role_options=_role_options(actor, places),
    )


@post(COLLEAGUES, opt={"who": PLANNERS})
async def invite(request: Request) -> Response[Any]:
    """Invite somebody and show the link, this once."""
    actor = actor_of(request)
    form = await read_form(request, NewInvitation)

    def show_link(_id: int) -> Response[Any]:
        token = invitations.link_token("invitation", form.op_id, actor)
        name = form.values["invited_name"]
        return _link_page(request, "invitation", name, f"/invitation/{token}", back=COLLEAGUES)

    return await submit(
        request,
        form,
        action="invitation.made",
        write=lambda data, actor: invitations.invite(data, actor=actor),
        done=show_link,
        again=lambda form: _list_page(request, form),
    )


def _link_page(request: Request, kind: str, name: str, path: str, *, back: str) -> Response[Any]:
    return page(
        request, "accounts/shown_once.html", kind=kind, name=name, value=link_to(request, path), back=back
    )


@post("/desk/colleagues/invitations/{invitation_id:int}/withdraw", opt={"who": PLANNERS})
async def withdraw(request: Request, invitation_id: FromPath[int]) -> Response[Any]:
    """Take an invitation back."""
    invitation = await queries.access_invitation(actor_of(request), invitation_id)
    return await submit(
        request,
        await read_form(request, Confirmed),
        action="invitation.withdrawn",
        write=lambda _data, actor: invitations.withdraw(invitation, actor=actor),
        done=lambda _: redirect(COLLEAGUES, m("The invitation is taken back.")),
        again=lambda form: _list_page(request, form.on(NewInvitation)),
    )


@get("/desk/colleagues/{user_id:int}", opt={"who": PLANNERS})
async def colleague(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """One person's account."""
    user = await queries.access_person(actor_of(request), user_id)
    return await _person_page(request, user, Form.blank(NewRole))


async def _person_page(request: Request, user: UserAccount, form: Form[NewRole]) -> Response[Any]:
    actor = actor_of(request)
    places = await all_choices(actor)
    role_options = _role_options(actor, places)
    [row] = await queries.people_of(user.organisation, user_id=user.id)
    return page(
        request,
        "accounts/colleague.html",
        person=row,
        held=[
            {"id": held["id"], "words": _words(held, places), "form": Form.blank(Confirmed)}
            for held in row["roles"]
        ],
        form=form,
        role_options=role_options,
        may_manage=policy.may_manage(
            actor,
            user_id=user.id,
            organisation_id=user.organisation,
            runs_installation=any(held["role"] == OPERATOR for held in row["roles"]),
        )
        is None,
        forms={
            name: Form.blank(Confirmed)
            for name in ("sign-out", "password-link", "deactivation", "reactivation")
        },
        history=await history_of("account", user.id, actor=actor, words={"role": dict(role_options)}),
    )


@post("/desk/colleagues/{user_id:int}", opt={"who": PLANNERS})
async def give_role(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Give a further role."""
    user = await queries.access_person(actor_of(request), user_id)
    return await submit(
        request,
        await read_form(request, NewRole),
        action="role.granted",
        write=lambda data, actor: actions.grant_role(user, actions.read_role(data.role), actor=actor),
        done=lambda _: redirect(f"{COLLEAGUES}/{user_id}", m("The role is given.")),
        again=lambda form: _person_page(request, user, form),
    )


@post("/desk/colleagues/roles/{assignment_id:int}/end", opt={"who": PLANNERS})
async def end_role(request: Request, assignment_id: FromPath[int]) -> Response[Any]:
    """End a role."""
    held = await queries.access_assignment(actor_of(request), assignment_id)

    async def end(_user: UserAccount, *, actor: Actor) -> int:
        return await actions.end_role(held, actor=actor)

    return await _act_on(request, held.user, "role.ended", end, m("The role is ended."))


@post("/desk/colleagues/{user_id:int}/sign-out", opt={"who": PLANNERS})
async def sign_out_colleague(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Sign a person out everywhere."""
    notice = m("This person is signed out everywhere.")
    return await _act_on(request, user_id, "sessions.ended", actions.end_sessions, notice)


@post("/desk/colleagues/{user_id:int}/deactivation", opt={"who": PLANNERS})
async def deactivate(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Shut an account."""
    return await _act_on(
        request, user_id, "account.deactivated", actions.deactivate, m("The account is shut.")
    )


@post("/desk/colleagues/{user_id:int}/reactivation", opt={"who": PLANNERS})
async def reactivate(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Open an account again."""
    notice = m("The account is open again.")
    return await _act_on(request, user_id, "account.reactivated", actions.reactivate, notice)


class _Deed(Protocol):
    """An action on a person."""

    async def __call__(self, user: UserAccount, /, *, actor: Actor) -> int: ...


async def _act_on(
    request: Request, user_id: int, action: str, write: _Deed, notice: Message
) -> Response[Any]:
    user = await queries.access_person(actor_of(request), user_id)
    return await submit(
        request,
        await read_form(request, Confirmed),
        action=action,
        write=lambda _, actor: write(user, actor=actor),
        done=lambda _: redirect(f"{COLLEAGUES}/{user_id}", notice),
        again=lambda form: _person_page(request, user, form.on(NewRole)),
    )


@post("/desk/colleagues/{user_id:int}/password-link", opt={"who": PLANNERS})
async def make_password_link(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Make a link with which a person chooses a new password, and show it this once."""
    actor = actor_of(request)
    user = await queries.access_person(actor, user_id)
    form = await read_form(request, Confirmed)

    def show_link(_: int) -> Response[Any]:
        path = f"/password-reset/{invitations.link_token('reset', form.op_id, actor)}"
        return _link_page(request, "reset", user.display_name, path, back=f"{COLLEAGUES}/{user_id}")

    return await submit(
        request,
        form,
        action="password.link_made",
        write=lambda data, actor: invitations.make_reset(user, op_id=data.op_id, actor=actor),
        done=show_link,
        again=lambda form: _person_page(request, user, form.on(NewRole)),
    )


def _words(held: Mapping[str, Any], places: Mapping[str, Choices]) -> str:
    """A role and its place, as people say it."""
    role, scope, scope_id = held["role"], held["scope"], held["scope_id"]
    place = SCOPE_NAMES.get(scope) if scope_id is None else dict(places.get(scope, ())).get(scope_id)
    return " · ".join(str(part) for part in (ROLE_NAMES[role], place) if part)


def _role_options(actor: Actor, places: Mapping[str, Choices]) -> list[tuple[str, str]]:
    """What a select offers: every role that the actor may hand out, with every place for it."""
    wide: list[Assignment] = []
    for role in policy.roles_to_hand_out(actor):
        for scope in policy.SCOPES_OF_ROLE[role]:
            ids: Sequence[int | None] = [None]
            if scope not in policy.UNNUMBERED:
                ids = [scope_id for scope_id, _name in places.get(scope, ())]
            wide += [rules.held_as(role, scope, scope_id) for scope_id in ids]
    return [(rules.spell_role(held), _words(msgspec.structs.asdict(held), places)) for held in wide]


HANDLERS: Sequence[Any] = [
    colleagues,
    invite,
    withdraw,
    colleague,
    give_role,
    end_role,
    sign_out_colleague,
    deactivate,
    reactivate,
    make_password_link,
]
