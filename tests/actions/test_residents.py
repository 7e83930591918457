"""People's records: added once, edited with care, logged without what they say."""

import asyncio
from datetime import date, timedelta

import pytest

from programs.communities.tables import Community
from programs.residents import actions, queries
from programs.residents.schemas import CameBack, EditedResident, MovedAway, NewResident
from programs.residents.tables import Household, Resident
from server import audit
from server.lib import clock, db
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.databases import at_most_queries


def new(name: str, **values: object) -> NewResident:
    return NewResident(op_id=new_op_id(), name=name, **values)


async def add(cast: Cast, name: str, **values: object) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    return await actions.add_resident(community, new(name, **values), actor=cast.chen)


async def resident(resident_id: int) -> Resident:
    found = await Resident.objects().get(Resident.id == resident_id)
    assert found is not None
    return found


async def test_a_nickname_is_enough(cast: Cast) -> None:
    kept = await resident(await add(cast, "跳舞的刘姐"))
    assert (kept.name, kept.phone_tail, kept.age_band, kept.household) == ("跳舞的刘姐", "", None, None)


async def test_one_door_is_one_household(cast: Cast) -> None:
    building = cast.ours.building
    one = await resident(await add(cast, "老周", building=building, door="５０２"))
    two = await resident(await add(cast, "周嫂", building=building, door="502"))
    assert one.household == two.household
    assert await Household.count().where((Household.building == building) & (Household.door == "502")) == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "\u200b"}, "name", "residents.name_empty"),
        ({"name": "王\n阿姨"}, "name", "residents.name_unreadable"),
        ({"name": "老周", "phone_tail": "13800000000"}, "phone_tail", "residents.phone_tail"),
        ({"name": "老周", "door": "302"}, "building", "residents.door_without_building"),
        ({"name": "老周", "building": 1, "door": "㍿" * 6}, "door", "residents.door_too_long"),
        ({"name": "王 阿姨"}, "another", "residents.same_name"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(
    cast: Cast, values: dict, field: str, code: str
) -> None:
    before = await Resident.count()
    with pytest.raises(Refused) as refusal:
        await add(cast, **values)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert await Resident.count() == before
    assert not await db.rows("SELECT id FROM audit_entry")


async def test_a_namesake_is_added_when_it_is_another_person(cast: Cast) -> None:
    kept = await resident(await add(cast, "王阿姨", another=True))
    assert len(await queries.namesakes(kept.community, "王阿姨", besides=kept.id)) == 1


async def test_two_who_add_the_same_neighbour_at_once_make_one(cast: Cast) -> None:
    both = await asyncio.gather(*(add(cast, "新来的小吴") for _ in range(2)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in both) == ["Refused", "int"]


async def test_the_log_names_fields_and_never_what_stood_in_them(cast: Cast) -> None:
    wang = await resident(cast.ours.residents["王阿姨"])
    data = EditedResident(
        op_id=new_op_id(), version=1, name="王大姐", phone_tail="7788", building=wang.building
    )
    await actions.edit_resident(wang, data, actor=cast.chen)
    [entry] = await audit.entries_of("resident", wang.id, organisation_id=cast.ours.organisation)
    assert '"name":["s1.' in entry["changes"]
    assert "folded" not in entry["changes"]
    assert "王" not in entry["changes"]
    assert "7788" not in entry["changes"]
    assert [row["id"] for row in (await queries.list_residents(cast.chen, text="大姐")).rows] == [wang.id]


async def test_keeping_the_name_asks_nothing_and_changes_nothing(cast: Cast) -> None:
    twin = await add(cast, "王阿姨", another=True)
    kept = await resident(twin)
    await actions.edit_resident(
        kept, EditedResident(op_id=new_op_id(), version=1, name="王阿姨"), actor=cast.chen
    )
    assert (await resident(twin)).version == 1


async def test_the_second_editor_is_told_what_stands_now(cast: Cast) -> None:
    wang = await resident(cast.ours.residents["王阿姨"])
    building = wang.building
    await actions.edit_resident(
        wang, EditedResident(op_id=new_op_id(), version=1, name="王大姐", building=building), actor=cast.lin
    )
    with pytest.raises(Stale) as stale:
        await actions.edit_resident(
            wang,
            EditedResident(op_id=new_op_id(), version=1, name="王婆婆", building=building),
            actor=cast.chen,
        )
    assert stale.value.theirs["name"] == "王大姐"
    assert "folded_name" not in stale.value.theirs


async def test_moving_away_is_dated_and_can_be_taken_back(cast: Cast) -> None:
    wang = await resident(cast.ours.residents["王阿姨"])
    day = clock.today() - timedelta(days=3)
    await actions.mark_moved_away(wang, MovedAway(op_id=new_op_id(), moved_away_on=day), actor=cast.chen)
    assert await queries.labels_like(cast.chen, cast.ours.community, "王阿姨") == []
    assert [row["id"] for row in (await queries.list_residents(cast.chen, away=True)).rows] == [wang.id]
    with pytest.raises(Refused, match="already_away"):
        await actions.mark_moved_away(wang, MovedAway(op_id=new_op_id(), moved_away_on=day), actor=cast.chen)
    await actions.take_back_moving(wang, CameBack(op_id=new_op_id()), actor=cast.chen)
    assert (await resident(wang.id)).moved_away_on is None
    with pytest.raises(Refused, match="not_away"):
        await actions.take_back_moving(wang, CameBack(op_id=new_op_id()), actor=cast.chen)


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2999, 1, 1)])
async def test_nobody_moved_away_on_an_impossible_day(cast: Cast, day: date) -> None:
    wang = await resident(cast.ours.residents["王阿姨"])
    with pytest.raises(Refused) as refusal:
        await actions.mark_moved_away(wang, MovedAway(op_id=new_op_id(), moved_away_on=day), actor=cast.chen)
    assert refusal.value.field == "moved_away_on"


async def test_ids_of_others_do_not_exist(cast: Cast) -> None:
    foreign = cast.theirs.residents["周姐"]
    own = cast.ours.residents["陈叔"]
    for actor in (cast.bai, cast.he, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_resident(actor, own)
    for ids, community in [
        ([own, foreign], cast.ours.community),
        ([own], cast.other_community),
        ([own, 99999], cast.ours.community),
    ]:
        with pytest.raises(NotFound):
            await queries.residents_by_ids(cast.chen, ids, community)


async def test_many_ids_are_one_query_in_their_order(cast: Cast) -> None:
    ids = [cast.ours.residents["李娜"], cast.ours.residents["陈叔"], cast.ours.residents["李娜"]]
    with at_most_queries(1):
        found = await queries.residents_by_ids(cast.chen, ids, cast.ours.community)
    assert [row["name"] for row in found] == ["李娜", "陈叔"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("阿姨", ["王阿姨"]),
        ("𠮷", ["张𠮷"]),
        ("0001", ["王阿姨"]),
        ("%", []),
        ("_", []),
        ("周姐", []),
        ("\\", []),
    ],
)
async def test_two_hanzi_find_a_name(cast: Cast, text: str, names: list[str]) -> None:
    found = await queries.list_residents(cast.chen, text=text)
    assert [row["name"] for row in found.rows] == names


async def test_search_stays_within_the_actors_communities(cast: Cast) -> None:
    assert [hit.title for hit in await queries.find(cast.chen, "阿姨")] == ["王阿姨 0001"]
    assert await queries.find(cast.he, "阿姨") == []
    assert await queries.find(cast.bai, "阿姨") == []


async def test_pages_of_a_list_meet_nobody_twice(cast: Cast) -> None:
    for number in range(60):
        await add(cast, f"邻居{number}号")
    first = await queries.list_residents(cast.chen, text="邻居")
    second = await queries.list_residents(cast.chen, text="邻居", cursor=first.next)
    assert (len(first.rows), len(second.rows), second.next) == (50, 10, None)
    assert not {row["id"] for row in first.rows} & {row["id"] for row in second.rows}
    assert len((await queries.list_residents(cast.chen, text="邻居", cursor="x~y")).rows) == 50


async def test_a_typed_name_means_one_person(cast: Cast) -> None:
    community = cast.ours.community
    wang = cast.ours.residents["王阿姨"]
    assert await queries.resident_by_label(community, "王阿姨", field="who") == wang
    assert await queries.resident_by_label(community, None, field="who") is None
    await add(cast, "王阿姨", another=True, phone_tail="9999")
    assert await queries.resident_by_label(community, "王阿姨 0001", field="who") == wang
    with pytest.raises(Refused, match="several"):
        await queries.resident_by_label(community, "王阿姨", field="who")
    with pytest.raises(Refused, match="nobody"):
        await queries.resident_by_label(community, "周姐", field="who")
