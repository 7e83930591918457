"""The words of this room: refusals, acts in a history, fields."""

from __future__ import annotations

from groups.activities.choices import LEVERS, PRESENCES, STATES
from server.lib.i18n import m, mn

REASONS = {
    "activities.nobody_came": m(
        "Write how many volunteers and participants were there. If nobody came, cancel it."
    ),
    "activities.more_named": mn(
        "%(num)s person is ticked by name, but fewer are counted. Correct the number or the ticks.",
        "%(num)s people are ticked by name, but fewer are counted. Correct the number or the ticks.",
    ),
    "activities.too_many_names": m("At most %(limit)s people can be ticked at once."),
    "activities.full": m("All %(capacity)s places are taken."),
    "activities.capacity_below_named": mn(
        "%(num)s person is already ticked by name. There cannot be fewer places.",
        "%(num)s people are already ticked by name. There cannot be fewer places.",
    ),
    "activities.plan_is_past": m("This day is over. Log what took place instead of planning it."),
    "activities.group_closed": m("The group was closed on %(closed_on)s. Choose an earlier day."),
    "activities.not_planned": m("Only a planned activity can be held or cancelled; this one no longer is."),
    "activities.not_held": m("This works once the activity has taken place."),
    "activities.taken_back": m("This activity was taken back and stays as it is."),
    "activities.void_without_reason": m("Say why it is taken back. It stays in the history."),
    "activities.check_in_early": m("The activity is on %(day)s. People are ticked when they come."),
    "activities.nobody_chosen": m("Tick at least one person."),
    "activities.not_invited": m("Only those who were invited can answer. Open the page again."),
    "activities.invited_too_early": m("The activity was on %(day)s. Nobody was invited before that."),
    "activities.answered_too_early": m("They were invited on %(day)s. Nobody answered before that."),
    "activities.already_answered": m("Somebody has already answered. Open the page again."),
    "activities.group_or_name": m("Give the new group a name, or choose a group that exists."),
}

ACTS = {
    "activity.planned": m("planned the activity"),
    "activity.logged": m("logged the activity"),
    "activity.held": m("wrote down how the activity went"),
    "activity.edited": m("changed the activity"),
    "activity.cancelled": m("cancelled the activity"),
    "activity.voided": m("took the activity back"),
    "activity.checked_in": m("ticked somebody who came"),
    "activity.invited": m("invited those who came into a group"),
    "group.originated": m("began the group out of an activity"),
    "group.invitations_answered": m("wrote down who joined and who declined"),
}

FIELDS = {
    "activity": {
        "title": m("What"),
        "about": m("About"),
        "place": m("Place"),
        "held_on": m("When"),
        "starts_at": m("Starts at"),
        "state": m("State"),
        "public": m("Shown on the public page"),
        "capacity": m("Places"),
        "program": m("Program"),
        "group": m("Group"),
        "task": m("Task of the group"),
        "staff": m("Staff"),
        "volunteers": m("Volunteers"),
        "participants": m("Participants"),
        "presence": m("Staff were there"),
        "staff_minutes": m("Minutes of staff"),
        "volunteer_minutes": m("Minutes of residents"),
        "cash_fen": m("Cash in fen"),
        "lever": m("What made it lighter"),
        "people": m("Who came"),
        "proposed": m("Proposed"),
        "decided": m("Decided"),
        "did": m("Did"),
        "answered": m("Answered for it"),
        "evaluated": m("Evaluated"),
    },
}

VALUES = {"activity": {"state": STATES, "presence": PRESENCES, "lever": LEVERS}}
