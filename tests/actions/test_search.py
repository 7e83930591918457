"""People are found by what they are called, and by nothing that they were called before."""

from __future__ import annotations

import pytest

from programs.communities.tables import Community
from programs.residents import actions, queries
from programs.residents.schemas import EditedResident, NewResident
from programs.residents.search_actions import drop_names, index_names
from programs.residents.search_check import names_faults
from programs.residents.search_queries import found_by, matching
from programs.residents.tables import Resident
from server.lib import db
from server.lib.db import write_transaction
from server.lib.ids import new_op_id
from tests.cast import Cast


async def _add(cast: Cast, name: str, **more: str) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    return await actions.add_resident(
        community, NewResident(op_id=new_op_id(), name=name, **more), actor=cast.chen
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国藩", True),
        ("曾国", True),
        ("曾国藩", True),
        ("曾", True),
        ("藩", True),
        ("zengguofan", True),
        ("ZENG", True),
        ("zgf", True),
        ("guofan", True),
        ("guof", True),
        ("gf", True),
        ("0917", True),
        ("国曾", False),
        ("gu", False),
        ("fan", False),
        ("zgg", False),
        ("0918", False),
        ("%", False),
        ("", False),
        ("\U0010ffff", False),
    ],
)
async def test_by_what_somebody_is_found(cast: Cast, text: str, found: bool) -> None:
    person = await _add(cast, "曾国藩", phone_tail="0917")
    assert await matching(cast.chen, text, limit=20) == ([person] if found else [])


async def test_nobody_is_found_from_another_community_or_organisation(cast: Cast) -> None:
    await _add(cast, "曾国藩", phone_tail="0917")
    for stranger in (cast.he, cast.bai):
        for text in ("国藩", "曾", "zgf", "0917"):
            assert await matching(stranger, text, limit=20) == []
    assert await matching(cast.lin, "国藩", community_id=cast.other_community, limit=20) == []


async def test_the_newest_come_first_and_a_list_goes_on(cast: Cast) -> None:
    people = [await _add(cast, f"国藩{number}号") for number in range(5)]
    assert await matching(cast.chen, "国藩", limit=3) == people[:1:-1]
    assert await matching(cast.chen, "国藩", before=people[2], limit=3) == people[1::-1]


async def test_a_new_name_takes_the_place_of_the_old(cast: Cast) -> None:
    person = await _add(cast, "曾国藩")
    resident = await Resident.objects().get(Resident.id == person)
    assert resident is not None
    edited = EditedResident(op_id=new_op_id(), name="左宗棠", version=1)
    await actions.edit_resident(resident, edited, actor=cast.chen)
    assert await matching(cast.chen, "国藩", limit=20) == []
    assert [hit.title for hit in await queries.find(cast.chen, "zzt")] == ["左宗棠"]
    assert await names_faults() == []


async def test_wrong_entries_are_told_and_put_right(cast: Cast) -> None:
    person = await _add(cast, "曾国藩")
    async with write_transaction():
        await drop_names([person])
        await Resident.update({Resident.folded_name: "猫爷爷"}).where(
            Resident.id == cast.ours.residents["猫奶奶"]
        )
    assert len(await names_faults()) == 2
    assert await names_faults() == []
    assert await matching(cast.chen, "国藩", limit=20) == [person]


@pytest.mark.parametrize("text", ["猫奶", "mao", "mnn", "奶", "0003", "猫奶奶", "%", "", "没有此人"])
async def test_pickers_find_whom_the_search_finds(cast: Cast, text: str) -> None:
    async with db.write_transaction():
        await index_names(list(cast.ours.residents.values()))
    means, values = found_by(text, community_id=cast.ours.community)
    here = "r.community = {} AND r.moved_away_on IS NULL AND r.erased_at IS NULL"
    found = await db.rows(
        f"SELECT r.id FROM resident AS r WHERE {here} AND {means}", cast.ours.community, *values
    )
    wanted = await matching(cast.lin, text, community_id=cast.ours.community, away=False, limit=100)
    everybody = set(cast.ours.residents.values())
    assert {row["id"] for row in found} == (set(wanted) if text else everybody)
