"""Printing certificates."""

from __future__ import annotations

from server.lib.i18n import m
from server.web.forms import Write


class PrintedCertificates(Write):
    """That certificates are printed now."""


ACTS = {"certificate.printed": m("printed the certificate")}
