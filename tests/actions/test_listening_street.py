"""What residents send from the street: it waits, is taken in or set aside, and is followed by whoever sent it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from programs.communities.tables import Community
from programs.listening import case_actions, queries, street_actions, street_queries
from programs.listening.case_rules import State, state_of
from programs.listening.case_schemas import HandledNeed
from programs.listening.queries import NeedFilter
from programs.listening.street_schemas import SetAside, StreetNeed, TakenIn
from programs.listening.tables import Need
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.actions.test_listening import need, sums
from tests.cast import Cast

NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
TODAY = date(2026, 3, 20)


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def place(cast: Cast) -> Community:
    found = await Community.objects().get(Community.id == cast.ours.community)
    assert found is not None
    return found


async def send(cast: Cast, *, address: str = "203.0.113.7", **given: Any) -> int:
    community = await place(cast)
    data = StreetNeed(**{**op(), "text": "路灯坏了半个月", **given})
    resident = street_actions.passer_by(community, "居民")
    with clock.at(NOON):
        return await street_actions.send_in(community, data, address=address, actor=resident)


async def take(cast: Cast, need_id: int, **given: Any) -> None:
    data = TakenIn(**op(), **{"program": cast.ours.program, "need_class": cast.ours.need_class, **given})
    with clock.at(NOON):
        await street_actions.take_in(await need(need_id), data, actor=cast.chen)


async def test_what_was_sent_counts_once_it_is_taken_in(cast: Cast) -> None:
    sent = await send(cast, willing="yes", nickname="猫奶奶", age_band="60-74", building=cast.ours.building)
    assert (await queries.list_needs(cast.chen, NeedFilter())).rows == []
    assert await street_queries.count_inbox(cast.chen) == 1
    assert await street_queries.count_inbox(cast.he) == 0
    assert await street_queries.count_inbox(cast.bai) == 0
    assert await sums(cast.ours.program) == {}
    await take(cast, sent, complaint=True, who="猫奶奶")
    row = await need(sent)
    assert (row.resident, row.channel) == (cast.ours.residents["猫奶奶"], "form")
    assert (row.handle_by, row.answer_by) == (date(2026, 3, 30), date(2026, 4, 4))
    facet = f"class:{cast.ours.need_class}"
    assert await sums(cast.ours.program) == {("need.raised", facet): 1, ("complaint.raised", facet): 1}
    assert (await street_queries.list_inbox(cast.chen)).rows == []
    [willing] = (await queries.list_needs(cast.chen, NeedFilter(willing=True))).rows
    assert (willing["id"], willing["age_band"], willing["willing"]) == (sent, "60-74", True)
    with pytest.raises(Refused, match="not_in_inbox"):
        await take(cast, sent)


async def test_what_is_set_aside_never_counts(cast: Cast) -> None:
    sent = await send(cast)
    reason = SetAside(**op(), reason="这是隔壁社区的事，已转告")
    await street_actions.set_aside(await need(sent), reason, actor=cast.chen)
    row = await need(sent)
    assert (state_of(row.to_dict()), row.void_reason) == (State.voided, "这是隔壁社区的事，已转告")
    assert await street_queries.count_inbox(cast.chen) == 0
    assert await sums(cast.ours.program) == {}
    for again in (take(cast, sent), street_actions.set_aside(await need(sent), reason, actor=cast.chen)):
        with pytest.raises(Refused, match="not_in_inbox"):
            await again


async def test_nothing_is_handled_in_the_inbox(cast: Cast) -> None:
    sent = await send(cast)
    data = HandledNeed(**op(), handled_on=TODAY, handled_how="修了")
    with clock.at(NOON), pytest.raises(Refused, match="not_taken_in"):
        await case_actions.handle_need(await need(sent), data, actor=cast.chen)


async def test_the_private_address_opens_this_note_in_this_community_only(cast: Cast) -> None:
    op_id = new_op_id()
    sent = await send(cast, op_id=op_id)
    token = street_actions.follow_token(op_id, cast.ours.community)
    community = await place(cast)
    assert (await street_queries.need_by_token(community, token)).id == sent
    assert token not in str((await need(sent)).to_dict())
    elsewhere = await Community.objects().get(Community.id == cast.other_community)
    for where, text in ((elsewhere, token), (community, token[:-1]), (community, ""), (community, "\ud800")):
        with pytest.raises(NotFound):
            await street_queries.need_by_token(where, text)


@pytest.mark.parametrize(("age", "kept"), [("7-13", ""), ("0-6", ""), ("14-17", "小明"), (None, "小明")])
async def test_no_name_of_a_child_is_kept(cast: Cast, age: str | None, kept: str) -> None:
    assert (await need(await send(cast, nickname="小明", age_band=age))).nickname == kept


async def test_programs_and_floods_are_kept_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many a hall on one network may send is tried in `tests/unit/test_street_limits.py`."""
    monkeypatch.setattr(street_actions, "PER_ADDRESS", Limit(tries=3, period=timedelta(hours=1)))
    with pytest.raises(Refused) as refusal:
        await send(cast, leave_empty="http://spam.example")
    assert refusal.value.field == "leave_empty"
    for _person in range(3):
        await send(cast)
    with pytest.raises(Refused, match="too_many_from_here"):
        await send(cast)
    assert await Need.count() == 3
    await send(cast, address="203.0.113.8")
    with pytest.raises(NotFound):
        await send(cast, address="203.0.113.9", building=cast.theirs.building)


async def test_the_sums_of_a_year_name_nobody(cast: Cast) -> None:
    for _number in range(3):
        await take(cast, await send(cast))
    await send(cast)
    first = TODAY.replace(month=1, day=1)
    assert await street_queries.year_of(cast.ours.community, first) == (3, 0)
    assert await street_queries.year_of(cast.ours.community, TODAY + timedelta(1)) == (0, 0)
    assert await street_queries.year_of(cast.other_community, first) == (0, 0)
