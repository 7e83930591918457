"""How compacts are spoken of: stages, origins, refusals, acts and fields."""

from __future__ import annotations

from server.lib.i18n import Message, m

STATES: dict[str, Message] = {
    "draft": m("Being written"),
    "consulting": m("Everybody is asked"),
    "revising": m("Being revised"),
    "ratified": m("Adopted"),
    "signing": m("Being signed"),
    "in_force": m("In force"),
    "ended": m("Has ended"),
}
TONES: dict[str, str] = {
    "draft": "neutral",
    "consulting": "warn",
    "revising": "neutral",
    "ratified": "neutral",
    "signing": "warn",
    "in_force": "good",
    "ended": "neutral",
}
ORIGINS: dict[str, Message] = {
    "need": m("A need that residents raised"),
    "meeting": m("A meeting or activity"),
    "visit": m("What was heard on visits"),
    "comment": m("A comment on this compact"),
    "earlier": m("An earlier compact of ours"),
    "template": m("From a template: nobody here has asked for it yet"),
}
ORIGIN_SHORT: dict[str, Message] = {
    "need": m("from a need"),
    "meeting": m("from a meeting"),
    "visit": m("from visits"),
    "comment": m("from a comment"),
    "earlier": m("from an earlier compact"),
    "template": m("from a template"),
}
HEARD: dict[str, Message] = {
    "online": m("On the community page"),
    "door": m("At the door"),
    "paper": m("On paper"),
    "meeting": m("At a meeting"),
}
STANCES: dict[str, Message] = {
    "agree": m("Good as it is"),
    "change": m("Change it"),
    "against": m("Against it"),
}
STANCE_TONES: dict[str, str] = {"agree": "good", "change": "warn", "against": "bad"}
OUTCOMES: dict[str, Message] = {
    "taken_up": m("Taken up"),
    "partly": m("Taken up in part"),
    "explained": m("Not taken up, and why"),
}
RATIFIED: dict[str, Message] = {
    "assembly": m("Residents' assembly"),
    "representatives": m("Meeting of residents' representatives"),
    "group_meeting": m("Meeting of the group"),
    "door_to_door": m("From door to door, with signatures"),
}
HOWS: dict[str, Message] = {
    "drawn": m("Drawn on a screen"),
    "typed": m("Typed"),
    "paper": m("Signed on paper"),
}
SAMPLES: dict[str, Message] = {
    "courtyard": m("Old courtyard: stairwells, quiet hours, waste"),
    "tower": m("Tower block: lifts, scooters, things that fall"),
    "animals": m("Dogs, cats and neighbours"),
}
CHANGES: dict[str, Message] = {
    "kept": m("Stays as it was"),
    "changed": m("Changed"),
    "new": m("New"),
    "gone": m("Taken out"),
}

REASONS: dict[str, Message] = {
    "compacts.not_now_write": m(
        "The text can be written while it is a draft or being revised. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_ask": m(
        "Only a draft or a revised text can be put to everybody. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_hear": m(
        "Comments are taken while everybody is asked, and again while it is signed and in force."
        " Now it stands at: %(stage)s."
    ),
    "compacts.not_now_answer": m("Nothing is to be answered at this stage: %(stage)s."),
    "compacts.not_now_revise": m(
        "A text is revised after everybody was asked, or when it was adopted and is not signed yet."
        " Now it stands at: %(stage)s."
    ),
    "compacts.not_now_ratify": m("A text is adopted once it is revised. Now it stands at: %(stage)s."),
    "compacts.not_now_open_signing": m(
        "Signing begins once the text is adopted. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_choose_ceremony": m(
        "The ceremony belongs between adopting the text and its coming into force. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_put_in_force": m(
        "It comes into force once it is being signed. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_sign": m("This compact cannot be signed now. It stands at: %(stage)s."),
    "compacts.not_now_amend": m(
        "A new text takes the place of the old one while it is signed or in force. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_measure": m(
        "What people remember and keep is counted once the compact is in force. Now it stands at: %(stage)s."
    ),
    "compacts.not_now_renew": m(
        "A compact is renewed when it is in force or has ended. Now it stands at: %(stage)s."
    ),
    "compacts.renewed_already": m(
        "This compact is being renewed already. Go on with the one that was begun for it, or end that one first."
    ),
    "compacts.not_now_end": m("This compact has ended already."),
    "compacts.title_taken": m("This community has a compact of that name already."),
    "compacts.title_fixed": m("Households have signed it under this name: it keeps it."),
    "compacts.program_fixed": m(
        "Comments and signatures already count in its program. Choose the program while it is a draft."
    ),
    "compacts.no_clause": m("Write at least one clause first."),
    "compacts.too_many_clauses": m("A compact holds at most 20 clauses: nobody remembers more."),
    "compacts.why_gone": m("People have read this clause. Say why it is taken out."),
    "compacts.clause_twice": m("This clause stands there already."),
    "compacts.origin_missing": m("Say which one it came from, or in a few words where."),
    "compacts.until_past": m("Choose a day that is still to come, so that people have time."),
    "compacts.not_all_answered": m("Comments without an answer: %(num)s. Answer every one first."),
    "compacts.changes_unexplained": m("Say why these clauses changed: %(clauses)s."),
    "compacts.nothing_changed": m("Nothing was changed since the last text."),
    "compacts.not_an_edit": m(
        "A clause came or went, or more than a third of one changed: that is more than an edit."
        " Tick that it changes what was agreed; every household is asked to sign again."
    ),
    "compacts.nobody_heard_yet": m(
        "A change of what was agreed needs comments on the text that stands now. Nobody has commented on it yet."
    ),
    "compacts.no_open_text": m("No new text has been begun. Begin one first."),
    "compacts.text_open": m("A new text has been begun already."),
    "compacts.not_ready_to_sign": m(
        "Something is missing before anybody can be asked to sign. It is listed below."
    ),
    "compacts.text_taken": m(
        "Most of the new text stands in other texts. Look at what it was taken from, and write down what was said here."
    ),
    "compacts.no_ceremony": m("Choose the ceremony at which it was launched, or say why there was none."),
    "compacts.ceremony_not_held": m(
        "This ceremony has not been held yet. Write down that it was held, or say why not."
    ),
    "compacts.one_of_both": m("Choose a ceremony or say why there was none, not both."),
    "compacts.signed_before_text": m("This text stands only since %(day)s."),
    "compacts.in_force_too_early": m("It was adopted on %(day)s: it cannot hold before that."),
    "compacts.review_too_early": m("The review comes after the compact has come into force."),
    "compacts.no_door_ticked": m("Tick the doors first."),
    "compacts.door_words_missing": m("Door %(door)s: write in one sentence what should change."),
    "compacts.comment_words_missing": m("Write in a sentence what should be different."),
    "compacts.name_not_there": m(
        "“%(name)s” cannot be taken out. Copy the name as it stands in what was said, two signs of it at least."
    ),
    "compacts.point_gone": m(
        "This point does not stand in the text any more. Choose another one, or send it on the whole text."
    ),
    "compacts.hidden_already": m("This comment has been set aside."),
    "compacts.too_many_from_here": m(
        "Very many have been sent from here in the last hour. Try again in %(minutes)s minutes."
    ),
    "compacts.text_changed": m(
        "The text was changed while you were reading. Below is what is new: read it again, and sign if you still agree."
    ),
    "compacts.signed_already": m(
        "Door %(door)s has signed this text already; a household signs once. If that was not you, tell the social worker."
    ),
    "compacts.door_unknown": m("This building has no such door. Look at the number on your door."),
    "compacts.clause_gone": m("This clause does not stand in a compact of this community."),
    "compacts.door_settled": m("Somebody has looked at this door already. Open the list again."),
    "compacts.door_waits_already": m("Another signature waits for this door by now. Settle that one first."),
    "compacts.drawing_unreadable": m(
        "The drawn name did not arrive whole. Draw it again, or only type your name."
    ),
    "compacts.drawing_too_long": m("The drawn name has too many lines. Wipe it and draw it more simply."),
    "compacts.drawing_empty": m("The drawn name is only a dot. Draw it again, or only type your name."),
    "compacts.withdrawn_already": m("This signature has been taken back already."),
    "compacts.nobody_asked": m("Write how many people were asked."),
    "compacts.recalled_too_many": m(
        "People cannot have named more clauses than there are. Check the numbers."
    ),
    "compacts.nothing_seen": m("Write how many kept it or how many did not."),
    "compacts.voided_already": m("This has been taken back already."),
}

ACTS: dict[str, Message] = {
    "compact.begun": m("began the compact"),
    "compact.edited": m("changed the compact's cover"),
    "compact.written": m("wrote on the text"),
    "compact.asked": m("put the text to everybody"),
    "compact.revised": m("began to revise the text"),
    "compact.ratified": m("noted that the text was adopted"),
    "compact.signing_opened": m("opened the signing"),
    "compact.ceremony_chosen": m("noted the ceremony"),
    "compact.in_force": m("put the compact in force"),
    "compact.amended": m("began a new text"),
    "compact.published": m("published a new text"),
    "compact.amendment_dropped": m("dropped the new text"),
    "compact.ended": m("ended the compact"),
    "compact.renewed": m("began to renew the compact"),
    "compact.heard": m("noted who was asked"),
    "compact.commented": m("noted a comment"),
    "compact.answered": m("answered a comment"),
    "compact.comment_hidden": m("set a comment aside"),
    "compact.signed": m("noted a signature"),
    "compact.door_waits": m("signed for a door that nobody has entered yet"),
    "compact.door_confirmed": m("confirmed the door of a signature"),
    "compact.door_not_here": m("found no such door for a signature"),
    "compact.door_taken_up": m("looked once more for the door of a signature"),
    "compact.signed_on_paper": m("noted signatures on paper"),
    "compact.signature_withdrawn": m("noted that a signature was taken back"),
    "compact.recall_counted": m("noted what people remember"),
    "compact.practice_counted": m("noted what is kept"),
    "compact.measure_voided": m("took back a count"),
}
FIELDS: dict[str, dict[str, Message]] = {
    "compact": {
        "title": m("Name of the compact"),
        "program": m("Program"),
        "group": m("Group"),
        "state": m("Stage"),
        "consulting_until": m("Asked until"),
        "ratified_on": m("Adopted on"),
        "ratified_how": m("Adopted by"),
        "ratified_note": m("Note on it"),
        "in_force_on": m("In force since"),
        "review_on": m("To be looked at again"),
        "ceremony": m("Launch ceremony"),
        "no_ceremony_why": m("Why no ceremony"),
        "ended_on": m("Ended on"),
        "end_reason": m("Why it has ended"),
        "preamble": m("Words before the first clause"),
        "text": m("Clause"),
        "origin": m("Where it came from"),
        "origin_note": m("More about where it came from"),
        "reason": m("Why it changed"),
        "clause": m("Clause"),
        "order": m("Order of the clauses"),
        "number": m("Version"),
        "households": m("Households"),
        "names_left_out": m("Names left out"),
    },
    "compact_comment": {
        "outcome": m("What we did with it"),
        "answer": m("Answer"),
    },
}

VALUES = {"compact": {"state": STATES, "ratified_how": RATIFIED, "origin": ORIGIN_SHORT}}
