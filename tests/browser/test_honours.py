"""The pages of recognition, the screen of the hall and the honour wall, on a desk: whole, quiet and readable for all."""

from __future__ import annotations

import pytest

from tests.access.asking import filled
from tests.browser.conftest import DESK, Served, Window
from tests.browser.looking import look

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
