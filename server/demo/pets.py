"""The demo's main story (source 004): a pet contest, the 铲屎官小队 that grew from it, and complaints that fell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

from programs.method import indicator_queries
from server.demo import doors, elders, lasting, people, standing
from server.demo.program import coming, months_ago, on, saturday
from server.demo.story import Story
from server.demo.surveys import BEFORE, Said, ask, open_wave
from server.lib import clock

CLASS = "Pet waste"
JOINED_FIRST = ["赵姐", "猫奶奶", "陈叔", "李娜", "张𠮷", "王阿姨", "周师傅", "小杨"]
JOINED_LATER = ["何老师", "吴伯", "刘姐", "孙阿姨", "郭哥", "阿珍"]
CAME = [*JOINED_FIRST, *JOINED_LATER, "钟婆婆", "罗叔", "豆豆妈妈", "古丽·阿依", "田老师", "老魏"]

# Opens a group to the account of its leader, whose id it answers.
OpenAccount = Callable[[int], Awaitable[int]]

# The property manager's tally of complaints, from ten months ago on.
TALLIES = (23, 22, 24, 19, 15, 11, 9, 7, 6, 6)

# What the same questions bring after a year.
AFTER: Said = {
    "help": 3.8,
    "part": 3.9,
    "say": 3.5,
    "bond": 3.7,
    "knows_estate": 0.98,
    "knows_community": 0.7,
    "participation": 0.52,
    "satisfaction": 3.7,
    "safety": 3.9,
    "happiness": 3.8,
    "trust_residents": 3.8,
    "trust_committee": 3.0,
    "trust_property": 3.0,
}


async def tell(story: Story, *, lead: int | None, open_account: OpenAccount | None) -> int:
    """Tell it up to today; the id of the group."""
    with on(months_ago(11, 3)):
        ages = ("45-59", "60-74", "60-74", "30-44", "30-44", "60-74")
        await story.meet(*CAME, ages=ages, cards=people.CARDS)
    await story.start(
        months_ago(11, 4), "院子里不见狗粪", "遛狗有人管，草坪能坐人，邻居见面打招呼。", lead=lead
    )
    issue = await _listen(story)
    contest = await _focus(story)
    await doors.take_roster(story)
    await elders.share_tea(story)
    group = await _expand(story, issue, contest, open_account=open_account)
    await _consolidate(story, group)
    await lasting.tell(story, group)
    await standing.tell(story, group)
    await people.of_late(story)
    await people.climb(story, "赵姐", "takes_part", "helps", "organises", "initiates")
    await people.climb(story, "陈叔", "takes_part", "helps", "organises")
    await people.climb(story, "猫奶奶", "helps")
    return group


async def _listen(story: Story) -> int:
    refused_on = months_ago(11, 20)
    walked = await doors.before_the_first_try(story)
    await story.try_to_move(refused_on, "focus")
    await doors.after_the_first_try(story, walked)
    heard = (
        ("talk", "遛狗的时候没带纸，不好意思又没办法", CLASS, "豆豆妈妈"),
        ("meeting", "草坪是大家的，狗粪也是大家的事", CLASS, "王阿姨"),
        ("wechat", "半夜狗叫，狗粪没人捡", CLASS, ""),
        ("mailbox", "建议设个粪袋箱", CLASS, ""),
        ("property", "保洁每天多扫两遍草坪", CLASS, ""),
        ("talk", "楼道里堆了三辆旧自行车", "Clutter in stairwells", "吴伯"),
        ("visit", "车位晚上九点就没了", "Blocked ways", "郭哥"),
        ("wechat", "想学跳广场舞，找不到人", "Interest groups", ""),
        ("talk", "孩子放学没地方玩", "Care after school", "小杨"),
    )
    for number, (channel, text, sort, by) in enumerate(heard):
        day = months_ago(11, 8) + timedelta(days=3 * number)
        await story.hear(day, text, channel=channel, sort=sort, by=by)
    for number, count in enumerate(TALLIES):
        day = months_ago(10 - number, 27 if number < 10 else 1)
        await story.hear(
            day, "物业前台当月登记的宠物粪便投诉", channel="property", sort=CLASS, complaint=True, count=count
        )
    await story.measure(
        months_ago(10, 28),
        "宠物粪便投诉",
        "件/月",
        baseline=23,
        source="物业前台投诉登记本",
        target=6,
        sort=CLASS,
    )
    # 安全感 3.1 → 3.9, n=84 and n=79 (S12).
    await ask(story, months_ago(9, 2), "开始之前的入户问卷", 84, {**BEFORE, "safety": 3.1})
    await story.move(months_ago(9, 3), "focus")
    return await _candidates(story)


async def _candidates(story: Story) -> int:
    day = months_ago(9, 6)
    marks = {
        "赵姐": (5, 4, 5, 5),
        "猫奶奶": (5, 4, 4, 5),
        "陈叔": (5, 3, 5, 4),
        "王阿姨": (4, 4, 5, 5),
        "何老师": (5, 4, 4, 4),
    }
    issue = await story.propose(
        day, "草坪和路边的狗粪", "天天看得见，养狗的人自己就能改。", {**marks, "陈社工": (5, 4, 4, 5)}
    )
    await story.propose(
        day,
        "晚上没有车位",
        "大家都急，可车位是物业的。",
        {"陈叔": (5, 1, 5, 5), "郭哥": (4, 2, 4, 5), "陈社工": (5, 1, 4, 4)},
    )
    await story.propose(
        day, "楼道堆物", "有的楼栋严重，有的没有。", {"吴伯": (4, 3, 2, 3), "陈社工": (4, 3, 3, 2)}
    )
    await story.choose(months_ago(9, 10), issue, CLASS)
    return issue


async def _focus(story: Story) -> int:
    first = saturday(months_ago(8, 10))
    contest = await story.hold(
        first,
        "小动物选美比赛",
        (5, 6, 32),
        acts=("staff", "staff", "staff", "staff", "猫奶奶"),
        names=CAME,
        full=True,
        hours=(42, 12),
        cash=860,
        place="中心草坪",
    )
    await story.spot(
        first + timedelta(days=4),
        "赵姐",
        by="陈社工",
        cares="选美当天自己带着夹子和袋子，散场后把草坪捡了一遍。",
        brings="一个人拉来同栋四户养狗的邻居，建了遛狗群。",
    )
    await story.spot(
        first + timedelta(days=7),
        "猫奶奶",
        by="赵姐",
        cares="给流浪猫搭窝，先去问了楼下住户的意见。",
        brings="每周三下午招呼大家在长廊做猫抓板。",
    )
    await story.move(months_ago(8, 24), "expand")
    return contest


async def _expand(story: Story, issue: int, contest: int, *, open_account: OpenAccount | None) -> int:
    first = saturday(months_ago(8, 10))
    group = await story.grow(
        contest,
        first + timedelta(days=2),
        "铲屎官小队",
        "pets",
        CAME,
        {first + timedelta(days=4): JOINED_FIRST, first + timedelta(days=9): JOINED_LATER},
    )
    await story.describe(
        first + timedelta(days=10),
        group,
        initiator="赵姐",
        meets="每周六早上七点半，东门草坪",
        about="养狗的、不养狗的都欢迎；会捡的教不会捡的。",
    )
    account = None
    if open_account is not None:
        with on(first + timedelta(days=12)):
            account = await open_account(group)
    await story.lead(first + timedelta(days=13), group, "赵姐", votes=(9, 14), account=account)
    task = await story.hand_task(
        months_ago(7, 2),
        group,
        "让草坪不再有狗粪",
        CLASS,
        issue=issue,
        plan="一、每周六早上一起捡一次；二、四个路口放粪袋箱，谁家门口谁加袋；三、见到忘带袋的，递一个，不吵架。",
        author="赵姐",
    )
    await story.hold(
        first + timedelta(days=23),
        "第一次自己约的遛狗",
        (2, 4, 9),
        group=group,
        acts=("赵姐", "赵姐", "陈叔", "staff", "李娜"),
        names=("赵姐", "陈叔", "李娜", "王阿姨"),
        hours=(8, 10),
        place="河边步道",
    )
    actions = (
        (
            saturday(months_ago(7, 18)),
            "周六一起捡狗粪",
            (3, 8, 14),
            ("赵姐", "赵姐", "陈叔", "staff", "王阿姨"),
            (18, 20),
            120,
        ),
        (
            saturday(months_ago(6, 6)),
            "装四个粪袋箱",
            (2, 9, 12),
            ("陈叔", "赵姐", "周师傅", "赵姐", "李娜"),
            (11, 26),
            340,
        ),
        (
            saturday(months_ago(6, 20)),
            "递袋不吵架：文明遛狗周",
            (1, 10, 26),
            ("李娜", "赵姐", "小杨", "赵姐", "何老师"),
            (6, 31),
            60,
        ),
    )
    for day, title, crowd, acts, hours, cash in actions:
        await story.hold(
            day,
            title,
            crowd,
            acts=acts,
            names=JOINED_FIRST,
            group=group,
            task=task,
            hours=hours,
            cash=cash,
            lever="mobilisation",
            place="东门草坪",
        )
    await story.move(months_ago(5, 4), "consolidate")
    return group


async def _consolidate(story: Story, group: int) -> None:
    await story.lead(months_ago(5, 12), group, "陈叔", deputy=True)
    indicator = await _indicator(story)
    await story.agree(months_ago(5, 8), cadence=2, indicator=indicator)
    titles = (
        ("周六一起捡狗粪", "东门草坪"),
        ("狗狗训练角", "中心草坪"),
        ("猫奶奶的抓板课", "杏花苑长廊"),
        ("草坪野餐", "中心草坪"),
        ("养狗人碰头会", "居委会活动室"),
    )
    helpers = ("陈叔", "李娜", "小杨", "王阿姨", "何老师")
    for months in range(5, -1, -1):
        for number, day_of_month in enumerate((10, 22)):
            day = months_ago(months, day_of_month)
            if day + timedelta(days=7) > clock.today():
                continue
            turn = (5 - months) * 2 + number
            staff = 1 if months == 5 and number == 0 else 0
            title, place = titles[turn % len(titles)]
            await story.hold(
                saturday(day),
                title,
                (staff, 5 + turn % 4, 16 + 3 * turn),
                acts=("赵姐", "赵姐", helpers[turn % 5], "赵姐", helpers[(turn + 2) % 5]),
                names=(*JOINED_FIRST[: 4 + turn % 5], *JOINED_LATER[: turn % 4]),
                group=group,
                hours=(2 if staff else 0, 14 + turn),
                lever="mobilisation",
                place=place,
            )
    await ask(story, months_ago(1, 27), "一年以后的入户问卷", 79, AFTER, moment="endline")
    await open_wave(story, clock.today(), "这个月的信任小测", moment="pulse", key="trust", online=True)
    await story.plan_ahead(coming(5), "周六一起捡狗粪", "东门草坪", group=group, at=time(7, 30))
    await story.plan_ahead(coming(6, weeks=2), "年末狗狗运动会", "中心草坪", group=group)
    await story.next_step(
        "和小队商量：明年不再由社工申请场地",
        clock.today() + timedelta(days=12),
        owner=story.actor.user_id,
        asked_on=clock.today(),
    )


async def _indicator(story: Story) -> int:
    return int((await indicator_queries.indicators_of(story.program_id))[0].id)
