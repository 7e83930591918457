"""Work for later: `from server import jobs`, then `await jobs.enqueue(...)` within the action's transaction.

A room's `jobs.py` registers what carries it out: `@jobs.job("teams.remind")`.
"""

from server.jobs.actions import enqueue
from server.jobs.registry import job

__all__ = ["enqueue", "job"]
