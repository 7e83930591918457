"""Making a candidate focal issue of needs as JSON."""

from __future__ import annotations

from litestar import Request, post
from litestar.params import FromPath, JSONBody

from programs.listening import candidate_actions
from programs.listening.candidate_schemas import CandidateIssue
from programs.method.queries import access_program
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@post("/api/programs/{program_id:int}/candidates", opt={"who": STAFF})
async def make_candidate(
    request: Request, program_id: FromPath[int], data: JSONBody[CandidateIssue]
) -> Created:
    """Propose an issue that rests on these needs, or on all of a class; the id of the issue."""
    actor = actor_of(request)
    program = await access_program(actor, program_id, to_edit=True)
    return await written(program, data, "focal_issue.proposed", candidate_actions.make_candidate, actor=actor)


HANDLERS = [make_candidate]
