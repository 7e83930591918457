"""How the chapters of a dossier are called, and what stands in one that is empty."""

from __future__ import annotations

from programs.method import dossier_rules
from server.lib.i18n import Message, format_month, m

CHAPTER_NAMES: dict[str, Message] = {
    "glance": m("At a glance"),
    "carried": m("Who carries it"),
    "ahead": m("What must go on"),
    "open": m("What is open"),
    "held": m("How it is held"),
    "papers": m("Chat groups, lists and documents"),
    "money": m("Money"),
}
CHAPTER_HINTS: dict[str, Message] = {
    "glance": m("Where it stands, and what staff still do."),
    "carried": m("Call on these people first. Whoever stands alone here is the first risk."),
    "ahead": m("The next twelve months: what, with whom, and what breaks when it is forgotten."),
    "open": m("What was begun and is not finished, and who has it."),
    "held": m("What keeps the result when nobody from outside is there."),
    "papers": m("Where people talk to each other, who has what, and where it lies."),
    "money": m("Who pays, and until when."),
}
EMPTY: dict[str, Message] = {
    "glance": m("Nothing has been recorded of this program yet."),
    "carried": m("Nobody carries it yet but the staff: there is no group and no mechanism."),
    "ahead": m("Nothing stands in the calendar. What nobody planned will not go on by itself."),
    "open": m("Nothing is open. What was begun is finished."),
    "held": m("Nothing holds it yet: no mechanism, no compact, no habit, no thanks."),
    "papers": m("No chat group, no list and no document is known."),
    "money": m("No grant that you may see pays for this program now."),
}
_PERIODS: dict[str, Message] = {
    dossier_rules.OVERDUE: m("Overdue"),
    dossier_rules.AGAIN: m("Again and again"),
}


def period_name(key: str) -> str:
    """How a part of the calendar is called."""
    return str(_PERIODS[key]) if key in _PERIODS else format_month(key)
