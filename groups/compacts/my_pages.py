"""A compact on the phone of whoever goes from door to door: note what is said, take a signature (leaders and staff)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.my_pages import Way
from groups.compacts import hearing_actions, queries, rules, signature_actions, text_queries
from groups.compacts.schemas import DoorComment, SignedName
from groups.compacts.signature_rules import HEIGHT, WIDTH
from groups.compacts.tables import Compact
from groups.compacts.words import STANCES, STATES, TONES
from groups.teams.tables import Group
from programs.communities.queries import building_options
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import Message, _, m
from server.web.access import LEADERS, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/my/compacts/{compact_id:int}"


@get("/my/compacts", opt={"who": LEADERS})
async def my_compacts(request: Request) -> Response[bytes]:
    """The compacts with which the reader can go from door to door."""
    found = await queries.compacts_at_doors(actor_of(request))
    return page(request, "compacts/my_list.html", compacts=found, states=STATES, tones=TONES)


@get(_HOME, opt={"who": LEADERS})
async def at_door(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """One door: the text to read aloud, and what can be noted now."""
    return await _door(request, await queries.access_at_door(actor_of(request), compact_id))


async def _door(
    request: Request,
    compact: Compact,
    comment: Form[DoorComment] | None = None,
    signing: Form[SignedName] | None = None,
) -> Response[bytes]:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    # On a walk the next door is one of the same building, and the same is done there.
    building = asked_id(request, "building")
    if signing is not None and signing.theirs:
        signing.values["text_hash"] = text.text_hash
    return page(
        request,
        "compacts/my_door.html",
        compact=compact,
        text=text,
        comment_form=comment or Form.blank(DoorComment, building=building),
        sign_form=signing or Form.blank(SignedName, building=building, text_hash=text.text_hash),
        goes_on=request.query_params.get("act") if building else None,
        clauses=queries.numbered(text.clauses, longest=28),
        buildings=await building_options(compact.community),
        stances=list(STANCES.items()),
        states=STATES,
        may_say=rules.refuse_act(compact.state, "hear") is None,
        may_sign=rules.refuse_act(compact.state, "sign") is None,
        width=WIDTH,
        height=HEIGHT,
    )


def _next_door(compact_id: int, form: Form[Any], act: str, done: Message) -> Response[Any]:
    """Back to the same text, for the next door."""
    return redirect(f"/my/compacts/{compact_id}?building={form.values['building']}&act={act}", done)


@post(f"{_HOME}/comments", opt={"who": LEADERS})
async def comment(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Note what was said at a door."""
    compact = await queries.access_at_door(actor_of(request), compact_id)
    form = await read_form(request, DoorComment)
    return await submit(
        request,
        form,
        action="compact.heard",
        write=lambda data, actor: hearing_actions.comment_at_door(compact, data, actor=actor),
        done=lambda _: _next_door(
            compact_id,
            form,
            "ask",
            m("%(door)s is written down. On to the next door.", door=form.values["door"]),
        ),
        again=lambda form: _door(request, compact, comment=form),
    )


@post(f"{_HOME}/signatures", opt={"who": LEADERS})
async def sign(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Take a signature at a door."""
    compact = await queries.access_at_door(actor_of(request), compact_id)
    form = await read_form(request, SignedName)
    return await submit(
        request,
        form,
        action="compact.signed",
        write=lambda data, actor: signature_actions.sign_at_door(compact, data, actor=actor),
        done=lambda _: _next_door(
            compact_id, form, "sign", m("%(door)s has signed. On to the next door.", door=form.values["door"])
        ),
        again=lambda form: _door(request, compact, signing=form),
    )


async def my_ways(actor: Actor, groups: Sequence[dict[str, Any]]) -> dict[int, list[Way]]:
    """The compacts of these groups' communities, each at the first group of its community."""
    first: dict[int, int] = {}
    for row in groups:
        first.setdefault(row["community"], row["id"])
    ways: dict[int, list[Way]] = {}
    for one in await queries.compacts_at_doors(actor):
        if one["community"] in first:
            way = Way(
                _("From door to door: %(title)s", title=one["title"]), f"/my/compacts/{one['id']}", "visits"
            )
            ways.setdefault(first[one["community"]], []).append(way)
    return ways


async def my_section(actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """The compacts with which the leader of a group can go from door to door, for her page of the group."""
    found = await queries.compacts_at_doors(actor)
    return "compacts/of_my_group.html", {
        "compacts": [row for row in found if row["community"] == group.community],
        "states": STATES,
        "tones": TONES,
    }


HANDLERS = [my_compacts, at_door, comment, sign]
