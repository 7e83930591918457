"""Pages that list, begin and name compacts, and what stands of them on pages of rooms below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import actions, queries, rules
from groups.compacts.schemas import EditedCompact, NewCompact
from groups.compacts.tables import Compact
from groups.compacts.words import REASONS, SAMPLES, STATES, TONES
from groups.teams.queries import group_options
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import program_options
from programs.method.road import Remark
from programs.method.tables import Program
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import Message, _, format_date, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

HOME = "/desk/compacts"


def home_of(compact_id: int) -> str:
    """A compact's own page."""
    return f"{HOME}/{compact_id}"


def habit_form_of(compact: Compact) -> str:
    """Where neighbours begin to practise a clause day by day, with the compact's group and program filled in."""
    return link(
        f"/desk/communities/{compact.community}/habits/new", group=compact.group, program=compact.program
    )


def not_now(compact: Compact, act: str) -> Message | None:
    """Why an act cannot be done at this stage, for a page that would else show a form in vain."""
    code = rules.refuse_act(compact.state, act)
    return REASONS[code].filled(stage=STATES[compact.state]) if code else None


@get(HOME, opt={"who": STAFF})
async def list_compacts(request: Request) -> Response[bytes]:
    """The compacts of the reader's communities."""
    actor = actor_of(request)
    community_id = asked_id(request, "community")
    if community_id is not None:
        await access_community(actor, community_id)
    found = await queries.list_compacts(actor, community_id, cursor=request.query_params.get("after"))
    return page(
        request,
        "compacts/list.html",
        compacts=found.rows,
        next_url=link(HOME, community=community_id, after=found.next) if found.next else None,
        communities=await community_options(actor),
        community=community_id,
        new_url=_new_url(community_id, asked_id(request, "program")),
        states=STATES,
        tones=TONES,
    )


def _new_url(community_id: int | None, program_id: int | None = None) -> str:
    if community_id is None:
        return f"{HOME}/new"
    return link(f"/desk/communities/{community_id}/compacts/new", program=program_id)


@get(f"{HOME}/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Whose compact it is; not asked of whoever works in one community only."""
    communities = await community_options(actor_of(request))
    if len(communities) == 1:
        return redirect(_new_url(communities[0][0]))
    return page(request, "compacts/choose.html", communities=communities)


@get("/desk/communities/{community_id:int}/compacts/new", opt={"who": STAFF})
async def new_compact(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new compact."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = Form.blank(NewCompact, program=asked_id(request, "program"))
    return await _cover(request, "compacts/new.html", form, community)


@post("/desk/communities/{community_id:int}/compacts", opt={"who": STAFF})
async def begin_compact(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Begin a compact."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewCompact),
        action="compact.begun",
        write=lambda data, actor: actions.begin_compact(community, data, actor=actor),
        done=lambda compact_id: redirect(
            f"{home_of(compact_id)}/text", m("The draft is begun. Now write its clauses.")
        ),
        again=lambda form: _cover(request, "compacts/new.html", form, community),
    )


@get(f"{HOME}/{{compact_id:int}}/edit", opt={"who": STAFF})
async def edit_form(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """The form in which a compact's cover is edited."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await _edit(request, Form.of(EditedCompact, compact), compact)


@post(f"{HOME}/{{compact_id:int}}/edit", opt={"who": STAFF})
async def edit_compact(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Save a compact's cover."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedCompact),
        action="compact.edited",
        write=lambda data, actor: actions.edit_compact(compact, data, actor=actor),
        done=lambda _: redirect(home_of(compact_id), m("Saved.")),
        again=lambda form: _edit(request, form, compact),
    )


async def _edit(request: Request, form: Form[EditedCompact], compact: Compact) -> Response[bytes]:
    community = await access_community(actor_of(request), compact.community)
    return await _cover(request, "compacts/edit.html", form, community, compact=compact)


async def _cover(
    request: Request, template: str, form: Form[Any], community: Community, **context: Any
) -> Response[bytes]:
    actor = actor_of(request)
    programs = await program_options(actor, community.id)
    groups = await group_options(actor, community.id)
    form.call_theirs({"program": dict(programs), "group": dict(groups)})
    return page(
        request,
        template,
        form=form,
        community=community,
        programs=programs,
        groups=groups,
        samples=list(SAMPLES.items()),
        **context,
    )


async def community_section(actor: Actor, community: Community) -> tuple[str, dict[str, Any]]:
    """A community's compacts on its page on the desk."""
    found = await queries.list_compacts(actor, community.id)
    return "compacts/_section.html", {
        "compacts": found.rows,
        "all_url": link(HOME, community=community.id) if found.next else None,
        "new_url": _new_url(community.id),
        "reviews": {},
        "states": STATES,
        "tones": TONES,
    }


async def program_section(actor: Actor, program: Program) -> tuple[str, dict[str, Any]]:
    """A program's compacts on its page, and the review that comes near."""
    found = await queries.compacts_of_program(program.id)
    return "compacts/_section.html", {
        "compacts": found,
        "all_url": None,
        "new_url": _new_url(program.community, program.id),
        "reviews": {
            row["id"]: state
            for row in found
            if row["state"] == "in_force"
            and (state := rules.review_state(row["review_on"], today=clock.today()))
        },
        "states": STATES,
        "tones": TONES,
    }


async def board_note(program_ids: Collection[int]) -> dict[int, Remark]:
    """What the board says of programs whose compact is to be looked at again, or was to be."""
    due = await queries.reviews_due(program_ids, today=clock.today())
    return {program_id: _review_note(day) for program_id, (_title, day) in due.items()}


def _review_note(day: date) -> Remark:
    if day < clock.today():
        return Remark(_("Compact was to be reviewed by %(day)s", day=format_date(day, "short")), overdue=True)
    return Remark(_("Compact to be reviewed by %(day)s", day=format_date(day, "short")))


HANDLERS = [list_compacts, choose_community, new_compact, begin_compact, edit_form, edit_compact]
