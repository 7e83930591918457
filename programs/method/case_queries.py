"""Gathering a program's case out of its records (S81). Rooms above add their chapters through CHAPTERS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from programs.method import (
    case_rules,
    consolidation_queries,
    figures,
    queries,
    telling_queries,
)
from programs.method.case_rules import Chapter, Line
from programs.method.kinds import Kind
from programs.method.rules import small_cell
from programs.method.tables import CaseQuote, Program
from programs.method.words import GATE_WORDS, KIND_NAMES, STAGE_NAMES
from programs.residents.consent_queries import consenting
from programs.residents.tables import Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.i18n import _, format_date, format_month, format_number, ngettext
from server.lib.late_entries import Entries
from server.lib.records import own_row
from server.web.paging import link

Teller = Callable[[Program], Awaitable[list[Chapter]]]

# Chapters of rooms above, between the figures and what keeps the result; the ceiling fills them in.
CHAPTERS: Entries[Teller] = Entries(__name__)

_TOLD = (
    Kind.VISITS_MADE,
    Kind.NEED_RAISED,
    Kind.ACTIVITY_HELD,
    Kind.PARTICIPANTS,
    Kind.VOLUNTEERS,
    Kind.RESIDENT_RUN,
    Kind.GROUP_FORMED,
    Kind.LEADER_CONFIRMED,
    Kind.COMPACT_SIGNED,
    Kind.HABIT_COMPLETED,
    Kind.RECOGNISED,
)
_CHOICES = 200
_OF_PEOPLE = {
    Kind.PARTICIPANTS,
    Kind.VOLUNTEERS,
    Kind.LEADER_CONFIRMED,
    Kind.COMPACT_SIGNED,
    Kind.HABIT_COMPLETED,
}


async def access_quote(actor: Actor, quote_id: int) -> CaseQuote:
    """A quotation, to be taken out, through its program."""
    quote = await own_row(CaseQuote, quote_id, actor)
    await queries.access_program(actor, quote.program, to_edit=True)
    return quote


async def people_of(program_id: int) -> list[tuple[int, str]]:
    """Those who took most part in a program, to choose the one who said something."""
    found = await db.rows(
        "SELECT r.id, r.name FROM program_person AS p JOIN resident AS r ON r.id = p.resident WHERE p.program = {}"
        " AND p.times > 0 AND r.erased_at IS NULL ORDER BY p.times DESC, r.id LIMIT {}",
        program_id,
        _CHOICES,
    )
    return sorted(((row["id"], row["name"]) for row in found), key=lambda one: one[1])


async def quotes_of(program_id: int) -> list[dict[str, Any]]:
    """What people said, the oldest first, with whether it may be told today."""
    found = await db.rows(
        "SELECT id, resident, said_as, text, said_on, withdrawn_on FROM case_quote WHERE program = {}"
        " AND withdrawn_on IS NULL ORDER BY said_on, id",
        program_id,
    )
    agreed = await consenting(
        [row["resident"] for row in found if row["resident"]], Purpose.publicity, on=clock.today()
    )
    return [
        {
            **row,
            "told": case_rules.may_quote(
                named=row["resident"] is not None,
                consents=row["resident"] in agreed,
                withdrawn_on=row["withdrawn_on"],
            ),
        }
        for row in found
    ]


async def case_of(actor: Actor, program: Program) -> list[Chapter]:
    """The whole case, chapter by chapter: no telephone number, no door, no name of anybody who did not consent."""
    told = [
        Chapter(_("Where it began"), await telling_queries.beginning(actor, program)),
        await _road(program),
        await _numbers(program),
        Chapter(_("What changed"), await telling_queries.changes(program)),
    ]
    for teller in CHAPTERS:
        told += await teller(program)
    told += [
        Chapter(_("What keeps it"), await telling_queries.keeping(program)),
        await _calendar(program),
        await _effort(program),
        await _voices(program),
    ]
    names = await telling_queries.names_of(program)
    return [
        Chapter(chapter.title, [Line(names.cleaned(line.text), line.href) for line in chapter.lines])
        for chapter in told
        if chapter.lines
    ]


async def _road(program: Program) -> Chapter:
    lines = []
    for attempt in reversed(await queries.attempts_of(program.id)):
        day, stage = format_date(attempt["attempted_on"]), STAGE_NAMES[attempt["to_stage"]]
        if attempt["reason"]:
            text = _(
                "%(day)s: back to %(stage)s, because: %(reason)s",
                day=day,
                stage=stage,
                reason=attempt["reason"],
            )
        elif attempt["passed"]:
            text = _("%(day)s: on to %(stage)s.", day=day, stage=stage)
        else:
            missing = _(", ").join(
                str(GATE_WORDS[key].label) for key in attempt["missing"] if key in GATE_WORDS
            )
            text = _(
                "%(day)s: not yet on to %(stage)s; missing was: %(missing)s.",
                day=day,
                stage=stage,
                missing=missing,
            )
        lines.append(Line(text, f"/desk/programs/{program.id}"))
    return Chapter(_("The road"), lines)


async def _numbers(program: Program) -> Chapter:
    totals = await queries.totals_of(program.id)
    lines = []
    for kind in _TOLD:
        total = sum(number for (one, _facet), number in totals.items() if one == kind.value)
        if total <= 0:
            continue
        shown = (small_cell(total) if kind in _OF_PEOPLE else None) or format_number(total)
        lines.append(
            Line(
                _("%(name)s: %(count)s", name=KIND_NAMES[kind.value], count=shown),
                link(f"/desk/programs/{program.id}/evidence", kind=kind.value),
            )
        )
    return Chapter(_("In numbers"), lines)


async def _calendar(program: Program) -> Chapter:
    plan = await consolidation_queries.consolidation_of(program.id)
    lines = []
    if plan is not None:
        text = ngettext(
            "The groups agreed on %(num)s activity a month.",
            "The groups agreed on %(num)s activities a month.",
            plan.cadence_per_month,
        )
        lines.append(Line(text, f"/desk/programs/{program.id}/consolidation"))
        for month, count in await consolidation_queries.cadence_of(program.id):
            lines.append(
                Line(
                    ngettext(
                        "%(month)s: %(num)s activity",
                        "%(month)s: %(num)s activities",
                        count,
                        month=format_month(month),
                    ),
                    link(f"/desk/programs/{program.id}/evidence", kind=Kind.ACTIVITY_HELD.value, month=month),
                )
            )
    return Chapter(_("Its calendar"), lines)


async def _effort(program: Program) -> Chapter:
    totals = await queries.totals_of(program.id)
    lines = []
    for kind in (Kind.STAFF_MINUTES, Kind.VOLUNTEER_MINUTES, Kind.CASH):
        total = sum(number for (one, _facet), number in totals.items() if one == kind.value)
        if total > 0:
            lines.append(
                Line(
                    _(
                        "%(name)s: %(count)s",
                        name=KIND_NAMES[kind.value],
                        count=figures.amount_shown(kind, total),
                    ),
                    link(f"/desk/programs/{program.id}/evidence", kind=kind.value),
                )
            )
    return Chapter(_("What it took"), lines)


async def _voices(program: Program) -> Chapter:
    lines = [
        Line(
            _(
                "“%(text)s” (%(name)s, %(day)s)",
                text=row["text"],
                name=row["said_as"],
                day=format_date(row["said_on"]),
            )
            if row["said_as"]
            else _("“%(text)s” (%(day)s)", text=row["text"], day=format_date(row["said_on"]))
        )
        for row in await quotes_of(program.id)
        if row["told"]
    ]
    return Chapter(_("In their words"), lines)
