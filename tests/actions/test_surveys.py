"""Surveys: what may be asked, answered and told."""

from __future__ import annotations

from datetime import date

from programs.communities.queries import access_community
from programs.method.queries import access_program, totals_of
from programs.surveys import answer_actions, questionnaire_actions, wave_actions
from programs.surveys.figure_queries import belonging_of_community
from programs.surveys.questionnaire_queries import access_questionnaire
from programs.surveys.schemas import Closing, NewWave, PaperBatch, Reopening, SheetIn
from programs.surveys.tables import Wave
from programs.surveys.wave_queries import access_wave
from server.lib.ids import new_op_id
from tests.cast import Cast

DAY = date(2026, 3, 2)


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def baseline(cast: Cast, *, unit: str = "household", online: bool = True) -> Wave:
    """A baseline wave of the shipped belonging scale in the cast's program."""
    taken = await questionnaire_actions.take_ready("belonging", actor=cast.chen)
    data = NewWave(
        **op(), questionnaire=taken, title="基线", moment="baseline", unit=unit, opens_on=DAY, online=online
    )
    wave_id = await wave_actions.open_wave(
        await access_community(cast.chen, cast.ours.community),
        await access_program(cast.chen, cast.ours.program),
        await access_questionnaire(cast.chen, taken),
        data,
        actor=cast.chen,
    )
    return await access_wave(cast.chen, wave_id)


def batch(*sheets: SheetIn, **more: object) -> PaperBatch:
    return PaperBatch(**{**op(), "answered_on": DAY, "sheets": list(sheets), **more})


def sheet(number: int, *marks: int, **more: object) -> SheetIn:
    replies = dict(zip(("help", "part", "say", "bond"), marks, strict=False))
    return SheetIn(**{"sheet": str(number), "replies": {**replies, "knows_estate": "yes"}, **more})


async def test_a_sheet_becomes_the_first_number_of_the_community(cast: Cast) -> None:
    wave = await baseline(cast)
    entered = await answer_actions.enter_paper(
        wave, batch(*(sheet(number, 3, 4, 3, 4) for number in range(1, 31))), actor=cast.chen
    )
    assert entered == 30
    told = await belonging_of_community(cast.ours.community)
    assert told is not None
    assert (str(told.newest.mean.value), told.newest.mean.n) == ("3.50", 30)
    totals = await totals_of(cast.ours.program)
    assert totals["survey.answered", "baseline"] == 30
    assert ("survey.baseline", "") not in totals
    await wave_actions.close_wave(wave, Closing(**op(), closed_on=DAY), actor=cast.chen)
    assert (await totals_of(cast.ours.program))["survey.baseline", ""] == 1
    await wave_actions.reopen_wave(wave, Reopening(**op(), reason="还有几份"), actor=cast.chen)
    assert (await totals_of(cast.ours.program))["survey.baseline", ""] == 0
