"""What is sent about groups of people that a program wants to reach."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import Line, Write

REASONS = {"residents.target_group_unreadable": m("Name the group that is to be reached.")}
ACTS = {"target_group.sized": m("wrote down how many people of a group live here")}
FIELDS = {"community": {"estimate": m("How many live here, about")}}


class GroupSize(Write):
    """About how many people of a group live in the community, who says so, and as of when."""

    target_group: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    estimate: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    source: Line
    as_of: date
