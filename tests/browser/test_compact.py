"""A neighbour with a phone says something about the compact, signs it, with and without scripts, and takes it back."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Served, Window
from tests.browser.looking import WIDER, look
from tests.browser.test_phone import FIRST_PAGE_BYTES, _weighed


def _home(served: Served) -> str:
    return f"/c/wufuqiao/compacts/{served.walls.reach['lin']['compact_id']}"


def _counted(served: Served, table: str) -> int:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table} WHERE organisation = 1").fetchone()
    connection.close()
    return int(found)


def _press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name).click()
    tab.wait_for_load_state()
    assert tab.evaluate(WIDER) <= 0


def _take_back(tab: Page) -> None:
    tab.get_by_text("撤回我的签名").click()
    _press(tab, "撤回签名")
    assert "已撤回" in tab.inner_text("main")


def test_comment_sign_and_take_back_without_scripts(window: Window, served: Served) -> None:
    tables = ("compact_comment", "compact_waiting", "compact_signature")
    before = [_counted(served, table) for table in tables]
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}{_home(served)}")
    tab.get_by_role("link", name="对第 2 条说点什么").click()
    tab.check("[name=stance][value=change]")
    tab.fill("[name=text]", "绳子再短一点")
    _press(tab, "提交")
    assert "谢谢" in tab.content()
    tab.get_by_role("link", name="替我家签名").click()
    assert tab.locator("canvas").is_hidden()
    tab.select_option("[name=building]", label="锦绣园 3栋")
    tab.fill("[name=door]", "402室")
    tab.fill("[name=name]", "张𠮷")
    tab.fill("[name=pledge]", "我先收鞋架")
    _press(tab, "我家签名")
    assert "/receipts/" in tab.url
    assert tab.url in tab.content()
    assert "我先收鞋架" in tab.content()
    assert "暂时还不计入" in tab.content()
    added = [_counted(served, table) - count for table, count in zip(tables, before, strict=True)]
    assert added == [1, 1, 0]
    again = window(None, PHONE, scripts=False).new_page()
    again.goto(tab.url)
    _take_back(again)


def test_a_name_is_drawn_with_a_finger(window: Window, served: Served) -> None:
    tab = window(None, PHONE).new_page()
    tab.goto(f"{served.address}{_home(served)}/sign")
    box = tab.locator("canvas").bounding_box()
    assert box is not None
    tab.locator("canvas").scroll_into_view_if_needed()
    box = tab.locator("canvas").bounding_box()
    assert box is not None
    for start in (0.2, 0.5):
        tab.mouse.move(box["x"] + box["width"] * start, box["y"] + 20)
        tab.mouse.down()
        for step in range(1, 6):
            tab.mouse.move(box["x"] + box["width"] * (start + step * 0.05), box["y"] + 20 + step * 12)
        tab.mouse.up()
    drawn = tab.input_value("[name=drawing]")
    assert len(drawn.split(";")) == 2
    tab.get_by_role("button", name="擦掉重签").click()
    assert tab.input_value("[name=drawing]") == ""
    tab.mouse.move(box["x"] + 30, box["y"] + 30)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 120, box["y"] + 60)
    tab.mouse.move(box["x"] + 150, box["y"] + 40)
    tab.mouse.up()
    tab.select_option("[name=building]", label="锦绣园 3栋")
    tab.fill("[name=door]", "501")
    drawn = tab.input_value("[name=drawing]")
    tab.locator("[name=name]").evaluate("box => box.removeAttribute('required')")
    _press(tab, "我家签名")
    assert tab.locator(".error-summary").count() == 1
    assert tab.input_value("[name=drawing]") == drawn
    inked = "pad => pad.getContext('2d').getImageData(0, 0, pad.width, pad.height).data.some(Boolean)"
    assert tab.locator("canvas").evaluate(inked)
    tab.fill("[name=name]", "李娜")
    _press(tab, "我家签名")
    assert tab.locator("svg.signature path").get_attribute("d")
    assert tab.locator("img.receipt-code").is_visible()
    _take_back(tab)


def test_what_is_missing_is_said_with_the_typed_text_kept(window: Window, served: Served) -> None:
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}{_home(served)}/sign")
    tab.locator("[name=door]").evaluate("box => box.removeAttribute('required')")
    tab.select_option("[name=building]", label="锦绣园 3栋")
    tab.fill("[name=name]", "老陈")
    _press(tab, "我家签名")
    assert tab.locator(".error-summary").count() == 1
    assert tab.input_value("[name=name]") == "老陈"


@pytest.mark.matrix
def test_the_page_is_light(window: Window, served: Served) -> None:
    home = _home(served)
    tab = window(None, PHONE).new_page()
    requests, size = _weighed(tab, lambda: tab.goto(f"{served.address}{home}"))
    print(f"compact: {requests} requests, {size} bytes")
    assert size <= FIRST_PAGE_BYTES


@pytest.mark.matrix
def test_everybody_can_use_them(window: Window, served: Served) -> None:
    home = _home(served)
    street = [home, f"{home}/changes", f"{home}/comment?clause=2", f"{home}/sign"]
    assert look(window(None, PHONE, mode="elder"), served.address, street) == []
    assert look(window(None, DESK, dark=True), served.address, street) == []


@pytest.mark.matrix
def test_the_desk_of_a_compact(window: Window, served: Served) -> None:
    ids = served.walls.reach["lin"]
    home = f"/desk/compacts/{ids['compact_id']}"
    paths = [
        "/desk/compacts",
        home,
        f"{home}/text",
        f"{home}/text/clauses/1",
        f"{home}/likeness",
        f"{home}/comments",
        f"{home}/signatures",
        f"{home}/measures",
        f"{home}/buildings/{ids['building_id']}/asked",
        f"{home}/buildings/{ids['building_id']}/signed",
        f"/desk/compact-comments/{ids['comment_id']}",
        f"/desk/compact-signatures/{ids['signature_id']}",
        f"/my/compacts/{ids['compact_id']}",
    ]
    assert look(window("lin", PHONE), served.address, paths) == []
