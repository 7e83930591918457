"""Reading waves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from programs.communities.queries import within_reach
from programs.communities.tables import Community
from programs.method.tables import Program
from programs.surveys import policy
from programs.surveys.rules import Question, read_questions
from programs.surveys.tables import Wave
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import Slice, after_day, cut

_LISTED = (
    "SELECT w.id, w.title, w.moment, w.unit, w.opens_on, w.closes_on, w.closed_on, w.target, w.online, w.community,"
    " w.program, w.questionnaire_version, c.name AS community_name, p.name AS program_name,"
    " q.title AS questionnaire, v.number,"
    " (SELECT SUM(t.times) FROM wave_tally AS t WHERE t.wave = w.id AND t.question = '' AND t.choice = '')"
    " AS answers FROM survey_wave AS w JOIN community AS c ON c.id = w.community"
    " JOIN questionnaire_version AS v ON v.id = w.questionnaire_version"
    " JOIN questionnaire AS q ON q.id = v.questionnaire LEFT JOIN program AS p ON p.id = w.program"
)


class Asked(msgspec.Struct, frozen=True):
    """What a wave asks."""

    version_id: int
    number: int
    questionnaire_id: int
    title: str
    source: str
    questions: tuple[Question, ...]


async def access_wave(actor: Actor, wave_id: int, *, to_edit: bool = False) -> Wave:
    """The only way from an id in an address to a Wave, for staff of its community."""
    wave = await own_row(Wave, wave_id, actor)
    if not actor.works_in(wave.community):
        raise NotFound
    if to_edit and not policy.may_ask(actor, wave.community):
        raise Forbidden
    return wave


async def public_wave(token: str) -> Wave:
    """The wave of the address on a poster; not when its organisation has closed."""
    wave = await Wave.objects().get((Wave.token == token) & Wave.organisation.closed_at.is_null())
    if wave is None:
        raise NotFound
    return wave


async def asked_in(wave: Wave) -> Asked:
    """The version that a wave asks."""
    found = await db.rows(
        "SELECT v.id, v.number, v.questions, v.source, q.id AS questionnaire, q.title"
        " FROM questionnaire_version AS v JOIN questionnaire AS q ON q.id = v.questionnaire WHERE v.id = {}",
        wave.questionnaire_version,
    )
    if not found:
        raise NotFound
    row = found[0]
    return Asked(
        row["id"],
        row["number"],
        row["questionnaire"],
        row["title"],
        row["source"],
        read_questions(row["questions"]),
    )


async def list_waves(
    actor: Actor, *, community_id: int | None = None, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """Waves of the actor's communities, the newest first, each with its number of answers."""
    where, values = within_reach(actor, "w", community_id)
    if place := after_day(cursor):
        where.append("(w.opens_on < {} OR (w.opens_on = {} AND w.id < {}))")
        values += [place[0], place[0], place[1]]
    found = await db.rows(
        f"{_LISTED} WHERE {' AND '.join(where)} ORDER BY w.opens_on DESC, w.id DESC LIMIT 51", *values
    )
    return cut([_row(row) for row in found], "opens_on", "id")


async def waves_of_program(program_id: int) -> list[dict[str, Any]]:
    """The waves of a program, the first one first."""
    found = await db.rows(f"{_LISTED} WHERE w.program = {{}} ORDER BY w.opens_on, w.id", program_id)
    return [_row(row) for row in found]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "online": bool(row["online"]), "answers": int(row["answers"] or 0)}


async def measured_against(wave: Wave) -> int | None:
    """The earlier wave that this one is laid beside: the baseline of the same version and program, else the newest."""
    if wave.program is None:
        return None
    found = await db.rows(
        "SELECT id FROM survey_wave WHERE program = {} AND questionnaire_version = {} AND opens_on < {}"
        " ORDER BY CASE WHEN moment = 'baseline' THEN 0 ELSE 1 END, opens_on DESC, id DESC LIMIT 1",
        wave.program,
        wave.questionnaire_version,
        wave.opens_on,
    )
    return int(found[0]["id"]) if found else None


async def answers_in(wave_id: int) -> int:
    """How many answers of a wave count."""
    found = await db.rows(
        "SELECT SUM(times) AS n FROM wave_tally WHERE wave = {} AND question = '' AND choice = ''", wave_id
    )
    return int(found[0]["n"] or 0)


def check_place(program: Program | None, community: Community) -> None:
    """Raise NotFound unless the program, when one is named, is one of this community."""
    if program is not None and program.community != community.id:
        raise NotFound


async def public_slug(community_id: int) -> str | None:
    """The address of the community's public page, if it has one."""
    found = await db.rows("SELECT slug FROM community WHERE id = {} AND public", community_id)
    return str(found[0]["slug"]) if found else None


async def questions_by_version(version_ids: Collection[int]) -> dict[int, tuple[Question, ...]]:
    """What some versions ask, in the order in which they were made."""
    if not version_ids:
        return {}
    found = await db.rows(
        f"SELECT id, questions FROM questionnaire_version WHERE id IN ({db.marks(version_ids)}) ORDER BY id",
        *sorted(version_ids),
    )
    return {row["id"]: read_questions(row["questions"]) for row in found}
