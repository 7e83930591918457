"""What makes it last, in the story of the pets: a compact, thanks, a habit, a service that was hurt and mended."""

from __future__ import annotations

from datetime import date, timedelta

from groups.habits import actions as habit_actions
from groups.habits import queries as habit_queries
from groups.habits import settle_actions, tick_actions
from groups.habits.schemas import ChartTick, ChartTicks, NewEntries, NewHabit, NewLook
from incentives.reciprocity import agreement_actions, agreement_queries, exchange_actions
from incentives.reciprocity.agreement_schemas import Accepted, NewAgreement, NewExchange, NewIncident, Talked
from incentives.recognition import actions, award_actions, honour_actions, queries
from incentives.recognition.schemas import Agreed, GivenAward, NewHonour, NewNomination, NewReview
from programs.method import case_actions, mechanism_actions
from programs.method.case_schemas import NewQuote
from programs.method.mechanism_schemas import NewMechanism
from server.demo_compacts import CompactStory, Outcome, Said, celebrate, enter_doors
from server.demo_program import months_ago, on, op, saturday
from server.demo_story import Story
from server.lib import clock

CLAUSES = (
    ("出门遛狗牵好绳，进电梯先让人，狗靠边或抱起。", "need", ""),
    ("自家狗拉的自家捡，没带袋就到路口的粪袋箱取一个。", "need", ""),
    ("早上七点以前、晚上十点以后，不让狗在楼下叫。", "need", ""),
    ("大狗出门戴嘴套，不进儿童乐园。", "need", ""),
    ("不养狗的邻居不吓狗、不赶狗，有话当面好好说。", "visit", "一楼几户老人说起的"),
    ("喂流浪猫在长廊尽头，喂完把盒子收走。", "visit", "猫奶奶和楼下住户商量的"),
    ("每家一年至少来一次周六一起捡。", "meeting", "铲屎官小队月会"),
    ("这份公约每年看一回，由小队和各栋代表一起改。", "meeting", "铲屎官小队月会"),
)
_FOURTH: tuple[tuple[str, Outcome, str], ...] = (
    ("金毛算不算大狗？", "explained", "肩高过五十厘米的算，金毛算。"),
    ("戴嘴套狗难受", "partly", "改成人多的地方才戴。"),
    ("儿童乐园该不该整个不让进", "taken_up", "写清楚是围栏里面。"),
    ("小狗也有咬人的", "partly", "小狗牵短绳，写进第一条说明。"),
    ("晚上没人还要戴吗", "partly", "人少时可以不戴。"),
    ("导盲犬怎么办", "taken_up", "导盲犬不在此列。"),
    ("外面来的狗管不管", "explained", "门岗会提醒一声。"),
    ("没嘴套的先借一个行吗", "taken_up", "岗亭放三个，随借随还。"),
    ("谁来看有没有戴", "explained", "谁看见谁提醒，不罚款。"),
    ("河边步道能不能撒开跑", "explained", "步道归街道管，只能牵着。"),
    ("写得太硬了，改软一点", "taken_up", "改成商量的口气。"),
)
SAID = (
    *(Said(4, "change", text, outcome, answer) for text, outcome, answer in _FOURTH),
    Said(2, "agree", "粪袋箱再多放两个就更好", "taken_up", "物业下月加两个。"),
    Said(3, "agree", "早上六点多就有狗叫，早该写", "taken_up", "谢谢，写进第三条了。"),
    Said(5, "agree", "我家不养狗，也愿意签", "taken_up", "欢迎您来发布会。"),
    Said(None, "agree", "写得短，记得住", "taken_up", "就照这个长短写。"),
)
CHANGED = "大狗到人多的地方戴嘴套，不进儿童乐园的围栏；导盲犬除外。"
AGAIN = "大狗到人多的地方戴嘴套，不进儿童乐园的围栏；导盲犬除外。没嘴套的，到岗亭借。"
PLEDGES = ("出门先摸一摸袋子带了没。", "见到忘带袋的递一个。", "周六一起捡，我家算一个。")


async def tell(story: Story, group: int) -> None:
    """Tell it up to today, after the program came to consolidate."""
    ceremony = await _compact(story, group)
    await _thanks(story, group, ceremony)
    await _habit(story, group)
    await _service(story)
    await _mechanisms(story)


async def _compact(story: Story, group: int) -> int:
    # The third building is small and is walked later; the doors of the fourth and fifth are known from the first wave.
    known, last = story.buildings[3:5], story.buildings[-1]
    unknown = [one for one in story.buildings if one not in (*known, story.buildings[2], last)]
    await enter_doors(story, months_ago(5, 6), unknown, floors=25, per_floor=4)
    compact = await CompactStory.begin(story, months_ago(5, 8), "杏花里文明养宠公约", CLAUSES, group=group)
    # Sixty-four in a hundred households of the community; in the last building nobody was asked (S54).
    doors = [(building, 79 if place < 2 else 78) for place, building in enumerate([*known, *unknown])]
    await compact.ask(months_ago(5, 10), doors, SAID, until=months_ago(5, 27))
    await compact.revise(months_ago(4, 2), 4, CHANGED, "十一条意见里八条说到它")
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
    ceremony = await celebrate(story, launched, day, seats=100, guests="居委会、物业、业委会各一位")
    first, second = known
    await compact.sign(day, [(first, 80), (second, 60)], PLEDGES)
    await compact.launch(day, ceremony, review_on=months_ago(-9, 8))
    # 2.1 of 8 clauses at the launch, 4.6 after sixty days (S57).
    await compact.recall(day + timedelta(days=2), 40, 84)
    await compact.practise(day + timedelta(days=3), 2, 31, 19, "东门草坪")
    await compact.practise(months_ago(2, 10), 2, 40, 12, "东门草坪")
    later = Said(4, "change", "新搬来的没有嘴套", "taken_up", "岗亭备着，写进第四条。")
    await compact.hear_more(months_ago(2, 18), first, later)
    # 118 of 140 households signed again (S56).
    await compact.change(months_ago(1, 3), 4, AGAIN, "新搬来的邻居没有嘴套")
    await compact.sign(months_ago(1, 9), [(first, 66), (second, 52)], PLEDGES)
    await compact.recall(day + timedelta(days=62), 40, 184)
    await compact.practise(months_ago(1, 12), 2, 47, 5, "东门草坪")
    return ceremony


async def _honour(
    story: Story,
    day: date,
    honour: int,
    deed: str,
    *,
    of: str = "",
    group: int | None = None,
    by: str,
    reviewers: tuple[str, str],
    ceremony: int,
) -> int:
    """Nominate, review by two, ask, and give; the award's id."""
    actor = story.actor
    with on(day):
        data = NewNomination(
            **op(),
            honour=honour,
            deed=deed,
            deed_on=day - timedelta(days=20),
            resident=story.people[of] if of else None,
            group=group,
            proposer=story.people[by],
            program=story.program_id,
        )
        nomination = await actions.nominate(story.community, data, actor=actor)
        for name in reviewers:
            review = NewReview(**op(), vote="yes", reviewer=story.people[name], note="亲眼看见的。")
            await actions.review(await queries.access_nomination(actor, nomination), review, actor=actor)
        yes = Agreed(**op(), shown_as="name", agreed_on=day, how="face_to_face")
        await actions.agree(await queries.access_nomination(actor, nomination), yes, actor=actor)
        given = GivenAward(**op(), awarded_on=day, ceremony=ceremony)
        return await award_actions.give_award(
            await queries.access_nomination(actor, nomination), given, actor=actor
        )


async def thank(
    story: Story,
    day: date,
    title: str,
    criteria: str,
    deeds: tuple[tuple[str, str, str, tuple[str, str]], ...],
    *,
    ceremony: int,
    group: tuple[int, str] | None = None,
) -> None:
    """Make an honour and give it: to each (name, deed, by whom nominated, by whom reviewed), and to a group."""
    with on(day):
        data = NewHonour(**op(), name=title, criteria=criteria, signed_by="社区居委会", prize="奖杯一座")
        honour = await honour_actions.make_honour(data, actor=story.actor)
    for name, deed, by, reviewers in deeds:
        await _honour(story, day, honour, deed, of=name, by=by, reviewers=reviewers, ceremony=ceremony)
    if group:
        outside = deeds[-1]
        await _honour(
            story,
            day,
            honour,
            group[1],
            group=group[0],
            by=outside[2],
            reviewers=outside[3],
            ceremony=ceremony,
        )


async def _thanks(story: Story, group: int, ceremony: int) -> None:
    deeds = (
        ("赵姐", "三个月里每个周六都带人捡，一次没落。", "豆豆妈妈", ("田老师", "老魏")),
        ("猫奶奶", "把长廊收拾成猫抓板工坊，邻里常来坐。", "罗叔", ("田老师", "老魏")),
    )
    await thank(
        story,
        saturday(months_ago(3, 8)),
        "杏花里好邻居",
        "守公约、肯带头，邻居说得出一件具体的事。",
        deeds,
        ceremony=ceremony,
    )


async def _habit(story: Story, group: int) -> None:
    start = months_ago(3, 12)
    names = list(story.people)[:20]
    with on(start - timedelta(days=2)):
        data = NewHabit(
            **op(),
            title="出门带袋二十一天",
            what="每次遛狗带上袋子，回来在表上打个勾。",
            starts_on=start,
            habit_of="person",
            program=story.program_id,
            group=group,
            public=True,
        )
        habit_id = await habit_actions.start_habit(story.community, data, actor=story.actor)
        habit = await habit_queries.access_habit(story.actor, habit_id)
        entries = await habit_actions.add_entries(
            habit,
            NewEntries(**op(), residents=tuple(story.people[name] for name in names)),
            actor=story.actor,
        )
    with on(start + timedelta(days=20), 21):
        # Fifteen completed, with at most two misses; five gave up on the way (S79).
        missed = {
            entry: place % 3 if place < 15 else 3 + 2 * (place - 14) for place, entry in enumerate(entries)
        }
        ticks = tuple(
            ChartTick(entry=entry, day=start + timedelta(days=day), done=True)
            for entry in entries
            for day in range(21)
            if not (day % 7 == 5 and day // 7 < missed[entry]) and day < 21 - max(0, missed[entry] - 3)
        )
        await tick_actions.tick_some(habit, ChartTicks(**op(), ticks=ticks), actor=story.actor)
    with on(start + timedelta(days=22)):
        habit = await habit_queries.access_habit(story.actor, habit_id)
        await settle_actions.settle(habit, actor=story.actor)
    looked = start + timedelta(days=61)
    with on(looked):
        habit = await habit_queries.access_habit(story.actor, habit_id)
        look = NewLook(**op(), looked_on=looked, keeping=tuple(entries[:11]))
        await settle_actions.enter_look(habit, 60, look, actor=story.actor)


async def _service(story: Story) -> None:
    """王阿姨 keeps 钟婆婆 company; it is taken for granted, rests, is talked over, and goes on (S86)."""
    actor = story.actor
    begun = months_ago(4, 6)
    with on(begun):
        data = NewAgreement(
            **op(),
            service="每周三下午陪钟婆婆说说话、收拾屋子",
            starts_on=begun,
            giver=story.people["王阿姨"],
            receiver=story.people["钟婆婆"],
            program=story.program_id,
            giver_ticked=("on_time", "as_agreed", "discreet"),
            receiver_ticked=("of_free_will", "tell_family", "in_time"),
        )
        agreement_id = await agreement_actions.draft(story.community, data, actor=actor)
    await _both_accept(story, agreement_id, begun)
    for week in (1, 2, 3, 5, 6, 7, 8):
        await _give(story, agreement_id, begun + timedelta(days=7 * week), "giver", "陪着说话，擦了灶台", 90)
    hurt = begun + timedelta(days=58)
    with on(hurt):
        agreement = await agreement_queries.access_agreement(actor, agreement_id)
        incident = NewIncident(
            **op(),
            kind="taken_for_granted",
            what="老人的孩子回家，老人说让她忙去，那是她分内的事。王阿姨听了心里不是滋味。",
            happened_on=hurt,
            talk_with="钟婆婆和她儿子",
            talk_by=hurt + timedelta(days=7),
            feeling=2,
        )
        incident_id = await exchange_actions.note_incident(agreement, incident, actor=actor)
    talked = hurt + timedelta(days=4)
    with on(talked):
        incident_row, agreement = await agreement_queries.access_incident(actor, incident_id)
        talk = Talked(**op(), talked_on=talked, talk_note="儿子当面道谢；说好每月一家人做一顿饭请王阿姨来。")
        await exchange_actions.note_talk(incident_row, agreement, talk, actor=actor)
    await _both_accept(story, agreement_id, talked + timedelta(days=1))
    weeks = (clock.today() - talked).days // 7
    for week in range(1, weeks, 2):
        await _give(story, agreement_id, talked + timedelta(days=7 * week), "giver", "陪着说话，理了药盒", 80)
    for week in range(2, weeks, 4):
        day = talked + timedelta(days=7 * week)
        await _give(story, agreement_id, day, "receiver", "一家人请王阿姨吃顿饭", None)


async def _both_accept(story: Story, agreement_id: int, day: date) -> None:
    with on(day, 16):
        for side in ("giver", "receiver"):
            agreement = await agreement_queries.access_agreement(story.actor, agreement_id)
            data = Accepted(**op(), side=side, accepted_on=day)
            await agreement_actions.accept(agreement, data, actor=story.actor)


async def _give(
    story: Story, agreement_id: int, day: date, side: str, what: str, minutes: int | None
) -> None:
    with on(day, 18):
        agreement = await agreement_queries.access_agreement(story.actor, agreement_id)
        data = NewExchange(**op(), given_by=side, what=what, given_on=day, minutes=minutes)  # type: ignore[arg-type]  # one of the choices
        await exchange_actions.note_exchange(agreement, data, actor=story.actor)


async def prove(story: Story, day: date, kind: str, what: str, *, keeper: str, note: str) -> None:
    """Enter what keeps a result, with a document that shows it."""
    with on(day):
        data = NewMechanism(
            **op(),
            kind=kind,  # type: ignore[arg-type]  # one of the choices
            what=what,
            keeper=keeper,
            proof="document",
            proof_note=note,
            proved_on=day,
        )
        await mechanism_actions.add_mechanism(await story.program(), data, actor=story.actor)


async def _mechanisms(story: Story) -> None:
    """Two of three: who looks after it without the NGO is not settled yet (S65)."""
    day = months_ago(2, 6)
    await prove(
        story,
        day,
        "trust",
        "小队的账每月一张照片发群里。",
        keeper="铲屎官小队",
        note="群里的账本照片，岗亭有底册",
    )
    await prove(
        story,
        day,
        "reciprocity",
        "谁家出门，邻居帮着遛；回来请吃一碗面。",
        keeper="铲屎官小队",
        note="互助名单，岗亭墙上",
    )
    with on(months_ago(1, 16)):
        quote = NewQuote(
            **op(),
            text="以前绕着草坪走，现在孩子敢在上面打滚。",
            said_on=months_ago(1, 16),
            said_as="一位妈妈",
            consented=True,
        )
        await case_actions.add_quote(await story.program(), quote, actor=story.actor)
