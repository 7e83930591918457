"""The demo's compacts: one from needs to re-signing (S54-S57), one copied and stopped (S53), one without its ceremony (S55)."""

from __future__ import annotations

from datetime import date, timedelta

from groups.compacts import actions, draft_actions, text_queries
from groups.compacts.queries import access_compact
from groups.compacts.schemas import EditedClause, NewCompact
from server.demo.compacts import CompactStory, Outcome, Said, celebrate, enter_doors
from server.demo.program import months_ago, on, op, saturday
from server.demo.story import Story
from server.lib import clock
from server.lib.i18n import language

CLAUSES = (
    ("出门遛狗牵好绳，进电梯先让人，狗靠边或抱起。", "need", "电梯里总有狗尿味"),
    ("自家狗拉的自家捡，没带袋就到路口的粪袋箱取一个。", "need", "建议设个粪袋箱"),
    ("早上七点以前、晚上十点以后，不让狗在楼下叫。", "need", "半夜狗叫，狗粪没人捡"),
    ("大狗出门戴嘴套，不进儿童乐园。", "need", "出门就踩到狗粪，孩子摔了一跤"),
    ("不养狗的邻居不吓狗、不赶狗，有话当面好好说。", "visit", "一楼几户老人说起的"),
    ("喂流浪猫在长廊尽头，喂完把盒子收走。", "visit", "猫奶奶和楼下住户商量的"),
    ("每家一年至少来一次周六一起捡。", "meeting", "铲屎官小队月会"),
    ("这份公约每年看一回，由小队和各栋代表一起改。", "meeting", "铲屎官小队月会"),
)
SAID = (
    Said(2, "agree", "粪袋箱再多放两个就更好", "taken_up", "物业下月加两个。"),
    Said(3, "agree", "早上六点多就有狗叫，早该写", "taken_up", "谢谢，写进第三条了。"),
    Said(5, "agree", "我家不养狗，也愿意签", "taken_up", "欢迎您来发布会。"),
    Said(None, "agree", "写得短，记得住", "taken_up", "就照这个长短写。"),
)
# What people said of the fourth clause once they lived with it.
_FOURTH: tuple[tuple[str, Outcome, str], ...] = (
    ("金毛算不算大狗？", "explained", "肩高过五十厘米的算，金毛算。"),
    ("戴嘴套狗难受", "partly", "改成人多的地方才戴。"),
    ("儿童乐园该不该整个不让进", "taken_up", "写清楚是围栏里面。"),
    ("小狗也有咬人的", "partly", "第一条就是给小狗的：牵好绳、抱起来。"),
    ("晚上没人还要戴吗", "partly", "人少时可以不戴。"),
    ("导盲犬怎么办", "taken_up", "导盲犬不在此列。"),
    ("外面来的狗管不管", "explained", "门岗会提醒一声。"),
    ("没嘴套的先借一个行吗", "taken_up", "岗亭放三个，随借随还。"),
    ("谁来看有没有戴", "explained", "谁看见谁提醒，不罚款。"),
    ("河边步道能不能撒开跑", "explained", "步道归街道管，只能牵着。"),
    ("写得太硬了，改软一点", "taken_up", "改成商量的口气。"),
)
FOURTH = tuple(Said(4, "change", text, outcome, answer) for text, outcome, answer in _FOURTH)
CHANGED = "大狗到人多的地方戴嘴套，不进儿童乐园的围栏；导盲犬除外。没嘴套的，到岗亭借。"
EDITED = "每家一年至少来一次“周六一起捡”。"
PLEDGES = (
    "出门先摸一摸袋子带了没。",
    "见到忘带袋的递一个。",
    "周六一起捡，我家算一个。",
    "进电梯先问一声怕不怕狗。",
    "十点以后不下楼。",
    "不养狗，也不赶狗。",
    "孩子想摸，先教他问主人。",
)

_LIFTED = "每层推一位楼层联系人，谁家的车堵了单元门，先找他打电话来挪一挪。"
_SHED = (
    ("电动车推到车棚充，不进楼道、不进电梯、不进家门。", "need", "楼道里拖着线充电，半夜闻到糊味"),
    ("见到推车进门的，先帮忙推去棚里，再好好说。", "meeting", "巡看队商量"),
    ("谁家缺插卡，跟队里说一声，先借后还。", "meeting", "巡看队商量"),
)
_OF_SHED = (
    Said(1, "agree", "我家住一楼，最怕夜里起火", "taken_up", "所以写在第一条。"),
    Said(3, "change", "老人不会用插卡", "partly", "队里派人教，教会为止。"),
)


async def tell(story: Story, group: int) -> int:
    """The compact of the pets, up to today; the id of the ceremony at which it was launched."""
    compact, ceremony, day = await _launch(story, group)
    first, second = story.buildings[3:5]
    # 2.1 of 8 clauses at the launch, 4.6 after sixty days (S57).
    await compact.recall(day + timedelta(days=2), 40, 84)
    await compact.practise(day + timedelta(days=3), 2, 31, 19, "东门草坪")
    await compact.practise(months_ago(2, 10), 2, 40, 12, "东门草坪")
    # Eleven comments on the fourth clause, all answered, and what came of them (S54).
    await compact.hear_more(months_ago(2, 18), first, FOURTH, answered_on=months_ago(2, 26))
    # 118 of 140 households signed the second text; the edit after it asks nobody (S56).
    await compact.change(months_ago(1, 3), 4, CHANGED, "十一条意见里八条要它改")
    await compact.sign(months_ago(1, 9), [(first, 66), (second, 52)], PLEDGES)
    await compact.recall(day + timedelta(days=62), 40, 184)
    await compact.practise(months_ago(1, 12), 2, 47, 5, "东门草坪")
    await compact.change(months_ago(1, 20), 7, EDITED, "给活动的名字加上引号", edit=True)
    return ceremony


async def _launch(story: Story, group: int) -> tuple[CompactStory, int, date]:
    # The doors of the fourth and fifth building are known from the first wave; the third is small; the sixth was left out.
    known, small, left_out = story.buildings[3:5], story.buildings[2], story.buildings[5]
    unknown = [one for one in story.buildings if one not in (*known, small, left_out)]
    await enter_doors(story, months_ago(5, 6), unknown, floors=25, per_floor=4)
    await enter_doors(story, months_ago(5, 6), [small], floors=6, per_floor=4)
    compact = await CompactStory.begin(story, months_ago(5, 8), "杏花里文明养宠公约", CLAUSES, group=group)
    # 704 of 1100 households; in the sixth building nobody was asked (S54).
    doors = [(one, 76 if place < 5 else 75) for place, one in enumerate([*known, *unknown])]
    await compact.ask(months_ago(5, 10), [*doors, (small, 24)], SAID, until=months_ago(5, 27))
    await compact.revise(months_ago(4, 2))
    await compact.adopt(months_ago(4, 12), "居民代表会，到会 46 人，44 人同意。")
    day = saturday(months_ago(3, 8))
    launched = await story.hold(
        day,
        "杏花里公约发布会",
        (1, 16, 88),
        acts=("赵姐", "赵姐", "陈叔", "赵姐", "何老师"),
        names=("赵姐", "陈叔", "猫奶奶", "李娜", "王阿姨"),
        group=group,
        hours=(6, 48),
        cash=420,
        lever="mobilisation",
        place="中心草坪",
    )
    ceremony = await celebrate(story, launched, day, seats=100, guests="居委会代表\n物业代表\n业委会代表")
    await compact.sign(day, [(known[0], 80), (known[1], 60)], PLEDGES)
    await compact.launch(day, ceremony, review_on=months_ago(-9, 8))
    return compact, ceremony, day


async def copy_one(story: Story, day: date) -> None:
    """A draft that was looked up and changed a little: it is stopped before anybody signs (S53)."""
    with on(day), language(story.actor.language):
        data = NewCompact(**op(), title="梧桐湾文明公约", program=story.program_id, sample="tower")
        compact_id = await actions.begin_compact(story.community, data, actor=story.actor)
        compact = await access_compact(story.actor, compact_id)
        [text] = await text_queries.texts_of(compact_id)
        last = text.clauses[-1]
        lifted = EditedClause(
            **op(), version=text.version, text=_LIFTED, source="template", origin_note="网上找的，改了一条"
        )
        await draft_actions.edit_clause(compact, last.key, lifted, actor=story.actor)


async def sign_without_ceremony(story: Story, group: int) -> None:
    """A compact that households sign already, and that cannot come into force before its ceremony (S55)."""
    first, today = story.buildings[0], clock.today()
    compact = await CompactStory.begin(
        story, today - timedelta(days=44), "电动车不进楼公约", _SHED, group=group
    )
    asked = today - timedelta(days=40)
    await compact.ask(asked, [(first, 32)], _OF_SHED, until=asked + timedelta(days=12))
    await compact.revise(today - timedelta(days=24))
    await compact.adopt(today - timedelta(days=15), "楼门口碰头会，到会 22 人，全票。")
    await compact.sign(today - timedelta(days=6), [(first, 19)], ("我家的车今晚就推去棚里。",))
