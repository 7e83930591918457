"""Forgetting a person in recognition: her name leaves the texts, her story and what was said with her go, counts stay."""

from __future__ import annotations

from collections.abc import Sequence

from incentives.recognition.queries import WAITING
from programs.residents.erasure_actions import SOMEBODY, take_names_out
from server.lib import clock, db
from server.lib.actor import Actor

_HERE = "organisation = {} AND community = (SELECT community FROM resident WHERE id = {})"
_OF_NOMINATION = f"nomination IN (SELECT id FROM nomination WHERE {_HERE})"
_TEXTS: tuple[tuple[str, Sequence[str]], ...] = (
    ("nomination", ("deed", "decision_note", "public_name")),
    ("award", ("prize", "revoke_reason")),
    ("community_honour", ("title", "given_by", "void_reason")),
    ("publicity_item", ("title", "place", "void_reason")),
    ("care_talk", ("void_reason", "by_name")),
    ("role_model_story", ("title", "story")),
    ("follower", ("said", "void_reason")),
)


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take down what rests on her alone, and her names out of everything else, in the erasing transaction."""
    await db.execute(
        "UPDATE nomination SET public_name = '', shown_as = 'nobody', deed = {} WHERE resident = {}",
        SOMEBODY,
        resident_id,
    )
    await db.execute(
        f"UPDATE nomination SET state = 'taken_back', decided_on = {{}}, version = version + 1 WHERE resident = {{}}"
        f" AND state IN ({db.marks(WAITING)})",
        clock.today(),
        resident_id,
        *WAITING,
    )
    await db.execute(
        "UPDATE role_model_story SET title = {}, story = {}, taken_down_on = COALESCE(taken_down_on, {})"
        " WHERE resident = {}",
        SOMEBODY,
        SOMEBODY,
        clock.today(),
        resident_id,
    )
    await db.execute("UPDATE care_talk SET note = '' WHERE resident = {}", resident_id)
    await db.execute("UPDATE follower SET said = '' WHERE resident = {}", resident_id)
    here = [actor.organisation_id, resident_id]
    for table, columns in _TEXTS:
        await take_names_out(table, columns, names, where=_HERE, values=here)
    await take_names_out("nomination_review", ("note",), names, where=_OF_NOMINATION, values=here)
    await take_names_out(
        "honour",
        ("name", "criteria", "prize", "signed_by"),
        names,
        where="organisation = {}",
        values=[actor.organisation_id],
    )
