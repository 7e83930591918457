"""A compact's own page for staff: where it stands, what is missing, and the act that comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.ceremony_queries import ceremony_held_on, ceremony_options
from groups.compacts import (
    hearing_queries,
    likeness_queries,
    measure_queries,
    origin_queries,
    queries,
    rules,
    signature_queries,
    text_queries,
    waiting_queries,
)
from groups.compacts import schemas as s
from groups.compacts.hearing_queries import Coverage
from groups.compacts.likeness_queries import Likeness
from groups.compacts.pages import habit_form_of
from groups.compacts.rules import Evidence
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from groups.compacts.words import ORIGIN_SHORT, RATIFIED, STATES, TONES
from groups.teams.queries import group_options
from programs.communities.queries import access_community
from programs.method.queries import access_program, program_options
from server.lib import clock
from server.lib.i18n import _, format_percent
from server.web.access import STAFF, actor_of
from server.web.charts import Chart, Point, bar_list
from server.web.forms import Form
from server.web.history import history_of
from server.web.pages import page

_ROAD = ("draft", "consulting", "revising", "ratified", "signing", "in_force")
_HOME = "/desk/compacts/{compact_id:int}"


@get(_HOME, opt={"who": STAFF})
async def show_compact(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """A compact as it stands."""
    return await show(request, await queries.access_compact(actor_of(request), compact_id))


async def show(request: Request, compact: Compact, **refused: Form[Any]) -> Response[bytes]:
    """The page; `refused` are forms that came back, by the act that they are for."""
    actor = actor_of(request)
    texts = await text_queries.texts_of(compact.id)
    stands, written = text_queries.standing(texts), text_queries.being_written(texts)
    holds = compact.state in {"signing", "in_force", "ended"}
    text = stands if written is None or (holds and stands is not None) else written
    asked = await hearing_queries.coverage_of(compact.community, compact.id)
    signed = await hearing_queries.coverage_of(
        compact.community, compact.id, signed=stands.major if stands else 0
    )
    evidence, likeness = await likeness_queries.evidence_of(compact, text)
    ceremonies = await ceremony_options(actor, compact.community, "compact")
    comments = await hearing_queries.comments_of(compact.id)
    return page(
        request,
        "compacts/show.html",
        compact=compact,
        community=await access_community(actor, compact.community),
        program=await access_program(actor, compact.program) if compact.program else None,
        text=text,
        stands=stands,
        written=written,
        texts=[one for one in texts if one.fixed_at is not None],
        road=_road(compact),
        gates=gates_of(compact.id, evidence, likeness),
        missing=rules.missing_to_sign(evidence),
        permitted=rules.PERMITTED[compact.state],
        renewal=await queries.renewal_of(compact) if "renew" in rules.PERMITTED[compact.state] else None,
        forms={**_forms(compact, written), **refused},
        asked=asked,
        asked_chart=coverage_chart(asked, compact.id, "asked"),
        signed_chart=coverage_chart(signed, compact.id, "signed"),
        by_clause=_by_clause(comments),
        comments=comments,
        unanswered=evidence.unanswered,
        tally=await signature_queries.tally_of(compact.id, major=stands.major) if stands else None,
        waiting=await waiting_queries.count_waiting(compact.id),
        measured=bool(await measure_queries.recalls_of(compact.id)),
        ceremonies=ceremonies,
        ceremony_day=await ceremony_held_on(compact.ceremony) if compact.ceremony else None,
        review=rules.review_state(compact.review_on, today=clock.today())
        if compact.state == "in_force"
        else "",
        states=STATES,
        tones=TONES,
        origins=ORIGIN_SHORT,
        came_from=await origin_queries.named_origins(text.origins if text else ()),
        ratified_words=RATIFIED,
        habit_form=habit_form_of(compact),
        history=await history_of(
            "compact",
            compact.id,
            actor=actor,
            words={
                "program": dict(await program_options(actor, compact.community)),
                "group": dict(await group_options(actor, compact.community)),
                "ceremony": dict(ceremonies),
            },
        ),
    )


def _road(compact: Compact) -> list[tuple[str, str]]:
    """The stages with how far the compact is. One that has ended has gone all the way, or shows no road if it was given up."""
    if compact.state == "ended" and compact.in_force_on is None:
        return []
    place = _ROAD.index(compact.state) if compact.state in _ROAD else len(_ROAD)
    return [
        (one, "done" if number < place else "current" if number == place else "ahead")
        for number, one in enumerate(_ROAD)
    ]


def _forms(compact: Compact, written: CompactText | None) -> dict[str, Form[Any]]:
    """The forms of all acts, as they are first shown."""
    today = clock.today()
    return {
        "ask": Form.blank(s.OpenedConsultation, until=today + timedelta(14)),
        "revise": Form.blank(s.BegunRevision),
        "ratify": Form.blank(s.RatifiedText, ratified_on=today),
        "open_signing": Form.blank(s.OpenedSigning),
        "ceremony": Form.of(s.ChosenCeremony, compact),
        "force": Form.blank(s.PutInForce, in_force_on=today, review_on=today + timedelta(365)),
        "amend": Form.blank(s.BegunAmendment),
        "drop": Form.blank(s.BegunAmendment),
        "publish": Form.blank(s.PublishedText, version=written.version if written else 1),
        "end": Form.blank(s.EndedCompact),
        "renew": Form.blank(s.RenewedCompact),
    }


def _by_clause(comments: list[dict[str, Any]]) -> dict[int | None, tuple[int, int]]:
    """By clause, how many comments there are and how many have no answer."""
    found: dict[int | None, tuple[int, int]] = {}
    for row in comments:
        count, open_ones = found.get(row["clause_key"], (0, 0))
        found[row["clause_key"]] = (count + 1, open_ones + (row["answered_on"] is None))
    return found


def coverage_chart(coverage: Coverage, compact_id: int, what: str) -> Chart | None:
    """The buildings of a community, each with the share of its households; a bar opens the list of doors."""
    points = [
        Point(
            _(
                "%(building)s (%(reached)s of %(all)s)",
                building=one.name,
                reached=one.reached,
                all=one.households,
            ),
            one.share,
            f"/desk/compacts/{compact_id}/buildings/{one.id}/{what}",
        )
        for one in coverage.buildings
        if one.households
    ]
    title = (
        _("Households that were asked, by building")
        if what == "asked"
        else _("Households that signed, by building")
    )
    return (
        bar_list(points, title=title, number=lambda value: format_percent(float(value)), whole=1)
        if points
        else None
    )


def gates_of(compact_id: int, found: Evidence, likeness: Likeness) -> list[dict[str, Any]]:
    """What signing waits for, as the list of gates shows it."""
    missing = set(rules.missing_to_sign(found))
    home = f"/desk/compacts/{compact_id}"
    source = likeness.source.name if likeness.source else ""
    gates: list[dict[str, Any]] = [
        {
            "label": _("Our own words: how much stands in other texts"),
            "have": format_percent(found.taken),
            "need": f"<{format_percent(rules.MOST_ALIKE)}",
            "missing": _("Taken from: %(source)s. Write down what was said here instead.", source=source),
            "links": [(_("See the passages side by side"), f"{home}/likeness")] if likeness.pairs else [],
        },
        {
            "label": _("Comments asked for and received"),
            "have": found.comments,
            "need": 1,
            "missing": _("Comments received: 0. A compact that nobody was asked about is nobody's compact."),
        },
        {
            "label": _("Households that were asked"),
            "have": found.heard,
            "need": 1,
            "missing": _("Nobody has been asked at the door, on paper or at a meeting."),
        },
        {
            "label": _("Every comment answered"),
            "have": found.comments - found.unanswered,
            "need": found.comments,
            "missing": _("Comments without an answer: %(num)s", num=found.unanswered),
            "links": [(_("Answer them"), f"{home}/comments")] if found.unanswered else [],
        },
    ]
    names = ("own_words", "comments", "households", "answers")
    return [{**gate, "met": name not in missing} for name, gate in zip(names, gates, strict=True)]


HANDLERS = [show_compact]
