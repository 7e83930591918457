"""What is sent to make a candidate focal issue of needs."""

from __future__ import annotations

from typing import Annotated

import msgspec

from server.web.forms import Line, RowId, RowIds, Write


class CandidateIssue(Write):
    """A candidate with its evidence: the ticked needs, or all of a class that belong to no other program."""

    title: Line
    why: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    needs: RowIds = ()
    need_class: RowId | None = None


class ChosenCandidate(CandidateIssue, kw_only=True):
    """The same, with its program chosen in the form."""

    program: RowId
