"""陈叔's own page (S90): hours, deeds, thanks, roles, what it means to him in two waves, and the letter that he makes himself."""

from __future__ import annotations

from incentives.reciprocity import letter_actions, letter_queries, own_actions
from incentives.reciprocity.own_schemas import (
    AnsweredCorrection,
    AskedCorrection,
    NewLetter,
    NewLink,
    Rated,
)
from programs.residents.queries import access_resident
from server.demo.honours import shown
from server.demo.links import OWN_LINK
from server.demo.program import months_ago, on, op, saturday
from server.demo.story import Story

_ADDRESS = "203.0.113.90"


async def refill_boxes(story: Story, group: int) -> None:
    """Once a month a few of them fill the boxes with bags; everybody who comes helps."""
    turns = (("陈叔", "周师傅"), ("陈叔", "李娜", "小杨"), ("陈叔", "王阿姨"))
    for months in range(6, 0, -1):
        names = turns[months % len(turns)]
        await story.hold(
            saturday(months_ago(months, 2)),
            "给粪袋箱添袋",
            (0, len(names), 0),
            acts=("陈叔", "陈叔", names[1], "陈叔", names[-1]),
            names=names,
            group=group,
            hours=(0, 2 * len(names)),
            lever="mobilisation",
            place="四个路口",
        )


async def tell(story: Story) -> None:
    """What he finds on his page today."""
    await shown(story, months_ago(2, 5), "board", "陈叔和四个粪袋箱", "东门宣传栏", name="陈叔")
    person = await access_resident(story.actor, story.people["陈叔"])
    with on(months_ago(6, 12)):
        link = NewLink(op_id=OWN_LINK)
        await own_actions.make_link(person, link, actor=story.actor)
    himself = own_actions.herself(person)
    for day, rating, note in (
        (months_ago(6, 14), 3, "闲着也是闲着。"),
        (months_ago(1, 22), 5, "走在院里有人喊我，心里踏实。"),
    ):
        with on(day, 20):
            rated = Rated(**op(), rating=rating, note=note)
            await own_actions.rate(person, rated, address=_ADDRESS, actor=himself)
    with on(months_ago(1, 24), 20):
        asked = AskedCorrection(**op(), text="我住三栋，门牌好像写成别的楼了。")
        asked_id = await own_actions.ask_correction(person, asked, address=_ADDRESS, actor=himself)
        await own_actions.make_letter(person, NewLetter(**op()), address=_ADDRESS, actor=himself)
    with on(months_ago(1, 26)):
        correction = await letter_queries.access_correction(story.actor, asked_id)
        answer = AnsweredCorrection(
            **op(),
            version=correction.version,
            corrected="yes",
            answer="看过了，现在写的是三栋。谢谢您告诉我们。",
        )
        await letter_actions.answer_correction(correction, answer, actor=story.actor)
