"""Printing certificates."""

from __future__ import annotations

from server.lib.i18n import m
from server.web.forms import RowId, Write


class PrintedCertificates(Write):
    """That certificates are printed now."""


class PrintedPart(PrintedCertificates):
    """The awards with whose numbers a part of a ceremony's certificates begins and ends; without them it is all."""

    first: RowId | None = None
    last: RowId | None = None


ACTS = {"certificate.printed": m("printed the certificate")}
