"""Finding people by what they are called."""

from __future__ import annotations

from itertools import chain
from typing import Any

from programs.communities.queries import within_reach
from programs.residents import rules, search_rules
from server.lib import db
from server.lib.actor import Actor
from server.web.search import pattern


async def matching(
    actor: Actor,
    text: str,
    *,
    community_id: int | None = None,
    away: bool | None = None,
    before: int | None = None,
    limit: int,
) -> list[int]:
    """The newest people within the actor's communities whom `text` means: ids, at most `limit`.

    By any part of a name, by pinyin, initials or Latin letters from the beginning of it or of the given name, or by the
    last four digits of the phone.
    `away` asks for those who moved away, or for the others; `before` is the id after which a list goes on.
    """
    asked = rules.folded(text)
    if not asked:
        return []
    reach, reach_values = _reach(actor, community_id=community_id, away=away, before=before)
    tail = rules.read_phone_tail(text)
    if tail:
        return await _by_phone(reach, reach_values, tail, limit)
    if len(asked) == 1 or search_rules.is_spelled(asked):
        return await _by_beginning(reach, reach_values, asked, limit)
    return await _by_pairs(reach, reach_values, asked, limit)


def found_by(text: str, *, community_id: int) -> tuple[str, list[Any]]:
    """What holds for people `r` whom `text` means, as `matching` reads it, for a query that asks other things as well.

    Everybody for an empty text. Whether the actor may see the community is for the caller to have asked.
    """
    asked = rules.folded(text)
    if not asked:
        return "1 = 1", []
    if tail := rules.read_phone_tail(text):
        return "r.phone_tail = {}", [tail]
    entered = (
        "r.id IN (SELECT g.resident FROM name_gram AS g WHERE g.organisation ="
        " (SELECT organisation FROM community WHERE id = {}) AND "
    )
    if len(asked) == 1 or search_rules.is_spelled(asked):
        between = _between(asked)
        within = " OR ".join(["g.gram >= {} AND g.gram < {}"] * len(between))
        return f"{entered}({within}))", [community_id, *chain(*between)]
    pair, *more = search_rules.pairs(asked)
    if not more:
        return f"{entered}g.gram = {{}})", [community_id, pair]
    whole = " AND r.folded_name LIKE {} ESCAPE '\\'"
    return f"{entered}g.gram = {{}}){whole}", [community_id, pair, pattern(asked)]


def _reach(
    actor: Actor, *, community_id: int | None, away: bool | None, before: int | None
) -> tuple[str, list[Any]]:
    """What holds for everybody who may be found, as conditions on `r`."""
    where, values = within_reach(actor, "r", community_id)
    where.append("r.erased_at IS NULL")
    if away is not None:
        where.append("r.moved_away_on IS NOT NULL" if away else "r.moved_away_on IS NULL")
    if before is not None:
        where.append("r.id < {}")
        values.append(before)
    return " AND ".join(where), values


async def _by_phone(reach: str, values: list[Any], tail: str, limit: int) -> list[int]:
    found = await db.rows(
        f"SELECT r.id FROM resident AS r WHERE {reach} AND r.phone_tail = {{}} ORDER BY r.id DESC LIMIT {limit}",
        *values,
        tail,
    )
    return [row["id"] for row in found]


async def _by_pairs(reach: str, values: list[Any], asked: str, limit: int) -> list[int]:
    """By two signs side by side: the entries of that gram stand in the order of the list.

    `CROSS JOIN` because SQLite would otherwise walk all people when it takes a gram to be common.
    """
    pair, *more = search_rules.pairs(asked)
    whole = " AND r.folded_name LIKE {} ESCAPE '\\'" if more else ""
    found = await db.rows(
        "SELECT g.resident AS id FROM name_gram AS g CROSS JOIN resident AS r"
        f" WHERE g.organisation = {{}} AND g.gram = {{}} AND r.id = g.resident AND {reach}{whole}"
        f" ORDER BY g.resident DESC LIMIT {limit}",
        values[0],
        pair,
        *values,
        *([pattern(asked)] if more else []),
    )
    return [row["id"] for row in found]


async def _by_beginning(reach: str, values: list[Any], asked: str, limit: int) -> list[int]:
    """By one sign, or by the beginning of pinyin, initials or a Latin name: many people, so off the event loop."""
    between = _between(asked)
    entered = " UNION ALL ".join([_ENTERED] * len(between))
    found = await db.long_rows(
        f"SELECT r.id FROM resident AS r WHERE {reach} AND r.id IN ({entered}) ORDER BY r.id DESC LIMIT {limit}",
        *values,
        *[value for grams in between for value in (values[0], *grams)],
    )
    return [row["id"] for row in found]


_ENTERED = "SELECT g.resident FROM name_gram AS g WHERE g.organisation = {} AND g.gram >= {} AND g.gram < {}"


def _between(asked: str) -> list[tuple[str, str]]:
    """Between which grams lie the names that begin with `asked`, and the given names that it spells."""
    given = search_rules.given(asked) if search_rules.is_spelled(asked) else None
    return [search_rules.beginning(asked), *([given] if given else [])]
