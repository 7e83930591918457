"""Programs on their road: what is refused stays refused, what is done is in the ledger and in the log."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from programs.method import (
    actions,
    consolidation_actions,
    consolidation_queries,
    focal_actions,
    focal_queries,
    indicator_actions,
    indicator_queries,
    ledger,
    queries,
    step_actions,
    step_queries,
)
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import (
    ConsolidationPlan,
    EditedIndicator,
    EditedProgram,
    IssueEnd,
    MoveBack,
    MoveOn,
    NewIndicator,
    NewIssue,
    NewReading,
    NewScore,
    NewStep,
    RelapseAnswer,
    Threshold,
)
from programs.method.tables import FocalIssue, Indicator, Program, Relapse, StageAttempt, Step
from server import audit
from server.lib import clock, db
from server.lib.errors import Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast

OP = {"op_id": new_op_id()}


async def _program(cast: Cast) -> Program:
    return await queries.access_program(cast.chen, cast.ours.program)


async def _prove(cast: Cast, *entries: Entry, source: str = "tests", source_id: int = 1) -> None:
    async with db.write_transaction():
        await ledger.record(
            entries, program_id=cast.ours.program, source_kind=source, source_id=source_id, actor=cast.chen
        )


def _entries(*pairs: tuple[Kind, int], facet: str = "") -> list[Entry]:
    return [Entry(kind, date(2026, 2, 1), quantity, facet) for kind, quantity in pairs]


async def test_a_try_that_the_gates_refuse_is_kept(cast: Cast) -> None:
    outcome = await actions.move_on(await _program(cast), MoveOn(**OP, to_stage="focus"), actor=cast.chen)
    assert (outcome.passed, outcome.missing) == (False, ["visits", "needs", "baseline", "belonging"])
    await _prove(
        cast,
        *_entries(
            (Kind.VISITS_MADE, 30),
            (Kind.NEED_RAISED, 10),
            (Kind.BASELINE_RECORDED, 1),
            (Kind.SURVEY_BASELINE, 1),
        ),
    )
    assert (
        await actions.move_on(await _program(cast), MoveOn(**OP, to_stage="focus"), actor=cast.chen)
    ).passed
    attempts = await queries.attempts_of(cast.ours.program)
    assert [(one["passed"], one["missing"]) for one in attempts] == [
        (True, []),
        (False, ["visits", "needs", "baseline", "belonging"]),
    ]
    assert (await _program(cast)).stage == "focus"
    assert await audit.verify() == []


async def test_nobody_jumps_a_stage(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"record\.moved"):
        await actions.move_on(await _program(cast), MoveOn(**OP, to_stage="expand"), actor=cast.chen)
    assert await StageAttempt.count() == 0


async def test_two_who_press_at_once_move_one_stage(cast: Cast) -> None:
    await _prove(
        cast,
        *_entries(
            (Kind.VISITS_MADE, 30),
            (Kind.NEED_RAISED, 10),
            (Kind.BASELINE_RECORDED, 1),
            (Kind.SURVEY_BASELINE, 1),
        ),
    )
    program = await _program(cast)
    outcomes = await asyncio.gather(
        *(
            actions.move_on(program, MoveOn(**OP, to_stage="focus"), actor=actor)
            for actor in (cast.chen, cast.lin)
        )
    )
    assert [outcome.stage for outcome in outcomes] == ["focus", "focus"]
    assert await StageAttempt.count() == 1


async def test_going_back_keeps_its_reason_and_the_evidence(cast: Cast) -> None:
    await _prove(
        cast,
        *_entries(
            (Kind.VISITS_MADE, 30),
            (Kind.NEED_RAISED, 10),
            (Kind.BASELINE_RECORDED, 1),
            (Kind.SURVEY_BASELINE, 1),
        ),
    )
    await actions.move_on(await _program(cast), MoveOn(**OP, to_stage="focus"), actor=cast.chen)
    back = MoveBack(**OP, to_stage="listen", reason="听得还不够")
    await actions.move_back(await _program(cast), back, actor=cast.chen)
    assert (await queries.attempts_of(cast.ours.program))[0]["reason"] == "听得还不够"
    assert (await queries.totals_of(cast.ours.program))["visit.made", ""] == 30
    with pytest.raises(Refused, match=r"method\.not_back"):
        await actions.move_back(await _program(cast), back, actor=cast.chen)


async def test_a_tuned_gate_counts_for_this_ngo(cast: Cast) -> None:
    await actions.set_threshold(Threshold(**OP, gate="visits", at_least=2), actor=cast.lin)
    await actions.set_threshold(Threshold(**OP, gate="visits", at_least=3), actor=cast.lin)
    assert await queries.thresholds_of(cast.ours.organisation) == {"visits": 3}
    assert await queries.thresholds_of(cast.theirs.organisation) == {}


async def _candidate(cast: Cast, title: str = "宠物粪便") -> FocalIssue:
    issue_id = await focal_actions.propose_issue(
        await _program(cast), NewIssue(**OP, title=title), actor=cast.chen
    )
    return await focal_queries.access_issue(cast.chen, issue_id)


async def _scored(cast: Cast, title: str) -> FocalIssue:
    issue = await _candidate(cast, title)
    score = NewScore(**OP, scorer="陈叔", visible=5, solvable=4, shared=5, cared=4, by_resident=True)
    await focal_actions.score_issue(issue, score, actor=cast.chen)
    await _prove(cast, *_entries((Kind.NEED_CITED, 3), facet=f"issue:{issue.id}"), source_id=issue.id)
    return issue


async def test_a_candidate_is_chosen_with_scores_and_needs_and_only_one(cast: Cast) -> None:
    bare = await _candidate(cast, "停车")
    with pytest.raises(Refused, match="issue_unscored"):
        await focal_actions.choose_issue(bare, actor=cast.chen)
    await focal_actions.choose_issue(await _scored(cast, "宠物粪便"), actor=cast.chen)
    with pytest.raises(Refused, match="issue_already_active"):
        await focal_actions.choose_issue(await _scored(cast, "楼道堆物"), actor=cast.chen)
    assert (await queries.totals_of(cast.ours.program))["focal.chosen", ""] == 1


async def test_of_two_choices_at_once_one_holds(cast: Cast) -> None:
    issues = [await _scored(cast, title) for title in ("宠物粪便", "楼道堆物")]
    outcomes: list[Any] = await asyncio.gather(
        *(focal_actions.choose_issue(issue, actor=cast.chen) for issue in issues), return_exceptions=True
    )
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert await FocalIssue.count().where(FocalIssue.state == "active") == 1


async def test_nobody_scores_twice(cast: Cast) -> None:
    issue = await _scored(cast, "宠物粪便")
    again = NewScore(**OP, scorer="陈叔", visible=1, solvable=1, shared=1, cared=1)
    with pytest.raises(Refused, match="scored_already"):
        await focal_actions.score_issue(issue, again, actor=cast.chen)


async def test_after_closing_another_issue_may_be_chosen(cast: Cast) -> None:
    first = await _scored(cast, "宠物粪便")
    await focal_actions.choose_issue(first, actor=cast.chen)
    first = await focal_queries.access_issue(cast.chen, first.id)
    await focal_actions.close_issue(first, IssueEnd(**OP, reason="投诉降到每月六件"), actor=cast.chen)
    await focal_actions.choose_issue(await _scored(cast, "楼道堆物"), actor=cast.chen)
    assert [issue["state"] for issue in await focal_queries.issues_of(cast.ours.program)] == [
        "active",
        "closed",
    ]


async def test_a_step_is_done_and_open_again(cast: Cast) -> None:
    data = NewStep(**OP, title="约赵姐谈小队", due_on=clock.today(), owner=cast.chen.user_id)
    step_id = await step_actions.add_step(await _program(cast), data, actor=cast.chen)
    step = await step_queries.access_step(cast.chen, step_id)
    await step_actions.finish_step(step, actor=cast.chen)
    with pytest.raises(Refused, match="step_done"):
        await step_actions.finish_step(step, actor=cast.chen)
    await step_actions.reopen_step(step, actor=cast.chen)
    assert (await step_queries.steps_of(cast.ours.program))[0]["done_on"] is None


async def test_work_is_given_to_colleagues_only(cast: Cast) -> None:
    data = NewStep(**OP, title="x", due_on=clock.today(), owner=cast.bai.user_id)
    with pytest.raises(Refused, match="no_such_colleague"):
        await step_actions.add_step(await _program(cast), data, actor=cast.chen)
    assert await Step.count() == 0


def _baseline(**changed: Any) -> NewIndicator:
    values = {
        "name": "宠物粪便投诉",
        "unit": "件/月",
        "falls": True,
        "baseline": Decimal(23),
        "baseline_on": date(2026, 1, 31),
        "baseline_source": "物业登记",
        "target": Decimal(6),
    }
    return NewIndicator(**OP, **{**values, **changed})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"target": Decimal(40)}, "target"),
        ({"baseline_source": None}, "baseline_source"),
        ({"baseline_on": None}, "baseline_on"),
        ({"baseline_on": date(1970, 1, 1)}, "baseline_on"),
        ({"baseline_on": date(2090, 1, 1)}, "baseline_on"),
    ],
)
async def test_a_baseline_has_a_day_and_a_source(cast: Cast, changed: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        await indicator_actions.add_indicator(await _program(cast), _baseline(**changed), actor=cast.chen)
    assert refusal.value.field == field
    assert await Indicator.count() == 0


async def test_a_baseline_taken_away_opens_the_gate_again(cast: Cast) -> None:
    indicator_id = await indicator_actions.add_indicator(await _program(cast), _baseline(), actor=cast.chen)
    assert (await queries.totals_of(cast.ours.program))["baseline.recorded", ""] == 1
    indicator = await indicator_queries.access_indicator(cast.chen, indicator_id)
    edited = EditedIndicator(**OP, version=1, name="宠物粪便投诉", falls=True)
    await indicator_actions.edit_indicator(indicator, edited, actor=cast.chen)
    assert (await queries.totals_of(cast.ours.program))["baseline.recorded", ""] == 0
    assert await ledger.recompute() == []


async def test_a_corrected_reading_counts_and_the_old_one_stays(cast: Cast) -> None:
    indicator_id = await indicator_actions.add_indicator(await _program(cast), _baseline(), actor=cast.chen)
    indicator = await indicator_queries.access_indicator(cast.chen, indicator_id)
    for value in (19, 17):
        reading = NewReading(**OP, month="2026-03", value=Decimal(value), source="物业登记")
        await indicator_actions.enter_reading(indicator, reading, actor=cast.chen)
    assert await indicator_queries.series_of(indicator) == [("2026-03", Decimal(17))]
    assert [row["stands"] for row in await indicator_queries.readings_of(indicator_id)] == [True, False]
    with pytest.raises(Refused, match=r"day\.in_future"):
        future = NewReading(**OP, month="2090-01", value=Decimal(1), source="x")
        await indicator_actions.enter_reading(indicator, future, actor=cast.chen)


async def test_two_bad_months_are_a_relapse_with_a_step_and_an_answer(cast: Cast) -> None:
    async with db.write_transaction():
        await Program.update({"stage": "consolidate"}).where(Program.id == cast.ours.program)
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        indicator_id = await indicator_actions.add_indicator(
            await _program(cast),
            _baseline(),
            actor=cast.chen,
            feed_kind=Kind.COMPLAINT_RAISED,
            feed_facet="class:1",
        )
        plan = ConsolidationPlan(
            **OP, cadence_per_month=2, indicator=indicator_id, relapse_percent=50, relapse_months=2
        )
        await consolidation_actions.agree_consolidation(await _program(cast), plan, actor=cast.chen)
    for source_id, (month, count) in enumerate([(6, 3), (7, 12), (8, 14)], 10):
        entry = Entry(Kind.COMPLAINT_RAISED, date(2026, month, 9), count, "class:1")
        await _prove(cast, entry, source_id=source_id)
    with clock.at(datetime(2026, 8, 20, tzinfo=UTC)):
        assert await consolidation_actions.watch(await _program(cast), actor=cast.lin) is None
    with clock.at(datetime(2026, 9, 2, tzinfo=UTC)):
        relapse_id = await consolidation_actions.watch(await _program(cast), actor=cast.lin)
        assert relapse_id is not None
        assert await consolidation_actions.watch(await _program(cast), actor=cast.lin) is None
    assert await Step.count().where(Step.origin == f"relapse:{relapse_id}") == 1
    relapse = await consolidation_queries.access_relapse(cast.chen, relapse_id)
    answer = RelapseAnswer(**OP, answer="小队重新排班，增设粪袋箱")
    with clock.at(datetime(2026, 9, 10, tzinfo=UTC)), pytest.raises(Refused, match="not_recovered"):
        await consolidation_actions.answer_relapse(relapse, answer, actor=cast.chen)
    await _prove(cast, Entry(Kind.COMPLAINT_RAISED, date(2026, 9, 9), 5, "class:1"), source_id=20)
    with clock.at(datetime(2026, 10, 3, tzinfo=UTC)):
        await consolidation_actions.answer_relapse(relapse, answer, actor=cast.chen)
    assert (await queries.totals_of(cast.ours.program))["relapse.open", ""] == 0
    assert (await Relapse.objects().get(Relapse.id == relapse_id)).ended_on == date(2026, 10, 3)


async def test_a_plan_to_hold_needs_something_to_hold(cast: Cast) -> None:
    plan = ConsolidationPlan(**OP, cadence_per_month=2, relapse_percent=50, relapse_months=2)
    with pytest.raises(Refused, match="not_consolidating"):
        await consolidation_actions.agree_consolidation(await _program(cast), plan, actor=cast.chen)


async def test_the_second_editor_is_told_what_the_first_wrote(cast: Cast) -> None:
    program = await _program(cast)
    await actions.edit_program(program, EditedProgram(**OP, version=1, name="文明养宠"), actor=cast.lin)
    with pytest.raises(Stale) as stale:
        await actions.edit_program(program, EditedProgram(**OP, version=1, name="养宠公约"), actor=cast.chen)
    assert stale.value.theirs["name"] == "文明养宠"
    assert (await _program(cast)).name == "文明养宠"
