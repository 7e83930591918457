"""Letting complaints of one class count as an indicator of a program (S78, S80)."""

from __future__ import annotations

from programs.listening import queries, rules
from programs.listening.schemas import WatchedComplaints
from programs.method.indicator_actions import add_indicator
from programs.method.kinds import Kind
from programs.method.tables import Program
from server.lib.actor import Actor


async def watch_complaints(program: Program, data: WatchedComplaints, *, actor: Actor) -> int:
    """An indicator that complaints of exactly this class count by themselves; its id."""
    need_class = await queries.access_class(actor, data.need_class)
    facet = rules.class_facet(need_class.id)
    return await add_indicator(program, data, actor=actor, feed_kind=Kind.COMPLAINT_RAISED, feed_facet=facet)
