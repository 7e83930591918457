"""The pages of recognition, the screen of the hall and the honour wall, on a desk: whole, quiet and readable for all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page

from tests.access.asking import filled
from tests.browser.conftest import DESK, PHONE, Served, Window
from tests.browser.looking import WIDER, look

STAFF = [
    "/desk/honours",
    "/desk/communities/{community_id}/recognition",
    "/desk/communities/{community_id}/balance",
    "/desk/communities/{community_id}/nominations/new",
    "/desk/communities/{community_id}/publicity",
    "/desk/nominations/{nomination_id}",
    "/desk/awards/{award_id}",
    "/desk/stories/{story_id}",
    "/desk/residents/{resident_id}/recognition",
    "/desk/ceremonies/{ceremony_id}",
    "/desk/ceremonies/{ceremony_id}/screen",
]


@pytest.mark.matrix
def test_the_pages_of_recognition(served: Served, window: Window) -> None:
    ids = served.walls.reach["chen"]
    paths = [path for row in STAFF if (path := filled(row, ids)) is not None]
    assert len(paths) == len(STAFF)
    screen = paths.pop()
    assert look(window("chen", DESK), served.address, paths) == []
    tab = window("chen", DESK).new_page()
    tab.goto(f"{served.address}{screen}")
    assert tab.locator("h1").inner_text() == "遛狗约定"
    tab.get_by_role("link", name="下一位").press("Enter")
    tab.wait_for_url("**/screen?n=1")
    assert look(window(None, DESK), served.address, ["/c/wufuqiao/honours"]) == []


def _printed_code(served: Served) -> str:
    """The code of an award as its certificate shows it, in groups of four."""
    with closing(sqlite3.connect(f"file:{served.database}?mode=ro", uri=True)) as connection:
        (code,) = connection.execute(
            "SELECT code FROM award WHERE id = ?", (served.walls.reach["lin"]["award_id"],)
        ).fetchone()
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _verified(tab: Page, served: Served, code: str) -> str:
    tab.goto(f"{served.address}/verify")
    tab.fill("[name=code]", code)
    tab.get_by_role("button", name="核验").click()
    tab.wait_for_load_state()
    assert tab.evaluate(WIDER) <= 0
    return tab.inner_text("main")


def test_whoever_holds_a_certificate_verifies_it_by_hand(window: Window, served: Served) -> None:
    code = _printed_code(served)
    stranger = window(None, PHONE, scripts=False).new_page()
    assert "真实有效" in _verified(stranger, served, code)
    assert "查无此证" in _verified(stranger, served, "0" * 32)
    desk = window("lin", PHONE, scripts=False).new_page()
    desk.goto(f"{served.address}/desk/awards/{served.walls.reach['lin']['award_id']}")
    desk.get_by_text("撤销这项表彰").click()
    desk.locator("[name=revoke_class]").first.check()
    desk.fill("[name=reason]", "提名时写错了人")
    desk.locator("form[action$='/revoke'] button").click()
    desk.wait_for_load_state()
    shown = _verified(stranger, served, code)
    assert "已撤销" in shown
    assert "写错了人" not in shown
