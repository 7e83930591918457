"""How surveys are spoken of: kinds, moments, refusals, acts and fields."""

from __future__ import annotations

from server.lib.i18n import Message, m

KINDS: dict[str, Message] = {
    "scale": m("Agree or not, 1 to 5"),
    "yes_no": m("Yes or no"),
    "single": m("One of several"),
    "multi": m("Several of several"),
    "number": m("A number"),
    "text": m("A few words"),
}
MOMENTS: dict[str, Message] = {
    "baseline": m("Baseline"),
    "midline": m("Midline"),
    "endline": m("Endline"),
    "pulse": m("Pulse"),
}
UNITS: dict[str, Message] = {
    "household": m("One answer for each household"),
    "person": m("One answer for each person"),
}
TARGETS: dict[str, Message] = {
    "household": m("Households that answered, of those to be asked"),
    "person": m("People who answered, of those to be asked"),
}
HOWS: dict[str, Message] = {
    "paper": m("Paper sheet"),
    "online": m("By phone screen"),
    "phone": m("By telephone"),
}
STATES: dict[str, Message] = {
    "planned": m("Not open yet"),
    "open": m("Being asked"),
    "over": m("Time is over"),
    "closed": m("Wave closed"),
}
STEPS: tuple[Message, ...] = (
    m("Not true at all"),
    m("Rather not true"),
    m("Partly"),
    m("Rather true"),
    m("Quite true"),
)
YES_NO: dict[str, Message] = {"yes": m("Yes"), "no": m("No")}
SEGMENTS: dict[str, Message] = {
    "member": m("Members of groups"),
    "other": m("Not in a group"),
    "unknown": m("Not said"),
}
NOT_COMPARED: dict[str, Message] = {
    "too_few": m("Too few to compare (under 30)"),
    "other_version": m("Another version of the questions: not compared"),
}

# Instead of a count from which one under five could be worked out.
HIDDEN = m("not shown")
# Instead of a share that would tell how few stand on one side of it.
SIDES: dict[str, Message] = {"few": m("hardly anybody"), "most": m("nearly all"), "both": HIDDEN}

REASONS: dict[str, Message] = {
    "surveys.options_not_wanted": m("This kind of question has no answers to choose from. Empty the box."),
    "surveys.options_missing": m("Write at least two answers to choose from, one on each line."),
    "surveys.option_twice": m("One of the answers stands there twice."),
    "surveys.too_many_options": m("Offer at most 12 answers."),
    "surveys.too_many_questions": m("A questionnaire holds at most 40 questions: nobody answers more."),
    "surveys.published_already": m("This version is published already."),
    "surveys.no_question": m("Add a question first."),
    "surveys.nothing_to_publish": m("Nothing was changed since the last version."),
    "surveys.taken_already": m("Your organisation has this questionnaire already."),
    "surveys.question_there": m("These questions stand there already."),
    "surveys.retired": m("This questionnaire has been put away. Bring it back first."),
    "surveys.not_retired": m("This questionnaire is in use."),
    "surveys.unpublished": m("This questionnaire has no published version yet. Publish it first."),
    "surveys.not_online": m("This survey is asked on paper only."),
    "surveys.not_open_yet": m("This survey has not begun yet."),
    "surveys.over": m("This survey is over. Thank you for coming by."),
    "surveys.closed_already": m("This wave is closed. Open it again first."),
    "surveys.still_open": m("This wave is open."),
    "surveys.answered_before_opening": m("This day lies before the wave began."),
    "surveys.closes_before_opening": m("This day lies before the wave began."),
    "surveys.answered_already": m("This household has answered already. Thank you!"),
    "surveys.answered_already_person": m("You have answered already. Thank you!"),
    "surveys.sheet_entered_already": m("Sheet or door %(sheet)s has been entered already."),
    "surveys.sheet_twice": m("Sheet or door %(sheet)s stands here twice."),
    "surveys.sheet_number_missing": m("Write the number of the sheet."),
    "surveys.no_sheet": m("Fill in at least one sheet."),
    "surveys.building_missing": m("Choose your building."),
    "surveys.door_missing": m("Write the number on your door."),
    "surveys.too_many_tries": m(
        "Many answers have come from this connection. Please try again in %(minutes)s minutes."
    ),
    "surveys.voided_already": m("This answer has been taken out already."),
    "surveys.question_unknown": m("This question is not asked in this wave."),
    "surveys.nothing_answered": m("Answer at least one question."),
    "surveys.no_scale": m("Choose a number from 1 to 5."),
    "surveys.no_yes_no": m("Answer yes or no."),
    "surveys.no_single": m("Choose one of the answers."),
    "surveys.no_multi": m("Choose among the answers."),
    "surveys.no_number": m("Write a whole number from 0 to 9,999."),
    "surveys.no_text": m("Write at most 500 characters."),
    "surveys.member_unreadable": m("Write y, n or nothing."),
    "surveys.card_put_away": m("This card has been put away already."),
    "surveys.cards_exist": m("Your organisation has all of these cards already."),
}

ACTS: dict[str, Message] = {
    "questionnaire.made": m("made the questionnaire"),
    "questionnaire.taken": m("took over the questionnaire that ships with Linli"),
    "questionnaire.edited": m("changed the questionnaire"),
    "questionnaire.published": m("published a version"),
    "questionnaire.retired": m("put the questionnaire away"),
    "questionnaire.restored": m("brought the questionnaire back"),
    "wave.opened": m("set up the wave"),
    "wave.edited": m("changed the wave"),
    "wave.closed": m("closed the wave"),
    "wave.reopened": m("opened the wave again"),
    "survey.answered": m("sent an answer"),
    "survey.entered": m("entered answers"),
    "survey.voided": m("took an answer out"),
    "duty_card.added": m("added the card"),
    "duty_card.seeded": m("took over the cards that ship with Linli"),
    "duty_card.edited": m("changed the card"),
    "duty_card.retired": m("put the card away"),
}
FIELDS: dict[str, dict[str, Message]] = {
    "questionnaire": {
        "title": m("Title"),
        "about": m("What it is for"),
        "source": m("Where the questions come from"),
        "number": m("Version"),
        "questions": m("Questions"),
    },
    "survey_wave": {
        "title": m("Title"),
        "opens_on": m("First day"),
        "closes_on": m("Last day"),
        "closed_on": m("Day of closing"),
        "target": m("How many are to be asked"),
        "online": m("Answered by QR code"),
        "answers": m("Answers"),
        "how": m("How"),
    },
    "duty_card": {
        "title": m("Title"),
        "entitlement": m("Your right"),
        "duty": m("Your duty"),
        "basis": m("What it rests on"),
        "public": m("Shown on its public page"),
    },
}

# What the shipped questions measure, in a word or two.
MEASURES: dict[str, Message] = {
    "=belonging": m("Belonging"),
    "help": m("Help at hand"),
    "part": m("Being one of them"),
    "say": m("Having a say"),
    "bond": m("Closeness"),
    "knows_estate": m("Know their estate"),
    "knows_community": m("Know their community"),
    "participation": m("Taking part"),
    "satisfaction": m("Satisfaction"),
    "safety": m("Feeling safe"),
    "happiness": m("Happiness"),
    "trust_residents": m("Trust: residents among themselves"),
    "trust_committee": m("Trust: residents and owners' committee"),
    "trust_property": m("Trust: residents and property manager"),
    "knows_revenue": m("Know: common revenue belongs to the owners"),
    "knows_vote": m("Know: owners decide about the property manager"),
    "knows_duty": m("Know: dog keepers are liable"),
    "reasons": m("What keeps people away"),
}
# What a reason for staying away asks of the next activity (S36).
ADVICE: dict[str, Message] = {
    "no_time": m(
        "Make it short, and put it where people pass anyway: twenty minutes downstairs after supper."
    ),
    "little_use": m("Begin with something that is of use to them the same day."),
    "others": m("Ask three people by name to begin; others follow those they know."),
    "unaware": m("Tell it from door to door and in the building's own chat, not on the notice board alone."),
    "no_one": m("Let each who comes bring a neighbour from the same staircase."),
    "body": m("Meet on the ground floor, in daylight, with chairs; fetch those who cannot come."),
    "no_trust": m("Choose something small that can be finished in a month, and show what came of it."),
}

VALUES = {"survey_wave": {"how": HOWS}}
