"""Openness and support for those who lead: 张海波's story, told in time (source 004, S89)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from incentives.reciprocity import decision_actions, decision_queries, leader_actions, leader_queries
from incentives.reciprocity.leader_schemas import (
    Clarified,
    ClosedSupport,
    EditedSupport,
    NewDecision,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    PublishedDecision,
    VoidedDecision,
)
from incentives.reciprocity.tables import LeaderDecision, Pressure, SupportTask
from programs.communities.tables import Community
from programs.residents.tables import Resident
from server import audit
from server.lib import clock, db
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.actions.test_listening import sums
from tests.actions.test_residents_consent import agree, withdraw
from tests.cast import Cast

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
DAY = date(2026, 5, 20)


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def person(cast: Cast, name: str = "陈叔") -> Resident:
    found = await Resident.objects().get(Resident.id == cast.ours.residents[name])
    assert found is not None
    return found


async def attack(cast: Cast, on: date = DAY) -> int:
    data = NewPressure(**op(), kind="rumour", happened_on=on, what="说他和物业公司有勾结")
    with clock.at(NOON):
        return await leader_actions.note_pressure(await person(cast), data, actor=cast.chen)


async def test_the_second_attack_opens_a_task_by_itself(cast: Cast) -> None:
    first = await attack(cast, date(2026, 4, 1))
    assert await SupportTask.count() == 0
    await attack(cast)
    [task] = await leader_queries.open_support(cast.chen)
    assert (task["name"], task["owner"], task["due_on"]) == ("陈叔", cast.chen.user_id, date(2026, 5, 23))
    await attack(cast)
    assert await SupportTask.count() == 1
    row, who = await leader_queries.access_support(cast.chen, task["id"])
    stale = EditedSupport(**op(), version=9, title="陪他聊聊", due_on=DAY)
    edited = EditedSupport(**op(), version=1, title="陪他聊聊", due_on=DAY, owner=cast.lin.user_id)
    done = ClosedSupport(**op(), done_on=DAY, done_note="三个邻居陪他开了院坝会")
    with clock.at(NOON):
        with pytest.raises(Stale):
            await leader_actions.edit_support(row, who, stale, actor=cast.chen)
        await leader_actions.edit_support(row, who, edited, actor=cast.chen)
        card = await leader_queries.support_card(task["id"])
        assert (card["title"], card["owner"], card["due_on"]) == ("陪他聊聊", cast.lin.user_id, DAY)
        entries = await audit.entries_of("resident", who.id, organisation_id=cast.ours.organisation)
        [kept] = [entry["changes"] for entry in entries if entry["action"] == "support.edited"]
        assert {"support", "due_on", "owner"} == set(msgspec.json.decode(kept))
        await leader_actions.close_support(row, who, done, actor=cast.chen)
        with pytest.raises(Refused, match="task_closed"):
            await leader_actions.close_support(row, who, done, actor=cast.chen)
    pressure, who = await leader_queries.access_pressure(cast.chen, first)
    said = Clarified(**op(), clarification="合同和账都贴出来了", clarified_on=DAY, clarified_in="宣传栏")
    with clock.at(NOON):
        with pytest.raises(Refused, match="clarified_too_early") as early:
            before = Clarified(
                **op(), clarification="账", clarified_on=date(2026, 3, 31), clarified_in="宣传栏"
            )
            await leader_actions.clarify(pressure, who, before, actor=cast.chen)
        assert early.value.field == "clarified_on"
        await leader_actions.clarify(pressure, who, said, actor=cast.chen)
        with pytest.raises(Refused, match="clarified_already"):
            await leader_actions.clarify(pressure, who, said, actor=cast.chen)
    for stranger in (cast.he, cast.zhao, cast.wu, cast.qian, cast.bai):
        with pytest.raises(NotFound):
            await leader_queries.access_pressure(stranger, first)
        with pytest.raises(NotFound):
            await leader_queries.access_support(stranger, task["id"])
    log = str(await db.rows("SELECT changes, reason FROM audit_entry"))
    assert "勾结" not in log
    assert "陪他" not in log


async def test_two_attacks_noted_at_once_open_one_task(cast: Cast) -> None:
    await asyncio.gather(*(attack(cast) for _ in range(3)))
    assert (await Pressure.count(), await SupportTask.count()) == (3, 1)


async def test_the_page_of_a_leader_says_what_is_declared_and_how_heavy_it_is(cast: Cast) -> None:
    who = await person(cast)
    declared: dict[str, Any] = {"contracts_with_relatives": 0, "paid_posts": 0, "public": True}
    with clock.at(NOON):
        await leader_actions.declare(
            who, NewDeclaration(**op(), declared_on=date(2026, 1, 8), **declared), actor=cast.chen
        )
        for heavy in (2, 5):
            check = NewLoadCheck(**op(), checked_on=DAY, hours_a_week=6 * heavy, heaviness=heavy)
            await leader_actions.check_load(who, check, actor=cast.chen)
        future = NewLoadCheck(**op(), checked_on=date(2026, 5, 21), hours_a_week=1, heaviness=1)
        with pytest.raises(Refused, match="future"):
            await leader_actions.check_load(who, future, actor=cast.chen)
    await attack(cast)
    [row] = await leader_queries.list_leaders(cast.chen, today=DAY)
    assert (row["name"], row["attacks"], row["declared"]) == ("陈叔", 1, "declared")
    assert row["declaration"]["contracts_with_relatives"] == 0
    assert row["load_check"]["heaviness"] == 5
    assert await leader_queries.list_leaders(cast.bai, today=DAY) == []
    assert await decision_queries.open_declarations(cast.ours.community) == []


async def test_a_declaration_is_open_only_while_its_leader_wants_it_and_agrees_to_be_named(
    cast: Cast,
) -> None:
    who = await person(cast)

    async def declare(*, public: bool, contracts: int = 0) -> None:
        data = NewDeclaration(
            **op(), declared_on=DAY, contracts_with_relatives=contracts, paid_posts=0, public=public
        )
        await leader_actions.declare(who, data, actor=cast.chen)

    async def shown() -> list[tuple[str, int]]:
        rows = await decision_queries.open_declarations(cast.ours.community)
        return [(row["name"], row["contracts_with_relatives"]) for row in rows]

    with clock.at(NOON):
        await declare(public=True)
        assert await shown() == []
        await agree(cast, who, "publicity")
        assert await shown() == [("陈叔", 0)]
        await withdraw(cast, who, "publicity")
        assert await shown() == []
        await agree(cast, who, "publicity")
        # The newest one speaks for her, also when it is not open.
        await declare(public=False, contracts=1)
        assert await shown() == []


async def test_a_decision_is_open_with_its_reason_and_names_nobody_unasked(cast: Cast) -> None:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    data = NewDecision(
        **op(),
        decided_on=DAY,
        what="楼道装感应灯",
        why="晚上摔过两位老人",
        decided_with="业主大会12人",
        cost_yuan=1280.5,
        group=cast.ours.group,
        program=cast.ours.program,
        who="陈叔",
    )
    with clock.at(NOON):
        row_id = await decision_actions.write_down(community, data, actor=cast.chen)
        assert (await decision_queries.open_decisions(community.id)).rows == []
        assert await sums(cast.ours.program) == {}
        row = await decision_queries.access_decision(cast.chen, row_id)
        await decision_actions.publish(row, PublishedDecision(**op()), actor=cast.chen)
        [shown] = (await decision_queries.open_decisions(community.id)).rows
        assert (shown["what"], shown["cost_fen"], shown["resident_name"]) == ("楼道装感应灯", 128050, "")
        assert await sums(cast.ours.program) == {("decision.published", ""): 1}
        with pytest.raises(Refused, match="published_already"):
            await decision_actions.publish(row, PublishedDecision(**op()), actor=cast.chen)
        await decision_actions.void(row, VoidedDecision(**op(), reason="物业出钱了"), actor=cast.chen)
    assert await sums(cast.ours.program) == {}
    [shown] = (await decision_queries.open_decisions(community.id)).rows
    assert (shown["state"], shown["void_reason"]) == ("voided", "物业出钱了")
    assert await decision_queries.count_open(community.id) == 0
    for given in (
        {"group": cast.theirs.group},
        {"program": cast.theirs.program},
        {"resident": cast.theirs.residents["周姐"]},
    ):
        wrong = NewDecision(**op(), decided_on=DAY, what="x", why="y", **given)
        with clock.at(NOON), pytest.raises(NotFound):
            await decision_actions.write_down(community, wrong, actor=cast.chen)
    assert await LeaderDecision.count() == 1
