"""Surveys: what may be asked, answered and told."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from programs.communities.queries import access_community
from programs.method import ledger
from programs.method.queries import access_program, totals_of
from programs.surveys import answer_actions, questionnaire_actions, wave_actions
from programs.surveys.answer_rules import counted, sum_of
from programs.surveys.erasure_actions import erase_person
from programs.surveys.figure_queries import belonging_of_community, tallies_of
from programs.surveys.questionnaire_queries import access_questionnaire, standing_of
from programs.surveys.schemas import (
    Closing,
    EditedQuestion,
    EditedWave,
    NewQuestionnaire,
    NewWave,
    OnlineAnswer,
    PaperBatch,
    Published,
    Reopening,
    SheetIn,
    Voiding,
)
from programs.surveys.tables import SurveyAnswer, Wave
from programs.surveys.wave_queries import access_wave, answers_in, asked_in
from server import audit
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import Refused
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


async def test_how_many_are_to_be_asked_may_change_while_a_wave_runs(cast: Cast) -> None:
    wave = await baseline(cast)
    assert wave.target is None
    edited = EditedWave(**op(), version=wave.version, title="基线", opens_on=DAY, target=200, online=True)
    await wave_actions.edit_wave(wave, edited, actor=cast.chen)
    wave = await access_wave(cast.chen, wave.id)
    assert wave.target == 200
    [entry, *_] = await audit.entries_of("survey_wave", wave.id, organisation_id=cast.ours.organisation)
    assert json.loads(entry["changes"]) == {"target": [None, 200]}


async def _kept_and_counted(wave: Wave) -> tuple[dict, dict]:
    """The tally as it is kept, and as the standing answers say."""
    questions = (await asked_in(wave)).questions
    standing = await SurveyAnswer.select(SurveyAnswer.replies, SurveyAnswer.member).where(
        (SurveyAnswer.wave == wave.id) & SurveyAnswer.voided_at.is_null()
    )
    cells = (
        counted(questions, json.loads(row["replies"]), None if row["member"] is None else bool(row["member"]))
        for row in standing
    )
    return (await tallies_of([wave.id])).get(wave.id, {}), sum_of(cells)


async def test_the_tally_is_a_recount_after_any_entries_and_voids(cast: Cast) -> None:
    wave = await baseline(cast)
    random = Random(7)
    number, standing = 0, []
    for _round in range(8):
        sheets = []
        for _sheet in range(random.randint(1, 5)):
            number += 1
            marks = [random.randint(1, 5) for _item in range(random.randint(0, 4))]
            sheets.append(sheet(number, *marks, member=random.choice([True, False, None])))
        await answer_actions.enter_paper(wave, batch(*sheets), actor=cast.chen)
        standing = await SurveyAnswer.objects().where(SurveyAnswer.voided_at.is_null())
        for answer in random.sample(standing, min(2, len(standing))):
            await answer_actions.void_answer(answer, wave, Voiding(**op(), reason="录错"), actor=cast.chen)
        kept, recounted = await _kept_and_counted(wave)
        assert kept == recounted
    left = await SurveyAnswer.count().where(SurveyAnswer.voided_at.is_null())
    assert (await totals_of(cast.ours.program))["survey.answered", "baseline"] == left
    assert await ledger.recompute() == []
    assert await audit.verify() == []


async def test_a_household_answers_once_however_it_comes(cast: Cast) -> None:
    wave = await baseline(cast)
    place = {"building": cast.ours.building}
    await answer_actions.enter_paper(wave, batch(sheet(1, 4, 4, door="301"), **place), actor=cast.chen)
    system = Actor.system(cast.ours.organisation)
    again = OnlineAnswer(**op(), **place, door=" ３０１ ", replies={"help": 3})
    with pytest.raises(Refused, match="answered_already"):
        await answer_actions.answer_online(wave, again, device="x", actor=system)
    with pytest.raises(Refused, match="sheet_entered_already"):
        await answer_actions.enter_paper(wave, batch(sheet(9, 4, 4, door="301"), **place), actor=cast.chen)
    with pytest.raises(Refused, match="sheet_twice"):
        twice = (sheet(2, 4, 4, door="302"), sheet(3, 4, 4, door="302"))
        await answer_actions.enter_paper(wave, batch(*twice, **place), actor=cast.chen)
    with pytest.raises(Refused, match="building_missing"):
        await answer_actions.enter_paper(wave, batch(sheet(4, 4, 4, door="303")), actor=cast.chen)
    assert await SurveyAnswer.count() == 1
    answer = await SurveyAnswer.objects().first()
    assert answer is not None
    assert "301" not in answer.respondent
    await answer_actions.void_answer(answer, wave, Voiding(**op(), reason="录错"), actor=cast.chen)
    await answer_actions.answer_online(wave, again, device="x", actor=system)
    with pytest.raises(Refused, match="voided_already"):
        await answer_actions.void_answer(answer, wave, Voiding(**op(), reason="再来"), actor=cast.chen)


async def test_a_device_answers_once_where_persons_are_asked(cast: Cast) -> None:
    wave = await baseline(cast, unit="person")
    system = Actor.system(cast.ours.organisation)
    data = OnlineAnswer(**op(), replies={"help": 3}, member="yes")
    await answer_actions.answer_online(wave, data, device="one", actor=system)
    with pytest.raises(Refused, match="answered_already_person"):
        await answer_actions.answer_online(wave, data, device="one", actor=system)
    await answer_actions.answer_online(wave, data, device="two", actor=system)
    assert await answers_in(wave.id) == 2


async def test_a_baseline_falls_with_its_thirtieth_answer(cast: Cast) -> None:
    wave = await baseline(cast)
    await answer_actions.enter_paper(
        wave, batch(*(sheet(number, 3, 3) for number in range(30))), actor=cast.chen
    )
    await wave_actions.close_wave(wave, Closing(**op(), closed_on=DAY), actor=cast.chen)
    wave = await access_wave(cast.chen, wave.id)
    with pytest.raises(Refused, match="closed_already"):
        await answer_actions.enter_paper(wave, batch(sheet(99, 1)), actor=cast.chen)
    with pytest.raises(Refused, match="closed_already"):
        await wave_actions.close_wave(wave, Closing(**op(), closed_on=DAY), actor=cast.chen)
    answer = await SurveyAnswer.objects().first()
    assert answer is not None
    await answer_actions.void_answer(answer, wave, Voiding(**op(), reason="录错"), actor=cast.chen)
    assert (await totals_of(cast.ours.program))["survey.baseline", ""] == 0


async def test_a_version_that_was_asked_never_changes(cast: Cast) -> None:
    wave = await baseline(cast)
    before = (await asked_in(wave)).questions
    taken = await access_questionnaire(cast.chen, (await asked_in(wave)).questionnaire_id)
    edit = EditedQuestion(**op(), kind="scale", text="换个说法", version=taken.version)
    await questionnaire_actions.edit_question(taken, 1, edit, actor=cast.chen)
    assert (await asked_in(wave)).questions == before
    standing = await standing_of(taken.id)
    assert (standing.number, standing.draft) == (2, True)
    assert (standing.questions[0].key, standing.questions[0].text) == ("help", "换个说法")
    with pytest.raises(Refused, match="stale"):
        await questionnaire_actions.edit_question(taken, 1, edit, actor=cast.chen)
    taken = await access_questionnaire(cast.chen, taken.id)
    await questionnaire_actions.publish(taken, Published(**op(), version=taken.version), actor=cast.chen)
    with pytest.raises(Refused, match="nothing_to_publish"):
        again = Published(**op(), version=taken.version + 1)
        await questionnaire_actions.publish(taken, again, actor=cast.chen)
    assert (await asked_in(wave)).questions == before


async def test_a_person_is_taken_out_of_the_answers(cast: Cast) -> None:
    wave = await baseline(cast)
    resident = cast.ours.residents["王阿姨"]
    data = NewQuestionnaire(**op(), title="想法")
    await questionnaire_actions.make_questionnaire(data, actor=cast.chen)
    async with write_transaction():
        row = SurveyAnswer(
            organisation=cast.ours.organisation,
            wave=wave.id,
            respondent="r",
            resident=resident,
            how="phone",
            answered_on=DAY,
            replies='{"help":4,"wish":"王阿姨想学书法"}',
        )
        await row.save()
        await erase_person(resident, ["王阿姨"], cast.chen)
    left = await SurveyAnswer.objects().get(SurveyAnswer.id == row.id)
    assert left is not None
    assert left.resident is None
    assert "王阿姨" not in left.replies
    assert json.loads(left.replies)["help"] == 4
