"""What became of what neighbours said in the demo: most of it is handled within days and answered; a little still waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from programs.listening.case_actions import answer_need, confirm_need, handle_need
from programs.listening.case_schemas import AnsweredNeed, ConfirmedNeed, HandledNeed
from programs.listening.queries import access_need
from server.lib import clock
from server.lib.actor import Actor

_DEEDS = (
    ("和楼组长一起到现场看过，联系物业处理", "物业已经来过，麻烦再看看"),
    ("报给社区，在院坝会上提出来商量", "大家商量定了，下周开始做"),
    ("上门问清了情况，和邻居说好了", "已经说好，有反复随时找我们"),
)
_RECENT = timedelta(days=45)


async def follow_up(need_id: int, day: date, *, actor: Actor, moment: Any, op: Any) -> None:
    """Handle, answer and mostly confirm a need some days after `day`; of the newest, one in three still waits."""
    today = clock.today()
    handled_on, answered_on = day + timedelta(2 + need_id % 6), day + timedelta(3 + need_id % 9)
    answered_on = max(handled_on, answered_on)
    waits = today - day < _RECENT and need_id % 3 == 0
    if answered_on >= today:
        return
    deed, answer = _DEEDS[need_id % len(_DEEDS)]
    with moment(handled_on, 16):
        need = await access_need(actor, need_id)
        await handle_need(need, HandledNeed(**op(), handled_on=handled_on, handled_how=deed), actor=actor)
    if waits:
        return
    with moment(answered_on, 18):
        said = AnsweredNeed(**op(), answered_on=answered_on, answer=answer, answered_how="talk")
        await answer_need(need, said, actor=actor)
        if need_id % 4:
            await confirm_need(need, ConfirmedNeed(**op(), solved="yes"), actor=actor)
