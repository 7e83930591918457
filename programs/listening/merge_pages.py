"""Pages on which notes that say the same become one, and are split again (S51)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.listening import list_pages, merge_actions, merge_queries, pages, queries
from programs.listening.merge_schemas import MANY, ChosenMerge, SplitNeed
from programs.listening.schemas import CHANNELS
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import read_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/needs/merging"


def ticked(request: Request, name: str = "needs") -> list[int]:
    """The rows ticked in a list, from the address; what is no id is left out."""
    found = (read_id(text) for text in request.query_params.getall(name, []))
    return list(dict.fromkeys(row_id for row_id in found if row_id is not None))


@get(_HOME, opt={"who": STAFF})
async def choose_kept(request: Request) -> Response[bytes]:
    """The ticked notes beside each other: which one speaks for all?"""
    return await _choose(request, ticked(request)[:MANY], Form.blank(ChosenMerge))


async def _choose(request: Request, ids: Sequence[int], form: Form[ChosenMerge]) -> Response[bytes]:
    rows = await merge_queries.needs_shown(actor_of(request), ids)
    if rows and not form.values.get("kept"):
        form.values["kept"] = rows[0]["id"]
    return page(request, "listening/merging.html", rows=rows, form=form, channels=CHANNELS)


@post(_HOME, opt={"who": STAFF})
async def merge_needs(request: Request) -> Response[Any]:
    """Let one note speak for the others."""
    form = await read_form(request, ChosenMerge)

    async def merge(data: ChosenMerge, actor: Actor) -> int:
        kept = await queries.access_need(actor, data.kept, to_edit=True)
        others = await merge_queries.access_needs(actor, [one for one in data.needs if one != data.kept])
        return await merge_actions.merge_needs(kept, others, actor=actor)

    return await submit(
        request,
        form,
        action="need.merged",
        write=merge,
        done=lambda kept: redirect(f"/desk/needs/{kept}", m("Merged. This note speaks for the others.")),
        again=lambda form: _choose(request, form.chosen("needs")[:MANY], form),
    )


@post("/desk/needs/{need_id:int}/splitting", opt={"who": STAFF})
async def split_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Split a note off again."""
    need = await queries.access_need(actor_of(request), need_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, SplitNeed),
        action="need.split",
        write=lambda data, actor: merge_actions.split_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("Split. It stands by itself again.")),
        again=lambda form: pages.show(request, need, split_form=form),
    )


@get("/desk/needs/duplicates", opt={"who": STAFF})
async def show_duplicates(request: Request) -> Response[bytes]:
    """Notes that likely say the same, group by group."""
    actor, chosen = actor_of(request), list_pages.read_filter(request)
    return page(
        request,
        "listening/duplicates.html",
        groups=await merge_queries.likely_duplicates(actor, chosen, today=clock.today()),
        compared=merge_queries.COMPARED,
        channels=CHANNELS,
        list_url=list_pages.address("/desk/needs", chosen),
    )


HANDLERS = [choose_kept, merge_needs, split_need, show_duplicates]
