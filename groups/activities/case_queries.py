"""What a program's case tells of its groups (S81): where each came from, and when it first stood by itself."""

from __future__ import annotations

from groups.activities.story_queries import story_of
from groups.teams.choices import KINDS
from groups.teams.queries import groups_of_program
from groups.teams.tables import Group
from programs.method.case_rules import Chapter, Line
from programs.method.rules import small_cell
from programs.method.tables import Program
from server.lib import clock
from server.lib.i18n import _, format_date, format_number


async def tell(program: Program) -> list[Chapter]:
    """A chapter on the groups of a program. Leaders are told of by their number, not by name."""
    lines: list[Line] = []
    for row in await groups_of_program(program.id, today=clock.today()):
        group = await Group.objects().get(Group.id == row["id"])
        if group is not None:
            lines += await _of_group(group)
    return [Chapter(_("Its groups"), lines)]


async def _of_group(group: Group) -> list[Line]:
    home = f"/desk/groups/{group.id}"
    story = await story_of(group)
    formed = _(
        "%(name)s (%(kind)s), formed on %(day)s.",
        name=group.name,
        kind=KINDS[group.kind],
        day=format_date(group.formed_on),
    )
    lines = [Line(formed, home)]
    if story.origin is not None:
        text = _(
            "It came out of %(title)s: %(came)s were there, %(joined)s joined.",
            title=story.origin_title,
            came=small_cell(story.attendees) or format_number(story.attendees),
            joined=small_cell(story.joined) or format_number(story.joined),
        )
        lines.append(Line(text, f"/desk/activities/{story.origin}"))
    if story.own is not None and story.own_on is not None:
        text = _(
            "On %(day)s it held its first activity of its own: %(title)s.",
            day=format_date(story.own_on),
            title=story.own_title,
        )
        lines.append(Line(text, f"/desk/activities/{story.own}"))
    return lines
