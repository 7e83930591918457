"""What was done: a hash-chained log, and the ids of writes already carried out.

`from server import audit` and then `await audit.record(...)` within the action's transaction.
"""

from server.audit.actions import anew, once, record, take_names_out
from server.audit.queries import entries_of, verify

__all__ = ["anew", "entries_of", "once", "record", "take_names_out", "verify"]
