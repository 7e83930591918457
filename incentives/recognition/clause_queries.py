"""The clauses of a community's compacts that a nomination may cite (S58)."""

from __future__ import annotations

from groups.compacts import queries as compact_queries
from incentives.recognition import rules
from server.lib.actor import Actor
from server.lib.errors import Refused


async def clause_choices(actor: Actor, community_id: int) -> list[tuple[str, str]]:
    """Every clause of the community's compacts, to choose from: `("12:3", "公约 · §3 …")`."""
    return [
        (f"{compact}:{key}", f"{title} · {label}")
        for compact, title in await compact_queries.compact_options(actor, community_id)
        for key, label in await compact_queries.clause_options(actor, compact)
    ]


async def checked_clause(
    actor: Actor, community_id: int, text: str | None
) -> tuple[int, int] | tuple[None, None]:
    """The compact and the key of a cited clause; refused when it stands in no compact of this community."""
    cited = rules.read_clause(text)
    if cited is None:
        return None, None
    if text not in {value for value, _label in await clause_choices(actor, community_id)}:
        raise Refused("recognition.clause_gone", field="clause")
    return cited


async def clause_cited(compact: int | None, key: int | None) -> str:
    """The text of the clause that was cited; empty when none was."""
    if compact is None or key is None:
        return ""
    return await compact_queries.clause_text(compact, key)
