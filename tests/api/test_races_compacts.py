"""A compact in several hands at once: what is signed is what was read, and nothing is written over."""

from __future__ import annotations

import asyncio
from contextvars import Context
from datetime import timedelta
from typing import Any

import httpx
import pytest

from groups.compacts import actions, stage_actions
from groups.compacts import schemas as s
from groups.compacts.tables import Compact, CompactSignature, CompactVersion
from programs.method import ledger
from programs.residents.tables import Household
from server import audit
from server.lib import clock, db
from server.lib.errors import Refused
from tests import compact_deeds as deeds
from tests.cast import Cast
from tests.doors import doors
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
async def nothing_torn(cast: Cast) -> Any:
    yield
    assert await ledger.recompute() == []
    assert await audit.verify() == []


async def _signing(cast: Cast, compact_id: int, door: str, text_hash: str) -> httpx.Response:
    name = {"text_hash": text_hash, "building": cast.ours.building, "door": door, "name": f"{door}的住户"}
    return await Visitor().send(f"/api/c/wufuqiao/compacts/{compact_id}/signatures", name)


@pytest.mark.parametrize("place", [0, 2, 5])
async def test_signing_while_a_new_text_is_published(cast: Cast, place: int) -> None:
    compact_id = await deeds.to_signing(cast)
    read = (await deeds.text(compact_id)).text_hash
    names = ["101", "102", "103", "201", "202"]
    await doors(cast, *names)
    chen = Visitor("chen")
    home = f"/api/compacts/{compact_id}"
    assert (await chen.send(f"{home}/amendment")).status_code == 201
    await deeds.edit(cast, compact_id, 2, "狗下楼前先套绳，绳子交给大人牵好", reason="补一个字")
    version = (await deeds.draft_text(compact_id)).version
    calls = [_signing(cast, compact_id, name, read) for name in names]
    calls.insert(place, chen.send(f"{home}/publication", {"version": version, "reason": "补字"}))
    answers = await asyncio.gather(*calls)
    assert answers.pop(place).status_code == 201
    assert {answer.status_code for answer in answers} <= {201, 409}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert all(one["code"] == "compacts.text_changed" for one in refused)
    assert all("大人牵好" in one["errors"][0]["theirs"] for one in refused)
    signed = await CompactSignature.objects()
    assert len(signed) + len(refused) == len(names)
    hashes = {version.id: version.text_hash for version in await CompactVersion.objects()}
    assert all(row.text_hash == read == hashes[row.compact_version] for row in signed)


async def test_who_signs_while_a_text_is_being_published_waits_and_reads_it_first(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    read = (await deeds.text(compact_id)).text_hash
    await doors(cast, "101")
    await stage_actions.begin_amendment(
        await deeds.get(compact_id), s.BegunAmendment(**deeds.op()), actor=cast.chen
    )
    await deeds.edit(cast, compact_id, 2, "狗下楼前先套绳，绳子交给大人牵好", reason="补一个字")
    version = (await deeds.draft_text(compact_id)).version
    published = s.PublishedText(**deeds.op(), version=version, reason="补字")
    before = await deeds.get(compact_id)
    async with db.write_transaction():
        await stage_actions.publish_text(before, published, actor=cast.chen)
        # In a context of its own: a task started here would write within this transaction.
        signing = asyncio.create_task(_signing(cast, compact_id, "101", read), context=Context())
        await asyncio.sleep(0.3)
        assert not signing.done()
    assert (await signing).json()["code"] == "compacts.text_changed"
    assert await CompactSignature.count() == 0


async def test_two_editors_of_one_clause(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    version = (await deeds.draft_text(compact_id)).version
    texts = {"chen": "狗绳一米五", "lin": "狗绳两米"}

    async def edit(who: str) -> httpx.Response:
        body = {"version": version, "text": texts[who], "source": "template"}
        return await Visitor(who).send(f"/api/compacts/{compact_id}/clauses/2", body, method="PUT")

    answers = dict(zip(texts, await asyncio.gather(*map(edit, texts)), strict=True))
    assert sorted(answer.status_code for answer in answers.values()) == [200, 409]
    won = next(who for who, answer in answers.items() if answer.status_code == 200)
    lost = next(answer for answer in answers.values() if answer.status_code == 409)
    assert (await deeds.draft_text(compact_id)).clauses[1].text == texts[won]
    assert texts[won] in str(lost.json()["errors"])


async def test_one_household_from_several_phones(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    read = (await deeds.text(compact_id)).text_hash
    answers = await asyncio.gather(*(_signing(cast, compact_id, "301", read) for _phone in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert await CompactSignature.count() == 1
    receipt = next(answer.json()["address"] for answer in answers if answer.status_code == 201)
    taken_back = [Visitor().send(f"/api{receipt}") for _tap in range(3)]
    statuses = [answer.status_code for answer in await asyncio.gather(*taken_back)]
    assert sorted(statuses) == [201, 409, 409]
    [counted] = await db.rows("SELECT SUM(quantity) AS n FROM evidence WHERE kind = 'compact.signed'")
    assert int(counted["n"]) == 0


async def test_a_stage_is_taken_once(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    until = (clock.today() + timedelta(7)).isoformat()
    asking = [
        Visitor(who).send(f"/api/compacts/{compact_id}/asking", {"until": until}) for who in ("chen", "lin")
    ]
    assert sorted(answer.status_code for answer in await asyncio.gather(*asking)) == [201, 409]
    assert await CompactVersion.count().where(CompactVersion.fixed_at.is_not_null()) == 1


async def test_a_compact_is_renewed_by_one_draft_at_a_time(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await deeds.to_force(cast, compact_id)
    home = f"/api/compacts/{compact_id}/renewal"
    answers = await asyncio.gather(*(Visitor(who).send(home) for who in ("chen", "lin", "chen")))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "compacts.renewed_already"}
    draft = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    assert await Compact.count().where(Compact.renews == compact_id) == 1
    page = await Visitor("chen").post(f"/desk/compacts/{compact_id}/renewal")
    assert page.status_code == 422
    assert "已经在续订" in page.text
    assert f'href="/desk/compacts/{draft}"' in page.text
    assert f'action="/desk/compacts/{compact_id}/renewal"' not in page.text
    assert (
        await Visitor("chen").send(f"/api/compacts/{draft}/ending", {"reason": "不续了"})
    ).status_code == 201
    assert (await Visitor("chen").send(home)).status_code == 201


async def test_one_door_from_several_phones_and_two_who_confirm_it(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    read = (await deeds.text(compact_id)).text_hash
    answers = await asyncio.gather(*(_signing(cast, compact_id, "302", read) for _phone in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert [answer.json()["counts"] for answer in answers if answer.status_code == 201] == [False]
    assert await CompactSignature.count() == 0
    [waiting] = (await Visitor("chen").send(f"/api/compacts/{compact_id}/waiting", method="GET")).json()
    url = f"/api/compact-waiting/{waiting['id']}"
    taps = [("chen", "confirmation"), ("lin", "confirmation"), ("lin", "setting-aside")]
    answers = await asyncio.gather(*(Visitor(who).send(f"{url}/{what}") for who, what in taps))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    confirmed = next(answer for answer in answers if answer.status_code == 201).json() == {"counts": True}
    assert await CompactSignature.count() == int(confirmed)
    assert await Household.count().where(Household.door == "302") == int(confirmed)


async def test_two_compacts_do_not_take_one_name_at_once(cast: Cast) -> None:
    ids = [await deeds.begin(cast, title=title) for title in ("甲公约", "乙公约")]
    rows = [await deeds.get(one) for one in ids]
    named = [
        s.EditedCompact(**deeds.op(), version=row.version, title="院子公约", program=row.program)
        for row in rows
    ]
    async with db.write_transaction():
        await actions.edit_compact(rows[0], named[0], actor=cast.chen)
        second = asyncio.create_task(
            actions.edit_compact(rows[1], named[1], actor=cast.lin), context=Context()
        )
        await asyncio.sleep(0.3)
    with pytest.raises(Refused, match="title_taken"):
        await second
    assert await Compact.count().where(Compact.title == "院子公约") == 1
