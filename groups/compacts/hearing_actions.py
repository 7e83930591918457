"""What people say of a compact: taken in on the street, at doors and from paper, answered, or set aside (S54)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from groups.compacts import door_actions, proof, rules, text_queries
from groups.compacts.schemas import (
    AnsweredComment,
    DoorComment,
    HeardDoor,
    HeardDoors,
    HiddenComment,
    StreetComment,
)
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact, CompactComment
from groups.compacts.text_queries import CompactText
from programs.communities.queries import check_building
from programs.method.case_rules import without_names
from programs.residents.card_rules import own_words
from programs.residents.ladder_follow_actions import acts_change
from programs.residents.rules import folded
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_left_empty, check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.i18n import _
from server.lib.records import check_version


async def hear_doors(compact: Compact, data: HeardDoors, *, actor: Actor) -> int:
    """Note at which doors people were asked, and what was said there; how many doors were new."""
    check_past_day(data.heard_on, field="heard_on")
    if not data.doors:
        raise Refused("compacts.no_door_ticked", field="doors")
    async with write_transaction():
        compact = await permitted(compact, "hear")
        places = await door_actions.places_of(compact.community, [one.household for one in data.doors])
        for one in data.doors:
            if one.stance not in {None, "agree"} and not one.text:
                [place] = await db.rows("SELECT door FROM household WHERE id = {}", one.household)
                raise Refused("compacts.door_words_missing", field="doors", door=place["door"])
        return await _hear(compact, data.doors, places, heard_by=data.heard_by, on=data.heard_on, actor=actor)


async def comment_at_door(compact: Compact, data: DoorComment, *, actor: Actor) -> int:
    """Note that somebody was asked at one door, and what she said; the id of the compact."""
    await check_building(compact.community, data.building)
    async with write_transaction():
        compact = await permitted(compact, "hear")
        household = await door_actions.household_at(compact.community, data.building, data.door, actor=actor)
        door = HeardDoor(
            household=household,
            clause=data.clause,
            stance=data.stance,
            text=data.text,
            nickname=data.nickname,
        )
        places = {household: data.building}
        await _hear(compact, [door], places, heard_by=data.heard_by, on=clock.today(), actor=actor)
        return compact.id


async def _hear(
    compact: Compact,
    doors: Sequence[HeardDoor],
    places: Mapping[int, int],
    *,
    heard_by: str,
    on: date,
    actor: Actor,
) -> int:
    """Note that doors were asked, whose buildings are `places`, and what was said there; how many were new."""
    text = await _text_to_comment(compact)
    new = await _ask(compact, list(places), heard_by, on, actor=actor)
    said = [one for one in doors if one.text or one.stance]
    neighbours = await door_actions.neighbours_at([one.household for one in said], actor=actor)
    rows = [
        _comment_row(
            compact,
            text,
            clause=one.clause,
            stance=one.stance,
            said=one.text,
            heard_by=heard_by,
            on=on,
            building=places[one.household],
            household=one.household,
            resident=neighbours.get((one.household, folded(one.nickname or ""))),
            nickname=one.nickname or "",
            recorded_by=actor.user_id,
        )
        for one in said
    ]
    await _comment(compact, rows, on=on, actor=actor)
    await audit.record(
        "compact.heard",
        "compact",
        compact.id,
        actor=actor,
        program_id=compact.program,
        changes={"households": [None, new]},
    )
    return new


async def comment_on_street(compact: Compact, data: StreetComment, *, address: str, actor: Actor) -> int:
    """Take down what somebody says on the community page; the id of the comment."""
    check_left_empty(data.leave_empty)
    await check_building(compact.community, data.building)
    async with write_transaction():
        await door_actions.let_in(compact, address)
        compact = await permitted(compact, "hear")
        text = await _text_to_comment(compact)
        row = _comment_row(
            compact,
            text,
            clause=data.clause,
            stance=data.stance,
            said=data.text,
            heard_by="online",
            on=clock.today(),
            building=data.building,
        )
        [comment_id] = await _comment(compact, [row], on=clock.today(), actor=actor)
        await audit.record(
            "compact.commented", "compact", compact.id, actor=actor, program_id=compact.program
        )
        return comment_id


async def _text_to_comment(compact: Compact) -> CompactText:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    return text


async def _ask(compact: Compact, households: Sequence[int], heard_by: str, on: date, *, actor: Actor) -> int:
    """Note that households were asked; how many had not been before."""
    new = 0
    for household in households:
        new += len(
            await db.execute(
                "INSERT INTO compact_hearing (organisation, compact, household, heard_by, heard_on, recorded_by,"
                " created_at) VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (compact, household) DO NOTHING"
                " RETURNING id",
                compact.organisation,
                compact.id,
                household,
                heard_by,
                on,
                actor.user_id,
                clock.now(),
            )
        )
    await proof.heard(compact, new, on=on, actor=actor)
    return new


def _comment_row(
    compact: Compact,
    text: CompactText,
    *,
    clause: int | None,
    stance: str | None,
    said: str | None,
    heard_by: str,
    on: date,
    **more: Any,
) -> CompactComment:
    """A comment on a clause of the text that stands. Words without a stance ask for a change."""
    if clause is not None and clause not in text.keys:
        raise Refused("compacts.point_gone")
    stance = stance or "change"
    if stance != "agree" and not said:
        raise Refused("compacts.comment_words_missing", field="text")
    # A bare yes asks for nothing: it is heard with being written down.
    settled: dict[str, Any] = {"outcome": "taken_up", "answered_on": on} if not said else {}
    return CompactComment(
        organisation=compact.organisation,
        compact=compact.id,
        compact_version=text.id,
        clause_key=clause,
        heard_by=heard_by,
        stance=stance,
        text=said or "",
        raised_on=on,
        created_at=clock.now(),
        **settled,
        **more,
    )


async def _comment(compact: Compact, rows: list[CompactComment], *, on: date, actor: Actor) -> list[int]:
    for row in rows:
        await row.save()
    ids = [row.id for row in rows]
    if ids:
        await proof.commented(compact, ids, on=on, actor=actor)
    return ids


async def answer_comment(
    compact: Compact, comment: CompactComment, data: AnsweredComment, *, actor: Actor
) -> int:
    """Answer a comment, or answer it better; refused as stale when somebody answered first.

    Names of people leave what was said for good.
    """
    async with write_transaction():
        compact = await permitted(compact, "answer")
        comment = await lock(comment)
        _check_shown(comment)
        new: dict[Any, Any] = {"outcome": data.outcome, "answer": data.answer}
        check_version(comment, data.version, new)
        names = own_words(data.names or "")
        if wrong := rules.name_not_there(names, comment.text):
            raise Refused("compacts.name_not_there", field="names", name=wrong)
        await CompactComment.update(
            {
                **new,
                "text": without_names(comment.text, names, instead=_("[left out]")),
                "answered_on": clock.today(),
                "answered_by": actor.user_id,
                "version": comment.version + 1,
            }
        ).where(CompactComment.id == comment.id)
        await audit.record(
            "compact.answered",
            "compact",
            compact.id,
            actor=actor,
            program_id=compact.program,
            changes={"names_left_out": [None, len(names)]} if names else None,
        )
        return comment.id


async def hide_comment(
    compact: Compact, comment: CompactComment, data: HiddenComment, *, actor: Actor
) -> int:
    """Set aside what is no comment on the compact or hurts somebody; it counts no longer."""
    async with write_transaction():
        compact = await lock(compact)
        comment = await lock(comment)
        _check_shown(comment)
        act = ("compact_comment", comment.id)
        async with acts_change(act, people=[comment.resident], actor=actor, reason=data.reason):
            await CompactComment.update(
                {
                    CompactComment.hidden_at: clock.now(),
                    CompactComment.hidden_reason: data.reason,
                    CompactComment.version: comment.version + 1,
                }
            ).where(CompactComment.id == comment.id)
            await proof.comment_gone(compact, comment.id, actor=actor)
        await audit.record(
            "compact.comment_hidden", "compact", compact.id, actor=actor, program_id=compact.program
        )
        return comment.id


def _check_shown(comment: CompactComment) -> None:
    if comment.hidden_at is not None:
        raise Refused("compacts.hidden_already")
