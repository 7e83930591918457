"""What a person may ask for: a copy of everything, and to be forgotten; and what is to be deleted by itself."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.residents import erasure_actions, erasure_queries, own_actions, own_queries, retention_actions
from programs.residents.law_schemas import GROUNDS, PURPOSES, ConfirmedRetention, Erased, OwnCopy
from programs.residents.own_exports import SHEET
from programs.residents.queries import access_resident, access_to_erase
from programs.residents.tables import Resident
from server.export import download
from server.export.download import content_disposition
from server.lib import clock
from server.lib.i18n import m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, carry_out, read_form, submit
from server.web.pages import page, redirect


@get("/desk/residents/{resident_id:int}/own", opt={"who": STAFF})
async def own_copy(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """Everything that is kept of a person, on paper or to take away."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await _own(request, resident, Form.blank(OwnCopy))


async def _own(request: Request, resident: Resident, form: Form[OwnCopy]) -> Response[bytes]:
    return page(
        request,
        "residents/own.html",
        resident=resident,
        lines=await own_queries.own_copy(resident, whole_number=False),
        form=form,
        json_form=Form.blank(OwnCopy),
    )


@post("/desk/residents/{resident_id:int}/own", opt={"who": STAFF})
async def take_copy(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """The copy as a file; that it was made is in the log."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    form = await read_form(request, OwnCopy)
    data = form.data
    if data is None:
        answer = await _own(request, resident, form)
        answer.status_code = 422
        return answer
    await carry_out(
        data,
        actor=actor,
        action="resident.exported",
        write=lambda: own_actions.note_copy(resident, actor=actor),
    )
    lines = await own_queries.own_copy(resident, whole_number=True)
    if data.format == "xlsx":
        return await download(SHEET, lines, "xlsx", resident.name)
    return Response(
        msgspec.json.format(msgspec.json.encode(own_queries.plain(lines))),
        media_type="application/json",
        headers={
            "content-disposition": content_disposition(f"{resident.name}.json"),
            "cache-control": "no-store",
        },
    )


@get("/desk/residents/{resident_id:int}/erase", opt={"who": PLANNERS})
async def erase_form(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """What will be gone, what will stay, and whether that is meant."""
    resident = await access_to_erase(actor_of(request), resident_id)
    return await _erase(request, resident, Form.blank(Erased, ground="asked"))


async def _erase(request: Request, resident: Resident, form: Form[Erased]) -> Response[bytes]:
    return page(
        request,
        "residents/erase.html",
        resident=resident,
        form=form,
        grounds=[(key, GROUNDS[key]) for key in ("asked", "withdrawn")],
    )


@post("/desk/residents/{resident_id:int}/erase", opt={"who": PLANNERS})
async def erase(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Erase a person's record for good."""
    resident = await access_to_erase(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, Erased),
        action="resident.erased",
        write=lambda data, actor: erasure_actions.erase_resident(resident, data, actor=actor),
        done=lambda _: redirect(f"/desk/residents/{resident_id}", m("The record is erased.")),
        again=lambda form: _erase(request, resident, form),
    )


@get("/desk/residents/retention", opt={"who": PLANNERS})
async def retention(request: Request) -> Response[bytes]:
    """The records that were to be kept until a day that has gone by."""
    return await _retention(request, Form.blank(ConfirmedRetention))


async def _retention(request: Request, form: Form[ConfirmedRetention]) -> Response[bytes]:
    actor, today = actor_of(request), clock.today()
    return page(
        request,
        "residents/retention.html",
        rows=await erasure_queries.due_rows(actor, today=today),
        run_out=await erasure_queries.run_out_rows(actor, today=today),
        purposes=PURPOSES,
        form=form,
    )


@post("/desk/residents/retention", opt={"who": PLANNERS})
async def confirm_retention(request: Request) -> Response[Any]:
    """Ask for the listed records to be erased."""
    return await submit(
        request,
        await read_form(request, ConfirmedRetention),
        action="retention.confirmed",
        write=lambda data, actor: retention_actions.confirm_retention(data, actor=actor),
        done=lambda _: redirect("/desk/residents/retention", m("They are being deleted now.")),
        again=lambda form: _retention(request, form),
    )


HANDLERS = [own_copy, take_copy, erase_form, erase, retention, confirm_retention]
