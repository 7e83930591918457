"""The three steps of a need, and what the ledger says after each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from programs.listening import actions, case_actions, case_queries
from programs.listening.case_queries import CaseFilter
from programs.listening.case_rules import State, state_of
from programs.listening.case_schemas import (
    AnsweredNeed,
    ConfirmedNeed,
    FollowedNeed,
    HandledNeed,
    ReopenedNeed,
    SetDeadlines,
)
from programs.listening.schemas import SortedNeed, VoidedNeed
from programs.listening.tables import Need
from programs.method import ledger
from server.lib import clock
from server.lib.errors import Refused, Stale
from server.lib.ids import new_op_id
from tests.actions.test_listening import need, note, sums
from tests.cast import Cast

NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
TODAY = date(2026, 3, 20)


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def handle(cast: Cast, row: Need, **more: Any) -> None:
    given = {"handled_on": TODAY, "handled_how": "联系物业清理", **more}
    await case_actions.handle_need(row, HandledNeed(**op(), **given), actor=cast.chen)


async def answer(cast: Cast, row: Need, on: date = TODAY) -> None:
    data = AnsweredNeed(**op(), answered_on=on, answer="已装粪袋箱", answered_how="wechat")
    await case_actions.answer_need(row, data, actor=cast.chen)


async def state(need_id: int) -> State:
    return state_of((await need(need_id)).to_dict())


def case_sums(totals: dict[tuple[str, str], int]) -> dict[str, int]:
    return {
        kind: number for (kind, _facet), number in totals.items() if kind in ("need.handled", "need.answered")
    }


async def test_a_need_is_finished_only_when_it_is_answered(cast: Cast) -> None:
    with clock.at(NOON):
        noted = await note(cast)
        row = await need(noted)
        assert (row.handle_by, row.answer_by) == (date(2026, 3, 30), date(2026, 4, 4))
        with pytest.raises(Refused, match="not_handled"):
            await answer(cast, row)
        await handle(cast, row)
        assert await state(noted) is State.handled
        assert case_sums(await sums(cast.ours.program)) == {"need.handled": 1}
        counts = await case_queries.count_cases(cast.chen, CaseFilter(), today=TODAY)
        assert counts == {"open": 1, "overdue": 0, "waiting": 1, "not_solved": 0, "done": 0}
        [waiting] = (await case_queries.list_cases(cast.chen, CaseFilter(view="waiting"), today=TODAY)).rows
        assert (waiting["id"], waiting["due"]) == (noted, date(2026, 4, 4))
        late = await case_queries.count_cases(cast.chen, CaseFilter(), today=date(2026, 4, 5))
        assert late["overdue"] == 1
        await answer(cast, row)
        assert await state(noted) is State.answered
        counts = await case_queries.count_cases(cast.chen, CaseFilter(), today=date(2026, 5, 1))
        assert (counts["open"], counts["overdue"], counts["done"]) == (0, 0, 1)
        assert case_sums(await sums(cast.ours.program)) == {"need.handled": 1, "need.answered": 1}


async def test_what_is_not_solved_opens_again_and_proves_no_answer(cast: Cast) -> None:
    with clock.at(NOON):
        noted = await note(cast)
        row = await need(noted)
        await handle(cast, row, answer="已装粪袋箱", answered_how="talk")
        assert await state(noted) is State.answered
        await case_actions.confirm_need(
            row, ConfirmedNeed(**op(), solved="no", why="还是  黑的"), actor=cast.chen
        )
        assert await state(noted) is State.not_solved
        assert case_sums(await sums(cast.ours.program)) == {}
        again = await need(noted)
        assert (again.handled_how, again.answer) == ("联系物业清理", "已装粪袋箱")
        assert again.unsolved_why == "还是 黑的"
        await handle(cast, again)
        await answer(cast, again)
        await case_actions.confirm_need(again, ConfirmedNeed(**op(), solved="yes"), actor=cast.chen)
        assert await state(noted) is State.confirmed
        assert (await need(noted)).unsolved_why == ""
        with pytest.raises(Refused, match="confirmed_already"):
            await case_actions.confirm_need(again, ConfirmedNeed(**op(), solved="no"), actor=cast.chen)
        assert case_sums(await sums(cast.ours.program)) == {"need.handled": 1, "need.answered": 1}
    assert await ledger.recompute() == []


async def test_steps_taken_back_sorted_away_or_voided_prove_nothing_there(cast: Cast) -> None:
    with clock.at(NOON):
        one, other = await need(await note(cast)), await need(await note(cast))
        for row in (one, other):
            await handle(cast, row, answer="好了", answered_how="talk")
        await case_actions.reopen_need(one, ReopenedNeed(**op(), reason="记错了"), actor=cast.chen)
        assert case_sums(await sums(cast.ours.program)) == {"need.handled": 1, "need.answered": 1}
        sorting = SortedNeed(**op(), version=(await need(other.id)).version)
        await actions.sort_need(other, sorting, actor=cast.chen)
        assert case_sums(await sums(cast.ours.program)) == {}
        back = SortedNeed(**op(), version=(await need(other.id)).version, program=cast.ours.program)
        await actions.sort_need(other, back, actor=cast.chen)
        assert case_sums(await sums(cast.ours.program)) == {"need.handled": 1, "need.answered": 1}
        await actions.void_need(other, VoidedNeed(**op(), reason="误记"), actor=cast.chen)
        assert case_sums(await sums(cast.ours.program)) == {}
        with pytest.raises(Refused, match="voided"):
            await handle(cast, other)
    assert await ledger.recompute() == []


async def test_who_follows_up_and_until_when(cast: Cast) -> None:
    with clock.at(NOON):
        row = await need(await note(cast))
        days = {"handle_by": date(2026, 3, 21), "answer_by": date(2026, 3, 22)}
        mine = FollowedNeed(**op(), version=1, owner=cast.chen.user_id, **days)
        await case_actions.follow_need(row, mine, actor=cast.lin)
        with pytest.raises(Stale):
            await case_actions.follow_need(row, FollowedNeed(**op(), version=1, **days), actor=cast.chen)
        with pytest.raises(Refused) as refusal:
            stranger = FollowedNeed(**op(), version=2, owner=cast.bai.user_id, **days)
            await case_actions.follow_need(row, stranger, actor=cast.lin)
        assert refusal.value.field == "owner"
        with pytest.raises(Refused, match="answer_before"):
            early = FollowedNeed(**op(), version=2, handle_by=days["answer_by"], answer_by=days["handle_by"])
            await case_actions.follow_need(row, early, actor=cast.lin)
    late = date(2026, 3, 22)
    chosen = CaseFilter(view="overdue", owner=cast.chen.user_id)
    assert [found["id"] for found in (await case_queries.list_cases(cast.lin, chosen, today=late)).rows] == [
        row.id
    ]
    nobody = CaseFilter(view="overdue", owner=0)
    assert (await case_queries.list_cases(cast.lin, nobody, today=late)).rows == []
    assert (await case_queries.list_cases(cast.he, chosen, today=late)).rows == []
    assert (await case_queries.cases_to_print(cast.bai, chosen, today=late)) == []


async def test_an_organisation_sets_its_own_days(cast: Cast) -> None:
    with clock.at(NOON):
        before = await need(await note(cast))
        for handle_days, answer_days in ((3, 5), (2, 2)):
            data = SetDeadlines(**op(), handle_days=handle_days, answer_days=answer_days)
            await case_actions.set_deadlines(data, actor=cast.lin)
        after, tally = await need(await note(cast)), await need(await note(cast, quantity=23))
        assert (after.handle_by, after.answer_by) == (date(2026, 3, 22), date(2026, 3, 22))
        assert (tally.handle_by, tally.answer_by) == (None, None)
        assert (await need(before.id)).handle_by == date(2026, 3, 30)
        with pytest.raises(Refused, match="answer_before"):
            await case_actions.set_deadlines(
                SetDeadlines(**op(), handle_days=5, answer_days=4), actor=cast.lin
            )
        assert (await case_queries.promise_of(cast.theirs.organisation)).handle_days == 10


async def test_the_median_days_of_each_step(cast: Cast) -> None:
    with clock.at(NOON):
        for raised, handled in ((1, 3), (1, 8), (9, 20)):
            row = await need(await note(cast, raised_on=date(2026, 3, raised)))
            await handle(cast, row, handled_on=date(2026, 3, handled))
        await answer(cast, row)
        days = await case_queries.days_of_steps(cast.chen, CaseFilter(), today=TODAY)
    assert days == {"handled": 7, "answered": 0}


async def test_the_list_goes_on_by_what_is_due(cast: Cast) -> None:
    with clock.at(NOON):
        ids = [await note(cast, text=f"第{number}条") for number in range(52)]
    first = await case_queries.list_cases(cast.chen, CaseFilter(), today=TODAY)
    rest = await case_queries.list_cases(cast.chen, CaseFilter(), today=TODAY, cursor=first.next)
    assert [row["id"] for row in [*first.rows, *rest.rows]] == ids
    assert rest.next is None
