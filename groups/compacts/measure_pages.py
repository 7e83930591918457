"""The page on which stands what people remember of a compact and what they keep (S57)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import measure_actions, measure_queries, queries, rules, text_queries
from groups.compacts.measure_rules import Round, Seen, kept_by_day
from groups.compacts.pages import habit_form_of, home_of
from groups.compacts.schemas import NewPractice, NewRecall, VoidedMeasure
from groups.compacts.tables import Compact
from server.lib import clock
from server.lib.i18n import _, format_date, format_number, format_percent, m
from server.lib.ids import new_op_id
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.charts import Chart, Series, line_chart
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


class Practised(NamedTuple):
    """Something that people do of a clause, and how many, in words."""

    clause: int
    title: str
    told: str
    href: str


# What rooms above know to be done of a compact's clauses; the ceiling fills it in.
PRACTISED: Entries[Callable[[int], Awaitable[list[Practised]]]] = Entries(__name__)

_MEASURES = "/desk/compacts/{compact_id:int}/measures"
_MOST_LINES = 4


@get(_MEASURES, opt={"who": STAFF})
async def show_measures(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """What is remembered and what is kept, beside each other."""
    return await _show(request, await queries.access_compact(actor_of(request), compact_id))


async def _show(
    request: Request,
    compact: Compact,
    recall: Form[NewRecall] | None = None,
    practice: Form[NewPractice] | None = None,
    voiding: Form[VoidedMeasure] | None = None,
) -> Response[bytes]:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    numbers = {one.key: one.number for one in text.clauses} if text else {}
    recalls = await measure_queries.recalls_of(compact.id)
    seen = await measure_queries.practice_of(compact.id)
    return page(
        request,
        "compacts/measures.html",
        new_op_id=new_op_id,
        compact=compact,
        text=text,
        recalls=recalls,
        practice=seen,
        numbers=numbers,
        practised=sorted(
            [one for told in PRACTISED for one in await told(compact.id)],
            key=lambda one: numbers.get(one.clause, rules.MOST_CLAUSES),
        ),
        recall_chart=recall_chart(recalls),
        practice_chart=practice_chart(seen, numbers),
        clauses=queries.numbered(text.clauses) if text else [],
        recall_form=recall or Form.blank(NewRecall, asked_on=clock.today()),
        practice_form=practice or Form.blank(NewPractice, seen_on=clock.today()),
        voiding=voiding or Form.blank(VoidedMeasure),
        may_measure=compact.state == "in_force",
        habit_form=habit_form_of(compact),
    )


def recall_chart(recalls: list[dict[str, Any]]) -> Chart | None:
    """How many clauses a person names on average, round by round, with how many were asked."""
    rounds = [Round(row["asked_on"], row["asked"], row["recalled"], row["clauses"]) for row in recalls]
    if not rounds:
        return None
    most = max(one.clauses for one in rounds)
    labels = [f"{one.asked_on.month}/{one.asked_on.day} n={one.asked}" for one in rounds]
    return line_chart(
        [Series(_("Clauses remembered, of %(all)s", all=most), [round(one.each, 1) for one in rounds])],
        labels,
        title=_("What people remember"),
        number=lambda value: format_number(round(float(value), 1)),
    )


def practice_chart(seen: list[dict[str, Any]], numbers: dict[int, int]) -> Chart | None:
    """The share that kept a clause, day by day; the clauses that were counted most often."""
    shares = kept_by_day(Seen(row["clause_key"], row["seen_on"], row["kept"], row["broken"]) for row in seen)
    if not shares:
        return None
    keys = sorted(shares, key=lambda key: (-len(shares[key]), numbers.get(key, 99)))[:_MOST_LINES]
    days: list[date] = sorted({day for key in keys for day in shares[key]})
    return line_chart(
        [Series(f"§{numbers.get(key, '–')}", [shares[key].get(day) for day in days]) for key in sorted(keys)],
        [format_date(day, "short") for day in days],
        title=_("What is kept"),
        number=lambda value: format_percent(float(value)),
    )


@post(f"{_MEASURES}/recalls", opt={"who": STAFF})
async def count_recall(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Note a round of asking."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewRecall),
        action="compact.recall_counted",
        write=lambda data, actor: measure_actions.count_recall(compact, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact_id)}/measures", m("Written down.")),
        again=lambda form: _show(request, compact, recall=form),
    )


@post(f"{_MEASURES}/practice", opt={"who": STAFF})
async def count_practice(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Note what was counted of a clause."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewPractice),
        action="compact.practice_counted",
        write=lambda data, actor: measure_actions.count_practice(compact, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact_id)}/measures", m("Written down.")),
        again=lambda form: _show(request, compact, practice=form),
    )


@post("/desk/compact-recalls/{recall_id:int}/void", opt={"who": STAFF})
async def void_recall(request: Request, recall_id: FromPath[int]) -> Response[Any]:
    """Take back a round."""
    actor = actor_of(request)
    row = await measure_queries.recall_row(actor, recall_id)
    compact = await queries.access_compact(actor, row.compact, to_edit=True)
    return await submit(
        request,
        await read_form(request, VoidedMeasure),
        action="compact.measure_voided",
        write=lambda data, actor: measure_actions.void_recall(compact, row, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact.id)}/measures", m("The count is taken back.")),
        again=lambda form: _show(request, compact, voiding=form),
    )


@post("/desk/compact-practice/{practice_id:int}/void", opt={"who": STAFF})
async def void_practice(request: Request, practice_id: FromPath[int]) -> Response[Any]:
    """Take back a count."""
    actor = actor_of(request)
    row = await measure_queries.practice_row(actor, practice_id)
    compact = await queries.access_compact(actor, row.compact, to_edit=True)
    return await submit(
        request,
        await read_form(request, VoidedMeasure),
        action="compact.measure_voided",
        write=lambda data, actor: measure_actions.void_practice(compact, row, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact.id)}/measures", m("The count is taken back.")),
        again=lambda form: _show(request, compact, voiding=form),
    )


HANDLERS = [show_measures, count_recall, count_practice, void_recall, void_practice]
