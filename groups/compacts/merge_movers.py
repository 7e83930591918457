"""What follows a person out of this room when two records of her become one."""

from groups.compacts.tables import CompactComment, CompactSignature
from programs.residents.mover_actions import Rows
from server.lib.i18n import m

MOVERS = (
    Rows(CompactComment, "resident", m("comments on compacts")),
    Rows(CompactSignature, "resident", m("signatures to compacts")),
)
