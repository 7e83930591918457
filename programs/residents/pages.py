"""Pages about people, for staff of their community."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import (
    access_community,
    building_options,
    community_options,
)
from programs.communities.tables import Community
from programs.residents import actions, policy, queries, rules
from programs.residents.schemas import AGES, CameBack, EditedResident, MovedAway, NewResident
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.paging import link

Section = Callable[[Actor, Resident], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show on a person's page; the ceiling fills it in, top to bottom.
SECTIONS: list[Section] = []


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}"


def age_options() -> list[tuple[str, Message]]:
    """Ages, to choose from."""
    return list(AGES.items())


@get("/desk/residents", opt={"who": STAFF})
async def list_residents(request: Request) -> Response[bytes]:
    """The people of the reader's communities, searched by name."""
    actor = actor_of(request)
    text = asked_text(request)
    chosen = await _chosen_community(request, actor)
    away = request.query_params.get("away") == "1"
    community_id = chosen.id if chosen else None
    found = await queries.list_residents(
        actor, community_id=community_id, text=text, away=away, cursor=request.query_params.get("after")
    )
    filters = {"community": community_id, "q": text, "away": "1" if away else None}
    return page(
        request,
        "residents/list.html",
        found=found,
        filters=Form.blank(Write, q=text, community=community_id),
        text=text,
        away=away,
        chosen=chosen,
        communities=await community_options(actor),
        new_url=f"/desk/communities/{community_id}/residents/new" if chosen else "/desk/residents/new",
        next_url=link("/desk/residents", **filters, after=found.next) if found.next else None,
        here_url=link("/desk/residents", **{**filters, "away": None}),
        away_url=link("/desk/residents", **{**filters, "away": "1"}),
    )


async def _chosen_community(request: Request, actor: Actor) -> Community | None:
    asked = asked_id(request, "community")
    return await access_community(actor, asked) if asked is not None else None


@get("/desk/residents/labels", opt={"who": STAFF})
async def labels(request: Request) -> Response[bytes]:
    """Names to choose from while `who` is being typed, as options of a datalist."""
    actor = actor_of(request)
    community = await _chosen_community(request, actor)
    text = asked_text(request, "who")
    found = await queries.labels_like(actor, community.id, text) if community and text else []
    return page(request, "residents/labels.html", labels=found)


@get("/desk/residents/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Where the new person lives; not asked of whoever works in one community only."""
    communities = await community_options(actor_of(request))
    if len(communities) == 1:
        return redirect(f"/desk/communities/{communities[0][0]}/residents/new")
    return page(request, "residents/choose.html", communities=communities)


@get("/desk/communities/{community_id:int}/residents/new", opt={"who": STAFF})
async def new_resident(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new person."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await _form_page(request, Form.blank(NewResident), community_id, community=community)


@post("/desk/communities/{community_id:int}/residents", opt={"who": STAFF})
async def add_resident(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Add a person."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewResident),
        action="resident.added",
        write=lambda data, actor: actions.add_resident(community, data, actor=actor),
        done=lambda resident_id: redirect(_home(resident_id), m("The person is added.")),
        again=lambda form: _form_page(request, form, community_id, community=community),
    )


@get("/desk/residents/{resident_id:int}", opt={"who": STAFF})
async def show_resident(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """What staff may see of a person."""
    resident = await queries.access_resident(actor_of(request), resident_id)
    return await _show(request, resident, Form.blank(MovedAway, moved_away_on=clock.today()))


async def _show(request: Request, resident: Resident, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    parts: Sequence[tuple[str, dict[str, Any]]] = [await section(actor, resident) for section in SECTIONS]
    return page(
        request,
        "residents/show.html",
        card=await queries.card_of(resident),
        seen=policy.fields_seen(actor, community_id=resident.community),
        may_edit=policy.may_edit_resident(actor, resident.community),
        ages=AGES,
        form=form,
        sections=[
            render_part(request, template, resident=resident, **context) for template, context in parts
        ],
        history=await history_of("resident", resident.id, actor=actor),
    )


@get("/desk/residents/{resident_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """The form in which a person's record is edited."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)
    card = await queries.card_of(resident)
    form = Form.of(EditedResident, resident, door=card["door"])
    return await _form_page(request, form, resident.community, card=card)


@post("/desk/residents/{resident_id:int}/edit", opt={"who": STAFF})
async def edit_resident(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Save a person's record."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)

    async def again(form: Form[EditedResident]) -> Response[bytes]:
        card = await queries.card_of(resident)
        form.theirs = {name: _in_words(name, value, card) for name, value in form.theirs.items()}
        return await _form_page(request, form, resident.community, card=card)

    return await submit(
        request,
        await read_form(request, EditedResident),
        action="resident.edited",
        write=lambda data, actor: actions.edit_resident(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Saved.")),
        again=again,
    )


def _in_words(name: str, value: Any, card: dict[str, Any]) -> Any:
    words = {
        "building": card["building_name"],
        "household": card["door"],
        "age_band": AGES.get(card["age_band"]),
    }
    return words.get(name, value)


async def _form_page(request: Request, form: Form[Any], community_id: int, **context: Any) -> Response[bytes]:
    """The form of a person, with the namesakes to compare when that is what holds it up."""
    same = await queries.namesakes(community_id, form.values["name"]) if "another" in form.errors else []
    return page(
        request,
        "residents/edit.html" if "card" in context else "residents/new.html",
        form=form,
        namesakes=same,
        label=rules.label,
        buildings=await building_options(community_id),
        ages=age_options(),
        **context,
    )


@post("/desk/residents/{resident_id:int}/moved-away", opt={"who": STAFF})
async def mark_moved_away(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Say that a person lives here no longer."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, MovedAway),
        action="resident.moved_away",
        write=lambda data, actor: actions.mark_moved_away(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Noted: this person has moved away.")),
        again=lambda form: _show(request, resident, form),
    )


@post("/desk/residents/{resident_id:int}/came-back", opt={"who": STAFF})
async def take_back_moving(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Say that a person lives here after all."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, CameBack),
        action="resident.came_back",
        write=lambda data, actor: actions.take_back_moving(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Noted: this person lives here.")),
        again=lambda form: _show(request, resident, form),
    )


HANDLERS = [
    list_residents,
    labels,
    choose_community,
    new_resident,
    add_resident,
    show_resident,
    edit_form,
    edit_resident,
    mark_moved_away,
    take_back_moving,
]
