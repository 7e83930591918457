"""What the choices, refusals and acts of this room are called."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.i18n import Message, m

REASONS = {
    "recognition.honour_exists": m("There is a title of this name already."),
    "recognition.honour_given": m(
        "This name stands on certificates already and stays. Let this title be given no more and make a new one."
    ),
    "recognition.honour_retired": m("This title is given no more."),
    "recognition.nobody_named": m("Say who deserves it: a person or a group, and one of them only."),
    "recognition.nominates_herself": m("Nobody nominates herself. Ask who else saw it."),
    "recognition.not_reviewed": m("This works while the nomination waits for reviews."),
    "recognition.not_approved": m("This works once two people have reviewed it in favour."),
    "recognition.not_agreed": m("Ask the person first: an award needs her yes."),
    "recognition.is_settled": m("This nomination is settled and stays as it is."),
    "recognition.reviewer_nominated": m("Whoever nominates does not review. Ask somebody else."),
    "recognition.reviewer_honoured": m("Nobody reviews an honour of her own."),
    "recognition.reviewed_already": m("This reviewer has said yes or no already."),
    "recognition.group_has_one_name": m("A group is shown by its name or not at all."),
    "recognition.nickname_missing": m("Write the name under which she wants to be shown."),
    "recognition.guardian_needed": m("Under 14 a guardian agrees. Write the guardian's name."),
    "recognition.award_before_deed": m("The award cannot come before the deed."),
    "recognition.ceremony_elsewhere": m("This ceremony does not belong here. Choose another one."),
    "recognition.revoked": m("This award was revoked. That is not undone."),
    "recognition.forgotten": m(
        "The name of whoever was given this was erased, so no certificate is printed any more."
    ),
    "recognition.too_many_in_a_file": m(
        "One file holds %(most)s certificates at most. Print them part by part."
    ),
    "recognition.person_or_group": m("Say who was shown: a person or a group, and one of them only."),
    "recognition.gone": m("This was taken back already."),
    "recognition.no_publicity_consent": m(
        "Ask first: this is published only while the person agrees to public thanks."
    ),
    "recognition.story_is_out": m("This story is on the street. Take it down first."),
    "recognition.story_not_out": m("This story is not on the street."),
    "recognition.follows_herself": m("Nobody joins because of herself."),
    "recognition.follows_already": m("This neighbour has already named this person as the reason."),
}
ACTS = {
    "honour.made": m("made the title"),
    "honour.edited": m("changed the title"),
    "nomination.made": m("nominated for an honour"),
    "nomination.reviewed": m("reviewed the nomination"),
    "nomination.approved": m("approved the nomination by the reviews"),
    "nomination.turned_down": m("turned the nomination down by the reviews"),
    "nomination.agreed": m("wrote down the yes of the honoured"),
    "nomination.declined": m("wrote down that the honoured would rather not"),
    "nomination.taken_back": m("took the nomination back"),
    "nomination.photo_added": m("added a photo to the nomination"),
    "award.given": m("gave the award"),
    "award.edited": m("changed the award"),
    "award.revoked": m("revoked the award"),
    "community_honour.noted": m("noted an honour of the community"),
    "community_honour.voided": m("took an honour of the community back"),
    "publicity.noted": m("noted where somebody was shown"),
    "publicity.voided": m("took a note of publicity back"),
    "care.noted": m("noted a talk of care"),
    "care.voided": m("took a note of care back"),
    "story.told": m("wrote a story of an example"),
    "story.edited": m("changed the story"),
    "story.published": m("published the story"),
    "story.taken_down": m("took the story down"),
    "follower.noted": m("noted because of whom somebody joined"),
    "follower.voided": m("took back because of whom somebody joined"),
}
VOTES = {"yes": m("in favour"), "no": m("against")}
FIELDS: dict[str, Mapping[str, Message]] = {
    "honour": {
        "name": m("Title of honour"),
        "criteria": m("Criteria"),
        "prize": m("Prize"),
        "signed_by": m("Signed by"),
        "retired_on": m("Given no more since"),
    },
    "nomination": {
        "state": m("State"),
        "vote": m("Vote"),
        "shown_as": m("Shown in public"),
        "public_name": m("Name in public"),
    },
    "award": {
        "shown_as": m("Shown in public"),
        "public_name": m("Name in public"),
        "ceremony": m("Ceremony"),
        "revoke_class": m("Kind of reason"),
    },
    "role_model_story": {"title": m("Heading"), "story": m("Story"), "told_on": m("Told on")},
    "community_honour": {"title": m("Honour")},
    "publicity_item": {"medium": m("Where"), "place": m("Place")},
}

STATES: dict[str, tuple[Message, str]] = {
    "proposed": (m("Waits for reviews"), "warn"),
    "approved": (m("Ask the person"), "warn"),
    "agreed": (m("Ready for the award"), "info"),
    "awarded": (m("Awarded"), "good"),
    "turned_down": (m("Turned down"), "neutral"),
    "declined": (m("Would rather not"), "neutral"),
    "taken_back": (m("Taken back"), "neutral"),
}
PROPOSED_BY: dict[str, Message] = {
    "neighbour": m("a neighbour"),
    "leader": m("a group's leader"),
    "staff": m("staff"),
}
SHOWN: dict[str, Message] = {
    "name": m("By name"),
    "nickname": m("By another name"),
    "nobody": m("Not by name"),
}
SHOWN_HINTS: dict[str, Message] = {
    "name": m("The name on the card, as it stands there."),
    "nickname": m("A name of her choice, written below."),
    "nobody": m("The street reads that a neighbour was honoured, and neither who nor for what."),
}
REVOKE_CLASSES: dict[str, Message] = {
    "mistake": m("Given by mistake"),
    "facts_untrue": m("The facts were not as told"),
    "own_wish": m("At the person's own wish"),
    "conduct": m("Conduct that the title does not bear"),
}
MEDIA: dict[str, Message] = {
    "board": m("Notice board"),
    "wechat": m("WeChat account"),
    "newspaper": m("Newspaper"),
    "broadcast": m("Television or radio"),
    "website": m("Website"),
    "assembly": m("Assembly"),
}
CARE_KINDS: dict[str, Message] = {
    "talk": m("Heart-to-heart talk"),
    "thanks": m("A word of thanks"),
    "birthday": m("Birthday"),
    "illness": m("Visit in illness"),
    "home_visit": m("Visit at home"),
}
KINDS: dict[str, Message] = {
    "publicity": m("In public"),
    "care": m("In person"),
    "honour": m("By honour"),
    "example": m("As an example"),
}
MISSING: dict[str, Message] = {
    "publicity": m("No publicity yet"),
    "care": m("No care yet"),
    "honour": m("No honour yet"),
    "example": m("No example yet"),
}


def options(words: Mapping[str, Message]) -> list[tuple[str, Message]]:
    """Choices for a form."""
    return list(words.items())
