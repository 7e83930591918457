"""The demo's shorter stories: a program that stands still, one that slipped back, and a neighbour NGO's own."""

from __future__ import annotations

from datetime import timedelta

from programs.method import consolidation_actions
from server.demo import agreed
from server.demo.program import coming, months_ago, on, saturday
from server.demo.story import Story
from server.demo.surveys import BEFORE, ask
from server.lib import clock


async def tell_stalled(story: Story, *, lead: int | None) -> None:
    """A program that chose its issue, was refused at the gate, and has stood still for ten weeks."""
    await story.meet("吕老师", "宋爷爷", "阿芬", "戴师傅", "小鹿", ages=("60-74", "75+", "30-44"))
    last = clock.today() - timedelta(days=74)
    begun = last - timedelta(days=150)
    await story.start(begun, "楼道不堆物", "消防通道随时走得通。", lead=lead)
    await story.knock(begun + timedelta(days=5), 48, 17)
    await story.knock(begun + timedelta(days=19), 44, 18)
    heard = ("楼道里堆着纸箱和旧柜子", "消防门前放了三只花盆", "婴儿车推不过去", "纸箱堆到窗台，怕着火")
    for number in range(11):
        await story.hear(
            begun + timedelta(days=6 + number),
            heard[number % 4],
            channel="visit",
            sort="Clutter in stairwells",
            by=("吕老师", "宋爷爷", "阿芬", "", "戴师傅", "小鹿")[number % 6],
        )
    await story.measure(
        begun + timedelta(days=25), "堆物的楼层", "层", baseline=31, source="逐层清点，6 栋 66 层", target=5
    )
    await ask(story, begun + timedelta(days=29), "开始之前的入户问卷", 38, BEFORE)
    await story.move(begun + timedelta(days=30), "focus")
    issue = await story.propose(
        begun + timedelta(days=40),
        "消防通道堆物",
        "每层都看得见，可纸箱是老人攒着卖的。",
        {"吕老师": (5, 2, 4, 3), "宋爷爷": (4, 2, 3, 2), "何社工": (5, 3, 4, 3)},
    )
    await story.choose(begun + timedelta(days=44), issue, "Clutter in stairwells")
    await story.hold(
        last,
        "楼道清理日",
        (5, 1, 6),
        acts=("staff", "staff", "staff", "staff", "staff"),
        full=True,
        hours=(28, 2),
        place="6栋楼道",
    )
    await story.try_to_move(last + timedelta(days=2), "expand")
    await story.next_step(
        "去找每天下楼晒太阳的几位，看谁愿意牵头",
        last + timedelta(days=20),
        owner=lead,
        asked_on=last + timedelta(days=2),
    )


async def tell_relapse(story: Story, *, lead: int | None) -> None:
    """A program that reached its stage of time and then slipped back: the relapse is noticed and a step is made."""
    sort = "Blocked ways"
    await story.meet("徐姐", "老范", "岑师傅", "丁丁爸爸", "卢阿姨", "老巩", ages=("30-44", "45-59"))
    names = list(story.people)
    await story.start(months_ago(14, 3), "停车不堵门", "消防车进得来，轮椅出得去。", lead=lead)
    await story.knock(months_ago(14, 9), 52, 20)
    await story.knock(months_ago(14, 16), 47, 24, companion="老范")
    for number in range(10):
        await story.hear(
            months_ago(14, 9) + timedelta(days=number),
            ("车停在单元门口", "救护车绕了两圈才进来", "轮椅出不了单元门")[number % 3],
            channel="talk",
            sort=sort,
            by=names[number % 6],
        )
    tallies = (28, 30, 29, 31, 26, 20, 14, 10, 9, 8, 9, 10, 17, 21)
    for number, count in enumerate(tallies):
        await story.hear(
            months_ago(14 - number, 26),
            "门岗登记的堵门投诉",
            channel="property",
            sort=sort,
            complaint=True,
            count=count,
        )
    indicator = await story.measure(
        months_ago(13, 27), "堵门投诉", "件/月", baseline=30, source="门岗登记本", target=8, sort=sort
    )
    await ask(story, months_ago(12, 1), "开始之前的入户问卷", 52, BEFORE)
    await story.move(months_ago(12, 2), "focus")
    issue = await story.propose(
        months_ago(12, 5),
        "车堵单元门",
        "人人看得见，划条线、排个班就能好。",
        {"徐姐": (5, 4, 5, 5), "老范": (5, 5, 4, 5), "岑师傅": (4, 4, 5, 4), "何社工": (5, 4, 5, 4)},
    )
    await story.choose(months_ago(12, 8), issue, sort)
    first = await story.hold(
        saturday(months_ago(12, 14)),
        "画线日",
        (4, 7, 40),
        acts=("staff", "徐姐", "老范", "staff", "岑师傅"),
        names=names,
        hours=(24, 20),
        place="6栋前",
    )
    await story.spot(
        months_ago(12, 22),
        "徐姐",
        by="何社工",
        cares="把堵门的照片贴成时间表给大家看。",
        brings="画线那天带来十一户。",
    )
    await story.move(months_ago(12, 26), "expand")
    group = await story.grow(
        first, months_ago(12, 27), "车位协调队", "mutual_aid", names, {months_ago(11, 2): names}
    )
    await story.describe(months_ago(11, 3), group, initiator="徐姐", meets="每晚七点到九点轮流，6栋单元门口")
    await story.lead(months_ago(11, 4), group, "徐姐", votes=(5, 6))
    await story.lead(months_ago(11, 4), group, "老范", deputy=True)
    task = await story.hand_task(
        months_ago(11, 5),
        group,
        "单元门口不停车",
        sort,
        issue=issue,
        plan="晚七点到九点轮流站岗，劝三次再贴条。",
        author="徐姐",
    )
    for months in range(11, 4, -1):
        await story.hold(
            saturday(months_ago(months, 15)),
            "晚间站岗碰头",
            (1 if months > 9 else 0, 4, 9),
            acts=("徐姐", "徐姐", "老范", "徐姐", "卢阿姨"),
            names=names[:5],
            group=group,
            task=task if months > 8 else None,
            hours=(2 if months > 9 else 0, 16),
            place="6栋单元门口",
        )
    await story.move(months_ago(8, 20), "consolidate")
    await story.agree(months_ago(8, 22), cadence=2, indicator=indicator)
    await story.hold(
        saturday(months_ago(2, 12)),
        "新装的车位锁",
        (2, 1, 5),
        acts=("staff", "staff", "others", "staff", "徐姐"),
        names=names[:2],
        hours=(9, 2),
    )
    await agreed.copy_one(story, months_ago(1, 6))
    with on(clock.today().replace(day=1) + timedelta(days=1)):
        noticed = await consolidation_actions.watch(await story.program(), actor=story.actor)
    if noticed is None:
        raise RuntimeError("the relapse was not noticed")


async def tell_neighbour(story: Story, *, lead: int | None) -> None:
    """NGO 乙's own program: nothing of it may ever be seen from 甲."""
    await story.meet("庞姐", "老季", "尤婆婆", ages=("45-59",))
    await story.start(months_ago(5, 4), "望溪菜园", "荒坡变菜园，邻居有事做。", lead=lead)
    await story.knock(months_ago(5, 12), 30, 16)
    for number in range(6):
        await story.hear(
            months_ago(5, 13) + timedelta(days=number),
            "坡上长满杂草",
            channel="visit",
            sort="Clutter in stairwells",
        )
    await story.hold(
        saturday(months_ago(4, 8)),
        "开荒日",
        (4, 6, 21),
        acts=("staff", "庞姐", "老季", "staff", "尤婆婆"),
        names=("庞姐", "老季"),
        hours=(16, 24),
    )
    await story.plan_ahead(coming(5), "种豌豆", "东坡")
