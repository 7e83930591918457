"""Reading the log and checking that nobody touched it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import msgspec

from server.audit import rules
from server.lib import db
from server.lib.i18n import _

_CHAINED = (
    "organisation",
    "position",
    "at",
    "user_id",
    "actor_name",
    "action",
    "subject_kind",
    "subject_id",
    "program_id",
    "changes",
    "reason",
)
_BATCH = 5_000


async def entries_of(
    subject_kind: str, subject_id: int, *, organisation_id: int, limit: int = 50
) -> list[dict[str, Any]]:
    """The changes of one record, newest first. Where a text was taken out, that is said in the reader's language."""
    found = await db.rows(
        "SELECT at, actor_name, action, changes, reason, texts FROM audit_entry"
        " WHERE organisation = {} AND subject_kind = {} AND subject_id = {} ORDER BY id DESC LIMIT {}",
        organisation_id,
        subject_kind,
        subject_id,
        limit,
    )
    return [_readable(row) for row in found]


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    entry = {name: value for name, value in row.items() if name != "texts"}
    if row["texts"] is None:
        return entry
    texts = msgspec.json.decode(row["texts"], type=rules.Texts)
    gone = _("(taken out at a person's request)")
    if entry["changes"] is not None:
        changes = msgspec.json.decode(entry["changes"])
        entry["changes"] = rules.canonical(rules.join(changes, texts, gone))
    entry["reason"] = rules.join(entry["reason"], texts, gone)
    return entry


async def verify() -> list[str]:
    """What is wrong with the chains, a line each; empty when every entry is as it was written."""
    broken: list[str] = []
    for head in await db.rows("SELECT organisation, length, hash FROM audit_head ORDER BY organisation"):
        fault = await _first_fault(head["organisation"], head["length"], head["hash"])
        if fault:
            broken.append(fault)
    orphans = await db.rows(
        "SELECT COUNT(*) AS n FROM audit_entry WHERE organisation NOT IN (SELECT organisation FROM audit_head)"
    )
    if orphans[0]["n"]:
        broken.append(f"{orphans[0]['n']} entries belong to no chain")
    return broken


async def _first_fault(organisation_id: int, length: int, head_hash: str) -> str | None:
    position, prev_hash = 0, rules.START
    while True:
        batch = await db.rows(
            f"SELECT {', '.join(_CHAINED)}, prev_hash, hash, texts FROM audit_entry"
            " WHERE organisation = {} AND position > {} ORDER BY position LIMIT {}",
            organisation_id,
            position,
            _BATCH,
        )
        if not batch:
            break
        for row in batch:
            position += 1
            entry = {name: row[name] for name in _CHAINED}
            entry["at"] = row["at"].astimezone(UTC).isoformat()
            if (
                row["position"] != position
                or row["prev_hash"] != prev_hash
                or rules.chain_hash(prev_hash, entry) != row["hash"]
                or not _texts_fit(row)
            ):
                return f"organisation {organisation_id}: entry {position} is not as it was written"
            prev_hash = row["hash"]
    if position != length or prev_hash != head_hash:
        return f"organisation {organisation_id}: the chain ends at {position}, its head says {length}"
    return None


def _texts_fit(row: dict[str, Any]) -> bool:
    if row["texts"] is None:
        return True
    texts = msgspec.json.decode(row["texts"], type=rules.Texts)
    return rules.fit(texts, f"{row['changes']} {row['reason']}")
