"""Pages on which a need goes its three steps: the board of cases, and the forms on a need's own page (S20)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import community_options
from programs.listening import case_actions, case_queries, list_pages, pages, policy, queries
from programs.listening.case_queries import VIEWS, CaseFilter
from programs.listening.case_schemas import (
    STATES,
    AnsweredNeed,
    ConfirmedNeed,
    FollowedNeed,
    HandledNeed,
    ReopenedNeed,
    SetDeadlines,
)
from programs.listening.schemas import CHANNELS
from programs.listening.tables import Need
from programs.method.queries import program_options
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.i18n import _, m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import asked_id, read_id
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

_HOME = "/desk/needs/cases"


def read_filter(request: Request) -> CaseFilter:
    """The filter in an address; what cannot be read filters nothing. `owner=me` is whoever reads."""
    asked, actor = request.query_params, actor_of(request)
    owner = asked.get("owner", "")
    return CaseFilter(
        view=asked.get("view", "") if asked.get("view") in VIEWS else "open",
        community=asked_id(request, "community"),
        program=asked_id(request, "program"),
        owner=actor.user_id if owner == "me" else read_id(owner),
    )


def _address(chosen: CaseFilter, path: str = _HOME, **more: Any) -> str:
    parts = {
        "view": chosen.view,
        "community": chosen.community,
        "program": chosen.program,
        "owner": None if chosen.owner is None else str(chosen.owner),
    }
    return link(path, **{**parts, **more})


@get(_HOME, opt={"who": STAFF})
async def board(request: Request) -> Response[bytes]:
    """Cases that are owed something, what is overdue first, and how long the steps take."""
    actor, chosen, today = actor_of(request), read_filter(request), clock.today()
    found = await case_queries.list_cases(
        actor, chosen, today=today, cursor=request.query_params.get("after")
    )
    counts = await case_queries.count_cases(actor, chosen, today=today)
    mine = {"owner": "me" if chosen.owner == actor.user_id else chosen.owner}
    return page(
        request,
        "listening/cases.html",
        found=found,
        chosen=chosen,
        counts=counts,
        days=await case_queries.days_of_steps(actor, chosen, today=today),
        views=[(view, text, _address(chosen, view=view), counts[view]) for view, text in _views()],
        filters=Form.blank(Write, community=chosen.community, program=chosen.program, **mine),
        owners=[("me", _("Mine")), ("0", _("Nobody's yet")), *await colleague_options(actor)],
        communities=await community_options(actor),
        programs=await program_options(actor, chosen.community),
        states=STATES,
        channels=CHANNELS,
        print_url=_address(chosen, f"{_HOME}/print"),
        next_url=_address(chosen, after=found.next) if found.next else None,
        tabs=await list_pages.tabs_of(actor, chosen.community, chosen.program),
        may_set=policy.may_keep_classes(actor),
    )


def _views() -> list[tuple[str, str]]:
    words = (
        _("Unfinished"),
        _("Overdue"),
        _("Waiting for the answer"),
        _("Not solved"),
        _("Answered"),
    )
    return list(zip(VIEWS, words, strict=True))


@get(f"{_HOME}/print", opt={"who": STAFF})
async def print_cases(request: Request) -> Response[bytes]:
    """The list on paper, for a meeting or a round."""
    actor, chosen, today = actor_of(request), read_filter(request), clock.today()
    return page(
        request,
        "listening/cases_print.html",
        rows=await case_queries.cases_to_print(actor, chosen, today=today),
        view=dict(_views())[chosen.view],
        limit=case_queries.PRINTED,
        channels=CHANNELS,
        states=STATES,
        back_href=_address(chosen),
    )


async def _needed(request: Request, need_id: int) -> Need:
    return await queries.access_need(actor_of(request), need_id, to_edit=True)


@post("/desk/needs/{need_id:int}/following", opt={"who": STAFF})
async def follow_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Say who looks after a need, and until when."""
    need = await _needed(request, need_id)
    return await submit(
        request,
        await read_form(request, FollowedNeed),
        action="need.followed",
        write=lambda data, actor: case_actions.follow_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("Saved.")),
        again=lambda form: pages.show(request, need, follow_form=form),
    )


@post("/desk/needs/{need_id:int}/handling", opt={"who": STAFF})
async def handle_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Record what was done."""
    need = await _needed(request, need_id)
    form = await read_form(request, HandledNeed)
    told = bool(form.data and form.data.answer)
    notice = m("Recorded and answered.") if told else m("Recorded. Finished only when the person knows.")
    return await submit(
        request,
        form,
        action="need.handled",
        write=lambda data, actor: case_actions.handle_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", notice),
        again=lambda form: pages.show(request, need, step_form=form, step="handling"),
    )


@post("/desk/needs/{need_id:int}/answer", opt={"who": STAFF})
async def answer_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Record what the person was told."""
    need = await _needed(request, need_id)
    return await submit(
        request,
        await read_form(request, AnsweredNeed),
        action="need.answered",
        write=lambda data, actor: case_actions.answer_need(need, data, actor=actor),
        done=lambda _: redirect(
            f"/desk/needs/{need_id}", m("The answer is recorded: this need is finished.")
        ),
        again=lambda form: pages.show(request, need, step_form=form, step="answer"),
    )


@post("/desk/needs/{need_id:int}/confirmation", opt={"who": STAFF})
async def confirm_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Record what the person says to the answer."""
    need = await _needed(request, need_id)
    return await submit(
        request,
        await read_form(request, ConfirmedNeed),
        action="need.confirmed",
        write=lambda data, actor: case_actions.confirm_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("Recorded.")),
        again=lambda form: pages.show(request, need, step_form=form, step="confirmation"),
    )


@post("/desk/needs/{need_id:int}/reopening", opt={"who": STAFF})
async def reopen_need(request: Request, need_id: FromPath[int]) -> Response[Any]:
    """Take the steps back."""
    need = await _needed(request, need_id)
    return await submit(
        request,
        await read_form(request, ReopenedNeed),
        action="need.reopened",
        write=lambda data, actor: case_actions.reopen_need(need, data, actor=actor),
        done=lambda _: redirect(f"/desk/needs/{need_id}", m("This need is open again.")),
        again=lambda form: pages.show(request, need, reopen_form=form),
    )


@get("/desk/needs/deadlines", opt={"who": PLANNERS})
async def show_deadlines(request: Request) -> Response[bytes]:
    """The NGO's days."""
    promise = await case_queries.promise_of(actor_of(request).organisation_id)
    return page(request, "listening/deadlines.html", form=Form.of(SetDeadlines, promise))


@post("/desk/needs/deadlines", opt={"who": PLANNERS})
async def set_deadlines(request: Request) -> Response[Any]:
    """Set the NGO's days."""
    return await submit(
        request,
        await read_form(request, SetDeadlines),
        action="need.deadlines_set",
        write=lambda data, actor: case_actions.set_deadlines(data, actor=actor),
        done=lambda _: redirect(_HOME, m("Saved. It holds for what is noted from now on.")),
        again=lambda form: page(request, "listening/deadlines.html", form=form),
    )


HANDLERS = [
    board,
    print_cases,
    follow_need,
    handle_need,
    answer_need,
    confirm_need,
    reopen_need,
    show_deadlines,
    set_deadlines,
]
