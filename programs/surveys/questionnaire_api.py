"""Questionnaires and cards as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody

from programs.surveys import card_actions, card_queries, questionnaire_actions, questionnaire_queries
from programs.surveys.schemas import (
    CardOut,
    EditedCard,
    EditedQuestion,
    EditedQuestionnaire,
    Entered,
    MovedQuestion,
    NewCard,
    NewQuestion,
    NewQuestionnaire,
    Published,
    PutAway,
    RemovedQuestion,
    SeededCards,
    TakenReady,
)
from programs.surveys.tables import Questionnaire
from server.web.access import STAFF, actor_of
from server.web.forms import Created, carry_out, created, written

LIST = "/api/questionnaires"
ONE = f"{LIST}/{{questionnaire_id:int}}"


@get(LIST, opt={"who": STAFF})
async def list_questionnaires(request: Request) -> list[dict]:
    """The organisation's questionnaires."""
    return await questionnaire_queries.list_questionnaires(actor_of(request))


@post(LIST, opt={"who": STAFF})
async def make_questionnaire(request: Request, data: JSONBody[NewQuestionnaire]) -> Created:
    """Begin a questionnaire."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="questionnaire.made",
        write=lambda: questionnaire_actions.make_questionnaire(data, actor=actor),
    )


@post(f"{LIST}/ready", opt={"who": STAFF})
async def take_ready(request: Request, data: JSONBody[TakenReady]) -> Created:
    """Take over a questionnaire that ships with Linli."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="questionnaire.taken",
        write=lambda: questionnaire_actions.take_ready(data.key, actor=actor),
    )


@get(ONE, opt={"who": STAFF})
async def show_questionnaire(request: Request, questionnaire_id: FromPath[int]) -> dict[str, Any]:
    """A questionnaire with its newest version."""
    questionnaire = await questionnaire_queries.access_questionnaire(actor_of(request), questionnaire_id)
    standing = await questionnaire_queries.standing_of(questionnaire_id)
    return {
        "id": questionnaire.id,
        "title": questionnaire.title,
        "about": questionnaire.about,
        "version": questionnaire.version,
        "number": standing.number,
        "draft": standing.draft,
        "source": standing.source,
        "questions": msgspec.to_builtins(standing.questions),
    }


async def _to_edit(request: Request, questionnaire_id: int) -> Questionnaire:
    return await questionnaire_queries.access_questionnaire(actor_of(request), questionnaire_id, to_edit=True)


@put(ONE, opt={"who": STAFF})
async def edit_questionnaire(
    request: Request, questionnaire_id: FromPath[int], data: JSONBody[EditedQuestionnaire]
) -> Created:
    """Save a questionnaire's cover."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await written(
        questionnaire, data, "questionnaire.edited", questionnaire_actions.edit_questionnaire, actor=actor
    )


@post(f"{ONE}/questions", opt={"who": STAFF})
async def add_question(
    request: Request, questionnaire_id: FromPath[int], data: JSONBody[NewQuestion]
) -> Created:
    """Add a question."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await written(
        questionnaire, data, "questionnaire.edited", questionnaire_actions.add_question, actor=actor
    )


@post(f"{ONE}/ready-questions", opt={"who": STAFF})
async def add_ready(request: Request, questionnaire_id: FromPath[int], data: JSONBody[TakenReady]) -> Created:
    """Add the questions of a questionnaire that ships with Linli."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.edited",
        write=lambda: questionnaire_actions.add_ready(questionnaire, data.key, actor=actor),
    )


@put(f"{ONE}/questions/{{place:int}}", opt={"who": STAFF})
async def edit_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int], data: JSONBody[EditedQuestion]
) -> Created:
    """Save a question."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.edited",
        write=lambda: questionnaire_actions.edit_question(questionnaire, place, data, actor=actor),
    )


@post(f"{ONE}/questions/{{place:int}}/move", opt={"who": STAFF})
async def move_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int], data: JSONBody[MovedQuestion]
) -> Created:
    """Move a question one place."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.edited",
        write=lambda: questionnaire_actions.move_question(questionnaire, place, data, actor=actor),
    )


@post(f"{ONE}/questions/{{place:int}}/removal", opt={"who": STAFF})
async def remove_question(
    request: Request, questionnaire_id: FromPath[int], place: FromPath[int], data: JSONBody[RemovedQuestion]
) -> Created:
    """Take a question out."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.edited",
        write=lambda: questionnaire_actions.remove_question(questionnaire, place, data, actor=actor),
    )


@post(f"{ONE}/publication", opt={"who": STAFF})
async def publish(request: Request, questionnaire_id: FromPath[int], data: JSONBody[Published]) -> Created:
    """Publish the draft; the id of the version."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await written(
        questionnaire, data, "questionnaire.published", questionnaire_actions.publish, actor=actor
    )


@post(f"{ONE}/retirement", opt={"who": STAFF})
async def retire(request: Request, questionnaire_id: FromPath[int], data: JSONBody[PutAway]) -> Created:
    """Put a questionnaire away."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.retired",
        write=lambda: questionnaire_actions.put_away(questionnaire, away=True, actor=actor),
    )


@post(f"{ONE}/return", opt={"who": STAFF})
async def bring_back(request: Request, questionnaire_id: FromPath[int], data: JSONBody[PutAway]) -> Created:
    """Bring a questionnaire back."""
    actor, questionnaire = actor_of(request), await _to_edit(request, questionnaire_id)
    return await created(
        data,
        actor=actor,
        action="questionnaire.restored",
        write=lambda: questionnaire_actions.put_away(questionnaire, away=False, actor=actor),
    )


@get("/api/duty-cards", opt={"who": STAFF})
async def list_cards(request: Request) -> list[CardOut]:
    """The cards in use."""
    found = await card_queries.list_cards(actor_of(request).organisation_id)
    return msgspec.convert([{**row, "public": bool(row["public"])} for row in found], list[CardOut])


@post("/api/duty-cards", opt={"who": STAFF})
async def add_card(request: Request, data: JSONBody[NewCard]) -> Created:
    """Add a card."""
    actor = actor_of(request)
    return await created(
        data,
        actor=actor,
        action="duty_card.added",
        write=lambda: card_actions.add_card(data, actor=actor),
    )


@post("/api/duty-cards/ready", opt={"who": STAFF})
async def seed_cards(request: Request, data: JSONBody[SeededCards]) -> Entered:
    """Take over the cards that ship with Linli; how many."""
    actor = actor_of(request)
    return Entered(
        await carry_out(
            data,
            actor=actor,
            action="duty_card.seeded",
            write=lambda: card_actions.seed_cards(actor=actor),
        )
    )


@put("/api/duty-cards/{card_id:int}", opt={"who": STAFF})
async def edit_card(request: Request, card_id: FromPath[int], data: JSONBody[EditedCard]) -> Created:
    """Save a card."""
    actor = actor_of(request)
    card = await card_queries.access_card(actor, card_id, to_edit=True)
    return await written(card, data, "duty_card.edited", card_actions.edit_card, actor=actor)


@post("/api/duty-cards/{card_id:int}/retirement", opt={"who": STAFF})
async def put_away(request: Request, card_id: FromPath[int], data: JSONBody[PutAway]) -> Created:
    """Put a card away."""
    actor = actor_of(request)
    card = await card_queries.access_card(actor, card_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="duty_card.retired",
        write=lambda: card_actions.put_away(card, actor=actor),
    )


HANDLERS = [
    list_questionnaires,
    make_questionnaire,
    take_ready,
    show_questionnaire,
    edit_questionnaire,
    add_question,
    add_ready,
    edit_question,
    move_question,
    remove_question,
    publish,
    retire,
    bring_back,
    list_cards,
    add_card,
    seed_cards,
    edit_card,
    put_away,
]
