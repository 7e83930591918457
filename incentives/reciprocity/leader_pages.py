"""Standing by those who lead: what they declare, what they meet with, how heavy it is, who helps (S89)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.reciprocity import decision_queries, policy
from incentives.reciprocity import leader_actions as actions
from incentives.reciprocity import leader_queries as queries
from incentives.reciprocity import leader_rules as rules
from incentives.reciprocity.desk_queries import own_duties, waiting
from incentives.reciprocity.leader_schemas import (
    DECISION_STATES,
    DECISION_TONES,
    DECLARATION_TONES,
    DECLARATIONS,
    HEAVINESS,
    PRESSURES,
    Clarified,
    ClosedSupport,
    EditedSupport,
    NewDeclaration,
    NewLoadCheck,
    NewPressure,
    NewSupport,
)
from incentives.reciprocity.tables import SupportTask
from programs.communities.queries import access_community, community_options
from programs.residents.key_queries import reader_of
from programs.residents.tables import Resident
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, format_date, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.charts import Chart, Series, stacked_columns
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

_LIST = "/desk/leader-protection"
_DUTY_AT = {"talk": "/desk/agreements", "support": "/desk/support-tasks"}


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}/protection"


@get(_LIST, opt={"who": STAFF})
async def list_leaders(request: Request) -> Response[bytes]:
    """Those who lead, first those under attack; and the tasks of support."""
    actor, community_id, today = actor_of(request), asked_id(request, "community"), clock.today()
    if community_id is not None:
        await access_community(actor, community_id)
    return page(
        request,
        "reciprocity/leaders.html",
        leaders=await queries.list_leaders(actor, today=today, community_id=community_id),
        support=await queries.open_support(actor, community_id=community_id),
        declarations=DECLARATIONS,
        declaration_tones=DECLARATION_TONES,
        heaviness=HEAVINESS,
        is_heavy=rules.is_heavy,
        waiting=await waiting(actor, community_id),
        community_id=community_id,
        filters=Form.blank(Write, community=community_id),
        communities=await community_options(actor),
    )


@get("/desk/residents/{resident_id:int}/protection", opt={"who": STAFF})
async def show_leader(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """All that protects one who leads, on one page."""
    return await _show(request, await queries.access_protected(actor_of(request), resident_id))


async def _show(
    request: Request, resident: Resident, *, pressure_id: int = 0, **forms: Form[Any]
) -> Response[bytes]:
    """`forms` are those that were sent and are at fault: declare, attack, load, support, or clarify of `pressure_id`."""
    actor, today = actor_of(request), clock.today()
    declared = await queries.declarations_of(resident.id)
    pressures = await queries.pressures_of(resident.id)
    checks = await queries.load_checks_of(resident.id)
    blank: dict[str, Form[Any]] = {
        "declare": Form.blank(
            NewDeclaration, declared_on=today, contracts_with_relatives=0, paid_posts=0, public="1"
        ),
        "attack": Form.blank(NewPressure, happened_on=today),
        "load": Form.blank(NewLoadCheck, checked_on=today),
        "support": Form.blank(NewSupport, owner=actor.user_id, due_on=today + rules.SUPPORT_WITHIN),
        "clarify": Form.blank(Clarified, clarified_on=today),
    }
    return page(
        request,
        "reciprocity/leader.html",
        resident=resident,
        url=_home(resident.id),
        declared=declared,
        declaration=rules.declaration_state(declared[0]["declared_on"] if declared else None, today=today),
        declarations=DECLARATIONS,
        declaration_tones=DECLARATION_TONES,
        pressures=pressures,
        attacks=rules.lately([row["happened_on"] for row in pressures], today=today),
        pressure_words=PRESSURES,
        checks=checks,
        drawing=load_drawing(checks) if checks else None,
        heavy=bool(checks)
        and rules.is_heavy(hours_a_week=checks[-1]["hours_a_week"], heaviness=checks[-1]["heaviness"]),
        heaviness=list(HEAVINESS.items()),
        support=await queries.support_for(resident.id),
        decisions=await decision_queries.decisions_of(resident.id),
        decision_states=DECISION_STATES,
        decision_tones=DECISION_TONES,
        colleagues=await colleague_options(actor),
        may_keep=policy.may_keep(actor, resident.community),
        forms={**blank, **forms},
        blank_clarify=blank["clarify"],
        clarify_of=pressure_id,
        faults=list(forms.values()),
    )


def load_drawing(checks: list[dict[str, Any]]) -> Chart:
    """Hours and heaviness from one check to the next, each on its own scale."""
    return stacked_columns(
        [
            Series(_("Hours a week"), [row["hours_a_week"] for row in checks]),
            Series(_("How heavy it feels, 1 to 5"), [row["heaviness"] for row in checks]),
        ],
        [format_date(row["checked_on"], "short") for row in checks],
        title=_("Load of the leader"),
        x_label=_("Day"),
    )


@post("/desk/residents/{resident_id:int}/declarations", opt={"who": STAFF})
async def declare(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Note a declaration of interests."""
    resident = await queries.access_protected(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, NewDeclaration),
        action="declaration.made",
        write=lambda data, actor: actions.declare(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Declared.")),
        again=lambda form: _show(request, resident, declare=form),
    )


@post("/desk/residents/{resident_id:int}/pressures", opt={"who": STAFF})
async def note_pressure(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Note an attack."""
    resident = await queries.access_protected(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, NewPressure),
        action="pressure.noted",
        write=lambda data, actor: actions.note_pressure(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Written down. Nobody outside of the staff reads it.")),
        again=lambda form: _show(request, resident, attack=form),
    )


@post("/desk/pressures/{pressure_id:int}/clarification", opt={"who": STAFF})
async def clarify(request: Request, pressure_id: FromPath[int]) -> Response[Any]:
    """Note what was said to an attack in the open."""
    pressure, resident = await queries.access_pressure(actor_of(request), pressure_id)
    return await submit(
        request,
        await read_form(request, Clarified),
        action="pressure.clarified",
        write=lambda data, actor: actions.clarify(pressure, resident, data, actor=actor),
        done=lambda _: redirect(_home(resident.id), m("Written down.")),
        again=lambda form: _show(request, resident, pressure_id=pressure_id, clarify=form),
    )


@post("/desk/residents/{resident_id:int}/load-checks", opt={"who": STAFF})
async def check_load(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Note how heavy a leader's load is."""
    resident = await queries.access_protected(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, NewLoadCheck),
        action="load.checked",
        write=lambda data, actor: actions.check_load(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Noted.")),
        again=lambda form: _show(request, resident, load=form),
    )


@post("/desk/residents/{resident_id:int}/support-tasks", opt={"who": STAFF})
async def open_support(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Open a task of support."""
    resident = await queries.access_protected(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, NewSupport),
        action="support.opened",
        write=lambda data, actor: actions.open_support(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("The task is open.")),
        again=lambda form: _show(request, resident, support=form),
    )


@get("/desk/support-tasks/{support_id:int}", opt={"who": STAFF})
async def show_support(request: Request, support_id: FromPath[int]) -> Response[bytes]:
    """A task of support: who stands by, until when, and what was done."""
    task, _resident = await queries.access_support(actor_of(request), support_id)
    return await _support_page(request, task)


async def _support_page(
    request: Request,
    task: SupportTask,
    *,
    edit_form: Form[EditedSupport] | None = None,
    close_form: Form[ClosedSupport] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    colleagues = await colleague_options(actor)
    form = edit_form or Form.of(EditedSupport, task)
    form.call_theirs({"owner": dict(colleagues)})
    return page(
        request,
        "reciprocity/support.html",
        card=await queries.support_card(task.id),
        edit_form=form,
        close_form=close_form or Form.blank(ClosedSupport, done_on=clock.today()),
        colleagues=colleagues,
        history=await history_of("resident", task.resident, actor=actor, read=await reader_of(task.resident)),
    )


@post("/desk/support-tasks/{support_id:int}", opt={"who": STAFF})
async def edit_support(request: Request, support_id: FromPath[int]) -> Response[Any]:
    """Save who stands by."""
    task, resident = await queries.access_support(actor_of(request), support_id)
    return await submit(
        request,
        await read_form(request, EditedSupport),
        action="support.edited",
        write=lambda data, actor: actions.edit_support(task, resident, data, actor=actor),
        done=lambda _: redirect(f"/desk/support-tasks/{support_id}", m("Saved.")),
        again=lambda form: _support_page(request, task, edit_form=form),
    )


@post("/desk/support-tasks/{support_id:int}/closing", opt={"who": STAFF})
async def close_support(request: Request, support_id: FromPath[int]) -> Response[Any]:
    """Say what was done."""
    task, resident = await queries.access_support(actor_of(request), support_id)
    return await submit(
        request,
        await read_form(request, ClosedSupport),
        action="support.closed",
        write=lambda data, actor: actions.close_support(task, resident, data, actor=actor),
        done=lambda _: redirect(_home(resident.id), m("The task is done.")),
        again=lambda form: _support_page(request, task, close_form=form),
    )


async def steps_due(actor: Actor) -> list[dict[str, Any]]:
    """The talks that the reader is to see to and her own tasks of support, for the board."""
    return [
        {
            "title": _("Talk with %(name)s", name=row["what"]) if row["kind"] == "talk" else row["what"],
            "text": row["about"],
            "due_on": row["due_on"],
            "href": f"{_DUTY_AT[row['kind']]}/{row['id']}",
        }
        for row in await own_duties(actor)
    ]


HANDLERS = [
    list_leaders,
    show_leader,
    declare,
    note_pressure,
    clarify,
    check_load,
    open_support,
    show_support,
    edit_support,
    close_support,
]
