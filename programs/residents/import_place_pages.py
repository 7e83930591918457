"""Buildings that a roster names and the community has not, settled on its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from programs.residents import import_place_actions, import_queries
from programs.residents.import_schemas import ListEstate, Missing, Settled, SettledPlaces, TypedPlaces
from programs.residents.import_step_pages import step
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import read_id
from server.web.forms import read_form

HOME = "/desk/residents/import"


@post(f"{HOME}/{{batch_id:int}}/places", opt={"who": STAFF})
async def settle_places(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Make buildings that the list names, or say which ones are meant; the choices are called `place-<n>`."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    form = await read_form(request, TypedPlaces)
    places = _typed_places(await request.form(), import_queries.counts_of(batch).missing)
    return await step(
        request,
        batch,
        form,
        action="roster.places_settled",
        write=lambda data, actor: import_place_actions.settle(
            batch,
            SettledPlaces(
                op_id=data.op_id,
                version=data.version,
                places=places,
                make_all=data.make_all,
                make_in=data.make_in,
            ),
            actor=actor,
        ),
        said=m("The buildings are settled. The list is checked anew."),
    )


@post(f"{HOME}/{{batch_id:int}}/estate", opt={"who": STAFF})
async def say_estate(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Say of which estate all rows are that name none."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await step(
        request,
        batch,
        await read_form(request, ListEstate),
        action="roster.estate_said",
        write=lambda data, actor: import_place_actions.say_estate(batch, data, actor=actor),
        said=m("The estate is settled. The list is checked anew."),
    )


def _typed_places(sent: Any, missing: Sequence[Missing]) -> tuple[Settled, ...]:
    found = []
    for number, one in enumerate(missing):
        chosen = sent.get(f"place-{number}")
        word, _, row = chosen.partition("-") if isinstance(chosen, str) else ("", "", "")
        if word in {"make", "means"} and (row_id := read_id(row)):
            field = "make_in" if word == "make" else "means"
            found.append(Settled(one.estate, one.building, **{field: row_id}))
    return tuple(found)


HANDLERS = [settle_places, say_estate]
