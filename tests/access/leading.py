"""A row of every kind that habits, elections, ties and chat groups leave behind, for both sides of the walls."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.habits.tables import HabitChallenge, HabitEntry, SmallDeed
from groups.teams.tables import (
    ChatGroup,
    ChatGroupCount,
    Election,
    ElectionCandidate,
    ElectionObserver,
    GroupLeader,
    HandOverItem,
    LeaderTie,
)
from server.lib.ids import token_hash
from tests.cast import Side, _row

DAY = date(2026, 4, 7)


async def led(
    side: Side, mark: str, resident: int, group: int | None = None, term: int | None = None
) -> dict[str, int | str]:
    """A habit of the group with one name on its chart; their ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place: dict[str, Any] = {**ours, "community": side.community, "group": group or side.group}
    habit = await _row(
        HabitChallenge,
        **place,
        program=side.program,
        title=f"{mark}楼道不堆物",
        what=f"{mark}晚上九点楼梯上没有东西",
        habit_of="person",
        starts_on=DAY,
    )
    entry = await _row(
        HabitEntry,
        **ours,
        challenge=habit,
        resident=resident,
        label=f"{mark}三单元",
        token_hash=token_hash(f"{side.community if group is None else mark}-habit"),
        joined_on=DAY,
    )
    deed = await _row(
        SmallDeed,
        **ours,
        community=side.community,
        program=side.program,
        building=side.building,
        text=f"{mark}捡了楼道垃圾",
        done_on=DAY,
    )
    election = await _row(Election, **place, title=f"{mark}换届选举", held_on=DAY)
    of_election = {**ours, "election": election, "resident": resident}
    candidate = await _row(ElectionCandidate, **of_election)
    observer = await _row(ElectionObserver, **of_election, watched_on=DAY)
    ended = await _row(
        GroupLeader,
        **ours,
        group=group or side.group,
        resident=resident,
        position="deputy",
        chosen_how="offered",
        since=DAY,
        ended_on=DAY,
    )
    item = await _row(HandOverItem, **ours, group_leader=term or ended, kind="keys", what=f"{mark}活动室钥匙")
    tie = await _row(
        LeaderTie,
        **ours,
        community=side.community,
        resident=resident,
        other=[*side.residents.values()][-1],
        kind="brought_in",
        since=DAY,
        note=f"{mark}一起带队",
    )
    chat = await _row(ChatGroup, **place, name=f"{mark}通知群", purpose=f"{mark}发通知", started_on=DAY)
    await _row(ChatGroupCount, **ours, chat_group=chat, month="2026-04", members=86)
    elected = {
        "tie_id": tie,
        "chat_id": chat,
        "election_id": election,
        "candidate_id": candidate,
        "observer_id": observer,
        "item_id": item,
    }
    return {**elected, "deed_id": deed, "habit_id": habit, "habit-entries/entry_id": entry, "moment": 60}
