"""Doors of the cast's building and rounds to walk there, for tests that knock."""

from __future__ import annotations

from typing import Any

from programs.communities.tables import Building
from programs.residents.place_actions import household_of
from programs.residents.tables import Household
from programs.visits import round_actions
from programs.visits.door_schemas import Knock
from programs.visits.round_schemas import NewRound
from programs.visits.tables import Round
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.ids import new_op_id
from tests.cast import Cast

COMPULSORY = (4, 5, 8, 9)  # of the first visit as it ships


async def doors(cast: Cast, *names: str) -> dict[str, int]:
    """The doors of the building, with those named added to the cast's 301."""
    async with write_transaction():
        for name in names:
            await household_of(cast.ours.community, cast.ours.building, name, actor=cast.chen)
    found = await Household.select(Household.id, Household.door).where(
        Household.building == cast.ours.building
    )
    return {row["door"]: row["id"] for row in found}


async def plan(cast: Cast, **more: Any) -> Round:
    """A round that Chen walks today through the whole building, within the program."""
    building = await Building.objects().get(Building.id == cast.ours.building)
    values = {
        "building": cast.ours.building,
        "scenario": "first_visit",
        "purpose": "concern",
        "planned_on": clock.today(),
        "visitor_account": cast.chen.user_id,
        "program": cast.ours.program,
        **more,
    }
    round_id = await round_actions.plan_round(
        building, NewRound(op_id=new_op_id(), **values), actor=cast.chen
    )
    found = await Round.objects().get(Round.id == round_id)
    assert found is not None
    return found


def knock(household: int, outcome: str, **more: Any) -> Knock:
    """What came of a door; an opened one with every compulsory step ticked."""
    if outcome == "opened":
        more = {"steps_done": COMPULSORY, **more}
    return Knock(household=household, outcome=outcome, **more)
