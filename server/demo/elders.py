"""Elders who followed their children: most of them are strangers here, until somebody lays a table (S72)."""

from __future__ import annotations

from groups.activities import actions as activity_actions
from groups.activities.queries import access_setting
from groups.activities.schemas import LoggedActivity
from programs.residents.queries import resident_options
from server.demo.program import ProgramStory, months_ago, on, op

_NAMES = [
    "李桂兰",
    "王秀珍",
    "张淑华",
    "刘玉芬",
    "陈桂英",
    "杨秀兰",
    "赵凤英",
    "黄素珍",
    "周玉兰",
    "吴淑芳",
    "徐桂芝",
    "孙秀英",
    "胡金凤",
    "朱玉珍",
    "高淑兰",
    "林凤仙",
    "何桂花",
    "郭秀梅",
    "马玉梅",
    "罗淑英",
    "梁素芬",
    "宋桂珍",
    "郑秀荣",
    "谢玉英",
    "韩建军",
    "唐国强",
    "冯德明",
    "于志刚",
    "董永福",
    "萧长林",
    "程文德",
    "曹国华",
    "袁福生",
    "邓志明",
    "傅德贵",
    "沈有才",
]
# Of those who stand in the roster anyway.
_KNOWN = ("许建国", "欧阳秀英", "贺兰芝", "夏明珠")
ROWS = [
    (name, "", f"{4 + place // 4}{place % 4 + 1:02}", "60-74岁", "", "随迁老人")
    for place, name in enumerate(_NAMES)
]


async def share_tea(story: ProgramStory) -> None:
    """Forty of them come to tea, for nothing but each other: no program counts it."""
    day = months_ago(5, 12)
    wanted = {*_NAMES, *_KNOWN}
    people = [row["id"] for row in await resident_options(story.community.id) if row["name"] in wanted]
    with on(day, 16):
        data = LoggedActivity(
            **op(),
            community=story.community.id,
            title="随迁老人茶话会",
            held_on=day,
            staff=2,
            volunteers=3,
            participants=len(people),
            people=tuple(people),
        )
        setting = await access_setting(story.actor, story.community.id)
        await activity_actions.log_activity(setting, data, actor=story.actor)
