"""Pages on which comments are read and answered, and the list of doors of a building where people are asked."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import hearing_actions, hearing_queries, queries, text_queries
from groups.compacts.door_forms import read_doors
from groups.compacts.pages import home_of, not_now
from groups.compacts.schemas import AnsweredComment, HeardDoor, HeardDoors, HeardSheet, HiddenComment
from groups.compacts.tables import Compact, CompactComment
from groups.compacts.words import HEARD, OUTCOMES, STANCE_TONES, STANCES
from programs.communities.tables import Building
from programs.residents.place_queries import place_of
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/compacts/{compact_id:int}"
_COMMENT = "/desk/compact-comments/{comment_id:int}"
_ASKED = f"{_HOME}/buildings/{{building_id:int}}/asked"


@get(f"{_HOME}/comments", opt={"who": STAFF})
async def list_comments(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """All comments, clause by clause, those without an answer first; at the end those set aside, with the reason."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    texts = await text_queries.texts_of(compact.id)
    text = text_queries.standing(texts) or texts[-1]
    found = await hearing_queries.comments_of(compact.id, hidden=True)
    comments = [row for row in found if row["hidden_at"] is None]
    known = {one.key: one.text for older in texts for one in older.clauses}
    keys = [
        *text.keys,
        *sorted({row["clause_key"] for row in comments if row["clause_key"]} - {*text.keys}),
        None,
    ]
    return page(
        request,
        "compacts/comments.html",
        compact=compact,
        groups=[
            {
                "number": next((one.number for one in text.clauses if one.key == key), 0),
                "text": known.get(key, ""),
                "comments": sorted(
                    (row for row in comments if row["clause_key"] == key),
                    key=lambda row: row["answered_on"] is not None,
                ),
            }
            for key in keys
        ],
        total=len(comments),
        set_aside=[row for row in found if row["hidden_at"] is not None],
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"heard": HEARD, "stances": STANCES, "stance_tones": STANCE_TONES, "outcomes": OUTCOMES}


@get(_COMMENT, opt={"who": STAFF})
async def show_comment(request: Request, comment_id: FromPath[int]) -> Response[bytes]:
    """One comment with the form of its answer."""
    comment, compact = await queries.access_comment(actor_of(request), comment_id)
    return await _comment(request, compact, comment, Form.of(AnsweredComment, comment))


async def _comment(
    request: Request,
    compact: Compact,
    comment: CompactComment,
    form: Form[AnsweredComment],
    hiding: Form[HiddenComment] | None = None,
) -> Response[bytes]:
    form.call_theirs({"outcome": OUTCOMES})
    return page(
        request,
        "compacts/comment.html",
        compact=compact,
        comment=await hearing_queries.comment_by_id(comment.id),
        clause=await queries.clause_text(compact.id, comment.clause_key) if comment.clause_key else "",
        form=form,
        not_now=not_now(compact, "answer"),
        hiding=hiding or Form.blank(HiddenComment),
        **_words(),
    )


@post(_COMMENT, opt={"who": STAFF})
async def answer_comment(request: Request, comment_id: FromPath[int]) -> Response[Any]:
    """Answer a comment."""
    comment, compact = await queries.access_comment(actor_of(request), comment_id)
    return await submit(
        request,
        await read_form(request, AnsweredComment),
        action="compact.answered",
        write=lambda data, actor: hearing_actions.answer_comment(compact, comment, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact.id)}/comments", m("The answer stands.")),
        again=lambda form: _comment(request, compact, comment, form),
    )


@post(f"{_COMMENT}/hiding", opt={"who": STAFF})
async def hide_comment(request: Request, comment_id: FromPath[int]) -> Response[Any]:
    """Set a comment aside."""
    comment, compact = await queries.access_comment(actor_of(request), comment_id)
    return await submit(
        request,
        await read_form(request, HiddenComment),
        action="compact.comment_hidden",
        write=lambda data, actor: hearing_actions.hide_comment(compact, comment, data, actor=actor),
        done=lambda _: redirect(f"{home_of(compact.id)}/comments", m("The comment is set aside.")),
        again=lambda form: _comment(
            request, compact, comment, Form.of(AnsweredComment, comment), hiding=form
        ),
    )


@get(_ASKED, opt={"who": STAFF})
async def doors_to_ask(
    request: Request, compact_id: FromPath[int], building_id: FromPath[int]
) -> Response[bytes]:
    """The doors of a building: who was asked, and what she said."""
    compact, building = await queries.access_with_building(actor_of(request), compact_id, building_id)
    form = Form.blank(HeardSheet, heard_by="door", heard_on=clock.today())
    return await _doors(request, compact, building, form)


async def _doors(
    request: Request, compact: Compact, building: Building, form: Form[HeardSheet]
) -> Response[bytes]:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    return page(
        request,
        "compacts/asked.html",
        compact=compact,
        place=await place_of(building.id),
        doors=await hearing_queries.doors_to_ask(compact.id, building.id),
        clauses=queries.numbered(text.clauses, longest=24) if text else [],
        form=form,
        not_now=not_now(compact, "hear"),
        **_words(),
    )


@post(_ASKED, opt={"who": STAFF})
async def hear_doors(
    request: Request, compact_id: FromPath[int], building_id: FromPath[int]
) -> Response[Any]:
    """Note an evening at the doors of a building, or a paper list of it."""
    compact, building = await queries.access_with_building(actor_of(request), compact_id, building_id)
    form = await read_form(request, HeardSheet)
    doors = read_doors(form, await request.form(), HeardDoor, "clause", "stance", "text", "nickname")

    async def write(data: HeardSheet, actor: Actor) -> int:
        sheet = HeardDoors(op_id=data.op_id, heard_by=data.heard_by, heard_on=data.heard_on, doors=doors)
        return await hearing_actions.hear_doors(compact, sheet, actor=actor)

    if form.errors:
        form.data = None
    return await submit(
        request,
        form,
        action="compact.heard",
        write=write,
        done=lambda new: redirect(
            f"{home_of(compact_id)}/buildings/{building_id}/asked", m("Doors newly asked: %(num)s", num=new)
        ),
        again=lambda form: _doors(request, compact, building, form),
    )


HANDLERS = [list_comments, show_comment, answer_comment, hide_comment, doors_to_ask, hear_doors]
