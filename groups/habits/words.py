"""What this room says: refusals, acts and fields, and how its choices are called."""

from __future__ import annotations

from typing import Literal

from server.lib.i18n import Message, m

HabitOfName = Literal["household", "person"]

HABIT_OF: dict[str, Message] = {
    "household": m("By household"),
    "person": m("Persons"),
}

REASONS = {
    "habits.too_many_misses": m(
        "So many missed days would leave no habit. Allow at most a third of the days."
    ),
    "habits.cancelled": m("This habit was called off. Nothing can be written in it any more."),
    "habits.closed": m("This habit is settled. Open it again before anything is changed."),
    "habits.other_day": m("This day is no day of the habit. Choose a day on the chart."),
    "habits.too_long_ago": m(
        "Only today and the two days before can be ticked here. Ask whoever keeps the wall chart for the others."
    ),
    "habits.too_many_tries": m("Too many ticks came from here. Wait %(minutes)s minutes and try again."),
    "habits.left": m("%(name)s has left this habit."),
    "habits.left_before_joining": m("This day lies before the day of joining, %(day)s."),
    "habits.nobody_named": m("Tick at least one, or write at least one name."),
    "habits.already_there": m("All of them are on the chart already."),
    "habits.label_too_long": m("“%(name)s” is too long for the chart. Keep it to 60 characters."),
    "habits.full": m("A chart holds at most %(most)s names. Start a second habit for the others."),
    "habits.chart_unreadable": m(
        "The chart has changed since you opened it. Open it again and tick once more."
    ),
    "habits.started": m("Days are ticked already: the first day and the rule can no longer be changed."),
    "habits.not_over": m("The last day is %(day)s. Who completed the habit is told from then on."),
    "habits.settled_already": m("This habit is already settled."),
    "habits.not_settled": m("Settle the habit first: then it is known who completed it."),
    "habits.looked_at": m(
        "It was already looked at who still keeps it. The chart can no longer be opened again."
    ),
    "habits.too_early_to_look": m("Day %(moment)s is %(day)s. Look then, or up to three days before."),
    "habits.not_completed": m("Only those who completed the habit are asked whether they still keep it."),
    "habits.keeping_and_unmet": m("%(name)s is ticked as keeping it and as not met. Choose one of the two."),
    "habits.nobody_completed": m("Nobody completed this habit, so there is nobody to ask."),
    "deeds.too_many_from_here": m(
        "Many deeds came from here already. Wait %(minutes)s minutes and try again."
    ),
    "deeds.has_number": m("Please write no phone or identity number: everybody reads the wall."),
    "deeds.has_link": m("Please write no web address, only what you did."),
    "deeds.hidden_already": m("This deed is already hidden."),
    "deeds.shown_already": m("This deed is already shown."),
}

ACTS = {
    "habit.started": m("started the habit"),
    "habit.edited": m("changed the habit"),
    "habit.cancelled": m("called the habit off"),
    "habit.joined": m("put names on the chart"),
    "habit.left": m("entered that somebody left"),
    "habit.link_changed": m("switched a private link"),
    "habit.ticked": m("ticked a day"),
    "habit.unticked": m("took a tick back"),
    "habit.chart_entered": m("entered the chart"),
    "habit.settled": m("settled who completed it"),
    "habit.reopened": m("opened the chart again"),
    "habit.looked": m("entered who still keeps it"),
    "deed.written": m("wrote a small deed down"),
    "deed.hidden": m("hid a small deed"),
    "deed.shown": m("showed a small deed again"),
}

FIELDS = {
    "habit": {
        "title": m("Name of the habit"),
        "what": m("What is done each day"),
        "habit_of": m("Who keeps it"),
        "group": m("Group"),
        "program": m("Program"),
        "clause": m("Clause that it practises"),
        "compact": m("Compact"),
        "clause_key": m("Clause"),
        "starts_on": m("First day"),
        "days": m("Days"),
        "misses_allowed": m("Missed days allowed"),
        "public": m("Shown on the community's page"),
        "names": m("Names"),
        "ticks": m("Ticks"),
        "completed": m("Completed"),
        "moment": m("Day"),
        "keeping": m("Still keep it"),
        "link": m("Private link"),
    },
}
