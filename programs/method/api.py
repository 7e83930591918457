"""Programs as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.communities.queries import access_community
from programs.method import actions, focal_actions, focal_queries, queries, road
from programs.method.schemas import (
    EditedIssue,
    EditedProgram,
    GateOut,
    IssueChoice,
    IssueEnd,
    MoveBack,
    MoveOn,
    MoveOut,
    NewIssue,
    NewProgram,
    NewScore,
    ProgramOut,
    Threshold,
)
from programs.method.words import GATE_WORDS
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Created, carry_out, created, written


@get("/api/programs", opt={"who": STAFF})
async def list_programs(request: Request) -> list[dict[str, Any]]:
    """The programs in the caller's communities."""
    return await queries.board_of(actor_of(request))


@post("/api/programs", opt={"who": STAFF})
async def start_program(request: Request, data: JSONBody[NewProgram]) -> Created:
    """Start a program."""
    actor = actor_of(request)
    community = await access_community(actor, data.community, to_edit=True)
    return await written(community, data, "program.started", actions.start_program, actor=actor)


@get("/api/programs/{program_id:int}", opt={"who": STAFF})
async def show_program(request: Request, program_id: FromPath[int]) -> ProgramOut:
    """A program with the gates of its next step."""
    program = await queries.access_program(actor_of(request), program_id)
    gates = [
        GateOut(one.gate.key, str(GATE_WORDS[one.gate.key].label), one.have, one.need, one.met)
        for one in await road.standings_of(program)
    ]
    return msgspec.convert({**program.to_dict(), "gates": gates}, ProgramOut)


@put("/api/programs/{program_id:int}", opt={"who": STAFF})
async def edit_program(request: Request, program_id: FromPath[int], data: JSONBody[EditedProgram]) -> Created:
    """Save a program; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "program.edited", actions.edit_program, actor=actor)


@post("/api/programs/{program_id:int}/moves", opt={"who": STAFF})
async def move_on(request: Request, program_id: FromPath[int], data: JSONBody[MoveOn]) -> MoveOut:
    """Try to move on: `passed`, or the keys of the missing gates. The try is kept either way."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    outcome: MoveOut | dict[str, Any] = await carry_out(
        data,
        actor=actor,
        action="program.moved_on",
        write=lambda: actions.move_on(program, data, actor=actor),
    )
    return MoveOut(**outcome) if isinstance(outcome, dict) else outcome


@post("/api/programs/{program_id:int}/moves-back", opt={"who": STAFF})
async def move_back(request: Request, program_id: FromPath[int], data: JSONBody[MoveBack]) -> Created:
    """Take a program back, with the reason."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "program.moved_back", actions.move_back, actor=actor)


@post("/api/method/gates", opt={"who": PLANNERS})
async def set_threshold(request: Request, data: JSONBody[Threshold]) -> Created:
    """Set the NGO's own number for a gate."""
    actor = actor_of(request)
    return await created(
        data, actor=actor, action="method.tuned", write=lambda: actions.set_threshold(data, actor=actor)
    )


@get("/api/programs/{program_id:int}/focal-issues", opt={"who": STAFF})
async def list_issues(request: Request, program_id: FromPath[int]) -> list[dict[str, Any]]:
    """The focal issue and its candidates, by score."""
    await queries.access_program(actor_of(request), program_id)
    return await focal_queries.issues_of(program_id)


@post("/api/programs/{program_id:int}/focal-issues", opt={"who": STAFF})
async def propose_issue(request: Request, program_id: FromPath[int], data: JSONBody[NewIssue]) -> Created:
    """Propose a candidate."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "focal_issue.proposed", focal_actions.propose_issue, actor=actor)


@put("/api/focal-issues/{issue_id:int}", opt={"who": STAFF})
async def edit_issue(request: Request, issue_id: FromPath[int], data: JSONBody[EditedIssue]) -> Created:
    """Save an issue; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    issue = await focal_queries.access_issue(actor, issue_id, to_edit=True)
    return await written(issue, data, "focal_issue.edited", focal_actions.edit_issue, actor=actor)


@post("/api/focal-issues/{issue_id:int}/scores", opt={"who": STAFF})
async def score_issue(request: Request, issue_id: FromPath[int], data: JSONBody[NewScore]) -> Created:
    """Enter one person's marks for a candidate."""
    actor = actor_of(request)
    issue = await focal_queries.access_issue(actor, issue_id, to_edit=True)
    return await written(issue, data, "focal_issue.scored", focal_actions.score_issue, actor=actor)


@post("/api/focal-issues/{issue_id:int}/choice", opt={"who": STAFF})
async def choose_issue(request: Request, issue_id: FromPath[int], data: JSONBody[IssueChoice]) -> Created:
    """Choose a candidate; a second active focal issue is refused."""
    actor = actor_of(request)
    issue = await focal_queries.access_issue(actor, issue_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="focal_issue.chosen",
        write=lambda: focal_actions.choose_issue(issue, actor=actor),
    )


@post("/api/focal-issues/{issue_id:int}/end", opt={"who": STAFF})
async def end_issue(request: Request, issue_id: FromPath[int], data: JSONBody[IssueEnd]) -> Created:
    """Close the focal issue, or drop a candidate."""
    actor = actor_of(request)
    issue = await focal_queries.access_issue(actor, issue_id, to_edit=True)
    return await written(issue, data, "focal_issue.closed", focal_actions.close_issue, actor=actor)


HANDLERS = [
    list_programs,
    start_program,
    show_program,
    edit_program,
    move_on,
    move_back,
    set_threshold,
    list_issues,
    propose_issue,
    edit_issue,
    score_issue,
    choose_issue,
    end_issue,
]
