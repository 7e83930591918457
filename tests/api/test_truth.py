"""After anything that people do, in any order and at once, the ledger says what the rooms' own rows say."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from programs.method import ledger
from programs.method.kinds import Kind
from server import audit
from server.lib import db
from server.lib.days import month_of
from tests import listening_deeds
from tests.cast import Cast
from tests.doors import doors
from tests.listening_deeds import Doorsteps
from tests.visitor import Visitor

Sums = Counter[tuple[int, str, str, str]]


class City:
    """Random deeds in one community with two programs; what was made is remembered by its address."""

    def __init__(self, cast: Cast, dice: random.Random, programs: list[int], doorsteps: Doorsteps) -> None:
        self.side, self.dice, self.programs, self.doorsteps = cast.ours, dice, programs, doorsteps
        self.people = list(cast.ours.residents.values())
        self.classes = [cast.ours.need_class, None]
        self.stays = 6  # the cast's own come first
        self.made: dict[str, list[int]] = {}

    def day(self) -> str:
        return (date(2026, 4, 1) + timedelta(days=self.dice.randrange(150))).isoformat()

    def one(self, kind: str) -> int:
        return self.dice.choice(self.made.get(kind) or [999_999])

    def program(self) -> int | None:
        return self.dice.choice([*self.programs, None])

    def some(self) -> list[int]:
        return self.dice.sample(self.people, self.dice.randrange(1, len(self.people)))

    def counts(self) -> dict[str, Any]:
        who = [None, "staff", "residents", *(f"r{one}" for one in self.people)]
        acts = {act: self.dice.choice(who) for act in ("decided", "did", "answered", "evaluated")}
        numbers = {"staff": self.dice.randrange(3), "volunteers": self.dice.randrange(6)}
        return {
            **acts,
            **numbers,
            "participants": self.dice.randrange(5, 40),
            "staff_hours": 1.5,
            "cash": 12.5,
        }

    def deeds(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """What can be done now: an address with a body, by what it makes."""
        here, dice = f"/api/communities/{self.side.community}", self.dice
        version, program = dice.choice([1, 1, 1, 2, 2, 3]), self.program()
        place = {"program": program, "group": dice.choice([None, *self.made.get("groups", [])])}
        named = {"title": f"事{dice.random()}", "held_on": self.day(), **place}
        group = {"name": f"组{dice.random()}", "kind": "pets", "formed_on": "2026-03-01", "program": program}
        indicator = {"name": "投诉", "falls": True, "baseline_source": "物业", "baseline_on": self.day()}
        spotted = {
            "source_type": "resident",
            "spotted_by": "陈",
            "spotted_on": self.day(),
            "program": program,
        }
        task = {
            "title": "一月无狗粪",
            "need_class": self.side.need_class,
            "taken_on": self.day(),
            "program": program,
        }
        told = {"answer": "好了", "answered_how": "talk"}
        need = {"text": "狗粪", "channel": "visit", "raised_on": self.day(), "complaint": dice.random() < 0.5}
        return {
            **self.doorsteps.deeds(self),
            "visits": (
                f"POST /api/programs/{dice.choice(self.programs)}/visits",
                {"visited_on": self.day(), "tried": 9, "opened": 4},
            ),
            "-visit": (f"POST /api/visits/{self.one('visits')}/void", {"reason": "记错"}),
            "needs": (
                f"POST {here}/needs",
                {**need, "need_class": dice.choice(self.classes), "program": program, "quantity": 3},
            ),
            "-sort": (
                f"POST /api/needs/{self.one('needs')}/sorting",
                {"version": version, "need_class": dice.choice(self.classes), "program": program},
            ),
            "-need": (f"POST /api/needs/{self.one('needs')}/void", {"reason": "记错"}),
            "-handle": (
                f"POST /api/needs/{self.one('needs')}/handling",
                {"handled_on": "2026-10-01", "handled_how": "办了", **dice.choice([{}, told])},
            ),
            "-answer": (f"POST /api/needs/{self.one('needs')}/answer", {"answered_on": "2026-10-02", **told}),
            "-solved": (
                f"POST /api/needs/{self.one('needs')}/confirmation",
                {"solved": dice.choice(["yes", "no"])},
            ),
            "-reopen": (f"POST /api/needs/{self.one('needs')}/reopening", {"reason": "又来"}),
            "-merge": (f"POST /api/needs/{self.one('needs')}/merges", {"needs": [self.one("needs")]}),
            "-split": (f"POST /api/needs/{self.one('needs')}/splitting", {"reason": "不是一回事"}),
            "-candidate": (
                f"POST /api/programs/{dice.choice(self.programs)}/candidates",
                {"title": "狗粪", "needs": [self.one("needs")]},
            ),
            "issues": (f"POST /api/programs/{dice.choice(self.programs)}/focal-issues", {"title": "狗粪"}),
            "-cite": (f"POST /api/focal-issues/{self.one('issues')}/needs", {"needs": [self.one("needs")]}),
            "-cite class": (
                f"POST /api/focal-issues/{self.one('issues')}/needs/class",
                {"need_class": self.side.need_class},
            ),
            "-uncite": (f"POST /api/focal-issues/{self.one('issues')}/needs/{self.one('needs')}/removal", {}),
            "-score": (
                f"POST /api/focal-issues/{self.one('issues')}/scores",
                {
                    "scorer": f"{dice.random()}",
                    "visible": 3,
                    "solvable": 3,
                    "shared": 3,
                    "cared": 3,
                    "by_resident": True,
                },
            ),
            "-choose": (f"POST /api/focal-issues/{self.one('issues')}/choice", {}),
            "-close": (f"POST /api/focal-issues/{self.one('issues')}/end", {"reason": "好了"}),
            "indicators": (
                f"POST /api/programs/{dice.choice(self.programs)}/indicators",
                {**indicator, "baseline": dice.choice(["3", None])},
            ),
            "-indicator": (
                f"PUT /api/indicators/{self.one('indicators')}",
                {**indicator, "baseline": dice.choice(["3", None]), "version": version},
            ),
            "groups": (f"POST {here}/groups", group),
            "-group": (f"PUT /api/groups/{self.one('groups')}", {**group, "version": version}),
            "-close group": (
                f"POST /api/groups/{self.one('groups')}/closure",
                {"closed_on": "2026-09-30", "reason": "散了"},
            ),
            "-open group": (f"POST /api/groups/{self.one('groups')}/reopening", {"reason": "又来"}),
            "-join": (
                f"POST /api/groups/{self.one('groups')}/members",
                {"joined_on": self.day(), "residents": self.some()},
            ),
            "-leave": (
                f"POST /api/memberships/{self.stays + dice.randrange(1, 12)}/departure",
                {"left_on": self.day()},
            ),
            "entries": (f"POST {here}/community-leaders", {**spotted, "resident": dice.choice(self.people)}),
            "-entry": (f"PUT /api/community-leaders/{self.one('entries')}", {**spotted, "version": version}),
            "-seen": (
                f"POST /api/community-leaders/{self.one('entries')}/sightings",
                {"criterion": dice.choice(["cares", "brings"]), "seen_on": "2026-04-01", "what": "带头"},
            ),
            "-confirm": (
                f"POST /api/community-leaders/{self.one('entries')}/confirmation",
                {"confirmed_on": self.day()},
            ),
            "-withdraw": (
                f"POST /api/community-leaders/{self.one('entries')}/withdrawal",
                {"reason": "记错"},
            ),
            "terms": (
                f"POST /api/groups/{self.one('groups')}/leaders",
                {
                    "position": dice.choice(["leader", "deputy"]),
                    "resident": dice.choice(self.people),
                    "chosen_how": "offered",
                    "since": self.day(),
                },
            ),
            "-term": (
                f"POST /api/group-leaders/{self.one('terms')}/end",
                {"ended_on": "2026-09-29", "reason": "期满"},
            ),
            "tasks": (f"POST /api/groups/{self.one('groups')}/tasks", task),
            "-task": (f"PUT /api/group-tasks/{self.one('tasks')}", {**task, "version": version}),
            "-plan": (
                f"PUT /api/group-tasks/{self.one('tasks')}/plan",
                {
                    "version": version,
                    "plan": "捡",
                    "plan_author": dice.choice(self.people),
                    "planned_on": self.day(),
                },
            ),
            "-end task": (
                f"POST /api/group-tasks/{self.one('tasks')}/end",
                {"ended_on": "2026-09-30", "result": "好"},
            ),
            "activities": (
                "POST /api/activities",
                {"community": self.side.community, **named, **self.counts(), "people": self.some()},
            ),
            "-activity": (
                f"PUT /api/activities/{self.one('activities')}",
                {**named, **self.counts(), "version": version},
            ),
            "-void": (f"POST /api/activities/{self.one('activities')}/void", {"reason": "记错"}),
            "-tick": (
                f"POST /api/activities/{self.one('activities')}/attendances",
                {"resident": dice.choice(self.people), "role": dice.choice(["volunteer", "participant"])},
            ),
        }

    def _possible(self) -> list[tuple[str, tuple[str, dict[str, Any]]]]:
        """Deeds on what there is, so that most of them are not about nothing."""
        return [deed for deed in self.deeds().items() if "999999" not in deed[1][0]]

    async def live(self, several: int) -> list[int]:
        """So many random deeds at the same moment; their statuses."""
        deeds = [self.dice.choice(self._possible()) for _ in range(several)]
        answers = await asyncio.gather(
            *(self._do(*url.partition(" ")[::2], body) for _kind, (url, body) in deeds)
        )
        for (kind, _deed), answer in zip(deeds, answers, strict=True):
            assert answer.status_code < 500, answer.text
            if answer.status_code == 201 and not kind.startswith("-"):
                self.made.setdefault(kind, []).append(answer.json()["id"])
        return [answer.status_code for answer in answers]

    async def _do(self, method: str, path: str, body: dict[str, Any]) -> Any:
        return await Visitor(self.dice.choice(["lin", "chen"])).send(path, body, method=method)


async def _recount() -> Sums:
    """What the rooms' rows prove, by program, kind, facet and month."""
    sums: Sums = Counter()
    for program, kind, facet, day, quantity in [row async for row in _facts()]:
        if program is not None and quantity:
            sums[program, kind, facet, month_of(day)] += quantity
    return sums


async def _facts() -> Any:
    async for fact in listening_deeds.facts():
        yield fact
    for row in await db.rows("SELECT * FROM visit_day WHERE voided_at IS NULL"):
        yield row["program"], Kind.VISITS_TRIED, "", row["visited_on"], row["tried"]
        yield row["program"], Kind.VISITS_MADE, "", row["visited_on"], row["opened"]
    for row in await db.rows("SELECT * FROM need WHERE voided_at IS NULL AND merged_into IS NULL"):
        facet = f"class:{row['need_class']}" if row["need_class"] else ""
        for kind, day in ((Kind.NEED_HANDLED, row["handled_on"]), (Kind.NEED_ANSWERED, row["answered_on"])):
            if day is not None:
                yield row["program"], kind, "", day, row["quantity"]
        yield row["program"], Kind.NEED_RAISED, facet, row["raised_on"], row["quantity"]
        if row["complaint"]:
            yield row["program"], Kind.COMPLAINT_RAISED, facet, row["raised_on"], row["quantity"]
    for row in await db.rows(
        "SELECT i.program, x.issue, COALESCE(n.merged_into, n.id) AS kept, MIN(x.cited_on) AS cited_on"
        " FROM need_citation AS x JOIN focal_issue AS i ON i.id = x.issue JOIN need AS n ON n.id = x.need"
        " GROUP BY i.program, x.issue, COALESCE(n.merged_into, n.id)"
    ):
        row["cited_on"] = date.fromisoformat(str(row["cited_on"]))
        yield row["program"], Kind.NEED_CITED, f"issue:{row['issue']}", row["cited_on"], 1
    for row in await db.rows("SELECT * FROM focal_issue WHERE chosen_on IS NOT NULL"):
        yield row["program"], Kind.FOCAL_CHOSEN, "", row["chosen_on"], 1
    for row in await db.rows("SELECT * FROM indicator WHERE baseline IS NOT NULL"):
        yield row["program"], Kind.BASELINE_RECORDED, "", row["baseline_on"], 1
    for row in await db.rows("SELECT * FROM community_leader WHERE confirmed_on IS NOT NULL"):
        yield row["program"], Kind.CAPABLE_CONFIRMED, "", row["confirmed_on"], 1
    for row in await db.rows("SELECT * FROM group_task"):
        yield row["program"], Kind.TASK_TAKEN, "", row["taken_on"], 1
        if row["planned_on"]:
            yield row["program"], Kind.TASK_PLANNED, "", row["planned_on"], 1
    for row in await db.rows("SELECT * FROM community_group"):
        yield row["program"], Kind.GROUP_FORMED, "", row["formed_on"], 1
    for row in await db.rows(
        'SELECT g.program, m.* FROM group_membership AS m JOIN community_group AS g ON g.id = m."group"'
    ):
        yield row["program"], Kind.GROUP_JOINED, "", row["joined_on"], int(row["joined_on"] != row["left_on"])
    for row in await db.rows(
        'SELECT g.program, t.position, t.since FROM group_leader AS t JOIN community_group AS g ON g.id = t."group"'
        " WHERE t.ended_on IS NULL"
    ):
        kind = Kind.LEADER_CONFIRMED if row["position"] == "leader" else Kind.DEPUTY_NAMED
        yield row["program"], kind, "", row["since"], 1
    for row in await db.rows(
        "SELECT a.*, (SELECT COUNT(*) FROM attendance AS t WHERE t.activity = a.id) AS named FROM activity AS a"
        " WHERE a.voided_at IS NULL AND a.state = 'held'"
    ):
        for kind, facet, quantity in (
            (Kind.ACTIVITY_HELD, row["presence"], 1),
            (Kind.STAFF, "", row["staff"]),
            (Kind.VOLUNTEERS, "", row["volunteers"]),
            (Kind.PARTICIPANTS, "", row["participants"]),
            (Kind.TOOK_PART, "", row["named"]),
            (Kind.STAFF_MINUTES, row["lever"] or "", row["staff_minutes"]),
            (Kind.CASH, row["lever"] or "", row["cash_fen"]),
        ):
            yield row["program"], kind, facet, row["held_on"], quantity


async def _kept() -> Sums:
    found = await db.rows(
        "SELECT program, kind, facet, month, quantity FROM evidence_month WHERE quantity <> 0"
    )
    return Counter(
        {(row["program"], row["kind"], row["facet"], row["month"]): int(row["quantity"]) for row in found}
    )


_TOLD_ELSEWHERE = {Kind.ACT, Kind.RESIDENT_RUN}


# Everyday two on each engine, in `.ci/run` all four.
@pytest.mark.parametrize(
    ("engine_kind", "chance"),
    [
        pytest.param(kind, chance, marks=() if chance in everyday else pytest.mark.matrix)
        for kind, everyday in (("sqlite", {0, 1}), ("postgres", {2, 3}))
        for chance in range(4)
    ],
    indirect=["engine_kind"],
)
async def test_the_ledger_says_what_the_rooms_say(cast: Cast, chance: int) -> None:
    dice = random.Random(chance)
    new = {"community": cast.ours.community, "name": "二", "started_on": "2026-01-05"}
    second = (await Visitor("lin").send("/api/programs", new)).json()["id"]
    homes = list((await doors(cast, *(str(number) for number in range(101, 109)))).values())
    doorsteps = Doorsteps(cast, dice, homes, await listening_deeds.take_questionnaire())
    city = City(cast, dice, [cast.ours.program, second], doorsteps)
    before = await _recount()  # the cast's own rows were put there without a proof
    statuses: Counter[int] = Counter()
    for _ in range(140):
        statuses.update(await city.live(dice.randrange(1, 5)))
    told = Counter({key: number for key, number in (await _kept()).items() if key[1] not in _TOLD_ELSEWHERE})
    assert told == await _recount() - before
    assert await ledger.recompute() == []
    assert await listening_deeds.tallies_kept() == await listening_deeds.tallies_counted()
    assert await audit.verify() == []
    assert statuses[201] > 40
