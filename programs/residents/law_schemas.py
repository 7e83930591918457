"""What is sent about consent, notices, retention and erasure, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from programs.residents.schemas import How, PurposeName, Purposes
from server.lib.i18n import Message, m
from server.web.forms import RowIds, Write

REASONS = {
    "residents.not_agreed": m("Ask first: this is kept only with a yes for its purpose. Tick it below."),
    "residents.guardian_needed": m(
        "Of a child under 14, more than a nickname is kept only when a guardian agrees. Write the guardian's name."
    ),
    "residents.guardian_not_agreed": m("Ask the guardian first, and tick “Register” below."),
    "residents.nothing_agreed": m("Tick what was agreed to."),
    "residents.until_before_given": m("The last day lies before the day of the consent."),
    "residents.until_too_late": m("Nobody can agree for more than ten years ahead."),
    "residents.keep_until_past": m("This day has gone by. Choose a later one, or leave it empty."),
    "residents.not_in_force": m("There is no consent for this that holds now."),
    "residents.notice_unchanged": m("This is word for word the notice in force."),
    "residents.phone": m("Write a number that can be called, for example 138 0000 0431."),
    "residents.no_phone": m("No number is kept of this person."),
    "residents.too_many_words": m("Keep it to 30 words."),
    "residents.word_too_long": m("Keep each word to 40 characters."),
    "residents.word_unreadable": m("One of the words holds signs that nobody can read."),
    "residents.size_without_door": m("Say which door this is first."),
    "residents.erased": m("This record was erased. Nothing can be written into it."),
    "residents.name_not_confirmed": m(
        "Write the name as it stands on the card, to show that you mean this person."
    ),
    "residents.nothing_due": m("None of these is due for deletion any more."),
}

ACTS = {
    "consent.given": m("wrote down a consent"),
    "consent.withdrawn": m("took a consent back for this person"),
    "consent.run_out": m("deleted what rested on a consent that had run out"),
    "notice.published": m("published a notice"),
    "resident.number_shown": m("looked at the whole number"),
    "resident.exported": m("made a copy for this person"),
    "resident.erased": m("erased this person's record"),
    "retention.confirmed": m("confirmed what is to be deleted"),
}

PURPOSES: dict[str, Message] = {
    "register": m("Register"),
    "contact": m("Contact"),
    "interests": m("Interests"),
    "care": m("Care"),
    "publicity": m("Public thanks"),
    "photos": m("Photos"),
}
PURPOSE_HINTS: dict[str, Message] = {
    "register": m("Age group, building and door, last four digits: to know the person again."),
    "contact": m("The whole phone number: to call and to send news."),
    "interests": m("Hobbies and target groups: to ask them to what they may like."),
    "care": m("Categories of service: to think of them and to help."),
    "publicity": m("The name on a board of honour, a notice or a web page."),
    "photos": m("Pictures of activities in which they can be seen."),
}
HOWS: dict[str, Message] = {
    "face_to_face": m("Face to face"),
    "paper": m("On paper"),
    "phone": m("By phone"),
    "online": m("Online"),
}
STANDINGS: dict[str, tuple[Message, str]] = {
    "in_force": (m("Agreed"), "good"),
    "older_notice": (m("Agreed to an earlier notice"), "warn"),
    "expired": (m("Run out"), "warn"),
    "withdrawn": (m("Consent taken back"), "neutral"),
    "unasked": (m("Not asked"), "neutral"),
}
FIELDS = {
    "resident": {
        "consent_register": m("Consent: register"),
        "consent_contact": m("Consent: contact"),
        "consent_interests": m("Consent: interests"),
        "consent_care": m("Consent: care"),
        "consent_publicity": m("Consent: public thanks"),
        "consent_photos": m("Consent: photos"),
    },
    "privacy_notice": {"number": m("Version")},
    "organisation": {"records": m("Records of people")},
}
GROUNDS: dict[str, Message] = {
    "asked": m("the person asked for it"),
    "retention": m("the time to keep it had run out"),
    "withdrawn": m("consent was taken back"),
}


class GivenConsent(Write):
    """What a person, or a child's guardian, agreed to on a day, and until when."""

    purposes: Purposes
    how: How
    given_on: date
    until: date | None = None
    guardian_name: Annotated[str, msgspec.Meta(max_length=60)] | None = None


class WithdrawnConsent(Write):
    """Takes a consent back."""

    purpose: PurposeName


class NewNotice(Write):
    """The next version of what people are told."""

    body: Annotated[str, msgspec.Meta(min_length=200, max_length=12_000)]


class ShownNumber(Write):
    """Asks for a person's whole number; it is written in the log."""


class PhoneOut(msgspec.Struct):
    """A person's whole number."""

    phone: str


class OwnCopy(Write):
    """Asks for all that is kept of a person, as a file for her."""

    format: Literal["json", "xlsx"] = "json"


class Erased(Write):
    """Erases a person's record for good. `name` as it stands on the card says that this person is meant."""

    ground: Literal["asked", "withdrawn"]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class ConfirmedRetention(Write):
    """Whose records a coordinator has looked at and wants deleted; of `run_out`, what rested on a consent run out."""

    residents: RowIds = ()
    run_out: RowIds = ()


class ConsentOut(msgspec.Struct):
    """A consent as the API shows it; `standing` is in_force, older_notice, expired or withdrawn."""

    id: int
    purpose: str
    notice_number: int
    notice_title: str
    notice_published_on: date
    how: str
    by_guardian: bool
    given_on: date
    until: date | None
    withdrawn_on: date | None
    standing: str


class DueRow(msgspec.Struct):
    """A record that is due for deletion."""

    id: int
    name: str
    community_name: str
    keep_until: date
