"""Reading focal issues and their candidates (S74)."""

from __future__ import annotations

from typing import Any

from programs.method import queries
from programs.method.kinds import Kind
from programs.method.rules import Mark
from programs.method.tables import FocalIssue, FocalScore
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row


async def access_issue(actor: Actor, issue_id: int, *, to_edit: bool = False) -> FocalIssue:
    """A focal issue or candidate, through its program."""
    issue = await own_row(FocalIssue, issue_id, actor)
    await queries.access_program(actor, issue.program, to_edit=to_edit)
    return issue


async def issues_of(program_id: int) -> list[dict[str, Any]]:
    """All candidates and issues of a program with their mean score, the best first; the focal issue leads."""
    found = await db.rows(
        "SELECT i.id, i.title, i.why, i.state, i.chosen_on, i.closed_on, COUNT(s.id) AS marks,"
        " AVG((s.visible + s.solvable + s.shared + s.cared) / 4.0) AS score FROM focal_issue AS i"
        " LEFT JOIN focal_score AS s ON s.issue = i.id WHERE i.program = {}"
        " GROUP BY i.id, i.title, i.why, i.state, i.chosen_on, i.closed_on ORDER BY i.id",
        program_id,
    )
    order = {"active": 0, "candidate": 1, "closed": 2, "dropped": 3}
    rows = [{**row, "score": float(row["score"]) if row["score"] is not None else None} for row in found]
    return sorted(rows, key=lambda row: (order[row["state"]], -(row["score"] or 0)))


async def marks_of(issue_id: int) -> list[Mark]:
    """The marks of a candidate, as the rules take them."""
    return [
        Mark(row["visible"], row["solvable"], row["shared"], row["cared"], row["by_resident"])
        for row in await scores_of(issue_id)
    ]


async def scores_of(issue_id: int) -> list[dict[str, Any]]:
    """Who gave a candidate which marks."""
    return (
        await FocalScore.select(
            FocalScore.scorer,
            FocalScore.by_resident,
            FocalScore.visible,
            FocalScore.solvable,
            FocalScore.shared,
            FocalScore.cared,
            FocalScore.scored_on,
        )
        .where(FocalScore.issue == issue_id)
        .order_by(FocalScore.id)
    )


async def active_issue(program_id: int) -> FocalIssue | None:
    """The focal issue that a program has now."""
    return await FocalIssue.objects().get((FocalIssue.program == program_id) & (FocalIssue.state == "active"))


async def needs_cited(program_id: int, issue_id: int) -> int:
    """How many needs justify an issue, by the ledger."""
    return (await queries.totals_of(program_id)).get((Kind.NEED_CITED.value, f"issue:{issue_id}"), 0)
