"""Talks of care, stories and followers as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from incentives.recognition import (
    care_actions,
    care_queries,
    deed_queries,
    example_actions,
)
from incentives.recognition.deed_schemas import (
    CareOut,
    EditedStory,
    FollowerOut,
    NewCare,
    NewFollower,
    NewStory,
    PublishedStory,
    StoryOut,
    VoidedDeed,
)
from incentives.recognition.tables import Follower, RoleModelStory
from programs.residents.queries import access_resident
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created, written

_PERSON = "/api/residents/{resident_id:int}"
_STORY = "/api/stories/{story_id:int}"


@get(_PERSON + "/care", opt={"who": STAFF})
async def list_care(request: Request, resident_id: FromPath[int]) -> list[CareOut]:
    """The talks of care with a person, for staff of her community."""
    resident = await care_queries.access_talks(actor_of(request), resident_id)
    return msgspec.convert(await care_queries.talks_of(resident.id), list[CareOut])


@post(_PERSON + "/care", opt={"who": STAFF})
async def note_care(request: Request, resident_id: FromPath[int], data: JSONBody[NewCare]) -> Created:
    """Note a talk or a visit of care."""
    actor = actor_of(request)
    resident = await care_queries.access_talks(actor, resident_id)
    return await written(resident, data, "care.noted", care_actions.note_care, actor=actor)


@post("/api/care-talks/{talk_id:int}/void", opt={"who": STAFF})
async def void_care(request: Request, talk_id: FromPath[int], data: JSONBody[VoidedDeed]) -> Created:
    """Take a note of a talk back; what was said is deleted."""
    actor = actor_of(request)
    talk = await care_queries.access_talk(actor, talk_id)
    return await written(talk, data, "care.voided", care_actions.void_care, actor=actor)


@get(_PERSON + "/stories", opt={"who": STAFF})
async def list_stories(request: Request, resident_id: FromPath[int]) -> list[StoryOut]:
    """The stories of a person."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return msgspec.convert(await deed_queries.stories_of(resident.id), list[StoryOut])


@post(_PERSON + "/stories", opt={"who": STAFF})
async def tell_story(request: Request, resident_id: FromPath[int], data: JSONBody[NewStory]) -> Created:
    """Write a story down."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "story.told", example_actions.tell_story, actor=actor)


@put(_STORY, opt={"who": STAFF})
async def edit_story(request: Request, story_id: FromPath[int], data: JSONBody[EditedStory]) -> Created:
    """Save a story; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    story = await deed_queries.access_deed(RoleModelStory, actor, story_id)
    return await written(story, data, "story.edited", example_actions.edit_story, actor=actor)


@post(_STORY + "/published", opt={"who": STAFF})
async def publish_story(request: Request, story_id: FromPath[int], data: JSONBody[PublishedStory]) -> Created:
    """Put a story on the street."""
    actor = actor_of(request)
    story = await deed_queries.access_deed(RoleModelStory, actor, story_id)
    return await created(
        data,
        actor=actor,
        action="story.published",
        write=lambda: example_actions.publish_story(story, actor=actor),
    )


@post(_STORY + "/taken-down", opt={"who": STAFF})
async def take_story_down(
    request: Request, story_id: FromPath[int], data: JSONBody[PublishedStory]
) -> Created:
    """Take a story off the street."""
    actor = actor_of(request)
    story = await deed_queries.access_deed(RoleModelStory, actor, story_id)
    return await created(
        data,
        actor=actor,
        action="story.taken_down",
        write=lambda: example_actions.take_story_down(story, actor=actor),
    )


@get(_PERSON + "/followers", opt={"who": STAFF})
async def list_followers(request: Request, resident_id: FromPath[int]) -> list[FollowerOut]:
    """Who joined because of a person."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return msgspec.convert(await deed_queries.followers_of(resident.id), list[FollowerOut])


@post(_PERSON + "/followers", opt={"who": STAFF})
async def note_follower(request: Request, resident_id: FromPath[int], data: JSONBody[NewFollower]) -> Created:
    """Note who joined because of this person."""
    actor = actor_of(request)
    resident = await access_resident(actor, resident_id, to_edit=True)
    return await written(resident, data, "follower.noted", example_actions.note_follower, actor=actor)


@post("/api/followers/{follower_id:int}/void", opt={"who": STAFF})
async def void_follower(request: Request, follower_id: FromPath[int], data: JSONBody[VoidedDeed]) -> Created:
    """Take it back that somebody joined because of somebody."""
    actor = actor_of(request)
    follower = await deed_queries.access_deed(Follower, actor, follower_id)
    return await written(follower, data, "follower.voided", example_actions.void_follower, actor=actor)


HANDLERS = [
    list_care,
    note_care,
    void_care,
    list_stories,
    tell_story,
    edit_story,
    publish_story,
    take_story_down,
    list_followers,
    note_follower,
    void_follower,
]
