"""The clauses of a community's compacts that something else may name: a nomination (S58), a habit (S57)."""

from __future__ import annotations

from typing import NamedTuple

from groups.compacts import queries, text_queries
from groups.compacts.tables import Compact
from server.lib.actor import Actor
from server.lib.errors import Refused


class Cited(NamedTuple):
    """A clause as another record names it, in the newest text that has it."""

    compact: int
    key: int
    name: str
    text: str


async def clause_choices(actor: Actor, community_id: int) -> list[tuple[str, str]]:
    """Every clause of the community's compacts, to choose from: `("12:3", "公约 · §3 …")`."""
    return [
        (f"{compact}:{key}", f"{title} · {label}")
        for compact, title in await queries.compact_options(actor, community_id)
        for key, label in await queries.clause_options(actor, compact)
    ]


async def checked_clause(
    actor: Actor, community_id: int, text: str | None, *, before: str = ""
) -> tuple[int, int] | tuple[None, None]:
    """The compact and the key of a clause; refused when it stands in no compact of this community.

    What was named `before` stays, whatever became of its compact.
    """
    if not text:
        return None, None
    if text != before and text not in {value for value, _label in await clause_choices(actor, community_id)}:
        raise Refused("compacts.clause_gone", field="clause")
    compact, _, key = text.partition(":")
    return int(compact), int(key)


async def cited_clause(compact_id: int | None, key: int | None) -> Cited | None:
    """The clause that is named, if one is."""
    if compact_id is None or key is None:
        return None
    found = [
        (one.number, one.text)
        for text in await text_queries.texts_of(compact_id)
        for one in text.clauses
        if one.key == key
    ]
    if not found:
        return None
    [row] = await Compact.select(Compact.title).where(Compact.id == compact_id)
    number, words = found[-1]
    return Cited(compact_id, key, f"{row['title']} §{number}", words)
