"""Reading questionnaires and their versions."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.surveys import policy
from programs.surveys.rules import Question, read_questions
from programs.surveys.tables import Questionnaire, QuestionnaireVersion
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row


class Standing(msgspec.Struct, frozen=True):
    """A questionnaire's newest version, and whether it is still being written."""

    version_id: int
    number: int
    questions: tuple[Question, ...]
    source: str
    draft: bool


async def access_questionnaire(
    actor: Actor, questionnaire_id: int, *, to_edit: bool = False
) -> Questionnaire:
    """The only way from an id in an address to a Questionnaire; all staff of its organisation read it."""
    questionnaire = await own_row(Questionnaire, questionnaire_id, actor)
    if to_edit and not policy.may_keep_questionnaires(actor):
        raise Forbidden
    return questionnaire


async def newest_version(questionnaire_id: int, *, published: bool = False) -> QuestionnaireVersion | None:
    """The version with the highest number; with `published`, of those that may be asked."""
    query = QuestionnaireVersion.objects().where(QuestionnaireVersion.questionnaire == questionnaire_id)
    if published:
        query = query.where(QuestionnaireVersion.published_on.is_not_null())
    return await query.order_by(QuestionnaireVersion.number, ascending=False).first()


async def standing_of(questionnaire_id: int) -> Standing:
    """The questionnaire as an editor shows it."""
    version = await newest_version(questionnaire_id)
    if version is None:
        return Standing(0, 1, (), "", True)
    return Standing(
        version.id,
        version.number,
        read_questions(version.questions),
        version.source,
        version.published_on is None,
    )


async def question_at(questionnaire_id: int, place: int) -> Question:
    """The question in this place of the newest version, counted from 1."""
    questions = (await standing_of(questionnaire_id)).questions
    if not 1 <= place <= len(questions):
        raise NotFound
    return questions[place - 1]


async def list_questionnaires(actor: Actor) -> list[dict[str, Any]]:
    """The organisation's questionnaires with their newest number, whether that is a draft, and how often they were asked."""
    return await db.rows(
        'SELECT q.id, q.title, q."key", q.about, q.retired_on, v.number, v.published_on, v.source,'
        " (SELECT MAX(p.number) FROM questionnaire_version AS p WHERE p.questionnaire = q.id"
        " AND p.published_on IS NOT NULL) AS published,"
        " (SELECT COUNT(*) FROM survey_wave AS w JOIN questionnaire_version AS u ON u.id = w.questionnaire_version"
        " WHERE u.questionnaire = q.id) AS waves"
        " FROM questionnaire AS q LEFT JOIN questionnaire_version AS v ON v.questionnaire = q.id"
        " AND v.number = (SELECT MAX(n.number) FROM questionnaire_version AS n WHERE n.questionnaire = q.id)"
        " WHERE q.organisation = {} ORDER BY q.id",
        actor.organisation_id,
    )


async def questionnaire_options(actor: Actor) -> list[tuple[int, str]]:
    """The questionnaires that may be asked, to choose from."""
    return [
        (row["id"], row["title"])
        for row in await list_questionnaires(actor)
        if row["published"] is not None and row["retired_on"] is None
    ]


async def versions_of(questionnaire_id: int) -> list[dict[str, Any]]:
    """All versions, the newest first, each with the waves in which it was asked."""
    return await db.rows(
        "SELECT v.id, v.number, v.published_on, (SELECT COUNT(*) FROM survey_wave AS w"
        " WHERE w.questionnaire_version = v.id) AS waves FROM questionnaire_version AS v"
        " WHERE v.questionnaire = {} ORDER BY v.number DESC",
        questionnaire_id,
    )
