"""Making a candidate focal issue of a class of needs, or of needs that were ticked (S51, S74)."""

from __future__ import annotations

from programs.listening import actions, candidate_queries, citation_actions, rules
from programs.listening.candidate_schemas import CandidateIssue
from programs.listening.queries import access_class
from programs.listening.schemas import SortedNeed
from programs.listening.tables import Need
from programs.method.focal_actions import propose_issue
from programs.method.focal_queries import access_issue
from programs.method.schemas import NewIssue
from programs.method.tables import Program
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def make_candidate(program: Program, data: CandidateIssue, *, actor: Actor) -> int:
    """Propose an issue that cites these needs; those without a program come into this one. The issue's id."""
    if data.need_class is not None:
        await access_class(actor, data.need_class)
        ids = await candidate_queries.ids_of_class(actor, program, data.need_class)
    else:
        ids = sorted(set(data.needs))
    if code := rules.refuse_citing(issue_state="candidate", count=len(ids)):
        raise Refused(code)
    async with write_transaction():
        programs = await candidate_queries.programs_of(actor, program.community, ids)
        if set(programs.values()) - {program.id, None}:
            raise Refused("needs.of_other_program", field="program")
        proposed = NewIssue(op_id=data.op_id, title=data.title, why=data.why)
        issue = await access_issue(actor, await propose_issue(program, proposed, actor=actor))
        homeless = [need_id for need_id, own in programs.items() if own is None]
        for need in await Need.objects().where(Need.id.is_in(homeless or [0])).order_by(Need.id):
            await _adopt(need, program, data.op_id, actor=actor)
        await citation_actions.cite_needs(issue, ids, actor=actor)
        return issue.id


async def _adopt(need: Need, program: Program, op_id: str, *, actor: Actor) -> None:
    need = await lock(need)
    sorting = SortedNeed(op_id=op_id, version=need.version, need_class=need.need_class, program=program.id)
    await actions.sort_need(need, sorting, actor=actor)
