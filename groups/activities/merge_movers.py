"""What follows a person out of this room when two records of her become one."""

from groups.activities.tables import ActivityAct, Attendance, GroupInvitation
from programs.residents.mover_actions import Rows, RowsOnce
from server.lib.i18n import m

MOVERS = (
    RowsOnce(Attendance, "resident", m("who came to activities"), once_in=("activity",)),
    Rows(ActivityAct, "resident", m("who did what in activities")),
    RowsOnce(
        GroupInvitation,
        "resident",
        m("invitations into groups"),
        once_in=("group",),
        better="joined_on",
    ),
)
