"""Who agreed to what, to which notice, until when; and that a change of mind holds at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from programs.communities.tables import Community
from programs.residents import (
    actions,
    card_queries,
    consent_actions,
    notice_actions,
    number_actions,
    tag_queries,
)
from programs.residents.consent_card import kept_for
from programs.residents.consent_queries import has_consent
from programs.residents.key_queries import whole_phone
from programs.residents.law_schemas import GivenConsent, NewNotice, WithdrawnConsent
from programs.residents.schemas import EditedResident, NewResident
from programs.residents.tables import Consent, Notice, Purpose, Resident
from server import audit
from server.lib import clock, db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import Cast

PHONE = "13800138431"


async def add(cast: Cast, name: str, **values: Any) -> Resident:
    community = await Community.objects().get(Community.id == cast.ours.community)
    data = NewResident(op_id=new_op_id(), name=name, **values)
    return await known(await actions.add_resident(community, data, actor=cast.chen))


async def known(resident_id: int) -> Resident:
    found = await Resident.objects().get(Resident.id == resident_id)
    assert found is not None
    return found


async def agree(cast: Cast, resident: Resident, *purposes: str, **values: Any) -> None:
    data = GivenConsent(
        op_id=new_op_id(),
        purposes=purposes,
        **{"how": "face_to_face", "given_on": clock.today(), **values},
    )
    await consent_actions.give_consent(resident, data, actor=cast.chen)


async def withdraw(cast: Cast, resident: Resident, purpose: str) -> None:
    data = WithdrawnConsent(op_id=new_op_id(), purpose=purpose)
    await consent_actions.withdraw_consent(resident, data, actor=cast.chen)


async def card(resident: Resident) -> dict[str, Any]:
    return await card_queries.whole_card(await known(resident.id))


async def part(resident: Resident, purpose: str) -> Any:
    [found] = [one for one in await kept_for(await card(resident)) if one.purpose == purpose]
    return found


async def test_a_nickname_asks_for_nothing(cast: Cast) -> None:
    cat = await add(cast, "猫爷爷")
    assert await Consent.count().where(Consent.resident == cat.id) == 0
    assert await Notice.count() == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hobbies": ("pets",)}, "hobbies"),
        ({"own_hobbies": "川剧"}, "hobbies"),
        ({"target_groups": ("parents",)}, "target_groups"),
        ({"phone": PHONE}, "phone"),
        ({"phone": PHONE, "agreed": ("interests",)}, "phone"),
    ],
)
async def test_what_needs_a_yes_is_not_kept_without_one(cast: Cast, values: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        await add(cast, "猫爷爷", **values)
    assert (refusal.value.field, refusal.value.code) == (field, "residents.not_agreed")


async def test_asked_and_kept_in_one_go(cast: Cast) -> None:
    cat = await add(
        cast,
        "猫爷爷",
        hobbies=("pets",),
        own_hobbies="川剧、 钓鱼",
        phone=PHONE,
        agreed=("interests", "contact"),
    )
    shown = await card(cat)
    assert shown["hobbies"] == ["pets", "川剧", "钓鱼"]
    assert (shown["has_phone"], shown["phone_tail"]) == (True, "8431")
    assert await whole_phone(cat.id) == PHONE
    for table, column in (("resident", "sealed_phone"), ("audit_entry", "changes"), ("op", "answer")):
        found = await db.rows(f"SELECT {column} AS text FROM {table}")
        assert all(PHONE not in (row["text"] or "") for row in found)
    for purpose, agreed in (("interests", True), ("contact", True), ("publicity", False)):
        assert await has_consent(cat.id, Purpose(purpose), on=clock.today()) is agreed


async def test_taking_back_removes_what_rested_on_it(cast: Cast) -> None:
    cat = await add(
        cast, "猫爷爷", hobbies=("pets",), phone=PHONE, agreed=("interests", "contact", "publicity")
    )
    await withdraw(cast, cat, "contact")
    await withdraw(cast, cat, "interests")
    await withdraw(cast, cat, "publicity")
    shown = await card(cat)
    assert (shown["has_phone"], shown["hobbies"], await whole_phone(cat.id)) == (False, [], "")
    assert (await tag_queries.people_with(cast.chen, ("hobby", "pets"), community_id=None)).rows == []
    assert not await has_consent(cat.id, Purpose.publicity, on=clock.today())
    with pytest.raises(Refused, match="no_phone"):
        await number_actions.look_at_number(await known(cat.id), actor=cast.chen)
    with pytest.raises(Refused, match="not_in_force"):
        await withdraw(cast, cat, "contact")
    await agree(cast, cat, "publicity")
    assert await has_consent(cat.id, Purpose.publicity, on=clock.today())


async def test_whoever_leaves_the_register_stays_by_her_nickname(cast: Cast) -> None:
    cat = await add(
        cast,
        "猫爷爷",
        phone_tail="0431",
        age_band="60-74",
        building=cast.ours.building,
        door="502",
        agreed=("register",),
    )
    await withdraw(cast, cat, "register")
    shown = await card(cat)
    assert (shown["name"], shown["phone_tail"], shown["age_band"], shown["door"], shown["building"]) == (
        "猫爷爷",
        "",
        None,
        None,
        None,
    )


async def test_a_consent_that_has_run_out_hides_what_rests_on_it(cast: Cast) -> None:
    cat = await add(cast, "猫爷爷")
    day = clock.today() - timedelta(days=30)
    await agree(cast, cat, "interests", "contact", given_on=day, until=clock.today())
    data = EditedResident(op_id=new_op_id(), version=1, name="猫爷爷", hobbies=("pets",), phone=PHONE)
    await actions.edit_resident(cat, data, actor=cast.chen)
    assert (await card(cat))["has_phone"]
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        shown = await card(cat)
        assert (shown["has_phone"], shown["hobbies"]) == (False, [])
        assert (await part(cat, "interests")).standing == "expired"
        assert await tag_queries.tag_counts(cast.chen) == []


async def test_a_consent_to_an_older_notice_is_shown_as_such(cast: Cast) -> None:
    cat = await add(cast, "猫爷爷", hobbies=("pets",), agreed=("interests",))
    assert (await part(cat, "interests")).standing == "in_force"
    body = "# 我们记下什么\n" + "我们只记您愿意告诉我们的。" * 20
    assert await notice_actions.publish_notice(NewNotice(op_id=new_op_id(), body=body), actor=cast.lin) == 2
    found = await part(cat, "interests")
    assert (found.standing, found.newest["notice_number"], found.holds) == ("older_notice", 1, True)
    await agree(cast, cat, "interests")
    assert (await part(cat, "interests")).standing == "in_force"
    with pytest.raises(Refused, match="notice_unchanged"):
        await notice_actions.publish_notice(NewNotice(op_id=new_op_id(), body=body), actor=cast.lin)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"purposes": ()}, "purposes"),
        ({"given_on": date(2999, 1, 1)}, "given_on"),
        ({"until": date(2020, 1, 1)}, "until"),
        ({"until": date(2100, 1, 1)}, "until"),
    ],
)
async def test_a_consent_that_cannot_be_is_refused(cast: Cast, values: dict, field: str) -> None:
    wang = await known(cast.ours.residents["王阿姨"])
    data = {"purposes": ("contact",), "how": "paper", "given_on": clock.today(), **values}
    with pytest.raises(Refused) as refusal:
        await consent_actions.give_consent(wang, GivenConsent(op_id=new_op_id(), **data), actor=cast.chen)
    assert refusal.value.field == field


async def test_of_a_child_a_nickname_is_kept_and_more_only_with_the_guardian(cast: Cast) -> None:
    await add(cast, "小豆", age_band="7-13")
    beyond = {"age_band": "7-13", "building": cast.ours.building, "door": "502"}
    for values, field in (
        ({}, "guardian_name"),
        ({"guardian_name": "豆妈"}, "agreed"),
        ({"guardian_name": "豆妈", "agreed": ("interests",)}, "agreed"),
    ):
        with pytest.raises(Refused) as refusal:
            await add(cast, "豆豆", **beyond, **values)
        assert refusal.value.field == field
    child = await add(cast, "豆豆", **beyond, guardian_name="豆妈", agreed=("register",))
    found = await part(child, "register")
    assert (found.newest["by_guardian"], found.standing) == (True, "in_force")


async def test_an_age_that_nobody_said_is_not_under_14(cast: Cast) -> None:
    await add(cast, "路人", phone_tail="0431", building=cast.ours.building, door="502")


async def test_a_person_turned_into_a_child_needs_the_guardian_for_what_stands_there(cast: Cast) -> None:
    other = await add(cast, "路人", phone_tail="0431")
    data = EditedResident(op_id=new_op_id(), version=1, name="路人", phone_tail="0431", age_band="7-13")
    with pytest.raises(Refused) as refusal:
        await actions.edit_resident(other, data, actor=cast.chen)
    assert refusal.value.field == "guardian_name"


async def test_every_look_at_a_number_is_in_the_log(cast: Cast) -> None:
    cat = await add(cast, "猫爷爷", phone=PHONE, agreed=("contact",))
    await number_actions.look_at_number(cat, actor=cast.chen)
    [entry, *_] = await audit.entries_of("resident", cat.id, organisation_id=cast.ours.organisation)
    assert (entry["action"], entry["actor_name"], entry["changes"]) == (
        "resident.number_shown",
        "陈社工",
        None,
    )


async def test_words_count_people_and_households_in_reach_only(cast: Cast) -> None:
    for number, name in enumerate(("甲", "乙", "丙")):
        await add(
            cast,
            f"养狗的{name}",
            building=cast.ours.building,
            door="601" if number < 2 else "602",
            own_hobbies="养宠物",
            agreed=("interests",),
        )
    await add(cast, "没说住哪的丁", hobbies=("pets", "tea"), agreed=("interests",))
    [pets, tea] = await tag_queries.tag_counts(cast.lin)
    assert (pets.value, pets.people, pets.households) == ("pets", 4, 2)
    assert (tea.value, tea.people, tea.households) == ("tea", 1, 0)
    assert await tag_queries.tag_counts(cast.he) == []
    assert await tag_queries.tag_counts(cast.bai) == []
    found = await tag_queries.people_with(cast.lin, ("hobby", "pets"), community_id=None, text="的丙")
    assert [row["name"] for row in found.rows] == ["养狗的丙"]
