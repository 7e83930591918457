"""Handing in a roster, and taking the register away in the same columns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response, Stream

from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.residents import import_actions, import_exports, import_queries
from programs.residents.import_schemas import HandIn, HandInText
from programs.residents.import_words import HOW, PURPOSE_NAMES, PURPOSES, STATES
from programs.residents.roster_chain_rules import rows_of
from server.export import FORMATS, download
from server.export.download import content_disposition
from server.intake import limits
from server.intake.grid import Grid, finished
from server.intake.reader import read_grid
from server.intake.refusal import Unreadable
from server.lib import clock
from server.lib.actor import Actor
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

HOME = "/desk/residents/import"
_LARGEST = limits.MOST_BYTES + 500_000


@get(HOME, opt={"who": STAFF})
async def list_batches(request: Request) -> Response[bytes]:
    """The lists that were handed in, the newest first, and the way to hand in another."""
    actor = actor_of(request)
    found = await import_queries.list_batches(actor, cursor=request.query_params.get("after"))
    return page(
        request,
        "residents/import_list.html",
        found=found,
        states=STATES,
        purposes=PURPOSE_NAMES,
        communities=await community_options(actor),
        next_url=link(HOME, after=found.next) if found.next else None,
    )


@get("/desk/communities/{community_id:int}/residents/import", opt={"who": STAFF})
async def hand_in_form(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form in which a list is handed in, as a file or pasted from a group chat."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return _form_page(request, community, Form.blank(HandIn, delete_after=_in_a_year(), purpose="register"))


def _in_a_year() -> object:
    return clock.today() + timedelta(days=365)


def _form_page(request: Request, community: Community, form: Form[Any]) -> Response[bytes]:
    return page(
        request,
        "residents/import_new.html",
        community=community,
        form=form,
        purposes=list(PURPOSES.items()),
        hows=list(HOW.items()),
        text_op_id=new_op_id(),
        tomorrow=clock.today() + timedelta(days=1),
    )


@post(
    "/desk/communities/{community_id:int}/residents/import",
    opt={"who": STAFF},
    request_max_body_size=_LARGEST,
)
async def hand_in_file(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Hand in a list as a file."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, HandIn)
    sent = (await request.form()).get("file")
    name, read = "", None
    if form.data is not None:
        try:
            name, content = await _sent_file(sent)
            grid = await read_grid(content, name)
            read = await import_actions.read_roster(grid, form.data, actor=actor_of(request))
        except Refused as refusal:
            form.refuse(refusal)
            form.data = None

    async def write(data: HandIn, actor: Actor) -> int:
        assert read is not None
        return await import_actions.hand_in(community, name, data, read, actor=actor)

    return await submit(
        request,
        form,
        action="roster.handed_in",
        write=write,
        done=lambda batch_id: redirect(f"{HOME}/{batch_id}/columns"),
        again=lambda form: _form_page(request, community, form),
    )


async def _sent_file(sent: object) -> tuple[str, bytes]:
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Refused("roster.no_file", field="file")
    return sent.filename.replace("\\", "/").rpartition("/")[2][-120:], await sent.read()


@post("/desk/communities/{community_id:int}/residents/import-text", opt={"who": STAFF})
async def hand_in_text(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Hand in a list as it stands in a group chat (接龙)."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, HandInText)
    read = None
    if form.data is not None:
        try:
            read = await import_actions.read_roster(
                pasted(form.data.text), form.data, actor=actor_of(request)
            )
        except Refused as refusal:
            form.refuse(refusal)
            form.data = None

    async def write(data: HandInText, actor: Actor) -> int:
        assert read is not None
        return await import_actions.hand_in(community, "接龙", data, read, actor=actor)

    return await submit(
        request,
        form,
        action="roster.handed_in",
        write=write,
        done=lambda batch_id: redirect(f"{HOME}/{batch_id}"),
        again=lambda form: _form_page(request, community, form),
    )


def pasted(text: str) -> Grid:
    """A pasted list as a sheet; Refused when nobody stands in it."""
    try:
        return finished(rows_of(text), sheet="", kind="text")
    except Unreadable as fault:
        raise Refused(f"intake.{fault.code}", field="text", **fault.facts) from None


@get(f"{HOME}/template", opt={"who": STAFF})
async def template(request: Request) -> Response[bytes]:
    """An empty list to fill in, with the columns of the register."""
    return Response(
        import_exports.template(),
        media_type=FORMATS["xlsx"],
        headers={
            "content-disposition": content_disposition(f"{import_exports.REGISTER.title}.xlsx"),
            "cache-control": "no-store",
        },
    )


@get("/desk/communities/{community_id:int}/residents/register", opt={"who": STAFF})
async def register(request: Request, community_id: FromPath[int]) -> Stream:
    """The people of a community as a file with the columns of the template; that it was taken away is logged."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    await import_actions.note_taken_away(community, actor=actor_of(request))
    ending = request.query_params.get("format")
    sheet = import_exports.REGISTER
    rows = import_exports.register_rows(community.id)
    return await download(
        sheet, rows, "csv" if ending == "csv" else "xlsx", f"{sheet.title} {community.name}"
    )


HANDLERS = [list_batches, hand_in_form, hand_in_file, hand_in_text, template, register]
