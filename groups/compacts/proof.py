"""What a compact proves, written into the ledger by the action that changes it."""

from __future__ import annotations

from datetime import date

from groups.compacts.tables import Compact
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server.lib.actor import Actor


def facet_of(compact: Compact) -> str:
    """How the ledger tells compacts apart."""
    return f"compact:{compact.id}"


async def heard(compact: Compact, households: int, *, on: date, actor: Actor) -> None:
    """Households that were asked."""
    await _record(compact, Entry(Kind.COMPACT_HEARD, on, households, facet_of(compact)), actor=actor)


async def commented(compact: Compact, comment_ids: list[int], *, on: date, actor: Actor) -> None:
    """Comments, each from a record of its own."""
    entry = Entry(Kind.COMPACT_COMMENT, on, 1, facet_of(compact))
    await ledger.record_many(
        {comment_id: [entry] for comment_id in comment_ids},
        program_id=compact.program,
        source_kind="compact_comment",
        actor=actor,
    )


async def comment_gone(compact: Compact, comment_id: int, *, actor: Actor) -> None:
    """A comment that was set aside counts no longer."""
    await ledger.reverse(
        program_id=compact.program, source_kind="compact_comment", source_id=comment_id, actor=actor
    )


async def ratified(compact: Compact, *, on: date, actor: Actor) -> None:
    """A text that was adopted."""
    await _record(compact, Entry(Kind.COMPACT_RATIFIED, on, 1), actor=actor)


async def in_force(compact: Compact, *, on: date, actor: Actor) -> None:
    """A compact that holds."""
    await _record(compact, Entry(Kind.COMPACT_IN_FORCE, on, 1), actor=actor)


async def taken_back(compact: Compact, kind: Kind, *, actor: Actor) -> None:
    """What a compact proved of one kind holds no longer."""
    await ledger.reverse(
        program_id=compact.program, source_kind="compact", source_id=compact.id, actor=actor, kinds=(kind,)
    )


async def signed(compact: Compact, signature_ids: list[int], *, on: date, actor: Actor) -> None:
    """Signatures, each from a record of its own."""
    entry = Entry(Kind.COMPACT_SIGNED, on, 1, facet_of(compact))
    await ledger.record_many(
        {signature_id: [entry] for signature_id in signature_ids},
        program_id=compact.program,
        source_kind="compact_signature",
        actor=actor,
    )


async def signature_gone(compact: Compact, signature_id: int, *, actor: Actor) -> None:
    """A signature that was withdrawn, or given anew to a newer text."""
    await ledger.reverse(
        program_id=compact.program, source_kind="compact_signature", source_id=signature_id, actor=actor
    )


async def _record(compact: Compact, entry: Entry, *, actor: Actor) -> None:
    await ledger.record(
        [entry], program_id=compact.program, source_kind="compact", source_id=compact.id, actor=actor
    )
