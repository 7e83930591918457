"""What groups hold and what was not handed on, and the chat groups, when a program is handed over (S39, S22)."""

from __future__ import annotations

from typing import Any

from groups.teams import chat_queries, handover_queries, queries, rules
from groups.teams.election_words import HAND_OVER
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_month, ngettext


async def tell(handing: Handing) -> list[Entry]:
    """Lists of seals, accounts and documents, and where people talk to each other."""
    lists = await handover_queries.lists_in(handing.program.id)
    return [
        *(entry for term in lists for entry in _held(handing, term)),
        *(entry for term in lists for entry in _open(handing, term)),
        *await _chats(handing),
    ]


def _held(handing: Handing, term: dict[str, Any]) -> list[Entry]:
    """Who has what now: the leader, until somebody has received it."""
    leader = handing.names.called(term["name"], _("the leader (name in Linli)"))
    return [
        Entry(
            chapter="papers",
            text=_(
                "%(group)s, %(kind)s: %(what)s",
                group=term["group_name"],
                kind=HAND_OVER[item["kind"]],
                what=item["what"],
            ),
            href=f"/desk/group-leaders/{term['id']}/hand-over",
            who=item["received_by"] if item["received_on"] else leader,
        )
        for item in term["items"]
        if not item["none_held"]
    ]


def _open(handing: Handing, term: dict[str, Any]) -> list[Entry]:
    ended = term["ended_on"] is not None
    ends = term["until"] is not None and term["until"] - handing.today <= rules.REMIND_BEFORE
    if not term["missing"] or not (ended or ends):
        return []
    kinds = _(", ").join(str(HAND_OVER[kind]) for kind in term["missing"])
    text = _("Not handed on yet in %(group)s: %(kinds)s.", group=term["group_name"], kinds=kinds)
    return [
        Entry(
            chapter="open",
            text=text,
            href=f"/desk/group-leaders/{term['id']}/hand-over",
            who=handing.names.called(term["name"], _("the leader (name in Linli)")),
            on=term["ended_on"] or term["until"],
            lapse=_("The next leader has the duty and not the key."),
            gap=True,
        )
    ]


async def _chats(handing: Handing) -> list[Entry]:
    """The chat groups of the program's groups, and those of the whole community."""
    found = await queries.groups_of_program(handing.program.id, today=handing.today)
    groups = {group["id"] for group in found}
    entries = [
        _chat(row)
        for row in await chat_queries.chats_of_community(handing.program.community)
        if row["closed_on"] is None and (row["group"] is None or row["group"] in groups)
    ]
    if entries:
        return entries
    text = _("No chat group is registered: write down where people talk to each other, and who admits them.")
    href = f"/desk/communities/{handing.program.community}/chats"
    return [Entry(chapter="papers", text=text, href=href, gap=True)]


def _chat(row: dict[str, Any]) -> Entry:
    text = _("Chat group “%(name)s”: %(purpose)s", name=row["name"], purpose=row["purpose"])
    if row["members"]:
        month = max(row["members"])
        people = ngettext(
            "%(num)s person in %(month)s.",
            "%(num)s people in %(month)s.",
            row["members"][month],
            month=format_month(month),
        )
        text = _("%(first)s %(then)s", first=text, then=people)
    return Entry(
        chapter="papers",
        text=text,
        href=f"/desk/chats/{row['id']}",
        who=row["keepers"] or _("nobody yet"),
        gap=not row["keepers"],
    )
