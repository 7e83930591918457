"""The hard estate (source 004): theft, dirt and 刺儿头 at first; at the end 3 staff, 30 volunteers, 1000 people."""

from __future__ import annotations

from datetime import time, timedelta

from server.demo.compacts import CompactStory, Said, celebrate, enter_doors
from server.demo.honours import Thanked, make_honour, thank
from server.demo.lasting import prove
from server.demo.program import coming, months_ago, saturday
from server.demo.story import Story
from server.demo.surveys import BEFORE, ask
from server.demo.surveys import Said as Share

CLASS = "Theft"
NEIGHBOURS = [
    "老周",
    "唐姐",
    "邱师傅",
    "蒋老师",
    "段哥",
    "万婆婆",
    "柯叔",
    "沈姐",
    "贺阿姨",
    "小龙",
    "冉大爷",
    "谭姐",
]

# Months ago, title, staff : volunteers : participants, hours of staff and of residents.
YEARS = (
    (27, "楼栋见面会", (12, 4, 60), (70, 6)),
    (26, "夜巡动员", (14, 6, 85), (84, 9)),
    (24, "门禁改造说明会", (12, 9, 140), (66, 12)),
    (22, "春节百家宴", (16, 18, 260), (96, 40)),
    (20, "清理卫生死角", (9, 22, 180), (48, 60)),
    (18, "夏夜露天电影", (8, 24, 320), (40, 72)),
    (15, "邻里文化节", (7, 26, 520), (36, 110)),
    (12, "百家宴", (5, 28, 640), (24, 150)),
    (9, "夏夜露天电影", (4, 28, 700), (16, 160)),
    (6, "邻里文化节", (4, 29, 860), (14, 190)),
    (3, "千人邻居节", (3, 30, 1000), (12, 240)),
)

CLAUSES = (
    ("出门随手带上单元门，不拿砖头撑着。", "need", "外人随便进"),
    ("天黑以后进院的生人，谁遇见谁盘问一句。", "need", "上个月一单元被撬了两户"),
    ("楼道灯坏了，当晚报给岗亭，第二天修。", "need", "地下室灯坏了半年"),
    ("每户一年轮一次夜巡，走不动的烧壶水也算。", "meeting", "夜巡队月会"),
)
SAID = (
    Said(2, "change", "“盘问”太硬，像抓贼", "taken_up", "改成客气问一句。"),
    Said(4, "change", "我家就我一个老人，走不动", "partly", "烧壶水送到岗亭，也算一次。"),
    Said(3, "agree", "灯的事早该这样", "taken_up", "物业也签了字。"),
)
_DEEDS = {
    "老周": "七百多个晚上，风雨没停过夜巡。",
    "蒋老师": "每场活动后带着大家说得失，记成一本簿子。",
    "冉大爷": "走不动了，就守着岗亭烧水。",
}
KEPT = (
    ("trust", "夜巡簿每月贴在东门，谁值的班看得见。", "平安夜巡队", "东门公示栏"),
    ("reciprocity", "谁家夜里有急事，队里送一程；白天他来替一班。", "平安夜巡队", "换班表，岗亭墙上"),
    ("supervision", "每季由没轮班的三户看簿子，念给大家听。", "居民代表", "季度会纪要，居委会文件夹"),
)


async def tell(story: Story, *, lead: int | None) -> None:
    """Tell it to its hand-over."""
    await story.meet(*NEIGHBOURS, ages=("45-59", "60-74", "60-74"))
    await story.start(months_ago(30, 3), "槐安大院平安家园", "门禁严、夜里敢走、邻居认得出生人。", lead=lead)
    indicators = await _listen(story)
    issue = await _focus(story)
    group = await _years(story, issue)
    await _consolidate(story, group, indicators)
    await _lasting(story, group)
    await story.move(months_ago(1, 25), "hand_over")
    await story.plan_ahead(coming(5, weeks=1), "夜巡队月会", "东门岗亭", group=group, at=time(20))


async def _listen(story: Story) -> list[int]:
    for number, (tried, opened) in enumerate(((60, 21), (58, 25), (62, 31), (55, 36), (60, 44))):
        await story.knock(
            months_ago(30, 6) + timedelta(days=7 * number), tried, opened, "" if number < 2 else "万婆婆"
        )
    texts = ("上个月一单元被撬了两户", "地下室灯坏了半年", "外人随便进", "想有个晒被子的地方", "谁都不认识谁")
    for number in range(14):
        sort = CLASS if number % 5 in (0, 2) else "Repairs" if number % 5 == 1 else "Disputes"
        await story.hear(
            months_ago(30, 8) + timedelta(days=2 * number),
            texts[number % 5],
            channel="visit",
            sort=sort,
            by=NEIGHBOURS[number % 12] if number % 4 else "",
        )
    theft = await story.measure(
        months_ago(29, 10), "入室盗窃", "起/半年", baseline=14, source="派出所社区民警通报", target=3
    )
    knows = await story.measure(
        months_ago(29, 12),
        "知道自己属于哪个社区的居民",
        "%",
        baseline=31,
        source="入户问卷，126 人",
        target=70,
        falls=False,
    )
    said = {**BEFORE, "knows_estate": 0.98, "knows_community": 0.31, "safety": 2.3}
    await ask(story, months_ago(29, 12), "进场前的入户问卷", 126, said)
    await story.move(months_ago(29, 20), "focus")
    return [theft, knows]


async def _focus(story: Story) -> int:
    issue = await story.propose(
        months_ago(28, 4),
        "夜里不安全",
        "家家怕贼，加一道门、多一双眼就能改。",
        {
            "老周": (5, 4, 5, 5),
            "唐姐": (5, 4, 5, 5),
            "蒋老师": (4, 4, 5, 5),
            "冉大爷": (5, 2, 5, 5),
            "刘社工": (5, 3, 5, 5),
        },
        crisis_parties="物业、业委会筹备组、派出所",
        crisis_on=months_ago(31, 15),
    )
    await story.choose(months_ago(28, 8), issue, CLASS)
    return issue


async def _years(story: Story, issue: int) -> int:
    group = task = 0
    for months, title, crowd, hours in YEARS:
        day = saturday(months_ago(months, 16))
        early, late = months > 22, months <= 12
        resident = "老周" if not early else "staff"
        acts = (
            resident,
            "唐姐" if not early else "staff",
            "邱师傅" if not early else "staff",
            "老周" if late else "staff",
            "蒋老师",
        )
        if months == 24:
            await story.spot(
                months_ago(25, 6),
                "老周",
                by="刘社工",
                cares="连着十晚自己拿手电在院里走。",
                brings="叫上同楼六个人轮班。",
            )
            await story.move(months_ago(25, 20), "expand")
            group = await story.form(
                months_ago(25, 24),
                "平安夜巡队",
                "safety",
                NEIGHBOURS,
                initiator="老周",
                meets="每晚八点，东门岗亭",
            )
            until = months_ago(24, 2) + timedelta(days=1095)
            await story.lead(months_ago(24, 2), group, "老周", votes=(11, 12), until=until)
            task = await story.hand_task(
                months_ago(24, 6),
                group,
                "夜里有人走、门口有人看",
                CLASS,
                issue=issue,
                plan="两人一组，八点到十点；陌生人进院问一句；灯坏当晚报修。",
                author="老周",
            )
        await story.hold(
            day,
            title,
            crowd,
            acts=acts,
            names=NEIGHBOURS[: 4 + months % 7],
            group=group or None,
            task=task if months in (22, 20) else None,
            full=early,
            hours=hours,
            cash=300.0 + 2 * crowd[2],
            lever="mobilisation" if late else "collaboration" if not early else None,
            place="东门广场" if crowd[2] > 100 else "居委会活动室",
        )
    return group


async def _consolidate(story: Story, group: int, indicators: list[int]) -> None:
    theft, knows = indicators
    for months, count, share in ((27, 12, 36), (21, 8, 48), (15, 5, 59), (9, 4, 66), (3, 3, 74)):
        await story.read(theft, months_ago(months, 28), count, "派出所社区民警通报")
        await story.read(knows, months_ago(months, 28), share, "同一份问卷，每次 120 人以上")
    await story.move(months_ago(13, 4), "consolidate")
    await story.agree(months_ago(13, 9), cadence=1, indicator=theft)
    await story.lead(months_ago(13, 12), group, "唐姐", deputy=True)
    for months in (11, 10, 8, 7, 5, 4, 2, 1):
        await story.hold(
            saturday(months_ago(months, 21)),
            "夜巡队月会",
            (0, 6, 14),
            acts=("老周", "老周", "唐姐", "老周", "蒋老师"),
            names=NEIGHBOURS[:7],
            group=group,
            hours=(0, 18),
            lever="mobilisation",
            place="东门岗亭",
        )
    # What people know of common revenue before and after the cards went from door to door: 22 % → 61 % (S36).
    reasons = (("no_time",), ("unaware", "others"), ("no_time", "little_use"), ("others",), ("unaware",))
    known: Share = {"knows_vote": 0.4, "knows_duty": 0.58, "reasons": reasons}
    for ago, title, asked, known_by in ((8, "权责卡片之前", 64, 0.22), (4, "权责卡片之后", 66, 0.61)):
        said: Share = {**known, "knows_revenue": known_by}
        await ask(story, months_ago(ago, 20), title, asked, said, moment="pulse", key="awareness")


async def _lasting(story: Story, group: int) -> None:
    """A compact of their own, thanks to those who walked, and what keeps it: then it can be handed over."""
    first = story.buildings[0]
    await enter_doors(story, months_ago(8, 2), [first], floors=6, per_floor=8)
    compact = await CompactStory.begin(story, months_ago(8, 3), "槐安大院夜里平安公约", CLAUSES, group=group)
    await compact.ask(months_ago(8, 6), [(first, 40)], SAID, until=months_ago(8, 24))
    await compact.revise(months_ago(7, 2), 2, "天黑以后进院的生人，谁遇见谁客气问一句。", "“盘问”太硬了")
    await compact.adopt(months_ago(7, 12), "大院居民代表会，到会 31 人，全票。")
    day = saturday(months_ago(5, 12))
    launched = await story.hold(
        day,
        "夜里平安公约发布会",
        (1, 20, 210),
        acts=("老周", "老周", "唐姐", "老周", "蒋老师"),
        names=NEIGHBOURS[:8],
        group=group,
        hours=(4, 60),
        lever="mobilisation",
        place="东门广场",
    )
    ceremony = await celebrate(story, launched, day, seats=200, guests="派出所民警\n居委会代表\n物业代表")
    await compact.sign(day, [(first, 36)], ("我家灯坏当晚报。", "周三夜巡算我一个。"))
    await compact.launch(day, ceremony, review_on=months_ago(-7, 12))
    honour = await make_honour(story, day, "槐安守夜人", "为大院出力一年以上，至少三户人家说得出一件事。")
    await thank(story, day, honour, [_walked(name) for name in NEIGHBOURS], ceremony=ceremony)
    for kind, what, keeper, note in KEPT:
        await prove(story, months_ago(4, 9), kind, what, keeper=keeper, note=note)


def _walked(name: str) -> Thanked:
    """One of those who walked at night. Nobody nominates or reviews herself."""
    others = [one for one in ("万婆婆", "贺阿姨", "冉大爷", "老周") if one != name]
    deed = _DEEDS.get(name, "一年到头轮夜巡，没缺过自己的班。")
    return Thanked(name=name, deed=deed, by=others[0], reviewers=(others[1], others[2]))
