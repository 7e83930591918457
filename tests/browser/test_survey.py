"""A survey off a poster: an old phone, no account, no script."""

from __future__ import annotations

import sqlite3

from tests.browser.conftest import PHONE, Served, Window


def _answers(served: Served) -> list[tuple[str, str]]:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT how, replies FROM survey_answer WHERE how = 'online'").fetchall()
    connection.close()
    return found


def test_a_resident_answers_with_one_thumb_and_is_told_the_second_time(
    window: Window, served: Served
) -> None:
    address = f"{served.address}/s/wave-{served.walls.cast.ours.community}"
    for attempt in range(2):
        tab = window(None, PHONE, scripts=False).new_page()
        tab.goto(address)
        box = tab.locator("label.step").nth(3).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= PHONE[0]
        tab.locator("label.step").nth(3).click()
        tab.select_option("[name=building]", index=1)
        tab.fill("[name=door]", "502")
        tab.get_by_role("button", name="提交").click()
        if attempt == 0:
            tab.wait_for_url("**/thanks")
            assert "谢谢您" in tab.content()
        else:
            assert "您家已经答过了" in tab.content()
    assert _answers(served) == [("online", '{"help":4}')]
