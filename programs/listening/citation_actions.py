"""Citing the needs that justify a focal issue (S51, S74)."""

from __future__ import annotations

from collections.abc import Sequence

from programs.listening import citation_queries, proof_actions, rules
from programs.listening.queries import access_class, stands
from programs.listening.tables import Need, NeedCitation
from programs.method.tables import FocalIssue
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def cite_needs(issue: FocalIssue, need_ids: Sequence[int], *, actor: Actor) -> int:
    """Let these needs justify the issue; how many did not yet. NotFound when one is not of the issue's program."""
    async with write_transaction():
        issue = await lock(issue)
        _refuse(issue, len(need_ids))
        return await _cite(
            issue, await citation_queries.check_citable(actor, issue, list(need_ids)), actor=actor
        )


async def cite_class(issue: FocalIssue, class_id: int, *, actor: Actor) -> int:
    """Let the needs of a class, and of the classes within it, justify the issue, 500 at a time; how many did not yet."""
    await access_class(actor, class_id)
    async with write_transaction():
        issue = await lock(issue)
        ids = await citation_queries.citable_ids(actor, issue, need_class=class_id, limit=rules.MANY)
        _refuse(issue, len(ids))
        return await _cite(issue, ids, actor=actor)


async def uncite_need(issue: FocalIssue, need_id: int, *, actor: Actor) -> int:
    """Take a need off the issue. NotFound when it does not justify it."""
    async with write_transaction():
        issue = await lock(issue)
        need = await Need.objects().get(Need.id == need_id)
        if need is None:
            raise NotFound
        # Locked, so that whoever takes it off another issue meanwhile does not take the same rows back.
        need = await lock(need)
        cited = await citation_queries.citation_ids(issue, need_id)
        before = await citation_queries.count_cited(issue.id)
        await NeedCitation.delete().where(NeedCitation.id.is_in(cited))
        # A need is one source whatever it is cited for: all its citations are taken back and the others stated anew.
        await proof_actions.prove_citations(need, actor=actor)
        await _record("need.uncited", issue, before, before - 1, actor=actor)
        return need_id


def _refuse(issue: FocalIssue, count: int) -> None:
    if code := rules.refuse_citing(issue_state=issue.state, count=count):
        raise Refused(code)


async def _cite(issue: FocalIssue, need_ids: Sequence[int], *, actor: Actor) -> int:
    before = await citation_queries.count_cited(issue.id)
    # All needs first, then the ledger: whoever takes one of them back meanwhile takes the locks in this order too.
    needs = await Need.objects().where(Need.id.is_in(list(need_ids) or [0])).order_by(Need.id)
    added = [one for need in needs if (one := await _add(issue, need, actor=actor))]
    for need in added:
        await proof_actions.prove_citations(need, actor=actor)
    if added:
        await _record("need.cited", issue, before, before + len(added), actor=actor)
    return len(added)


async def _add(issue: FocalIssue, need: Need, *, actor: Actor) -> Need | None:
    """The need that is cited now, unless it was taken back, merged or moved elsewhere a moment ago."""
    need = await lock(need)
    if not stands(need) or need.program != issue.program:
        return None
    await NeedCitation(
        organisation=actor.organisation_id, issue=issue.id, need=need.id, cited_on=clock.today()
    ).save()
    return need


async def _record(action: str, issue: FocalIssue, before: int, after: int, *, actor: Actor) -> None:
    await audit.record(
        action,
        "focal_issue",
        issue.id,
        actor=actor,
        program_id=issue.program,
        changes={"needs": [before, after]},
    )
