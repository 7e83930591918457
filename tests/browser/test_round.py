"""A round on a phone of 360 px: one tap a door, without scripts, and two taps make one record."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Served, Window
from tests.browser.looking import look


def _run(served: Served, sql: str, *values: object) -> list[tuple]:
    connection = sqlite3.connect(served.database, timeout=10)
    with connection:
        found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def _with_doors(served: Served) -> None:
    side = served.walls.cast.ours
    for door in ("101", "102", "201", "1001"):
        _run(
            served,
            "INSERT INTO household (organisation, community, building, door, two_together, version)"
            " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
            *(side.organisation, side.community, side.building, door, door == "201"),
        )


def _planned(tab: Page, served: Served) -> str:
    """The address of a round that Chen plans with a notice to deliver."""
    building = served.walls.cast.ours.building
    tab.goto(f"{served.address}/desk/rounds/new?building={building}")
    tab.locator("[name=scenario][value=notice]").check()
    tab.fill("[name=planned_on]", date.today().isoformat())
    tab.get_by_role("button", name="安排这一轮").click()
    tab.wait_for_url(lambda url: "/desk/rounds/" in url and not url.endswith("/new"))
    return tab.url


def _visits(served: Served, round_url: str) -> list[tuple]:
    number = round_url.rpartition("/")[2]
    return _run(
        served,
        "SELECT h.door, v.outcome FROM visit AS v JOIN household AS h ON h.id = v.household"
        " WHERE v.round = ? AND v.voided_at IS NULL ORDER BY v.id",
        number,
    )


def test_a_round_is_walked_without_scripts(window: Window, served: Served) -> None:
    _with_doors(served)
    tab = window("chen", PHONE, scripts=False).new_page()
    url = _planned(tab, served)
    tab.get_by_role("link", name="开始走访").click()
    door = tab.locator("#door b")
    assert door.inner_text() == "101"
    home = tab.get_by_role("button", name="无人").first
    box = home.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE[1] - 60  # above the menu, without scrolling
    assert min(box["width"], box["height"]) >= 44
    home.dblclick()
    tab.wait_for_url(lambda found: "after=" in found)
    assert _visits(served, url) == [("101", "not_home")]
    assert door.inner_text() == "102"
    tab.get_by_role("button", name="隔门拒绝").first.click()
    assert door.inner_text() == "201"
    assert tab.get_by_text("请两人同行").is_visible()
    tab.get_by_role("button", name="撤销").click()
    assert _visits(served, url) == [("101", "not_home")]
    assert door.inner_text() == "102"
    tab.locator("summary", has_text="开门").click()
    tab.fill("[name=concern]", "电梯总坏")
    tab.get_by_role("button", name="保存，下一户").first.click()
    assert "请勾选规范里的必做步骤" in tab.content()
    assert tab.locator("[name=concern]").input_value() == "电梯总坏"
    for step in tab.locator(".opened .choice", has_text="★").all():
        step.locator("input").check()
    tab.get_by_role("button", name="保存，下一户").first.click()
    assert _visits(served, url) == [("101", "not_home"), ("102", "opened")]
    tab.locator("summary", has_text="一次记多户").click()
    for tick in tab.locator(".door-ticks input").all():
        tick.check()
    tab.locator("form:has(.door-ticks)").get_by_role("button", name="无人").click()
    tab.get_by_text("每一户都敲过了").wait_for()
    assert len(_visits(served, url)) == 5


@pytest.mark.matrix
def test_the_pages_of_visits_are_whole_on_a_phone(window: Window, served: Served) -> None:
    _with_doors(served)
    context = window("chen", PHONE)
    tab = context.new_page()
    path = _planned(tab, served).removeprefix(served.address)
    side = served.walls.cast.ours
    paths = [
        path,
        f"{path}/walk",
        f"{path}/print",
        "/desk/visits",
        "/desk/visits/report",
        "/desk/coverage",
        f"/desk/buildings/{side.building}/coverage",
        "/desk/offices",
        "/desk/procedures",
        "/desk/trainings",
        f"/desk/communities/{side.community}/mobilisation",
    ]
    faults = look(context, served.address, paths)
    assert not faults, "\n".join(faults)
