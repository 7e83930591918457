"""Proposing, scoring, choosing and closing focal issues (S74)."""

from __future__ import annotations

from typing import Any

from programs.method import focal_queries, ledger, queries, rules
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import EditedIssue, IssueEnd, NewIssue, NewScore
from programs.method.tables import FocalIssue, FocalScore, Program
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


def _said(data: NewIssue) -> dict[str, Any]:
    if fault := rules.refuse_amounts(crisis_amount=data.crisis_amount):
        raise Refused(fault[1], field=fault[0])
    check_past_day(data.crisis_on, field="crisis_on")
    return {
        "title": data.title,
        "why": data.why or "",
        "crisis_amount": data.crisis_amount,
        "crisis_parties": data.crisis_parties or "",
        "crisis_on": data.crisis_on,
    }


async def propose_issue(program: Program, data: NewIssue, *, actor: Actor) -> int:
    """Add a candidate; the id of its row."""
    said = _said(data)
    async with write_transaction():
        program = await lock(program)
        issue = FocalIssue(organisation=actor.organisation_id, program=program.id, state="candidate", **said)
        await issue.save()
        await _record("focal_issue.proposed", issue, actor=actor)
        return issue.id


async def edit_issue(issue: FocalIssue, data: EditedIssue, *, actor: Actor) -> int:
    """Save what is said of an issue; refused as stale when somebody saved first."""
    said = _said(data)
    async with write_transaction():
        issue = await lock(issue)
        check_version(issue, data.version, said)
        changes = changed_fields(issue, said)
        if changes:
            await FocalIssue.update(next_version(issue, said)).where(FocalIssue.id == issue.id)
            await _record("focal_issue.edited", issue, actor=actor, changes=changes)
        return issue.id


async def score_issue(issue: FocalIssue, data: NewScore, *, actor: Actor) -> int:
    """Enter one person's marks for a candidate; each person scores a candidate once."""
    async with write_transaction():
        issue = await lock(issue)
        if issue.state != "candidate":
            raise Refused("method.issue_not_open")
        if await FocalScore.exists().where(
            (FocalScore.issue == issue.id) & (FocalScore.scorer == data.scorer)
        ):
            raise Refused("method.scored_already", field="scorer")
        score = FocalScore(
            organisation=actor.organisation_id,
            issue=issue.id,
            scorer=data.scorer,
            by_resident=data.by_resident,
            visible=data.visible,
            solvable=data.solvable,
            shared=data.shared,
            cared=data.cared,
            scored_on=clock.today(),
        )
        await score.save()
        await _record("focal_issue.scored", issue, actor=actor)
        return score.id


async def choose_issue(issue: FocalIssue, *, actor: Actor) -> int:
    """Make a scored candidate the program's one focal issue, and write it into the ledger."""
    async with write_transaction():
        program = await lock(await queries.program_of(issue.program))
        issue = await lock(issue)
        marks = await focal_queries.marks_of(issue.id)
        code = rules.refuse_choice(
            state=issue.state,
            active_issue=await focal_queries.active_issue(program.id) is not None,
            marks=len(marks),
            resident_marks=sum(mark.by_resident for mark in marks),
            needs_cited=await focal_queries.needs_cited(program.id, issue.id),
        )
        if code:
            raise Refused(code)
        today = clock.today()
        await FocalIssue.update(
            {"state": "active", "chosen_on": today, "chosen_by": actor.user_id, "version": issue.version + 1}
        ).where(FocalIssue.id == issue.id)
        await ledger.record(
            [Entry(Kind.FOCAL_CHOSEN, today, 1)],
            program_id=program.id,
            source_kind="focal_issue",
            source_id=issue.id,
            actor=actor,
        )
        await _record("focal_issue.chosen", issue, actor=actor)
        return issue.id


async def close_issue(issue: FocalIssue, data: IssueEnd, *, actor: Actor) -> int:
    """Close the focal issue with what became of it, or drop a candidate with the reason."""
    async with write_transaction():
        issue = await lock(issue)
        if issue.state not in {"active", "candidate"}:
            raise Refused("method.issue_not_active")
        state = "closed" if issue.state == "active" else "dropped"
        await FocalIssue.update(
            {
                "state": state,
                "closed_on": clock.today(),
                "close_reason": data.reason,
                "version": issue.version + 1,
            }
        ).where(FocalIssue.id == issue.id)
        await _record(f"focal_issue.{state}", issue, actor=actor, reason=data.reason)
        return issue.id


async def _record(
    action: str,
    issue: FocalIssue,
    *,
    actor: Actor,
    changes: dict[str, list[Any]] | None = None,
    reason: str | None = None,
) -> None:
    await audit.record(
        action, "focal_issue", issue.id, actor=actor, program_id=issue.program, changes=changes, reason=reason
    )
