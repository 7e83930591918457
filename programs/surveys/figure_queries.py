"""Figures of waves, read from their tallies: a page costs the same however many have answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec

from programs.surveys import figure_rules
from programs.surveys.answer_rules import Cell, index_key
from programs.surveys.figure_rules import Mean, Taken, Tally
from programs.surveys.shipped import BELONGING
from server.lib import db

_INDEX = index_key(BELONGING)


class Belonging(msgspec.Struct, frozen=True, kw_only=True):
    """Belonging as it stands first on a page: the newest figure, an earlier one that may be compared, both kinds of people.

    `members` and `others` are None where telling them apart would point at somebody.
    """

    newest: Taken
    before: Taken | None
    members: Mean | None
    others: Mean | None


async def tallies_of(wave_ids: Collection[int]) -> dict[int, dict[Cell, int]]:
    """The tallies of some waves, by wave, in one read."""
    if not wave_ids:
        return {}
    found = await db.rows(
        "SELECT wave, question, choice, segment, times FROM wave_tally"
        f" WHERE wave IN ({db.marks(wave_ids)}) AND times <> 0",
        *sorted(wave_ids),
    )
    tallies: dict[int, dict[Cell, int]] = {}
    for row in found:
        tallies.setdefault(row["wave"], {})[row["question"], row["choice"], row["segment"]] = row["times"]
    return tallies


async def belonging_of_community(community_id: int) -> Belonging | None:
    """Belonging in a community; None while nobody was asked."""
    return _belonging(await _asked("w.community", [community_id]))


async def belonging_of_program(program_id: int, community_id: int) -> Belonging | None:
    """Belonging as a program's own waves tell it; as the community's do where the program has none."""
    found = await _asked("w.community", [community_id])
    own = [row for row in found if row["program"] == program_id]
    return _belonging(own) or _belonging(found)


async def belonging_of_programs(program_ids: Collection[int]) -> dict[int, Belonging]:
    """Belonging as the waves of each of these programs tell it."""
    return _each(await _asked("w.program", program_ids), "program")


async def _asked(column: Literal["w.community", "w.program"], ids: Collection[int]) -> list[dict[str, Any]]:
    if not ids:
        return []
    return await db.rows(
        "SELECT w.id, w.community, w.program, w.questionnaire_version, w.moment, w.opens_on, w.closed_on,"
        " t.choice, t.segment, t.times FROM survey_wave AS w JOIN wave_tally AS t ON t.wave = w.id"
        f" AND t.question = {{}} WHERE {column} IN ({db.marks(ids)}) AND t.times <> 0 ORDER BY w.id",
        _INDEX,
        *sorted(ids),
    )


def _each(rows: Sequence[dict[str, Any]], column: str) -> dict[int, Belonging]:
    by_id: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row[column], []).append(row)
    found = {one: _belonging(some) for one, some in by_id.items()}
    return {one: told for one, told in found.items() if told is not None}


def _belonging(rows: Sequence[dict[str, Any]]) -> Belonging | None:
    tallies: dict[int, dict[Cell, int]] = {}
    for row in rows:
        tallies.setdefault(row["id"], {})[_INDEX, row["choice"], row["segment"]] = row["times"]
    waves = {row["id"]: _taken(row, tallies[row["id"]]) for row in rows}
    newest = figure_rules.newest_told(list(waves.values()))
    if newest is None:
        return None
    members, others = told_apart(tallies[newest.wave], _INDEX)
    before = figure_rules.wave_before(list(waves.values()), newest)
    return Belonging(newest=newest, before=before, members=members, others=others)


def told_apart(tally: Tally, question: str) -> tuple[Mean | None, Mean | None]:
    """The means of members of groups and of others; both None where one of them would point at somebody."""
    members = figure_rules.mean_of(tally, question, "member")
    others = figure_rules.mean_of(tally, question, "other")
    return (members, others) if figure_rules.apart(members.n, others.n) else (None, None)


def _taken(row: dict[str, Any], tally: Tally) -> Taken:
    return Taken(
        wave=row["id"],
        program=row["program"],
        version=row["questionnaire_version"],
        moment=row["moment"],
        opens_on=row["opens_on"],
        closed_on=row["closed_on"],
        mean=figure_rules.mean_of(tally, _INDEX),
    )
