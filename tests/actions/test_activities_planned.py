"""Activities planned: they prove nothing until they were held."""

from datetime import date, timedelta

import pytest

from groups.activities import actions
from groups.activities.schemas import Cancelled, EditedPlan, HeldActivity
from server.lib import clock
from server.lib.errors import Refused, Stale
from server.lib.ids import new_op_id
from tests.activity_deeds import activity, plan, setting_of, sums, tick
from tests.cast import Cast


async def test_a_plan_proves_nothing_until_it_was_held(cast: Cast) -> None:
    chen_shu, wang, *_ = cast.ours.residents.values()
    planned = await plan(cast)
    await tick(cast, planned, chen_shu)
    assert await sums(cast.ours.program) == {}
    held = HeldActivity(
        op_id=new_op_id(),
        version=1,
        held_on=clock.today(),
        volunteers=1,
        people=(chen_shu, wang),
        decided=f"r{wang}",
        did=f"r{wang}",
    )
    await actions.hold_activity(await activity(planned), held, actor=cast.chen)
    found = await sums(cast.ours.program)
    assert found["activity.held", "none"] == found["activity.resident_run", ""] == 1
    assert (found["person.took_part", ""], found["activity.participants", ""]) == (2, 1)
    with pytest.raises(Refused) as refused:
        await actions.hold_activity(await activity(planned), held, actor=cast.chen)
    assert refused.value.code == "activities.not_planned"


async def test_a_plan_lies_ahead(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        await plan(cast, held_on=clock.today() - timedelta(days=1))
    assert refused.value.code == "activities.plan_is_past"
    with pytest.raises(Refused) as refused:
        await plan(cast, held_on=date(2999, 1, 1))
    assert refused.value.code == "day.too_late"


async def test_a_plan_is_edited_and_called_off(cast: Cast) -> None:
    planned = await plan(cast, capacity=30)
    new = EditedPlan(op_id=new_op_id(), version=1, title="秋游", held_on=clock.today(), place="望江楼")
    await actions.edit_plan(await activity(planned), await setting_of(cast), new, actor=cast.chen)
    row = await activity(planned)
    assert (row.title, row.place, row.capacity, row.version) == ("秋游", "望江楼", None, 2)
    with pytest.raises(Stale) as stale:
        await actions.edit_plan(row, await setting_of(cast), new, actor=cast.lin)
    assert stale.value.theirs == {}
    off = Cancelled(op_id=new_op_id(), version=2, reason="下雨")
    await actions.cancel_activity(row, off, actor=cast.chen)
    row = await activity(planned)
    assert (row.state, row.void_reason) == ("cancelled", "下雨")
    with pytest.raises(Refused):
        await tick(cast, planned, cast.ours.residents["陈叔"])
