"""Thanks with honours (S58, S68, S70): nominated by a neighbour, reviewed by two, given with a yes, and one revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from groups.compacts.queries import compacts_of_program
from incentives.recognition import (
    actions,
    award_actions,
    award_queries,
    deed_queries,
    honour_actions,
    honour_queries,
    publicity_actions,
    queries,
)
from incentives.recognition.deed_schemas import NewCommunityHonour, NewPublicity
from incentives.recognition.schemas import (
    Agreed,
    GivenAward,
    NewHonour,
    NewNomination,
    NewReview,
    RevokedAward,
)
from incentives.recognition.tables import PublicityItem
from programs.residents.photo_schemas import NewPhotos
from server.demo import pictures
from server.demo.compacts import celebrate
from server.demo.program import months_ago, on, op, saturday
from server.demo.story import Story
from server.lib.actor import Actor

GOOD_NEIGHBOUR = "杏花里好邻居"
_CRITERIA = "守公约、肯带头，邻居说得出一件具体的事。"
_REVIEWERS = ("田老师", "老魏")
_STEADY = (
    "二十一天，天天出门带着袋子。",
    "下雨天也没落下，还给忘带的递过一个。",
    "头一个星期总忘，第二个星期起一天没漏。",
    "袋子挂在门把手上，全家轮着打勾。",
)


class Thanked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is honoured for, and who said so."""

    name: str
    deed: str
    by: str
    reviewers: tuple[str, str] = _REVIEWERS
    clause: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    shown_as: Literal["name", "nobody"] = "name"


async def make_honour(story: Story, day: date, name: str, criteria: str, prize: str = "奖杯一座") -> int:
    """Write down a title and by what it is given; its id."""
    with on(day):
        data = NewHonour(**op(), name=name, criteria=criteria, signed_by="社区居委会", prize=prize)
        return await honour_actions.make_honour(data, actor=story.actor)


async def thank(
    story: Story, day: date, honour: int, people: Sequence[Thanked], *, ceremony: int | None = None
) -> list[int]:
    """Nominate each, review by two, ask, and give; the awards' ids."""
    return [await _thank(story, day, honour, one, ceremony=ceremony) for one in people]


async def _thank(story: Story, day: date, honour: int, one: Thanked, *, ceremony: int | None) -> int:
    actor, proposed_on = story.actor, day - timedelta(days=15)
    with on(proposed_on):
        data = NewNomination(
            **op(),
            honour=honour,
            deed=one.deed,
            deed_on=proposed_on - timedelta(days=6),
            resident=story.people[one.name],
            proposer=story.people[one.by],
            program=story.program_id or None,
            clause=one.clause,
        )
        nomination = await actions.nominate(story.community, data, actor=actor)
        await _show(story, nomination, one.evidence)
    with on(day - timedelta(days=9)):
        for name in one.reviewers:
            review = NewReview(**op(), vote="yes", reviewer=story.people[name], note="亲眼看见的。")
            await actions.review(await queries.access_nomination(actor, nomination), review, actor=actor)
    agreed_on = day - timedelta(days=5)
    with on(agreed_on):
        yes = Agreed(**op(), shown_as=one.shown_as, agreed_on=agreed_on, how="face_to_face")
        await actions.agree(await queries.access_nomination(actor, nomination), yes, actor=actor)
    with on(day):
        given = GivenAward(**op(), awarded_on=day, ceremony=ceremony)
        return await award_actions.give_award(
            await queries.access_nomination(actor, nomination), given, actor=actor
        )


async def _show(story: Story, nomination: int, evidence: Sequence[tuple[str, str]]) -> None:
    for picture, caption in evidence:
        kept = await pictures.kept(picture)
        row = await queries.access_nomination(story.actor, nomination)
        photo = NewPhotos(**op(), caption=caption, nobody=True)
        await actions.add_photos(row, [kept], photo, actor=story.actor)


async def at_the_launch(story: Story, ceremony: int) -> None:
    """The first two, on the day on which the compact came into force."""
    day = saturday(months_ago(3, 8))
    honour = await make_honour(story, day, GOOD_NEIGHBOUR, _CRITERIA)
    people = (
        Thanked(name="赵姐", deed="三个月里每个周六都带人捡，一次没落。", by="豆豆妈妈"),
        Thanked(name="猫奶奶", deed="把长廊收拾成猫抓板工坊，邻里常来坐。", by="罗叔"),
    )
    await thank(story, day, honour, people, ceremony=ceremony)


async def at_the_party(story: Story, kept_habit: Sequence[str], *, coordinator: Actor) -> None:
    """An afternoon of thanks with everything ready (S70): for deeds, for a clause that somebody lives, for a habit."""
    day = saturday(months_ago(1, 10))
    held = await story.hold(
        day,
        "杏花里邻里感谢会",
        (1, 9, 64),
        acts=("猫奶奶", "赵姐", "李娜", "赵姐", "何老师"),
        names=("赵姐", "猫奶奶", "李娜", "王阿姨", "何老师"),
        hours=(5, 27),
        lever="mobilisation",
        place="杏花苑长廊",
    )
    ceremony = await celebrate(
        story, held, day, seats=80, guests="居委会书记\n物业经理", purpose="recognition"
    )
    steady = await make_honour(
        story, day, "二十一天有恒邻居", "出门带袋二十一天，最多落下两天。", prize="粪袋一卷"
    )
    habit = [
        Thanked(name=name, deed=_STEADY[place % len(_STEADY)], by="罗叔")
        for place, name in enumerate(kept_habit)
    ]
    await thank(story, day, steady, habit, ceremony=ceremony)
    good = {name: row for row, name, _criteria in await honour_queries.honour_options(story.actor)}
    [compact, *_] = await compacts_of_program(story.program_id)
    await thank(story, day, good[GOOD_NEIGHBOUR], _neighbours(compact["id"]), ceremony=ceremony)
    await _taken_back(story, day, good[GOOD_NEIGHBOUR], ceremony, coordinator=coordinator)
    given_on = months_ago(20, 12)
    with on(day):
        given = NewCommunityHonour(
            **op(), title="全国和谐社会示范城区", given_by="民政部门", given_on=given_on
        )
        await publicity_actions.note_community_honour(story.community, given, actor=story.actor)


def _neighbours(compact: int) -> tuple[Thanked, ...]:
    return (
        Thanked(
            name="周师傅",
            deed="把狗的作息改到早七点以后、晚十点以前，还给单元门口做了轻声的牌子。",
            by="豆豆妈妈",
            clause=f"{compact}:3",
            evidence=(("dog-hours", "贴在他家冰箱上的作息"), ("quiet-sign", "单元门口的牌子")),
        ),
        Thanked(name="王姐", deed="把没人要的花盆收拢来，教会十来户种薄荷。", by="贺兰芝"),
        Thanked(name="李叔", deed="一栋到五栋的楼道灯，坏一盏当晚换一盏。", by="钟婆婆"),
        Thanked(name="陈叔", deed="领着社工敲开半栋楼的门，又守了大半年粪袋箱。", by="吴伯"),
        Thanked(name="阿珍", deed="给对门瘫在床上的老人送了两个月午饭。", by="刘姐", shown_as="nobody"),
    )


async def _taken_back(story: Story, day: date, honour: int, ceremony: int, *, coordinator: Actor) -> None:
    """One was given to the wrong neighbour: whoever verifies it reads that it is revoked, and of which class the reason is."""
    wrong = Thanked(name="郭哥", deed="夜里把摔倒的老人背到了卫生站。", by="孙阿姨")
    [award_id] = await thank(story, day, honour, [wrong], ceremony=ceremony)
    with on(day + timedelta(days=5)):
        award = await award_queries.access_award(coordinator, award_id, to_revoke=True)
        data = RevokedAward(
            **op(), revoke_class="mistake", reason="背老人的是同楼的小刘，郭哥自己来说的，已经当面谢过。"
        )
        await award_actions.revoke_award(award, data, actor=coordinator)


async def shown(
    story: Story,
    day: date,
    medium: Literal["board", "wechat"],
    title: str,
    place: str,
    *,
    name: str = "",
    group: int | None = None,
    picture: str = "",
) -> None:
    """Note where a neighbour or a group was shown, with a picture of the board in which nobody stands."""
    with on(day):
        data = NewPublicity(
            **op(),
            medium=medium,
            title=title,
            place=place,
            shown_on=day,
            resident=story.people[name] if name else None,
            group=group,
            program=story.program_id or None,
        )
        kept = await pictures.kept(picture) if picture else None
        item_id = await publicity_actions.note_publicity(
            story.community, data, picture=kept, actor=story.actor
        )
        if kept:
            item = await deed_queries.access_deed(PublicityItem, story.actor, item_id)
            await pictures.nobody_in(story, item.photo, title)
