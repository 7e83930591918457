"""Every page of a role's navigation opens on a phone and on a desk, whole, quiet and readable for all."""

from __future__ import annotations

import re

import pytest

from server.web.access import PUBLIC
from tests.access.asking import filled, thorough
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
# The modes in which each page is looked at; in the others a third, another one in each.
WHOLE = {(PHONE, "normal", False), (PHONE, "elder", True), (DESK, "normal", True)}


def _daily(served: Served, who: str | None) -> list[str]:
    reach = served.walls.reach.get(who or "", {})
    return [filled(path, reach) or "" for path in DAILY.get(who or "", [])]


@thorough
@pytest.mark.parametrize("who", STARTS)
def test_pages_of_a_role(window: Window, served: Served, who: str | None, thorough: bool) -> None:
    """Where the day begins and what it is spent on, everyday each fifth page of that on a phone.

    `.ci/run` looks at all of it, and at all that the menus and the table lead to.
    """
    daily = _daily(served, who)
    daily = daily if thorough else daily[1::5]
    faults = look(window(who, PHONE), served.address, list(dict.fromkeys([*STARTS[who], *daily])))
    if thorough:
        faults += look(window(who, DESK), served.address, [*STARTS[who], *daily], axe=False)
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
    if (size, mode, dark) not in WHOLE:
        paths = paths[MODES.index((size, mode, dark)) % 3 :: 3]
    faults = look(window(who, size, mode=mode, dark=dark), served.address, paths)
    assert not faults, "\n".join(faults)
