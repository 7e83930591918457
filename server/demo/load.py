"""A program whose work grew lighter for staff (row S19): 14.0 hours an activity became 5.5, the residents' 6 became 41.

The lever of each activity says what took the load off: others who joined in, tools, neighbours who stepped forward.
"""

from __future__ import annotations

from datetime import date, timedelta

from server.demo import agreed
from server.demo.program import coming, saturday
from server.demo.story import Story
from server.demo.surveys import BEFORE, ask
from server.lib import clock

CLASS = "Electric bicycle charging"
NEIGHBOURS = ["秦师傅", "罗阿姨", "小武", "方老师", "阿彬", "姚婆婆", "郝姐"]
HEARD = (
    "楼道里拖着线充电，半夜闻到糊味",
    "充电棚太远，下雨天没人愿意去",
    "电梯里挤着电动车，轮椅进不去",
    "想晚上充，棚里十点就断电",
)

# Three quarters of three activities: title, staff : volunteers : participants, and the lever.
QUARTERS = (
    (
        (14.0, 6.0),
        (
            ("楼栋茶话：车往哪里放", (3, 2, 18), None),
            ("和物业、消防一起看充电棚", (3, 2, 9), "collaboration"),
            ("充电棚选址投票", (2, 3, 64), "tools"),
        ),
    ),
    (
        (9.5, 21.0),
        (
            ("充电棚开张", (2, 6, 72), "collaboration"),
            ("扫码充电手把手", (2, 5, 31), "tools"),
            ("楼门口劝一劝", (1, 8, 26), "mobilisation"),
        ),
    ),
    (
        (5.5, 41.0),
        (
            ("楼门口劝一劝", (1, 9, 30), "mobilisation"),
            ("旧电池换新日", (1, 10, 58), "collaboration"),
            ("巡看队碰头", (1, 9, 14), "mobilisation"),
        ),
    ),
)


def quarter_ago(quarters: int) -> date:
    """The first day of the quarter that lies so many whole quarters before this one."""
    today = clock.today()
    place = today.year * 4 + (today.month - 1) // 3 - quarters
    return date(place // 4, place % 4 * 3 + 1, 1)


async def tell(story: Story, *, lead: int | None) -> None:
    """Tell it until its third quarter is over."""
    await story.meet(*NEIGHBOURS, ages=("60-74", "45-59", "30-44"))
    first = quarter_ago(3)
    await story.start(first - timedelta(days=62), "电动车不进楼", "楼道里没有电线，夜里睡得踏实。", lead=lead)
    indicator = await _listen(story, first)
    issue = await story.propose(
        first - timedelta(days=20),
        "电动车在楼道里充电",
        "天天看得见，有地方充就没人愿意拖线。",
        {"秦师傅": (5, 4, 5, 5), "罗阿姨": (5, 3, 5, 5), "方老师": (4, 4, 5, 4), "刘社工": (5, 4, 5, 4)},
    )
    await story.choose(first - timedelta(days=16), issue, CLASS)
    group = await _quarters(story, issue)
    for quarters, count in ((3, 15), (2, 9), (1, 4)):
        day = quarter_ago(quarters - 1) - timedelta(days=1)
        await story.read(indicator, day, count, "网格员逐栋清点")
    await agreed.sign_without_ceremony(story, group)
    await story.plan_ahead(coming(5, weeks=1), "楼门口劝一劝", "西二栋门口", group=group)


async def _listen(story: Story, first: date) -> int:
    await story.knock(first - timedelta(days=55), 46, 22, companion="姚婆婆")
    await story.knock(first - timedelta(days=48), 38, 21)
    for number in range(10):
        await story.hear(
            first - timedelta(days=54 - number),
            HEARD[number % 4],
            channel="visit",
            sort=CLASS,
            by=NEIGHBOURS[number % 7],
        )
    indicator = await story.measure(
        first - timedelta(days=40),
        "楼道里充电的车",
        "辆",
        baseline=19,
        source="网格员逐栋清点，6 栋",
        target=2,
    )
    await ask(story, first - timedelta(days=31), "开始之前的入户问卷", 64, BEFORE)
    await story.move(first - timedelta(days=30), "focus")
    return indicator


async def _quarters(story: Story, issue: int) -> int:
    """Hold the activities of the three quarters, and those of the running one that are over; the id of the group."""
    group = task = 0
    for back, (hours, held) in zip((3, 2, 1, 0), (*QUARTERS, QUARTERS[-1]), strict=True):
        start = quarter_ago(back)
        for month, (title, crowd, lever) in enumerate(held):
            planned = start.replace(month=start.month + month, day=12)
            if planned + timedelta(days=7) > clock.today():
                continue
            await story.hold(
                saturday(planned),
                title,
                crowd,
                acts=_acts(back, month),
                names=NEIGHBOURS[: 4 + month],
                group=group or None,
                task=task or None,
                hours=hours,
                cash=240.0,
                lever=lever,
                place="西二栋门口" if crowd[2] < 40 else "充电棚",
            )
        if back == 3:
            group, task = await _step_forward(story, issue, quarter_ago(2))
    return group


def _acts(back: int, month: int) -> tuple[str, ...]:
    """Who proposed, decided, did, answered and evaluated: staff at first, then the neighbours."""
    if back == 3:
        first = ("staff", "罗阿姨", "秦师傅")[month]
        return (first, first, "staff", "staff", "方老师")
    return ("秦师傅", "秦师傅", "阿彬", "staff" if back == 2 else "罗阿姨", "方老师")


async def _step_forward(story: Story, issue: int, day: date) -> tuple[int, int]:
    """Neighbours found their own group on the first days of the second quarter."""
    await story.spot(
        day + timedelta(days=1),
        "秦师傅",
        by="刘社工",
        cares="自己掏钱把东二栋楼道的插座封了盖。",
        brings="约上五个人轮流在楼门口劝。",
    )
    await story.move(day + timedelta(days=2), "expand")
    group = await story.form(
        day + timedelta(days=4),
        "楼门口巡看队",
        "safety",
        NEIGHBOURS,
        initiator="秦师傅",
        meets="每周六晚七点，西二栋门口",
    )
    # His term ends within sixty days, which alerts (S39).
    until = clock.today() + timedelta(days=47)
    await story.lead(day + timedelta(days=6), group, "秦师傅", votes=(6, 7), until=until)
    task = await story.hand_task(
        day + timedelta(days=6),
        group,
        "楼道里不充电",
        CLASS,
        issue=issue,
        plan="饭后两人一班，见到推车进门的先帮忙推去棚里；谁家缺插卡，队里先借。",
        author="秦师傅",
    )
    return group, task
