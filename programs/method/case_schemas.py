"""What is sent about a program's case."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import Paragraph, RowId, Write


class NewQuote(Write):
    """What somebody said, and under which name it may be told."""

    text: Paragraph
    said_on: date
    said_as: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    resident: RowId | None = None
    consented: bool = False


class QuoteEnd(Write):
    """A quotation is taken out of the case."""


REASONS = {
    "method.quote_without_consent": m("Ask the person first: a quotation is told only with her consent."),
    "method.quote_withdrawn": m("This quotation was taken out already."),
}

ACTS = {
    "quote.added": m("added a quotation"),
    "quote.withdrawn": m("took a quotation out"),
}
