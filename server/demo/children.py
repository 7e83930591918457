"""The children's 环保大冒险 (source 004, row S75), half-way along its road, with a gate still missing."""

from __future__ import annotations

from datetime import timedelta

from server.demo.program import coming, months_ago, saturday
from server.demo.story import Story
from server.demo.surveys import BEFORE, ask
from server.lib import clock

CLASS = "Waste sorting"
PARENTS = [
    "小满妈妈",
    "朵朵爸爸",
    "天天外婆",
    "果果妈妈",
    "童童爸爸",
    "一一妈妈",
    "乐乐奶奶",
    "安安妈妈",
    "可可爸爸",
    "北北妈妈",
]


async def tell(story: Story, *, lead: int | None) -> None:
    """Tell it up to today: a group without a deputy, and no task of its own yet."""
    await story.meet(*PARENTS, ages=("30-44", "30-44", "60-74"), building=story.buildings[2])
    parents = list(story.people)
    await story.start(
        months_ago(7, 2), "环保大冒险", "孩子带着大人看见院子里的不文明，自己动手改。", lead=lead
    )
    await story.knock(months_ago(7, 9), 34, 21)
    await story.knock(months_ago(7, 16), 30, 24, companion="小满妈妈")
    texts = (
        "厨余桶边总有散袋",
        "分类牌子看不懂",
        "垃圾桶太高，孩子够不到",
        "有人往花坛扔烟头",
        "希望有孩子能一起做的事",
    )
    for number in range(10):
        day = months_ago(7, 9) + timedelta(days=number)
        sort = CLASS if number % 5 < 3 else "Care after school"
        await story.hear(day, texts[number % 5], channel="visit", sort=sort, by=parents[number])
    await story.measure(
        months_ago(7, 20),
        "分对垃圾的住户",
        "%",
        baseline=38,
        source="三次桶边观察，共 210 袋",
        target=80,
        falls=False,
    )
    await ask(story, months_ago(7, 23), "开始之前的入户问卷", 46, BEFORE)
    await story.move(months_ago(7, 24), "focus")
    issue = await story.propose(
        months_ago(6, 3),
        "垃圾桶边的散袋",
        "孩子每天路过都看得见，家家都有份。",
        {
            parents[0]: (5, 5, 5, 4),
            parents[1]: (5, 4, 5, 4),
            parents[2]: (4, 4, 5, 5),
            "陈社工": (5, 4, 5, 4),
        },
    )
    await story.choose(months_ago(6, 5), issue, CLASS)
    adventure = await story.hold(
        saturday(months_ago(6, 14)),
        "环保大冒险：孩子们的曝光台",
        (6, 8, 46),
        acts=("staff", "staff", "staff", "staff", parents[0]),
        names=parents,
        full=True,
        hours=(36, 14),
        cash=520,
        place="杏花苑中庭",
    )
    await story.hold(
        months_ago(5, 7),
        "小朋友线上投票：最想改的三处",
        (4, 6, 118),
        acts=("staff", "staff", parents[1], "staff", parents[0]),
        names=parents[:6],
        hours=(20, 11),
        lever="tools",
    )
    await story.spot(
        months_ago(5, 12),
        parents[0],
        by="陈社工",
        cares="把孩子们拍的照片整理成地图，一处一处去和楼栋长说。",
        brings="拉起了八个家庭的周末小队。",
    )
    await story.move(months_ago(5, 18), "expand")
    group = await story.grow(
        adventure,
        months_ago(5, 20),
        "环保小使者家长团",
        "parents",
        parents,
        {months_ago(5, 26): parents[:7]},
    )
    await story.describe(
        months_ago(4, 2),
        group,
        initiator=parents[0],
        meets="每月第三个周六下午，3栋桶站",
        age_from=25,
        age_to=59,
    )
    await story.lead(months_ago(4, 3), group, parents[0], votes=(5, 7))
    for months, staff, participants in ((4, 3, 30), (3, 2, 41), (2, 2, 38), (1, 1, 44)):
        await story.hold(
            saturday(months_ago(months, 15)),
            "线下倡议：我家这样分" if months % 2 else "桶边小老师",
            (staff, 6 + months % 3, participants),
            acts=(parents[0], parents[0], parents[1], "staff" if months > 2 else parents[0], parents[2]),
            names=parents[:5],
            group=group,
            hours=(6 * staff, 12),
            lever="mobilisation" if months < 3 else None,
            place="3栋桶站",
        )
    await story.try_to_move(months_ago(1, 20), "consolidate")
    await story.plan_ahead(coming(6), "桶边小老师", "3栋桶站", group=group)
    await story.next_step(
        "问问家长团，愿不愿意把散袋当成自己的事",
        clock.today() - timedelta(days=3),
        owner=lead,
        asked_on=months_ago(1, 21),
    )
