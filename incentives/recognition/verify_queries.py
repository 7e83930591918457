"""Looking up a code, in every room that gives codes away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from incentives.recognition import award_queries, verify_rules
from incentives.recognition.verify_rules import Verdict
from server.lib import db
from server.lib.late_entries import Entries

# Each asks one kind of thing for a code; the ceiling fills it in. All are asked each time, whoever knows the code.
FOUND_BY: Entries[Callable[[str], Awaitable[Verdict | None]]] = Entries(__name__)


async def verdict_on(text: str) -> Verdict:
    """What may be said of a typed or scanned code at this moment."""
    code = verify_rules.read_code(text)
    return verify_rules.first_found([await find(code) for find in FOUND_BY])


async def award_by_code(code: str) -> dict[str, Any] | None:
    """The award with this code as `award_queries.card_of` has it, with the name of its `organisation`."""
    found = await db.rows(
        "SELECT a.id, o.name AS organisation, o.slug AS organisation_slug FROM award AS a"
        " JOIN organisation AS o ON o.id = a.organisation WHERE a.code = {}",
        code,
    )
    if not found:
        return None
    return {**await award_queries.card_of(found[0]["id"]), **found[0]}


async def found_award(code: str) -> Verdict | None:
    """The verdict on an award; None when no award has this code."""
    award = await award_by_code(code)
    if award is None:
        return None
    return verify_rules.verdict_of_award(
        title=award["honour"],
        number=award["number"],
        awarded_on=award["awarded_on"],
        revoked_on=award["revoked_on"],
        revoke_class=award["revoke_class"],
        shown=award["shown"],
        by=award["organisation"],
        place=award["community_name"],
    )
