"""Whom groups and activities reach of the people whom the work is meant for (S72)."""

from __future__ import annotations

import io
from datetime import date, timedelta

from python_calamine import CalamineWorkbook

from groups.activities.tables import Activity, Attendance
from programs.residents.tables import Resident, ResidentTag, TargetGroupSize
from server.lib import clock
from server.lib.db import write_transaction
from tests.cast import CANARY, Cast
from tests.visitor import Visitor


async def _elders(cast: Cast, number: int, *, came: int, days_ago: int = 3) -> None:
    """So many people who followed their children here; the first ones came to an activity."""
    day = clock.today() - timedelta(days=days_ago)
    place = {"organisation": cast.ours.organisation, "community": cast.ours.community}
    async with write_transaction():
        activity = Activity(**place, title="包饺子", held_on=day, participants=came, presence="none")
        await activity.save()
        for count in range(number):
            person = Resident(**place, name=f"随迁{count}", folded_name=f"随迁{count}")
            await person.save()
            tag = {"kind": "target_group", "value": "followed_children"}
            await ResidentTag(organisation=cast.ours.organisation, resident=person.id, **tag).save()
            if count < came:
                await Attendance(
                    organisation=cast.ours.organisation, activity=activity.id, resident=person.id
                ).save()


def _url(cast: Cast) -> str:
    return f"/desk/communities/{cast.ours.community}/target-groups"


async def test_so_many_of_about_so_many_by_whose_count(cast: Cast) -> None:
    await _elders(cast, 50, came=46)
    chen = Visitor("chen")
    typed = {
        "target_group": "随迁老人",
        "estimate": "１２０",
        "source": "居委会 2026 年摸底",
        "as_of": "2026-03-01",
    }
    assert (await chen.post(_url(cast), typed)).status_code == 303
    page = (await chen.get(_url(cast))).text
    for said in ("随迁老人", "46 / 约 120", "居委会 2026 年摸底", "2026年3月1日"):
        assert said in page, said
    sheet = await chen.get(f"{_url(cast)}.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert ["随迁老人", 46.0, 120.0] in [row[:3] for row in rows]


async def test_three_people_are_fewer_than_five(cast: Cast) -> None:
    await _elders(cast, 4, came=3)
    page = (await Visitor("chen").get(_url(cast))).text
    assert "&lt;5" in page
    told = (await Visitor("chen").get(f"/api/communities/{cast.ours.community}/target-groups")).json()
    [elders] = [row for row in told if row["target_group"] == "followed_children"]
    assert (elders["known"], elders["reached"], elders["in_groups"]) == ("<5", "<5", 0)


async def test_long_ago_and_who_took_back_her_consent_are_not_counted(cast: Cast) -> None:
    await _elders(cast, 8, came=7, days_ago=200)
    url = f"/api/communities/{cast.ours.community}/target-groups"
    [elders] = [
        row for row in (await Visitor("chen").get(url)).json() if row["target_group"] == "followed_children"
    ]
    assert elders["came"] == 7
    page = (await Visitor("chen").get(f"{_url(cast)}?months=3")).text
    assert "随迁老人" in page.partition("callout warn")[2].partition("</p>")[0]


async def test_an_estimate_needs_its_source_and_a_day_that_was(cast: Cast) -> None:
    chen = Visitor("chen")
    good = {"target_group": "随迁老人", "estimate": "120", "source": "居委会", "as_of": "2026-03-01"}
    for wrong in ({"source": ""}, {"estimate": "0"}, {"as_of": "2999-01-01"}, {"target_group": "\u200b"}):
        answer = await chen.post(_url(cast), {**good, **wrong})
        assert answer.status_code == 422, wrong
    assert await TargetGroupSize.count() == 0
    for estimate in ("120", "130"):
        assert (await chen.post(_url(cast), {**good, "estimate": estimate})).status_code == 303
    [row] = await TargetGroupSize.select()
    assert (row["estimate"], row["as_of"], row["version"]) == (130, date(2026, 3, 1), 2)


async def test_another_ngo_sees_nothing(cast: Cast) -> None:
    assert (await Visitor("bai").get(_url(cast))).status_code == 404
    assert CANARY not in (await Visitor("chen").get(_url(cast))).text
