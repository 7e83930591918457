"""Elections, hand-overs and who sits together, in tables of cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.teams import election_rules, handover_rules
from groups.teams.election_rules import Ballot, Outcome

DAY = date(2026, 4, 7)
GROUP = {"leader": 1, "deputy": 1}


@pytest.mark.parametrize(
    ("ballots", "seats", "found"),
    [
        ([("leader", 9), ("leader", 5), ("deputy", 7)], GROUP, Outcome((1, 3), ())),
        ([("leader", 7), ("leader", 7), ("deputy", 2)], GROUP, Outcome((3,), (1, 2))),
        ([("leader", 0)], GROUP, Outcome((), ())),
        ([("leader", 1)], GROUP, Outcome((1,), ())),
        ([("leader", 9), ("leader", 8), ("leader", 8), ("leader", 1)], {"leader": 3}, Outcome((1, 2, 3), ())),
        (
            [("leader", 9), ("leader", 8), ("leader", 8), ("leader", 8)],
            {"leader": 3},
            Outcome((1,), (2, 3, 4)),
        ),
        ([("leader", 3), ("leader", 2)], {"leader": 5}, Outcome((1, 2), ())),
    ],
)
def test_the_most_votes_win_and_a_tie_wins_nothing(
    ballots: list[tuple[str, int]], seats: dict[str, int], found: Outcome
) -> None:
    stood = [Ballot(number, position, votes) for number, (position, votes) in enumerate(ballots, start=1)]
    assert election_rules.outcome(stood, seats) == found


@given(
    ballots=st.lists(st.tuples(st.sampled_from(["leader", "deputy"]), st.integers(0, 5)), max_size=8),
    data=st.data(),
)
def test_the_order_of_candidates_decides_nothing(ballots: list[tuple[str, int]], data: st.DataObject) -> None:
    stood = [Ballot(number, *one) for number, one in enumerate(ballots)]
    shuffled = data.draw(st.permutations(stood))
    found = election_rules.outcome(stood, GROUP)
    assert election_rules.outcome(shuffled, GROUP) == found
    assert not set(found.elected) & set(found.tied)


@pytest.mark.parametrize(
    ("observers", "standing", "state", "code"),
    [
        ([7], [1, 2], "counted", None),
        ([], [1, 2], "counted", "teams.no_observer"),
        ([1], [1, 2], "counted", "teams.no_observer"),
        ([1, 7], [1, 2], "counted", None),
        ([7], [1, 2], "planned", "teams.not_counted"),
        ([7], [1, 2], "published", "teams.election_over"),
    ],
)
def test_nothing_is_published_unwatched(
    observers: list[int], standing: list[int], state: str, code: str | None
) -> None:
    found = Outcome((1,), ())
    assert (
        election_rules.refuse_publication(state, observers=observers, standing=standing, found=found) == code
    )


@pytest.mark.parametrize(
    ("votes", "cast", "electors", "fault"),
    [
        ({1: 9, 2: 5}, 14, 20, None),
        ({1: 9}, 14, 20, ("teams.votes_for_each", "votes")),
        ({1: 15, 2: 0}, 14, 20, ("teams.more_votes_than_cast", "votes")),
        ({1: 9, 2: 5}, 21, 20, ("teams.more_cast_than_electors", "votes_cast")),
        ({1: 9, 2: 5}, 14, None, None),
        ({1: 9, 2: 5}, 14, 14, None),
        ({1: 14, 2: 0}, 14, 20, None),
    ],
)
def test_numbers_of_a_count_fit(
    votes: dict[int, int], cast: int, electors: int | None, fault: tuple[str, str] | None
) -> None:
    found = election_rules.refuse_count(
        standing={1: "leader", 2: "leader"},
        votes=votes,
        votes_cast=cast,
        electors=electors,
        seats={"leader": 1},
    )
    assert found == fault


@pytest.mark.parametrize(
    ("votes", "seats", "fits"),
    [
        ({1: 10, 2: 0, 3: 0}, {"leader": 1}, True),
        ({1: 6, 2: 4, 3: 0}, {"leader": 1}, True),
        ({1: 6, 2: 4, 3: 1}, {"leader": 1}, False),
        ({1: 10, 2: 10, 3: 0}, {"leader": 2}, True),  # each ballot named two
        ({1: 10, 2: 10, 3: 1}, {"leader": 2}, False),
        ({1: 10, 2: 10, 3: 10}, {"leader": 3}, True),
        ({1: 10, 2: 10, 3: 10}, {"leader": 5}, True),  # fewer stand than are elected
        ({1: 0, 2: 0, 3: 0}, {"leader": 1}, True),  # all void
    ],
)
def test_ballots_hold_so_many_votes(votes: dict[int, int], seats: dict[str, int], fits: bool) -> None:
    fault = election_rules.refuse_count(
        standing=dict.fromkeys(votes, "leader"), votes=votes, votes_cast=10, electors=None, seats=seats
    )
    assert fault == (None if fits else ("teams.more_votes_than_ballots", "votes"))


@pytest.mark.parametrize(("votes", "fits"), [({1: 7, 2: 3, 3: 10}, True), ({1: 7, 2: 4, 3: 9}, False)])
def test_a_leader_and_a_deputy_are_counted_apart(votes: dict[int, int], fits: bool) -> None:
    fault = election_rules.refuse_count(
        standing={1: "leader", 2: "leader", 3: "deputy"},
        votes=votes,
        votes_cast=10,
        electors=None,
        seats=GROUP,
    )
    assert fault == (None if fits else ("teams.more_votes_than_ballots", "votes"))


@pytest.mark.parametrize(
    ("since", "months", "ends"),
    [
        (DAY, 12, date(2027, 4, 6)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_term_ends_the_day_before_it_would_return(since: date, months: int, ends: date) -> None:
    assert election_rules.term_end(since, months) == ends


def test_old_middle_aged_and_young_are_counted() -> None:
    bands = ["75+", "60-74", "45-59", "30-44", "18-29", None]
    assert election_rules.composition(bands) == {"old": 2, "middle": 1, "young": 2, "unknown": 1}


def items(**given: object) -> list[handover_rules.Item]:
    """`none` for a kind of which there is nothing, True and False for received or not."""
    return [
        handover_rules.Item(kind, word == "none", DAY if word is True else None)
        for kind, word in given.items()
    ]


@pytest.mark.parametrize(
    ("given_items", "missing"),
    [
        ({}, handover_rules.KINDS),
        (
            {
                "seal": True,
                "account": True,
                "documents": True,
                "keys": "none",
                "money": "none",
                "contacts": True,
            },
            (),
        ),
        (
            {
                "seal": False,
                "account": True,
                "documents": True,
                "keys": "none",
                "money": "none",
                "contacts": True,
            },
            ("seal",),
        ),
    ],
)
def test_a_hand_over_is_complete_when_nothing_is_open(
    given_items: dict[str, object], missing: tuple[str, ...]
) -> None:
    assert handover_rules.missing(items(**given_items)) == missing


def test_two_things_of_a_kind_are_both_received_and_none_contradicts_some() -> None:
    two = [*items(keys=True), *items(keys=False)]
    assert "keys" in handover_rules.missing(two)
    assert handover_rules.refuse_item(two, kind="keys", none_held=True) == "teams.said_something_held"
    assert (
        handover_rules.refuse_item(items(keys="none"), kind="keys", none_held=False) == "teams.said_none_held"
    )
    assert handover_rules.refuse_item([], kind="keys", none_held=True) is None


@pytest.mark.parametrize(
    ("what", "none_held", "code"),
    [
        ("公章一枚", False, None),
        ("", True, None),
        ("", False, "teams.item_unnamed"),
        ("公章一枚", True, "teams.item_unnamed"),
    ],
)
def test_a_line_says_what_there_is_or_that_there_is_none(
    what: str, none_held: bool, code: str | None
) -> None:
    assert handover_rules.refuse_line(what, none_held=none_held) == code


@pytest.mark.parametrize(
    ("on", "received", "none_held", "code"),
    [
        (DAY, False, False, None),
        (date(2026, 4, 6), False, False, "teams.received_before_term"),
        (DAY, True, False, "teams.received_already"),
        (DAY, False, True, "teams.nothing_to_receive"),
    ],
)
def test_what_is_there_is_received_once(on: date, received: bool, none_held: bool, code: str | None) -> None:
    found = handover_rules.refuse_receipt(on, since=DAY, received=received, none_held=none_held)
    assert found == code


@pytest.mark.parametrize(
    ("group", "body", "code"),
    [
        (7, None, None),
        (None, "业委会", None),
        (7, "业委会", "teams.group_or_body"),
        (None, "", "teams.group_or_body"),
    ],
)
def test_an_election_is_for_a_group_or_a_body(group: int | None, body: str | None, code: str | None) -> None:
    assert election_rules.refuse_place(group=group, body=body) == code


def test_nobody_watches_before_the_day() -> None:
    assert election_rules.refuse_watching(DAY, held_on=DAY) is None
    assert election_rules.refuse_watching(date(2026, 4, 6), held_on=DAY) == "teams.watched_before_day"


def test_nobody_takes_over_before_she_is_elected() -> None:
    assert election_rules.refuse_taking_over(DAY, held_on=DAY) is None
    assert election_rules.refuse_taking_over(date(2026, 4, 6), held_on=DAY) == "teams.takes_over_early"


def test_seats_of_a_group_and_of_a_body() -> None:
    assert election_rules.seats_of(of_group=True, seats=5) == GROUP
    assert election_rules.seats_of(of_group=False, seats=5) == {"leader": 5}
    fault = election_rules.refuse_count(standing={}, votes={}, votes_cast=0, electors=None, seats=GROUP)
    assert fault == ("teams.nobody_stands", "votes")
    assert election_rules.refuse_publication(
        "counted", observers=[7], standing=[1], found=Outcome((), (1, 2))
    ) == ("teams.votes_tied")
    assert election_rules.refuse_publication(
        "counted", observers=[7], standing=[1], found=Outcome((), ())
    ) == ("teams.nobody_elected")


def test_a_list_is_kept_for_the_newest_leader_and_for_the_one_before() -> None:
    stood = [(7, 1), (7, 1), (7, 2), (7, 3), (8, 1), (8, 1)]
    terms = [
        {"group": group, "resident": resident, "id": place} for place, (group, resident) in enumerate(stood)
    ]
    assert [term["id"] for term in handover_rules.last_two(terms)] == [0, 2, 4]
    assert handover_rules.last_two([]) == []
