"""What has to be true after the load: every check-in counted, every seat kept, every figure the sum of its rows."""

from __future__ import annotations

import random
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from admin.figures import months_until
from programs.method.kinds import Kind
from server.lib import clock
from server.lib.days import month_of
from tests.scale import people, servers
from tests.scale.life import RESIDENTS
from tests.scale.load import ask, volley
from tests.scale.measures import Figure
from tests.scale.people import Person
from tests.scale.servers import Server

SEATS = 200
LATE = 15
CHANGES = 120

_SUMS = (
    "SELECT substr(held_on, 1, 7), COUNT(*), SUM(staff), SUM(volunteers), SUM(participants) FROM activity"
    " WHERE state = 'held' AND voided_at IS NULL AND program IS NOT NULL GROUP BY 1"
)
_KINDS = (Kind.ACTIVITY_HELD, Kind.STAFF, Kind.VOLUNTEERS, Kind.PARTICIPANTS)


def check_ins(linli: Server, day: date) -> list[Figure]:
    """As many check-ins at once as there are seats, and then some more."""
    person = Person.coordinator(linli.port)
    plan = {"community": 1, "title": "选美比赛", "held_on": str(day), "capacity": SEATS}
    activity = msgspec.json.decode(ask(linli.port, person.send("/api/planned-activities", plan)).body)["id"]
    path = f"/api/activities/{activity}/attendances"
    posts = [person.send(path, {"resident": number + 1}) for number in range(SEATS + LATE)]
    first = volley(linli.port, posts[:SEATS], concurrency=SEATS)
    late = volley(linli.port, posts[SEATS:])
    seated = len(
        msgspec.json.decode(ask(linli.port, person.get(f"/api/activities/{activity}")).body)["people"]
    )
    met = first.statuses[201] == SEATS and late.statuses[422] == LATE and seated == SEATS
    value = f"{first.statuses[201]} in {first.seconds:.2f} s; {late.statuses[422]} refused, {seated} seated"
    return [Figure(f"{SEATS} check-ins at once, {SEATS} seats", value, "all, exact", met)]


def changes(linli: Server, activities: int) -> None:
    """Edit some activities, take some back and log some, at random days and places."""
    person = Person.coordinator(linli.port)
    chance = random.Random(2)
    today = clock.today()
    for _ in range(CHANGES):
        number = chance.randrange(activities) + RESIDENTS
        found = ask(linli.port, person.get(f"/api/activities/{number}"))
        if found.statuses[200]:
            known = msgspec.json.decode(found.body)
            if not known["voided"] and known["state"] == "held":
                one = _void(person, known) if chance.random() < 0.4 else _edit(person, known, chance)
                if not {200, 201} & set((done := ask(linli.port, one)).statuses):
                    raise RuntimeError(done.body)
    logged = [people.to_log(person, one) for one in people.activities(CHANGES, today, chance)]
    volley(linli.port, logged)


def _void(person: Person, known: dict[str, Any]) -> bytes:
    return person.send(f"/api/activities/{known['id']}/void", {"reason": "写了两次"})


def _edit(person: Person, known: dict[str, Any], chance: random.Random) -> bytes:
    kept = {name: known[name] for name in ("title", "program", "group", "version")}
    day = date.fromisoformat(known["held_on"]).replace(day=chance.randint(1, 28))
    new = {
        "held_on": str(day),
        "staff": chance.randint(0, 3),
        "volunteers": chance.randint(0, 9),
        "participants": chance.randint(5, 60),
        "decided": "staff",
    }
    return person.send(f"/api/activities/{known['id']}", kept | new, method="PUT")


def figures(linli: Server, database: Path) -> list[Figure]:
    """The funder's year against a sum over the activities, and the ledger and the log against themselves."""
    faults = _differences(linli, database)
    counted = "exact" if not faults else f"{len(faults)} differ, first {faults[0]}"
    checks = [
        Figure(f"check {what}", fault or "agrees", "agrees", not fault)
        for what, fault in ((what, servers.check(database, what)) for what in ("evidence", "audit"))
    ]
    return [Figure("the year after edits and voids, row by row", counted, "exact", not faults), *checks]


def _differences(linli: Server, database: Path) -> list[str]:
    told = msgspec.json.decode(ask(linli.port, Person.funder(linli.port).get("/api/figures")).body)
    lines = {
        line["kind"]: dict(zip(told["months"], line["quantities"], strict=True)) for line in told["lines"]
    }
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    summed = {month: sums for month, *sums in connection.execute(_SUMS)}
    connection.close()
    return [
        f"{kind} {month}: {lines[kind][month]} for {summed.get(month, (0,) * 4)[place]}"
        for month in months_until(month_of(clock.today()))
        for place, kind in enumerate(_KINDS)
        if lines[kind][month] != str(summed.get(month, (0,) * 4)[place])
    ]
