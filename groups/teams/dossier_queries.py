"""What is to be known of a program's groups when it is handed over: who carries them, what hangs on one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from groups.teams import election_queries, queries, task_queries, tie_queries
from groups.teams.dossier_words import GAPS
from programs.method.dossier_rules import Carrier, Entry, gaps_of
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_date, ngettext


async def tell(handing: Handing) -> list[Entry]:
    """Groups with those in charge, ends of terms, elections, tasks."""
    found = await queries.groups_of_program(handing.program.id, today=handing.today)
    groups = [group for group in found if group["closed_on"] is None]
    if not groups:
        return []
    entries = [entry for group in groups for entry in _group(handing, group)]
    entries += await _single_points(handing, {group["id"] for group in groups})
    entries += await _elections(handing)
    return entries + await _tasks(handing)


def _group(handing: Handing, group: dict[str, Any]) -> list[Entry]:
    """Who is in charge, when that ends, and when the group meets."""
    roles = (
        ("leader", _("Leader"), _("the leader (name in Linli)")),
        ("deputy", _("Deputy"), _("the deputy (name in Linli)")),
    )
    href = f"/desk/groups/{group['id']}"
    people, entries = [], []
    for key, position, unnamed in roles:
        name, until = group[f"{key}_name"], group[f"{key}_until"]
        if name:
            people.append(_in_charge(position, handing.names.called(name, _("(name in Linli)")), until))
        if name and until is not None:
            entries.append(_term(group["name"], href, position, handing.names.called(name, unnamed), until))
    if group["meets"]:
        text = _("%(group)s meets: %(when)s", group=group["name"], when=group["meets"])
        leader = handing.names.called(group["leader_name"], roles[0][2])
        entries.append(Entry(chapter="ahead", text=text, href=href, who=leader or group["name"]))
    carrier = Carrier(group["leader_name"] or "", group["deputy_name"] or "", group["leader_until"])
    gaps = gaps_of(carrier, today=handing.today)
    gaps += [code for code in group["reminders"] if code in ("leader_moved", "deputy_moved")]
    return [
        Entry(
            chapter="carried",
            text=ngettext(
                "%(group)s (%(num)s member)",
                "%(group)s (%(num)s members)",
                group["members"],
                group=group["name"],
            ),
            href=href,
            who=_("; ").join(people) or _("nobody yet"),
            lapse=" ".join(str(GAPS[gap]) for gap in gaps),
            gap=bool(gaps),
        ),
        *entries,
    ]


def _in_charge(position: str, name: str, until: date | None) -> str:
    if until is None:
        return _("%(position)s: %(name)s", position=position, name=name)
    return _(
        "%(position)s: %(name)s until %(day)s",
        position=position,
        name=name,
        day=format_date(until, "short"),
    )


def _term(group: str, href: str, position: str, name: str, until: date) -> Entry:
    return Entry(
        chapter="ahead",
        text=_("A term ends in %(group)s: %(position)s.", group=group, position=position),
        href=href,
        who=name,
        on=until,
        lapse=_("Nobody is chosen in time, and the group speaks without a mandate."),
    )


async def _single_points(handing: Handing, groups: set[int]) -> list[Entry]:
    """Whom the groups cannot do without, in words; of people in charge of them only."""
    network = await tie_queries.network_of(handing.program.community)
    in_charge = {person for group in network.groups if group.group in groups for person in group.in_charge}
    entries = []
    for risk in network.risks():
        if risk.person not in in_charge or not risk.cut_off:
            continue
        held = ngettext(
            "nobody else holds %(num)s neighbour", "nobody else holds %(num)s neighbours", risk.cut_off
        )
        led = [led.group for led in network.groups if risk.person in led.in_charge and led.group in groups]
        who = handing.names.called(
            network.names[risk.person],
            _("Somebody in charge of %(groups)s (name in Linli)", groups=network.named(led)),
        )
        entries.append(
            Entry(
                chapter="carried",
                text=_("%(kind)s: %(what)s", kind=who, what=held),
                href=f"/desk/residents/{risk.person}/circle",
                lapse=_("If she stops, they come no more. Bring them together with somebody else."),
                gap=True,
            )
        )
    return entries


async def _elections(handing: Handing) -> list[Entry]:
    entries = []
    for row in await election_queries.elections_ahead_in(handing.program.id):
        planned = row["state"] == "planned"
        text = (
            _("Election: %(title)s", title=row["title"])
            if planned
            else _("Publish the result of the election: %(title)s", title=row["title"])
        )
        entries.append(
            Entry(
                chapter="ahead" if planned else "open",
                text=text,
                href=f"/desk/elections/{row['id']}",
                who=row["group_name"] or "",
                on=row["held_on"],
                lapse=_("What nobody was told of was decided by nobody."),
            )
        )
    return entries


async def _tasks(handing: Handing) -> list[Entry]:
    return [
        Entry(
            chapter="open",
            text=_(
                "Task of %(group)s since %(day)s: %(title)s",
                group=row["group_name"],
                day=format_date(row["taken_on"]),
                title=row["title"],
            ),
            href=f"/desk/group-tasks/{row['id']}",
            who=row["group_name"],
            lapse="" if row["plan"] else _("It has no plan of the group's own yet."),
            gap=not row["plan"],
        )
        for row in await task_queries.open_tasks_in(handing.program.id)
    ]
