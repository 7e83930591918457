"""The doors to what was noted of a person's recognition, and who is meant by what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from piccolo.table import Table

from groups.teams.tables import Group
from incentives.recognition import policy
from incentives.recognition.tables import PublicityItem
from programs.residents.consent_queries import consenting
from programs.residents.queries import resident_by_label, residents_by_ids
from programs.residents.tables import Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, cut

SomeTable = TypeVar("SomeTable", bound=Table)


async def access_deed(table: type[SomeTable], actor: Actor, deed_id: int) -> SomeTable:
    """The only way from an id in an address to a note of this room, for staff of its community."""
    row = await own_row(table, deed_id, actor)
    if not policy.may_handle(actor, row.community):  # type: ignore[attr-defined]  # every such table has one
        raise NotFound
    return row


async def person_meant(
    community_id: int, resident: int | None, who: str | None, *, field: str, actor: Actor
) -> int | None:
    """The resident of this community who was named by id or by a typed label; None when nobody was.

    Refused when she asked to be forgotten: nothing about her is written down any more.
    """
    found = resident or await resident_by_label(community_id, who, field=field)
    if found is not None:
        await residents_by_ids(actor, [found], community_id, field=field)
    return found


async def check_group(community_id: int, group_id: int | None, *, actor: Actor) -> None:
    """Raise NotFound unless the group, when one is named, is of this community."""
    if group_id is not None and not await Group.exists().where(
        (Group.id == group_id)
        & (Group.community == community_id)
        & (Group.organisation == actor.organisation_id)
    ):
        raise NotFound


async def publicity_of(resident_id: int | None = None, group_id: int | None = None) -> list[dict[str, Any]]:
    """Where a person, or a group, was shown, the newest first."""
    column, value = ("resident", resident_id) if resident_id is not None else ('"group"', group_id)
    return await db.rows(
        f"SELECT id, medium, title, place, shown_on, photo FROM publicity_item WHERE {column} = {{}}"
        " AND voided_at IS NULL ORDER BY shown_on DESC, id DESC",
        value,
    )


async def publicity_in(community_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """Where people and groups of a community were shown, the newest first, with `who` and whether she `agrees` today."""
    key = after_day(cursor)
    found = await db.rows(
        "SELECT i.id, i.resident, i.medium, i.title, i.place, i.shown_on, COALESCE(r.name, g.name) AS who"
        " FROM publicity_item AS i LEFT JOIN resident AS r ON r.id = i.resident"
        ' LEFT JOIN community_group AS g ON g.id = i."group" WHERE i.community = {} AND i.voided_at IS NULL'
        f"{' AND (i.shown_on, i.id) < ({}, {})' if key else ''} ORDER BY i.shown_on DESC, i.id DESC LIMIT {PAGE + 1}",
        community_id,
        *(key or ()),
    )
    agreed = await agreeing(found)
    shown = [{**row, "agrees": row["resident"] is None or row["resident"] in agreed} for row in found]
    return cut(shown, "shown_on", "id")


async def shown_in(item: PublicityItem) -> str:
    """The name of the person or the group whom a note of publicity is about."""
    [found] = await db.rows(
        "SELECT COALESCE(r.name, g.name) AS who FROM publicity_item AS i LEFT JOIN resident AS r ON r.id = i.resident"
        ' LEFT JOIN community_group AS g ON g.id = i."group" WHERE i.id = {}',
        item.id,
    )
    return str(found["who"])


async def agreeing(rows: Sequence[dict[str, Any]]) -> set[int]:
    """Those of the people in `resident` of these rows who agree to publicity today."""
    people = {row["resident"] for row in rows if row["resident"] is not None}
    return await consenting(people, Purpose.publicity, on=clock.today()) if people else set()


async def stories_of(resident_id: int) -> list[dict[str, Any]]:
    """The stories that were told of a person, the newest first."""
    return await db.rows(
        "SELECT id, title, story, told_on, published_on, taken_down_on, version FROM role_model_story"
        " WHERE resident = {} ORDER BY id DESC",
        resident_id,
    )


async def followers_of(resident_id: int) -> list[dict[str, Any]]:
    """Who joined and named this person as the reason, the newest first."""
    return await db.rows(
        "SELECT f.id, f.resident, r.name, f.joined_on, f.said FROM follower AS f JOIN resident AS r ON r.id = f.resident"
        " WHERE f.because_of = {} AND f.voided_at IS NULL ORDER BY f.joined_on DESC, f.id DESC",
        resident_id,
    )


async def community_honours(community_id: int) -> list[dict[str, Any]]:
    """What the community itself was given, the newest first."""
    return await db.rows(
        "SELECT id, title, given_by, given_on, photo FROM community_honour WHERE community = {}"
        " AND voided_at IS NULL ORDER BY given_on DESC, id DESC",
        community_id,
    )
