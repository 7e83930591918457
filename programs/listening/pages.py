"""Pages on which a need is noted, read, sorted and taken back."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, community_options
from programs.communities.tables import Community
from programs.listening import (
    actions,
    case_queries,
    citation_queries,
    concern_queries,
    list_pages,
    merge_queries,
    policy,
    queries,
)
from programs.listening.case_rules import due_on
from programs.listening.case_schemas import STATES, FollowedNeed, ReopenedNeed
from programs.listening.merge_schemas import SplitNeed
from programs.listening.queries import NeedFilter, stands
from programs.listening.schemas import CHANNELS, NOTED, NewNeed, SortedNeed, VoidedNeed
from programs.listening.tables import Need
from programs.method.queries import access_program, program_options
from programs.residents.queries import access_resident
from programs.residents.schemas import AGES
from programs.residents.tables import Resident
from server.accounts.door import set_choice
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import _, format_date, m
from server.web.access import STAFF, actor_of
from server.web.asked import read_id
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link

_LAST_PLACE, _LAST_CHANNEL = "need-place", "need-channel"


@get("/desk/needs/new", opt={"who": STAFF})
async def new_need(request: Request) -> Response[Any]:
    """The form for a need; where it was heard is asked first when neither address nor role say so."""
    actor, sent = actor_of(request), list_pages.read_filter(request)
    resident = await access_resident(actor, sent.resident) if sent.resident is not None else None
    program = await access_program(actor, sent.program) if sent.program is not None else None
    communities = await community_options(actor)
    community_id = resident.community if resident else program.community if program else sent.community
    known = [known_id for known_id, _name in communities]
    if community_id is None and "community" not in request.query_params:
        last = read_id(request.cookies.get(_LAST_PLACE))
        community_id = last if last in known else known[0] if len(known) == 1 else None
    if not community_id:
        return page(request, "listening/choose.html", communities=communities)
    community = await access_community(actor, community_id, to_edit=True)
    programs = await program_options(actor, community.id)
    channel = request.query_params.get("channel") or request.cookies.get(_LAST_CHANNEL, "")
    form = Form.blank(
        NewNeed,
        raised_on=clock.today(),
        quantity=1,
        program=program.id if program else programs[0][0] if len(programs) == 1 else None,
        channel=channel if channel in NOTED else None,
        resident=resident.id if resident else None,
    )
    return await _new_page(request, community, form)


async def _new_page(request: Request, community: Community, form: Form[NewNeed]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "listening/new.html",
        community=community,
        form=form,
        resident=await _resident_of(actor, form),
        more=any(name not in {"text", "channel"} for name in form.errors) or form.values.get("resident"),
        elsewhere=len(await community_options(actor)) > 1,
        ages=list(AGES.items()),
        channels=list(NOTED.items()),
        classes=await queries.class_options(actor.organisation_id),
        programs=await program_options(actor, community.id),
        buildings=await building_options(community.id),
    )


@post("/desk/communities/{community_id:int}/needs", opt={"who": STAFF})
async def note_need(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Note a need, and go on to the next one if there is one."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, NewNeed)
    more = "next" in await request.form()
    return await submit(
        request,
        form,
        action="need.raised",
        write=lambda data, actor: actions.note_need(community, data, actor=actor),
        done=lambda _: _onward(form, community_id, more=more),
        again=lambda form: _new_page(request, community, form),
    )


def _onward(form: Form[NewNeed], community_id: int, *, more: bool) -> Response[None]:
    """To the next need from the same place and channel, or to the list; the browser remembers both."""
    around = {"community": community_id, "program": form.values.get("program")}
    channel = str(form.values.get("channel") or "")
    if more:
        answer = redirect(
            link("/desk/needs/new", **around, channel=channel), m("Noted. Here is the next one.")
        )
    else:
        answer = redirect(link("/desk/needs", **around), m("The need is noted."))
    set_choice(answer, _LAST_PLACE, str(community_id))
    set_choice(answer, _LAST_CHANNEL, channel)
    return answer


async def _resident_of(actor: Actor, form: Form[NewNeed]) -> Resident | None:
    resident_id = read_id(str(form.values.get("resident") or ""))
    try:
        return await access_resident(actor, resident_id) if resident_id is not None else None
    except NotFound:
        return None


@get("/desk/needs/{need_id:int}", opt={"who": STAFF})
async def show_need(request: Request, need_id: FromPath[int]) -> Response[bytes]:
    """A need with its class, what it justifies and who changed it."""
    return await show(request, await queries.access_need(actor_of(request), need_id))


async def show(
    request: Request,
    need: Need,
    *,
    sort_form: Form[SortedNeed] | None = None,
    void_form: Form[VoidedNeed] | None = None,
    follow_form: Form[FollowedNeed] | None = None,
    step_form: Form[Any] | None = None,
    step: str = "",
    reopen_form: Form[ReopenedNeed] | None = None,
    split_form: Form[SplitNeed] | None = None,
) -> Response[bytes]:
    """A need's page, with the faults of a form on it when there are some; `step` is whose `step_form` is."""
    actor, today = actor_of(request), clock.today()
    sort_form = sort_form or Form.of(SortedNeed, need)
    classes = await queries.class_options(actor.organisation_id)
    programs = await program_options(actor, need.community)
    card = await queries.card_of(need)
    if card["program"] and card["program"] not in dict(programs):
        programs = [(card["program"], card["program_name"]), *programs]
    sort_form.call_theirs({"need_class": dict(classes), "program": dict(programs)})
    follow_form = follow_form or await _follow_form(need)
    colleagues = await colleague_options(actor)
    follow_form.call_theirs({"owner": dict(colleagues)})
    return page(
        request,
        "listening/show.html",
        card=card,
        channels=CHANNELS,
        channel_options=list(CHANNELS.items()),
        classes=classes,
        programs=programs,
        issues=await citation_queries.issues_citing(need.id),
        states=STATES,
        due=due_on(card["state"], handle_by=card["handle_by"], answer_by=card["answer_by"]),
        sort_form=sort_form,
        void_form=void_form or Form.blank(VoidedNeed),
        follow_form=follow_form,
        step=step,
        step_form=step_form or Form.blank(Write, handled_on=today, answered_on=today),
        reopen_form=reopen_form or Form.blank(ReopenedNeed),
        split_form=split_form or Form.blank(SplitNeed),
        ages=AGES,
        **await _around(actor, need),
        colleagues=colleagues,
        answer_hint=_("They read this at their private address.") if need.follow_hash else None,
        may_edit=policy.may_note_needs(actor, need.community) and stands(need),
        history=await history_of("need", need.id, actor=actor),
    )


async def _around(actor: Actor, need: Need) -> dict[str, Any]:
    """The notes around this one: those it speaks for, their trail, and those that likely say the same."""
    merged = await merge_queries.merged_into(need.id)
    return {
        "merged": merged,
        "merged_rows": [
            {
                "title": row["text"][:90],
                "href": f"/desk/needs/{row['id']}",
                "text": format_date(row["raised_on"]),
            }
            for row in merged
        ],
        "trail": await merge_queries.trail_of(need.id),
        "alike": await merge_queries.likely_like(actor, need, today=clock.today()) if stands(need) else [],
        "visit": await concern_queries.visit_of(need.concern),
        "may_split": policy.may_note_needs(actor, need.community),
    }


async def _follow_form(need: Need) -> Form[FollowedNeed]:
    """Who looks after a need; where nothing was promised, the NGO's usual days from today on."""
    promise = await case_queries.promise_of(need.organisation)
    handle_by, answer_by = promise.from_day(clock.today())
    form = Form.of(FollowedNeed, need)
    form.values["handle_by"] = need.handle_by or handle_by
    form.values["answer_by"] = need.answer_by or answer_by
    return form


@post("/desk/needs/{need_id:int}/sorting", opt={"who": STAFF})
async def sort_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Put a need into a class and a program."""
    need = await queries.access_need(actor_of(request), need_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, SortedNeed),
        action="need.sorted",
        write=lambda data, actor: actions.sort_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("Saved.")),
        again=lambda form: show(request, need, sort_form=form),
    )


@post("/desk/needs/{need_id:int}/void", opt={"who": STAFF})
async def void_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Take a need back."""
    need = await queries.access_need(actor_of(request), need_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, VoidedNeed),
        action="need.voided",
        write=lambda data, actor: actions.void_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("The need is taken back.")),
        again=lambda form: show(request, need, void_form=form),
    )


async def person_section(actor: Actor, resident: Resident) -> tuple[str, dict[str, Any]]:
    """What a person said, on their page."""
    found = await queries.list_needs(actor, NeedFilter(resident=resident.id))
    return "listening/of_person.html", {"rows": found.rows[:5], "channels": CHANNELS}


HANDLERS = [
    new_need,
    note_need,
    show_need,
    sort_need,
    void_need,
]
