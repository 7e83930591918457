"""A signer's receipt on the street: what she signed, whether it counts, and the way to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import signature_actions, signature_queries, waiting_actions, waiting_queries
from groups.compacts.schemas import WithdrawnSignature
from groups.compacts.signature_pages import BOX
from groups.compacts.signature_rules import path_of
from groups.compacts.street_pages import Place, passer_by, place_at
from groups.compacts.tables import Compact
from groups.compacts.words import HOWS
from server.accounts.door import link_to
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import PUBLIC
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.qr import qr_image

_RECEIPT = "/c/{slug:str}/compacts/{compact_id:int}/receipts/{token:str}"


@get(_RECEIPT, opt={"who": PUBLIC})
async def show_receipt(
    request: Request, slug: FromPath[str], compact_id: FromPath[int], token: FromPath[str]
) -> Response[bytes]:
    """One's own signature, for whoever has its address: what it says, and the way to take it back."""
    place = await place_at(slug, compact_id)
    return await _receipt(request, place, token, Form.blank(WithdrawnSignature))


async def _receipt(
    request: Request, place: Place, token: str, form: Form[WithdrawnSignature]
) -> Response[bytes]:
    path = f"{place.path}/receipts/{token}"
    address = link_to(request, path)
    waiting = await waiting_queries.waiting_by_token(place.compact.id, token)
    if waiting is None:
        kept = await signature_queries.signature_by_token(place.compact.id, token)
        signature = await signature_queries.signature_by_id(kept.id)
        standing = "taken_back" if kept.withdrawn_on else "counts"
        settled_on: date | None = kept.withdrawn_on
    else:
        signature = await waiting_queries.waiting_by_id(waiting.id)
        standing = waiting.outcome or "waits"
        settled_on = clock.local(waiting.settled_at).date() if waiting.settled_at else None
    signed = next(text for text in place.texts if text.number == (signature["major"], signature["minor"]))
    return page(
        request,
        "compacts/street_receipt.html",
        **place.shown(),
        signature=signature,
        standing=standing,
        taken_back_on=settled_on,
        drawn=path_of(signature["drawing"]),
        box=BOX,
        hows=HOWS,
        signed_text=signed,
        outdated=signed.major < place.text.major and place.may("sign"),
        may_sign=place.may("sign"),
        form=form,
        receipt_path=path,
        address=address,
        code=qr_image(address),
    )


async def taking_back(compact: Compact, token: str) -> Callable[[WithdrawnSignature, Actor], Awaitable[int]]:
    """How the signature of a receipt is taken back, whether it counts or waits for its door."""
    waiting = await waiting_queries.waiting_by_token(compact.id, token)
    if waiting is not None:
        return lambda data, actor: waiting_actions.withdraw_waiting(compact, waiting, data, actor=actor)
    signature = await signature_queries.signature_by_token(compact.id, token)
    return lambda data, actor: signature_actions.withdraw(compact, signature, data, actor=actor)


@post(_RECEIPT, opt={"who": PUBLIC})
async def withdraw(
    request: Request, slug: FromPath[str], compact_id: FromPath[int], token: FromPath[str]
) -> Response[Any]:
    """Take one's own signature back."""
    place = await place_at(slug, compact_id)
    return await submit(
        request,
        await read_form(request, WithdrawnSignature),
        action="compact.signature_withdrawn",
        actor=passer_by(place.community),
        write=await taking_back(place.compact, token),
        done=lambda _: redirect(f"{place.path}/receipts/{token}", m("Your signature is taken back.")),
        again=lambda form: _receipt(request, place, token, form),
    )


HANDLERS = [show_receipt, withdraw]
