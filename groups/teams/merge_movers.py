"""What follows a person out of this room when two records of her become one."""

from groups.teams.tables import (
    CommunityLeader,
    ElectionCandidate,
    ElectionObserver,
    GroupLeader,
    GroupTask,
    LeaderTie,
    Membership,
)
from programs.residents.mover_actions import Rows, RowsOnce
from server.lib.i18n import m

MOVERS = (
    RowsOnce(
        Membership,
        "resident",
        m("membership in groups"),
        once_in=("group",),
        ended="left_on",
        source="membership",
    ),
    RowsOnce(
        CommunityLeader,
        "resident",
        m("what was seen of a community leader"),
        better="confirmed_on",
        hanging=("leader_sighting", "community_leader"),
        source="community_leader",
    ),
    Rows(GroupLeader, "resident", m("terms as group leader")),
    Rows(GroupTask, "plan_author", m("plans of tasks")),
    RowsOnce(ElectionCandidate, "resident", m("candidacies"), once_in=("election",)),
    RowsOnce(ElectionObserver, "resident", m("elections that were watched"), once_in=("election",)),
    RowsOnce(LeaderTie, "resident", m("ties to neighbours"), once_in=("other", "kind"), ended="ended_on"),
    RowsOnce(LeaderTie, "other", m("ties of neighbours"), once_in=("resident", "kind"), ended="ended_on"),
)
