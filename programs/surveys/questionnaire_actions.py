"""Writing questionnaires: a draft is edited until it is published, and an edit after that is the next number."""

from __future__ import annotations

from collections.abc import Callable

from programs.surveys import rules
from programs.surveys.questionnaire_queries import newest_version
from programs.surveys.rules import Question
from programs.surveys.schemas import (
    EditedQuestion,
    EditedQuestionnaire,
    MovedQuestion,
    NewQuestion,
    NewQuestionnaire,
    Published,
    QuestionFields,
    RemovedQuestion,
)
from programs.surveys.shipped import SHIPPED, questions_of
from programs.surveys.tables import Questionnaire, QuestionnaireVersion
from server import audit
from server.accounts.tables import Organisation
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.i18n import language
from server.lib.records import check_version, next_version

Change = Callable[[tuple[Question, ...]], tuple[Question, ...]]


async def make_questionnaire(data: NewQuestionnaire, *, actor: Actor) -> int:
    """Begin a questionnaire of one's own; the id of its row."""
    async with write_transaction():
        made = await _insert(data.title, data.about or "", key=None, actor=actor)
        await _insert_version(made.id, 1, (), data.source or "", actor=actor)
        await audit.record("questionnaire.made", "questionnaire", made.id, actor=actor)
        return made.id


async def take_ready(key: str, *, actor: Actor) -> int:
    """Take over a questionnaire that ships with Linli, published as its first version."""
    ready = SHIPPED.get(key)
    if ready is None:
        raise NotFound
    async with write_transaction():
        await lock(Organisation(id=actor.organisation_id))
        if await Questionnaire.exists().where(
            (Questionnaire.organisation == actor.organisation_id) & (Questionnaire.key == key)
        ):
            raise Refused("surveys.taken_already", field="key")
        with language(actor.language):
            words = str(ready.title), str(ready.about), str(ready.source)
        taken = await _insert(*words[:2], key=key, actor=actor)
        await _insert_version(taken.id, 1, questions_of(ready), words[2], actor=actor, published=True)
        await audit.record("questionnaire.taken", "questionnaire", taken.id, actor=actor)
        return taken.id


async def edit_questionnaire(questionnaire: Questionnaire, data: EditedQuestionnaire, *, actor: Actor) -> int:
    """Save title, purpose and source. A changed source is the next number's, like a changed question."""
    async with write_transaction():
        questionnaire = await lock(questionnaire)
        new = {"title": data.title, "about": data.about or ""}
        check_version(questionnaire, data.version, new)
        changes = {
            name: [getattr(questionnaire, name), value]
            for name, value in new.items()
            if getattr(questionnaire, name) != value
        }
        newest = await newest_version(questionnaire.id)
        source = data.source or ""
        if newest is None or newest.source != source:
            changes["source"] = [newest.source if newest else "", source]
            draft = await _draft(questionnaire, actor=actor)
            await QuestionnaireVersion.update({QuestionnaireVersion.source: source}).where(
                QuestionnaireVersion.id == draft.id
            )
        if changes:
            await Questionnaire.update(next_version(questionnaire, new)).where(
                Questionnaire.id == questionnaire.id
            )
            await audit.record(
                "questionnaire.edited", "questionnaire", questionnaire.id, actor=actor, changes=changes
            )
        return questionnaire.id


async def add_question(questionnaire: Questionnaire, data: NewQuestion, *, actor: Actor) -> int:
    """Add a question at the end."""

    def add(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        if code := rules.refuse_adding(questions):
            raise Refused(code, field="text")
        return (*questions, _question(data, key=rules.new_key([one.key for one in questions])))

    return await _change(questionnaire, None, add, actor=actor)


async def add_ready(questionnaire: Questionnaire, key: str, *, actor: Actor) -> int:
    """Add the questions of a questionnaire that ships with Linli, without those that stand there already."""

    def add(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        there = {one.key for one in questions}
        added = [one for one in questions_of(SHIPPED[key]) if one.key not in there]
        if not added:
            raise Refused("surveys.question_there", field="key")
        if code := rules.refuse_adding(questions, len(added)):
            raise Refused(code, field="key")
        return (*questions, *added)

    return await _change(questionnaire, None, add, actor=actor)


async def edit_question(
    questionnaire: Questionnaire, place: int, data: EditedQuestion, *, actor: Actor
) -> int:
    """Save a question; it keeps its key, so that what it measures stays named."""

    def edit(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        old = _at(questions, place)
        new = _question(data, key=old.key, before=old)
        return (*questions[: place - 1], new, *questions[place:])

    return await _change(questionnaire, data.version, edit, actor=actor)


async def move_question(
    questionnaire: Questionnaire, place: int, data: MovedQuestion, *, actor: Actor
) -> int:
    """Move a question one place up or down."""

    def move(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        _at(questions, place)
        return rules.moved(questions, place - 1, -1 if data.way == "up" else 1)

    return await _change(questionnaire, data.version, move, actor=actor)


async def remove_question(
    questionnaire: Questionnaire, place: int, data: RemovedQuestion, *, actor: Actor
) -> int:
    """Take a question out; versions that asked it keep it."""

    def remove(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        _at(questions, place)
        return (*questions[: place - 1], *questions[place:])

    return await _change(questionnaire, data.version, remove, actor=actor)


async def publish(questionnaire: Questionnaire, data: Published, *, actor: Actor) -> int:
    """Publish the draft: from now on this number stays as it is."""
    async with write_transaction():
        questionnaire = await lock(questionnaire)
        check_version(questionnaire, data.version, {})
        draft = await newest_version(questionnaire.id)
        if draft is None or draft.published_on is not None:
            raise Refused("surveys.nothing_to_publish")
        if code := rules.refuse_publishing(rules.read_questions(draft.questions), published=False):
            raise Refused(code)
        await QuestionnaireVersion.update({QuestionnaireVersion.published_on: clock.today()}).where(
            QuestionnaireVersion.id == draft.id
        )
        await _touch(questionnaire)
        await audit.record(
            "questionnaire.published",
            "questionnaire",
            questionnaire.id,
            actor=actor,
            changes={"number": [None, draft.number]},
        )
        return draft.id


async def put_away(questionnaire: Questionnaire, *, away: bool, actor: Actor) -> int:
    """Put a questionnaire away, so that no new wave asks it, or bring it back."""
    async with write_transaction():
        questionnaire = await lock(questionnaire)
        if away == (questionnaire.retired_on is not None):
            raise Refused("surveys.retired" if away else "surveys.not_retired")
        await Questionnaire.update(
            next_version(questionnaire, {"retired_on": clock.today() if away else None})
        ).where(Questionnaire.id == questionnaire.id)
        action = "questionnaire.retired" if away else "questionnaire.restored"
        await audit.record(action, "questionnaire", questionnaire.id, actor=actor)
        return questionnaire.id


async def _insert(title: str, about: str, *, key: str | None, actor: Actor) -> Questionnaire:
    made = Questionnaire(
        organisation=actor.organisation_id, title=title, about=about, key=key, created_at=clock.now()
    )
    await made.save()
    return made


async def _insert_version(
    questionnaire_id: int,
    number: int,
    questions: tuple[Question, ...],
    source: str,
    *,
    actor: Actor,
    published: bool = False,
) -> QuestionnaireVersion:
    made = QuestionnaireVersion(
        organisation=actor.organisation_id,
        questionnaire=questionnaire_id,
        number=number,
        questions=rules.write_questions(questions),
        source=source,
        published_on=clock.today() if published else None,
        made_by=actor.user_id,
        created_at=clock.now(),
    )
    await made.save()
    return made


async def _draft(questionnaire: Questionnaire, *, actor: Actor) -> QuestionnaireVersion:
    """The version that is being written; a copy with the next number when the newest is published."""
    newest = await newest_version(questionnaire.id)
    if newest is None:
        return await _insert_version(questionnaire.id, 1, (), "", actor=actor)
    if newest.published_on is None:
        return newest
    questions = rules.read_questions(newest.questions)
    return await _insert_version(questionnaire.id, newest.number + 1, questions, newest.source, actor=actor)


async def _change(questionnaire: Questionnaire, version: int | None, change: Change, *, actor: Actor) -> int:
    """Change the draft's questions; refused as stale when `version` is not the one that stands."""
    async with write_transaction():
        questionnaire = await lock(questionnaire)
        if version is not None:
            check_version(questionnaire, version, {})
        draft = await _draft(questionnaire, actor=actor)
        before = rules.read_questions(draft.questions)
        after = change(before)
        await QuestionnaireVersion.update(
            {QuestionnaireVersion.questions: rules.write_questions(after)}
        ).where(QuestionnaireVersion.id == draft.id)
        await _touch(questionnaire)
        await audit.record(
            "questionnaire.edited",
            "questionnaire",
            questionnaire.id,
            actor=actor,
            changes={"questions": [len(before), len(after)]},
        )
        return questionnaire.id


async def _touch(questionnaire: Questionnaire) -> None:
    await Questionnaire.update(next_version(questionnaire, {})).where(Questionnaire.id == questionnaire.id)


def _question(data: QuestionFields, *, key: str, before: Question | None = None) -> Question:
    options = rules.read_options(
        data.options or "", before.options if before else (), data.options_english or ""
    )
    if code := rules.refuse_options(data.kind, options):
        raise Refused(code, field="options")
    scale = before.scale if before and before.kind == data.kind else ""
    return Question(
        key=key, kind=data.kind, text=data.text, english=data.english or "", options=options, scale=scale
    )


def _at(questions: tuple[Question, ...], place: int) -> Question:
    if not 1 <= place <= len(questions):
        raise NotFound
    return questions[place - 1]
