"""Reading mechanisms, what may prove them, and the sustainability card (S65)."""

from __future__ import annotations

from typing import Any

from programs.method import consolidation_queries, mechanism_rules, queries, rules
from programs.method.kinds import Kind
from programs.method.mechanism_rules import Check
from programs.method.sources import names_of
from programs.method.tables import Mechanism, Program
from programs.method.words import KIND_NAMES
from server.lib import db
from server.lib.actor import Actor
from server.lib.i18n import format_date
from server.lib.records import own_row

_PROOFS = (
    Kind.ACTIVITY_HELD,
    Kind.CEREMONY_HELD,
    Kind.COMPACT_RATIFIED,
    Kind.COMPACT_IN_FORCE,
    Kind.AGREEMENT_ACTIVE,
    Kind.DECISION_PUBLISHED,
    Kind.ELECTION_PUBLISHED,
    Kind.LEADER_CONFIRMED,
    Kind.NEED_ANSWERED,
)
_CHOICES = 80


async def access_mechanism(actor: Actor, mechanism_id: int) -> Mechanism:
    """A mechanism, to be changed, through its program."""
    mechanism = await own_row(Mechanism, mechanism_id, actor)
    await queries.access_program(actor, mechanism.program, to_edit=True)
    return mechanism


async def mechanisms_of(program_id: int) -> list[dict[str, Any]]:
    """The mechanisms of a program that stand, by kind, the oldest first; `counts` while their proof stands, too."""
    found = await db.rows(
        "SELECT m.id, m.kind, m.what, m.keeper, m.proof, m.proof_note, m.source_kind, m.source_id, m.proved_on,"
        " EXISTS (SELECT 1 FROM evidence AS e WHERE e.source_kind = 'mechanism' AND e.source_id = m.id"
        " AND e.program = m.program AND e.reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id)) AS counts FROM mechanism AS m"
        " WHERE m.program = {} AND m.voided_at IS NULL ORDER BY m.kind, m.proved_on, m.id",
        program_id,
    )
    return [{**row, "counts": bool(row["counts"])} for row in found]


async def proof_options(program_id: int) -> list[tuple[str, str]]:
    """Records of the program that can prove a mechanism, newest first, as `kind:id` with day, name, and what it proves."""
    found = await db.rows(
        "SELECT kind, source_kind, source_id, occurred_on FROM evidence AS e WHERE program = {}"
        f" AND kind IN ({db.marks(_PROOFS)}) AND reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id)"
        " ORDER BY occurred_on DESC, id DESC LIMIT {}",
        program_id,
        *(kind.value for kind in _PROOFS),
        _CHOICES,
    )
    names = await names_of(found)
    options: dict[str, str] = {}
    for row in found:
        source = row["source_kind"], row["source_id"]
        if source in names:
            day = format_date(row["occurred_on"], "short")
            # A record that proves two things is offered once, by the newer.
            options.setdefault(
                f"{source[0]}:{source[1]}", f"{day} {names[source]} · {KIND_NAMES[row['kind']]}"
            )
    return list(options.items())


async def stands_in_evidence(program_id: int, source_kind: str, source_id: int) -> bool:
    """Whether a record still proves something in a program."""
    found = await db.rows(
        "SELECT 1 AS found FROM evidence AS e WHERE source_kind = {} AND source_id = {} AND program = {}"
        " AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM evidence AS r WHERE r.reverses = e.id) LIMIT 1",
        source_kind,
        source_id,
        program_id,
    )
    return bool(found)


async def card_of(program: Program) -> list[Check]:
    """The sustainability card of a program, over its evidence of today."""
    plan = await consolidation_queries.consolidation_of(program.id)
    cadence = await consolidation_queries.cadence_of(program.id, months=rules.LATELY)
    kept = sum(count >= plan.cadence_per_month for _month, count in cadence) if plan else 0
    lately = await queries.lately_of(program.id, [Kind.ACTIVITY_HELD])
    return mechanism_rules.checks_of(
        await queries.totals_of(program.id),
        alone_lately=lately.get((Kind.ACTIVITY_HELD.value, "none"), 0),
        months_kept=kept,
        months_asked=rules.LATELY,
    )
