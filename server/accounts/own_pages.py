"""A person's own account: her devices, her password, her keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from server.accounts import entrance, queries
from server.accounts.door import entering, leaving, visit_of
from server.accounts.schemas import ChangedPassword, Confirmed, NewKey
from server.lib.errors import Refused
from server.lib.i18n import m
from server.web.access import SIGNED_IN, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

DEVICES = "/account/devices"
KEYS = "/account/keys"


@get(DEVICES, opt={"who": SIGNED_IN})
async def devices(request: Request) -> Response[Any]:
    """Where the reader is signed in."""
    return await _devices_page(request)


async def _devices_page(request: Request) -> Response[Any]:
    found = await queries.sessions_of(actor_of(request))
    return page(
        request,
        "accounts/devices.html",
        devices=[{**row, "form": Form.blank(Confirmed)} for row in found],
        others=Form.blank(Confirmed),
    )


@post("/account/devices/others/end", opt={"who": SIGNED_IN})
async def end_others(request: Request) -> Response[Any]:
    """Sign out everywhere else."""
    return await submit(
        request,
        await read_form(request, Confirmed),
        action="sessions.ended",
        write=lambda _data, actor: entrance.end_other_sessions(actor=actor),
        done=lambda _: redirect(DEVICES, m("All other devices are signed out.")),
        again=lambda _form: _devices_page(request),
    )


@post("/account/devices/{session_id:int}/end", opt={"who": SIGNED_IN})
async def end_device(request: Request, session_id: FromPath[int]) -> Response[Any]:
    """Sign out on one device."""
    actor = actor_of(request)
    session = await queries.access_session(actor, session_id)
    if session_id == actor.session_id:
        await entrance.end_session(session, actor=actor)
        return leaving(redirect("/sign-in", m("You are signed out.")))
    return await submit(
        request,
        await read_form(request, Confirmed),
        action="session.ended",
        write=lambda _data, actor: entrance.end_session(session, actor=actor),
        done=lambda _: redirect(DEVICES, m("That device is signed out.")),
        again=lambda _form: _devices_page(request),
    )


@get("/account/password", opt={"who": SIGNED_IN})
async def password_form(request: Request) -> Response[Any]:
    """Where the reader changes her password."""
    return page(request, "accounts/password.html", form=Form.blank(ChangedPassword))


@post("/account/password", opt={"who": SIGNED_IN})
async def change_password(request: Request) -> Response[Any]:
    """Change the password; this browser gets a new session, all others end."""
    form = await read_form(request, ChangedPassword)
    if form.data is None:
        return page(request, "accounts/password.html", status_code=422, form=form)
    try:
        entered = await entrance.change_password(form.data, visit_of(request), actor=actor_of(request))
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "accounts/password.html", status_code=422, form=form)
    return entering(
        redirect(DEVICES, m("The password is changed. All other devices are signed out.")), entered
    )


@get(KEYS, opt={"who": SIGNED_IN})
async def keys(request: Request) -> Response[Any]:
    """The keys with which programs act for the reader."""
    return await _keys_page(request, Form.blank(NewKey, days=90))


async def _keys_page(request: Request, form: Form[NewKey], **shown: Any) -> Response[Any]:
    found = await queries.keys_of(actor_of(request))
    return page(
        request,
        "accounts/keys.html",
        keys=[{**row, "form": Form.blank(Confirmed)} for row in found],
        form=form,
        **{"secret": None, **shown},
    )


@post(KEYS, opt={"who": SIGNED_IN})
async def make_key(request: Request) -> Response[Any]:
    """Make a key and show its secret, this once."""
    actor = actor_of(request)
    form = await read_form(request, NewKey)
    return await submit(
        request,
        form,
        action="key.made",
        write=lambda data, actor: entrance.make_key(data, actor=actor),
        done=lambda _: page(
            request,
            "accounts/shown_once.html",
            kind="key",
            name=form.values["name"],
            value=entrance.key_secret(form.op_id, actor),
            back=KEYS,
        ),
        again=lambda form: _keys_page(request, form),
    )


@post("/account/keys/{key_id:int}/end", opt={"who": SIGNED_IN})
async def end_key(request: Request, key_id: FromPath[int]) -> Response[Any]:
    """End a key; the program that holds it is shut out at once."""
    key = await queries.access_key(actor_of(request), key_id)
    return await submit(
        request,
        await read_form(request, Confirmed),
        action="key.ended",
        write=lambda _data, actor: entrance.end_key(key, actor=actor),
        done=lambda _: redirect(KEYS, m("The key is ended.")),
        again=lambda _form: _keys_page(request, Form.blank(NewKey, days=90)),
    )


HANDLERS: Sequence[Any] = [
    devices,
    end_others,
    end_device,
    password_form,
    change_password,
    keys,
    make_key,
    end_key,
]
