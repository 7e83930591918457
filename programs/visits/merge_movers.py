"""What follows a person out of this room when two records of her become one."""

from programs.residents.mover_actions import Rows
from programs.visits.tables import Round, Training, Visit
from server.lib.i18n import m

_ROUNDS, _VISITS = m("rounds that they walked"), m("visits")

MOVERS = (
    Rows(Round, "visitor_resident", _ROUNDS),
    Rows(Round, "companion", _ROUNDS),
    Rows(Visit, "resident", _VISITS),
    Rows(Visit, "visitor_resident", _VISITS),
    Rows(Visit, "companion", _VISITS),
    Rows(Training, "resident", m("trainings")),
)
