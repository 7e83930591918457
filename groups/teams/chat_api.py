"""The register of chat groups as JSON: the same actions as the pages."""

from __future__ import annotations

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from groups.teams import chat_actions, chat_queries
from groups.teams.chat_schemas import ChatClosed, ChatCount, ChatOut, EditedChat, NewChat
from programs.communities.queries import access_community
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


@get("/api/communities/{community_id:int}/chats", opt={"who": STAFF})
async def list_chats(request: Request, community_id: FromPath[int]) -> list[ChatOut]:
    """The chat groups of a community with their members by month."""
    community = await access_community(actor_of(request), community_id)
    found = await chat_queries.chats_of_community(community.id)
    return [ChatOut(**{name: row[name] for name in ChatOut.__struct_fields__}) for row in found]


@post("/api/communities/{community_id:int}/chats", opt={"who": STAFF})
async def register(request: Request, community_id: FromPath[int], data: JSONBody[NewChat]) -> Created:
    """Enter a chat group."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "chat.registered", chat_actions.register, actor=actor)


@put("/api/chats/{chat_id:int}", opt={"who": STAFF})
async def edit_chat(request: Request, chat_id: FromPath[int], data: JSONBody[EditedChat]) -> Created:
    """Save what is known of a chat group; 409 with their values when `version` is stale."""
    actor = actor_of(request)
    chat = await chat_queries.access_chat(actor, chat_id)
    return await written(chat, data, "chat.edited", chat_actions.edit_chat, actor=actor)


@post("/api/chats/{chat_id:int}/counts", opt={"who": STAFF})
async def count_members(request: Request, chat_id: FromPath[int], data: JSONBody[ChatCount]) -> Created:
    """Enter how many were in it in a month."""
    actor = actor_of(request)
    chat = await chat_queries.access_chat(actor, chat_id)
    return await written(chat, data, "chat.counted", chat_actions.count_members, actor=actor)


@post("/api/chats/{chat_id:int}/closure", opt={"who": STAFF})
async def close_chat(request: Request, chat_id: FromPath[int], data: JSONBody[ChatClosed]) -> Created:
    """Enter that a chat group is used no longer."""
    actor = actor_of(request)
    chat = await chat_queries.access_chat(actor, chat_id)
    return await written(chat, data, "chat.closed", chat_actions.close_chat, actor=actor)


HANDLERS = [list_chats, register, edit_chat, count_members, close_chat]
