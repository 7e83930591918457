"""A compact on the street as JSON: read it, say something, sign. The same actions as the pages."""

from __future__ import annotations

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.compacts import (
    hearing_actions,
    queries,
    signature_actions,
    signature_queries,
    text_queries,
    waiting_actions,
)
from groups.compacts.receipt_pages import taking_back
from groups.compacts.schemas import StreetComment, StreetSignature, WithdrawnSignature
from groups.compacts.street_pages import passer_by, shown_count
from programs.communities.queries import public_community
from server.accounts.door import visit_of
from server.lib.errors import NotFound
from server.web.access import PUBLIC
from server.web.forms import Created, carry_out, created

_HOME = "/api/c/{slug:str}/compacts/{compact_id:int}"


class StreetClause(msgspec.Struct):
    """A clause as the street reads it."""

    key: int
    number: int
    text: str


class StreetCompact(msgspec.Struct):
    """A compact as the street reads it; `signed` is a count of households, `<5` for a few."""

    id: int
    title: str
    state: str
    label: str
    text_hash: str
    preamble: str
    signed: str
    clauses: list[StreetClause]


class Receipt(msgspec.Struct):
    """The private address of a signature, after the community's own; whether it counts before its door is confirmed."""

    address: str
    counts: bool


@get(_HOME, opt={"who": PUBLIC})
async def read_compact(slug: FromPath[str], compact_id: FromPath[int]) -> StreetCompact:
    """The text that stands."""
    community = await public_community(slug)
    compact = await queries.public_compact(community, compact_id)
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    tally = await signature_queries.tally_of(compact.id, major=text.major)
    return StreetCompact(
        id=compact.id,
        title=compact.title,
        state=compact.state,
        label=text.label,
        text_hash=text.text_hash,
        preamble=text.preamble,
        signed=shown_count(tally.current),
        clauses=msgspec.convert(text.clauses, list[StreetClause], from_attributes=True),
    )


@post(f"{_HOME}/comments", opt={"who": PUBLIC})
async def send_comment(
    request: Request, slug: FromPath[str], compact_id: FromPath[int], data: JSONBody[StreetComment]
) -> Created:
    """Say something about a clause, or the whole."""
    community = await public_community(slug)
    compact = await queries.public_compact(community, compact_id)
    actor = passer_by(community)
    return await created(
        data,
        actor=actor,
        action="compact.commented",
        write=lambda: hearing_actions.comment_on_street(
            compact, data, address=visit_of(request).address, actor=actor
        ),
    )


@post(f"{_HOME}/signatures", opt={"who": PUBLIC})
async def sign(
    request: Request, slug: FromPath[str], compact_id: FromPath[int], data: JSONBody[StreetSignature]
) -> Receipt:
    """Sign for a household; 409 with the new words when the text has changed. At a door not known yet it waits."""
    community = await public_community(slug)
    compact = await queries.public_compact(community, compact_id)
    actor = passer_by(community)
    counts = await carry_out(
        data,
        actor=actor,
        action="compact.signed",
        write=lambda: waiting_actions.sign_on_street(
            compact, data, address=visit_of(request).address, actor=actor
        ),
    )
    token = signature_actions.receipt_token(data.op_id, compact.id)
    return Receipt(f"/c/{community.slug}/compacts/{compact.id}/receipts/{token}", counts)


@post(f"{_HOME}/receipts/{{token:str}}", opt={"who": PUBLIC})
async def withdraw(
    slug: FromPath[str], compact_id: FromPath[int], token: FromPath[str], data: JSONBody[WithdrawnSignature]
) -> Created:
    """Take one's own signature back."""
    community = await public_community(slug)
    compact = await queries.public_compact(community, compact_id)
    actor = passer_by(community)
    write = await taking_back(compact, token)
    return await created(
        data, actor=actor, action="compact.signature_withdrawn", write=lambda: write(data, actor)
    )


HANDLERS = [read_compact, send_comment, sign, withdraw]
