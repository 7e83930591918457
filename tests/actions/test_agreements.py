"""王阿姨's service: agreed by both, taken for granted, paused, talked over, agreed again (source 004, S86)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from incentives.reciprocity import agreement_actions, agreement_queries, exchange_actions, person_queries
from incentives.reciprocity.agreement_schemas import (
    Accepted,
    EditedAgreement,
    EndedAgreement,
    NewAgreement,
    NewExchange,
    NewIncident,
    Talked,
    VoidedExchange,
)
from incentives.reciprocity.choices import FEELINGS
from incentives.reciprocity.tables import Exchange, ServiceAgreement, ServiceIncident
from incentives.recognition import balance_queries, care_queries
from programs.communities.tables import Community
from programs.residents import merge_actions
from programs.residents.tables import Resident
from server.lib import clock, db
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.actions.test_listening import sums
from tests.cast import Cast

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
DAY = date(2026, 5, 20)


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def agreement(agreement_id: int) -> ServiceAgreement:
    found = await ServiceAgreement.objects().get(ServiceAgreement.id == agreement_id)
    assert found is not None
    return found


async def drafted(cast: Cast, **given: Any) -> int:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    sides = {"giver_name": "王阿姨", "receiver_name": "陈叔"}
    data = NewAgreement(
        **{
            **op(),
            **sides,
            "service": "做做家务，聊聊天",
            "starts_on": date(2026, 5, 1),
            "program": cast.ours.program,
            "giver_ticked": ("on_time",),
            "receiver_duties": "说声谢谢\n告诉家里人",
            **given,
        }
    )
    with clock.at(NOON):
        return await agreement_actions.draft(community, data, actor=cast.chen)


async def accept(cast: Cast, row_id: int, *sides: str, on: date = DAY) -> None:
    for side in sides:
        data = Accepted(**op(), side=side, accepted_on=on)  # type: ignore[arg-type]  # read from the test
        with clock.at(NOON):
            await agreement_actions.accept(await agreement(row_id), data, actor=cast.chen)


async def give(cast: Cast, row_id: int, by: str = "giver", minutes: int | None = 60) -> int:
    data = NewExchange(**op(), given_by=by, what="帮忙", given_on=DAY, minutes=minutes)  # type: ignore[arg-type]  # as above
    with clock.at(NOON):
        return await exchange_actions.note_exchange(await agreement(row_id), data, actor=cast.chen)


async def hurt(cast: Cast, row_id: int) -> int:
    data = NewIncident(
        **op(),
        kind="taken_for_granted",
        what="老人对孩子说：你别管，这是她应该做的。",
        happened_on=DAY,
        feeling=2,
        talk_with="老人的儿子",
        talk_by=date(2026, 5, 27),
    )
    with clock.at(NOON):
        return await exchange_actions.note_incident(await agreement(row_id), data, actor=cast.chen)


async def test_who_helps_at_home_stands_among_those_to_be_thanked(cast: Cast) -> None:
    register_rooms()
    row_id = await drafted(cast, giver_name="张𠮷", receiver_name="王阿姨")
    await accept(cast, row_id, "giver", "receiver")

    async def seen() -> tuple[bool, bool]:
        with clock.at(NOON):
            never = await balance_queries.people_thanked(cast.ours.community, asked="never")
            waiting = await care_queries.waiting_for_talk(cast.ours.community)
        return any(row["name"] == "张𠮷" for row in never), any(row["name"] == "张𠮷" for row in waiting)

    assert await seen() == (False, False)
    await give(cast, row_id)
    assert await seen() == (True, True)


async def test_a_talk_is_not_asked_for_before_what_happened(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    data = NewIncident(
        **op(), kind="no_show", what="没来", happened_on=DAY, talk_with="刘姐", talk_by=date(2026, 5, 19)
    )
    with clock.at(NOON), pytest.raises(Refused, match="talked_too_early"):
        await exchange_actions.note_incident(await agreement(row_id), data, actor=cast.chen)
    at_once = msgspec.structs.replace(data, **op(), talk_by=DAY)
    with clock.at(NOON):
        await exchange_actions.note_incident(await agreement(row_id), at_once, actor=cast.chen)


async def talk(cast: Cast, incident_id: int) -> None:
    incident, of = await agreement_queries.access_incident(cast.chen, incident_id)
    data = Talked(**op(), talked_on=DAY, talk_note="儿子道了歉，商量好周二来。")
    with clock.at(NOON):
        await exchange_actions.note_talk(incident, of, data, actor=cast.chen)


async def test_taken_for_granted_and_mended(cast: Cast) -> None:
    row_id = await drafted(cast)
    with pytest.raises(Refused, match="not_agreed"):
        await give(cast, row_id)
    await accept(cast, row_id, "giver", "receiver")
    assert (await agreement(row_id)).state == "active"
    for _ in range(12):
        await give(cast, row_id)
    await give(cast, row_id, "receiver", None)
    given = {("agreement.active", ""): 1, ("service.given", "giver"): 720}
    assert await sums(cast.ours.program) == given
    incident = await hurt(cast, row_id)
    with pytest.raises(Refused, match="paused"):
        await give(cast, row_id)
    assert await sums(cast.ours.program) == {("service.given", "giver"): 720, ("service.incident", ""): 1}
    with pytest.raises(Refused, match="talk_first"):
        await accept(cast, row_id, "giver")
    [open_talk] = await agreement_queries.open_talks(cast.chen, today=date(2026, 6, 1))
    assert (open_talk["talk"], open_talk["talk_with"]) == ("overdue", "老人的儿子")
    await talk(cast, incident)
    assert (await agreement(row_id)).state == "paused"
    await accept(cast, row_id, "receiver")
    assert (await agreement(row_id)).state == "paused"
    await accept(cast, row_id, "giver")
    assert (await agreement(row_id)).state == "active"
    assert await sums(cast.ours.program) == given
    assert await agreement_queries.open_talks(cast.chen, today=DAY) == []
    assert [row["holds"] for row in await agreement_queries.acceptances_of(await agreement(row_id))] == [
        True,
        True,
        False,
        False,
    ]
    flow = agreement_queries.flow_among(await agreement_queries.exchanges_of(row_id), today=DAY)
    assert (flow.given, flow.returned, flow.one_way) == (12, 1, True)


async def test_a_changed_text_is_agreed_anew(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    row = await agreement(row_id)
    kept = {"service": row.service, "giver_duties": row.giver_duties, "starts_on": row.starts_on}
    same = EditedAgreement(**op(), **kept, version=row.version, receiver_duties=row.receiver_duties)
    with clock.at(NOON):
        await agreement_actions.edit(row, same, actor=cast.chen)
    row = await agreement(row_id)
    assert (row.state, row.program) == ("active", None)
    assert await sums(cast.ours.program) == {}
    more = EditedAgreement(
        **op(), **kept, version=row.version, receiver_duties="说声谢谢", program=cast.ours.program
    )
    with clock.at(NOON):
        await agreement_actions.edit(row, more, actor=cast.chen)
    assert (await agreement(row_id)).state == "draft"
    assert await sums(cast.ours.program) == {}
    await accept(cast, row_id, "giver", "receiver")
    assert await sums(cast.ours.program) == {("agreement.active", ""): 1}


async def test_what_was_noted_wrongly_and_what_ended(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    given = await give(cast, row_id)
    exchange, of = await agreement_queries.access_exchange(cast.chen, given)
    await exchange_actions.void_exchange(
        exchange, of, VoidedExchange(**op(), reason="记重了"), actor=cast.chen
    )
    assert await sums(cast.ours.program) == {("agreement.active", ""): 1}
    await hurt(cast, row_id)
    data = EndedAgreement(**op(), ended_on=DAY, reason="王阿姨想歇一歇")
    with clock.at(NOON):
        await agreement_actions.end(await agreement(row_id), data, actor=cast.chen)
    assert await sums(cast.ours.program) == {}
    assert await agreement_queries.open_talks(cast.chen, today=DAY) == []
    for again in (accept(cast, row_id, "giver"), give(cast, row_id), hurt(cast, row_id)):
        with pytest.raises(Refused, match="over"):
            await again


async def test_it_is_nobody_elses(cast: Cast) -> None:
    row_id = await drafted(cast)
    for stranger in (cast.he, cast.zhao, cast.wu, cast.qian, cast.bai):
        with pytest.raises(NotFound):
            await agreement_queries.access_agreement(stranger, row_id)
    for given in (
        {"giver": cast.theirs.residents["周姐"]},
        {"receiver": cast.theirs.residents["周姐"]},
        {"program": cast.theirs.program},
    ):
        with pytest.raises(NotFound):
            await drafted(cast, **given)
    with pytest.raises(Refused, match="gives_herself"):
        await drafted(cast, receiver_name="王阿姨")


async def test_nothing_is_given_while_somebody_pauses(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    done = await asyncio.gather(
        hurt(cast, row_id), *(give(cast, row_id) for _ in range(3)), return_exceptions=True
    )
    refused = [fault for fault in done if isinstance(fault, Refused)]
    assert all(fault.code == "agreements.paused" for fault in refused)
    assert await Exchange.count() == 3 - len(refused)
    assert await ServiceIncident.count() == 1
    assert (await agreement(row_id)).state == "paused"
    found = await db.rows(
        "SELECT COALESCE(SUM(quantity), 0) AS n FROM evidence_month WHERE kind = 'agreement.active'"
    )
    assert int(found[0]["n"]) == 0


async def test_a_text_that_both_agreed_to_holds_again_when_it_is_put_back(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    first = await agreement(row_id)
    for words in ("说声谢谢", first.receiver_duties):
        row = await agreement(row_id)
        data = EditedAgreement(
            **op(),
            version=row.version,
            service=row.service,
            giver_duties=row.giver_duties,
            receiver_duties=words,
            starts_on=row.starts_on,
            program=row.program,
        )
        with clock.at(NOON):
            await agreement_actions.edit(row, data, actor=cast.chen)
        assert (await agreement(row_id)).state == ("draft" if words == "说声谢谢" else "active")
    assert await sums(cast.ours.program) == {("agreement.active", ""): 1}
    await give(cast, row_id)


async def test_what_hurt_a_volunteer_stands_in_her_own_copy_alone(cast: Cast) -> None:
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    await talk(cast, await hurt(cast, row_id))
    row = await agreement(row_id)
    lodger = next(one for one in cast.ours.residents.values() if one not in {row.giver, row.receiver})
    household = await db.rows("SELECT id FROM household WHERE community = {}", cast.ours.community)
    async with db.write_transaction():
        await Resident.update({Resident.household: household[0]["id"]}).where(Resident.id == lodger)
        await ServiceAgreement.update(
            {ServiceAgreement.receiver: None, ServiceAgreement.household: household[0]["id"]}
        ).where(ServiceAgreement.id == row_id)

    async def told(resident: int) -> str:
        return str([str(line.says) for line in await person_queries.held_of(resident)])

    felt, said = str(FEELINGS[2]), "应该做的"
    assert felt in await told(row.giver)
    assert said in await told(row.giver)
    assert felt not in await told(lodger)
    assert said not in await told(lodger)
    async with db.write_transaction():
        await ServiceAgreement.update(
            {ServiceAgreement.receiver: row.receiver, ServiceAgreement.household: None}
        ).where(ServiceAgreement.id == row_id)
    assert said in await told(row.receiver)
    assert felt not in await told(row.receiver)


async def test_the_two_sides_of_a_service_are_not_merged_into_one(cast: Cast) -> None:
    register_rooms()  # what follows a person out of each room
    row_id = await drafted(cast)
    await accept(cast, row_id, "giver", "receiver")
    given = await give(cast, row_id)
    row = await agreement(row_id)
    giver, receiver = [await Resident.objects().get(Resident.id == one) for one in (row.giver, row.receiver)]
    assert giver is not None
    assert receiver is not None

    async def refused() -> None:
        for kept, other in ((giver, receiver), (receiver, giver)):
            with pytest.raises(Refused, match="sides_are_two"):
                await merge_actions.merge_residents(kept, other, actor=cast.chen)

    await refused()
    with clock.at(NOON):
        data = EndedAgreement(**op(), ended_on=DAY, reason="同一个人登记了两次")
        await agreement_actions.end(row, data, actor=cast.chen)
    await refused()
    exchange, of = await agreement_queries.access_exchange(cast.chen, given)
    with clock.at(NOON):
        voided = VoidedExchange(**op(), reason="记错了")
        await exchange_actions.void_exchange(exchange, of, voided, actor=cast.chen)
    assert await merge_actions.merge_residents(giver, receiver, actor=cast.chen) == giver.id
    merged = await Resident.objects().get(Resident.id == receiver.id)
    assert merged is not None
    await merge_actions.part_residents(merged, actor=cast.chen)
    parted = await agreement(row_id)
    assert (parted.giver, parted.receiver) == (giver.id, receiver.id)
