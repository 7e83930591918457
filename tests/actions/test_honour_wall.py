"""The honour wall as the street reads it: what may be shown is found however much may not, and no name slips through a deed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from incentives.recognition import award_queries, deed_queries, street_queries
from incentives.recognition.tables import Award, PublicityItem, RoleModelStory
from programs.communities.tables import Community
from server.lib import clock, db
from tests import awards
from tests.cast import Cast, _row

DAY = date(2026, 3, 1)


async def _community(cast: Cast) -> Community:
    found = await Community.objects().get(Community.id == cast.ours.community)
    assert found is not None
    return found


async def test_who_agrees_stands_on_the_wall_behind_many_who_do_not(cast: Cast) -> None:
    honour = await awards.honour(cast.ours)
    agreeing, silent = list(cast.ours.residents.values())[:2]
    await awards.agrees_to_publicity(cast, agreeing)
    await awards.award(cast, honour, agreeing, serial=1)
    for number in range(2, 12):
        await awards.award(cast, honour, silent, serial=number)
    place = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with db.write_transaction():
        for who, times in ((agreeing, 1), (silent, 60)):
            for number in range(times):
                told = {"title": f"故事{number}", "story": "x", "told_on": DAY, "published_on": DAY}
                shown = {"medium": "board", "title": f"上墙{number}", "place": "门口", "shown_on": DAY}
                await _row(RoleModelStory, **place, resident=who, **told)
                await _row(PublicityItem, **place, resident=who, **shown)
    community = await _community(cast)
    assert len((await street_queries.wall_of(community)).rows) == 1
    assert len(await street_queries.stories_on_street(community)) == 1
    assert len(await street_queries.publicity_on_street(community)) == 1
    newest = await deed_queries.publicity_in(community.id)
    older = await deed_queries.publicity_in(community.id, cursor=newest.next)
    assert (len(newest.rows), len(older.rows), older.next) == (50, 11, None)
    assert sum(row["agrees"] for row in newest.rows + older.rows) == 1


async def test_whoever_chose_another_name_is_not_named_by_her_deed(cast: Cast) -> None:
    honour = await awards.honour(cast.ours)
    name, who = next(iter(cast.ours.residents.items()))
    await awards.agrees_to_publicity(cast, who)
    one = await awards.award(cast, honour, who, shown_as="nickname", public_name="花姐")
    async with db.write_transaction():
        await db.execute("UPDATE nomination SET deed = {}", f"{name}每天扫楼道，{name}还浇花")
    [row] = (await street_queries.wall_of(await _community(cast))).rows
    assert (row["name"], row["deed"]) == ("花姐", "花姐每天扫楼道，花姐还浇花")
    assert (await award_queries.card_of(one.id))["deed"].startswith(name)


async def test_the_wall_goes_on_page_by_page_over_those_who_do_not_agree(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(street_queries, "_LOOKED_AT", 4)
    honour = await awards.honour(cast.ours)
    agreeing, silent = list(cast.ours.residents.values())[:2]
    await awards.agrees_to_publicity(cast, agreeing)
    for number in range(1, 13):
        await awards.award(cast, honour, silent if 3 < number < 9 else agreeing, serial=number)
    await awards.revoke(await awards.award(cast, honour, agreeing, serial=13))
    community = await _community(cast)
    found: list[str] = []
    cursor: str | None = None
    for _page in range(9):
        wall = await street_queries.wall_of(community, size=3, cursor=cursor)
        found += [row["number"] for row in wall.rows]
        cursor = wall.next
        if cursor is None:
            break
    assert found == [f"2021-{number:03d}" for number in (12, 11, 10, 9, 3, 2, 1)]


async def test_the_street_reads_nothing_before_its_day_nor_after_it_was_taken_back(cast: Cast) -> None:
    who = next(iter(cast.ours.residents.values()))
    await awards.agrees_to_publicity(cast, who)
    tomorrow = await awards.award(cast, await awards.honour(cast.ours), who)
    place = {"organisation": cast.ours.organisation, "community": cast.ours.community, "resident": who}
    told = {**place, "title": "故事", "story": "x", "told_on": DAY}
    shown = {**place, "medium": "board", "title": "上墙", "place": "门口", "shown_on": DAY}
    async with db.write_transaction():
        await Award.update({Award.awarded_on: clock.today() + timedelta(days=1)}).where(
            Award.id == tomorrow.id
        )
        await _row(RoleModelStory, **told)
        await _row(RoleModelStory, **told, published_on=DAY, taken_down_on=DAY)
        await _row(PublicityItem, **shown, voided_at=clock.now())
    community = await _community(cast)
    assert (await street_queries.wall_of(community)).rows == []
    assert await street_queries.stories_on_street(community) == []
    assert await street_queries.publicity_on_street(community) == []
