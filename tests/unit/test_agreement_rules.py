"""Services between equals: who may say yes when, what rests while a hurt is open, and which way things go (S86)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.reciprocity import agreement_rules as rules
from incentives.reciprocity import policy
from incentives.reciprocity.agreement_rules import Flow, Given
from server.lib.actor import Actor, Assignment

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ({"giver": 1, "receiver": 2, "household": None}, None),
        ({"giver": 1, "receiver": None, "household": 7}, None),
        ({"giver": None, "receiver": 2, "household": None}, "agreements.nobody_gives"),
        ({"giver": 1, "receiver": None, "household": None}, "agreements.one_receives"),
        ({"giver": 1, "receiver": 2, "household": 7}, "agreements.one_receives"),
        ({"giver": 1, "receiver": 1, "household": None}, "agreements.gives_herself"),
    ],
)
def test_one_gives_and_one_receives(sides: dict[str, int | None], code: str | None) -> None:
    found = rules.refuse_sides(**sides)
    assert (found and found[1]) == code


@pytest.mark.parametrize(
    ("state", "accepted", "talked", "code"),
    [
        ("draft", [], [], None),
        ("draft", ["receiver"], [], None),
        ("draft", ["giver"], [], "agreements.accepted_already"),
        ("paused", [], [None], "agreements.talk_first"),
        ("paused", [], [DAY - timedelta(days=9), None], "agreements.talk_first"),
        ("paused", [], [DAY], None),
        ("paused", [], [DAY + timedelta(days=1)], "agreements.accepted_before_talk"),
        ("ended", [], [], "agreements.over"),
    ],
)
def test_who_may_say_yes(
    state: str, accepted: list[str], talked: list[date | None], code: str | None
) -> None:
    assert rules.refuse_acceptance(state, "giver", accepted, on=DAY, talked=talked) == code


@pytest.mark.parametrize(
    ("state", "on", "exchange", "incident"),
    [
        ("draft", DAY, "agreements.not_agreed", "agreements.not_agreed"),
        ("active", DAY, None, None),
        ("active", DAY - timedelta(days=1), "agreements.given_before_start", None),
        ("paused", DAY, "agreements.paused", None),
        ("ended", DAY, "agreements.over", "agreements.over"),
    ],
)
def test_only_an_agreed_service_runs(
    state: str, on: date, exchange: str | None, incident: str | None
) -> None:
    assert rules.refuse_exchange(state, on=on, starts_on=DAY) == exchange
    assert rules.refuse_incident(state) == incident


def test_a_yes_is_bound_to_the_text_and_to_the_talks() -> None:
    text = ("买菜", "准时来", "说谢谢")
    assert rules.text_hash(*text, 0) == rules.text_hash(*text, 0)
    others = {
        rules.text_hash(*text, 1),
        rules.text_hash("买菜", "准时来", "", 0),
        rules.text_hash("买菜准", "时来", "说谢谢", 0),
    }
    assert rules.text_hash(*text, 0) not in others
    assert len(others) == 3


def test_duties_stand_one_on_a_line_and_both_sides_have_some() -> None:
    assert rules.duties_of(["准时来", "不收钱"], " 周二上午 \n\n准时来") == "准时来\n不收钱\n周二上午"
    assert rules.refuse_duties("准时来", "") == ("receiver_duties", "agreements.no_duties")
    assert rules.refuse_duties("", "谢谢") == ("giver_duties", "agreements.no_duties")
    assert rules.refuse_duties("准时来", "谢谢") is None


GIVEN = st.builds(
    Given, by=st.sampled_from(["giver", "receiver"]), on=st.dates(date(2026, 1, 1), date(2026, 7, 1))
)


@given(st.lists(GIVEN), st.randoms())
def test_the_order_in_which_things_were_given_changes_nothing(given: list[Given], order: object) -> None:
    mixed = list(given)
    order.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis's own Random
    assert rules.flow_of(given, today=DAY) == rules.flow_of(mixed, today=DAY)


@pytest.mark.parametrize(
    ("flow", "one_way"),
    [
        ((12, 1), True),
        ((12, 0), True),
        ((3, 0), False),
        ((12, 4), False),
        ((4, 1), True),
        ((0, 5), True),
        ((0, 0), False),
    ],
)
def test_one_sidedness_is_told_when_it_is_worth_a_word(flow: tuple[int, int], one_way: bool) -> None:
    assert Flow(*flow).one_way is one_way


def test_only_the_last_sixty_days_are_told() -> None:
    days = [Given("giver", DAY - timedelta(days=back)) for back in (0, 59, 60, 61)]
    assert rules.flow_of([*days, Given("receiver", DAY)], today=DAY) == Flow(2, 1)


@pytest.mark.parametrize(
    ("talk_by", "talked", "settled", "state"),
    [
        (DAY, None, None, "open"),
        (DAY - timedelta(days=1), None, None, "overdue"),
        (DAY - timedelta(days=1), DAY, None, "talked"),
        (DAY - timedelta(days=1), DAY, DAY, "settled"),
        (DAY, None, DAY, "settled"),
    ],
)
def test_where_a_talk_stands(talk_by: date, talked: date | None, settled: date | None, state: str) -> None:
    assert rules.talk_state(talk_by=talk_by, talked_on=talked, settled_on=settled, today=DAY) == state


@pytest.mark.parametrize(
    ("role", "scope", "scope_id", "all_of_it"),
    [
        ("coordinator", "organisation", None, True),
        ("facilitator", "community", 1, True),
        ("facilitator", "community", 2, False),
        ("leader", "group", 5, False),
        ("funder", "grant", 3, False),
        ("operator", "installation", None, False),
    ],
)
def test_it_is_for_staff_of_the_place_and_nobody_else(
    role: str, scope: str, scope_id: int | None, all_of_it: bool
) -> None:
    actor = Actor(user_id=1, organisation_id=1, name="某人", assignments=(Assignment(role, scope, scope_id),))  # type: ignore[arg-type]  # read from the table
    assert policy.seen(actor, 1) == (policy.KEPT if all_of_it else frozenset())
    assert policy.may_keep(actor, 1) is all_of_it


def test_every_role_has_its_line() -> None:
    assert set(policy.SEEN) == {"coordinator", "facilitator", "leader", "funder", "operator"}
    assert all(policy.SEEN[role] <= policy.KEPT for role in policy.SEEN)


def test_both_sides_and_not_one_agree() -> None:
    assert not rules.is_agreed([])
    assert not rules.is_agreed(["giver", "giver"])
    assert rules.is_agreed(["receiver", "giver"])
    assert rules.refuse_edit("ended") == "agreements.over"
    assert {rules.refuse_edit(state) for state in ("draft", "active", "paused")} == {None}
