"""Taking answers in and out: on paper, by telephone, at the address on a poster. The tally follows in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.residents.rules import folded
from programs.surveys import answer_rules, wave_actions, wave_rules
from programs.surveys.answer_queries import who_answered
from programs.surveys.answer_rules import Cell
from programs.surveys.rules import Question
from programs.surveys.schemas import OnlineAnswer, PaperBatch, SheetIn, Voiding
from programs.surveys.tables import SurveyAnswer, Wave
from programs.surveys.wave_queries import asked_in
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

_AT_ONCE = 1_000
_INSERT = (
    "INSERT INTO survey_answer (organisation, wave, respondent, building, age_band, member, how, answered_on,"
    " replies, entered_by, created_at, void_reason) VALUES "
)
_TALLY = (
    "INSERT INTO wave_tally (organisation, wave, question, choice, segment, times) VALUES {}"
    " ON CONFLICT (wave, question, choice, segment) DO UPDATE SET times = wave_tally.times + excluded.times"
)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, ready to be written. `respondent` is whose it is, without saying who."""

    respondent: str
    how: str
    answered_on: date
    replies: Mapping[str, Any]
    building: int | None = None
    age_band: str | None = None
    member: bool | None = None


async def answer_online(wave: Wave, data: OnlineAnswer, *, device: str, actor: Actor) -> int:
    """Write an answer that a resident sent from a wave's address; the wave's id, for the row is nobody's business."""
    async with write_transaction():
        wave = await lock(wave)
        today = clock.today()
        state = wave_rules.state_of(
            opens_on=wave.opens_on, closes_on=wave.closes_on, closed_on=wave.closed_on, today=today
        )
        if code := wave_rules.refuse_online(state, online=wave.online):
            raise Refused(code)
        given = Given(
            respondent=_respondent_online(wave, data, device),
            how="online",
            answered_on=today,
            replies=data.replies,
            building=data.building,
            age_band=data.age_band,
            member=None if data.member is None else data.member == "yes",
        )
        questions = (await asked_in(wave)).questions
        _check(questions, given.replies)
        if await who_answered(wave.id, [given.respondent]):
            household = wave.unit == "household"
            raise Refused("surveys.answered_already" if household else "surveys.answered_already_person")
        await _add(wave, questions, [given], actor=actor)
        await wave_actions.record("survey.answered", wave, actor=actor)
        return wave.id


async def enter_paper(wave: Wave, data: PaperBatch, *, actor: Actor) -> int:
    """Write many sheets at once, all or none, with a few statements for all of them; how many."""
    check_past_day(data.answered_on, field="answered_on")
    async with write_transaction():
        wave = await lock(wave)
        if code := wave_rules.refuse_entry(
            opens_on=wave.opens_on, closed_on=wave.closed_on, answered_on=data.answered_on
        ):
            raise Refused(code, field="answered_on")
        questions = (await asked_in(wave)).questions
        given = [_given_on_paper(wave, data, sheet) for sheet in data.sheets]
        by_respondent = {one.respondent: sheet for one, sheet in zip(given, data.sheets, strict=True)}
        for one in given:
            _check(questions, one.replies)
        if twice := answer_rules.twice(one.respondent for one in given):
            raise Refused("surveys.sheet_twice", field="sheets", sheet=_named(by_respondent[twice]))
        if already := await who_answered(wave.id, list(by_respondent)):
            raise Refused(
                "surveys.sheet_entered_already", field="sheets", sheet=_named(by_respondent[already])
            )
        await _add(wave, questions, given, actor=actor)
        changes = {"answers": [None, len(given)], "how": [None, data.how]}
        await wave_actions.record("survey.entered", wave, actor=actor, changes=changes)
        return len(given)


async def void_answer(answer: SurveyAnswer, wave: Wave, data: Voiding, *, actor: Actor) -> int:
    """Take an answer out: its row stays, its household or person may answer again."""
    async with write_transaction():
        wave = await lock(wave)
        answer = await lock(answer)
        if answer.voided_at is not None:
            raise Refused("surveys.voided_already")
        await SurveyAnswer.update(
            {SurveyAnswer.voided_at: clock.now(), SurveyAnswer.void_reason: data.reason}
        ).where(SurveyAnswer.id == answer.id)
        questions = (await asked_in(wave)).questions
        cells = answer_rules.counted(questions, msgspec.json.decode(answer.replies), _told(answer.member))
        await _count(wave, answer_rules.sum_of([cells], -1), actor=actor)
        await _prove(wave, {answer.answered_on: -1}, actor=actor)
        await wave_actions.prove_baseline_anew(wave, actor=actor)
        await wave_actions.record("survey.voided", wave, actor=actor, reason=data.reason)
        return answer.id


async def _add(wave: Wave, questions: Sequence[Question], given: Sequence[Given], *, actor: Actor) -> None:
    """The rows, their tally and their evidence."""
    at = clock.now()
    for start in range(0, len(given), _AT_ONCE):
        batch = given[start : start + _AT_ONCE]
        values: list[Any] = []
        for one in batch:
            values += [actor.organisation_id, wave.id, one.respondent, one.building, one.age_band, one.member]
            values += [one.how, one.answered_on, msgspec.json.encode(one.replies).decode()]
            values += [actor.user_id, at, ""]
        await db.execute(_INSERT + db.tuples(len(batch), 12), *values)
    cells = (answer_rules.counted(questions, one.replies, one.member) for one in given)
    await _count(wave, answer_rules.sum_of(cells), actor=actor)
    await _prove(wave, Counter(one.answered_on for one in given), actor=actor)


async def _count(wave: Wave, cells: Mapping[Cell, int], *, actor: Actor) -> None:
    """Add to the tally. Cells come in one order, so that two writers never wait for each other."""
    found = list(cells.items())
    for start in range(0, len(found), _AT_ONCE):
        batch = found[start : start + _AT_ONCE]
        values: list[Any] = []
        for (question, choice, segment), times in batch:
            values += [actor.organisation_id, wave.id, question, choice, segment, times]
        await db.execute(_TALLY.replace("{}", db.tuples(len(batch), 6)), *values)


async def _prove(wave: Wave, by_day: Mapping[date, int], *, actor: Actor) -> None:
    """Evidence of answers; a voided one takes its own away with a row of less than nothing."""
    entries = [Entry(Kind.SURVEY_ANSWERED, day, times, wave.moment) for day, times in sorted(by_day.items())]
    await ledger.record(
        entries,
        program_id=wave.program,
        source_kind=wave_actions.SOURCE,
        source_id=wave.id,
        actor=actor,
    )


def _given_on_paper(wave: Wave, data: PaperBatch, sheet: SheetIn) -> Given:
    if sheet.door and data.building is None:
        raise Refused("surveys.building_missing", field="building")
    respondent = (
        answer_rules.respondent(wave.token, "door", data.building, folded(sheet.door))
        if sheet.door and wave.unit == "household"
        else answer_rules.respondent(wave.token, data.how, folded(sheet.sheet))
    )
    return Given(
        respondent=respondent,
        how=data.how,
        answered_on=data.answered_on,
        replies=sheet.replies,
        building=data.building,
        age_band=sheet.age_band,
        member=sheet.member,
    )


def _respondent_online(wave: Wave, data: OnlineAnswer, device: str) -> str:
    if wave.unit == "person":
        return answer_rules.respondent(wave.token, "device", device)
    if data.building is None:
        raise Refused("surveys.building_missing", field="building")
    if not data.door:
        raise Refused("surveys.door_missing", field="door")
    return answer_rules.respondent(wave.token, "door", data.building, folded(data.door))


def _check(questions: Sequence[Question], replies: Mapping[str, Any]) -> None:
    if fault := answer_rules.refuse_replies(questions, replies):
        raise Refused(fault[0], field=f"q-{fault[1]}")


def _named(sheet: SheetIn) -> str:
    return sheet.door or sheet.sheet


def _told(member: Any) -> bool | None:
    """A yes or no as it was stored; SQLite keeps it as a number."""
    return None if member is None else bool(member)
