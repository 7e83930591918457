"""What follows a person out of this room when two records of her become one."""

from typing import Any

from incentives.reciprocity.tables import (
    CorrectionRequest,
    InterestDeclaration,
    LeaderDecision,
    LoadCheck,
    MeaningRating,
    OwnLink,
    Pressure,
    ServiceAgreement,
    ServiceLetter,
    SupportTask,
)
from programs.residents.mover_actions import Move, Rows
from server.lib import db
from server.lib.errors import Refused
from server.lib.i18n import m


class Given(Rows):
    """Services by who gives them. Nobody serves herself, so both sides of a service are not one person.

    A service that ended with nothing given in it was an entry by mistake and does not say so.
    """

    async def move(self, move: Move) -> Any:
        if await self._between(move):
            raise Refused("agreements.sides_are_two", field="other")
        return await super().move(move)

    async def _between(self, move: Move) -> bool:
        both = (move.kept, move.merged)
        return bool(
            await db.rows(
                "SELECT a.id FROM service_agreement AS a WHERE ((a.giver = {} AND a.receiver = {}) OR (a.giver = {} AND"
                " a.receiver = {})) AND (a.state <> 'ended' OR EXISTS (SELECT 1 FROM service_exchange AS e"
                " WHERE e.agreement = a.id AND e.voided_at IS NULL)) LIMIT 1",
                *both,
                *reversed(both),
            )
        )


MOVERS = (
    Given(ServiceAgreement, "giver", m("services that they give")),
    Rows(ServiceAgreement, "receiver", m("services that they receive")),
    Rows(OwnLink, "resident", m("private links")),
    Rows(MeaningRating, "resident", m("what it means to them")),
    Rows(CorrectionRequest, "resident", m("corrections that they asked for")),
    Rows(ServiceLetter, "resident", m("service letters")),
    Rows(InterestDeclaration, "resident", m("declarations of interests")),
    Rows(LeaderDecision, "resident", m("decisions that they answer for")),
    Rows(Pressure, "resident", m("attacks on them")),
    Rows(LoadCheck, "resident", m("how heavy their load was")),
    Rows(SupportTask, "resident", m("tasks of support for them")),
)
