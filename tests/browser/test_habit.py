"""A neighbour with an old phone and no scripts ticks her day by the private link, and takes it back."""

from __future__ import annotations

import sqlite3

from tests.browser.conftest import PHONE, Served, Window
from tests.browser.looking import WIDER, look


def _ticks(served: Served) -> list[int]:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        found = [row[0] for row in connection.execute("SELECT done FROM habit_tick")]
    connection.close()
    return found


def _today_is_a_day_of_it(served: Served) -> None:
    with sqlite3.connect(served.database) as connection:
        connection.execute(
            "UPDATE habit_challenge SET closed_on = NULL, starts_on = date('now', '+8 hours', '-1 day')"
        )
    connection.close()


def test_one_big_button_ticks_the_day_without_scripts(window: Window, served: Served) -> None:
    _today_is_a_day_of_it(served)
    own = f"/h/{served.walls.reach['lin']['h/token']}"
    tab = window(None, PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}{own}")
    assert tab.evaluate(WIDER) <= 0
    button = tab.get_by_role("button", name="今天我做到了")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 120
    assert box["y"] + box["height"] <= PHONE[1]
    button.click()
    tab.wait_for_load_state()
    assert tab.locator(".own-tick").count() == 1, tab.locator("main").inner_text()
    assert _ticks(served) == [1]
    tab.locator(".own-done button").click()
    tab.wait_for_load_state()
    assert tab.get_by_role("button", name="今天我做到了").count() == 1
    assert _ticks(served) == [0]
    deeds = ["/c/wufuqiao/deeds", own]
    assert look(window(None, PHONE, mode="elder"), served.address, deeds) == []
