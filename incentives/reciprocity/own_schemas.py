"""What is sent and answered about a volunteer's own page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Line, Version, Write

REASONS = {
    "own.gone": m("This person's record is erased."),
    "own.no_link": m("There is no open link."),
    "own.too_many": m("Too much came in from here at once. Please try again in %(minutes)s minutes."),
    "own.rated_today": m("You have already answered today. Come again another time."),
    "own.nothing_to_say": m("Nothing is written down of you yet that a letter could say."),
    "own.answered_already": m("This is already answered."),
    "own.letter_revoked": m("This letter is already revoked."),
}
ACTS = {
    "own_link.made": m("made a private link to her own page"),
    "own_link.closed": m("closed the private link"),
    "meaning.rated": m("said on her own page how much it means to her"),
    "correction.asked": m("asked for a correction on her own page"),
    "correction.answered": m("answered a correction"),
    "service_letter.made": m("made a service letter"),
    "service_letter.revoked": m("revoked a service letter"),
}
FIELDS = {
    "correction": {"corrected": m("Corrected")},
}
ROLES: dict[str, Message] = {
    "leader": m("Leader of the group"),
    "deputy": m("Deputy leader of the group"),
    "building_leader": m("Building leader"),
    "community_leader": m("Community leader"),
}
MEANINGS: dict[int, Message] = {
    1: m("1 · hardly anything"),
    2: m("2 · a little"),
    3: m("3 · something"),
    4: m("4 · much"),
    5: m("5 · very much"),
}
ANSWERS = {"yes": m("Corrected"), "no": m("It stays as it is")}

# The parts of the page by which it is read in large print: one task a page.
PARTS: dict[str, Message] = {
    "letters": m("Service letter"),
    "deeds": m("What I did"),
    "thanks": m("Thanks"),
    "meaning": m("What it means to me"),
    "roles": m("How I grew"),
    "services": m("My agreements with neighbours"),
    "habits": m("My habits"),
    "corrections": m("Something is wrong here?"),
}

Rating = Annotated[int, msgspec.Meta(ge=1, le=5)]
Hidden = Annotated[str, msgspec.Meta(max_length=200)]


class NewLink(Write):
    """Makes a private link to a person's own page; an older one closes."""


class ClosedLink(Write):
    """Closes a person's private link."""


class Rated(Write):
    """How much her service means to a volunteer, 1 to 5, in her own view."""

    rating: Rating
    note: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class AskedCorrection(Write):
    """What is wrong on her page. `leave_empty` is a box that no person sees."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    leave_empty: Hidden | None = None


class NewLetter(Write):
    """Makes a service letter of what stands on the page today."""


class AnsweredCorrection(Write):
    """Whether something was corrected, and what she is told."""

    version: Version
    corrected: Literal["yes", "no"]
    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class RevokedLetter(Write):
    """Why a letter holds no longer."""

    reason: Line


class LinkOut(msgspec.Struct):
    """A link that was just made: where it leads, told this once, and until when it opens."""

    path: str
    until: date
