"""Comments, doors, signatures and counts of a compact as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.compacts import (
    hearing_actions,
    hearing_queries,
    measure_actions,
    measure_queries,
    queries,
    signature_actions,
    signature_queries,
)
from groups.compacts.schemas import (
    AnsweredComment,
    DoorComment,
    HeardDoors,
    HiddenComment,
    NewPractice,
    NewRecall,
    SignedDoors,
    SignedName,
    VoidedMeasure,
    WithdrawnSignature,
)
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Created, created, written

_HOME = "/api/compacts/{compact_id:int}"


@get(f"{_HOME}/comments", opt={"who": STAFF})
async def list_comments(request: Request, compact_id: FromPath[int]) -> list[dict[str, Any]]:
    """The comments on a compact, the oldest first."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    return await hearing_queries.comments_of(compact.id)


@get(f"{_HOME}/signatures", opt={"who": STAFF})
async def list_signatures(request: Request, compact_id: FromPath[int]) -> list[dict[str, Any]]:
    """Who signed, door by door."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    return await signature_queries.list_signatures(compact.id)


@get(f"{_HOME}/measures", opt={"who": STAFF})
async def list_measures(request: Request, compact_id: FromPath[int]) -> dict[str, list[dict[str, Any]]]:
    """What people remember and what they keep."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    return {
        "recalls": await measure_queries.recalls_of(compact.id),
        "practice": await measure_queries.practice_of(compact.id),
    }


@post(f"{_HOME}/hearings", opt={"who": STAFF})
async def hear_doors(request: Request, compact_id: FromPath[int], data: JSONBody[HeardDoors]) -> Created:
    """Note at which doors people were asked; the id is how many were new."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.heard", hearing_actions.hear_doors, actor=actor)


@post(f"{_HOME}/signatures/paper", opt={"who": STAFF})
async def sign_on_paper(request: Request, compact_id: FromPath[int], data: JSONBody[SignedDoors]) -> Created:
    """Enter a paper list; the id is how many households were new."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(
        compact, data, "compact.signed_on_paper", signature_actions.sign_on_paper, actor=actor
    )


@post(f"{_HOME}/recalls", opt={"who": STAFF})
async def count_recall(request: Request, compact_id: FromPath[int], data: JSONBody[NewRecall]) -> Created:
    """Note a round of asking."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.recall_counted", measure_actions.count_recall, actor=actor)


@post(f"{_HOME}/practice", opt={"who": STAFF})
async def count_practice(request: Request, compact_id: FromPath[int], data: JSONBody[NewPractice]) -> Created:
    """Note what was counted of a clause."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(
        compact, data, "compact.practice_counted", measure_actions.count_practice, actor=actor
    )


@post(f"{_HOME}/door-comments", opt={"who": LEADERS})
async def comment_at_door(
    request: Request, compact_id: FromPath[int], data: JSONBody[DoorComment]
) -> Created:
    """Note that somebody was asked at one door, and what she said."""
    actor = actor_of(request)
    compact = await queries.access_at_door(actor, compact_id)
    return await written(compact, data, "compact.heard", hearing_actions.comment_at_door, actor=actor)


@post(f"{_HOME}/signatures", opt={"who": LEADERS})
async def sign_at_door(request: Request, compact_id: FromPath[int], data: JSONBody[SignedName]) -> Created:
    """Take a household's signature at its door."""
    actor = actor_of(request)
    compact = await queries.access_at_door(actor, compact_id)
    return await written(compact, data, "compact.signed", signature_actions.sign_at_door, actor=actor)


@post("/api/compact-comments/{comment_id:int}/answer", opt={"who": STAFF})
async def answer_comment(
    request: Request, comment_id: FromPath[int], data: JSONBody[AnsweredComment]
) -> Created:
    """Answer a comment."""
    actor = actor_of(request)
    row, compact = await queries.access_comment(actor, comment_id)
    return await created(
        data,
        actor=actor,
        action="compact.answered",
        write=lambda: hearing_actions.answer_comment(compact, row, data, actor=actor),
    )


@post("/api/compact-comments/{comment_id:int}/hiding", opt={"who": STAFF})
async def hide_comment(request: Request, comment_id: FromPath[int], data: JSONBody[HiddenComment]) -> Created:
    """Set a comment aside."""
    actor = actor_of(request)
    row, compact = await queries.access_comment(actor, comment_id)
    return await created(
        data,
        actor=actor,
        action="compact.comment_hidden",
        write=lambda: hearing_actions.hide_comment(compact, row, data, actor=actor),
    )


@post("/api/compact-signatures/{signature_id:int}/withdrawal", opt={"who": STAFF})
async def withdraw(
    request: Request, signature_id: FromPath[int], data: JSONBody[WithdrawnSignature]
) -> Created:
    """Note that a household takes its signature back."""
    actor = actor_of(request)
    row, compact = await queries.access_signature(actor, signature_id)
    return await created(
        data,
        actor=actor,
        action="compact.signature_withdrawn",
        write=lambda: signature_actions.withdraw(compact, row, data, actor=actor),
    )


@post("/api/compact-recalls/{recall_id:int}/void", opt={"who": STAFF})
async def void_recall(request: Request, recall_id: FromPath[int], data: JSONBody[VoidedMeasure]) -> Created:
    """Take back a round."""
    actor = actor_of(request)
    row = await measure_queries.recall_row(actor, recall_id)
    compact = await queries.access_compact(actor, row.compact, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="compact.measure_voided",
        write=lambda: measure_actions.void_recall(compact, row, data, actor=actor),
    )


@post("/api/compact-practice/{practice_id:int}/void", opt={"who": STAFF})
async def void_practice(
    request: Request, practice_id: FromPath[int], data: JSONBody[VoidedMeasure]
) -> Created:
    """Take back a count."""
    actor = actor_of(request)
    row = await measure_queries.practice_row(actor, practice_id)
    compact = await queries.access_compact(actor, row.compact, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="compact.measure_voided",
        write=lambda: measure_actions.void_practice(compact, row, data, actor=actor),
    )


HANDLERS = [
    list_comments,
    list_signatures,
    list_measures,
    hear_doors,
    sign_on_paper,
    count_recall,
    count_practice,
    comment_at_door,
    sign_at_door,
    answer_comment,
    hide_comment,
    withdraw,
    void_recall,
    void_practice,
]
