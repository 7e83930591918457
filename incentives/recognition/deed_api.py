"""Publicity, talks of care, stories and followers as JSON: the same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from incentives.recognition import (
    care_actions,
    care_queries,
    deed_queries,
    example_actions,
    publicity_actions,
)
from incentives.recognition.deed_schemas import (
    CareOut,
    EditedStory,
    FollowerOut,
    NewCare,
    NewCommunityHonour,
    NewFollower,
    NewPublicity,
    NewStory,
    PublicityOut,
    PublishedStory,
    StoryOut,
    VoidedDeed,
)
from incentives.recognition.tables import CommunityHonour, Follower, PublicityItem, RoleModelStory
from programs.communities.queries import access_community
from programs.residents.queries import access_resident
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created, written

_PERSON = "/api/residents/{resident_id:int}"
_STORY = "/api/stories/{story_id:int}"


@get(_PERSON + "/publicity", opt={"who": STAFF})
async def list_publicity(request: Request, resident_id: FromPath[int]) -> list[PublicityOut]:
    """Where a person was shown."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return msgspec.convert(await deed_queries.publicity_of(resident.id), list[PublicityOut])


@post("/api/communities/{community_id:int}/publicity", opt={"who": STAFF})
async def note_publicity(
    request: Request, community_id: FromPath[int], data: JSONBody[NewPublicity]
) -> Created:
    """Note where a person or a group was shown."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "publicity.noted", publicity_actions.note_publicity, actor=actor)


@post("/api/publicity/{item_id:int}/void", opt={"who": STAFF})
async def void_publicity(request: Request, item_id: FromPath[int], data: JSONBody[VoidedDeed]) -> Created:
    """Take a note of publicity back."""
    actor = actor_of(request)
    item = await deed_queries.access_deed(PublicityItem, actor, item_id)
    return await written(item, data, "publicity.voided", publicity_actions.void_publicity, actor=actor)


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


@post("/api/communities/{community_id:int}/honours", opt={"who": STAFF})
async def note_community_honour(
    request: Request, community_id: FromPath[int], data: JSONBody[NewCommunityHonour]
) -> Created:
    """Note an honour that the community itself was given."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(
        community, data, "community_honour.noted", publicity_actions.note_community_honour, actor=actor
    )


@post("/api/community-honours/{community_honour_id:int}/void", opt={"who": STAFF})
async def void_community_honour(
    request: Request, community_honour_id: FromPath[int], data: JSONBody[VoidedDeed]
) -> Created:
    """Take an honour of the community back."""
    actor = actor_of(request)
    honour = await deed_queries.access_deed(CommunityHonour, actor, community_honour_id)
    return await written(
        honour, data, "community_honour.voided", publicity_actions.void_community_honour, actor=actor
    )


HANDLERS = [
    list_publicity,
    note_publicity,
    void_publicity,
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
    note_community_honour,
    void_community_honour,
]
