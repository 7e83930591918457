"""Pages on which the text of a compact is written and compared."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import draft_actions, likeness_queries, origin_queries, queries, rules, text_queries
from groups.compacts.diff_rules import without_reason
from groups.compacts.pages import home_of
from groups.compacts.schemas import EditedClause, EditedPreamble, MovedClause, NewClause, RemovedClause
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText, TextClause
from groups.compacts.words import CHANGES, ORIGIN_SHORT, STATES
from programs.communities.queries import access_community
from server.lib.errors import NotFound
from server.lib.i18n import format_percent, m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_TEXT = "/desk/compacts/{compact_id:int}/text"
_CLAUSE = f"{_TEXT}/clauses/{{key:int}}"


def _text_of(compact_id: int) -> str:
    return f"{home_of(compact_id)}/text"


@get(_TEXT, opt={"who": STAFF})
async def write_text(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """The text that is being written: its first words, its clauses, and room for one more."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await _editor(request, compact)


async def _editor(
    request: Request,
    compact: Compact,
    *,
    preamble: Form[EditedPreamble] | None = None,
    clause: Form[NewClause] | None = None,
    moving: Form[Any] | None = None,
) -> Response[Any]:
    texts = await text_queries.texts_of(compact.id)
    text = text_queries.being_written(texts)
    if text is None:
        return redirect(home_of(compact.id), m("Nothing is being written now."), warn=True)
    last = text_queries.before(texts, text)
    step = text_queries.step_between(last, text) if last else None
    return page(
        request,
        "compacts/text.html",
        new_op_id=new_op_id,
        compact=compact,
        text=text,
        reasons_wanted=last is not None,
        step=step,
        unexplained=without_reason(step.changes) if step else [],
        preamble_form=preamble or Form.blank(EditedPreamble, version=text.version, preamble=text.preamble),
        clause_form=clause or Form.blank(NewClause),
        moving=moving or Form.blank(MovedClause),
        origin_groups=await origin_queries.origin_groups(compact),
        origins=ORIGIN_SHORT,
        came_from=await origin_queries.named_origins(text.origins),
        change_words=CHANGES,
        most=rules.MOST_CLAUSES,
        states=STATES,
    )


@post(f"{_TEXT}/preamble", opt={"who": STAFF})
async def edit_preamble(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Save the words before the first clause."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedPreamble),
        action="compact.written",
        write=lambda data, actor: draft_actions.edit_preamble(compact, data, actor=actor),
        done=lambda _: redirect(_text_of(compact_id), m("Saved.")),
        again=lambda form: _editor(request, compact, preamble=form),
    )


@post(f"{_TEXT}/clauses", opt={"who": STAFF})
async def add_clause(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Add a clause."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewClause),
        action="compact.written",
        write=lambda data, actor: draft_actions.add_clause(compact, data, actor=actor),
        done=lambda _: redirect(f"{_text_of(compact_id)}#new", m("The clause is added.")),
        again=lambda form: _editor(request, compact, clause=form),
    )


@get(_CLAUSE, opt={"who": STAFF})
async def clause_form(request: Request, compact_id: FromPath[int], key: FromPath[int]) -> Response[bytes]:
    """The form in which a clause is edited or taken out."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await _clause_page(request, compact, key, await _as_it_stands(compact, key))


async def _as_it_stands(compact: Compact, key: int) -> Form[EditedClause]:
    text, clause = await _clause(compact, key)
    return Form.of(EditedClause, clause, version=text.version, source=_source_of(clause))


def _source_of(clause: TextClause) -> str:
    return f"{clause.origin}:{clause.origin_id}" if clause.origin_id else clause.origin


async def _clause(compact: Compact, key: int) -> tuple[CompactText, TextClause]:
    text = text_queries.being_written(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    return text, draft_actions.clause_of(text, key)


async def _clause_page(
    request: Request,
    compact: Compact,
    key: int,
    form: Form[EditedClause],
    removal: Form[RemovedClause] | None = None,
) -> Response[bytes]:
    text, clause = await _clause(compact, key)
    return page(
        request,
        "compacts/clause.html",
        compact=compact,
        text=text,
        clause=clause,
        form=form,
        removal=removal or Form.blank(RemovedClause, version=text.version),
        reasons_wanted=(text.major, text.minor) != (1, 0),
        origin_groups=await origin_queries.origin_groups(compact, now=_source_of(clause)),
    )


@post(_CLAUSE, opt={"who": STAFF})
async def edit_clause(request: Request, compact_id: FromPath[int], key: FromPath[int]) -> Response[Any]:
    """Save a clause."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedClause),
        action="compact.written",
        write=lambda data, actor: draft_actions.edit_clause(compact, key, data, actor=actor),
        done=lambda _: redirect(_text_of(compact_id), m("Saved.")),
        again=lambda form: _clause_page(request, compact, key, form),
    )


@post(f"{_CLAUSE}/move", opt={"who": STAFF})
async def move_clause(request: Request, compact_id: FromPath[int], key: FromPath[int]) -> Response[Any]:
    """Move a clause by a place."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, MovedClause),
        action="compact.written",
        write=lambda data, actor: draft_actions.move_clause(compact, key, data, actor=actor),
        done=lambda _: redirect(f"{_text_of(compact_id)}#clause-{key}"),
        again=lambda form: _editor(request, compact, moving=form),
    )


@post(f"{_CLAUSE}/removal", opt={"who": STAFF})
async def remove_clause(request: Request, compact_id: FromPath[int], key: FromPath[int]) -> Response[Any]:
    """Take a clause out."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)

    async def again(form: Form[RemovedClause]) -> Response[bytes]:
        return await _clause_page(request, compact, key, await _as_it_stands(compact, key), removal=form)

    return await submit(
        request,
        await read_form(request, RemovedClause),
        action="compact.written",
        write=lambda data, actor: draft_actions.remove_clause(compact, key, data, actor=actor),
        done=lambda _: redirect(_text_of(compact_id), m("The clause is taken out.")),
        again=again,
    )


@get("/desk/compacts/{compact_id:int}/likeness", opt={"who": STAFF})
async def show_likeness(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """What the text was taken from, passage beside passage."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    texts = await text_queries.texts_of(compact.id)
    text = text_queries.being_written(texts) or text_queries.standing(texts)
    if text is None:
        raise NotFound
    likeness = await likeness_queries.likeness_of(compact, text)
    return page(
        request,
        "compacts/likeness.html",
        compact=compact,
        text=text,
        likeness=likeness,
        share=format_percent(likeness.share),
        most=format_percent(rules.MOST_ALIKE),
        too_alike=rules.is_taken(likeness.share),
    )


@get("/desk/compacts/{compact_id:int}/changes", opt={"who": STAFF})
async def show_changes(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """What changed from each text to the next."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id)
    return page(
        request,
        "compacts/changes.html",
        compact=compact,
        community=await access_community(actor, compact.community),
        steps=text_queries.steps_of(await text_queries.texts_of(compact.id)),
        change_words=CHANGES,
    )


HANDLERS = [
    write_text,
    edit_preamble,
    add_clause,
    clause_form,
    edit_clause,
    move_clause,
    remove_clause,
    show_likeness,
    show_changes,
]
