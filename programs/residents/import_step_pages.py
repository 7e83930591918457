"""One roster on its way: its columns, what was found, corrections, questions, the import, and the way back."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response, Stream

from programs.communities.queries import access_community
from programs.residents import (
    import_actions,
    import_check_actions,
    import_exports,
    import_queries,
    import_undo_actions,
)
from programs.residents.import_schemas import (
    Answered,
    Columns,
    Confirmed,
    Dropped,
    Fixed,
    FixedCells,
    TakenBack,
    TypedCells,
    TypedPlaces,
)
from programs.residents.import_words import HEADINGS, PURPOSE_NAMES, REASONS, STATES
from programs.residents.roster_layout_rules import column_letter
from programs.residents.tables import ImportBatch
from server.export import download
from server.lib import clock
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.asked import read_id
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link

HOME = "/desk/residents/import"

_KINDS = ("rejected", "question", "new", "matched")
_SHOWN = 20


def _home(batch_id: int) -> str:
    return f"{HOME}/{batch_id}"


@get(f"{HOME}/{{batch_id:int}}", opt={"who": STAFF})
async def show(request: Request, batch_id: FromPath[int]) -> Response[bytes]:
    """Where a list stands: being worked on, waiting for a decision, or over."""
    batch = await import_queries.access_batch(actor_of(request), batch_id)
    return await _show(request, batch, Form.blank(Confirmed, version=batch.version))


async def _show(request: Request, batch: ImportBatch, form: Form[Any]) -> Response[bytes]:
    around = await _around(request, batch)
    if batch.state in {"uploaded", "running", "undoing"}:
        return page(request, "residents/import_wait.html", **around)
    if batch.state in {"checked", "failed"}:
        return await _preview(request, batch, form, around)
    stayed = import_queries.counts_of(batch).stayed
    kept = await import_queries.has_rows(batch.id)
    return page(
        request,
        "residents/import_over.html",
        form=form,
        names=await import_queries.names_of(stayed[:200]),
        kept_until=clock.local(batch.imported_at).date() + import_actions.KEPT
        if kept and batch.imported_at
        else None,
        history=await history_of("import_batch", batch.id, actor=actor_of(request)),
        **around,
    )


async def _around(request: Request, batch: ImportBatch) -> dict[str, Any]:
    """What every page of a list shows."""
    return {
        "batch": batch,
        "home": _home(batch.id),
        "community": await access_community(actor_of(request), batch.community),
        "counts": import_queries.counts_of(batch),
        "matching": import_queries.matching_of(batch),
        "states": STATES,
        "purposes": PURPOSE_NAMES,
        "headings": HEADINGS,
        "letter": column_letter,
        "fault": REASONS.get(batch.fault),
    }


async def _preview(
    request: Request, batch: ImportBatch, form: Form[Any], around: dict[str, Any]
) -> Response[bytes]:
    counts = import_queries.counts_of(batch)
    asked = request.query_params.get("rows")
    kind = asked if asked in _KINDS else next((one for one in _KINDS if getattr(counts, one)), "new")
    found = await import_queries.rows_page(
        batch.id, kind, cursor=request.query_params.get("after"), size=_SHOWN
    )
    known = await import_queries.names_of([row.resident for row in found.rows if row.resident])
    home = _home(batch.id)
    return page(
        request,
        "residents/import_preview.html",
        form=form,
        kind=kind,
        found=found,
        known=known,
        sentence=import_exports.sentence_of,
        unknown=await import_queries.missing_places(batch),
        estate=await import_queries.estate_of_list(batch),
        place_form=Form.blank(TypedPlaces, version=batch.version),
        kinds=[(one, link(home, rows=one), getattr(counts, one)) for one in _KINDS],
        next_url=link(home, rows=kind, after=found.next) if found.next else None,
        **around,
    )


@get(f"{HOME}/{{batch_id:int}}/columns", opt={"who": STAFF})
async def columns_form(request: Request, batch_id: FromPath[int]) -> Response[bytes]:
    """Which column is what: as guessed, to be corrected."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    matching = import_queries.matching_of(batch)
    return await _columns(request, batch, Form.blank(Columns, fields=matching.fields, version=batch.version))


async def _columns(request: Request, batch: ImportBatch, form: Form[Any]) -> Response[bytes]:
    if batch.state not in import_actions.OPEN:
        return page(request, "residents/import_wait.html", **await _around(request, batch))
    rows = await import_queries.rows_of_part(batch.id, 0)
    return page(
        request,
        "residents/import_columns.html",
        form=form,
        samples=rows[:3],
        fields=list(HEADINGS.items()),
        **await _around(request, batch),
    )


@post(f"{HOME}/{{batch_id:int}}/columns", opt={"who": STAFF})
async def match_columns(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Say which column is what."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Columns),
        action="roster.matched",
        write=lambda data, actor: import_actions.match_columns(batch, data, actor=actor),
        done=lambda _: redirect(_home(batch_id)),
        again=lambda form: _columns(request, batch, form),
    )


@post(f"{HOME}/{{batch_id:int}}/cells", opt={"who": STAFF})
async def fix_cells(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Correct cells; their inputs are called `cell-<row>-<column>`."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    form = await read_form(request, TypedCells)
    cells = _typed_cells(await request.form())
    return await step(
        request,
        batch,
        form,
        action="roster.corrected",
        write=lambda data, actor: import_check_actions.fix_cells(
            batch, FixedCells(op_id=data.op_id, cells=cells), actor=actor
        ),
        said=m("The corrections are kept. The list is checked anew."),
    )


def _typed_cells(sent: Any) -> tuple[Fixed, ...]:
    found = []
    for name, text in list(sent.items())[:200]:
        word, _, place = name.partition("-")
        row, _, column = place.partition("-")
        if word == "cell" and isinstance(text, str) and read_id(row) and read_id(column) is not None:
            found.append(Fixed(row=int(row), column=min(int(column), 59), text=text[:500]))
    return tuple(found)


@post(f"{HOME}/{{batch_id:int}}/answers", opt={"who": STAFF})
async def answer(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Say whether rows are the people of the same name."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await step(
        request,
        batch,
        await read_form(request, Answered),
        action="roster.answered",
        write=lambda data, actor: import_check_actions.answer(batch, data, actor=actor),
        said=m("Your answer is kept. The list is checked anew."),
    )


@post(f"{HOME}/{{batch_id:int}}/confirm", opt={"who": STAFF})
async def confirm(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Import the list as it was shown."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await step(
        request,
        batch,
        await read_form(request, Confirmed),
        action="roster.confirmed",
        write=lambda data, actor: import_actions.confirm(batch, data, actor=actor),
    )


@post(f"{HOME}/{{batch_id:int}}/drop", opt={"who": STAFF})
async def drop(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Do not import the list."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await step(
        request,
        batch,
        await read_form(request, Dropped),
        action="roster.dropped",
        write=lambda data, actor: import_actions.drop(batch, data, actor=actor),
        said=m("The list is dropped and its rows are deleted."),
    )


@post(f"{HOME}/{{batch_id:int}}/undo", opt={"who": STAFF})
async def take_back(request: Request, batch_id: FromPath[int]) -> Response[Any]:
    """Undo the import."""
    batch = await import_queries.access_batch(actor_of(request), batch_id, to_edit=True)
    return await step(
        request,
        batch,
        await read_form(request, TakenBack),
        action="roster.undone",
        write=lambda data, actor: import_undo_actions.take_back(batch, data, actor=actor),
    )


async def step(
    request: Request,
    batch: ImportBatch,
    form: Form[Any],
    *,
    action: str,
    write: Any,
    said: Message | None = None,
) -> Response[Any]:
    """Carry out a button of a list's page, which is shown again when it was refused."""
    again = Form.blank(Confirmed, version=batch.version)

    async def show_again(refused: Form[Any]) -> Response[bytes]:
        again.errors.update(refused.errors)
        return await _show(request, batch, again)

    return await submit(
        request,
        form,
        action=action,
        write=write,
        done=lambda _: redirect(_home(batch.id), said),
        again=show_again,
    )


@get(f"{HOME}/{{batch_id:int}}/rejected", opt={"who": STAFF})
async def rejected(request: Request, batch_id: FromPath[int]) -> Stream:
    """The rows that would not be imported, each with the reason, as a workbook."""
    batch = await import_queries.access_batch(actor_of(request), batch_id)
    sheet = import_exports.rejected_sheet(batch)
    return await download(sheet, import_exports.rejected_rows(batch.id), "xlsx", f"{sheet.title} {batch.id}")


HANDLERS = [
    show,
    columns_form,
    match_columns,
    fix_cells,
    answer,
    confirm,
    drop,
    take_back,
    rejected,
]
