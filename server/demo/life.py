"""Groups that neighbours began by themselves (source 003): “让每个人都在社区里找到组织”."""

from __future__ import annotations

from datetime import time

from server.demo import elections
from server.demo.program import coming, months_ago, saturday
from server.demo.story import Story


async def tell_apricot(story: Story) -> None:
    """A choir that 猫奶奶 began, badminton, and the mothers of 猪妈会."""
    await story.meet("俞老师", "小蔡", "果冻妈妈", "老裴", "阿峰", ages=("60-74", "30-44", "30-44"))
    choir = await story.form(
        months_ago(6, 2),
        "杏花里合唱团",
        "culture",
        ("猫奶奶", "俞老师", "王阿姨", "孙阿姨", "钟婆婆", "何老师", "老裴", "乐乐奶奶"),
        initiator="猫奶奶",
        meets="每周四下午三点，杏花苑长廊",
        age_from=55,
        about="会不会唱都来，唱完一起喝茶。",
    )
    await story.lead(months_ago(6, 9), choir, "猫奶奶", votes=(7, 8))
    await story.lead(months_ago(4, 9), choir, "俞老师", deputy=True)
    badminton = await story.form(
        months_ago(5, 6),
        "羽毛球队",
        "sport",
        ("阿峰", "小蔡", "李娜", "张𠮷", "小杨", "朵朵爸爸"),
        initiator="阿峰",
        meets="每周六晚七点，杏林小区篮球场",
        age_from=18,
        age_to=59,
    )
    mothers = await story.form(
        months_ago(4, 3),
        "猪妈会",
        "parents",
        ("果冻妈妈", "豆豆妈妈", "小满妈妈", "果果妈妈", "一一妈妈", "安安妈妈", "北北妈妈"),
        initiator="果冻妈妈",
        meets="每月第一个周六上午，花信公寓架空层",
        age_from=25,
        age_to=44,
        about="带娃的互相搭把手：拼接送、换童书。",
    )
    for months in (3, 2, 1):
        await _meet_again(story, months, choir, "合唱团练歌", "猫奶奶", "俞老师", (4, 17), "杏花苑长廊")
        await _meet_again(
            story, months, mothers, "换书换衣日", "果冻妈妈", "豆豆妈妈", (3, 21), "花信公寓架空层"
        )
    await _meet_again(story, 1, badminton, "羽毛球双打", "阿峰", "小蔡", (2, 12), "杏林小区篮球场")
    await story.spot(
        months_ago(2, 6),
        "俞老师",
        by="猫奶奶",
        cares="谁缺了练习，她挨家把谱子送上门。",
        brings="带来了老年大学的五位同学。",
    )
    await elections.hand_on(story, choir, months_ago(1, 16), "猫奶奶", "俞老师")
    await story.lead(months_ago(1, 16), choir, "老裴", deputy=True)
    await story.plan_ahead(coming(3), "合唱团练歌", "杏花苑长廊", group=choir, at=time(15))
    await story.plan_ahead(coming(5, weeks=1), "换书换衣日", "花信公寓架空层", group=mothers, at=time(10))


async def tell_acacia(story: Story) -> None:
    """A dance team and the players of 雷雨."""
    await story.meet("舒姐", "老关", "小曾", ages=("60-74", "45-59", "18-29"))
    dance = await story.form(
        months_ago(9, 5),
        "槐安舞蹈队",
        "culture",
        ("舒姐", "唐姐", "万婆婆", "贺阿姨", "沈姐", "谭姐"),
        initiator="舒姐",
        meets="每晚七点半，东门广场",
        age_from=50,
    )
    players = await story.form(
        months_ago(7, 8),
        "雷雨话剧社",
        "culture",
        ("小曾", "老关", "蒋老师", "小龙", "方老师"),
        initiator="小曾",
        meets="每周日下午，居委会活动室",
        about="先把《雷雨》第二幕排出来。",
    )
    for months in (2, 1):
        await _meet_again(story, months, dance, "广场舞交流", "舒姐", "贺阿姨", (3, 34), "东门广场")
    await _meet_again(story, 1, players, "《雷雨》第二幕围读", "小曾", "蒋老师", (2, 9), "居委会活动室")
    await story.plan_ahead(coming(6), "《雷雨》第二幕排练", "居委会活动室", group=players, at=time(14, 30))


async def _meet_again(
    story: Story,
    months: int,
    group: int,
    title: str,
    leads: str,
    helps: str,
    crowd: tuple[int, int],
    place: str,
) -> None:
    """The group meets without any staff."""
    await story.hold(
        saturday(months_ago(months, 4)),
        title,
        (0, *crowd),
        acts=(leads, leads, helps, leads, helps),
        names=(leads, helps),
        group=group,
        place=place,
    )
