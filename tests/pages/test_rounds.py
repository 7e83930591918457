"""A round from plan to debrief, as its pages show it."""

from __future__ import annotations

import re

from programs.visits.tables import Visit
from server.lib import clock
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast
from tests.doors import doors
from tests.visitor import Visitor

PLAN = {"scenario": "first_visit", "purpose": "concern", "doors": "all", "days": "90"}


async def planned(cast: Cast, **more: str) -> str:
    """The address of a round that Chen walks today."""
    answer = await Visitor("chen").post(
        "/desk/rounds",
        {
            **PLAN,
            "building": str(cast.ours.building),
            "planned_on": str(clock.today()),
            "visitor_account": str(cast.chen.user_id),
            "program": str(cast.ours.program),
            **more,
        },
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_round_is_planned_and_walked_tap_by_tap(cast: Cast) -> None:
    by_door = await doors(cast, "101", "1002", "202")
    url, chen = await planned(cast), Visitor("chen")
    page = (await chen.get(f"{url}/walk")).text
    shown = re.findall(r"<b>([\d-]+)</b><small>", page)
    assert shown == ["101", "202", "301", "1002"]
    op_id = new_op_id()
    tap = {"households": str(by_door["101"]), "outcome": "not_home"}
    for _twice in range(2):
        answer = await chen.post(f"{url}/doors", tap, op_id=op_id)
        assert answer.status_code == 303
    assert await Visit.count() == 1
    page = (await chen.get(answer.headers["location"])).text
    assert re.search(r'id="door".*?<b>202</b>', page, re.DOTALL)
    assert CANARY not in page
