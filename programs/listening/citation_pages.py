"""The page on which the needs that justify a focal issue are picked."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.listening import citation_actions, citation_queries, policy, queries
from programs.listening.schemas import CHANNELS, CitedClass, CitedNeeds, UncitedNeed
from programs.method.focal_queries import access_issue
from programs.method.queries import access_program
from programs.method.tables import FocalIssue
from server.lib.i18n import m, mn
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link


def _home(issue_id: int) -> str:
    return f"/desk/focal-issues/{issue_id}/needs"


@get("/desk/focal-issues/{issue_id:int}/needs", opt={"who": STAFF})
async def pick_needs(request: Request, issue_id: FromPath[int]) -> Response[bytes]:
    """The needs that justify an issue, and those of its program that could."""
    issue = await access_issue(actor_of(request), issue_id)
    return await _pick(request, issue, Form.blank(CitedNeeds))


async def _pick(request: Request, issue: FocalIssue, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    program = await access_program(actor, issue.program)
    need_class = asked_id(request, "class")
    asked = request.query_params
    cited = await citation_queries.cited_needs(issue.id, cursor=asked.get("cited"))
    found = await citation_queries.citable_needs(
        actor, issue, need_class=need_class, cursor=asked.get("after")
    )
    options = await queries.class_options(actor.organisation_id)
    return page(
        request,
        "listening/cite.html",
        issue=issue,
        program=program,
        form=form,
        new_op_id=new_op_id,
        cited=cited,
        cited_count=await citation_queries.count_cited(issue.id),
        cited_next_url=link(_home(issue.id), cited=cited.next) if cited.next else None,
        found=found,
        count=await citation_queries.count_citable(actor, issue, need_class=need_class),
        class_name=dict(options).get(need_class or 0),
        need_class=need_class,
        filters=Form.blank(Write, **{"class": need_class}),
        classes=options,
        channels=CHANNELS,
        next_url=link(_home(issue.id), **{"class": need_class}, after=found.next) if found.next else None,
        may_edit=policy.may_note_needs(actor, program.community) and issue.state in {"candidate", "active"},
    )


@post("/desk/focal-issues/{issue_id:int}/needs", opt={"who": STAFF})
async def cite_needs(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Let the ticked needs justify the issue."""
    issue = await access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, CitedNeeds),
        action="need.cited",
        write=lambda data, actor: citation_actions.cite_needs(issue, data.needs, actor=actor),
        done=lambda count: _cited(issue_id, count),
        again=lambda form: _pick(request, issue, form),
    )


@post("/desk/focal-issues/{issue_id:int}/needs/class", opt={"who": STAFF})
async def cite_class(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Let all needs of a class justify the issue."""
    issue = await access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, CitedClass),
        action="need.class_cited",
        write=lambda data, actor: citation_actions.cite_class(issue, data.need_class, actor=actor),
        done=lambda count: _cited(issue_id, count),
        again=lambda form: _pick(request, issue, form),
    )


def _cited(issue_id: int, count: int) -> Response[None]:
    return redirect(
        _home(issue_id),
        mn("%(num)s more need justifies this issue.", "%(num)s more needs justify this issue.", count),
    )


@post("/desk/focal-issues/{issue_id:int}/needs/{need_id:int}/removal", opt={"who": STAFF})
async def uncite_need(request: Request, issue_id: FromPath[int], need_id: FromPath[int]) -> Response[Any]:
    """Take a need off the issue."""
    issue = await access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, UncitedNeed),
        action="need.uncited",
        write=lambda _, actor: citation_actions.uncite_need(issue, need_id, actor=actor),
        done=lambda _: redirect(_home(issue_id), m("The need is taken off this issue.")),
        again=lambda form: _pick(request, issue, form),
    )


HANDLERS = [pick_needs, cite_needs, cite_class, uncite_need]
