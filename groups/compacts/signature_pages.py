"""Pages on which staff read who signed, enter paper lists, and note that somebody takes her signature back."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import (
    hearing_queries,
    queries,
    signature_actions,
    signature_queries,
    text_queries,
    waiting_queries,
)
from groups.compacts.door_forms import read_doors
from groups.compacts.pages import home_of, not_now
from groups.compacts.schemas import SettledDoor, SignedDoor, SignedDoors, SignedSheet, WithdrawnSignature
from groups.compacts.show_pages import coverage_chart
from groups.compacts.signature_rules import HEIGHT, WIDTH, path_of
from groups.compacts.tables import Compact, CompactSignature
from groups.compacts.text_queries import CompactText
from groups.compacts.words import HOWS
from programs.communities.queries import access_community
from programs.communities.tables import Building
from programs.residents.place_queries import place_of
from server.lib import clock
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/compacts/{compact_id:int}"
_SIGNED = f"{_HOME}/buildings/{{building_id:int}}/signed"
_SIGNATURE = "/desk/compact-signatures/{signature_id:int}"
BOX = f"0 0 {WIDTH} {HEIGHT}"


@get(f"{_HOME}/signatures", opt={"who": STAFF})
async def list_signatures(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """Who signed, door by door, for the desk and for print: names leave it on paper only."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    return await show_list(request, compact, Form.blank(SettledDoor))


async def show_list(request: Request, compact: Compact, form: Form[SettledDoor]) -> Response[bytes]:
    """The list; `form` has the faults of a button on it."""
    text = await _standing(compact)
    signed = await hearing_queries.coverage_of(compact.community, compact.id, signed=text.major)
    rows = await signature_queries.list_signatures(compact.id)
    return page(
        request,
        "compacts/signatures.html",
        compact=compact,
        community=await access_community(actor_of(request), compact.community),
        text=text,
        form=form,
        waiting=[_drawn(row) for row in await waiting_queries.list_waiting(compact.id)],
        tally=await signature_queries.tally_of(compact.id, major=text.major),
        rows=[_drawn(row) for row in rows],
        chart=coverage_chart(signed, compact.id, "signed"),
        hows=HOWS,
        box=BOX,
    )


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "path": path_of(row["drawing"])}


async def _standing(compact: Compact) -> CompactText:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    return text


@get(_SIGNED, opt={"who": STAFF})
async def doors_to_sign(
    request: Request, compact_id: FromPath[int], building_id: FromPath[int]
) -> Response[bytes]:
    """The doors of a building, with a tick and a name for each that signed on paper."""
    compact, building = await queries.access_with_building(actor_of(request), compact_id, building_id)
    text = await _standing(compact)
    form = Form.blank(SignedSheet, text_hash=text.text_hash, signed_on=clock.today())
    return await _doors(request, compact, building, form)


async def _doors(
    request: Request, compact: Compact, building: Building, form: Form[SignedSheet]
) -> Response[bytes]:
    text = await _standing(compact)
    if form.theirs:
        form.values["text_hash"] = text.text_hash
    return page(
        request,
        "compacts/signed.html",
        compact=compact,
        text=text,
        place=await place_of(building.id),
        doors=await signature_queries.doors_to_sign(compact.id, building.id, major=text.major),
        form=form,
        not_now=not_now(compact, "sign"),
    )


@post(_SIGNED, opt={"who": STAFF})
async def sign_on_paper(
    request: Request, compact_id: FromPath[int], building_id: FromPath[int]
) -> Response[Any]:
    """Enter a paper list of a building."""
    compact, building = await queries.access_with_building(actor_of(request), compact_id, building_id)
    form = await read_form(request, SignedSheet)
    doors = read_doors(form, await request.form(), SignedDoor, "name", "pledge")

    async def write(data: SignedSheet, actor: Actor) -> int:
        sheet = SignedDoors(op_id=data.op_id, text_hash=data.text_hash, signed_on=data.signed_on, doors=doors)
        return await signature_actions.sign_on_paper(compact, sheet, actor=actor)

    if form.errors:
        form.data = None
    return await submit(
        request,
        form,
        action="compact.signed_on_paper",
        write=write,
        done=lambda new: redirect(
            f"{home_of(compact_id)}/buildings/{building_id}/signed",
            m("Households newly entered: %(num)s", num=new),
        ),
        again=lambda form: _doors(request, compact, building, form),
    )


@get(f"{_HOME}/buildings/{{building_id:int}}/sheet", opt={"who": STAFF})
async def print_sheet(
    request: Request, compact_id: FromPath[int], building_id: FromPath[int]
) -> Response[bytes]:
    """The list to be carried from door to door on paper: the text, and a line for each door that has not signed it."""
    actor = actor_of(request)
    compact, building = await queries.access_with_building(actor, compact_id, building_id)
    text = await _standing(compact)
    doors = await signature_queries.doors_to_sign(compact.id, building.id, major=text.major)
    return page(
        request,
        "compacts/sheet_print.html",
        compact=compact,
        community=await access_community(actor, compact.community),
        text=text,
        place=await place_of(building.id),
        doors=[row for row in doors if not row["current"]],
        back_href=f"{home_of(compact_id)}/buildings/{building_id}/signed",
    )


@get(_SIGNATURE, opt={"who": STAFF})
async def show_signature(request: Request, signature_id: FromPath[int]) -> Response[bytes]:
    """One signature: to which text, in which words, and the way to note that it is taken back."""
    signature, compact = await queries.access_signature(actor_of(request), signature_id)
    return await _signature(request, compact, signature, Form.blank(WithdrawnSignature))


async def _signature(
    request: Request, compact: Compact, signature: CompactSignature, form: Form[WithdrawnSignature]
) -> Response[bytes]:
    return page(
        request,
        "compacts/signature.html",
        compact=compact,
        signature=await signature_queries.signature_by_id(signature.id),
        text=await text_queries.text_by_id(signature.compact_version),
        path=path_of(signature.drawing),
        box=BOX,
        hows=HOWS,
        form=form,
    )


@post(f"{_SIGNATURE}/withdrawal", opt={"who": STAFF})
async def withdraw(request: Request, signature_id: FromPath[int]) -> Response[Any]:
    """Note that a household takes its signature back."""
    signature, compact = await queries.access_signature(actor_of(request), signature_id)
    return await submit(
        request,
        await read_form(request, WithdrawnSignature),
        action="compact.signature_withdrawn",
        write=lambda data, actor: signature_actions.withdraw(compact, signature, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact.id)}/signatures", m("The signature is taken back.")),
        again=lambda form: _signature(request, compact, signature, form),
    )


HANDLERS = [list_signatures, doors_to_sign, print_sheet, sign_on_paper, show_signature, withdraw]
