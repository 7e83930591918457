"""情感激励: talks of care, and who among the active waits for one (S69). What was said is sealed under the person's key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from incentives.recognition import care_rules, policy
from incentives.recognition.tables import CareTalk
from programs.residents.key_queries import known_key
from programs.residents.merge_queries import merged_into
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.lib import clock, db, seals
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.late_entries import Entries
from server.lib.records import own_row

PLACE = "talk of care"

# Who helped in a community since a day, as rooms above know it: ids of residents; the ceiling fills it in.
HELPERS: Entries[Callable[[int, date], Awaitable[list[int]]]] = Entries(__name__)


async def access_talk(actor: Actor, talk_id: int) -> CareTalk:
    """The only way from an id in an address to a talk of care, for those who may read what was said."""
    talk = await own_row(CareTalk, talk_id, actor)
    if not policy.may_read_care(actor, talk.community):
        raise NotFound
    return talk


async def access_talks(actor: Actor, resident_id: int) -> Resident:
    """A person whose talks of care the actor may read and note."""
    resident = await access_resident(actor, resident_id, to_edit=True)
    if not policy.may_read_care(actor, resident.community):
        raise NotFound
    return resident


async def talks_of(resident_id: int) -> list[dict[str, Any]]:
    """The talks of care with a person, the newest first, with what was said. For staff only: ask `policy` first."""
    found = await db.rows(
        "SELECT id, kind, talked_on, note, by_name FROM care_talk WHERE resident = {} AND voided_at IS NULL"
        " ORDER BY talked_on DESC, id DESC",
        resident_id,
    )
    keys = await _keys_of(resident_id)
    return [{**row, "note": _opened(row["note"], keys)} for row in found]


async def _keys_of(resident_id: int) -> list[bytes]:
    """Her key, and those of records that were merged into hers: their talks came with them."""
    ids = [resident_id, *(other.id for other in await merged_into(resident_id))]
    found = [await known_key(one) for one in ids]
    return [key for key in found if key]


def _opened(sealed: str, keys: list[bytes]) -> str:
    for key in keys if sealed else ():
        try:
            return seals.unseal(key, sealed, about=PLACE)
        except seals.SealBroken:
            continue
    return ""


_ACTIVE = (
    "SELECT r.id, r.name, (SELECT MAX(c.talked_on) FROM care_talk AS c"
    " WHERE c.resident = r.id AND c.voided_at IS NULL) AS talked_on FROM resident AS r JOIN ("
    " SELECT t.resident, a.held_on AS day FROM attendance AS t JOIN activity AS a ON a.id = t.activity"
    " WHERE a.community = {} AND a.state = 'held' AND a.voided_at IS NULL AND a.held_on >= {} AND t.role = 'volunteer'"
    " UNION ALL SELECT d.resident, a.held_on FROM activity_act AS d JOIN activity AS a ON a.id = d.activity"
    " WHERE a.community = {} AND a.state = 'held' AND a.voided_at IS NULL AND a.held_on >= {} AND d.resident IS NOT NULL"
    ' UNION ALL SELECT l.resident, l.since FROM group_leader AS l JOIN community_group AS g ON g.id = l."group"'
    " WHERE g.community = {} AND l.ended_on IS NULL"
    " UNION ALL SELECT b.resident, b.since FROM building_leader AS b WHERE b.community = {} AND b.ended_on IS NULL"
)
_ACTIVE_END = (
    ") AS w ON w.resident = r.id WHERE r.moved_away_on IS NULL AND r.erased_at IS NULL GROUP BY r.id, r.name"
)


async def helpers(community_id: int) -> list[int]:
    """Who helped at somebody's home in the last `care_rules.ACTIVE_DAYS` days, as rooms above know it."""
    since = clock.today() - timedelta(days=care_rules.ACTIVE_DAYS)
    return sorted({resident for told in HELPERS for resident in await told(community_id, since)})


async def waiting_for_talk(community_id: int) -> list[dict[str, Any]]:
    """The active people of a community with whom nobody talked for `care_rules.DAYS` days, the longest wait first.

    Active is who helped a neighbour or at an activity, or carried one, in the last `care_rules.ACTIVE_DAYS` days, or
    holds an office now.
    """
    today = clock.today()
    since = today - timedelta(days=care_rules.ACTIVE_DAYS)
    also = await helpers(community_id)
    found = await db.rows(
        f"{_ACTIVE} UNION ALL SELECT h.id, NULL FROM resident AS h WHERE h.id IN ({db.marks(also)}){_ACTIVE_END}",
        community_id,
        since,
        community_id,
        since,
        community_id,
        community_id,
        *also,
    )
    people = [{"id": row["id"], "name": row["name"], "talked_on": _day(row["talked_on"])} for row in found]
    waiting = [row for row in people if care_rules.waits(row["talked_on"], today=today)]
    return sorted(waiting, key=lambda row: (row["talked_on"] or date.min, row["name"], row["id"]))


def _day(value: Any) -> date | None:
    """A day that an aggregate answers: SQLite hands it out as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
