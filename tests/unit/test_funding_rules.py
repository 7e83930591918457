"""Sums of money, and who reads a grant."""

from decimal import Decimal

import pytest

from programs.funding import policy, rules
from server.lib.actor import Actor, Assignment


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (None, None),
        (Decimal("0"), None),
        (Decimal("200000"), None),
        (Decimal("1E+3"), None),
        (Decimal("999999999.99"), None),
        (Decimal("12.50"), None),
        (Decimal("12.505"), "funding.amount_has_fractions"),
        (Decimal("1E-400"), "funding.amount_has_fractions"),
        (Decimal("-1"), "funding.amount_out_of_range"),
        (Decimal("1000000000"), "funding.amount_out_of_range"),
        (Decimal("1E+999999"), "funding.amount_out_of_range"),
        (Decimal("NaN"), "funding.amount_out_of_range"),
        (Decimal("sNaN"), "funding.amount_out_of_range"),
        (Decimal("-Infinity"), "funding.amount_out_of_range"),
    ],
)
def test_amounts(amount: Decimal | None, code: str | None) -> None:
    assert rules.refuse_amount(amount) == code


@pytest.mark.parametrize(
    ("held", "reads", "keeps"),
    [
        (Assignment("coordinator", "organisation"), True, True),
        (Assignment("facilitator", "organisation"), True, False),
        (Assignment("facilitator", "community", 1), True, False),
        (Assignment("facilitator", "community", 2), False, False),
        (Assignment("leader", "group", 1), False, False),
        (Assignment("funder", "grant", 1), False, False),
        (Assignment("operator", "installation"), False, False),
    ],
)
def test_who_reads_and_who_keeps_a_grant_of_community_1(held: Assignment, reads: bool, keeps: bool) -> None:
    actor = Actor(user_id=1, organisation_id=1, name="", assignments=(held,))
    assert policy.may_read_grant(actor, {1}) is reads
    assert policy.may_keep_grants(actor) is keeps
