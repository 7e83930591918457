"""What a need proves, kept in the ledger: stated anew whenever the need changes.

Parts of the room's other actions: each runs within the transaction of the one that calls it, after its locks.
"""

from __future__ import annotations

from programs.listening import citation_queries, rules
from programs.listening.queries import stands
from programs.listening.tables import Need
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor

STEPS = (Kind.NEED_HANDLED, Kind.NEED_ANSWERED)
OWN = (Kind.NEED_RAISED, Kind.COMPLAINT_RAISED, *STEPS)


async def prove(need: Need, *, actor: Actor) -> None:
    """Write what the need proves by itself: nothing while it waits in the inbox, was merged or taken back."""
    if not stands(need):
        return
    shown = rules.proofs(quantity=need.quantity, complaint=need.complaint, class_id=need.need_class)
    entries = [Entry(kind, need.raised_on, quantity, facet) for kind, quantity, facet in shown]
    await _write([*entries, *_steps(need)], need, actor=actor)


async def prove_steps(need: Need, *, actor: Actor) -> None:
    """State anew how far the need is on its three steps."""
    await unprove(need, program_id=need.program, actor=actor, kinds=STEPS)
    if stands(need):
        await _write(_steps(need), need, actor=actor)


async def prove_citations(need: Need, *, actor: Actor) -> None:
    """State anew which issues the need justifies, by itself or by what was merged into it."""
    await unprove(need, program_id=need.program, actor=actor, kinds=(Kind.NEED_CITED,))
    if stands(need):
        cited = await citation_queries.citations_of(need.id)
        entries = [Entry(Kind.NEED_CITED, day, 1, rules.issue_facet(issue)) for issue, day in cited]
        await _write(entries, need, actor=actor)


async def unprove(need: Need, *, program_id: int | None, actor: Actor, kinds: tuple[Kind, ...] = ()) -> None:
    """Take back what the need proves in this program, or only these kinds of it."""
    await ledger.reverse(
        program_id=program_id, source_kind="need", source_id=need.id, actor=actor, kinds=kinds
    )


def _steps(need: Need) -> list[Entry]:
    steps = rules.step_proofs(
        quantity=need.quantity, handled_on=need.handled_on, answered_on=need.answered_on
    )
    return [Entry(kind, day, quantity) for kind, day, quantity in steps]


async def _write(entries: list[Entry], need: Need, *, actor: Actor) -> None:
    await ledger.record(entries, program_id=need.program, source_kind="need", source_id=need.id, actor=actor)
