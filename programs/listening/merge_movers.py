"""What follows a person out of this room when two records of her become one."""

from programs.listening.tables import Need
from programs.residents.mover_actions import Rows
from server.lib.i18n import m

MOVERS = (Rows(Need, "resident", m("needs that they raised")),)
