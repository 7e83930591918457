"""What the choices, refusals and acts of this room are called."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.i18n import Message, m

STEPS: dict[str, Message] = {
    "asked": m("Asked"),
    "volunteer": m("Volunteer"),
    "building_leader": m("Building leader"),
    "declined": m("Would rather not"),
}
REASONS = {
    "bodies.step_taken": m("This person stands there already."),
    "bodies.appoint_instead": m("Appoint a building leader at the building itself."),
    "bodies.is_leader": m("This person leads a building. End the term first."),
    "bodies.has_leader": m("This building has a leader. End the term first."),
    "bodies.term_ended": m("This term has ended already."),
    "bodies.no_person": m("Say who it is."),
}
ACTS = {
    "recruit.noted": m("noted a step of recruitment"),
    "building_leader.appointed": m("appointed the building leader"),
    "building_leader.ended": m("ended the term"),
}
FIELDS: dict[str, Mapping[str, Message]] = {"building_leader": {"ended_on": m("Until")}}


def options(*names: str) -> list[tuple[str, Message]]:
    """Steps for a form."""
    return [(name, STEPS[name]) for name in names]
