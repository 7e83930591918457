"""The people of an organisation, for its coordinators: roles, invitations, accounts to shut."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

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
from server.lib.errors import Refused
from server.lib.i18n import Message, m
from server.web.access import PLANNERS, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

COLLEAGUES = "/desk/colleagues"


@get(COLLEAGUES, opt={"who": PLANNERS}, include_in_schema=False)
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


@post(COLLEAGUES, opt={"who": PLANNERS}, include_in_schema=False)
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


@post(
    "/desk/colleagues/invitations/{invitation_id:int}/withdraw",
    opt={"who": PLANNERS},
    include_in_schema=False,
)
async def withdraw(request: Request, invitation_id: FromPath[int]) -> Response[Any]:
    """Take an invitation back."""
    invitation = await queries.access_invitation(actor_of(request), invitation_id)

    return await submit(
        request,
        await read_form(request, Confirmed),
        action="invitation.withdrawn",
        write=lambda _data, actor: invitations.withdraw(invitation, actor=actor),
        done=lambda _: redirect(COLLEAGUES, m("The invitation is taken back.")),
        again=lambda form: _refused_list(request, form),
    )


async def _refused_list(request: Request, form: Form[Confirmed]) -> Response[Any]:
    shown = Form.blank(NewInvitation)
    shown.errors.update(form.errors)
    return await _list_page(request, shown)


@get("/desk/colleagues/{user_id:int}", opt={"who": PLANNERS}, include_in_schema=False)
async def colleague(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """One person's account."""
    user = await queries.access_person(actor_of(request), user_id)
    return await _person_page(request, user, Form.blank(NewRole))


async def _person_page(request: Request, user: UserAccount, form: Form[NewRole]) -> Response[Any]:
    actor = actor_of(request)
    places = await all_choices(actor)
    rows = await queries.people_of(user.organisation)
    row = next(row for row in rows if row["id"] == user.id)
    return page(
        request,
        "accounts/colleague.html",
        person=row,
        held=[
            {"id": held["id"], "words": _words(held, places), "form": Form.blank(Confirmed)}
            for held in row["roles"]
        ],
        form=form,
        role_options=_role_options(actor, places),
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
        history=await history_of("account", user.id, actor=actor),
    )


@post("/desk/colleagues/{user_id:int}", opt={"who": PLANNERS}, include_in_schema=False)
async def give_role(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Give a further role."""
    user = await queries.access_person(actor_of(request), user_id)

    async def write(data: NewRole, actor: Actor) -> int:
        role = rules.read_role(data.role)
        if role is None:
            raise Refused("accounts.scope_does_not_fit", field="role")
        return await actions.grant_role(user, role, actor=actor)

    return await submit(
        request,
        await read_form(request, NewRole),
        action="role.granted",
        write=write,
        done=lambda _: redirect(f"{COLLEAGUES}/{user_id}", m("The role is given.")),
        again=lambda form: _person_page(request, user, form),
    )


@post("/desk/colleagues/roles/{assignment_id:int}/end", opt={"who": PLANNERS}, include_in_schema=False)
async def end_role(request: Request, assignment_id: FromPath[int]) -> Response[Any]:
    """End a role."""
    actor = actor_of(request)
    held = await queries.access_assignment(actor, assignment_id)
    user = await queries.access_person(actor, held.user)
    return await _act_on(
        request,
        user,
        "role.ended",
        lambda _user, actor: actions.end_role(held, actor=actor),
        m("The role is ended."),
    )


@post("/desk/colleagues/{user_id:int}/sign-out", opt={"who": PLANNERS}, include_in_schema=False)
async def sign_out_colleague(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Sign a person out everywhere."""
    user = await queries.access_person(actor_of(request), user_id)
    return await _act_on(
        request,
        user,
        "sessions.ended",
        lambda user, actor: actions.end_sessions(user, actor=actor),
        m("This person is signed out everywhere."),
    )


@post("/desk/colleagues/{user_id:int}/deactivation", opt={"who": PLANNERS}, include_in_schema=False)
async def deactivate(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Shut an account."""
    user = await queries.access_person(actor_of(request), user_id)
    return await _act_on(
        request,
        user,
        "account.deactivated",
        lambda user, actor: actions.deactivate(user, actor=actor),
        m("The account is shut."),
    )


@post("/desk/colleagues/{user_id:int}/reactivation", opt={"who": PLANNERS}, include_in_schema=False)
async def reactivate(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Open an account again."""
    user = await queries.access_person(actor_of(request), user_id)
    return await _act_on(
        request,
        user,
        "account.reactivated",
        lambda user, actor: actions.reactivate(user, actor=actor),
        m("The account is open again."),
    )


async def _act_on(
    request: Request,
    user: UserAccount,
    action: str,
    write: Callable[[UserAccount, Actor], Awaitable[int]],
    notice: Message,
) -> Response[Any]:
    async def again(form: Form[Confirmed]) -> Response[Any]:
        shown = Form.blank(NewRole)
        shown.errors.update(form.errors)
        return await _person_page(request, user, shown)

    return await submit(
        request,
        await read_form(request, Confirmed),
        action=action,
        write=lambda _data, actor: write(user, actor),
        done=lambda _: redirect(f"{COLLEAGUES}/{user.id}", notice),
        again=again,
    )


@post("/desk/colleagues/{user_id:int}/password-link", opt={"who": PLANNERS}, include_in_schema=False)
async def make_password_link(request: Request, user_id: FromPath[int]) -> Response[Any]:
    """Make a link with which a person chooses a new password, and show it this once."""
    actor = actor_of(request)
    user = await queries.access_person(actor, user_id)
    form = await read_form(request, Confirmed)
    back = f"{COLLEAGUES}/{user_id}"

    def show_link(_id: int) -> Response[Any]:
        token = invitations.link_token("reset", form.op_id, actor)
        return _link_page(request, "reset", user.display_name, f"/password-reset/{token}", back=back)

    async def again(form: Form[Confirmed]) -> Response[Any]:
        shown = Form.blank(NewRole)
        shown.errors.update(form.errors)
        return await _person_page(request, user, shown)

    return await submit(
        request,
        form,
        action="password.link_made",
        write=lambda data, actor: invitations.make_reset(user, op_id=data.op_id, actor=actor),
        done=show_link,
        again=again,
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
