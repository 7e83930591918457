"""What elections and hand-overs say: refusals, acts and fields, and how their choices are called."""

from __future__ import annotations

from typing import Literal

from server.lib.i18n import Message, m

HandOverName = Literal["seal", "account", "documents", "keys", "money", "contacts"]

HAND_OVER: dict[str, Message] = {
    "seal": m("Seal"),
    "account": m("Accounts and passwords"),
    "documents": m("Documents"),
    "keys": m("Keys"),
    "money": m("Money"),
    "contacts": m("Contacts"),
}
GENERATIONS: dict[str, Message] = {
    "old": m("Older (60 and more)"),
    "middle": m("Middle-aged (45 to 59)"),
    "young": m("Younger (up to 44)"),
    "unknown": m("Age not known"),
}
STATES: dict[str, Message] = {
    "planned": m("planned"),
    "counted": m("counted, not published"),
    "published": m("published"),
    "cancelled": m("called off"),
}
WAITS: dict[str, Message] = {
    "handover": m("waits for the hand-over"),
    "unfit": m("cannot be confirmed yet"),
}

REASONS = {
    "teams.group_or_body": m("Choose a group, or write which body is elected. One of the two."),
    "teams.place_fixed": m(
        "Neighbours stand for it already: it stays an election of the same group or body."
    ),
    "teams.watched_before_day": m("The election is on %(day)s: nobody has watched it before."),
    "teams.election_moved_on": m("This election is already counted or over."),
    "teams.election_over": m("This election is already published or called off."),
    "teams.not_counted": m("Enter the count first."),
    "teams.count_changed": m(
        "Somebody has corrected the count since you read it. Look at it again, then publish it."
    ),
    "teams.no_observer": m(
        "Nobody watched who does not stand. Enter at least one resident who observed the count and was no candidate."
    ),
    "teams.votes_tied": m(
        "Two have the same number of votes for the last seat. Hold a second ballot and enter it."
    ),
    "teams.nobody_elected": m("Nobody got a vote, so nobody is elected."),
    "teams.nobody_stands": m("Nobody stands yet. Enter the candidates first."),
    "teams.votes_for_each": m("Write a number of votes for each candidate, 0 for none."),
    "teams.more_cast_than_electors": m("More people voted than may vote. Check both numbers."),
    "teams.more_votes_than_cast": m("A candidate has more votes than people voted. Check the numbers."),
    "teams.more_votes_than_ballots": m(
        "Together they have more votes than the ballots can hold: a ballot names no more people than are elected."
        " Check the numbers."
    ),
    "teams.stands_already": m("This person already stands."),
    "teams.candidate_observes": m("This person is entered as an observer. Who observes does not stand."),
    "teams.observer_stands": m("This person stands. Choose a resident who is no candidate."),
    "teams.observes_already": m("This person is already entered as an observer."),
    "teams.candidate_not_member": m("Only a member can lead the group. Add this person to the group first."),
    "teams.withdrawn_already": m("This candidate has already withdrawn."),
    "teams.counted_before_day": m("The election is on %(day)s. It cannot be counted before."),
    "teams.not_elected": m("Only who was elected can take over."),
    "teams.took_over_already": m("This person has already taken over."),
    "teams.takes_over_early": m("The election was on %(day)s. The term begins on that day at the earliest."),
    "teams.hand_over_open": m(
        "%(name)s has not handed everything over: %(num)s of six kinds are still open. Open that term and complete its list."
    ),
    "teams.item_unnamed": m("Write what there is, or say that there is none."),
    "teams.said_none_held": m("The list says that there is nothing of this kind. Take that line out first."),
    "teams.said_something_held": m("There is something of this kind on the list already."),
    "teams.nothing_to_receive": m("This line says that there was nothing to hand over."),
    "teams.received_already": m("This was already received."),
    "teams.received_before_term": m("The term began on %(day)s. Nothing was handed over before that."),
    "teams.item_received": m("What was received stays on the list."),
}

ACTS = {
    "election.planned": m("planned the election"),
    "election.edited": m("changed the election"),
    "election.candidate_added": m("entered a candidate"),
    "election.candidate_withdrew": m("entered that a candidate withdrew"),
    "election.observer_added": m("entered an observer"),
    "election.observer_removed": m("took an observer out"),
    "election.counted": m("entered the count"),
    "election.published": m("published the result"),
    "election.cancelled": m("called the election off"),
    "election.taken_over": m("entered that an elected leader took over"),
    "group.hand_over_added": m("put a line on the hand-over list"),
    "group.hand_over_received": m("entered that something was received"),
    "group.hand_over_removed": m("took a line off the hand-over list"),
}

FIELDS = {
    "election": {
        "title": m("Title"),
        "group": m("Group"),
        "body": m("Body"),
        "held_on": m("Day of the election"),
        "seats": m("Seats"),
        "term_months": m("Months of a term"),
        "votes_cast": m("Votes cast"),
        "electors": m("Who may vote"),
        "elected": m("Elected"),
    },
    "group": {"hand_over": m("Hand-over")},
}

VALUES = {"group": {"hand_over": HAND_OVER}}
