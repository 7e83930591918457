"""What follows a person out of this room when two records of her become one."""

from groups.habits.tables import HabitEntry
from programs.residents.mover_actions import Rows
from server.lib.i18n import m

MOVERS = (Rows(HabitEntry, "resident", m("names on charts of habits")),)
