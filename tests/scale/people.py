"""What people of the city ask of Linli, and the same asked of the bare application, as bytes."""

from __future__ import annotations

import json
import random
import re
import uuid
from datetime import date
from typing import Any

from tests.scale.bare import TOKEN
from tests.scale.city import COORDINATOR, FUNDER
from tests.scale.life import COMMUNITIES, RESIDENTS
from tests.scale.load import ask, request

ATTENDANCES = 10
_BARE = [("authorization", TOKEN)]
_BROWSER = [("accept-encoding", "gzip"), ("accept-language", "zh-CN,zh;q=0.9")]


class Person:
    """Somebody signed in: her cookie, and the token that Linli's pages gave her."""

    def __init__(self, port: int, session: str, page: str) -> None:
        self.headers = [("cookie", f"linli={session}")]
        found = re.search(rb'name="csrf-token" content="([0-9a-f]+)"', ask(port, self.get(page)).body)
        assert found is not None, f"{page} gave no token"
        self.writing = [
            *self.headers,
            ("x-csrf-token", found.group(1).decode()),
            ("origin", "http://127.0.0.1"),
        ]

    @classmethod
    def coordinator(cls, port: int) -> Person:
        """Works in all communities."""
        return cls(port, COORDINATOR, "/desk")

    @classmethod
    def funder(cls, port: int) -> Person:
        """Pays for all programs."""
        return cls(port, FUNDER, "/admin/programs")

    def get(self, path: str) -> bytes:
        """A read."""
        return request("GET", path, headers=self.headers)

    def send(self, path: str, body: dict[str, Any], *, method: str = "POST") -> bytes:
        """A write, once."""
        whole = json.dumps({"op_id": str(uuid.uuid4()), **body}).encode()
        return request(method, path, headers=self.writing, body=whole)


def activities(count: int, day: date, chance: random.Random) -> list[dict[str, Any]]:
    """Activities to log, each with ten people of its community."""
    return [_activity(chance.randrange(COMMUNITIES) + 1, day, chance) for _ in range(count)]


def _activity(community: int, day: date, chance: random.Random) -> dict[str, Any]:
    first = (community - 1) * RESIDENTS + 1
    return {
        "community": community,
        "title": "周末捡狗粪",
        "held_on": str(day),
        "staff": 1,
        "volunteers": 3,
        "participants": 12,
        "people": chance.sample(range(first, first + RESIDENTS), ATTENDANCES),
    }


def to_log(person: Person, activity: dict[str, Any]) -> bytes:
    """Linli is also told whose program and whose deed it was."""
    first = activity["people"][0]
    more = {"program": activity["community"], "decided": f"r{first}", "did": f"r{first}"}
    return person.send("/api/activities", activity | more)


def bare_create(activity: dict[str, Any]) -> bytes:
    """The same activity for the bare application."""
    return request("POST", "/activities", headers=_BARE, body=json.dumps(activity).encode())


def bare_list(community: int) -> bytes:
    """Fifty activities of one community."""
    return request("GET", f"/activities?community={community}", headers=_BARE)


def bare_figures(first: str, last: str) -> bytes:
    """The sums of some months."""
    return request("GET", f"/figures?first={first}&last={last}", headers=_BARE)


def visit(slug: str, *, tag: str = "") -> bytes:
    """A neighbour without an account opens a community's page; `tag` is the one she has kept."""
    headers = [*_BROWSER, *([("if-none-match", tag)] if tag else [])]
    return request("GET", f"/c/{slug}", headers=headers)


def bare_page(path: str) -> bytes:
    """The page that comes from no database."""
    return request("GET", path, headers=_BROWSER)
