"""Why nobody can rely on a group, in words for whoever takes over."""

from __future__ import annotations

from server.lib.i18n import Message, m

GAPS: dict[str, Message] = {
    "nobody": m("Nobody is in charge: it meets only as long as you call it together."),
    "no_leader": m("Nobody leads it: the deputy holds it alone."),
    "no_deputy": m("Nobody stands in: when this one person is ill, the group stands still."),
    "term_over": m("The term is over: let the members choose."),
    "leader_moved": m("The leader has moved away: ask who goes on."),
    "deputy_moved": m("The deputy has moved away: ask who stands in now."),
}
