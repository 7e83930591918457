"""What follows a person out of this room when two records of her become one."""

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
from programs.residents.mover_actions import Rows
from server.lib.i18n import m

MOVERS = (
    Rows(ServiceAgreement, "giver", m("services that they give")),
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
