"""Pages of the register of chat groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import chat_actions, chat_queries, chat_rules, queries
from groups.teams.chat_schemas import ChatClosed, ChatCount, EditedChat, NewChat
from groups.teams.tables import ChatGroup, Group
from programs.communities.queries import access_community
from programs.communities.tables import Community
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later
from server.lib.i18n import _, format_month, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.charts import Chart, Series, line_chart
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

_MONTHS = 12


@get("/desk/communities/{community_id:int}/chats", opt={"who": STAFF})
async def list_chats(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The chat groups of a community, and the form for one more; `?group=` fills it in."""
    community = await access_community(actor_of(request), community_id)
    form = Form.blank(NewChat, group=asked_id(request, "group"), started_on=clock.today())
    return await _chats(request, community, form)


async def _chats(request: Request, community: Community, form: Form[NewChat]) -> Response[bytes]:
    return page(
        request,
        "teams/chats.html",
        community=community,
        form=form,
        chats=await chat_queries.chats_of_community(community.id),
        groups=await queries.group_options(actor_of(request), community.id),
    )


@post("/desk/communities/{community_id:int}/chats", opt={"who": STAFF})
async def register(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Enter a chat group."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewChat),
        action="chat.registered",
        write=lambda data, actor: chat_actions.register(community, data, actor=actor),
        done=lambda chat_id: redirect(f"/desk/chats/{chat_id}", m("The chat group is entered.")),
        again=lambda form: _chats(request, community, form),
    )


@get("/desk/chats/{chat_id:int}", opt={"who": STAFF})
async def show_chat(request: Request, chat_id: FromPath[int]) -> Response[bytes]:
    """A chat group: what for, who keeps it, and its members month by month."""
    return await _show(request, await chat_queries.access_chat(actor_of(request), chat_id))


async def _show(
    request: Request,
    chat: ChatGroup,
    *,
    count_form: Form[ChatCount] | None = None,
    edit_form: Form[EditedChat] | None = None,
    close_form: Form[ChatClosed] | None = None,
) -> Response[bytes]:
    actor, today = actor_of(request), clock.today()
    groups = await queries.group_options(actor, chat.community)
    edit = edit_form or Form.of(EditedChat, chat)
    edit.call_theirs({"group": dict(groups)})
    counts = (await chat_queries.members_of([chat.id])).get(chat.id, {})
    return page(
        request,
        "teams/chat.html",
        chat=chat,
        chart=_chart(chat.name, counts, until=chat.closed_on or today),
        count_form=count_form or Form.blank(ChatCount, month=month_of(chat.closed_on or today)),
        edit_form=edit,
        close_form=close_form or Form.blank(ChatClosed, closed_on=today),
        groups=groups,
        history=await history_of("chat_group", chat.id, actor=actor, words={"group": dict(groups)}),
    )


def _chart(name: str, counts: dict[str, int], *, until: date) -> Chart:
    """The last year until this day or the last count, or since the first count within it."""
    last = max([month_of(until), *counts])
    first = max(min(counts, default=last), month_of(months_later(until, 1 - _MONTHS)))
    months = months_between(first, last)
    return line_chart(
        [Series(_("Members"), chat_rules.series(counts, months))],
        [format_month(month) for month in months],
        title=_("Members of %(name)s", name=name),
        x_label=_("Month"),
    )


@post("/desk/chats/{chat_id:int}/edit", opt={"who": STAFF})
async def edit_chat(request: Request, chat_id: FromPath[int]) -> Response[Any]:
    """Save what is known of a chat group."""
    chat = await chat_queries.access_chat(actor_of(request), chat_id)
    return await submit(
        request,
        await read_form(request, EditedChat),
        action="chat.edited",
        write=lambda data, actor: chat_actions.edit_chat(chat, data, actor=actor),
        done=lambda _: redirect(f"/desk/chats/{chat_id}", m("Saved.")),
        again=lambda form: _show(request, chat, edit_form=form),
    )


@post("/desk/chats/{chat_id:int}/counts", opt={"who": STAFF})
async def count_members(request: Request, chat_id: FromPath[int]) -> Response[Any]:
    """Enter how many were in it in a month."""
    chat = await chat_queries.access_chat(actor_of(request), chat_id)
    return await submit(
        request,
        await read_form(request, ChatCount),
        action="chat.counted",
        write=lambda data, actor: chat_actions.count_members(chat, data, actor=actor),
        done=lambda _: redirect(f"/desk/chats/{chat_id}", m("The number is entered.")),
        again=lambda form: _show(request, chat, count_form=form),
    )


@post("/desk/chats/{chat_id:int}/closure", opt={"who": STAFF})
async def close_chat(request: Request, chat_id: FromPath[int]) -> Response[Any]:
    """Enter that a chat group is used no longer."""
    chat = await chat_queries.access_chat(actor_of(request), chat_id)
    return await submit(
        request,
        await read_form(request, ChatClosed),
        action="chat.closed",
        write=lambda data, actor: chat_actions.close_chat(chat, data, actor=actor),
        done=lambda _: redirect(f"/desk/chats/{chat_id}", m("The chat group is closed.")),
        again=lambda form: _show(request, chat, close_form=form),
    )


async def group_section(actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """A group's chat groups with their members by month, for its page on the desk."""
    months = months_between(month_of(months_later(clock.today(), -2)), month_of(clock.today()))
    chats = [
        {**row, "shown": [row["members"].get(month) for month in months]}
        for row in await chat_queries.chats_of_group(group.id)
        if row["closed_on"] is None
    ]
    return "teams/of_group_chats.html", {"group": group, "chats": chats, "months": months}


HANDLERS = [list_chats, register, show_chat, edit_chat, count_members, close_chat]
