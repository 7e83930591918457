"""What is told of a program to others, in whichever document: sentences on records, and whom they may name (S81)."""

from __future__ import annotations

from datetime import date

import msgspec

from programs.communities.queries import access_community
from programs.method import case_rules, consolidation_queries, figures, indicator_queries, mechanism_queries
from programs.method.case_rules import Line
from programs.method.mechanism_schemas import MECHANISM_NAMES, PROOF_NAMES
from programs.method.sources import path_of
from programs.method.tables import Program
from programs.residents.consent_queries import names_withheld
from programs.residents.tables import Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.i18n import _, format_date, format_number


class Names(msgspec.Struct, frozen=True):
    """Who may not be named: `withheld` are the names of neighbours who did not agree to be told of in public."""

    withheld: frozenset[str]

    def called(self, name: str | None, role: str) -> str:
        """How somebody is called: by name if she agreed, else by `role`; empty for nobody."""
        return "" if not name else role if name in self.withheld else name

    def cleaned(self, text: str) -> str:
        """What people typed, without telephone numbers, doors, and the names of those who did not agree."""
        bare = case_rules.without_contacts(text, instead=_("[left out]"))
        return case_rules.without_names(bare, self.withheld, instead=_("a neighbour"))


class Handing(msgspec.Struct, frozen=True):
    """A program that is handed over: who reads what there is to know, on which day, and whom that may name."""

    actor: Actor
    program: Program
    names: Names
    today: date


async def names_of(program: Program) -> Names:
    """Whom nothing that is told of a program may name."""
    return Names(frozenset(await names_withheld(program.community, Purpose.publicity, on=clock.today())))


async def beginning(actor: Actor, program: Program) -> list[Line]:
    """When and where it began, what for, and the problem that was chosen."""
    community = await access_community(actor, program.community)
    lines = [
        Line(
            _(
                "%(program)s began on %(day)s in %(community)s.",
                program=program.name,
                day=format_date(program.started_on),
                community=community.name,
            )
        )
    ]
    if community.households:
        lines.append(
            Line(
                _("About %(count)s households live there.", count=format_number(community.households)),
                f"/desk/communities/{community.id}",
            )
        )
    if program.goal:
        lines.append(Line(program.goal))
    issue = await db.rows(
        "SELECT id, title, why, chosen_on FROM focal_issue WHERE program = {} AND chosen_on IS NOT NULL ORDER BY chosen_on",
        program.id,
    )
    for row in issue:
        text = _(
            "The focal issue chosen on %(day)s: %(title)s.",
            day=format_date(row["chosen_on"]),
            title=row["title"],
        )
        lines.append(Line(text, f"/desk/focal-issues/{row['id']}"))
        if row["why"]:
            lines.append(Line(row["why"]))
    return lines


async def changes(program: Program) -> list[Line]:
    """Each figure from its baseline to now, and where it slipped back."""
    lines = [
        Line(
            _(
                "%(name)s: %(standing)s",
                name=figures.indicator_title(indicator),
                standing=figures.standing_of(indicator, series),
            ),
            f"/desk/indicators/{indicator.id}",
        )
        for indicator, series in await indicator_queries.indicators_with_series(program.id)
    ]
    for relapse in await consolidation_queries.relapses_of(program.id):
        text = _(
            "It slipped back once: %(name)s, noticed on %(day)s.",
            name=relapse["indicator"],
            day=format_date(relapse["noticed_on"]),
        )
        lines.append(Line(text, f"/desk/relapses/{relapse['id']}"))
        if relapse["answer"]:
            lines.append(Line(_("What was done about it: %(answer)s", answer=relapse["answer"])))
    return lines


async def keeping(program: Program) -> list[Line]:
    """The mechanisms that keep the result, each with what shows it; none whose proof was taken back."""
    return [
        Line(
            _(
                "%(kind)s: %(what)s Shown by %(proof)s, %(note)s.",
                kind=MECHANISM_NAMES[row["kind"]],
                what=row["what"],
                proof=PROOF_NAMES[row["proof"]],
                note=row["proof_note"],
            ),
            path_of(row["source_kind"], row["source_id"] or 0) or f"/desk/programs/{program.id}/hand-over",
        )
        for row in await mechanism_queries.mechanisms_of(program.id)
        if row["counts"]
    ]
