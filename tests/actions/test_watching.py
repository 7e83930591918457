"""Relapses are noticed by themselves, whoever has left and whatever else goes wrong (S80)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from programs.method import consolidation_actions, indicator_actions, indicator_queries, ledger, queries
from programs.method.jobs import watch_relapses
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.schemas import ConsolidationPlan, EditedIndicator, NewIndicator, NewReading
from programs.method.tables import Indicator, Program, Relapse, Step
from server import audit
from server.accounts.tables import Organisation, UserAccount
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import Cast, _row

AGREED = datetime(2026, 6, 1, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 2, tzinfo=UTC)
BASELINE = {"baseline": Decimal(23), "baseline_on": date(2026, 2, 1), "baseline_source": "物业登记"}


async def _watched(cast: Cast, program_id: int, *, months: int = 2, lead: int | None = None) -> Program:
    """A program whose complaints were beyond the line from June to August."""
    async with db.write_transaction():
        await Program.update({"stage": "consolidate", "lead": lead}).where(Program.id == program_id)
    program = await queries.program_of(program_id)
    with clock.at(AGREED):
        new = NewIndicator(op_id=new_op_id(), name="宠物粪便投诉", falls=True, **BASELINE)
        indicator = await indicator_actions.add_indicator(
            program, new, actor=cast.lin, feed_kind=Kind.COMPLAINT_RAISED, feed_facet="class:1"
        )
        plan: dict[str, Any] = {"cadence_per_month": 2, "relapse_percent": 50, "relapse_months": months}
        data = ConsolidationPlan(op_id=new_op_id(), indicator=indicator, **plan)
        await consolidation_actions.agree_consolidation(program, data, actor=cast.lin)
    async with db.write_transaction():
        entries = [Entry(Kind.COMPLAINT_RAISED, date(2026, month, 9), 14, "class:1") for month in (6, 7, 8)]
        await ledger.record(
            entries, program_id=program_id, source_kind="tests", source_id=program_id, actor=cast.lin
        )
    return program


async def _job(cast: Cast, organisation: int | None = None) -> None:
    with clock.at(SEPTEMBER):
        await watch_relapses({}, Actor.system(organisation or cast.ours.organisation))


async def _second_program(cast: Cast) -> int:
    values = {"name": "楼道", "stage_since": date(2026, 1, 5), "started_on": date(2026, 1, 5)}
    return await _row(Program, organisation=cast.ours.organisation, community=cast.ours.community, **values)


async def test_a_lead_who_has_left_keeps_no_relapse_secret(cast: Cast) -> None:
    async with db.write_transaction():
        second = await _second_program(cast)
    await _watched(cast, cast.ours.program, lead=cast.chen.user_id)
    await _watched(cast, second, lead=cast.lin.user_id)
    async with db.write_transaction():
        await UserAccount.update({UserAccount.active: False}).where(UserAccount.id == cast.chen.user_id)
    await _job(cast)
    steps = await Step.select(Step.program, Step.owner, Step.owner_name).order_by(Step.program)
    assert [(row["program"], row["owner"], row["owner_name"]) for row in steps] == [
        (cast.ours.program, None, ""),
        (second, cast.lin.user_id, "林老师"),
    ]
    assert await Relapse.count() == 2
    assert await audit.verify() == []


async def test_a_program_that_cannot_be_looked_at_does_not_hide_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with db.write_transaction():
        second = await _second_program(cast)
    for program in (cast.ours.program, second):
        await _watched(cast, program)
    watch = consolidation_actions.watch

    async def stumble(program: Program, *, actor: Actor) -> int | None:
        if program.id == cast.ours.program:
            raise RuntimeError("unreadable")
        return await watch(program, actor=actor)

    monkeypatch.setattr(consolidation_actions, "watch", stumble)
    with pytest.raises(RuntimeError):
        await _job(cast)
    assert (await Relapse.select(Relapse.program))[0]["program"] == second


async def test_a_closed_organisation_is_left_alone(cast: Cast) -> None:
    await _watched(cast, cast.ours.program)
    async with db.write_transaction():
        await Organisation.update({Organisation.closed_at: clock.now()}).where(
            Organisation.id == cast.ours.organisation
        )
    await _job(cast)
    assert await Relapse.count() == 0


async def test_the_longest_wait_has_room_for_its_months(cast: Cast) -> None:
    program = await _watched(cast, cast.ours.program, months=6)
    async with db.write_transaction():
        entries = [Entry(Kind.COMPLAINT_RAISED, date(2026, month, 9), 14, "class:1") for month in (9, 10, 11)]
        await ledger.record(entries, program_id=program.id, source_kind="tests", source_id=2, actor=cast.lin)
    with clock.at(datetime(2026, 12, 2, tzinfo=UTC)):
        assert await consolidation_actions.watch(program, actor=cast.lin) is not None
    [relapse] = await Relapse.select(Relapse.months)
    assert relapse["months"].split(", ") == [f"2026-{month:02d}" for month in range(6, 12)]


async def test_what_is_watched_keeps_its_baseline(cast: Cast) -> None:
    """Without one every month would be a relapse."""
    await _watched(cast, cast.ours.program)
    [indicator] = await Indicator.objects()
    edited = EditedIndicator(op_id=new_op_id(), version=1, name="投诉", falls=True)
    with pytest.raises(Refused, match="watched_without_baseline") as refusal:
        await indicator_actions.edit_indicator(indicator, edited, actor=cast.lin)
    assert refusal.value.field == "baseline"
    assert (await indicator_queries.indicator_of_program(indicator.id, cast.ours.program)).baseline == 23


@pytest.mark.parametrize(("month", "code"), [("1970-01", "day.too_early"), ("2999-01", "day.in_future")])
async def test_a_reading_has_a_month_that_can_be(cast: Cast, month: str, code: str) -> None:
    program = await queries.program_of(cast.ours.program)
    new = NewIndicator(op_id=new_op_id(), name="满意度", falls=False)
    indicator_id = await indicator_actions.add_indicator(program, new, actor=cast.lin)
    indicator = await indicator_queries.indicator_of_program(indicator_id, program.id)
    reading = NewReading(op_id=new_op_id(), month=month, value=Decimal(7), source="问卷")
    with pytest.raises(Refused, match=code):
        await indicator_actions.enter_reading(indicator, reading, actor=cast.lin)


async def test_a_target_does_not_lie_before_its_baseline(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    target = {"target": Decimal(5), "target_on": date(2026, 1, 31)}
    new = NewIndicator(op_id=new_op_id(), name="投诉", falls=True, **BASELINE, **target)
    with pytest.raises(Refused, match="end_before_start") as refusal:
        await indicator_actions.add_indicator(program, new, actor=cast.lin)
    assert refusal.value.field == "target_on"
