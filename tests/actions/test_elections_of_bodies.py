"""The terms of bodies: the owners' committee is told of as a group's leader is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from groups.teams import election_actions, election_queries, election_sections
from groups.teams.election_schemas import ElectionCancelled
from groups.teams.tables import GroupLeader
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.i18n import language
from tests.actions.test_elections import (
    NEIGHBOUR,
    counted,
    fresh,
    on_the_day,
    op,
    planned,
    publish,
    stands,
    watches,
)
from tests.cast import Cast, _row


async def told(cast: Cast, on: date) -> tuple[str, bool] | None:
    with clock.at(datetime(on.year, on.month, on.day, 4, tzinfo=UTC)), language("en"):
        found = (await election_sections.board_note([cast.ours.program])).get(cast.ours.program)
    return (found.text, found.overdue) if found else None


async def test_a_body_whose_term_ends_stands_on_the_board_until_the_next_election(cast: Cast) -> None:
    with on_the_day():
        election = await planned(cast, group=None, body="业委会", term_months=12)
        await counted(cast, election, {await stands(cast, election, "陈叔"): 9})
        await watches(cast, election, NEIGHBOUR)
        assert election_queries.term_of_body(await fresh(election.id)) is None
        await publish(cast, election)
    assert election_queries.term_of_body(await fresh(election.id)) == date(2027, 5, 8)
    assert await told(cast, date(2027, 3, 8)) is None  # 61 days before
    assert await told(cast, date(2027, 3, 9)) == ("A term in 业委会 ends on May 8, 2027", False)
    assert await told(cast, date(2027, 5, 9)) == ("A term in 业委会 ended on May 8, 2027", True)
    assert await told(cast, date(2028, 5, 10)) is None
    next_one = await planned(cast, group=None, body="业委会", held_on=date(2027, 5, 1))
    assert await told(cast, date(2027, 5, 9)) is None
    await election_actions.cancel_election(
        next_one, ElectionCancelled(**op(), reason="改期"), actor=cast.chen
    )
    assert await told(cast, date(2027, 5, 9)) is not None


@pytest.mark.parametrize(("until", "first"), [(date(2027, 5, 7), "铲屎官"), (date(2027, 5, 9), "业委会")])
async def test_what_ends_first_is_told(cast: Cast, until: date, first: str) -> None:
    with on_the_day():
        election = await planned(cast, group=None, body="业委会", term_months=12)
        await counted(cast, election, {await stands(cast, election, "陈叔"): 9})
        await watches(cast, election, NEIGHBOUR)
        await publish(cast, election)
    async with write_transaction():
        await _row(
            GroupLeader,
            organisation=cast.ours.organisation,
            group=cast.ours.group,
            resident=cast.ours.residents["猫奶奶"],
            position="leader",
            chosen_how="offered",
            since=date(2026, 5, 9),
            until=until,
        )
    note = await told(cast, date(2027, 5, 1))
    assert note is not None
    assert first in note[0]
