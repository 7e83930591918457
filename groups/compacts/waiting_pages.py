"""The buttons with which staff settle signatures whose door nobody has entered yet; the list stands with the signatures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import waiting_actions, waiting_queries
from groups.compacts.pages import home_of
from groups.compacts.schemas import SettledDoor
from groups.compacts.signature_pages import show_list
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import redirect

_WAITING = "/desk/compact-waiting/{waiting_id:int}"
_COUNTS = m("The door is entered, and the household counts.")
_OVERTAKEN = m("The door is entered. Its household had signed otherwise by now and counts once.")


async def _settled(
    request: Request,
    waiting_id: int,
    form: Form[SettledDoor],
    action: str,
    write: Callable[..., Awaitable[Any]],
    said: Callable[[Any], Message],
) -> Response[Any]:
    waiting, compact = await waiting_queries.access_waiting(actor_of(request), waiting_id)
    return await submit(
        request,
        form,
        action=action,
        write=lambda data, actor: write(compact, waiting, data, actor=actor),
        done=lambda answer: redirect(f"{home_of(compact.id)}/signatures#waiting", said(answer)),
        again=lambda form: show_list(request, compact, form),
    )


@post(f"{_WAITING}/confirmation", opt={"who": STAFF})
async def confirm_door(request: Request, waiting_id: FromPath[int]) -> Response[Any]:
    """There is such a door: enter it and count the signature."""
    return await _settled(
        request,
        waiting_id,
        await read_form(request, SettledDoor),
        "compact.door_confirmed",
        waiting_actions.confirm_door,
        lambda counts: _COUNTS if counts else _OVERTAKEN,
    )


@post(f"{_WAITING}/setting-aside", opt={"who": STAFF})
async def set_door_aside(request: Request, waiting_id: FromPath[int]) -> Response[Any]:
    """There is no such door."""
    return await _settled(
        request,
        waiting_id,
        await read_form(request, SettledDoor),
        "compact.door_not_here",
        waiting_actions.set_door_aside,
        lambda _: m("Noted: no such door. Whoever signed reads it on the receipt."),
    )


@post(f"{_WAITING}/return", opt={"who": STAFF})
async def take_door_up(request: Request, waiting_id: FromPath[int]) -> Response[Any]:
    """Undo that there is no such door."""
    return await _settled(
        request,
        waiting_id,
        await read_form(request, SettledDoor),
        "compact.door_taken_up",
        waiting_actions.take_door_up,
        lambda _: m("It waits again."),
    )


HANDLERS = [confirm_door, set_door_aside, take_door_up]
