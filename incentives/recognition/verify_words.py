"""What `/verify` says."""

from __future__ import annotations

from server.lib.i18n import m

STATES = {"valid": m("Valid"), "revoked": m("Revoked"), "unknown": m("Unknown")}
KINDS = {"award": m("Certificate of honour"), "letter": m("Service letter")}

REASONS = {"verify.too_many": m("Too many codes were looked up from here. Try again in a while.")}
