"""What is sent about mechanisms and what refusals say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Paragraph, Write

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class NewMechanism(Write):
    """A mechanism and what proves it; `source` is `kind:id` of a record in the program's evidence."""

    kind: Literal["trust", "reciprocity", "supervision"]
    what: Text
    proof: Literal["document", "meeting", "record"]
    proof_note: Text
    proved_on: date
    keeper: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    source: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^[a-z_]+:[0-9]{1,9}$")] | None = None


class MechanismEnd(Write):
    """Why a mechanism no longer counts."""

    reason: Paragraph


MECHANISM_NAMES: dict[str, Message] = {
    "trust": m("Trust"),
    "reciprocity": m("Give and take"),
    "supervision": m("Supervision"),
}
MECHANISM_HINTS: dict[str, Message] = {
    "trust": m(
        "Why people believe each other: open accounts, promises that were kept, a leader whom they chose."
    ),
    "reciprocity": m(
        "How giving comes back: services with duties on both sides, thanks, turns that everybody takes."
    ),
    "supervision": m(
        "Who looks whether it is kept, how often, and what happens then: residents, not the NGO."
    ),
}
PROOF_NAMES: dict[str, Message] = {
    "document": m("A document"),
    "meeting": m("A meeting"),
    "record": m("Another record"),
}
CHECK_WORDS: dict[str, tuple[Message, str]] = {
    "trust": (m("A mechanism of trust, with proof"), "#add"),
    "reciprocity": (m("A mechanism of give and take, with proof"), "#add"),
    "supervision": (m("A mechanism of supervision, with proof"), "#add"),
    "compact": (m("A compact in force"), "/desk/compacts?community={community}"),
    "habit": (m("A habit that is still kept after 60 days"), "/desk/habits?program={program}"),
    "thanked": (m("People who were thanked"), "/desk/communities/{community}/balance"),
    "deputies": (m("A deputy who can step in"), "/desk/programs/{program}/groups"),
    "alone": (m("An activity without staff in the last three months"), "/desk/programs/{program}/activities"),
    "rhythm": (
        m("The agreed rhythm kept in each of the last three whole months"),
        "/desk/programs/{program}/consolidation",
    ),
    "relapse": (m("No relapse that waits for an answer"), "/desk/programs/{program}/consolidation"),
}
LIGHT_WORDS: dict[str, tuple[Message, Message]] = {
    "good": (m("Sustainable"), m("What was reached is carried by residents. The NGO looks in.")),
    "warn": (m("Still on the road"), m("Some of what carries the result is still missing.")),
    "bad": (m("Not sustainable yet"), m("Without the social worker this would not hold.")),
}

REASONS = {
    "method.mechanism_without_source": m("Choose the meeting or the record that shows it."),
    "method.mechanism_source_unknown": m("Choose a record that stands in this program's evidence."),
    "method.mechanism_voided": m("This mechanism was taken back already."),
}

ACTS = {
    "mechanism.proved": m("entered a mechanism with its proof"),
    "mechanism.voided": m("took back a mechanism"),
}

FIELDS = {
    "mechanism": {
        "kind": m("Kind"),
        "what": m("What the mechanism is"),
        "keeper": m("Who keeps it going"),
        "proof": m("What shows it"),
        "proof_note": m("Which one, and where it is kept"),
        "proved_on": m("In place since"),
    }
}
