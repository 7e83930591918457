"""Who gives honours, who revokes them, and who reads what was said in a talk of care (S69)."""

from __future__ import annotations

import pytest

from incentives.recognition import policy
from server.lib.actor import Actor, Assignment, Role, Scope

HERE, ELSEWHERE = 7, 8


def actor(role: Role, scope: Scope, scope_id: int | None = None) -> Actor:
    return Actor(user_id=1, organisation_id=1, name="-", assignments=(Assignment(role, scope, scope_id),))


@pytest.mark.parametrize(
    ("who", "handles", "reads_care", "revokes", "keeps_titles"),
    [
        (actor("coordinator", "organisation"), True, True, True, True),
        (actor("coordinator", "community", HERE), True, True, True, True),
        (actor("coordinator", "community", ELSEWHERE), False, False, False, True),
        (actor("facilitator", "community", HERE), True, True, False, False),
        (actor("facilitator", "community", ELSEWHERE), False, False, False, False),
        (actor("leader", "group", HERE), False, False, False, False),
        (actor("funder", "grant", HERE), False, False, False, False),
        (actor("operator", "installation"), False, False, False, False),
    ],
)
def test_who_may(who: Actor, handles: bool, reads_care: bool, revokes: bool, keeps_titles: bool) -> None:
    assert policy.may_handle(who, HERE) is handles
    assert policy.may_read_care(who, HERE) is reads_care
    assert policy.may_revoke(who, HERE) is revokes
    assert policy.may_keep_titles(who) is keeps_titles
