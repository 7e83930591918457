"""Opening, changing and closing waves. Closing a baseline with enough answers proves it (S82)."""

from __future__ import annotations

from typing import Any

from programs.communities.tables import Community
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.tables import Program
from programs.surveys import wave_rules
from programs.surveys.questionnaire_queries import newest_version
from programs.surveys.schemas import Closing, EditedWave, NewWave, Reopening
from programs.surveys.tables import Questionnaire, Wave
from programs.surveys.wave_queries import answers_in
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.days import refuse_span
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.ids import new_token
from server.lib.records import changed_fields, check_version, next_version

SOURCE = "survey_wave"
# 132 random bits: nobody comes upon a survey by trying, and the address still fits a small QR code.
_TOKEN_LENGTH = 22


async def open_wave(
    community: Community,
    program: Program | None,
    questionnaire: Questionnaire,
    data: NewWave,
    *,
    actor: Actor,
) -> int:
    """Set up a wave that asks the newest published version; the id of its row."""
    _check_days(data)
    async with write_transaction():
        questionnaire = await lock(questionnaire)
        if questionnaire.retired_on is not None:
            raise Refused("surveys.retired", field="questionnaire")
        version = await newest_version(questionnaire.id, published=True)
        if version is None:
            raise Refused("surveys.unpublished", field="questionnaire")
        wave = Wave(
            organisation=actor.organisation_id,
            community=community.id,
            program=program.id if program else None,
            questionnaire_version=version.id,
            title=data.title,
            moment=data.moment,
            unit=data.unit,
            opens_on=data.opens_on,
            closes_on=data.closes_on,
            target=data.target,
            online=data.online,
            token=new_token()[:_TOKEN_LENGTH],
            created_at=clock.now(),
        )
        await wave.save()
        await record("wave.opened", wave, actor=actor)
        return wave.id


async def edit_wave(wave: Wave, data: EditedWave, *, actor: Actor) -> int:
    """Save what may change of a wave: its title, its days, how many are to be asked, whether it is answered by phone screen."""
    _check_days(data)
    async with write_transaction():
        wave = await lock(wave)
        new = {
            "title": data.title,
            "opens_on": data.opens_on,
            "closes_on": data.closes_on,
            "target": data.target,
            "online": data.online,
        }
        check_version(wave, data.version, new)
        changes = changed_fields(wave, new)
        if changes:
            await Wave.update(next_version(wave, new)).where(Wave.id == wave.id)
            await record("wave.edited", wave, actor=actor, changes=changes)
        return wave.id


async def close_wave(wave: Wave, data: Closing, *, actor: Actor) -> int:
    """Close a wave: no more answers. A baseline with enough of them is proved from this day on."""
    check_past_day(data.closed_on, field="closed_on")
    async with write_transaction():
        wave = await lock(wave)
        if code := wave_rules.refuse_closing(
            opens_on=wave.opens_on, closed_on=wave.closed_on, on=data.closed_on
        ):
            raise Refused(code, field="closed_on")
        await Wave.update(next_version(wave, {"closed_on": data.closed_on})).where(Wave.id == wave.id)
        wave.closed_on = data.closed_on
        await prove_baseline(wave, actor=actor)
        changes = {"closed_on": [None, data.closed_on.isoformat()]}
        await record("wave.closed", wave, actor=actor, changes=changes)
        return wave.id


async def reopen_wave(wave: Wave, data: Reopening, *, actor: Actor) -> int:
    """Let a closed wave take answers again; what its closing proved is taken back."""
    async with write_transaction():
        wave = await lock(wave)
        if wave.closed_on is None:
            raise Refused("surveys.still_open")
        changes = {"closed_on": [wave.closed_on.isoformat(), None]}
        await Wave.update(next_version(wave, {"closed_on": None})).where(Wave.id == wave.id)
        await _take_back(wave, actor=actor)
        await record("wave.reopened", wave, actor=actor, changes=changes, reason=data.reason)
        return wave.id


async def prove_baseline(wave: Wave, *, actor: Actor) -> None:
    """Enter the baseline if the wave is one."""
    closed = wave.closed_on is not None
    answers = await answers_in(wave.id)
    if wave.closed_on is not None and wave_rules.proves_baseline(
        moment=wave.moment, closed=closed, answers=answers
    ):
        await ledger.record(
            [Entry(Kind.SURVEY_BASELINE, wave.closed_on, 1)],
            program_id=wave.program,
            source_kind=SOURCE,
            source_id=wave.id,
            actor=actor,
        )


async def prove_baseline_anew(wave: Wave, *, actor: Actor) -> None:
    """After an answer was taken out of a closed wave: what is no baseline any more proves none."""
    if wave.closed_on is not None:
        await _take_back(wave, actor=actor)
        await prove_baseline(wave, actor=actor)


async def _take_back(wave: Wave, *, actor: Actor) -> None:
    await ledger.reverse(
        program_id=wave.program,
        source_kind=SOURCE,
        source_id=wave.id,
        kinds=(Kind.SURVEY_BASELINE,),
        actor=actor,
    )


async def record(
    action: str,
    wave: Wave,
    *,
    actor: Actor,
    changes: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An audit entry about a wave."""
    await audit.record(
        action, "survey_wave", wave.id, actor=actor, program_id=wave.program, changes=changes, reason=reason
    )


def _check_days(data: NewWave | EditedWave) -> None:
    check_planned_day(data.opens_on, field="opens_on")
    check_planned_day(data.closes_on, field="closes_on")
    if code := refuse_span(data.opens_on, data.closes_on):
        raise Refused(code, field="closes_on")
