"""What is sent and answered about notes that say the same."""

from __future__ import annotations

from typing import Annotated

import msgspec

from programs.listening.schemas import Reason
from server.web.forms import RowId, Write

MANY = 50


class MergedNeeds(Write):
    """Notes that say the same as the one that is kept."""

    needs: Annotated[tuple[RowId, ...], msgspec.Meta(max_length=MANY)] = ()


class ChosenMerge(MergedNeeds, kw_only=True):
    """The same, with the note that is kept chosen among them."""

    kept: RowId


class SplitNeed(Write):
    """Why a note is a need of its own after all."""

    reason: Reason
