"""A volunteer opens her private link on an old phone, makes her letter, says what is wrong; no account, no script."""

from __future__ import annotations

import sqlite3

import pytest

from tests.browser.conftest import PHONE, Served, Window
from tests.browser.looking import WIDER, look
from tests.browser.test_phone import FIRST_PAGE_BYTES, _weighed


def _rows(served: Served, table: str) -> int:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(found)


def test_she_prints_her_letter_and_asks_for_a_correction(window: Window, served: Served) -> None:
    own = f"/own/{served.walls.cast.ours.community}-own"
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}{own}")
    assert tab.evaluate(WIDER) <= 0
    letters, asked = _rows(served, "service_letter"), _rows(served, "correction_request")
    tab.get_by_role("button", name="生成").click()
    tab.wait_for_load_state()
    assert "证明做好了" in tab.content()
    link = tab.locator("#letters a").first.get_attribute("href")
    paper = tab.context.request.get(f"{served.address}{link}")
    assert (paper.headers["content-type"], paper.body()[:5]) == ("application/pdf", b"%PDF-")
    tab.fill("#corrections textarea", "三月那次我也在")
    tab.get_by_role("button", name="请求更正").click()
    tab.wait_for_load_state()
    assert "三月那次我也在" in tab.content()
    assert (_rows(served, "service_letter"), _rows(served, "correction_request")) == (letters + 1, asked + 1)


@pytest.mark.matrix
def test_the_page_is_light_and_everybody_can_use_it(window: Window, served: Served) -> None:
    own = f"/own/{served.walls.cast.ours.community}-own"
    tab = window(None, PHONE).new_page()
    _requests, size = _weighed(tab, lambda: tab.goto(f"{served.address}{own}"))
    assert size <= FIRST_PAGE_BYTES
    for mode in ("normal", "elder"):
        assert look(window(None, PHONE, mode=mode), served.address, [own, "/c/wufuqiao/decisions"]) == []


def test_in_large_print_it_is_one_task_a_page(window: Window, served: Served) -> None:
    own = f"/own/{served.walls.cast.ours.community}-own"
    tab = window(None, PHONE, mode="elder", scripts=False).new_page()
    tab.goto(f"{served.address}{own}")
    assert tab.locator("main form").count() == 0
    box = tab.get_by_role("link", name="哪里不对").bounding_box()
    assert box is not None
    assert box["height"] >= 60
    tab.get_by_role("link", name="哪里不对").click()
    tab.wait_for_load_state()
    assert tab.locator("main form").count() == 1
    tab.locator("textarea").evaluate("box => box.removeAttribute('required')")
    tab.get_by_role("button", name="请求更正").click()
    tab.wait_for_load_state()
    assert tab.locator(".error-summary").count() == 1
    assert tab.locator("main form").count() == 1


@pytest.mark.matrix
def test_what_staff_see_of_equal_standing(window: Window, served: Served) -> None:
    ids = served.walls.reach["lin"]
    desk = ["/desk/agreements", f"/desk/agreements/{ids['agreement_id']}", "/desk/leader-protection"]
    desk += [f"/desk/residents/{ids['resident_id']}/protection", "/desk/corrections", "/desk/decisions"]
    assert look(window("lin", PHONE), served.address, desk) == []
