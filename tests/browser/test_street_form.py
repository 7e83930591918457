"""A neighbour with an old phone and no scripts says what troubles her, and comes back for the answer."""

from __future__ import annotations

import sqlite3

import pytest

from tests.browser.conftest import DESK, PHONE, Served, Window
from tests.browser.looking import WIDER, look
from tests.browser.test_phone import FIRST_PAGE_BYTES, _weighed

FORM = "/c/wufuqiao/needs/new"


def _sent(served: Served) -> int:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        (found,) = connection.execute("SELECT count(*) FROM need WHERE channel = 'form'").fetchone()
    connection.close()
    return int(found)


def test_a_neighbour_says_it_without_scripts_and_follows_it(window: Window, served: Served) -> None:
    before = _sent(served)
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}/c/wufuqiao")
    tab.get_by_role("link", name="说说烦心事").first.click()
    tab.wait_for_load_state()
    assert tab.evaluate(WIDER) <= 0
    assert tab.locator("[name=leave_empty]").bounding_box() is not None
    tab.fill("[name=text]", "三单元楼下路灯坏了半个月")
    tab.check("[name=willing][value=yes]")
    tab.get_by_role("button", name="提交").click()
    tab.wait_for_load_state()
    followed = tab.url
    assert "/c/wufuqiao/needs/" in followed
    assert "三单元楼下路灯坏了半个月" in tab.content()
    assert followed in tab.content()
    assert _sent(served) == before + 1
    again = window(None, PHONE, scripts=False).new_page()
    again.goto(followed)
    assert "等待工作人员查看" in again.content()


def test_an_empty_form_comes_back_with_what_is_missing(window: Window, served: Served) -> None:
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}{FORM}")
    tab.locator("textarea").evaluate("box => box.removeAttribute('required')")
    tab.fill("[name=nickname]", "老陈")
    tab.get_by_role("button", name="提交").click()
    tab.wait_for_load_state()
    assert tab.locator(".error-summary").count() == 1
    assert tab.input_value("[name=nickname]") == "老陈"


@pytest.mark.matrix
def test_the_form_is_light_and_everybody_can_use_it(window: Window, served: Served) -> None:
    tab = window(None, PHONE).new_page()
    requests, size = _weighed(tab, lambda: tab.goto(f"{served.address}{FORM}"))
    print(f"form: {requests} requests, {size} bytes")
    assert size <= FIRST_PAGE_BYTES
    assert look(window(None, PHONE, mode="elder"), served.address, [FORM, "/c/wufuqiao"]) == []
    assert look(window(None, DESK, dark=True), served.address, [FORM]) == []


@pytest.mark.matrix
def test_the_desk_of_needs_on_a_phone_and_a_desk(window: Window, served: Served) -> None:
    need = served.walls.reach["lin"]["need_id"]
    paths = [
        "/desk/needs",
        f"/desk/needs/{need}",
        f"/desk/needs/new?community={served.walls.cast.ours.community}",
        "/desk/needs/inbox",
        "/desk/needs/cases",
        "/desk/needs/heat",
        "/desk/needs/duplicates",
        "/desk/needs/willing",
        f"/desk/needs/candidate?needs={need}",
    ]
    for size in (PHONE, DESK):
        assert look(window("lin", size), served.address, paths) == []
