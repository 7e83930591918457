"""A program's road as screens show it: the five stages, the gates of the next step with the records behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from programs.method import evidence_queries, queries, rules
from programs.method.rules import Standing
from programs.method.sources import names_of, path_of
from programs.method.tables import Program
from programs.method.words import GATE_WORDS, STAGE_AIMS, STAGE_NAMES
from server.lib.i18n import Message, format_date, format_number, m
from server.web.paging import link


class Remark(NamedTuple):
    """What a room above says of a program on the board, in a line. One that is `overdue` brings it to the front."""

    text: str
    overdue: bool = False


def stages_line(stage: str, since: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The five stages for the `stage_road` component; `since` holds the day each one was reached."""
    here = rules.STAGES.index(stage)
    return [
        {
            "key": key,
            "name": STAGE_NAMES[key],
            "aim": STAGE_AIMS[key],
            "state": "done" if place < here else "current" if place == here else "ahead",
            "since": format_date(since.get(key), "short") if place <= here else "",
        }
        for place, key in enumerate(rules.STAGES)
    ]


def reached_on(program: Program, attempts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The day on which each stage was last entered."""
    days: dict[str, Any] = {"listen": program.started_on}
    for attempt in reversed(list(attempts)):
        if attempt["passed"]:
            days[attempt["to_stage"]] = attempt["attempted_on"]
    return {**days, program.stage: program.stage_since}


async def standings_of(program: Program) -> list[Standing]:
    """The gates of a program's next step, as they stand."""
    return rules.gates_of(
        program.stage,
        await queries.totals_of(program.id),
        await queries.thresholds_of(program.organisation),
    )


async def gates_shown(program: Program, standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Gates for the `gate_list` component: what is there, with links to the very records, and what to do next."""
    behind = {
        standing.gate.key: await evidence_queries.newest_evidence(
            program.id, standing.gate.kind.value, standing.gate.facet
        )
        for standing in standings
        if standing.have
    }
    names = await names_of(row for rows in behind.values() for row in rows)
    return [_gate(program, standing, behind.get(standing.gate.key, []), names) for standing in standings]


def _gate(
    program: Program, standing: Standing, rows: list[dict[str, Any]], names: Mapping[tuple[str, int], str]
) -> dict[str, Any]:
    words = GATE_WORDS[standing.gate.key]
    links: list[tuple[Message | str, str]] = [
        (_link_text(row, names), path_of(row["source_kind"], row["source_id"])) for row in rows
    ]
    if standing.have > len(rows) > 0:
        all_rows = link(f"/desk/programs/{program.id}/evidence", kind=standing.gate.kind.value)
        links.append((m("All %(count)s", count=standing.have), all_rows))
    return {
        "key": standing.gate.key,
        "label": words.label,
        "have": format_number(standing.have),
        "need": format_number(standing.need) if standing.need else None,
        "met": standing.met,
        "links": [(text, href) for text, href in links if href],
        "missing": words.advice,
        "action_href": words.href.format(program=program.id, community=program.community),
        "action_text": words.button,
    }


def _link_text(row: dict[str, Any], names: Mapping[tuple[str, int], str]) -> str:
    day = format_date(row["occurred_on"], "short")
    name = names.get((row["source_kind"], row["source_id"]))
    return f"{day} {name}" if name else day


async def board_shown(
    programs: list[dict[str, Any]], *, organisation_id: int, today: Any
) -> list[dict[str, Any]]:
    """The board's rows: road, gates met of all, what is missing in words, and since when nothing was recorded."""
    ids = [row["id"] for row in programs]
    totals = await queries.totals_by_program(ids)
    newest = await queries.last_evidence(ids)
    thresholds = await queries.thresholds_of(organisation_id)
    shown = []
    for row in programs:
        standings = rules.gates_of(row["stage"], totals.get(row["id"], {}), thresholds)
        missing = [GATE_WORDS[key] for key in rules.missing(standings)]
        still = rules.still_since(
            stage=row["stage"],
            stage_since=row["stage_since"],
            last_evidence_on=newest.get(row["id"]),
            today=today,
        )
        shown.append(
            {
                **row,
                "stages": stages_line(row["stage"], {}),
                "met": sum(standing.met for standing in standings),
                "gates": len(standings),
                "missing": [words.label for words in missing],
                "next": [
                    (words.button, words.href.format(program=row["id"], community=row["community"]))
                    for words in missing[:1]
                ],
                "ready": bool(standings) and all(standing.met for standing in standings),
                "still_since": still,
                "groundless": rules.lacks_grounds(
                    stage=row["stage"], focal=row["focal"], totals=totals.get(row["id"], {})
                ),
                "needs_care": bool(still or row["relapses"] or row["overdue"]),
            }
        )
    return shown
