"""Reading awards. What is shown of a person is worked out at each reading, never copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groups.activities.ceremony_queries import Honouree
from incentives.recognition import policy, rules
from incentives.recognition.tables import Award
from programs.residents.consent_queries import consenting
from programs.residents.tables import Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, after_id, cut

_ROW = (
    "SELECT a.id, a.community, c.name AS community_name, c.slug, a.nomination, a.year, a.serial, a.code, a.awarded_on,"
    " a.prize, a.ceremony, a.revoked_on, a.revoke_class, a.revoke_reason, a.version, h.name AS honour, h.criteria,"
    ' h.signed_by, n.resident, n."group", n.deed, n.deed_on, n.shown_as, n.public_name, n.program, n.compact,'
    " n.clause_key, COALESCE(r.name, g.name) AS who, r.erased_at FROM award AS a JOIN nomination AS n ON n.id = a.nomination"
    " JOIN honour AS h ON h.id = n.honour JOIN community AS c ON c.id = a.community"
    ' LEFT JOIN resident AS r ON r.id = n.resident LEFT JOIN community_group AS g ON g.id = n."group"'
)


async def access_award(actor: Actor, award_id: int, *, to_revoke: bool = False) -> Award:
    """The only way from an id in an address to an Award, for staff of its community."""
    award = await own_row(Award, award_id, actor)
    if not policy.may_handle(actor, award.community):
        raise NotFound
    if to_revoke and not policy.may_revoke(actor, award.community):
        raise Forbidden
    return award


async def card_of(award_id: int) -> dict[str, Any]:
    """An award with its names, of a row that was reached through its door."""
    return (await _shown(await db.rows(f"{_ROW} WHERE a.id = {{}}", award_id)))[0]


async def list_awards(community_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """A community's awards, the newest first, revoked ones too."""
    where, values = ["a.community = {}"], [community_id]
    if last := after_id(cursor):
        where.append("a.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY a.id DESC LIMIT {PAGE + 1}", *values)
    return cut(await _shown(found), "id")


async def awards_at(ceremony_id: int) -> list[dict[str, Any]]:
    """What is handed over at a ceremony and stands, in the order of the numbers."""
    return await _shown(
        await db.rows(
            f"{_ROW} WHERE a.ceremony = {{}} AND a.revoked_on IS NULL ORDER BY a.year, a.serial", ceremony_id
        )
    )


async def honoured_at(ceremony_id: int) -> list[Honouree]:
    """Who is honoured at a ceremony, as the hall may read it. Who stays unnamed is called, and not told about."""
    return [
        Honouree(
            whose=("resident", row["resident"]) if row["resident"] is not None else ("group", row["group"]),
            name=row["shown"] or "",
            title=row["honour"],
            deed=row["told"],
            number=row["number"],
            href=f"/desk/awards/{row['id']}",
        )
        for row in await awards_at(ceremony_id)
    ]


async def given_on_street(
    community_id: int, *, size: int, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The awards of a community that stand and were given by today, the latest first, `size` at a time."""
    key = after_day(cursor)
    found = await db.rows(
        f"{_ROW} WHERE a.community = {{}} AND a.revoked_on IS NULL AND a.awarded_on <= {{}}"
        f"{' AND (a.awarded_on, a.id) < ({}, {})' if key else ''} ORDER BY a.awarded_on DESC, a.id DESC LIMIT {{}}",
        community_id,
        clock.today(),
        *(key or ()),
        size + 1,
    )
    return cut(await _shown(found), "awarded_on", "id", size=size)


async def standing_of_program(program_id: int) -> list[dict[str, Any]]:
    """The awards of a program that stand, the newest first."""
    return await _shown(
        await db.rows(
            f"{_ROW} WHERE n.program = {{}} AND a.revoked_on IS NULL ORDER BY a.awarded_on DESC, a.id DESC",
            program_id,
        )
    )


async def given_in(community_id: int, year: int) -> int:
    """How many awards with a number of that year stand in a community."""
    [found] = await db.rows(
        "SELECT COUNT(*) AS n FROM award WHERE community = {} AND year = {} AND revoked_on IS NULL",
        community_id,
        year,
    )
    return int(found["n"])


async def awards_of(resident_id: int) -> list[dict[str, Any]]:
    """A person's awards, the newest first, revoked ones too."""
    return await _shown(await db.rows(f"{_ROW} WHERE n.resident = {{}} ORDER BY a.id DESC", resident_id))


async def _shown(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its `number` and `shown`: the name that the street reads, `""` for unnamed, None for not at all.

    `told` is the deed as it may be read beside that name.
    """
    people = {row["resident"] for row in rows if row["resident"] is not None}
    agreed = await consenting(people, Purpose.publicity, on=clock.today()) if people else set()
    return [_with_name(row, agrees=row["resident"] is None or row["resident"] in agreed) for row in rows]


def _with_name(row: dict[str, Any], *, agrees: bool) -> dict[str, Any]:
    shown = rules.shown_name(
        row["shown_as"], name=row["who"], public_name=row["public_name"], consents=agrees
    )
    return {
        **row,
        "number": rules.number_of(row["year"], row["serial"]),
        "shown": shown,
        "told": rules.told_deed(row["deed"], name=row["who"], shown=shown),
    }
