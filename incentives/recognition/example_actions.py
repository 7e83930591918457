"""榜样激励: stories of people whom others follow, and who joined because of them (S71)."""

from __future__ import annotations

from incentives.recognition import deed_queries
from incentives.recognition.deed_schemas import EditedStory, NewFollower, NewStory, VoidedDeed
from incentives.recognition.tables import Follower, RoleModelStory
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.queries import check_program
from programs.residents.consent_queries import has_consent
from programs.residents.key_actions import record_about
from programs.residents.merge_queries import refuse_gone
from programs.residents.tables import Purpose, Resident
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import changed_fields, check_version, next_version


async def tell_story(resident: Resident, data: NewStory, *, actor: Actor) -> int:
    """Write a story down; nobody reads it until it is published. The id of its row."""
    check_past_day(data.told_on, field="told_on")
    await check_program(data.program, community_id=resident.community, actor=actor)
    async with write_transaction():
        resident = await lock(resident)
        await refuse_gone(resident)
        story = RoleModelStory(
            organisation=actor.organisation_id,
            community=resident.community,
            program=data.program,
            resident=resident.id,
            title=data.title,
            story=data.story,
            told_on=data.told_on,
            created_at=clock.now(),
        )
        await story.save()
        await _record("story.told", story, actor=actor)
        return story.id


async def edit_story(story: RoleModelStory, data: EditedStory, *, actor: Actor) -> int:
    """Save a story while it is not on the street: what people read was read to her first."""
    check_past_day(data.told_on, field="told_on")
    async with write_transaction():
        story = await lock(story)
        if _is_out(story):
            raise Refused("recognition.story_is_out")
        new = {"title": data.title, "story": data.story, "told_on": data.told_on}
        check_version(story, data.version, new)
        if changes := changed_fields(story, new):
            await RoleModelStory.update(next_version(story, new)).where(RoleModelStory.id == story.id)
            await record_about(
                "story.edited",
                "role_model_story",
                story.id,
                resident_id=story.resident,
                actor=actor,
                program_id=story.program,
                changes=changes,
            )
        return story.id


async def publish_story(story: RoleModelStory, *, actor: Actor) -> int:
    """Put a story on the street; refused unless she agrees to publicity today."""
    async with write_transaction():
        story = await lock(story)
        if _is_out(story):
            raise Refused("recognition.story_is_out")
        if not await has_consent(story.resident, Purpose.publicity, on=clock.today()):
            raise Refused("recognition.no_publicity_consent")
        new = {"published_on": clock.today(), "taken_down_on": None}
        await RoleModelStory.update(next_version(story, new)).where(RoleModelStory.id == story.id)
        await ledger.record(
            [Entry(Kind.RECOGNISED, clock.today(), 1, "example", (story.resident,))],
            program_id=story.program,
            source_kind="role_model_story",
            source_id=story.id,
            actor=actor,
        )
        await _record("story.published", story, actor=actor)
        return story.id


async def take_story_down(story: RoleModelStory, *, actor: Actor) -> int:
    """Take a story off the street; it counts no longer."""
    async with write_transaction():
        story = await lock(story)
        if not _is_out(story):
            raise Refused("recognition.story_not_out")
        new = {"taken_down_on": clock.today()}
        await RoleModelStory.update(next_version(story, new)).where(RoleModelStory.id == story.id)
        await ledger.reverse(
            program_id=story.program, source_kind="role_model_story", source_id=story.id, actor=actor
        )
        await _record("story.taken_down", story, actor=actor)
        return story.id


def _is_out(story: RoleModelStory) -> bool:
    return story.published_on is not None and story.taken_down_on is None


async def _record(action: str, story: RoleModelStory, *, actor: Actor) -> None:
    await record_about(
        action,
        "role_model_story",
        story.id,
        resident_id=story.resident,
        actor=actor,
        program_id=story.program,
    )


async def note_follower(because_of: Resident, data: NewFollower, *, actor: Actor) -> int:
    """Note that a neighbour joined and named this person as the reason, once for each two; the id of the row."""
    check_past_day(data.joined_on, field="joined_on")
    await check_program(data.program, community_id=because_of.community, actor=actor)
    async with write_transaction():
        because_of = await lock(because_of)
        await refuse_gone(because_of)
        newcomer = await deed_queries.person_meant(
            because_of.community, data.resident, data.who, field="who", actor=actor
        )
        if newcomer is None:
            raise Refused("recognition.nobody_named", field="who")
        if newcomer == because_of.id:
            raise Refused("recognition.follows_herself", field="who")
        if await Follower.exists().where(
            (Follower.resident == newcomer)
            & (Follower.because_of == because_of.id)
            & Follower.voided_at.is_null()
        ):
            raise Refused("recognition.follows_already", field="who")
        follower = Follower(
            organisation=actor.organisation_id,
            community=because_of.community,
            program=data.program,
            resident=newcomer,
            because_of=because_of.id,
            joined_on=data.joined_on,
            said=data.said or "",
            recorded_by=actor.user_id,
            created_at=clock.now(),
        )
        await follower.save()
        await ledger.record(
            [Entry(Kind.FOLLOWED, data.joined_on, 1, people=(newcomer,))],
            program_id=data.program,
            source_kind="follower",
            source_id=follower.id,
            actor=actor,
        )
        await record_about(
            "follower.noted", "resident", because_of.id, resident_id=because_of.id, actor=actor
        )
        return follower.id


async def void_follower(follower: Follower, data: VoidedDeed, *, actor: Actor) -> int:
    """Take it back that somebody joined because of somebody."""
    async with write_transaction():
        follower = await lock(follower)
        if follower.voided_at is not None:
            raise Refused("recognition.gone")
        await Follower.update({Follower.voided_at: clock.now(), Follower.void_reason: data.reason}).where(
            Follower.id == follower.id
        )
        await ledger.reverse(
            program_id=follower.program, source_kind="follower", source_id=follower.id, actor=actor
        )
        await record_about(
            "follower.voided",
            "resident",
            follower.because_of,
            resident_id=follower.because_of,
            actor=actor,
            reason=data.reason,
        )
        return follower.id
