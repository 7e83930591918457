"""Reading ceremonies: what is ready, what happens when, and who is honoured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import msgspec

from groups.activities import ceremony_rules, policy
from groups.activities.ceremony_name_rules import guest_reading, order_of, reading
from groups.activities.tables import Ceremony, CeremonyItem
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.i18n import format_date
from server.lib.late_entries import Entries
from server.lib.records import own_row


class Honouree(msgspec.Struct, frozen=True):
    """Somebody who is honoured at a ceremony: `name` as she allows it, empty when she stays unnamed.

    `whose` is a table and an id: the same for two honours of one person or group.
    """

    whose: tuple[str, int]
    name: str
    title: str
    deed: str
    number: str
    href: str


# Who is honoured at a ceremony, as rooms above know it; the ceiling fills it in.
HONOURED: Entries[Callable[[int], Awaitable[list[Honouree]]]] = Entries(__name__)

# Which texts are launched at a ceremony, as title and address, as rooms above know them; the ceiling fills it in.
LAUNCHED: Entries[Callable[[int], Awaitable[list[tuple[str, str]]]]] = Entries(__name__)

_ROW = (
    "SELECT y.id, y.activity, y.purpose, y.seats, y.guests, y.version, a.community, c.name AS community_name, c.slug,"
    ' a."group", g.name AS group_name, a.program, a.title, a.place, a.held_on, a.starts_at, a.state, a.voided_at,'
    " (SELECT COUNT(*) FROM ceremony_item AS i WHERE i.ceremony = y.id AND i.kind <> 'running_order') AS things,"
    " (SELECT COUNT(*) FROM ceremony_item AS i WHERE i.ceremony = y.id AND i.kind <> 'running_order'"
    " AND i.done_at IS NOT NULL) AS ready FROM ceremony AS y JOIN activity AS a ON a.id = y.activity"
    ' JOIN community AS c ON c.id = a.community LEFT JOIN community_group AS g ON g.id = a."group"'
)


async def access_ceremony(actor: Actor, ceremony_id: int, *, to_edit: bool = False) -> Ceremony:
    """The only way from an id in an address to a Ceremony: for staff of its community and the leader of its group.

    To edit it is for staff.
    """
    found = await ceremony_in(actor, ceremony_id)
    if found is None:
        raise NotFound
    if to_edit and not policy.may_edit(actor, community_id=found["community"]):
        raise Forbidden
    return await own_row(Ceremony, ceremony_id, actor)


async def access_item(actor: Actor, item_id: int, *, to_edit: bool = False) -> tuple[CeremonyItem, Ceremony]:
    """A line or a thing of a ceremony, with the ceremony."""
    item = await own_row(CeremonyItem, item_id, actor)
    return item, await access_ceremony(actor, item.ceremony, to_edit=to_edit)


async def ceremony_in(actor: Actor, ceremony_id: int) -> dict[str, Any] | None:
    """A ceremony with its activity, if the actor may see it."""
    found = await db.rows(
        f"{_ROW} WHERE y.id = {{}} AND y.organisation = {{}}", ceremony_id, actor.organisation_id
    )
    if not found or not policy.may_log(actor, community_id=found[0]["community"], group_id=found[0]["group"]):
        return None
    return found[0]


async def card_of(ceremony_id: int) -> dict[str, Any]:
    """A ceremony with its activity, of a row that was reached through its door."""
    [card] = await db.rows(f"{_ROW} WHERE y.id = {{}}", ceremony_id)
    return card


async def ceremony_of_activity(activity_id: int) -> int | None:
    """The ceremony that an activity is, if it is one."""
    found = await db.rows("SELECT id FROM ceremony WHERE activity = {}", activity_id)
    return int(found[0]["id"]) if found else None


async def list_ceremonies(actor: Actor, community_id: int) -> list[dict[str, Any]]:
    """A community's ceremonies, the latest first."""
    where, values = within_reach(actor, "a", community_id)
    return await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} AND a.voided_at IS NULL ORDER BY a.held_on DESC, y.id DESC LIMIT 100",
        *values,
    )


async def ceremony_options(actor: Actor, community_id: int, purpose: str) -> list[tuple[int, str]]:
    """The ceremonies of a community that are held for `purpose` (`compact`, `recognition`), to choose from."""
    return [
        (row["id"], f"{format_date(row['held_on'], 'short')} {row['title']}")
        for row in await list_ceremonies(actor, community_id)
        if row["purpose"] in {purpose, "both"} and row["state"] != "cancelled"
    ]


async def ceremony_held_on(ceremony_id: int) -> date | None:
    """The day on which a ceremony took place; None while it has not, or when its activity was taken back."""
    found = await db.rows(
        "SELECT a.held_on FROM ceremony AS y JOIN activity AS a ON a.id = y.activity"
        " WHERE y.id = {} AND a.state = 'held' AND a.voided_at IS NULL",
        ceremony_id,
    )
    return found[0]["held_on"] if found else None


async def items_of(ceremony_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The running order by time, and the checklist in its order."""
    found = await db.rows(
        "SELECT id, kind, text, starts_at, who, quantity, done_at, version, position FROM ceremony_item"
        " WHERE ceremony = {} ORDER BY position, id",
        ceremony_id,
    )
    lines = [row for row in found if row["kind"] == ceremony_rules.RUNNING_ORDER]
    lines.sort(key=lambda row: (row["starts_at"], row["position"], row["id"]))
    return lines, [row for row in found if row["kind"] != ceremony_rules.RUNNING_ORDER]


async def launched_at(ceremony_id: int) -> list[tuple[str, str]]:
    """What is launched at a ceremony: each title with the address of its page."""
    return [one for told in LAUNCHED for one in await told(ceremony_id)]


async def honoured_at(ceremony_id: int, name_order: str) -> list[Honouree]:
    """Who is honoured at a ceremony, in the order of 姓氏拼音 (`pinyin`) or 姓氏笔画 (`strokes`), the unnamed last."""
    found = [one for told in HONOURED for one in await told(ceremony_id)]
    return sorted(found, key=lambda one: (order_of(one.name, name_order), one.number))


def read_as(one: Honouree) -> str:
    """How her name is read aloud; empty for a group, whose name is no surname with a given name behind it."""
    return "" if one.whose[0] == "group" else reading(one.name)


def seats_of_honour(honoured: list[Honouree], guests: str) -> list[dict[str, Any]]:
    """专门的席位: a seat with a name for each of the honoured who is named, however many titles she gets, and for each guest."""
    titles: dict[tuple[tuple[str, int], str, str], list[str]] = {}
    for one in honoured:
        if one.name:
            titles.setdefault((one.whose, one.name, read_as(one)), []).append(one.title)
    names = [(name, spelled, " · ".join(told)) for (_whose, name, spelled), told in titles.items()]
    names += [(guest, guest_reading(guest), "") for guest in ceremony_rules.guests_in(guests)]
    return [
        {"seat": number, "name": name, "reading": spelled, "title": title}
        for number, (name, spelled, title) in enumerate(names, start=1)
    ]
