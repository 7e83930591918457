"""What the room says: its refusals, and how the log reads."""

from __future__ import annotations

from server.lib.i18n import m

REASONS = {
    "needs.class_exists": m("There is a class of that name here already."),
    "needs.class_too_deep": m("Classes have two levels. Choose one of the upper level, or none."),
    "needs.classes_exist": m("Classes are there already. Add what is missing one by one."),
    "needs.voided": m("This need was taken back and can no longer be changed."),
    "needs.cited_stays": m("This need justifies a focal issue of its program. Take it off the issue first."),
    "needs.issue_ended": m("This focal issue is closed. Needs can be cited for open ones only."),
    "needs.too_many_at_once": m("Cite at most 500 needs at once."),
    "needs.nothing_chosen": m("Tick the needs that justify this issue."),
    "needs.merged": m("This note was merged into another one. Open that one."),
    "needs.holds_others": m("Other notes were merged into this one. Split them off first."),
    "needs.not_taken_in": m("This note still waits in the inbox. Take it in first."),
    "needs.not_in_inbox": m("This note does not wait in the inbox any more. Open it to see where it stands."),
    "needs.too_many_from_here": m(
        "Very many notes came from this connection. Try again in %(minutes)s minutes, or tell us in person."
    ),
    "needs.not_merged": m("This note stands by itself: there is nothing to split."),
    "needs.merge_nothing": m("Tick at least two notes that say the same."),
    "needs.merge_itself": m("Keep one note and tick others: a note cannot be merged into itself."),
    "needs.merge_not_standing": m(
        "One of these notes was merged or taken back meanwhile. Look at them again."
    ),
    "needs.merge_apart": m("Only notes of one community can be merged."),
    "needs.merge_cited": m(
        "One of these notes justifies a focal issue of its program. Keep a note of that program, or take it off the issue."
    ),
    "needs.of_other_program": m(
        "One of these needs belongs to another program. Choose that one, or leave it out."
    ),
    "needs.concern_taken": m("This concern is a need already."),
    "needs.finished": m("This need is answered. Open it again if that did not hold."),
    "needs.handled_already": m("What was done is recorded already. What is missing is the answer."),
    "needs.handled_too_early": m("Nothing can be done about a need before it was raised. Check the day."),
    "needs.not_handled": m("First record what was done about it."),
    "needs.answered_too_early": m("The answer comes after what was done. Check the day."),
    "needs.answered_how_missing": m("Say also how the answer reached the person."),
    "needs.not_answered": m("There is no answer yet that could be confirmed."),
    "needs.confirmed_already": m("The person has confirmed this already."),
    "needs.answer_before_handling": m("The answer cannot be due before the handling."),
}

ACTS = {
    "need.raised": m("noted this need"),
    "need.sorted": m("sorted this need"),
    "need.voided": m("took this need back"),
    "need.sent_in": m("sent this from the community page"),
    "need.taken_in": m("took this in"),
    "need.set_aside": m("set this aside"),
    "need.merged": m("merged this note into another one"),
    "need.kept": m("merged another note into this one"),
    "need.split": m("split notes that had been merged"),
    "need.followed": m("changed who follows this need up, or until when"),
    "need.handled": m("recorded what was done"),
    "need.answered": m("recorded the answer"),
    "need.confirmed": m("confirmed the answer"),
    "need.not_solved": m("said that it is not solved"),
    "need.reopened": m("opened this need again"),
    "need.deadlines_set": m("set the days for needs"),
    "need_class.added": m("added a class of needs"),
    "need_class.renamed": m("renamed a class of needs"),
    "need_class.seeded": m("took over the usual classes"),
    "need.cited": m("cited needs for this issue"),
    "need.uncited": m("took a need off this issue"),
}
FIELDS = {
    "need": {
        "need_class": m("Class of need"),
        "program": m("Program"),
        "owner": m("Who looks after it"),
        "handle_by": m("To be handled by"),
        "answer_by": m("To be answered by"),
        "handled_on": m("Handled on"),
        "answered_on": m("Answer given on"),
    },
    "need_class": {"name": m("Name of the class")},
    "organisation": {"handle_days": m("Days to handle a need"), "answer_days": m("Days to answer it")},
    "focal_issue": {"needs": m("Needs that justify it")},
}
