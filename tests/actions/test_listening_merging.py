"""Merging notes that say the same, and splitting them again; the ledger says what stands."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from programs.listening import (
    actions,
    case_actions,
    citation_actions,
    citation_queries,
    merge_actions,
    merge_queries,
    queries,
)
from programs.listening.case_schemas import HandledNeed
from programs.listening.merge_schemas import SplitNeed
from programs.listening.queries import NeedFilter
from programs.listening.schemas import SortedNeed, VoidedNeed
from programs.listening.tables import Need, NeedMerge
from programs.method import ledger
from server.lib import db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.actions.test_listening import DAY, issue_of, need, note, sums
from tests.cast import Cast


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def merge(cast: Cast, kept: int, *others: int) -> None:
    await merge_actions.merge_needs(await need(kept), [await need(one) for one in others], actor=cast.chen)


async def split(cast: Cast, need_id: int) -> None:
    data = SplitNeed(**op(), reason="不是一回事")
    await merge_actions.split_need(await need(need_id), data, actor=cast.chen)


async def test_merged_notes_count_no_more_and_come_back_whole(cast: Cast) -> None:
    kept, *others = [await note(cast, need_class=cast.ours.need_class, complaint=True) for _ in range(3)]
    data = HandledNeed(**op(), handled_on=DAY, handled_how="清了")
    await case_actions.handle_need(await need(others[0]), data, actor=cast.chen)
    before = await sums(cast.ours.program)
    await merge(cast, kept, *others)
    facet = f"class:{cast.ours.need_class}"
    assert await sums(cast.ours.program) == {("need.raised", facet): 1, ("complaint.raised", facet): 1}
    assert [row["id"] for row in (await queries.list_needs(cast.chen, NeedFilter())).rows] == [kept]
    assert [row["id"] for row in await merge_queries.merged_into(kept)] == others[::-1]
    await split(cast, others[0])
    assert (await need(others[1])).merged_into == kept
    await split(cast, others[1])
    assert await sums(cast.ours.program) == before
    trail = await merge_queries.trail_of(kept)
    assert [(row["other"], row["split_reason"]) for row in trail] == [
        (others[1], "不是一回事"),
        (others[0], "不是一回事"),
    ]
    with pytest.raises(Refused, match="not_merged"):
        await split(cast, others[1])
    assert await ledger.recompute() == []


async def test_what_a_merged_note_justified_is_justified_by_the_kept_one(cast: Cast) -> None:
    issue = await issue_of(cast)
    kept, cited, also = [await note(cast) for _ in range(3)]
    await citation_actions.cite_needs(issue, [cited, also], actor=cast.chen)
    await merge(cast, kept, cited, also)
    assert await citation_queries.count_cited(issue.id) == 1
    assert [row["id"] for row in (await citation_queries.cited_needs(issue.id)).rows] == [kept]
    assert (await citation_queries.citable_needs(cast.chen, issue, need_class=None)).rows == []
    assert (await sums(cast.ours.program))["need.cited", f"issue:{issue.id}"] == 1
    sorting = SortedNeed(**op(), version=(await need(kept)).version)
    with pytest.raises(Refused, match="cited_stays"):
        await actions.sort_need(await need(kept), sorting, actor=cast.chen)
    await split(cast, cited)
    assert (await sums(cast.ours.program))["need.cited", f"issue:{issue.id}"] == 2
    await citation_actions.uncite_need(issue, kept, actor=cast.chen)
    assert [row["id"] for row in (await citation_queries.cited_needs(issue.id)).rows] == [cited]
    await split(cast, also)
    assert (await sums(cast.ours.program))["need.cited", f"issue:{issue.id}"] == 1


async def test_what_cannot_be_merged(cast: Cast) -> None:
    kept, other, tally, gone, cited = [await note(cast) for _ in range(5)]
    await actions.void_need(await need(gone), VoidedNeed(**op(), reason="误记"), actor=cast.chen)
    await citation_actions.cite_needs(await issue_of(cast), [cited], actor=cast.chen)
    elsewhere = await note(cast, program=None)
    for one, ids, code in (
        (kept, [], "merge_nothing"),
        (kept, [kept], "merge_itself"),
        (kept, [other, gone], "merge_not_standing"),
        (elsewhere, [cited], "merge_cited"),
    ):
        with pytest.raises(Refused, match=code):
            await merge(cast, one, *ids)
    assert await NeedMerge.count() == 0
    await merge(cast, kept, other)
    with pytest.raises(Refused, match="merge_not_standing"):
        await merge(cast, tally, other)
    for row, code in ((other, "needs.merged"), (kept, "holds_others")):
        with pytest.raises(Refused, match=code):
            await actions.void_need(await need(row), VoidedNeed(**op(), reason="误记"), actor=cast.chen)
    with pytest.raises(Refused, match="merged"):
        data = SortedNeed(**op(), version=(await need(other)).version)
        await actions.sort_need(await need(other), data, actor=cast.chen)
    with pytest.raises(NotFound):
        await merge_queries.access_needs(cast.he, [kept])


async def _picture() -> dict[str, Any]:
    """All that counts: the ledger's sums, what is listed, what speaks for what."""
    months = await db.rows(
        "SELECT program, kind, facet, month, quantity FROM evidence_month WHERE quantity <> 0"
    )
    return {
        "ledger": sorted(tuple(row.values()) for row in months),
        "speaks": {
            row["id"]: row["merged_into"] for row in await db.rows("SELECT id, merged_into FROM need")
        },
    }


@pytest.mark.parametrize("chance", range(6))
async def test_splitting_in_reverse_restores_every_state(cast: Cast, chance: int) -> None:
    """Any tree of merges, of notes with classes, steps and citations, taken apart again step by step."""
    dice = random.Random(chance)
    issue, ids = await issue_of(cast), []
    for _ in range(7):
        given = {"need_class": dice.choice([None, cast.ours.need_class]), "complaint": dice.random() < 0.5}
        ids.append(await note(cast, quantity=dice.choice([1, 3]), **given))
    for need_id in dice.sample(ids, 4):
        data = HandledNeed(**op(), handled_on=DAY, handled_how="清了")
        await case_actions.handle_need(await need(need_id), data, actor=cast.chen)
    await citation_actions.cite_needs(issue, dice.sample(ids, 3), actor=cast.chen)
    pictures, merged = [await _picture()], []
    while len(merged) < 5:
        free = [one for one in ids if one not in merged]
        kept, other = dice.sample(free, 2)
        await merge(cast, kept, other)
        merged.append(other)
        pictures.append(await _picture())
    for other in reversed(merged):
        assert await _picture() == pictures.pop()
        await split(cast, other)
    assert await _picture() == pictures.pop()
    assert await ledger.recompute() == []


@pytest.mark.parametrize("chance", range(3))
async def test_splitting_in_any_order_ends_where_it_began(cast: Cast, chance: int) -> None:
    dice = random.Random(chance)
    ids = [await note(cast) for _ in range(6)]
    await citation_actions.cite_needs(await issue_of(cast), ids[:2], actor=cast.chen)
    before, merged = await _picture(), []
    for _ in range(4):
        kept, other = dice.sample([one for one in ids if one not in merged], 2)
        await merge(cast, kept, other)
        merged.append(other)
    for other in dice.sample(merged, len(merged)):
        await split(cast, other)
    assert await _picture() == before


async def test_likely_duplicates_are_shown(cast: Cast) -> None:
    building = cast.ours.building
    one = await note(cast, text="三单元楼下又有狗粪", building=building)
    other = await note(cast, text="楼下又有狗粪没人捡", building=building)
    await note(cast, text="停车位太少", building=building)
    await note(cast, text="三单元楼下又有狗粪", building=building, quantity=9)
    today = date(2026, 4, 1)
    [group] = await merge_queries.likely_duplicates(cast.chen, NeedFilter(), today=today)
    assert [row["id"] for row in group] == [one, other]
    assert [
        row["id"] for row in await merge_queries.likely_like(cast.chen, await need(one), today=today)
    ] == [other]
    assert await merge_queries.likely_duplicates(cast.he, NeedFilter(), today=today) == []
    assert await merge_queries.likely_duplicates(cast.chen, NeedFilter(), today=date(2027, 4, 1)) == []
    assert await Need.count() == 4
