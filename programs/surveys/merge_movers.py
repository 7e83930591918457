"""What follows a person out of this room when two records of her become one."""

from programs.residents.mover_actions import Rows
from programs.surveys.tables import SurveyAnswer
from server.lib.i18n import m

MOVERS = (Rows(SurveyAnswer, "resident", m("answers to surveys")),)
