"""A leader with an old phone: one screen, no script, two taps, and few bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import Page, Route

from tests.browser.conftest import PHONE, Served, Window

FIRST_PAGE_BYTES = 60_000
FIRST_PAGE_REQUESTS = 8
LATER_PAGE_BYTES = 12_000


def _activities(served: Served) -> int:
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        (found,) = connection.execute("SELECT count(*) FROM activity").fetchone()
    connection.close()
    return int(found)


def test_a_leader_logs_an_activity_without_scripts_and_two_taps_make_one(
    window: Window, served: Served
) -> None:
    before = _activities(served)
    group = served.walls.cast.ours.group
    tab = window("zhao", PHONE, scripts=False).new_page()
    tab.goto(f"{served.address}/my")
    tab.goto(f"{served.address}/my/groups/{group}/activities/new")
    tab.fill("[name=title]", "清早遛狗")
    tab.fill("[name=held_on]", date.today().isoformat())
    tab.locator("[name=people]").first.check()
    tab.fill("[name=volunteers]", "2")
    tab.fill("[name=participants]", "11")
    first: list[int] = []
    tab.route("**/activities/new", lambda route: _send_twice(route, first))
    tab.get_by_role("button", name="记下来").dblclick()
    tab.wait_for_url(lambda url: not url.endswith("/new"))
    tab.wait_for_load_state()
    assert "清早遛狗" in tab.content()
    assert {*first} == {303}
    assert _activities(served) == before + 1


def _send_twice(route: Route, first: list[int]) -> None:
    """What old browsers do with two taps; this one mostly holds the second tap back by itself."""
    if route.request.method == "POST":
        first.append(route.fetch(max_redirects=0).status)
    route.continue_()


def _weighed(tab: Page, open_page: Callable[[], Any]) -> tuple[int, int]:
    """How many requests went over the wire while a page was opened, and their bytes with all headers."""
    wire = tab.context.new_cdp_session(tab)
    cached: set[str] = set()
    loaded: dict[str, float] = {}
    wire.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    wire.on(
        "Network.loadingFinished",
        lambda event: loaded.update({event["requestId"]: event["encodedDataLength"]}),
    )
    wire.send("Network.enable")
    open_page()
    tab.wait_for_load_state("networkidle")
    wire.detach()
    sent = {name: size for name, size in loaded.items() if name not in cached and size > 0}
    return len(sent), int(sum(sent.values()))


def test_the_first_page_is_light_and_later_ones_are_lighter(window: Window, served: Served) -> None:
    tab = window("zhao", PHONE).new_page()
    requests, size = _weighed(tab, lambda: tab.goto(f"{served.address}/my"))
    print(f"first page: {requests} requests, {size} bytes")
    assert (requests <= FIRST_PAGE_REQUESTS, size <= FIRST_PAGE_BYTES) == (True, True), (requests, size)
    group = served.walls.cast.ours.group
    for path in (f"/my/groups/{group}", f"/my/groups/{group}/activities/new", "/my"):
        requests, size = _weighed(tab, lambda path=path: tab.goto(f"{served.address}{path}"))  # type: ignore[misc]
        print(f"{path}: {requests} requests, {size} bytes")
        assert size <= LATER_PAGE_BYTES, f"{path}: {size} bytes in {requests} requests"
