"""Ways that lead on from a page."""

from server.lib.i18n import m
from server.web.ways import Way, ways_from

PEOPLE, DOORS = m("People"), m("Doors and needs")


def test_ways_of_one_theme_stand_together_in_their_order() -> None:
    ways = [
        Way(m("People"), "/desk/residents?community={community}", PEOPLE),
        Way(m("Groups"), "/desk/communities/{community}/groups/{program}", PEOPLE),
        Way(m("Visits"), "/desk/door-visits", DOORS),
    ]
    assert ways_from(ways, community=7, program=9) == [
        (
            PEOPLE,
            [(m("People"), "/desk/residents?community=7"), (m("Groups"), "/desk/communities/7/groups/9")],
        ),
        (DOORS, [(m("Visits"), "/desk/door-visits")]),
    ]


def test_ways_without_a_theme_are_one_list() -> None:
    assert ways_from([Way(m("People"), "/a"), Way(m("Groups"), "/b")]) == [
        (None, [(m("People"), "/a"), (m("Groups"), "/b")])
    ]
