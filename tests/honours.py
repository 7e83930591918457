"""The way of an honour in tests: a title, a nomination, two reviews, a yes, an award."""

from __future__ import annotations

from typing import Any

from incentives.recognition import actions, award_actions, award_queries, honour_actions, queries
from incentives.recognition.schemas import Agreed, GivenAward, NewHonour, NewNomination, NewReview
from incentives.recognition.tables import Award, Honour, Nomination
from programs.communities.tables import Community
from server.lib import clock
from server.lib.ids import new_op_id
from tests.cast import Cast

DEED = "雨夜帮三位老人收衣服"


async def title(cast: Cast, name: str = "公约模范") -> int:
    """A title of ours, once by each name."""
    found = await Honour.objects().get(Honour.name == name)
    if found is not None:
        return int(found.id)
    data = NewHonour(
        op_id=new_op_id(), name=name, criteria="守约,也帮邻居守约", signed_by="五福桥社区", prize="奖杯"
    )
    return await honour_actions.make_honour(data, actor=cast.lin)


async def nominated(cast: Cast, **more: Any) -> Nomination:
    """猫奶奶, nominated by 陈叔, who saw it."""
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    known = {
        "who": "猫奶奶",
        "proposed_by_name": "陈叔",
        "deed_on": clock.today(),
        "honour": await title(cast),
    }
    values = {**known, "program": cast.ours.program, **more}
    data = NewNomination(op_id=new_op_id(), deed=DEED, **values)
    return await queries.access_nomination(
        cast.chen, await actions.nominate(community, data, actor=cast.chen)
    )


async def agreed(cast: Cast, nomination: Nomination, shown_as: Any = "name", **more: Any) -> Nomination:
    """Reviewed by Lin and by 李娜, and agreed to."""
    await actions.review(nomination, NewReview(op_id=new_op_id(), vote="yes"), actor=cast.lin)
    await actions.review(nomination, NewReview(op_id=new_op_id(), vote="yes", who="李娜"), actor=cast.lin)
    values = {"agreed_on": clock.today(), **more}
    data = Agreed(op_id=new_op_id(), shown_as=shown_as, how="face_to_face", **values)
    await actions.agree(nomination, data, actor=cast.chen)
    return await queries.access_nomination(cast.chen, nomination.id)


async def awarded(cast: Cast, nomination: Nomination, **more: Any) -> Award:
    """Given today, unless the day is said."""
    data = GivenAward(op_id=new_op_id(), **{"awarded_on": clock.today(), **more})
    award_id = await award_actions.give_award(nomination, data, actor=cast.chen)
    return await award_queries.access_award(cast.chen, award_id)
