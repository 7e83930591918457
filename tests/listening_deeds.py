"""Random deeds at doors, in surveys, for buildings and on the ladder; and what their rows prove, read from those rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import msgspec

from programs.method.kinds import Kind
from server.lib import db
from tests.cast import Cast
from tests.doors import COMPULSORY
from tests.visitor import Visitor

Fact = tuple[int | None, Kind, str, date, int]
COMPARABLE = 30  # answers that make a baseline (S82)
_CONTACT = {"opened", "refused", "rescheduled"}
_DOOR_KINDS = {
    "opened": Kind.VISITS_MADE,
    "refused": Kind.VISITS_REFUSED,
    "not_home": Kind.VISITS_NOT_HOME,
}


class Doorsteps:
    """What can be done in one building with the households of `doors` and one questionnaire."""

    def __init__(self, cast: Cast, dice: random.Random, doors: list[int], questionnaire: int) -> None:
        self.side, self.dice, self.doors, self.questionnaire = cast.ours, dice, doors, questionnaire
        self.account = cast.chen.user_id
        self.people = list(cast.ours.residents.values())

    def deeds(self, city: Any) -> dict[str, tuple[str, dict[str, Any]]]:
        """An address with a body, by what it makes; `city` knows what was made before."""
        return {**self._at_doors(city), **self._asked(city), **self._of_people(city)}

    def _at_doors(self, city: Any) -> dict[str, tuple[str, dict[str, Any]]]:
        dice, round_ = self.dice, city.one("rounds")
        knocked = dice.sample(self.doors, dice.randrange(1, len(self.doors)))
        plan = {
            "building": self.side.building,
            "scenario": "first_visit",
            "purpose": dice.choice(["duty", "concern"]),
            "planned_on": "2026-10-01",
            "program": city.program(),
            "visitor_account": self.account,
            **dice.choice([{}, {"companion": dice.choice(self.people), "companion_kind": "neighbour"}]),
        }
        alone = {
            "building": self.side.building,
            "door": "301",
            "mode": dice.choice(["door", "phone", "talk", "written"]),
            "visited_on": city.day(),
            "program": city.program(),
            **self._outcome(),
        }
        return {
            "rounds": ("POST /api/rounds", plan),
            "-tap": (
                f"POST /api/rounds/{round_}/taps",
                {"households": knocked, "visited_on": city.day(), **self._outcome()},
            ),
            "-tap again": (
                f"POST /api/rounds/{round_}/taps",
                {"households": knocked[:1], "visited_on": city.day(), **self._outcome()},
            ),
            "-undo": (f"POST /api/rounds/{round_}/undo", {"visit": dice.randrange(1, 60)}),
            "-close round": (f"POST /api/rounds/{round_}/close", {}),
            "-cancel": (f"POST /api/rounds/{round_}/cancel", {"reason": "下雨"}),
            "door visits": (f"POST /api/communities/{self.side.community}/door-visits", alone),
            "-concern": (f"POST /api/door-visits/{dice.randrange(1, 60)}/concerns", {"text": "灯坏了"}),
            "-void visit": (f"POST /api/door-visits/{dice.randrange(1, 60)}/void", {"reason": "记错"}),
        }

    def _outcome(self) -> dict[str, Any]:
        dice = self.dice
        outcome = dice.choice(["opened", "opened", "not_home", "refused", "rescheduled", "moved_away"])
        more: dict[str, Any] = {"resident": dice.choice([None, *self.people])}
        if outcome == "opened":
            more |= {"steps_done": COMPULSORY, "concern": dice.choice([None, "狗"])}
        if outcome == "rescheduled":
            more |= {"again_on": "2026-12-01"}
        return {"outcome": outcome, **more}

    def _asked(self, city: Any) -> dict[str, tuple[str, dict[str, Any]]]:
        dice, wave = self.dice, city.one("waves")
        first = dice.randrange(1_000)
        sheets = [
            {
                "sheet": str(first + number),
                "replies": {"help": dice.randrange(1, 6)},
                "member": number % 2 == 0,
            }
            for number in range(dice.choice([1, 5, 31]))
        ]
        new = {
            "questionnaire": self.questionnaire,
            "title": "问卷",
            "moment": dice.choice(["baseline", "baseline", "endline"]),
            "unit": "household",
            "opens_on": "2026-03-01",
            "program": city.program(),
        }
        closing = {"closed_on": dice.choice(["2026-09-30", "2026-10-01"])}
        return {
            "waves": (f"POST /api/communities/{self.side.community}/waves", new),
            "-paper": (f"POST /api/waves/{wave}/paper", {"answered_on": city.day(), "sheets": sheets}),
            "-more paper": (f"POST /api/waves/{wave}/paper", {"answered_on": city.day(), "sheets": sheets}),
            "-close wave": (f"POST /api/waves/{wave}/closing", closing),
            "-open wave": (f"POST /api/waves/{wave}/reopening", {"reason": "还有"}),
            "-void answer": (
                f"POST /api/survey-answers/{dice.randrange(1, 80)}/voiding",
                {"reason": "录错"},
            ),
        }

    def _of_people(self, city: Any) -> dict[str, tuple[str, dict[str, Any]]]:
        dice, person = self.dice, self.dice.choice(self.people)
        kind, step = dice.choice([("door_visit", "aware"), ("round", "helps"), ("round", "takes_part")])
        act = {"source_kind": kind, "source_id": dice.randrange(1, 40 if kind == "door_visit" else 6)}
        return {
            "building leaders": (
                f"POST /api/buildings/{self.side.building}/leader",
                {"since": city.day(), "resident": person, "program": city.program()},
            ),
            "-end leader": (
                f"POST /api/building-leaders/{city.one('building leaders')}/end",
                {"ended_on": "2026-10-01", "reason": "搬家"},
            ),
            "rungs": (f"POST /api/residents/{person}/ladder", {"step": step, **act}),
            "-rung": (f"POST /api/ladder/{city.one('rungs')}/take-back", {"reason": "记错"}),
        }


async def facts() -> AsyncIterator[Fact]:
    """What the rows of these rooms prove: program, kind, facet, day, quantity."""
    async for fact in _visits():
        yield fact
    async for fact in _surveys():
        yield fact
    # Which program a term was counted for stands in the log of its appointment.
    for row in await db.rows(
        "SELECT a.program_id, l.since FROM building_leader AS l JOIN audit_entry AS a ON a.subject_id = l.id"
        " AND a.action = 'building_leader.appointed' WHERE l.ended_on IS NULL"
    ):
        yield row["program_id"], Kind.BUILDING_LEADER, "", row["since"], 1
    for row in await db.rows(
        "SELECT r.step, r.reached_on, COALESCE(v.program, w.program) AS program FROM ladder_rung AS r"
        " LEFT JOIN visit AS v ON r.source_kind = 'door_visit' AND v.id = r.source_id"
        " LEFT JOIN visit_round AS w ON r.source_kind = 'round' AND w.id = r.source_id WHERE r.voided_at IS NULL"
    ):
        yield row["program"], Kind.LADDER_REACHED, row["step"], row["reached_on"], 1


async def _visits() -> AsyncIterator[Fact]:
    for row in await db.rows(
        "SELECT v.*, (SELECT COUNT(*) FROM visit_concern AS c WHERE c.visit = v.id) AS concerns FROM visit AS v"
        " WHERE v.voided_at IS NULL"
    ):
        program, day = row["program"], row["visited_on"]
        if row["mode"] == "door":
            yield program, Kind.VISITS_TRIED, "", day, 1
            if row["outcome"] in _DOOR_KINDS:
                yield program, _DOOR_KINDS[row["outcome"]], "", day, 1
        elif row["outcome"] in _CONTACT:
            yield program, Kind.CONTACTS, row["mode"], day, 1
        yield program, Kind.CONCERN_HEARD, "", day, row["concerns"]


async def _surveys() -> AsyncIterator[Fact]:
    answers: dict[int, int] = {}
    for row in await db.rows(
        "SELECT a.wave, w.program, w.moment, a.answered_on FROM survey_answer AS a JOIN survey_wave AS w ON w.id = a.wave"
        " WHERE a.voided_at IS NULL"
    ):
        answers[row["wave"]] = answers.get(row["wave"], 0) + 1
        yield row["program"], Kind.SURVEY_ANSWERED, row["moment"], row["answered_on"], 1
    for row in await db.rows("SELECT * FROM survey_wave WHERE closed_on IS NOT NULL AND moment = 'baseline'"):
        if answers.get(row["id"], 0) >= COMPARABLE:
            yield row["program"], Kind.SURVEY_BASELINE, "", row["closed_on"], 1


async def tallies_kept() -> dict[tuple[int, str, str], int]:
    """How often each mark of the one question stands in the tally, members of groups and others apart."""
    found = await db.rows(
        "SELECT wave, choice, segment, times FROM wave_tally WHERE question = 'help' AND times <> 0"
        " AND choice IN ('1', '2', '3', '4', '5')"
    )
    return {(row["wave"], row["choice"], row["segment"]): row["times"] for row in found}


async def tallies_counted() -> dict[tuple[int, str, str], int]:
    """The same, counted from the answers themselves."""
    found: Counter[tuple[int, str, str]] = Counter()
    for row in await db.rows("SELECT wave, replies, member FROM survey_answer WHERE voided_at IS NULL"):
        mark = str(msgspec.json.decode(row["replies"])["help"])
        segment = "unknown" if row["member"] is None else "member" if row["member"] else "other"
        found[row["wave"], mark, segment] += 1
    return dict(found)


async def take_questionnaire() -> int:
    """The shipped questionnaire with the question that is answered here."""
    taken = await Visitor("chen").send("/api/questionnaires/ready", {"key": "baseline"})
    return int(taken.json()["id"])
