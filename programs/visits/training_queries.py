"""Reading who was trained in what."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.visits import training_rules as rules
from programs.visits.tables import SkillNeeded, Training
from programs.visits.words import SCENARIOS
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

_ROW = (
    "SELECT t.id, t.account, t.resident, t.skill, t.trained_on, t.expires_on, t.proof, t.answers_cause, t.voided_at,"
    " u.display_name AS account_name, r.name AS resident_name, r.community FROM training AS t"
    " LEFT JOIN user_account AS u ON u.id = t.account LEFT JOIN resident AS r ON r.id = t.resident"
)


async def access_training(actor: Actor, training_id: int) -> Training:
    """The only way from an id in an address to a Training: of a colleague, or of a resident of the actor's communities."""
    training = await own_row(Training, training_id, actor)
    if not actor.is_staff:
        raise NotFound
    if training.resident is not None:
        [place] = await db.rows("SELECT community FROM resident WHERE id = {}", training.resident)
        if not actor.works_in(place["community"]):
            raise NotFound
    return training


async def list_trainings(actor: Actor, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """Trainings that stand, newest first: of colleagues, and of residents within the actor's reach."""
    where, values = ["t.organisation = {}", "t.voided_at IS NULL"], [actor.organisation_id]
    mine = actor.community_ids()
    if mine is not None:
        where.append(f"(t.resident IS NULL OR r.community IN ({db.marks(mine)}))")
        values += sorted(mine)
    if (last := after_id(cursor)) is not None:
        where.append("t.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY t.id DESC LIMIT {PAGE + 1}", *values)
    return cut([{**row, "name": row["resident_name"] or row["account_name"] or ""} for row in found], "id")


async def skills_needed(organisation_id: int) -> dict[str, list[str]]:
    """The skills that each scenario needs."""
    found = await SkillNeeded.select(SkillNeeded.scenario, SkillNeeded.skill).where(
        SkillNeeded.organisation == organisation_id
    )
    chosen: dict[str, set[str]] = {}
    for row in found:
        chosen.setdefault(row["scenario"], set()).add(row["skill"])
    return {scenario: rules.needed(scenario, chosen.get(scenario, ())) for scenario in SCENARIOS}


async def lacking(
    organisation_id: int, scenario: str, *, account: int | None, resident: int | None, on: date
) -> list[str]:
    """The skills needed for a scenario that a visitor has no training in that counts on that day."""
    wanted = (await skills_needed(organisation_id))[scenario]
    column, person = ("account", account) if account is not None else ("resident", resident)
    if not wanted or person is None:
        return []
    found = await db.rows(
        f"SELECT skill, trained_on, expires_on FROM training WHERE {column} = {{}} AND voided_at IS NULL",
        person,
    )
    held = [(row["skill"], row["trained_on"], row["expires_on"]) for row in found]
    return rules.lacking(wanted, held, on=on)
