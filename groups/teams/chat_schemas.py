"""What is sent and answered about chat groups."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import Count, RowId, Version, Write

REASONS = {
    "teams.month_ahead": m("This month has not come yet."),
    "teams.month_before_chat": m("The chat group began in %(month)s. Nobody counted before that."),
    "teams.month_after_chat": m("The chat group was closed in %(closed)s. Nobody counted after that."),
    "teams.chat_closed_early": m("This day lies before the start, %(day)s."),
    "teams.chat_closed": m("This chat group is closed."),
}

ACTS = {
    "chat.registered": m("entered the chat group"),
    "chat.edited": m("changed the chat group"),
    "chat.counted": m("counted its members"),
    "chat.closed": m("closed the chat group"),
}

FIELDS = {
    "chat_group": {
        "name": m("Name"),
        "purpose": m("What it is for"),
        "keepers": m("Who keeps it"),
        "group": m("Group"),
        "started_on": m("Since"),
        "members": m("Members"),
        "month": m("Month"),
    }
}

# As the access tests and people write it: 2026-03.
Month = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class ChatFields(Write, kw_only=True):
    """What is known of a chat group. Who keeps it is written as people call them."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    keepers: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    started_on: date
    group: RowId | None = None


class NewChat(ChatFields, kw_only=True):
    """A chat group to register; `members` is how many are in it now."""

    members: Count | None = None


class EditedChat(ChatFields, kw_only=True):
    """A chat group as it should stand; `version` is the one that was read."""

    version: Version


class ChatCount(Write):
    """How many were in a chat group in a month; counted again, the new number stands."""

    month: Month
    members: Count


class ChatClosed(Write):
    """That a chat group is used no longer."""

    closed_on: date


class ChatOut(msgspec.Struct):
    """A chat group with its members by month."""

    id: int
    name: str
    purpose: str
    keepers: str
    group: int | None
    started_on: date
    closed_on: date | None
    version: int
    members: dict[str, int]
