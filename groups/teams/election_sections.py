"""What elections show on pages of rooms below: the results on the street, a group's own, and terms that end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from groups.teams import election_figures, election_queries, election_rules, rules
from groups.teams.choices import POSITIONS
from groups.teams.election_words import STATES
from groups.teams.tables import Group
from programs.communities.tables import Community
from programs.method.road import Remark
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, format_date

_SHOWN_FOR = timedelta(days=366)


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The results of a year: who agreed to it by name, the others by what they were elected to."""
    today = clock.today()
    found = await election_queries.published_lately(community.id, since=today - _SHOWN_FOR, on=today)
    return (
        ("teams/street_elections.html", {"elections": found, "position_words": POSITIONS}) if found else None
    )


async def group_section(actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """A group's elections and how old its members are, for its page on the desk."""
    return "teams/of_group_elections.html", {
        "group": group,
        "elections": await election_queries.elections_of_group(group.id),
        "composition": election_figures.composition(await election_queries.ages_of_members(group.id)),
        "state_words": STATES,
    }


async def board_note(program_ids: Collection[int]) -> dict[int, Remark]:
    """On the board: a line for each program where a leader's or a body's term ends within 60 days, or has ended (S39).

    Of a body whose next election nobody plans it is told for a year: perhaps there is no such body any more.
    """
    today = clock.today()
    by = today + rules.REMIND_BEFORE
    found = await election_queries.terms_that_end_in(program_ids, until=by)
    for row in await election_queries.bodies_elected_in(program_ids):
        until = election_rules.term_end(row["published_on"], row["term_months"])
        if today - _SHOWN_FOR <= until <= by:
            found.append({**row, "until": until})
    found.sort(key=lambda row: row["until"], reverse=True)
    return {row["program"]: _term_note(row["name"], row["until"]) for row in found}


def _term_note(group: str, until: date) -> Remark:
    day = format_date(until)
    if until < clock.today():
        return Remark(_("A term in %(group)s ended on %(day)s", group=group, day=day), overdue=True)
    return Remark(_("A term in %(group)s ends on %(day)s", group=group, day=day))
