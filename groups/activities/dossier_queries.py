"""What staff still do at activities, and what is planned, when a program is handed over (S83, S84)."""

from __future__ import annotations

from typing import Any

from groups.activities.choices import ACT_NAMES
from programs.method.dossier_rules import Entry
from programs.method.rules import lately_since
from programs.method.telling_queries import Handing
from server.lib import db
from server.lib.i18n import _, format_number


async def tell(handing: Handing) -> list[Entry]:
    """Who does what now, and what people count on."""
    return [*await _done_by_staff(handing), *await _planned(handing)]


async def _done_by_staff(handing: Handing) -> list[Entry]:
    """Which of the five acts staff did at the activities of the last three months, and at how many of them."""
    found = await db.rows(
        "SELECT t.act, COUNT(*) AS acts, SUM(CASE WHEN t.by = 'staff' THEN 1 ELSE 0 END) AS staff FROM activity_act AS t"
        " JOIN activity AS a ON a.id = t.activity WHERE a.program = {} AND a.state = 'held' AND a.voided_at IS NULL"
        " AND a.held_on >= {} GROUP BY t.act",
        handing.program.id,
        lately_since(handing.today),
    )
    if not found:
        return []
    by_act = {row["act"]: row for row in found}
    done = _(", ").join(
        _(
            "%(act)s %(staff)s of %(acts)s",
            act=name,
            staff=format_number(int(by_act[act]["staff"])),
            acts=format_number(int(by_act[act]["acts"])),
        )
        for act, name in ACT_NAMES.items()
        if act in by_act
    )
    text = _("What staff still did themselves: %(done)s. The rest is in other hands.", done=done)
    return [Entry(chapter="glance", text=text, href=f"/desk/programs/{handing.program.id}/taper")]


async def _planned(handing: Handing) -> list[Entry]:
    found = await db.rows(
        "SELECT a.id, a.title, a.held_on, g.name AS group_name FROM activity AS a LEFT JOIN community_group AS g"
        " ON g.id = a.\"group\" WHERE a.program = {} AND a.state = 'planned' AND a.voided_at IS NULL"
        " ORDER BY a.held_on, a.id",
        handing.program.id,
    )
    return [_due(handing, row) for row in found]


def _due(handing: Handing, row: dict[str, Any]) -> Entry:
    late = row["held_on"] < handing.today
    text = row["title"]
    if late:
        text = _("Say what became of it, or that it was called off: %(title)s", title=text)
    return Entry(
        chapter="ahead",
        text=text,
        href=f"/desk/activities/{row['id']}",
        who=row["group_name"] or _("nobody yet"),
        on=row["held_on"],
        lapse=_("What was done and not written down proves nothing.")
        if late
        else _("People come, and nobody is there."),
    )
