"""The lines and things of a ceremony: changed, ticked off, struck out; on the desk and on a leader's phone."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import ceremony_actions, ceremony_queries
from groups.activities.ceremony_pages import home_of, show
from groups.activities.ceremony_schemas import EditedItem, NewItem, RemovedItem, TickedItem
from groups.activities.ceremony_words import KITS
from groups.activities.tables import Ceremony, CeremonyItem
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect

_ITEM = "/desk/ceremony-items/{item_id:int}"


@get(_ITEM, opt={"who": STAFF})
async def item_form(request: Request, item_id: FromPath[int]) -> Response[bytes]:
    """The form in which a line or a thing is changed."""
    item, ceremony = await ceremony_queries.access_item(actor_of(request), item_id, to_edit=True)
    return await _form(request, item, ceremony, Form.of(EditedItem, item))


async def _form(
    request: Request, item: CeremonyItem, ceremony: Ceremony, form: Form[EditedItem]
) -> Response[bytes]:
    return page(
        request,
        "activities/ceremony_item.html",
        item=item,
        ceremony=await ceremony_queries.card_of(ceremony.id),
        kits=KITS,
        form=form,
        remove_form=Form.blank(RemovedItem),
    )


@post(_ITEM, opt={"who": STAFF})
async def edit_item(request: Request, item_id: FromPath[int]) -> Response[Any]:
    """Save a line or a thing."""
    item, ceremony = await ceremony_queries.access_item(actor_of(request), item_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedItem),
        action="ceremony.item_edited",
        write=lambda data, actor: ceremony_actions.edit_item(item, data, actor=actor),
        done=lambda _: redirect(home_of(ceremony.id), m("Saved.")),
        again=lambda form: _form(request, item, ceremony, form),
    )


@post(_ITEM + "/tick", opt={"who": STAFF})
async def tick_item(request: Request, item_id: FromPath[int]) -> Response[Any]:
    """Say that a thing is ready, or that it is not after all."""
    item, ceremony = await ceremony_queries.access_item(actor_of(request), item_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, TickedItem),
        action="ceremony.item_ticked",
        write=lambda data, actor: ceremony_actions.tick_item(item, data, actor=actor),
        done=lambda _: redirect(f"{home_of(ceremony.id)}#ready"),
        again=lambda form: show(request, ceremony, item_form=form.on(NewItem)),
    )


@post("/desk/ceremonies/{ceremony_id:int}/items/remove", opt={"who": STAFF})
async def remove_item(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """Strike a line or a thing out."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, RemovedItem),
        action="ceremony.item_removed",
        write=lambda data, actor: ceremony_actions.remove_item(ceremony, data, actor=actor),
        done=lambda _: redirect(home_of(ceremony.id), m("Struck out.")),
        again=lambda form: show(request, ceremony, item_form=form.on(NewItem)),
    )


@get("/my/ceremonies/{ceremony_id:int}", opt={"who": LEADERS})
async def my_ceremony(request: Request, ceremony_id: FromPath[int]) -> Response[bytes]:
    """A ceremony of the reader's group on her phone: what happens when, and what is still to be made ready."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id)
    return await _mine(request, ceremony, Form.blank(Write))


async def _mine(request: Request, ceremony: Ceremony, form: Form[Any]) -> Response[bytes]:
    lines, things = await ceremony_queries.items_of(ceremony.id)
    return page(
        request,
        "activities/my_ceremony.html",
        ceremony=await ceremony_queries.card_of(ceremony.id),
        lines=lines,
        things=things,
        kits=KITS,
        form=form,
        new_op_id=new_op_id,
    )


@post("/my/ceremony-items/{item_id:int}/tick", opt={"who": LEADERS})
async def tick_mine(request: Request, item_id: FromPath[int]) -> Response[Any]:
    """A leader says that a thing is ready."""
    item, ceremony = await ceremony_queries.access_item(actor_of(request), item_id)
    return await submit(
        request,
        await read_form(request, TickedItem),
        action="ceremony.item_ticked",
        write=lambda data, actor: ceremony_actions.tick_item(item, data, actor=actor),
        done=lambda _: redirect(f"/my/ceremonies/{ceremony.id}"),
        again=lambda form: _mine(request, ceremony, form),
    )


HANDLERS = [item_form, edit_item, tick_item, remove_item, my_ceremony, tick_mine]
