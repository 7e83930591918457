"""Pages about people, for staff of their community."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, community_options
from programs.communities.tables import Community
from programs.residents import actions, choices, merge_queries, policy, queries, tag_queries
from programs.residents.card_queries import whole_card
from programs.residents.consent_card import kept_for
from programs.residents.key_queries import reader_of
from programs.residents.ladder_queries import ladder_of
from programs.residents.ladder_schemas import STEP_WORDS
from programs.residents.law_schemas import ShownNumber
from programs.residents.merge_schemas import WHY
from programs.residents.schemas import AGES, CameBack, MovedAway
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.actor import COORDINATOR, Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.paging import link

Section = Callable[[Actor, Resident], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show on a person's page; the ceiling fills it in, top to bottom.
SECTIONS: Entries[Section] = Entries(__name__)


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}"


@get("/desk/residents", opt={"who": STAFF})
async def list_residents(request: Request) -> Response[bytes]:
    """The people of the reader's communities, searched by name or by what is said of them."""
    actor = actor_of(request)
    text = asked_text(request)
    chosen = await _chosen_community(request, actor)
    away = request.query_params.get("away") == "1"
    community_id = chosen.id if chosen else None
    tag = tag_queries.read_tag(asked_text(request, "tag"))
    cursor = request.query_params.get("after")
    if tag:
        found = await tag_queries.people_with(actor, tag, community_id=community_id, text=text, cursor=cursor)
    else:
        found = await queries.list_residents(
            actor, community_id=community_id, text=text, away=away, cursor=cursor
        )
    asked_tag = ":".join(tag) if tag else None
    filters = {"community": community_id, "q": text, "tag": asked_tag, "away": "1" if away else None}
    return page(
        request,
        "residents/list.html",
        found=found,
        filters=Form.blank(Write, q=text, community=community_id, tag=asked_tag),
        text=text,
        away=away,
        chosen=chosen,
        tags=[
            (f"{kind}:{value}", choices.word_of(kind, value))
            for kind, value in await tag_queries.words_in_use(actor, community_id)
        ],
        tag=tag and choices.word_of(*tag),
        counted=await tag_queries.count_of(actor, tag, community_id) if tag else None,
        group_url=f"/desk/communities/{community_id}/groups/new" if chosen else "/desk/groups/new",
        communities=await community_options(actor),
        may_plan=actor.has(COORDINATOR),
        new_url=f"/desk/communities/{community_id}/residents/new" if chosen else "/desk/residents/new",
        next_url=link("/desk/residents", **filters, after=found.next) if found.next else None,
        here_url=link("/desk/residents", **{**filters, "away": None}),
        away_url=link("/desk/residents", **{**filters, "away": "1", "tag": None}),
    )


async def _chosen_community(request: Request, actor: Actor) -> Community | None:
    asked = asked_id(request, "community")
    return await access_community(actor, asked) if asked is not None else None


@get("/desk/residents/labels", opt={"who": STAFF})
async def labels(request: Request) -> Response[bytes]:
    """Names to choose from while `who` is being typed, as options of a datalist."""
    actor = actor_of(request)
    community = await _chosen_community(request, actor)
    text = asked_text(request, request.query_params.get("field", "who"))
    found = await queries.labels_like(actor, community.id, text) if community and text else []
    return page(request, "residents/labels.html", labels=found)


@get("/desk/residents/{resident_id:int}", opt={"who": STAFF})
async def show_resident(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """What staff may see of a person."""
    resident = await queries.access_resident(actor_of(request), resident_id)
    return await show(request, resident, Form.blank(MovedAway, moved_away_on=clock.today()))


async def _show_merged(
    request: Request, resident: Resident, kept: dict[str, Any], form: Form[Any]
) -> Response[bytes]:
    """The page of a record that speaks through another one."""
    actor = actor_of(request)
    return page(
        request,
        "residents/merged.html",
        resident=resident,
        kept=kept,
        may_edit=policy.may_edit_resident(actor, resident.community),
        form=form,
        history=await _history(actor, resident),
    )


async def _history(actor: Actor, resident: Resident) -> Any:
    return await history_of(
        "resident",
        resident.id,
        actor=actor,
        words={
            "age_band": AGES,
            "building": dict(await building_options(resident.community)),
            "ladder": STEP_WORDS,
        },
        read=await reader_of(resident.id),
    )


async def show(request: Request, resident: Resident, form: Form[Any], phone: str = "") -> Response[bytes]:
    """A person's page, with the faults of the form that was sent from it, or with her number when that was asked for."""
    actor = actor_of(request)
    if kept := await merge_queries.speaks_through(resident):
        return await _show_merged(request, resident, kept, form)
    parts: Sequence[tuple[str, dict[str, Any]]] = [await section(actor, resident) for section in SECTIONS]
    card = await whole_card(resident)
    return page(
        request,
        "residents/erased.html" if resident.erased_at else "residents/show.html",
        card=card,
        seen=policy.fields_seen(actor, community_id=resident.community),
        may_edit=policy.may_edit_resident(actor, resident.community),
        may_erase=policy.may_erase(actor, resident.community),
        ages=AGES,
        form=form,
        phone=phone,
        number_form=Form.blank(ShownNumber),
        purposes=await kept_for(card),
        steps=await ladder_of(resident.id),
        words=STEP_WORDS,
        sections=[
            render_part(request, template, resident=resident, **context) for template, context in parts
        ],
        alike=await merge_queries.alike_to(actor, resident),
        merged_ones=await merge_queries.merged_into(resident.id),
        why=WHY,
        history=await _history(actor, resident),
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
        again=lambda form: show(request, resident, form),
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
        again=lambda form: show(request, resident, form),
    )


HANDLERS = [list_residents, labels, show_resident, mark_moved_away, take_back_moving]
