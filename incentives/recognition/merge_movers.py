"""What follows a person out of this room when two records of her become one."""

from incentives.recognition.tables import (
    CareTalk,
    Follower,
    Nomination,
    NominationReview,
    PublicityItem,
    RoleModelStory,
)
from programs.residents.mover_actions import Rows, RowsOnce
from server.lib.i18n import m

MOVERS = (
    Rows(Nomination, "resident", m("nominations for honours")),
    Rows(Nomination, "proposer", m("whom she nominated")),
    RowsOnce(NominationReview, "reviewer_resident", m("reviews of nominations"), once_in=("nomination",)),
    Rows(PublicityItem, "resident", m("where she was shown")),
    Rows(CareTalk, "resident", m("talks of care")),
    Rows(RoleModelStory, "resident", m("stories of an example")),
    RowsOnce(
        Follower,
        "resident",
        m("because of whom she joined"),
        once_in=("because_of",),
        ended="voided_at",
        source="follower",
    ),
    RowsOnce(
        Follower,
        "because_of",
        m("who joined because of her"),
        once_in=("resident",),
        ended="voided_at",
        source="follower",
    ),
)
