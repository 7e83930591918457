"""The stages of a compact as JSON: the same actions as the pages."""

from __future__ import annotations

from litestar import Request, post
from litestar.params import FromPath, JSONBody

from groups.compacts import actions, queries, stage_actions
from groups.compacts.schemas import (
    BegunAmendment,
    BegunRevision,
    ChosenCeremony,
    EndedCompact,
    OpenedConsultation,
    OpenedSigning,
    PublishedText,
    PutInForce,
    RatifiedText,
    RenewedCompact,
)
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written

_HOME = "/api/compacts/{compact_id:int}"


@post(f"{_HOME}/asking", opt={"who": STAFF})
async def ask_everybody(
    request: Request, compact_id: FromPath[int], data: JSONBody[OpenedConsultation]
) -> Created:
    """Put the text to everybody."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.asked", stage_actions.ask_everybody, actor=actor)


@post(f"{_HOME}/revision", opt={"who": STAFF})
async def begin_revision(
    request: Request, compact_id: FromPath[int], data: JSONBody[BegunRevision]
) -> Created:
    """End the asking and begin a new text."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.revised", stage_actions.begin_revision, actor=actor)


@post(f"{_HOME}/ratification", opt={"who": STAFF})
async def ratify(request: Request, compact_id: FromPath[int], data: JSONBody[RatifiedText]) -> Created:
    """Note by whom the text was adopted."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.ratified", stage_actions.ratify, actor=actor)


@post(f"{_HOME}/signing", opt={"who": STAFF})
async def open_signing(request: Request, compact_id: FromPath[int], data: JSONBody[OpenedSigning]) -> Created:
    """Let households sign."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.signing_opened", stage_actions.open_signing, actor=actor)


@post(f"{_HOME}/ceremony", opt={"who": STAFF})
async def choose_ceremony(
    request: Request, compact_id: FromPath[int], data: JSONBody[ChosenCeremony]
) -> Created:
    """Note the ceremony, or why there is none."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.ceremony_chosen", stage_actions.choose_ceremony, actor=actor)


@post(f"{_HOME}/force", opt={"who": STAFF})
async def put_in_force(request: Request, compact_id: FromPath[int], data: JSONBody[PutInForce]) -> Created:
    """Let the compact hold."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.in_force", stage_actions.put_in_force, actor=actor)


@post(f"{_HOME}/amendment", opt={"who": STAFF})
async def begin_amendment(
    request: Request, compact_id: FromPath[int], data: JSONBody[BegunAmendment]
) -> Created:
    """Begin a new text while the old one holds."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.amended", stage_actions.begin_amendment, actor=actor)


@post(f"{_HOME}/publication", opt={"who": STAFF})
async def publish_text(request: Request, compact_id: FromPath[int], data: JSONBody[PublishedText]) -> Created:
    """Put the new text in the place of the old one."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.published", stage_actions.publish_text, actor=actor)


@post(f"{_HOME}/amendment/dropping", opt={"who": STAFF})
async def drop_amendment(
    request: Request, compact_id: FromPath[int], data: JSONBody[BegunAmendment]
) -> Created:
    """Drop the new text."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(
        compact, data, "compact.amendment_dropped", stage_actions.drop_amendment, actor=actor
    )


@post(f"{_HOME}/ending", opt={"who": STAFF})
async def end_compact(request: Request, compact_id: FromPath[int], data: JSONBody[EndedCompact]) -> Created:
    """End a compact."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.ended", actions.end_compact, actor=actor)


@post(f"{_HOME}/renewal", opt={"who": STAFF})
async def renew_compact(
    request: Request, compact_id: FromPath[int], data: JSONBody[RenewedCompact]
) -> Created:
    """Begin a draft that carries the clauses over; the id is the new compact's."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.renewed", actions.renew_compact, actor=actor)


HANDLERS = [
    ask_everybody,
    begin_revision,
    ratify,
    open_signing,
    choose_ceremony,
    put_in_force,
    begin_amendment,
    publish_text,
    drop_amendment,
    end_compact,
    renew_compact,
]
