"""Small deeds of people without an account (S48): 212 in this month from nine buildings, and a few from before."""

from __future__ import annotations

from datetime import date, timedelta

from groups.habits import deed_actions
from groups.habits.deed_schemas import NewDeed
from server.demo.program import on, op
from server.demo.story import Story
from server.lib import clock

DEEDS = (
    "捡了楼道的垃圾",
    "帮对门收了快递",
    "把电梯里的水擦了",
    "给花坛浇了水",
    "扶起倒了的共享单车",
    "陪楼上老人下楼晒太阳",
    "把旧书放进漂流箱",
    "提醒邻居关水龙头",
    "扫了单元门口的落叶",
    "给楼下的猫换了水",
    "替邻居看了一下午孩子",
)
_THIS_MONTH, _BEFORE, _BUILDINGS = 212, 18, 9


async def tell(story: Story) -> None:
    """The wall of this month, and of the days before it."""
    today = clock.today()
    first = today.replace(day=1)
    for place in range(_BEFORE):
        await _write(story, place, first - timedelta(days=1 + (_BEFORE - place) // 2))
    for place in range(_THIS_MONTH):
        await _write(story, place, first + timedelta(days=place * today.day // _THIS_MONTH))


async def _write(story: Story, place: int, day: date) -> None:
    with on(day, 8 + place % 12):
        data = NewDeed(
            **op(),
            text=DEEDS[place * 7 % len(DEEDS)],
            building=story.buildings[(place * place + place // 5) % _BUILDINGS],
            program=story.program_id,
        )
        passer_by = deed_actions.passer_by(story.community, "路过的邻居")
        address = f"203.0.113.{place % 250}"
        await deed_actions.write_deed(story.community, data, address=address, actor=passer_by)
