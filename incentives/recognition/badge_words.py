"""What the log says of badges."""

from server.lib.i18n import m

ACTS = {"badge_key.made": m("made the key that signs badges")}
