"""Reading service letters and corrections, on the desk and at `/verify`."""

from __future__ import annotations

from typing import Any

import msgspec

from incentives.reciprocity import own_rules as rules
from incentives.reciprocity import policy
from incentives.reciprocity.own_rules import LetterFacts
from incentives.reciprocity.tables import CorrectionRequest, ServiceLetter
from incentives.recognition.verify_rules import Verdict
from programs.communities.queries import within_reach
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row

_CORRECTION = (
    "SELECT x.id, x.community, x.resident, r.name, x.text, x.asked_on, x.corrected, x.answer, x.answered_on,"
    " u.display_name AS answered_by, x.version FROM correction_request AS x JOIN resident AS r ON r.id = x.resident"
    " LEFT JOIN user_account AS u ON u.id = x.answered_by"
)
_ANSWERED_SHOWN = 50


async def access_letter(actor: Actor, letter_id: int) -> ServiceLetter:
    """The only way from an id in an address to a letter, for staff of its community."""
    letter = await own_row(ServiceLetter, letter_id, actor)
    if "letters" not in policy.seen(actor, letter.community):
        raise NotFound
    return letter


async def access_correction(actor: Actor, correction_id: int) -> CorrectionRequest:
    """The only way from an id in an address to a correction, for staff of its community."""
    correction = await own_row(CorrectionRequest, correction_id, actor)
    if "corrections" not in policy.seen(actor, correction.community):
        raise NotFound
    return correction


async def correction_card(correction_id: int) -> dict[str, Any]:
    """A correction with whose page it is about."""
    [card] = await db.rows(f"{_CORRECTION} WHERE x.id = {{}}", correction_id)
    return {**card, "due_on": rules.due_on(card["asked_on"])}


async def list_corrections(
    actor: Actor, *, community_id: int | None = None, answered: bool = False
) -> list[dict[str, Any]]:
    """The corrections that wait, the oldest first; or the last ones that were answered."""
    where, values = within_reach(actor, "x", community_id)
    where.append("x.answered_on IS NOT NULL" if answered else "x.answered_on IS NULL")
    order = f"x.id DESC LIMIT {_ANSWERED_SHOWN}" if answered else "x.asked_on, x.id"
    found = await db.rows(f"{_CORRECTION} WHERE {' AND '.join(where)} ORDER BY {order}", *values)
    return [{**row, "due_on": rules.due_on(row["asked_on"])} for row in found]


def facts_in(letter: ServiceLetter) -> LetterFacts | None:
    """What a letter says; None once its person is erased."""
    return msgspec.json.decode(letter.facts, type=LetterFacts) if letter.facts else None


async def letter_to_print(resident_id: int, code: str) -> tuple[ServiceLetter, LetterFacts] | None:
    """One of a person's own letters with what it says; None for one that holds no longer."""
    letter = await ServiceLetter.objects().get(
        (ServiceLetter.resident == resident_id) & (ServiceLetter.code == code)
    )
    facts = facts_in(letter) if letter else None
    if letter is None or facts is None or not rules.letter_holds(letter.revoked_on):
        return None
    return letter, facts


async def found_letter(code: str) -> Verdict | None:
    """What `/verify` may say of a letter: never more of the person than the first sign of her name."""
    found = await db.rows(
        "SELECT l.issued_on, l.revoked_on, l.facts, o.name AS organisation, c.name AS community"
        " FROM service_letter AS l JOIN organisation AS o ON o.id = l.organisation"
        " JOIN community AS c ON c.id = l.community WHERE l.code = {}",
        code,
    )
    if not found:
        return None
    [row] = found
    facts = msgspec.json.decode(row["facts"], type=LetterFacts) if row["facts"] else None
    valid = facts is not None and rules.letter_holds(row["revoked_on"])
    return Verdict(
        state="valid" if valid else "revoked",
        kind="letter",
        on=row["issued_on"] if valid else row["revoked_on"] or row["issued_on"],
        name_as_allowed=rules.masked(facts.name) if facts and valid else "",
        by=row["organisation"],
        place=row["community"],
    )
