"""The acts that take a compact from stage to stage, each sent from its own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import actions, queries, stage_actions
from groups.compacts.pages import home_of
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
from groups.compacts.show_pages import show
from groups.compacts.tables import Compact
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import redirect

_HOME = "/desk/compacts/{compact_id:int}"
_DONE: dict[str, Message] = {
    "ask": m("Everybody can be asked now: carry it from door to door, and put up the poster."),
    "revise": m("The text can be revised. Say why for each clause that changes."),
    "ratify": m("Noted: the text is adopted."),
    "open_signing": m("Households can sign now, on the community page and on paper."),
    "ceremony": m("It is noted."),
    "force": m("The compact is in force. In sixty days, ask what people remember."),
    "amend": m("A new text is begun. The old one holds until you publish."),
    "drop": m("The new text is dropped. The old one stands as it was."),
    "publish": m("The new text is published."),
    "end": m("The compact has ended."),
}


async def _staged(
    request: Request,
    compact_id: int,
    form: Form[Any],
    act: str,
    action: str,
    write: Callable[..., Awaitable[int]],
    *,
    to: str = "",
) -> Response[Any]:
    """Carry out one act on a compact, and show its page again."""
    compact: Compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        form,
        action=action,
        write=lambda data, actor: write(compact, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact_id)}{to}", _DONE[act]),
        again=lambda form: show(request, compact, **{act: form}),
    )


@post(f"{_HOME}/asking", opt={"who": STAFF})
async def ask_everybody(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Put the text to everybody."""
    form = await read_form(request, OpenedConsultation)
    return await _staged(request, compact_id, form, "ask", "compact.asked", stage_actions.ask_everybody)


@post(f"{_HOME}/revision", opt={"who": STAFF})
async def begin_revision(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """End the asking and revise the text."""
    form = await read_form(request, BegunRevision)
    return await _staged(request, compact_id, form, "revise", "compact.revised", stage_actions.begin_revision)


@post(f"{_HOME}/ratification", opt={"who": STAFF})
async def ratify(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Note by whom the text was adopted."""
    form = await read_form(request, RatifiedText)
    return await _staged(request, compact_id, form, "ratify", "compact.ratified", stage_actions.ratify)


@post(f"{_HOME}/signing", opt={"who": STAFF})
async def open_signing(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Let households sign."""
    form = await read_form(request, OpenedSigning)
    return await _staged(
        request, compact_id, form, "open_signing", "compact.signing_opened", stage_actions.open_signing
    )


@post(f"{_HOME}/ceremony", opt={"who": STAFF})
async def choose_ceremony(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Note the ceremony, or why there is none."""
    form = await read_form(request, ChosenCeremony)
    return await _staged(
        request, compact_id, form, "ceremony", "compact.ceremony_chosen", stage_actions.choose_ceremony
    )


@post(f"{_HOME}/force", opt={"who": STAFF})
async def put_in_force(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Let the compact hold."""
    form = await read_form(request, PutInForce)
    return await _staged(request, compact_id, form, "force", "compact.in_force", stage_actions.put_in_force)


@post(f"{_HOME}/amendment", opt={"who": STAFF})
async def begin_amendment(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Begin a new text while the old one holds."""
    form = await read_form(request, BegunAmendment)
    return await _staged(
        request, compact_id, form, "amend", "compact.amended", stage_actions.begin_amendment, to="/text"
    )


@post(f"{_HOME}/amendment/dropping", opt={"who": STAFF})
async def drop_amendment(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Leave the old text as it is."""
    form = await read_form(request, BegunAmendment)
    return await _staged(
        request, compact_id, form, "drop", "compact.amendment_dropped", stage_actions.drop_amendment
    )


@post(f"{_HOME}/publication", opt={"who": STAFF})
async def publish_text(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Put the new text in the place of the old one."""
    form = await read_form(request, PublishedText)
    return await _staged(
        request, compact_id, form, "publish", "compact.published", stage_actions.publish_text
    )


@post(f"{_HOME}/ending", opt={"who": STAFF})
async def end_compact(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """End a compact, or give up one on its way."""
    form = await read_form(request, EndedCompact)
    return await _staged(request, compact_id, form, "end", "compact.ended", actions.end_compact)


@post(f"{_HOME}/renewal", opt={"who": STAFF})
async def renew_compact(request: Request, compact_id: FromPath[int]) -> Response[Any]:
    """Begin a draft that carries the clauses over."""
    compact = await queries.access_compact(actor_of(request), compact_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, RenewedCompact),
        action="compact.renewed",
        write=lambda data, actor: actions.renew_compact(compact, data, actor=actor),
        done=lambda renewed: redirect(
            f"{home_of(renewed)}/text", m("A draft is begun with the clauses of the old compact.")
        ),
        again=lambda form: show(request, compact, renew=form),
    )


HANDLERS = [
    ask_everybody,
    begin_revision,
    ratify,
    open_signing,
    choose_ceremony,
    put_in_force,
    begin_amendment,
    drop_amendment,
    publish_text,
    end_compact,
    renew_compact,
]
