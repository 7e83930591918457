"""What follows a person out of this room when two records of her become one."""

from programs.bodies.tables import BuildingLeader, Recruit
from programs.residents.mover_actions import Rows
from server.lib.i18n import m

MOVERS = (
    Rows(Recruit, "resident", m("steps towards standing for a building")),
    Rows(BuildingLeader, "resident", m("terms as building leader")),
)
