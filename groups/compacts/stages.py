"""A compact under its lock, at a stage that permits what is about to be done."""

from __future__ import annotations

from groups.compacts import rules
from groups.compacts.tables import Compact
from groups.compacts.words import STATES
from server.lib.db import lock
from server.lib.errors import Refused


async def permitted(compact: Compact, act: str) -> Compact:
    """The compact, ours until the transaction ends; refused when its stage does not permit `act`."""
    compact = await lock(compact)
    if code := rules.refuse_act(compact.state, act):
        raise Refused(code, stage=STATES[compact.state])
    return compact
