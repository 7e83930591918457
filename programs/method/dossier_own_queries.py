"""What the method itself knows of a program that is handed over: its road, its plan, what keeps it."""

from __future__ import annotations

from datetime import date, timedelta

from programs.method import (
    consolidation_queries,
    dossier_rules,
    figures,
    indicator_queries,
    mechanism_queries,
    mechanism_rules,
    queries,
    road,
    rules,
    step_queries,
    telling_queries,
)
from programs.method.dossier_rules import Entry
from programs.method.kinds import Kind
from programs.method.mechanism_schemas import CHECK_WORDS, LIGHT_WORDS, MECHANISM_NAMES
from programs.method.tables import Program
from programs.method.telling_queries import Handing
from programs.method.words import GATE_WORDS, STAGE_NAMES
from server.accounts.queries import colleague
from server.lib.days import months_later
from server.lib.i18n import _, format_date, format_month, format_number, ngettext

# Until this day of a month the figure of the month before is to be entered.
_READ_BY = 10


async def tell(handing: Handing) -> list[Entry]:
    """All of it, chapter by chapter."""
    return [
        *await _glance(handing),
        *await _steps(handing.program),
        *await _gates(handing.program),
        *await _rhythm(handing.program),
        *await _readings(handing),
        *await _mechanisms(handing),
    ]


async def _glance(handing: Handing) -> list[Entry]:
    program, home = handing.program, f"/desk/programs/{handing.program.id}"
    stage = _(
        "Stage: %(stage)s, since %(day)s.",
        stage=STAGE_NAMES[program.stage],
        day=format_date(program.stage_since),
    )
    lead = await colleague(program.lead, actor=handing.actor)
    who = (
        _("Responsible until now: %(name)s.", name=lead)
        if lead
        else _("Nobody is named as responsible until now.")
    )
    changes = await telling_queries.changes(program)
    entries = [
        Entry(chapter="glance", text=stage, href=home),
        Entry(chapter="glance", text=who, href=f"{home}/edit", gap=not lead),
        *dossier_rules.told("glance", await telling_queries.beginning(handing.actor, program)),
        *dossier_rules.told("glance", changes),
    ]
    if not changes:
        text = _("No figure says how things stood before and how they stand now.")
        entries.append(Entry(chapter="glance", text=text, href=f"{home}/indicators", gap=True))
    return [*entries, *await _staff_lately(handing)]


async def _staff_lately(handing: Handing) -> list[Entry]:
    """What staff still do, by the evidence of the last three months."""
    lately = await queries.lately_of(handing.program.id, [Kind.ACTIVITY_HELD, Kind.STAFF_MINUTES])
    held = {facet: lately.get((Kind.ACTIVITY_HELD.value, facet), 0) for facet in ("full", "part", "none")}
    minutes = sum(number for (kind, _facet), number in lately.items() if kind == Kind.STAFF_MINUTES)
    if not sum(held.values()):
        return []
    text = ngettext(
        "Since %(day)s there was %(num)s activity: staff were there all the time at %(full)s, part of the time at"
        " %(part)s, and not at all at %(none)s.",
        "Since %(day)s there were %(num)s activities: staff were there all the time at %(full)s, part of the time at"
        " %(part)s, and not at all at %(none)s.",
        sum(held.values()),
        day=format_date(rules.lately_since(handing.today)),
        **{key: format_number(held[key]) for key in ("full", "part", "none")},
    )
    if minutes:
        hours = _("That took staff %(hours)s.", hours=figures.amount_shown(Kind.STAFF_MINUTES, minutes))
        text = _("%(first)s %(then)s", first=text, then=hours)
    return [Entry(chapter="glance", text=text, href=f"/desk/programs/{handing.program.id}/taper")]


async def _steps(program: Program) -> list[Entry]:
    entries = [
        Entry(
            chapter="open",
            text=step["title"],
            href=f"/desk/programs/{program.id}#plan",
            who=step["owner_name"] or _("nobody yet"),
            on=step["due_on"],
            gap=not step["owner_name"],
        )
        for step in await step_queries.steps_of(program.id)
        if step["done_on"] is None
    ]
    relapse = await consolidation_queries.open_relapse(program.id)
    if relapse is not None:
        text = _(
            "It slipped back, noticed on %(day)s, and nobody has answered yet.",
            day=format_date(relapse.noticed_on),
        )
        entries.append(
            Entry(
                chapter="open",
                text=text,
                href=f"/desk/programs/{program.id}/consolidation",
                on=relapse.noticed_on + rules.RELAPSE_DUE,
                lapse=_("What was reached goes again, and people say it was never any use."),
                gap=True,
            )
        )
    return entries


async def _gates(program: Program) -> list[Entry]:
    """What the next stage still asks for; at the end of the road, what the sustainability card does."""
    entries = []
    for standing in await road.standings_of(program):
        if standing.met or standing.gate.at_most is not None:
            continue  # what must not be there, a relapse, stands among the steps
        words = GATE_WORDS[standing.gate.key]
        text = _(
            "Condition not met: %(gate)s (%(have)s of %(need)s).",
            gate=words.label,
            have=format_number(standing.have),
            need=format_number(standing.need),
        )
        href = words.href.format(program=program.id, community=program.community)
        entries.append(
            Entry(chapter="open", text=_("%(first)s %(then)s", first=text, then=words.advice), href=href)
        )
    return entries if rules.stage_after(program.stage) else await _missing_to_last(program)


async def _missing_to_last(program: Program) -> list[Entry]:
    page = f"/desk/programs/{program.id}/hand-over"
    entries: list[Entry] = []
    for check in await mechanism_queries.card_of(program):
        if not check.met:
            label, href = CHECK_WORDS[check.key]
            href = href.format(program=program.id, community=program.community)
            text = _("Missing for it to last: %(what)s.", what=label)
            entries.append(
                Entry(chapter="open", text=text, href=href if href.startswith("/") else page + href)
            )
    return entries


async def _rhythm(program: Program) -> list[Entry]:
    plan = await consolidation_queries.consolidation_of(program.id)
    if plan is None:
        return []
    text = ngettext(
        "Every month at least %(num)s activity, as the groups agreed on %(day)s.",
        "Every month at least %(num)s activities, as the groups agreed on %(day)s.",
        plan.cadence_per_month,
        day=format_date(plan.agreed_on),
    )
    return [
        Entry(
            chapter="ahead",
            text=text,
            href=f"/desk/programs/{program.id}/consolidation",
            lapse=_("What nobody does together any more is forgotten within a season."),
        )
    ]


async def _readings(handing: Handing) -> list[Entry]:
    """The figures that nobody counts but somebody writes down, each for the month that comes next."""
    entries: list[Entry] = []
    for indicator, series in await indicator_queries.indicators_with_series(handing.program.id):
        if indicator.feed_kind is not None:
            continue
        months = [date.fromisoformat(f"{month}-01") for month, _value in series]
        wanted = dossier_rules.next_reading(months or [months_later(handing.today, -2)])
        text = _(
            "Enter %(name)s for %(month)s.",
            name=figures.indicator_title(indicator),
            month=format_month(wanted),
        )
        entries.append(
            Entry(
                chapter="ahead",
                text=text,
                href=f"/desk/indicators/{indicator.id}",
                on=months_later(wanted, 1) + timedelta(days=_READ_BY - 1),
                lapse=_("Nobody notices when it slips back."),
            )
        )
    return entries


async def _mechanisms(handing: Handing) -> list[Entry]:
    """What keeps the result, when to look whether it still does, and what shows it."""
    program, page = handing.program, f"/desk/programs/{handing.program.id}/hand-over"
    card = await mechanism_queries.card_of(program)
    light, explained = LIGHT_WORDS[mechanism_rules.light_of(card)]
    standing = _("%(light)s: %(explained)s", light=light, explained=explained)
    entries = [Entry(chapter="held", text=standing, href=page)]
    for row in await mechanism_queries.mechanisms_of(program.id):
        what = _("%(kind)s: %(what)s", kind=MECHANISM_NAMES[row["kind"]], what=row["what"])
        entries.append(
            Entry(
                chapter="ahead",
                text=_("Look whether it still holds: %(what)s", what=what),
                href=page,
                who=row["keeper"] or _("nobody yet"),
                on=dossier_rules.check_day(row["proved_on"]),
                lapse=_("It stands on paper only, and the proof is too old to believe."),
            )
        )
        if row["proof"] == "document":
            text = _("%(note)s (shows: %(what)s)", note=row["proof_note"], what=row["what"])
            entries.append(Entry(chapter="papers", text=text, href=page))
    entries += dossier_rules.told("held", await telling_queries.keeping(program))
    entries += [
        Entry(
            chapter="held",
            text=_("No proof yet of this mechanism: %(name)s.", name=MECHANISM_NAMES[key]),
            href=f"{page}#add",
            gap=True,
        )
        for key in mechanism_rules.missing_mechanisms(card)
    ]
    case = _("The case of the program, for peers: the road, the figures, the voices.")
    return [*entries, Entry(chapter="papers", text=case, href=f"/desk/programs/{program.id}/case")]


async def keepers(handing: Handing) -> list[Entry]:
    """Who keeps each mechanism going; after the people of the groups."""
    return [
        Entry(
            chapter="carried",
            text=_("%(kind)s: %(what)s", kind=MECHANISM_NAMES[row["kind"]], what=row["what"]),
            href=f"/desk/programs/{handing.program.id}/hand-over",
            who=row["keeper"] or _("nobody yet"),
            gap=not row["keeper"],
        )
        for row in await mechanism_queries.mechanisms_of(handing.program.id)
    ]
