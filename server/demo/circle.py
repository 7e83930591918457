"""Who gathers around whom (S64): 张姐, her three, twenty-seven people and two groups; and 王姐, whom newcomers follow (S71)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from groups.teams import chat_actions, chat_queries, tie_actions
from groups.teams.chat_schemas import ChatCount, NewChat
from groups.teams.tie_schemas import NewTie
from incentives.recognition import deed_queries, example_actions, honour_queries
from incentives.recognition.deed_schemas import NewFollower, NewStory
from incentives.recognition.tables import RoleModelStory
from programs.residents.queries import access_resident, resident_options
from server.demo import honours as honours_story
from server.demo.honours import GOOD_NEIGHBOUR, Thanked
from server.demo.program import coming, months_ago, on, op, saturday
from server.demo.story import Story

_YES: dict[str, Any] = {"agreed": ("interests", "publicity"), "how": "face_to_face"}
_CARDS: dict[str, dict[str, Any]] = {
    "张姐": {"hobbies": ("dancing",), **_YES},
    "王姐": {"hobbies": ("gardening",), **_YES},
    "李叔": {"hobbies": ("repairs",), **_YES},
}
_DANCERS = (
    "李桂兰",
    "王秀珍",
    "张淑华",
    "刘玉芬",
    "陈桂英",
    "杨秀兰",
    "赵凤英",
    "黄素珍",
    "周玉兰",
    "欧阳秀英",
    "单玉梅",
    "吴淑芳",
)
_GARDENERS = ("何桂花", "郭秀梅", "马玉梅", "韩建军", "唐国强")
# Who came because of 王姐.
NEWCOMERS = {
    "贺兰芝": "看她把枯花盆救活，手痒了。",
    "夏明珠": "她说手笨的也收，我就来了。",
    "宋佳": "她送了我一盆薄荷，总要还个人情。",
    "曾小帆": "刚搬来谁也不认识，是她先敲的门。",
}
_YOUNG = ("仇子涵", "任远", "阿依古丽")
_CHATS = (
    ("铲屎官小队·通知", "只发通知，不聊天", "赵姐、陈叔", (14, 15, 17, 19, 22, 24)),
    ("杏花里遛狗搭子", "约时间、约路线", "李娜", (9, 14, 21, 28, 31, 36)),
    ("杏花里养宠邻居", "问医院、转让用品、找走失的", "猫奶奶、小杨", (38, 47, 55, 71, 84, 92)),
)


async def tell(story: Story) -> None:
    """The dancers and the gardeners of 杏花里, up to today."""
    await _know(story)
    await story.spot(
        months_ago(8, 6),
        "张姐",
        by="陈社工",
        cares="广场上没灯，自己先接了一盏。",
        brings="每晚喊上同楼的几位一起下楼跳。",
    )
    await story.spot(
        months_ago(5, 20),
        "小齐",
        by="张姐",
        cares="给跳舞的阿姨们修音箱，不收钱。",
        brings="带来三个租房的年轻人搬音响、拍视频。",
    )
    await story.spot(
        months_ago(5, 24),
        "王姐",
        by="张姐",
        cares="架空层的杂物没人管，她一袋一袋清出去。",
        brings="让六户邻居把自家的花搬到楼下摆。",
    )
    dance, garden = await _groups(story)
    ties = (
        *(("张姐", near, "works_with", None) for near in ("王姐", "邱婶", "小齐")),
        ("张姐", "李桂兰", "neighbours", dance),
        *(("小齐", one, "brought_in", None) for one in _YOUNG),
        ("王姐", "宋佳", "brought_in", garden),
    )
    for one, other, kind, group in ties:
        await _tie(story, months_ago(3, 16), one, other, kind, group)
    await _followed(story)
    await story.plan_ahead(coming(2), "舞蹈队排练", "杏花苑中庭", group=dance)


async def _know(story: Story) -> None:
    """Those who stand in the register anyway, and the four who are new to us."""
    wanted = {*_DANCERS, *_GARDENERS, *NEWCOMERS, *_YOUNG}
    for row in await resident_options(story.community.id):
        if row["name"] in wanted:
            story.people[row["name"]] = row["id"]
    with on(months_ago(8, 4)):
        await story.meet("张姐", "王姐", "邱婶", "小齐", "李叔", ages=("60-74", "45-59"), cards=_CARDS)


async def _groups(story: Story) -> tuple[int, int]:
    """The dancers have one who leads and nobody else; the gardeners have a leader and a deputy."""
    dance = await story.form(
        months_ago(7, 20),
        "杏花里舞蹈队",
        "culture",
        ("张姐", *_DANCERS),
        initiator="张姐",
        meets="每晚七点半，杏花苑中庭",
        age_from=50,
    )
    await story.lead(months_ago(7, 26), dance, "张姐", votes=(11, 13))
    garden = await story.form(
        months_ago(4, 16),
        "阳台花友会",
        "other",
        ("王姐", "邱婶", *_GARDENERS),
        initiator="王姐",
        meets="每月第二个周日，花信公寓架空层",
        about="花盆、土、种子都可以换，不会种的先来看。",
    )
    await story.lead(months_ago(4, 20), garden, "王姐", votes=(6, 7))
    await story.lead(months_ago(4, 20), garden, "邱婶", deputy=True)
    await story.join(months_ago(2, 16), garden, tuple(NEWCOMERS))
    return dance, garden


async def _tie(story: Story, day: date, one: str, other: str, kind: str, group: int | None) -> None:
    with on(day):
        data = NewTie(**op(), who=one, whom=other, kind=kind, since=day, group=group)  # type: ignore[arg-type]  # one of the choices
        await tie_actions.add_tie(story.community, data, actor=story.actor)


async def _followed(story: Story) -> None:
    """王姐's story and the four who name her; she has honours, and nobody has sat down with her yet (S71)."""
    day = months_ago(2, 14)
    wang = await access_resident(story.actor, story.people["王姐"])
    with on(day):
        data = NewStory(
            **op(),
            title="从三只破花盆开始",
            story="垃圾房捡回来三只破花盆，种上薄荷摆在架空层；第二个星期，有人问能不能也放一盆。",
            told_on=day,
        )
        story_id = await example_actions.tell_story(wang, data, actor=story.actor)
        told = await deed_queries.access_deed(RoleModelStory, story.actor, story_id)
        await example_actions.publish_story(told, actor=story.actor)
    for place, (name, said) in enumerate(NEWCOMERS.items()):
        day = months_ago(2, 16) + timedelta(days=place)
        with on(day):
            follower = NewFollower(**op(), joined_on=day, resident=story.people[name], said=said)
            await example_actions.note_follower(wang, follower, actor=story.actor)
    honours = {name: row for row, name, _criteria in await honour_queries.honour_options(story.actor)}
    first = Thanked(name="王姐", deed="把架空层的杂物清出来，变成谁都能坐的花角。", by="贺兰芝")
    await honours_story.thank(story, saturday(months_ago(2, 20)), honours[GOOD_NEIGHBOUR], [first])
    await honours_story.shown(
        story, months_ago(2, 24), "board", "架空层里的花角", "花信公寓宣传栏", name="王姐"
    )


async def chat_groups(story: Story, group: int) -> None:
    """Three chat groups of one team, counted month by month (S22)."""
    for name, purpose, keepers, counts in _CHATS:
        started = months_ago(len(counts) - 1, 8)
        with on(started):
            data = NewChat(
                **op(),
                name=name,
                purpose=purpose,
                keepers=keepers,
                group=group,
                started_on=started,
                members=counts[0],
            )
            chat_id = await chat_actions.register(story.community, data, actor=story.actor)
        for place, members in enumerate(counts[1:], 1):
            day = months_ago(len(counts) - 1 - place, 8)
            with on(day):
                chat = await chat_queries.access_chat(story.actor, chat_id)
                count = ChatCount(**op(), month=f"{day:%Y-%m}", members=members)
                await chat_actions.count_members(chat, count, actor=story.actor)
