"""The board, a program's page, and moving along the road."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options
from programs.method import (
    actions,
    consolidation_queries,
    figures,
    focal_queries,
    policy,
    queries,
    road,
    rules,
    step_queries,
)
from programs.method.kinds import Kind
from programs.method.schemas import EditedProgram, MoveBack, MoveOn, MoveOut, NewProgram, NewStep, Threshold
from programs.method.tables import Program
from programs.method.words import GATE_WORDS, ISSUE_STATES, STAGE_AIMS, STAGE_NAMES
from server.accounts.queries import colleague_options
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.ways import Way, ways_from

Section = Callable[[Actor, Program], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show first on a program's page, and what they show under its road; the ceiling fills both in.
SECTIONS: Entries[Section] = Entries(__name__)
SECTIONS_BELOW: Entries[Section] = Entries(__name__)

# Where staff go on from a program's figures: this room's own ways, then those that the ceiling fills in.
WAYS: Entries[Way] = Entries(
    __name__,
    Way(m("Indicators"), "/desk/programs/{program}/indicators"),
    Way(m("Consolidation"), "/desk/programs/{program}/consolidation"),
    Way(m("Hand over"), "/desk/programs/{program}/hand-over"),
    Way(m("Dossier"), "/desk/programs/{program}/dossier"),
)

Note = Callable[[Collection[int]], Awaitable[dict[int, road.Remark]]]

# What rooms above remark on each program on the board; the ceiling fills it in.
NOTES: Entries[Note] = Entries(__name__)

Duties = Callable[[Actor], Awaitable[list[dict[str, Any]]]]

# What else the reader has to do, beside the steps of her programs: rows of title, text, due_on, href. The ceiling fills it in.
DUTIES: Entries[Duties] = Entries(__name__)


def home_of(program_id: int) -> str:
    """A program's own page."""
    return f"/desk/programs/{program_id}"


@get("/desk", opt={"who": STAFF})
async def board(request: Request) -> Response[bytes]:
    """All programs of the reader: where each stands, what is stuck and since when, and the reader's own steps."""
    actor = actor_of(request)
    programs = await road.board_shown(
        await queries.board_of(actor), organisation_id=actor.organisation_id, today=clock.today()
    )
    steps = [
        {**row, "text": row["program_name"], "href": f"{home_of(row['program'])}#plan"}
        for row in await queries.steps_due(actor)
    ]
    steps += [row for duties in DUTIES for row in await duties(actor)]
    steps.sort(key=lambda row: row["due_on"])
    notes = [await note([row["id"] for row in programs]) for note in NOTES]
    return page(
        request,
        "method/board.html",
        notes=notes,
        programs=sorted(programs, key=lambda row: not (row["needs_care"] or _is_overdue(notes, row["id"]))),
        stages=[
            (key, STAGE_NAMES[key], [row for row in programs if row["stage"] == key]) for key in rules.STAGES
        ],
        steps=steps,
        overdue=sum(step["due_on"] < clock.today() for step in steps),
        view="stages" if request.query_params.get("view") == "stages" else "list",
        may_tune=policy.may_tune_method(actor),
    )


def _is_overdue(notes: Sequence[Mapping[int, road.Remark]], program_id: int) -> bool:
    return any(program_id in note and note[program_id].overdue for note in notes)


@get("/desk/programs/new", opt={"who": STAFF})
async def new_program(request: Request) -> Response[bytes]:
    """The form for a new program."""
    # Whoever starts a program carries it, unless she says otherwise.
    lead = actor_of(request).user_id
    return await _new(request, Form.blank(NewProgram, started_on=clock.today(), lead=lead))


async def _new(request: Request, form: Form[NewProgram]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "method/new.html",
        form=form,
        communities=await community_options(actor),
        colleagues=await colleague_options(actor),
    )


@post("/desk/programs", opt={"who": STAFF})
async def start_program(request: Request) -> Response[Any]:
    """Start a program."""

    async def start(data: NewProgram, actor: Actor) -> int:
        community = await access_community(actor, data.community, to_edit=True)
        return await actions.start_program(community, data, actor=actor)

    return await submit(
        request,
        await read_form(request, NewProgram),
        action="program.started",
        write=start,
        done=lambda program_id: redirect(home_of(program_id), m("The program has begun. First: listen.")),
        again=lambda form: _new(request, form),
    )


@get("/desk/programs/{program_id:int}", opt={"who": STAFF})
async def show_program(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """A program: its road, the next step, its issue, plan and figures."""
    return await show(request, await queries.access_program(actor_of(request), program_id))


async def show(
    request: Request,
    program: Program,
    *,
    move_form: Form[MoveOn] | None = None,
    back_form: Form[MoveBack] | None = None,
    step_form: Form[NewStep] | None = None,
) -> Response[bytes]:
    """A program's page, with the faults of a form on it when there are some."""
    actor = actor_of(request)
    attempts = await queries.attempts_of(program.id)
    standings = await road.standings_of(program)
    issues = await focal_queries.issues_of(program.id)
    last = (await queries.last_evidence([program.id])).get(program.id)
    still = rules.still_since(
        stage=program.stage, stage_since=program.stage_since, last_evidence_on=last, today=clock.today()
    )
    steps = await step_queries.steps_of(program.id)
    relapse = await consolidation_queries.open_relapse(program.id)
    focal = next((issue for issue in issues if issue["state"] == "active"), None)
    totals = await queries.totals_of(program.id)
    parts = [await section(actor, program) for section in SECTIONS]
    below = [await section(actor, program) for section in SECTIONS_BELOW]
    return page(
        request,
        "method/show.html",
        program=program,
        sections=[render_part(request, template, **context) for template, context in parts],
        sections_below=[render_part(request, template, **context) for template, context in below],
        community=await access_community(actor, program.community),
        stages=road.stages_line(program.stage, road.reached_on(program, attempts)),
        ways=ways_from(WAYS, program=program.id, community=program.community),
        stage_name=STAGE_NAMES[program.stage],
        stage_aim=STAGE_AIMS[program.stage],
        next_stage=rules.stage_after(program.stage),
        stage_names=STAGE_NAMES,
        gates=await road.gates_shown(program, standings),
        ready=not rules.missing(standings),
        move_form=move_form or Form.blank(MoveOn),
        back_form=back_form or Form.blank(MoveBack),
        back_options=[(key, STAGE_NAMES[key]) for key in rules.stages_before(program.stage)],
        attempts=[
            {**attempt, "missing": [GATE_WORDS[key].label for key in attempt["missing"] if key in GATE_WORDS]}
            for attempt in attempts
        ],
        still_since=still,
        focal=focal,
        needs_cited=totals.get((Kind.NEED_CITED.value, f"issue:{focal['id']}"), 0) if focal else 0,
        groundless=rules.lacks_grounds(
            stage=program.stage, focal=focal["id"] if focal else None, totals=totals
        ),
        candidates=sum(issue["state"] == "candidate" for issue in issues),
        issue_states=ISSUE_STATES,
        relapse=relapse,
        relapse_months=figures.months_shown(relapse.months) if relapse else "",
        steps=[step for step in steps if step["done_on"] is None],
        step_form=step_form or Form.blank(NewStep),
        colleagues=await colleague_options(actor),
        figures=await figures.headline(program),
        charts=[chart for chart in await figures.indicator_charts(program) if chart.rows],
        may_edit=policy.may_edit_program(actor, program.community),
        history=await history_of("program", program.id, actor=actor),
    )


@get("/desk/programs/{program_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The form in which a program is edited."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    names = ("version", "name", "goal", "lead", "public")
    return await _edit(request, program, Form.blank(EditedProgram, **{n: getattr(program, n) for n in names}))


async def _edit(request: Request, program: Program, form: Form[EditedProgram]) -> Response[bytes]:
    return page(
        request,
        "method/edit.html",
        program=program,
        form=form,
        colleagues=await colleague_options(actor_of(request)),
    )


@post("/desk/programs/{program_id:int}/edit", opt={"who": STAFF})
async def edit_program(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Save a program."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedProgram),
        action="program.edited",
        write=lambda data, actor: actions.edit_program(program, data, actor=actor),
        done=lambda _: redirect(home_of(program_id), m("Saved.")),
        again=lambda form: _edit(request, program, form),
    )


@post("/desk/programs/{program_id:int}/moves", opt={"who": STAFF})
async def move_on(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Try to move a program on; the gates decide and the try is kept either way."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)

    async def again(form: Form[MoveOn]) -> Response[bytes]:
        now = await queries.access_program(actor_of(request), program_id)
        return await show(request, now, move_form=form)

    def done(outcome: MoveOut | dict[str, Any]) -> Response[Any]:
        passed = outcome["passed"] if isinstance(outcome, dict) else outcome.passed
        notice = (
            m("The program has moved on.")
            if passed
            else m("Not yet: the missing gates are listed. The try is kept.")
        )
        return redirect(home_of(program_id), notice, warn=not passed)

    return await submit(
        request,
        await read_form(request, MoveOn),
        action="program.moved_on",
        write=lambda data, actor: actions.move_on(program, data, actor=actor),
        done=done,
        again=again,
    )


@post("/desk/programs/{program_id:int}/moves-back", opt={"who": STAFF})
async def move_back(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Take a program back to an earlier stage, with the reason."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, MoveBack),
        action="program.moved_back",
        write=lambda data, actor: actions.move_back(program, data, actor=actor),
        done=lambda _: redirect(home_of(program_id), m("The program went back; why stands in its history.")),
        again=lambda form: show(request, program, back_form=form),
    )


@get("/desk/method", opt={"who": PLANNERS})
async def method_page(request: Request) -> Response[bytes]:
    """The gates of the method with their numbers."""
    return await _method(request, Form.blank(Threshold))


async def _method(request: Request, form: Form[Threshold]) -> Response[bytes]:
    own = await queries.thresholds_of(actor_of(request).organisation_id)
    return page(
        request,
        "method/method.html",
        form=form,
        gate_words=GATE_WORDS,
        stages=[
            (
                STAGE_NAMES[stage],
                STAGE_AIMS[stage],
                [(gate, own.get(gate.key, gate.at_least)) for gate in gates],
            )
            for stage, gates in rules.GATES.items()
            if gates
        ],
    )


@post("/desk/method", opt={"who": PLANNERS})
async def set_threshold(request: Request) -> Response[Any]:
    """Set the NGO's own number for a gate."""
    return await submit(
        request,
        await read_form(request, Threshold),
        action="method.tuned",
        write=lambda data, actor: actions.set_threshold(data, actor=actor),
        done=lambda _: redirect("/desk/method", m("Saved.")),
        again=lambda form: _method(request, form),
    )


HANDLERS = [
    board,
    new_program,
    start_program,
    show_program,
    edit_form,
    edit_program,
    move_on,
    move_back,
    method_page,
    set_threshold,
]
