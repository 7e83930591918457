"""Reading focal issues, steps, indicators, consolidation and the ledger's own rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from programs.method import queries
from programs.method.kinds import Kind
from programs.method.rules import Mark
from programs.method.tables import Consolidation, FocalIssue, FocalScore, Indicator, Program, Relapse, Step
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later, read_month
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut


async def access_issue(actor: Actor, issue_id: int, *, to_edit: bool = False) -> FocalIssue:
    """A focal issue or candidate, through its program."""
    issue = await own_row(FocalIssue, issue_id, actor)
    await queries.access_program(actor, issue.program, to_edit=to_edit)
    return issue


async def access_step(actor: Actor, step_id: int) -> Step:
    """A step, to be edited, through its program."""
    step = await own_row(Step, step_id, actor)
    await queries.access_program(actor, step.program, to_edit=True)
    return step


async def access_indicator(actor: Actor, indicator_id: int, *, to_edit: bool = False) -> Indicator:
    """An indicator, through its program."""
    indicator = await own_row(Indicator, indicator_id, actor)
    await queries.access_program(actor, indicator.program, to_edit=to_edit)
    return indicator


async def access_relapse(actor: Actor, relapse_id: int) -> Relapse:
    """A relapse, to be answered, through its program."""
    relapse = await own_row(Relapse, relapse_id, actor)
    await queries.access_program(actor, relapse.program, to_edit=True)
    return relapse


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


async def has_active_issue(program_id: int) -> bool:
    """Whether a program has a focal issue now."""
    return await FocalIssue.exists().where(
        (FocalIssue.program == program_id) & (FocalIssue.state == "active")
    )


async def needs_cited(program_id: int, issue_id: int) -> int:
    """How many needs justify an issue, by the ledger."""
    return (await queries.totals_of(program_id)).get((Kind.NEED_CITED.value, f"issue:{issue_id}"), 0)


async def steps_of(program_id: int) -> list[dict[str, Any]]:
    """The steps of a program: open ones by their day, then what is done, newest first."""
    found = await db.rows(
        "SELECT id, title, owner_name, due_on, done_on, origin FROM step WHERE program = {} ORDER BY due_on, id",
        program_id,
    )
    done = [row for row in found if row["done_on"] is not None]
    return [row for row in found if row["done_on"] is None] + sorted(
        done, key=lambda row: (row["done_on"], row["id"]), reverse=True
    )


async def indicators_of(program_id: int) -> list[Indicator]:
    """The indicators of a program."""
    return await Indicator.objects().where(Indicator.program == program_id).order_by(Indicator.id)


async def indicator_of_program(indicator_id: int, program_id: int) -> Indicator:
    """An indicator that must be one of this program."""
    found = await Indicator.objects().get((Indicator.id == indicator_id) & (Indicator.program == program_id))
    if found is None:
        raise NotFound
    return found


async def series_of(indicator: Indicator) -> list[tuple[str, Decimal]]:
    """An indicator's value for each month that has one, oldest first.

    Fed from the ledger, a whole month without a row after the first one counts 0; the running month says nothing
    until it has a row.
    """
    if indicator.feed_kind is None:
        return await _readings(indicator.id)
    found = await db.rows(
        "SELECT month, quantity FROM evidence_month WHERE program = {} AND kind = {} AND facet = {} ORDER BY month",
        indicator.program,
        indicator.feed_kind,
        indicator.feed_facet,
    )
    if not found:
        return []
    counted = {row["month"]: Decimal(int(row["quantity"])) for row in found}
    last_whole = month_of(months_later(clock.today(), -1))
    last = max(found[-1]["month"], last_whole)
    return [(month, counted.get(month, Decimal(0))) for month in months_between(found[0]["month"], last)]


async def _readings(indicator_id: int) -> list[tuple[str, Decimal]]:
    found = await db.rows(
        "SELECT r.month, r.value FROM indicator_reading AS r JOIN (SELECT MAX(id) AS id FROM indicator_reading"
        " WHERE indicator = {} GROUP BY month) AS newest ON newest.id = r.id ORDER BY r.month",
        indicator_id,
    )
    return [(row["month"], Decimal(str(row["value"]))) for row in found]


async def readings_of(indicator_id: int) -> list[dict[str, Any]]:
    """All entered readings, newest first, corrected ones too (`stands` tells which count)."""
    found = await db.rows(
        "SELECT id, month, value, source, created_at FROM indicator_reading WHERE indicator = {} ORDER BY id DESC",
        indicator_id,
    )
    newest: dict[str, int] = {}
    for row in found:
        newest.setdefault(row["month"], row["id"])
    return [{**row, "stands": newest[row["month"]] == row["id"]} for row in found]


async def whole_months(indicator: Indicator, *, since: date | None = None) -> list[tuple[str, Decimal]]:
    """The series without the month that is still running, and without months before `since`."""
    running = month_of(clock.today())
    first = month_of(since) if since else ""
    return [(month, value) for month, value in await series_of(indicator) if first <= month < running]


async def consolidation_of(program_id: int) -> Consolidation | None:
    """A program's plan to hold what it reached, if there is one."""
    return await Consolidation.objects().get(Consolidation.program == program_id)


async def is_watched(indicator_id: int) -> bool:
    """Whether a plan rests on an indicator."""
    return await Consolidation.exists().where(Consolidation.indicator == indicator_id)


async def open_relapse(program_id: int) -> Relapse | None:
    """The relapse that is not yet answered, if any."""
    return await Relapse.objects().get((Relapse.program == program_id) & (Relapse.ended_on.is_null()))


async def relapses_of(program_id: int) -> list[dict[str, Any]]:
    """All relapses of a program, newest first."""
    return await db.rows(
        "SELECT r.id, r.noticed_on, r.months, r.ended_on, r.answer, i.name AS indicator FROM relapse AS r"
        " JOIN indicator AS i ON i.id = r.indicator WHERE r.program = {} ORDER BY r.id DESC",
        program_id,
    )


async def cadence_of(program_id: int, *, months: int = 6) -> list[tuple[str, int]]:
    """Activities in each of the last whole months, oldest first."""
    first = month_of(months_later(clock.today(), -months))
    last = month_of(months_later(clock.today(), -1))
    found = await queries.months_of(program_id, [Kind.ACTIVITY_HELD], first=first, last=last)
    counted: dict[str, int] = {}
    for row in found:
        counted[row["month"]] = counted.get(row["month"], 0) + row["quantity"]
    return [(month, counted.get(month, 0)) for month in months_between(first, last)]


async def programs_to_watch(organisation_id: int) -> list[Program]:
    """The programs of an organisation whose plan watches an indicator."""
    found = await db.rows(
        "SELECT program FROM consolidation WHERE organisation = {} AND indicator IS NOT NULL ORDER BY program",
        organisation_id,
    )
    return await Program.objects().where(Program.id.is_in([row["program"] for row in found] or [0]))


async def evidence_of(
    program_id: int, *, kind: str = "", facet: str | None = None, month: str = "", cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The rows of the ledger, newest first, of one kind, facet or month when those are given."""
    where: list[str] = ["program = {}"]
    values: list[Any] = [program_id]
    if kind:
        where.append("kind = {}")
        values.append(kind)
    if facet is not None:
        where.append("facet = {}")
        values.append(facet)
    if first := read_month(month):
        where.append("occurred_on >= {} AND occurred_on < {}")
        values += [first, months_later(first, 1)]
    if last := after_id(cursor):
        where.append("id < {}")
        values.append(last)
    found = await db.rows(
        "SELECT id, kind, facet, occurred_on, quantity, source_kind, source_id, reverses, recorded_at FROM evidence"
        f" WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return cut(found, "id")


async def newest_evidence(
    program_id: int, kind: str, facet: str | None, *, limit: int = 4
) -> list[dict[str, Any]]:
    """The newest standing rows of a kind: what a gate links to."""
    by_facet = "" if facet is None else " AND facet = {}"
    return await db.rows(
        "SELECT id, occurred_on, quantity, source_kind, source_id FROM evidence AS e WHERE program = {} AND kind = {}"
        + by_facet
        + " AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id)"
        " ORDER BY occurred_on DESC, id DESC LIMIT {}",
        *([program_id, kind] if facet is None else [program_id, kind, facet]),
        limit,
    )


async def access_consolidation(actor: Actor, consolidation_id: int) -> Consolidation:
    """A consolidation plan, through its program."""
    plan = await own_row(Consolidation, consolidation_id, actor)
    await queries.access_program(actor, plan.program)
    return plan
