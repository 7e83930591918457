"""Procedures, trainings, offices, figures and coverage of visits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from programs.communities.tables import Community
from programs.method.queries import totals_of
from programs.visits import (
    coverage_queries,
    door_queries,
    procedure_actions,
    procedure_queries,
    report_queries,
    round_actions,
    round_queries,
    sheet_queries,
    target_actions,
    target_queries,
    training_actions,
)
from programs.visits.procedure_schemas import EditedProcedure, NewProcedure, RetiredProcedure, TakenProcedure
from programs.visits.report_queries import Period
from programs.visits.tables import Procedure, TargetVisit, Training, VisitTarget
from programs.visits.target_schemas import EditedTarget, NewTarget, NewTargetVisit, VoidedTargetVisit
from programs.visits.training_schemas import ChosenSkills, NewTraining, VoidedTraining
from server.lib import clock
from server.lib.errors import NotFound, Refused, Stale
from server.lib.i18n import language
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import doors, knock, plan


async def taken(cast: Cast) -> Procedure:
    data = TakenProcedure(op_id=new_op_id(), key="first_visit")
    procedure_id = await procedure_actions.take_procedure(data, actor=cast.chen)
    return await procedure_queries.access_procedure(cast.chen, procedure_id)


def edited(version: int, **more: object) -> EditedProcedure:
    values = {"title": "我们的初访", "steps": "* 亮证\n问好", "why": "上月三户说我们太啰嗦", **more}
    return EditedProcedure(op_id=new_op_id(), version=version, **values)


async def test_an_edit_is_the_next_version_and_old_visits_keep_theirs(cast: Cast) -> None:
    by_door = await doors(cast)
    first = await plan(cast)
    await round_actions.log_doors(first, [knock(by_door["301"], "opened")], actor=cast.chen)
    procedure = await taken(cast)
    await procedure_actions.edit_procedure(procedure, edited(1, answers_cause="words"), actor=cast.chen)
    with pytest.raises(Stale):
        await procedure_actions.edit_procedure(procedure, edited(1, steps="别的"), actor=cast.chen)
    with pytest.raises(Refused, match="same_procedure"):
        await procedure_actions.edit_procedure(procedure, edited(2), actor=cast.chen)
    second = await plan(cast)
    numbers = []
    for round_ in (first, second):
        version = await procedure_queries.version_by_id(round_.procedure_version)
        assert version is not None
        numbers.append((version["number"], len(version["steps"])))
    assert numbers == [(1, 11), (2, 2)]
    [visit] = (await door_queries.list_visits(cast.chen)).rows
    row = await door_queries.access_visit(cast.chen, visit["id"])
    kept = await procedure_queries.version_by_id(row.procedure_version)
    assert kept is not None
    assert kept["number"] == 1
    newest = await procedure_queries.newest(procedure)
    assert (newest["why"], newest["answers_cause"]) == ("上月三户说我们太啰嗦", "words")


async def test_what_ships_is_read_in_the_readers_language(cast: Cast) -> None:
    procedure = await taken(cast)
    assert await taken(cast) is not procedure
    assert await Procedure.count() == 1
    with language("en"):
        assert (await procedure_queries.newest(procedure))["title"] == "First visit to a household"
    with language("zh_CN"):
        assert (await procedure_queries.newest(procedure))["title"] == "初次入户"


async def test_a_procedure_out_of_use_is_not_offered(cast: Cast) -> None:
    await doors(cast)
    data = NewProcedure(op_id=new_op_id(), title="纠纷", scenario="dispute", steps="先听双方")
    own = await procedure_actions.add_procedure(data, actor=cast.lin)
    procedure = await procedure_queries.access_procedure(cast.chen, own)
    round_ = await plan(cast, scenario="dispute")
    assert round_.procedure_version == await procedure_queries.in_use(own)
    await procedure_actions.retire_procedure(procedure, RetiredProcedure(op_id=new_op_id()), actor=cast.lin)
    assert (await plan(cast, scenario="dispute")).procedure_version is None
    with pytest.raises(Refused, match="retired"):
        await plan(cast, procedure=own)
    with pytest.raises(NotFound):
        await procedure_queries.access_procedure(cast.bai, own)


async def test_a_warning_vanishes_with_the_training(cast: Cast) -> None:
    await doors(cast)
    person = cast.ours.residents["王阿姨"]
    round_ = await plan(cast, visitor_account=None, visitor_who="王阿姨")
    assert (await round_queries.card_of(round_))["lacking"] == ["door_manners"]
    data = NewTraining(
        op_id=new_op_id(), resident=person, skill="door_manners", trained_on=clock.today(), proof="李老师带"
    )
    training_id = await training_actions.record_training(data, actor=cast.chen)
    assert (await round_queries.card_of(round_))["lacking"] == []
    training = await Training.objects().get(Training.id == training_id)
    assert training is not None
    await training_actions.void_training(
        training, VoidedTraining(op_id=new_op_id(), reason="没来"), actor=cast.chen
    )
    assert (await round_queries.card_of(round_))["lacking"] == ["door_manners"]
    none = ChosenSkills(op_id=new_op_id(), scenario="first_visit")
    await training_actions.choose_skills(none, actor=cast.lin)
    assert (await round_queries.card_of(round_))["lacking"] == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "no_learner"),
        ({"who": "王阿姨"}, "no_learner"),
        ({"skill": None}, "no_skill"),
        ({"expires_on": date(2026, 1, 1)}, "end_before_start"),
    ],
)
async def test_a_training_that_cannot_be(cast: Cast, more: dict, code: str) -> None:
    values = {"skill": "safety", "trained_on": date(2026, 2, 1), **more}
    with pytest.raises(Refused, match=code):
        await training_actions.record_training(NewTraining(op_id=new_op_id(), **values), actor=cast.chen)


async def test_people_of_others_are_not_trained_here(cast: Cast) -> None:
    for whom in ({"resident": cast.theirs.residents["周姐"]}, {"account": cast.bai.user_id}):
        data = NewTraining(op_id=new_op_id(), skill="safety", trained_on=date(2026, 2, 1), **whom)
        with pytest.raises(NotFound):
            await training_actions.record_training(data, actor=cast.chen)


async def target(cast: Cast) -> VisitTarget:
    community = await Community.objects().get(Community.id == cast.ours.community)
    data = NewTarget(op_id=new_op_id(), kind="property_manager", name="锦绣物业")
    target_id = await target_actions.add_target(community, data, actor=cast.chen)
    with pytest.raises(Refused, match="target_exists"):
        await target_actions.add_target(
            community, NewTarget(op_id=new_op_id(), kind="other", name="锦绣物业"), actor=cast.chen
        )
    return await target_queries.access_target(cast.chen, target_id)


async def test_an_office_is_red_once_it_is_overdue(cast: Cast) -> None:
    office = await target(cast)
    [row] = await target_queries.rota_of(cast.ours.community)
    assert (row["visited_on"], row["days"], row["overdue"]) == (None, 0, False)
    long_ago = clock.today() - timedelta(days=47)
    data = NewTargetVisit(op_id=new_op_id(), visited_on=long_ago, program=cast.ours.program)
    visit_id = await target_actions.log_target_visit(office, data, actor=cast.chen)
    [row] = await target_queries.rota_of(cast.ours.community)
    assert (row["visited_on"], row["days"], row["overdue"]) == (long_ago, 47, True)
    assert (await totals_of(cast.ours.program))["office.visited", ""] == 1
    visit = await TargetVisit.objects().get(TargetVisit.id == visit_id)
    assert visit is not None
    for _again in range(2):
        reason = VoidedTargetVisit(op_id=new_op_id(), reason="没见到人")
        if _again:
            with pytest.raises(Refused, match="office_visit_voided"):
                await target_actions.void_target_visit(visit, reason, actor=cast.chen)
        else:
            await target_actions.void_target_visit(visit, reason, actor=cast.chen)
    assert (await totals_of(cast.ours.program))["office.visited", ""] == 0
    change = EditedTarget(op_id=new_op_id(), version=1, kind="other", name="锦绣物业", every_days=60)
    await target_actions.edit_target(office, change, actor=cast.chen)
    with pytest.raises(Stale):
        again = EditedTarget(op_id=new_op_id(), version=1, kind="other", name="锦绣物业", every_days=90)
        await target_actions.edit_target(office, again, actor=cast.chen)


async def walked(cast: Cast, first: int, outcomes: dict[str, int], **more: object) -> None:
    """A round over new doors, numbered from `first`, with so many of each outcome."""
    flat = [outcome for outcome, count in outcomes.items() for _one in range(count)]
    names = [str(first + number) for number in range(len(flat))]
    by_door = await doors(cast, *names)
    round_ = await plan(cast, **more)
    again = clock.today()
    await round_actions.log_doors(
        round_,
        [
            knock(by_door[name], outcome, **({"again_on": again} if outcome == "rescheduled" else {}))
            for name, outcome in zip(names, flat, strict=True)
        ],
        actor=cast.chen,
    )


async def test_rates_by_building_companion_and_version(cast: Cast) -> None:
    await walked(cast, 1001, {"opened": 22, "not_home": 12, "refused": 6})
    await walked(cast, 2001, {"opened": 4}, companion=cast.ours.residents["王阿姨"], companion_kind="elder")
    today = clock.today()
    period = Period(today, today)
    [(place, tally)] = await report_queries.by_building(cast.chen, period)
    assert (place["id"], tally.opened, tally.tried, tally.reached) == (cast.ours.building, 26, 44, 32)
    companions = await report_queries.by_companion(cast.chen, period)
    assert companions[""].refusal_share == 6 / 28
    assert companions["elder"].opened_share is None
    [(version, by_version)] = await report_queries.by_procedure(cast.chen, period)
    assert (version["number"], by_version.tried) == (1, 44)
    assert [name for name, _tally in await report_queries.by_visitor(cast.chen, period)] == ["陈社工"]
    [(whole, _tally)] = await report_queries.by_building(cast.lin, period)
    assert whole == place
    assert await report_queries.by_building(cast.bai, period) == []
    assert await report_queries.by_building(cast.he, period) == []
    [(_quarter, duty, concern, share)] = await report_queries.purposes(cast.chen, period)
    assert (duty, concern, share) == (0, 44, 1)


async def test_coverage_counts_whom_somebody_reached(cast: Cast) -> None:
    await walked(cast, 101, {"opened": 2, "refused": 1, "not_home": 2})
    since = clock.today() - timedelta(days=90)
    [row] = await coverage_queries.coverage_of(cast.chen, cast.ours.community, since=since)
    assert (row["households"], row["reached"], row["left"]) == (6, 3, 3)
    left = [
        row["door"]
        for row in await coverage_queries.doors_of(cast.ours.building, since=since)
        if not row["reached"]
    ]
    assert left == ["104", "105", "301"]
    tomorrow = clock.today() + timedelta(days=1)
    [row] = await coverage_queries.coverage_of(cast.chen, None, since=tomorrow)
    assert row["reached"] == 0
    [(_month, counts)] = await coverage_queries.diligence_of(cast.chen, None, since=since)
    assert counts == {"legs": 5, "mouth": 0, "pen": 0}


async def test_the_sheet_lists_doors_and_offices_in_order(cast: Cast) -> None:
    office = await target(cast)
    await walked(cast, 101, {"opened": 1})
    earlier = clock.today() - timedelta(days=1)
    data = NewTargetVisit(op_id=new_op_id(), visited_on=earlier, note="电梯")
    await target_actions.log_target_visit(office, data, actor=cast.chen)
    found = await sheet_queries.visits_of_year(cast.ours.community, earlier.year)
    assert next(row["object"] for row in found) == "锦绣物业"
    assert {row["visitor"] for row in found} == {"陈社工"}
    assert await sheet_queries.visits_of_year(cast.theirs.community, earlier.year) == []
