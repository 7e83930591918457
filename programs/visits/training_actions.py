"""Recording trainings, and choosing what visits need."""

from __future__ import annotations

from programs.communities.queries import access_community
from programs.residents.queries import access_resident, resident_by_label
from programs.visits import training_rules as rules
from programs.visits.tables import SkillNeeded, Training
from programs.visits.training_schemas import ChosenSkills, NewTraining, VoidedTraining
from server import audit
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day, check_planned_day
from server.lib.days import refuse_span
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def record_training(data: NewTraining, *, actor: Actor) -> int:
    """Record that a colleague or a resident learned something; the id of the row."""
    check_past_day(data.trained_on, field="trained_on")
    check_planned_day(data.expires_on, field="expires_on")
    if code := refuse_span(data.trained_on, data.expires_on):
        raise Refused(code, field="expires_on")
    skill = data.own_skill or data.skill
    if not skill:
        raise Refused("visits.no_skill", field="skill")
    account, resident = await _learner(data, actor)
    async with write_transaction():
        training = Training(
            organisation=actor.organisation_id,
            account=account,
            resident=resident,
            skill=skill,
            trained_on=data.trained_on,
            expires_on=data.expires_on,
            proof=data.proof or "",
            answers_cause=data.answers_cause or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await training.save()
        await audit.record("training.recorded", "training", training.id, actor=actor)
        return training.id


async def _learner(data: NewTraining, actor: Actor) -> tuple[int | None, int | None]:
    """The colleague or the resident who learned it."""
    resident = data.resident
    if resident is None and data.who and data.community is not None:
        community = await access_community(actor, data.community, to_edit=True)
        resident = await resident_by_label(community.id, data.who, field="who")
    if (resident is None) == (data.account is None):
        raise Refused("visits.no_learner", field="account")
    if resident is not None:
        return None, (await access_resident(actor, resident, to_edit=True)).id
    if data.account not in dict(await colleague_options(actor)):
        raise NotFound
    return data.account, None


async def void_training(training: Training, data: VoidedTraining, *, actor: Actor) -> int:
    """Take a training back; it stays to be read with the reason."""
    async with write_transaction():
        training = await lock(training)
        if training.voided_at is not None:
            raise Refused("visits.training_voided")
        await Training.update({Training.voided_at: clock.now(), Training.void_reason: data.reason}).where(
            Training.id == training.id
        )
        await audit.record("training.voided", "training", training.id, actor=actor, reason=data.reason)
        return training.id


async def choose_skills(data: ChosenSkills, *, actor: Actor) -> int:
    """Choose the skills that visits of a scenario need; how many."""
    skills = sorted(set(data.skills) - {rules.NOTHING})
    async with write_transaction():
        await SkillNeeded.delete().where(
            (SkillNeeded.organisation == actor.organisation_id) & (SkillNeeded.scenario == data.scenario)
        )
        await SkillNeeded.insert(
            *(
                SkillNeeded(organisation=actor.organisation_id, scenario=data.scenario, skill=skill)
                for skill in skills or [rules.NOTHING]
            )
        )
        await audit.record(
            "skills.chosen",
            "organisation",
            actor.organisation_id,
            actor=actor,
            changes={data.scenario: [None, ", ".join(skills)]},
        )
        return len(skills)
