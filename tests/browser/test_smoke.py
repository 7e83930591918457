"""Every page of a role's navigation opens on a phone and on a desk, whole, quiet and readable for all."""

from __future__ import annotations

import re

import pytest

from server.web.access import PUBLIC
from tests.access.asking import filled
from tests.access.table import table
from tests.browser.conftest import DESK, PHONE, Served, Window
from tests.browser.looking import look

STARTS = {
    None: ["/", "/sign-in", "/c/wufuqiao", "/s/wave-1"],
    "lin": ["/desk"],
    "chen": ["/desk"],
    "zhao": ["/my"],
}
STARTS |= {"wu": ["/admin/", "/admin/programs"], "qian": ["/admin/"]}
# What a day is spent on, beside what the menus lead to.
DAILY = {
    "lin": ["/desk/grants/{grant_id}", "/desk/colleagues/{user_id}"],
    "chen": [
        "/desk/programs/{program_id}",
        "/desk/programs/{program_id}/evidence",
        "/desk/programs/{program_id}/taper",
        "/desk/focal-issues/{issue_id}",
        "/desk/groups/{group_id}",
        "/desk/activities/{activity_id}",
        "/desk/activities/log",
        "/desk/residents/{resident_id}",
        "/desk/waves",
        "/desk/waves/{wave_id}",
        "/desk/waves/{wave_id}/paper",
        "/desk/questionnaires/{questionnaire_id}/edit",
        "/desk/programs/{program_id}/waves",
    ],
    "zhao": ["/my/groups/{group_id}", "/my/groups/{group_id}/activities/new", "/my/activities/{activity_id}"],
    "wu": ["/admin/programs/{program_id}/progress"],
}
# Answers that are no page of their own.
NO_PAGE = re.compile(
    r"^/(api|static|health|badges|admin/api|admin/public)\b|\.(csv|xlsx|pdf|webp|png)$|/(badge|letters)/"
    r"|/(labels|register|template|rejected)$|^(/c/{slug})?/photos/"
)
MODES = [
    (PHONE, "normal", False),
    (PHONE, "elder", False),
    (PHONE, "elder", True),
    (DESK, "normal", False),
    (DESK, "normal", True),
    (DESK, "elder", False),
]


def _led_to(window: Window, served: Served, who: str | None) -> list[str]:
    """The starts of a role and every page that the menus there lead to."""
    tab = window(who, DESK).new_page()
    found = list(STARTS[who])
    for start in STARTS[who]:
        tab.goto(f"{served.address}{start}")
        menus = "header.top a, nav a, .menu-panel a"
        found += tab.eval_on_selector_all(menus, "links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(path for path in found if path and path.startswith("/")))


def _daily(served: Served, who: str | None) -> list[str]:
    reach = served.walls.reach.get(who or "", {})
    return [filled(path, reach) or "" for path in DAILY.get(who or "", [])]


@pytest.mark.parametrize("who", STARTS)
def test_pages_of_a_role(window: Window, served: Served, who: str | None) -> None:
    """Where the day begins and what it is spent on; `.ci/run` looks at all that the menus and the table lead to."""
    paths = list(dict.fromkeys([*STARTS[who], *_daily(served, who)]))
    faults = look(window(who, PHONE), served.address, paths)
    faults += look(window(who, DESK), served.address, paths, axe=False)
    assert not faults, "\n".join(faults)


@pytest.mark.matrix
@pytest.mark.parametrize(("size", "mode", "dark"), MODES)
@pytest.mark.parametrize("who", [None, "lin", "zhao", "wu", "qian"])
def test_every_page_in_every_mode(
    window: Window, served: Served, who: str | None, size: tuple[int, int], mode: str, dark: bool
) -> None:
    actor = getattr(served.walls.cast, who) if who else None
    roles = {held.role for held in actor.assignments} if actor else {"public"}
    reach = served.walls.reach[who or "zhao"]
    rows = [row for row in table() if row.method == "GET" and not NO_PAGE.search(row.path)]
    hers = [row for row in rows if (row.who == PUBLIC if who is None else roles & row.who)]
    paths = [path for row in hers if (path := filled(row.path, reach))]
    assert paths
    faults = look(window(who, size, mode=mode, dark=dark), served.address, paths)
    assert not faults, "\n".join(faults)
