"""The numbers that pages print are the sums of the rooms' own rows, also after corrections."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.words import KIND_NAMES
from server.lib import db
from server.lib.i18n import language
from tests.cast import Cast
from tests.visitor import Visitor

_FIGURE = re.compile(
    r'<p class="figure-label">(?:<a href="([^"]*)">)?([^<]*)(?:</a>)?</p>\s*<p class="figure-value">([^<]*)</p>'
)
_ROW = re.compile(r'<td class="number"[^>]*>([^<]*)</td>')


async def _send(url: str, **body: Any) -> int:
    method, _, path = url.partition(" ")
    answer = await Visitor("chen").send(path, body, method=method)
    assert answer.status_code in {200, 201}, answer.text
    return int(answer.json().get("id", 0))


@pytest.fixture
async def busy(cast: Cast) -> Cast:
    """A spring of work with what goes wrong in it: late names, edits, things taken back."""
    side = cast.ours
    people = list(side.residents.values())
    place = {"community": side.community, "program": side.program, "group": side.group}
    for number in range(7):
        held = {
            "title": f"第{number}次",
            "held_on": f"2026-04-1{number}",
            "staff": number % 3,
            "volunteers": 6,
        }
        act = await _send(
            "POST /api/activities", **place, **held, participants=20 + number, people=people[: number % 4]
        )
        if number == 2:
            await _send(f"POST /api/activities/{act}/void", reason="记错")
        if number == 3:
            again = {
                "version": 1,
                **held,
                "participants": 1_234,
                "program": side.program,
                "group": side.group,
            }
            await _send(f"PUT /api/activities/{act}", **again)
        if number == 4:
            await _send(f"POST /api/activities/{act}/attendances", resident=people[-1])
    for number in range(6):
        visits = await _send(
            f"POST /api/programs/{side.program}/visits", visited_on="2026-04-02", tried=9, opened=5
        )
        if number == 5:
            await _send(f"POST /api/visits/{visits}/void", reason="记错")
        kind = {
            "need_class": side.need_class if number % 2 else None,
            "complaint": number > 2,
            "quantity": number + 3,
        }
        heard = {
            "text": "狗粪",
            "channel": "visit",
            "raised_on": "2026-04-02",
            "program": side.program,
            **kind,
        }
        need = await _send(f"POST /api/communities/{side.community}/needs", **heard)
        if number == 4:
            await _send(f"POST /api/needs/{need}/void", reason="重复")
    return cast


async def _figures(url: str, who: str | None = "chen") -> dict[str, tuple[str, str]]:
    answer = await Visitor(who).get(url)
    assert answer.status_code == 200
    return {
        unescape(name): (unescape(value.strip()), unescape(href))
        for href, name, value in _FIGURE.findall(answer.text)
    }


async def _sum(what: str, where: str) -> str:
    [row] = await db.rows(f"SELECT SUM({what}) AS n FROM {where}")
    return f"{int(row['n']):,}"


def _called(kind: Kind) -> str:
    with language("zh_CN"):
        return str(KIND_NAMES[kind.value])


ACTIVITIES = "activity WHERE program = 1 AND state = 'held' AND voided_at IS NULL AND title LIKE '第%'"


async def test_a_programs_figures(busy: Cast) -> None:
    assert busy.ours.program == 1
    figures = await _figures("/desk/programs/1")
    numbers = {name: value for name, (value, _href) in figures.items()}
    expected = {
        _called(Kind.VISITS_MADE): await _sum("opened", "visit_day WHERE program = 1 AND voided_at IS NULL"),
        _called(Kind.NEED_RAISED): await _sum("quantity", "need WHERE program = 1 AND voided_at IS NULL"),
        _called(Kind.ACTIVITY_HELD): await _sum("1", ACTIVITIES),
        _called(Kind.VOLUNTEERS): await _sum("volunteers", ACTIVITIES),
        _called(Kind.PARTICIPANTS): await _sum("participants", ACTIVITIES),
    }
    assert {name: numbers.get(name) for name in expected} == expected
    for name in expected:
        page = (await Visitor("chen").get(figures[name][1])).text
        rows = [int(cell.strip().replace(",", "")) for cell in _ROW.findall(page)]
        assert f"{sum(rows):,}" == expected[name], name


async def test_doors_and_needs(busy: Cast) -> None:
    doors = await _figures("/desk/programs/1/visits")
    assert doors["敲过的门"][0] == await _sum("tried", "visit_day WHERE voided_at IS NULL")
    needs = await _figures("/desk/needs/by-class?program=1")
    standing = "need WHERE program = 1 AND voided_at IS NULL"
    assert needs["诉求"][0] == await _sum("quantity", standing)
    assert needs["其中投诉"][0] == await _sum("quantity", f"{standing} AND complaint")


async def test_the_street_and_the_api_say_the_same(busy: Cast) -> None:
    street = await _figures("/c/wufuqiao", None)
    assert street[_called(Kind.PARTICIPANTS)][0] == await _sum("participants", ACTIVITIES)
    taper = (await Visitor("chen").get("/api/programs/1/taper")).json()
    for name, what in (
        ("held", "1"),
        ("staff", "staff"),
        ("volunteers", "volunteers"),
        ("participants", "participants"),
    ):
        told = sum(period["totals"][name] for period in taper["quarters"])
        assert f"{told:,}" == await _sum(what, ACTIVITIES), name


async def test_the_funder_is_told_no_other_numbers(busy: Cast) -> None:
    """What was taken back or corrected is not in her sheet either."""
    text = (await Visitor("wu").get("/admin/programs/1/progress.csv")).text
    told = {line.split(",")[2]: line.split(",")[3] for line in text.splitlines() if "2026-04" in line}
    for kind, what in ((Kind.PARTICIPANTS, "participants"), (Kind.VOLUNTEERS, "volunteers")):
        assert (await _sum(what, ACTIVITIES)).replace(",", "") in told.values(), (kind, told)
    assert await ledger.recompute() == []


async def test_the_people_of_a_program_open_to_rows(busy: Cast) -> None:
    """Who joined a group stands by name as who was ticked does."""
    figures = await _figures("/desk/programs/1")
    [row] = await db.rows("SELECT COUNT(*) AS n FROM program_person WHERE program = 1 AND times > 0")
    value, href = figures["留名的居民"]
    assert value == (str(row["n"]) if row["n"] >= 5 else "<5")
    assert "kind=" not in href
