"""People by the words they are known by: who, and how many people and households (S05)."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.communities.queries import within_reach
from programs.residents import rules
from programs.residents.card_queries import TAG_HOLDS, tag_values
from programs.residents.queries import cards_of
from server.lib import clock, db
from server.lib.actor import Actor
from server.web.paging import PAGE, Slice, after_id, cut
from server.web.search import pattern

KINDS = ("hobby", "target_group", "category")


class TagCount(msgspec.Struct, frozen=True):
    """A word, how many people it is said of, and behind how many known doors they live."""

    kind: str
    value: str
    people: int
    households: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"


def read_tag(text: str) -> tuple[str, str] | None:
    """`hobby:pets` as a kind and a value; None for anything else."""
    kind, _, value = text.partition(":")
    return (kind, value) if kind in KINDS and value else None


def _where(actor: Actor, kind: str, community_id: int | None) -> tuple[str, list[Any]]:
    where, values = within_reach(actor, "r", community_id)
    where += ["t.kind = {}", "r.moved_away_on IS NULL", "r.erased_at IS NULL", TAG_HOLDS]
    return " AND ".join(where), [*values, kind, *tag_values(kind, clock.today())]


async def tag_counts(actor: Actor, community_id: int | None = None) -> list[TagCount]:
    """All words in the actor's reach, by kind, the commonest first."""
    found: list[TagCount] = []
    for kind in KINDS:
        where, values = _where(actor, kind, community_id)
        rows = await db.rows(
            "SELECT t.value, COUNT(*) AS people, COUNT(DISTINCT r.household) AS households FROM resident_tag AS t"
            f" JOIN resident AS r ON r.id = t.resident WHERE {where}"
            " GROUP BY t.value ORDER BY people DESC, t.value LIMIT 200",
            *values,
        )
        found += [TagCount(kind, row["value"], row["people"], row["households"]) for row in rows]
    return found


async def count_of(actor: Actor, tag: tuple[str, str], community_id: int | None = None) -> TagCount:
    """How many people and households one word is said of, in the actor's reach."""
    where, values = _where(actor, tag[0], community_id)
    [row] = await db.rows(
        "SELECT COUNT(*) AS people, COUNT(DISTINCT r.household) AS households FROM resident_tag AS t"
        f" JOIN resident AS r ON r.id = t.resident WHERE {where} AND t.value = {{}}",
        *values,
        tag[1],
    )
    return TagCount(*tag, row["people"], row["households"])


# From one word to the next by the index, however many people each is said of.
_STEP = (
    "{name} (value) AS (SELECT MIN(value) FROM resident_tag WHERE organisation = {{}} AND kind = '{name}'"
    " UNION ALL SELECT (SELECT MIN(t.value) FROM resident_tag AS t WHERE t.organisation = {{}}"
    " AND t.kind = '{name}' AND t.value > {name}.value) FROM {name} WHERE {name}.value IS NOT NULL)"
)
_ALL_WORDS = (
    f"WITH RECURSIVE {', '.join(_STEP.format(name=kind) for kind in KINDS)} SELECT kind, value FROM ("
    + " UNION ALL ".join(f"SELECT '{kind}' AS kind, value FROM {kind}" for kind in KINDS)
    + ") AS words WHERE value IS NOT NULL LIMIT 400"
)


async def words_in_use(actor: Actor, community_id: int | None = None) -> list[tuple[str, str]]:
    """`(kind, value)` of the words that are said of anybody in the actor's reach, at most 400. One query."""
    if community_id is None and actor.community_ids() is None:
        rows = await db.rows(_ALL_WORDS, *([actor.organisation_id] * 2 * len(KINDS)))
    else:
        where, values = within_reach(actor, "r", community_id)
        rows = await db.rows(
            "SELECT DISTINCT t.kind, t.value FROM resident_tag AS t JOIN resident AS r ON r.id = t.resident"
            f" WHERE {' AND '.join(where)} LIMIT 400",
            *values,
        )
    return sorted(
        ((row["kind"], row["value"]) for row in rows), key=lambda word: (KINDS.index(word[0]), word[1])
    )


async def people_with(
    actor: Actor, tag: tuple[str, str], *, community_id: int | None, text: str = "", cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The people of whom this word is said, the newest first; `text` stands in their names."""
    where, values = _where(actor, tag[0], community_id)
    where, values = f"{where} AND t.value = {{}}", [*values, tag[1]]
    if text:
        where, values = (
            f"{where} AND r.folded_name LIKE {{}} ESCAPE '\\'",
            [*values, pattern(rules.folded(text))],
        )
    if last := after_id(cursor):
        where, values = f"{where} AND r.id < {{}}", [*values, last]
    found = await db.rows(
        "SELECT r.id FROM resident_tag AS t JOIN resident AS r ON r.id = t.resident"
        f" WHERE {where} ORDER BY r.id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return cut(await cards_of([row["id"] for row in found]), "id")
