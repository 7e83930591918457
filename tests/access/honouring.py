"""A row of every kind that recognition and ceremonies leave behind, for both sides of the walls."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.activities.tables import Ceremony, CeremonyItem
from incentives.recognition.tables import (
    Award,
    BadgeKey,
    CareTalk,
    CommunityHonour,
    Follower,
    Honour,
    Nomination,
    PublicityItem,
    RoleModelStory,
)
from tests.cast import Side, _row

DAY = date(2026, 4, 7)


async def celebrated(side: Side, mark: str, activity: int) -> dict[str, int | str]:
    """An activity made a ceremony, with a thing to have ready; their ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    ceremony = await _row(Ceremony, **ours, activity=activity, purpose="both", guests=f"{mark}刘主任")
    item = await _row(CeremonyItem, **ours, ceremony=ceremony, kind="flowers", text=f"{mark}红花")
    return {"ceremony_id": ceremony, "ceremony-items/item_id": item}


async def honoured(side: Side, mark: str, resident: int, activity: int) -> dict[str, int | str]:
    """A title, a nomination that waits and one that was awarded, the four kinds of thanks, a ceremony; their ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place: dict[str, Any] = {**ours, "community": side.community}
    other = list(side.residents.values())[1]
    honour = await _row(
        Honour, **ours, name=f"{mark}公约模范", criteria=f"{mark}守约", signed_by=f"{mark}社区"
    )
    deed: dict[str, Any] = {
        **place,
        "honour": honour,
        "resident": resident,
        "deed": f"{mark}天天带头捡",
        "deed_on": DAY,
        "proposed_by": "staff",
        "proposed_on": DAY,
    }
    nomination = await _row(Nomination, **deed)
    awarded = await _row(Nomination, **deed, state="awarded", shown_as="name", agreed_on=DAY)
    celebration = await celebrated(side, mark, activity)
    award = await _row(
        Award,
        **place,
        nomination=awarded,
        year=2026,
        serial=side.community,
        code=f"{side.community:032x}",
        awarded_on=DAY,
        ceremony=celebration["ceremony_id"],
    )
    thanked: dict[str, Any] = {**deed, "resident": None, "group": side.group, "state": "awarded"}
    of_group = await _row(Nomination, **thanked, shown_as="name", agreed_on=DAY)
    # A group has nobody to ask: its badge opens for whoever has the code.
    await _row(
        Award,
        **place,
        nomination=of_group,
        year=2026,
        serial=1000 + side.community,
        code=f"{side.community:031x}a",
        awarded_on=DAY,
    )
    await _row(BadgeKey, **ours, key_id=f"{side.community}-key", public_key="{}", sealed_private_key="-")
    publicity = await _row(
        PublicityItem,
        **place,
        resident=resident,
        medium="board",
        title=f"{mark}好邻居",
        place=f"{mark}南门宣传栏",
        shown_on=DAY,
    )
    talk = await _row(CareTalk, **place, resident=resident, kind="talk", talked_on=DAY, by_name=f"{mark}社工")
    story = await _row(
        RoleModelStory,
        **place,
        resident=resident,
        title=f"{mark}捡狗粪的人",
        story=f"{mark}从一只铲子开始",
        told_on=DAY,
    )
    follower = await _row(Follower, **place, resident=other, because_of=resident, joined_on=DAY)
    own = await _row(
        CommunityHonour, **place, title=f"{mark}示范社区", given_by=f"{mark}区政府", given_on=DAY
    )
    return {
        "honour_id": honour,
        "nomination_id": nomination,
        "award_id": award,
        **celebration,
        "publicity/item_id": publicity,
        "talk_id": talk,
        "story_id": story,
        "follower_id": follower,
        "community_honour_id": own,
    }
