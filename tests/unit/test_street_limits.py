"""How much may be written from one address: a hall that scans one poster gets through, a night-long flood does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from groups.compacts import door_actions
from groups.habits import deed_actions
from programs.listening import street_actions
from programs.surveys import online_pages
from server.accounts import buckets
from server.accounts.buckets import Limit

HALL, NIGHT = 250, 20_000
START = datetime(2026, 11, 21, 11, tzinfo=UTC)


def let_in(limit: Limit, tries: int, within: timedelta) -> int:
    bucket, found = None, 0
    for number in range(tries):
        bucket, wait = buckets.take(bucket, limit, START + within * number / tries)
        found += not wait
    return found


@pytest.mark.parametrize(
    "limit",
    [
        street_actions.PER_ADDRESS,
        deed_actions.PER_ADDRESS,
        door_actions.PER_ADDRESS,
        online_pages.PER_ADDRESS,
    ],
)
def test_a_hall_behind_one_address_gets_through_and_a_machine_does_not(limit: Limit) -> None:
    assert let_in(limit, HALL, timedelta(minutes=10)) == HALL
    assert let_in(limit, NIGHT, timedelta(hours=10)) < NIGHT / 4
