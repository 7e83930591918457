"""Doors to compacts, and lists of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from groups.compacts import policy, rules, text_queries
from groups.compacts.tables import Compact, CompactComment, CompactSignature
from programs.communities.queries import within_reach
from programs.communities.tables import Building, Community
from programs.residents.place_queries import access_building
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut
from server.web.search import LIMIT, Hit, pattern

# What the street sees: everything but what is still being written for the first time.
PUBLIC_STATES = ("consulting", "revising", "ratified", "signing", "in_force", "ended")
_ROW = (
    "SELECT c.id, c.title, c.state, c.community, m.name AS community_name, c.program, p.name AS program_name,"
    " c.consulting_until, c.in_force_on, c.review_on, c.ended_on FROM compact AS c"
    " JOIN community AS m ON m.id = c.community LEFT JOIN program AS p ON p.id = c.program"
)


async def access_compact(actor: Actor, compact_id: int, *, to_edit: bool = False) -> Compact:
    """The only way from an id in an address to a Compact, for staff. Another organisation's does not exist."""
    compact = await own_row(Compact, compact_id, actor)
    if not actor.works_in(compact.community):
        raise NotFound
    if to_edit and not policy.may_keep(actor, compact.community):
        raise Forbidden
    return compact


async def access_with_building(actor: Actor, compact_id: int, building_id: int) -> tuple[Compact, Building]:
    """A compact and a building of its community, for staff who keep lists of its doors."""
    compact = await access_compact(actor, compact_id, to_edit=True)
    building = await access_building(actor, building_id)
    if building.community != compact.community:
        raise NotFound
    return compact, building


async def access_at_door(actor: Actor, compact_id: int) -> Compact:
    """The same for whoever goes from door to door with it: staff, and leaders of groups of the community."""
    compact = await own_row(Compact, compact_id, actor)
    led_in = await communities_led(actor)
    if not policy.may_go_from_door_to_door(actor, compact.community, led_in=led_in):
        raise NotFound
    return compact


async def communities_led(actor: Actor) -> set[int]:
    """The communities in which the actor leads a group."""
    groups = sorted(actor.group_ids())
    if not groups:
        return set()
    found = await db.rows(
        f"SELECT DISTINCT community FROM community_group WHERE id IN ({db.marks(groups)}) AND organisation = {{}}",
        *groups,
        actor.organisation_id,
    )
    return {row["community"] for row in found}


async def access_comment(actor: Actor, comment_id: int) -> tuple[CompactComment, Compact]:
    """A comment with its compact, for staff who answer it."""
    comment = await own_row(CompactComment, comment_id, actor)
    return comment, await access_compact(actor, comment.compact, to_edit=True)


async def access_signature(actor: Actor, signature_id: int) -> tuple[CompactSignature, Compact]:
    """A signature with its compact, for staff."""
    signature = await own_row(CompactSignature, signature_id, actor)
    return signature, await access_compact(actor, signature.compact, to_edit=True)


async def public_compact(community: Community, compact_id: int) -> Compact:
    """A compact that the street may read."""
    found = await Compact.objects().get((Compact.id == compact_id) & (Compact.community == community.id))
    if found is None or found.state not in PUBLIC_STATES:
        raise NotFound
    if text_queries.standing(await text_queries.texts_of(compact_id)) is None:
        raise NotFound
    return found


async def public_compacts(community_id: int) -> list[dict[str, Any]]:
    """What a community's page shows: compacts that are asked about, signed or in force, and not those that have ended.

    Each with how many households have `signed` its newest text, or an edit of it.
    """
    return await db.rows(
        "SELECT c.id, c.title, c.state, c.consulting_until, c.in_force_on, (SELECT COUNT(DISTINCT s.household)"
        " FROM compact_signature AS s JOIN compact_version AS v ON v.id = s.compact_version WHERE s.compact = c.id"
        " AND s.withdrawn_on IS NULL AND v.major = (SELECT MAX(w.major) FROM compact_version AS w"
        " WHERE w.compact = c.id AND w.fixed_at IS NOT NULL)) AS signed FROM compact AS c WHERE c.community = {}"
        " AND c.state IN ('consulting', 'revising', 'ratified', 'signing', 'in_force')"
        " AND EXISTS (SELECT 1 FROM compact_version AS v WHERE v.compact = c.id AND v.fixed_at IS NOT NULL)"
        " ORDER BY c.id DESC",
        community_id,
    )


async def list_compacts(
    actor: Actor, community_id: int | None = None, *, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The compacts of the actor's communities, the newest first."""
    where, values = within_reach(actor, "c", community_id)
    if last := after_id(cursor):
        where.append("c.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY c.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def compacts_at_doors(actor: Actor) -> list[dict[str, Any]]:
    """What a leader may carry from door to door: compacts of her communities about which people are asked, or that are signed."""
    led = sorted(await communities_led(actor))
    mine = actor.community_ids() if actor.is_staff else frozenset()
    if mine is None:
        where, values = "c.organisation = {}", [actor.organisation_id]
    else:
        places = sorted({*led, *mine})
        where = f"c.organisation = {{}} AND c.community IN ({db.marks(places)})"
        values = [actor.organisation_id, *places]
    return await db.rows(
        f"{_ROW} WHERE {where} AND c.state IN ('consulting', 'signing', 'in_force') ORDER BY c.id DESC",
        *values,
    )


async def compacts_of_program(program_id: int) -> list[dict[str, Any]]:
    """The compacts of a program, those that hold or are on their way first."""
    return await db.rows(
        f"{_ROW} WHERE c.program = {{}} ORDER BY CASE WHEN c.state = 'ended' THEN 1 ELSE 0 END, c.id DESC",
        program_id,
    )


async def launched_at(ceremony_id: int) -> list[tuple[str, str]]:
    """The compacts that are launched at a ceremony: title and address."""
    found = await db.rows("SELECT id, title FROM compact WHERE ceremony = {} ORDER BY id", ceremony_id)
    return [(row["title"], f"/desk/compacts/{row['id']}") for row in found]


async def reviews_due(program_ids: Collection[int], *, today: date) -> dict[int, tuple[str, date]]:
    """By program, the compact in force whose review comes near or is overdue: its title and the day."""
    if not program_ids:
        return {}
    found = await db.rows(
        f"SELECT program, title, review_on FROM compact WHERE program IN ({db.marks(program_ids)})"
        " AND state = 'in_force' AND review_on IS NOT NULL ORDER BY review_on DESC",
        *sorted(program_ids),
    )
    return {
        row["program"]: (row["title"], row["review_on"])
        for row in found
        if rules.review_state(row["review_on"], today=today)
    }


async def renewal_of(compact: Compact) -> dict[str, Any] | None:
    """The compact that renews this one, unless it has ended."""
    found = await db.rows(
        "SELECT id, title, state FROM compact WHERE community = {} AND renews = {} AND state <> 'ended' LIMIT 1",
        compact.community,
        compact.id,
    )
    return found[0] if found else None


async def follower_of(compact: Compact) -> dict[str, Any] | None:
    """What the street is led to from a compact that has ended: the one that renews it, once the street may read that."""
    renewal = await renewal_of(compact) if compact.state == "ended" else None
    return renewal if renewal is not None and renewal["state"] in PUBLIC_STATES else None


async def title_taken(community_id: int, title: str, *, besides: int = 0) -> bool:
    """Whether a compact of the community that has not ended bears this title."""
    found = await db.rows(
        "SELECT id FROM compact WHERE community = {} AND title = {} AND state <> 'ended' AND id <> {} LIMIT 1",
        community_id,
        title,
        besides,
    )
    return bool(found)


async def compact_options(actor: Actor, community_id: int) -> list[tuple[int, str]]:
    """The compacts of a community that hold or are being signed, to choose from.

    Of a community that was reached through its door, or through that of a group in it: leaders choose, too.
    """
    found = await db.rows(
        "SELECT id, title FROM compact WHERE organisation = {} AND community = {}"
        " AND state IN ('signing', 'in_force') ORDER BY id DESC",
        actor.organisation_id,
        community_id,
    )
    return [(row["id"], row["title"]) for row in found]


async def clause_options(actor: Actor, compact_id: int) -> list[tuple[int, str]]:
    """The clauses of the text that stands, to choose from: key and `§3 …`."""
    compact = await own_row(Compact, compact_id, actor)
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    return numbered(text.clauses) if text else []


def numbered(clauses: Sequence[text_queries.TextClause], *, longest: int = 40) -> list[tuple[int, str]]:
    """Clauses to choose from."""
    return [(one.key, f"§{one.number} {_short(one.text, longest)}") for one in clauses]


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


async def clause_text(compact_id: int, key: int) -> str:
    """A clause in the newest text that has it; empty when none has."""
    texts = await text_queries.texts_of(compact_id)
    found = [one.text for text in texts for one in text.clauses if one.key == key]
    return found[-1] if found else ""


async def find(actor: Actor, text: str) -> list[Hit]:
    """Compacts by title."""
    where, values = within_reach(actor, "c")
    found = await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} AND LOWER(c.title) LIKE LOWER({{}}) ESCAPE '\\'"
        f" ORDER BY c.id DESC LIMIT {LIMIT}",
        *values,
        pattern(text),
    )
    return [Hit(row["title"], f"/desk/compacts/{row['id']}", row["community_name"]) for row in found]
