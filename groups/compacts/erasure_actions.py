"""Forgetting a person in compacts: her name, her drawn hand and her words; what her household agreed to stays counted."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.erasure_actions import SOMEBODY, take_names_out
from programs.residents.rules import folded
from server.lib import db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_COMPACT = f"organisation = {{}} AND compact IN (SELECT id FROM compact WHERE {_HERE})"
_OF_TEXT = (
    "organisation = {} AND compact_version IN (SELECT id FROM compact_version WHERE compact IN"
    f" (SELECT id FROM compact WHERE {_HERE}))"
)


# A text that people have read and signed stands under its hash, word by word, like any public agreement; a draft does not.
_DRAFT = f"{_OF_COMPACT} AND fixed_at IS NULL"
_OF_DRAFT = f"organisation = {{}} AND compact_version IN (SELECT id FROM compact_version WHERE {_DRAFT})"


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take a person out of this room, in the erasing transaction."""
    await _forget_signatures(resident_id, names, actor)
    await db.execute(
        "UPDATE compact_comment SET nickname = '', resident = NULL WHERE resident = {}", resident_id
    )
    here = [actor.organisation_id, resident_id]
    below = [actor.organisation_id, *here]
    await take_names_out(
        "compact",
        ["title", "ratified_note", "no_ceremony_why", "end_reason"],
        names,
        where=_HERE,
        values=here,
    )
    await take_names_out("compact_version", ["reason"], names, where=_OF_COMPACT, values=below)
    await take_names_out("compact_version", ["preamble"], names, where=_DRAFT, values=below)
    draft = [actor.organisation_id, *below]
    await take_names_out("compact_clause", ["text"], names, where=_OF_DRAFT, values=draft)
    await take_names_out("compact_clause", ["origin_note", "reason"], names, where=_OF_TEXT, values=below)
    await take_names_out(
        "compact_comment",
        ["text", "nickname", "answer", "hidden_reason"],
        names,
        where=_OF_COMPACT,
        values=below,
    )
    await take_names_out(
        "compact_signature", ["name", "pledge", "withdrawn_why"], names, where=_OF_COMPACT, values=below
    )
    await take_names_out(
        "compact_waiting", ["name", "pledge", "door"], names, where=_OF_COMPACT, values=below
    )
    await take_names_out("compact_practice", ["place", "void_reason"], names, where=_OF_COMPACT, values=below)
    await take_names_out("compact_recall", ["void_reason"], names, where=_OF_COMPACT, values=below)


async def _forget_signatures(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Her own signatures, those given in her name at her door, and what waits in her name for a door."""
    told = {folded(name) for name in names}
    waiting = await db.rows(
        f"SELECT id, name FROM compact_waiting WHERE {_OF_COMPACT}",
        actor.organisation_id,
        actor.organisation_id,
        resident_id,
    )
    if named := [row["id"] for row in waiting if folded(row["name"]) in told]:
        await db.execute(
            f"UPDATE compact_waiting SET name = {{}}, drawing = '', pledge = '' WHERE id IN ({db.marks(named)})",
            SOMEBODY,
            *named,
        )
    found = await db.rows(
        "SELECT s.id, s.name, s.resident FROM compact_signature AS s WHERE s.organisation = {} AND (s.resident = {}"
        " OR s.household = (SELECT household FROM resident WHERE id = {}))",
        actor.organisation_id,
        resident_id,
        resident_id,
    )
    hers = [row["id"] for row in found if row["resident"] == resident_id or folded(row["name"]) in told]
    if hers:
        await db.execute(
            "UPDATE compact_signature SET name = {}, drawing = '', pledge = '', withdrawn_why = '', resident = NULL"
            f" WHERE id IN ({db.marks(hers)})",
            SOMEBODY,
            *hers,
        )
