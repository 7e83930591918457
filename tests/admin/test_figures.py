"""A year over all programs: the sums of what the reader sees, and of nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from admin import figures
from admin.queries import reach_of
from admin.scope import seeing
from admin.tables import KINDS, ReportMonth
from programs.method.figures import amount_shown
from programs.method.kinds import IN_MINUTES, Kind
from programs.method.tables import EvidenceMonth
from programs.method.words import KIND_NAMES
from server.lib import clock, db
from server.lib.i18n import language
from tests.admin.told import UNFUNDED, Told
from tests.cast import CANARY, Cast
from tests.databases import at_most_queries
from tests.visitor import Visitor

MAY = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def _lines(username: str, **query: Any) -> dict[str, dict[str, str]]:
    with clock.at(MAY):
        answer = await Visitor(username, language="en").get("/api/figures", params=query)
    assert answer.status_code == 200, answer.text
    year = answer.json()
    return {
        line["kind"]: dict(zip(year["months"], line["quantities"], strict=True)) for line in year["lines"]
    }


async def test_a_funder_reads_what_her_grants_pay_for(cast: Cast, told: Told) -> None:
    lines = await _lines("wu")
    assert lines[Kind.ACTIVITY_HELD]["2026-04"] == "3"
    assert (
        lines[Kind.VOLUNTEERS] | {"2026-03": "<5", "2026-04": "12", "2026-05": "0"} == lines[Kind.VOLUNTEERS]
    )
    assert lines[Kind.CASH]["2026-04"] == "12.05"
    assert len(lines[Kind.CASH]) == 12


async def test_one_program_reads_as_in_the_tables(cast: Cast, told: Told) -> None:
    async with db.write_transaction():
        for month, quantity in (("2026-03", 95), ("2026-04", 120)):
            await EvidenceMonth(
                organisation=cast.ours.organisation,
                program=cast.ours.program,
                kind=Kind.STAFF_MINUTES,
                month=month,
                quantity=quantity,
                entries=1,
            ).save()
    with seeing(await reach_of(cast.wu)):
        rows = await ReportMonth.select()
    lines = await _lines("wu")
    assert len(rows) >= 9
    for row in rows:
        assert lines[row["kind"]][row["month"]] == row["quantity"]


async def test_a_coordinator_reads_all_of_hers(cast: Cast, told: Told) -> None:
    lines = await _lines("lin")
    assert lines[Kind.ACTIVITY_HELD]["2026-04"] == "6"
    assert lines[Kind.VOLUNTEERS]["2026-03"] == "≥2"
    assert (await _lines("bai"))[Kind.ACTIVITY_HELD]["2026-04"] == "3"


async def test_a_sum_does_not_give_away_the_few_in_it(cast: Cast, told: Told) -> None:
    """Whatever number stands behind a `<5`, the sum over the programs reads the same (S72)."""
    seen = set()
    for few in (1, 2, 3, 4):
        async with db.write_transaction():
            await EvidenceMonth.update({EvidenceMonth.quantity: few}).where(
                (EvidenceMonth.program == told.unfunded)
                & (EvidenceMonth.kind == Kind.VOLUNTEERS)
                & (EvidenceMonth.month == "2026-04")
            )
        seen.add((await _lines("lin"))[Kind.VOLUNTEERS]["2026-04"])
    assert seen == {"≥13"}


async def test_a_year_ends_where_it_is_asked_to(cast: Cast, told: Told) -> None:
    assert (await _lines("wu", until="2026-03"))[Kind.ACTIVITY_HELD]["2026-03"] == "3"
    assert await _lines("wu", until="2026-02") == {}
    assert await _lines("wu", until="2027-05") == {}


@pytest.mark.parametrize("until", ["2026-13", "0000-01", "2026-3", "x", "2026-03-01"])
async def test_what_is_no_month_is_said(cast: Cast, until: str) -> None:
    assert (await Visitor("wu").get("/api/figures", params={"until": until})).status_code == 422
    assert (await Visitor("wu").get("/admin/figures", params={"until": until})).status_code == 200


async def test_the_page_tells_the_same(cast: Cast, told: Told) -> None:
    with clock.at(MAY):
        page = await Visitor("wu").get("/admin/figures")
        earlier = await Visitor("wu").get("/admin/figures?until=2025-05")
    for said in ("居民志愿者", "12.05", "&lt;5", "26/04", "until=2025-05"):
        assert said in page.text, said
    assert UNFUNDED not in page.text
    assert CANARY not in page.text
    assert "until=2026-05" in earlier.text


async def test_a_year_costs_the_same_whatever_was_done(cast: Cast, told: Told) -> None:
    await _lines("wu")
    with at_most_queries(5):
        await _lines("wu")


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_only_the_index_is_read(cast: Cast) -> None:
    plan = await db.rows(
        "EXPLAIN QUERY PLAN SELECT month, kind, SUM(quantity) FROM evidence_month"
        " WHERE organisation = 1 AND month >= '2026-01' AND month <= '2026-12' GROUP BY month, kind"
    )
    assert "COVERING INDEX evidence_month_by_month" in plan[0]["detail"]


async def test_an_edit_and_a_void_are_counted_at_once(cast: Cast) -> None:
    lin = Visitor("lin")
    body = {
        "community": cast.ours.community,
        "program": cast.ours.program,
        "title": "捡狗粪",
        "held_on": "2026-04-11",
    }
    first, second = [
        (await lin.send("/api/activities", {**body, "participants": count})).json()["id"]
        for count in (20, 30)
    ]
    assert (await _lines("wu"))[Kind.PARTICIPANTS]["2026-04"] == "50"
    edited = {
        **{name: value for name, value in body.items() if name != "community"},
        "version": 1,
        "staff": 0,
        "volunteers": 7,
        "participants": 23,
        "held_on": "2026-03-11",
    }
    assert (await lin.send(f"/api/activities/{first}", edited, method="PUT")).status_code == 200
    assert (await lin.send(f"/api/activities/{second}/void", {"reason": "重复了"})).status_code == 201
    lines = await _lines("wu")
    assert (lines[Kind.PARTICIPANTS]["2026-03"], lines[Kind.PARTICIPANTS]["2026-04"]) == ("23", "0")
    assert lines[Kind.VOLUNTEERS]["2026-03"] == "7"


def test_months_run_over_the_year() -> None:
    assert figures.months_until("2026-02")[:3] == ["2025-03", "2025-04", "2025-05"]
    assert figures.shifted("2026-01", -1) == "2025-12"
    assert figures.shifted("2025-12", 13) == "2027-01"
    assert date.fromisoformat(f"{figures.months_until('2000-01')[0]}-01").year == 1999


@pytest.mark.parametrize(
    ("kind", "quantity", "text"),
    [
        (Kind.PARTICIPANTS, 0, "0"),
        (Kind.PARTICIPANTS, 4, "<5"),
        (Kind.PARTICIPANTS, 5, "5"),
        (Kind.ACTIVITY_HELD, 4, "4"),
        (Kind.CASH, 1205, "12.05"),
        (Kind.STAFF_MINUTES, 95, "1.58"),
    ],
)
def test_a_sum_is_told_as_in_the_tables(kind: Kind, quantity: int, text: str) -> None:
    assert figures.told(kind, quantity) == text


def test_what_is_kept_in_minutes_is_named_and_told_in_hours() -> None:
    """Four hours of service were read as four minutes where a name said minutes."""
    for kind in IN_MINUTES:
        with language("en"):
            assert str(KINDS[kind]).endswith("(hours)")
            assert "inutes" not in str(KIND_NAMES[kind])
            assert amount_shown(kind, 270) == "4.5 h"
        assert figures.told(kind, 270) == "4.50"
