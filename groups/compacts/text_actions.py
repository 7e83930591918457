"""Texts of a compact as rows: begun, fixed, dropped. All inside the caller's transaction, with the compact locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groups.compacts import rules
from groups.compacts.diff_rules import without_reason
from groups.compacts.tables import Compact, CompactClause, CompactVersion
from groups.compacts.text_queries import (
    CompactText,
    TextClause,
    before,
    being_written,
    changes_between,
    standing,
)
from server.lib import clock
from server.lib.actor import Actor
from server.lib.errors import Refused


async def begin_text(
    compact: Compact,
    clauses: Sequence[TextClause],
    *,
    preamble: str,
    last: tuple[int, int] | None,
    actor: Actor,
) -> int:
    """Begin a text with these clauses; the id of its row. Reasons are of the text before and are not carried over."""
    major, minor = rules.next_number(last, substantive=True)
    version = CompactVersion(
        organisation=compact.organisation,
        compact=compact.id,
        major=major,
        minor=minor,
        preamble=preamble,
        made_by=actor.user_id,
        created_at=clock.now(),
    )
    await version.save()
    rows = [
        CompactClause(
            organisation=compact.organisation,
            compact_version=version.id,
            key=clause.key,
            position=place,
            text=clause.text,
            origin=clause.origin,
            origin_id=clause.origin_id,
            origin_note=clause.origin_note,
        )
        for place, clause in enumerate(clauses, start=1)
    ]
    if rows:
        await CompactClause.insert(*rows)
    return version.id


async def settle(texts: Sequence[CompactText]) -> CompactText | None:
    """Fix the text that is being written, so that it can be read, commented on and signed.

    A text that says what the one before said is dropped, and that one stands: nobody reads the same twice. What became
    known meanwhile of where its clauses came from is kept.
    Refused without a clause, and when nobody says why a clause changed.
    """
    text, last = being_written(texts), standing(texts)
    if text is None:
        return last
    if not text.clauses:
        raise Refused("compacts.no_clause")
    if last is not None and text.hash_now == last.hash_now:
        await _keep_origins(text, last)
        await drop_text(text)
        return last
    check_reasons(texts, text)
    await fix_text(text, number=text.number, substantive=True, reason="")
    return text


async def _keep_origins(text: CompactText, last: CompactText) -> None:
    """Both have the same clauses in the same words."""
    for clause, older in zip(text.clauses, last.clauses, strict=True):
        origin: dict[Any, Any] = {
            CompactClause.origin: clause.origin,
            CompactClause.origin_id: clause.origin_id,
            CompactClause.origin_note: clause.origin_note,
        }
        await CompactClause.update(origin).where(
            (CompactClause.compact_version == last.id) & (CompactClause.key == older.key)
        )


def check_reasons(texts: Sequence[CompactText], text: CompactText) -> None:
    """Raise Refused when a clause changed and nobody says why; the first text explains nothing."""
    last = before(texts, text)
    unexplained = without_reason(changes_between(last, text)) if last else []
    if unexplained:
        raise Refused(
            "compacts.changes_unexplained", clauses=" ".join(f"§{number}" for number in unexplained)
        )


async def fix_text(text: CompactText, *, number: tuple[int, int], substantive: bool, reason: str) -> None:
    """From now on the words stand for ever, under their hash."""
    await CompactVersion.update(
        {
            CompactVersion.major: number[0],
            CompactVersion.minor: number[1],
            CompactVersion.substantive: substantive,
            CompactVersion.reason: reason,
            CompactVersion.text_hash: text.hash_now,
            CompactVersion.fixed_at: clock.now(),
        }
    ).where(CompactVersion.id == text.id)


async def drop_text(text: CompactText) -> None:
    """Take away a text that nobody has read."""
    await CompactClause.delete().where(CompactClause.compact_version == text.id)
    await CompactVersion.delete().where(CompactVersion.id == text.id)
