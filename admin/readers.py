"""Who may enter the admin: funders and coordinators to read of programs, the operator to look after Linli."""

from server.lib.actor import COORDINATOR, FUNDER, OPERATOR

REPORTS = frozenset({FUNDER, COORDINATOR})
ADMIN = REPORTS | {OPERATOR}
