"""Talks of care (S69): staff work through the list of those who wait for one, and come as far as five."""

from __future__ import annotations

from datetime import timedelta

from incentives.recognition import care_actions, care_queries
from incentives.recognition.deed_schemas import CareName, NewCare
from programs.residents.queries import access_resident
from server.demo.program import on, op
from server.demo.story import Story
from server.lib import clock

WAITING = 5
# Nobody has sat down with her yet: honours, a story, and no talk (S71).
_NOT_YET = "王姐"
_NOTES: dict[str, tuple[CareName, str]] = {
    "陈叔": ("talk", "夜里睡不好，怕耽误大家；说好先歇两周。"),
    "王阿姨": ("thanks", "那件事之后专门去坐了坐，她说愿意再试试。"),
    "猫奶奶": ("home_visit", "送了点猫粮，聊到天黑。"),
    "赵姐": ("talk", "被人说闲话，委屈。答应陪她一起把账贴出来。"),
    "张姐": ("birthday", "带了碗长寿面，她说想找个人一起领舞。"),
}
_OTHERS: tuple[tuple[CareName, str], ...] = (
    ("talk", "最近家里忙，想少来两次，不好意思说。"),
    ("thanks", "当面谢了一回，问还缺什么。"),
    ("home_visit", "坐了半小时，说起孩子要升学。"),
)


async def tell(story: Story) -> None:
    """Talk with those who matter most, then with whoever waits, until five still do."""
    for place, (name, (kind, note)) in enumerate(_NOTES.items()):
        await _talk(story, story.people[name], 34 - 5 * place, kind, note, program=story.program_id)
    waiting = await care_queries.waiting_for_talk(story.community.id)
    others = [row for row in waiting if row["name"] != _NOT_YET]
    for place, row in enumerate(others[WAITING - 1 :]):
        kind, note = _OTHERS[place % len(_OTHERS)]
        await _talk(story, row["id"], 3 + 2 * place, kind, note)


async def _talk(
    story: Story, resident: int, days_ago: int, kind: CareName, note: str, *, program: int | None = None
) -> None:
    day = clock.today() - timedelta(days=days_ago)
    with on(day):
        data = NewCare(**op(), kind=kind, talked_on=day, note=note, program=program)
        person = await access_resident(story.actor, resident)
        await care_actions.note_care(person, data, actor=story.actor)
