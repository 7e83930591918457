"""What stands behind the admin's figures: one funded program, one of the same NGO that nobody here funds, one of 乙.

灰雁 is in everything of the unfunded program and in everything that says who did something. A funder never meets it.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from groups.activities.tables import Activity
from programs.method.kinds import Kind
from programs.method.tables import (
    EvidenceMonth,
    Indicator,
    IndicatorReading,
    Program,
    ProgramPerson,
    StageAttempt,
)
from programs.surveys.tables import Questionnaire, QuestionnaireVersion, Wave, WaveTally
from server.jobs.tables import Job
from server.lib.db import write_transaction
from tests.cast import CANARY, Cast

UNFUNDED = "灰雁"
MADE = datetime(2026, 6, 1, tzinfo=UTC)


class Told(msgspec.Struct):
    """Ids of what was added to the cast."""

    unfunded: int
    unfunded_activity: int
    indicator: int
    fed: int


@pytest.fixture
async def told(cast: Cast) -> Told:
    async with write_transaction():
        unfunded = await _saved(
            Program(
                organisation=cast.ours.organisation,
                community=cast.ours.community,
                name=f"{UNFUNDED}楼道更新",
                goal=UNFUNDED,
                stage_since=date(2026, 1, 5),
                started_on=date(2026, 1, 5),
            )
        )
        unfunded_activity = await _about(cast.ours.organisation, cast.ours.community, unfunded, UNFUNDED)
        await _about(cast.theirs.organisation, cast.theirs.community, cast.theirs.program, CANARY)
        await _about(cast.ours.organisation, cast.ours.community, cast.ours.program, "宠物")
        await _people(cast)
        indicator, fed = await _indicators(cast)
        await Job(
            organisation=cast.ours.organisation,
            kind="toys.fly",
            payload=f'{{"name": "{UNFUNDED}"}}',
            run_at=MADE,
            created_at=MADE,
        ).save()
    return Told(unfunded=unfunded, unfunded_activity=unfunded_activity, indicator=indicator, fed=fed)


async def _saved(row: Any) -> int:
    await row.save()
    return int(row.id)


async def _asked(organisation: int, community: int, program: int, mark: str) -> None:
    """A baseline in which 40 people said 3.5 on average, and a second wave with only three so far."""
    questionnaire = await _saved(Questionnaire(organisation=organisation, title=f"{mark}归属感"))
    version = await _saved(
        QuestionnaireVersion(organisation=organisation, questionnaire=questionnaire, number=1, questions="[]")
    )
    waves = (("baseline", 2, (("3.00", 20), ("4.00", 20))), ("endline", 5, (("1.00", 3),)))
    for moment, month, cells in waves:
        wave = await _saved(
            Wave(
                organisation=organisation,
                community=community,
                program=program,
                questionnaire_version=version,
                title=f"{UNFUNDED}{moment}",
                moment=moment,
                opens_on=date(2026, month, 1),
                token=f"{program}-{moment}",
            )
        )
        for choice, times in cells:
            await WaveTally(
                organisation=organisation,
                wave=wave,
                question="=belonging",
                choice=choice,
                segment="member",
                times=times,
            ).save()


async def _about(organisation: int, community: int, program: int, mark: str) -> int:
    """A try, an activity and figures of two months, all of them about one program."""
    await StageAttempt(
        organisation=organisation,
        program=program,
        from_stage="listen",
        to_stage="focus",
        passed=True,
        attempted_on=date(2026, 3, 1),
        by_name=f"{UNFUNDED}林老师",
        reason=f"{UNFUNDED}的理由",
    ).save()
    await _asked(organisation, community, program, mark)
    activity = Activity(
        organisation=organisation,
        community=community,
        program=program,
        title=f"{mark}茶话会",
        about=UNFUNDED,
        held_on=date(2026, 4, 2),
        staff=1,
        volunteers=4,
        participants=5,
        presence="part",
    )
    for month, volunteers in (("2026-03", 4), ("2026-04", 12)):
        for kind, quantity in (
            (Kind.VOLUNTEERS, volunteers),
            (Kind.ACTIVITY_HELD, 3),
            (Kind.CASH, 1205),
        ):
            await EvidenceMonth(
                organisation=organisation,
                program=program,
                kind=kind,
                month=month,
                quantity=quantity,
                entries=1,
            ).save()
    return await _saved(activity)


async def _people(cast: Cast) -> None:
    """Five residents of ours reached, and of theirs three."""
    for side in (cast.ours, cast.theirs):
        for resident in side.residents.values():
            await ProgramPerson(program=side.program, resident=resident, times=1).save()


async def _indicators(cast: Cast) -> tuple[int, int]:
    """One with readings, corrected once; one fed by complaints, of which April has none."""
    ours = {"organisation": cast.ours.organisation, "program": cast.ours.program}
    read = await _saved(
        Indicator(
            **ours,
            name="步行可达的垃圾桶",
            unit="个",
            baseline=Decimal(2),
            target=Decimal("10.5"),
            target_on=date(2026, 12, 31),
        )
    )
    for month, value in (("2026-03", 3), ("2026-04", 9), ("2026-04", 7)):
        await IndicatorReading(
            organisation=cast.ours.organisation,
            indicator=read,
            month=month,
            value=Decimal(value),
            source=UNFUNDED,
        ).save()
    facet = f"class:{cast.ours.need_class}"
    fed = await _saved(
        Indicator(
            **ours,
            name="狗粪投诉",
            unit="件",
            target=Decimal(5),
            feed_kind=Kind.COMPLAINT_RAISED,
            feed_facet=facet,
        )
    )
    await EvidenceMonth(
        **ours, kind=Kind.COMPLAINT_RAISED, facet=facet, month="2026-03", quantity=31, entries=31
    ).save()
    return read, fed
