"""The door: signing in and out, one-time links, language and size of print."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from server.accounts import entrance, invitations, queries, rules
from server.accounts.door import entering, leaving, set_choice, visit_of
from server.accounts.schemas import (
    ROLE_NAMES,
    Acceptance,
    ChosenLanguage,
    ChosenMode,
    ChosenPassword,
    Confirmed,
    SignIn,
)
from server.accounts.tables import Invitation, PasswordReset
from server.lib.errors import Refused
from server.lib.i18n import Message, m
from server.lib.late_entries import Entries
from server.lib.settings import settings
from server.web.access import PUBLIC, SIGNED_IN, actor_of, actor_or_none
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.words import sentence_for

DEMO_ACCOUNTS = {
    "facilitator": m("Facilitator"),
    "coordinator": m("Coordinator"),
    "leader": m("Group leader"),
    "funder": m("Funder"),
    "operator": m("Operator"),
    "facilitator2": m("Facilitator of another NGO"),
    "funder2": m("Funder of another NGO"),
}

# What of the demo is entered without an account: answers addresses, each with what is found there.
DEMO_DOORS: Entries[Callable[[], Awaitable[Sequence[tuple[str, Message]]]]] = Entries(__name__)


@get("/", opt={"who": PUBLIC})
async def start(request: Request) -> Response[Any]:
    """To where the reader works, or to the door."""
    actor = actor_or_none(request)
    return redirect(rules.home_of([held.role for held in actor.assignments]) if actor else "/sign-in")


@get("/sign-in", opt={"who": PUBLIC})
async def sign_in_form(request: Request, next: FromQuery[str] = "") -> Response[Any]:
    """The door."""
    onward = rules.local_path(next)
    if actor_or_none(request) is not None:
        return redirect(onward)
    return await _sign_in_page(request, Form.blank(SignIn, next=onward))


@post("/sign-in", opt={"who": PUBLIC})
async def sign_in(request: Request) -> Response[Any]:
    """Come in."""
    form = await read_form(request, SignIn)
    if form.data is None:
        return await _sign_in_page(request, form, status=422)
    present = actor_or_none(request)
    try:
        entered = await entrance.sign_in(
            form.data.username,
            form.data.password,
            visit_of(request),
            replaces=present.session_id if present else None,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _sign_in_page(
            request, form, status=429 if refusal.code == "accounts.too_many_tries" else 422
        )
    return entering(redirect(rules.local_path(form.data.next)), entered)


async def _sign_in_page(request: Request, form: Form[SignIn], *, status: int = 200) -> Response[Any]:
    doors = [door for doors in DEMO_DOORS for door in await doors()] if settings().demo else []
    return page(
        request,
        "accounts/sign_in.html",
        status_code=status,
        form=form,
        demo_accounts=DEMO_ACCOUNTS,
        demo_doors=doors,
    )


@post("/sign-out", opt={"who": PUBLIC})
async def sign_out(request: Request) -> Response[Any]:
    """Leave, and leave nothing behind in the browser."""
    actor = actor_or_none(request)
    if actor is not None:
        await entrance.sign_out(actor=actor)
    return leaving(redirect("/sign-in", m("You are signed out.")))


@get("/invitation/{token:str}", opt={"who": PUBLIC})
async def show_invitation(request: Request, token: FromPath[str]) -> Response[Any]:
    """What the invited person is asked for, or why the link opens nothing."""
    invitation = await queries.invitation_by_token(token)
    return await _invitation_page(
        request, invitation, Form.blank(Acceptance, display_name=invitation.invited_name)
    )


async def _invitation_page(
    request: Request, invitation: Invitation, form: Form[Acceptance], *, status: int = 200
) -> Response[Any]:
    try:
        invitations.check_invitation(invitation)
    except Refused as refusal:
        return _closed_link(request, refusal)
    organisation = await queries.organisation(invitation.organisation)
    return page(
        request,
        "accounts/invitation.html",
        status_code=status,
        form=form,
        organisation=organisation.name,
        role=ROLE_NAMES[invitation.role],
        until=invitation.expires_at,
        joining=Form.blank(Confirmed),
    )


def _closed_link(request: Request, refusal: Refused) -> Response[Any]:
    return page(request, "accounts/closed_link.html", status_code=410, sentence=sentence_for(refusal))


@post("/invitation/{token:str}", opt={"who": PUBLIC})
async def accept_invitation(request: Request, token: FromPath[str]) -> Response[Any]:
    """Make an account and come in with it."""
    invitation = await queries.invitation_by_token(token)
    form = await read_form(request, Acceptance)
    if form.data is None:
        return await _invitation_page(request, invitation, form, status=422)
    try:
        user_id = await invitations.accept(invitation, form.data)
    except Refused as refusal:
        if refusal.field is None:
            return _closed_link(request, refusal)
        form.refuse(refusal)
        return await _invitation_page(request, invitation, form, status=422)
    return entering(redirect("/", m("Welcome. Your account is ready.")), await _enter(request, user_id))


async def _enter(request: Request, user_id: int) -> entrance.Entered:
    return await entrance.enter_after(user_id, visit_of(request))


@post("/invitation/{token:str}/join", opt={"who": SIGNED_IN})
async def join(request: Request, token: FromPath[str]) -> Response[Any]:
    """Take on a further role with the account one has."""
    invitation = await queries.invitation_by_token(token)

    return await submit(
        request,
        await read_form(request, Confirmed),
        action="invitation.accepted",
        write=lambda _data, actor: invitations.join(invitation, actor=actor),
        done=lambda _: redirect("/", m("The role is yours now.")),
        again=lambda form: page(
            request, "accounts/closed_link.html", sentence=next(iter(form.errors.values()))
        ),
    )


@get("/password-reset/{token:str}", opt={"who": PUBLIC})
async def show_reset(request: Request, token: FromPath[str]) -> Response[Any]:
    """Where a new password is chosen, or why the link opens nothing."""
    reset = await queries.reset_by_token(token)
    return _reset_page(request, reset, Form.blank(ChosenPassword))


def _reset_page(
    request: Request, reset: PasswordReset, form: Form[ChosenPassword], *, status: int = 200
) -> Response[Any]:
    try:
        invitations.check_reset(reset)
    except Refused as refusal:
        return _closed_link(request, refusal)
    return page(request, "accounts/reset.html", status_code=status, form=form)


@post("/password-reset/{token:str}", opt={"who": PUBLIC})
async def choose_password(request: Request, token: FromPath[str]) -> Response[Any]:
    """Set the new password; the person then signs in with it."""
    reset = await queries.reset_by_token(token)
    form = await read_form(request, ChosenPassword)
    if form.data is None:
        return _reset_page(request, reset, form, status=422)
    try:
        await invitations.choose_password(reset, form.data.password)
    except Refused as refusal:
        if refusal.field is None:
            return _closed_link(request, refusal)
        form.refuse(refusal)
        return _reset_page(request, reset, form, status=422)
    return redirect("/sign-in", m("The new password is set. Sign in with it."))


@post("/language", opt={"who": PUBLIC})
async def choose_language(request: Request) -> Response[Any]:
    """Read in another language from here on."""
    chosen = (await read_form(request, ChosenLanguage)).data
    if chosen is None:
        return redirect("/")
    if actor_or_none(request) is not None:
        await entrance.speak(chosen.language, actor=actor_of(request))
    return set_choice(redirect(rules.local_path(chosen.next)), "lang", chosen.language)


@post("/mode", opt={"who": PUBLIC})
async def choose_mode(request: Request) -> Response[Any]:
    """Read in large print, or as usual."""
    chosen = (await read_form(request, ChosenMode)).data
    if chosen is None:
        return redirect("/")
    return set_choice(redirect(rules.local_path(chosen.next)), "mode", chosen.mode)


HANDLERS: Sequence[Any] = [
    start,
    sign_in_form,
    sign_in,
    sign_out,
    show_invitation,
    accept_invitation,
    join,
    show_reset,
    choose_password,
    choose_language,
    choose_mode,
]
