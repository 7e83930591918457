"""Pages on which a focal issue is proposed, scored, chosen and closed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import focal_actions, focal_queries, policy, queries, rules
from programs.method.schemas import EditedIssue, IssueChoice, IssueEnd, NewIssue, NewScore
from programs.method.tables import FocalIssue, Program
from programs.method.words import ISSUE_STATES, SCORE_QUESTIONS
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect


@get("/desk/programs/{program_id:int}/focal-issues", opt={"who": STAFF})
async def list_issues(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The focal issue and its candidates, by score."""
    program = await queries.access_program(actor_of(request), program_id)
    return await _list(request, program, Form.blank(NewIssue))


async def _list(request: Request, program: Program, form: Form[NewIssue]) -> Response[bytes]:
    return page(
        request,
        "method/issues.html",
        program=program,
        issues=await focal_queries.issues_of(program.id),
        states=ISSUE_STATES,
        form=form,
        may_edit=policy.may_edit_program(actor_of(request), program.community),
    )


@post("/desk/programs/{program_id:int}/focal-issues", opt={"who": STAFF})
async def propose_issue(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Propose a candidate."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewIssue),
        action="focal_issue.proposed",
        write=lambda data, actor: focal_actions.propose_issue(program, data, actor=actor),
        done=lambda issue_id: redirect(
            f"/desk/focal-issues/{issue_id}", m("The candidate is proposed. Now score it.")
        ),
        again=lambda form: _list(request, program, form),
    )


@get("/desk/focal-issues/{issue_id:int}", opt={"who": STAFF})
async def show_issue(request: Request, issue_id: FromPath[int]) -> Response[bytes]:
    """An issue with its scores and the needs it rests on."""
    return await _show(request, await focal_queries.access_issue(actor_of(request), issue_id))


async def _show(
    request: Request,
    issue: FocalIssue,
    *,
    score_form: Form[NewScore] | None = None,
    end_form: Form[IssueEnd] | None = None,
    choice_form: Form[IssueChoice] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    program = await queries.access_program(actor, issue.program)
    scores = await focal_queries.scores_of(issue.id)
    return page(
        request,
        "method/issue.html",
        program=program,
        issue=issue,
        state=ISSUE_STATES[issue.state],
        scores=scores,
        score=rules.score_of(await focal_queries.marks_of(issue.id)),
        questions=SCORE_QUESTIONS,
        needs_cited=await focal_queries.needs_cited(program.id, issue.id),
        active=await focal_queries.active_issue(program.id),
        score_form=score_form or Form.blank(NewScore, by_resident="1"),
        end_form=end_form or Form.blank(IssueEnd),
        choice_form=choice_form or Form.blank(IssueChoice),
        may_edit=policy.may_edit_program(actor, program.community),
        history=await history_of("focal_issue", issue.id, actor=actor),
    )


@get("/desk/focal-issues/{issue_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, issue_id: FromPath[int]) -> Response[bytes]:
    """The form in which an issue is edited."""
    issue = await focal_queries.access_issue(actor_of(request), issue_id, to_edit=True)
    return page(request, "method/issue_edit.html", issue=issue, form=Form.of(EditedIssue, issue))


@post("/desk/focal-issues/{issue_id:int}/edit", opt={"who": STAFF})
async def edit_issue(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Save an issue."""
    issue = await focal_queries.access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedIssue),
        action="focal_issue.edited",
        write=lambda data, actor: focal_actions.edit_issue(issue, data, actor=actor),
        done=lambda _: redirect(f"/desk/focal-issues/{issue_id}", m("Saved.")),
        again=lambda form: page(request, "method/issue_edit.html", issue=issue, form=form),
    )


@post("/desk/focal-issues/{issue_id:int}/scores", opt={"who": STAFF})
async def score_issue(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Enter one person's marks."""
    issue = await focal_queries.access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewScore),
        action="focal_issue.scored",
        write=lambda data, actor: focal_actions.score_issue(issue, data, actor=actor),
        done=lambda _: redirect(f"/desk/focal-issues/{issue_id}", m("The score is entered.")),
        again=lambda form: _show(request, issue, score_form=form),
    )


@post("/desk/focal-issues/{issue_id:int}/choice", opt={"who": STAFF})
async def choose_issue(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Choose a candidate as the focal issue."""
    issue = await focal_queries.access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, IssueChoice),
        action="focal_issue.chosen",
        write=lambda _, actor: focal_actions.choose_issue(issue, actor=actor),
        done=lambda _: redirect(f"/desk/programs/{issue.program}", m("The focal issue is chosen.")),
        again=lambda form: _show(request, issue, choice_form=form),
    )


@post("/desk/focal-issues/{issue_id:int}/end", opt={"who": STAFF})
async def end_issue(request: Request, issue_id: FromPath[int]) -> Response[Any]:
    """Close the focal issue, or drop a candidate."""
    issue = await focal_queries.access_issue(actor_of(request), issue_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, IssueEnd),
        action="focal_issue.closed",
        write=lambda data, actor: focal_actions.close_issue(issue, data, actor=actor),
        done=lambda _: redirect(f"/desk/focal-issues/{issue_id}", m("Saved.")),
        again=lambda form: _show(request, issue, end_form=form),
    )


HANDLERS = [
    list_issues,
    propose_issue,
    show_issue,
    edit_form,
    edit_issue,
    score_issue,
    choose_issue,
    end_issue,
]
