"""What the choices, refusals and acts of this room are called."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.i18n import Message, m

SCENARIOS: dict[str, Message] = {
    "first_visit": m("First visit"),
    "survey": m("Household survey"),
    "dispute": m("Dispute between neighbours"),
    "notice": m("Delivering a notice"),
}
OUTCOMES: dict[str, Message] = {
    "not_home": m("Nobody home"),
    "opened": m("Door opened"),
    "refused": m("Refused through the door"),
    "rescheduled": m("Another day agreed"),
    "moved_away": m("Moved away"),
}
OUTCOME_TONES = {
    "not_home": "neutral",
    "opened": "good",
    "refused": "bad",
    "rescheduled": "info",
    "moved_away": "off",
}
PURPOSES: dict[str, Message] = {
    "concern": m("What residents care about"),
    "duty": m("Administrative duty"),
}
MODES: dict[str, Message] = {
    "door": m("At the door"),
    "phone": m("By phone"),
    "talk": m("In a talk"),
    "written": m("In writing"),
}
COMPANIONS: dict[str, Message] = {
    "building_leader": m("Building leader"),
    "elder": m("Elder of the building"),
    "group_leader": m("Leader of a group"),
    "neighbour": m("Neighbour"),
    "volunteer": m("Volunteer"),
    "other": m("Another person"),
}
ROUND_STATES: dict[str, Message] = {
    "planned": m("to walk"),
    "walked": m("walked"),
    "cancelled": m("cancelled"),
}
ROUND_TONES = {"planned": "info", "walked": "good", "cancelled": "off"}
INNER_CAUSES: dict[str, Message] = {
    "dress": m("Dress or badge"),
    "words": m("Our words"),
    "timing": m("The hour we chose"),
    "attitude": m("Our manner"),
    "knew_little": m("We knew too little of the household"),
    "no_companion": m("Nobody they know came along"),
}
OUTER_CAUSES: dict[str, Message] = {
    "property_manager": m("The property manager stood in the way"),
    "entrance": m("The entrance was locked"),
    "empty_flat": m("The flat stands empty"),
    "bad_memory": m("A bad memory of an earlier call"),
    "other_outer": m("Something else outside"),
}
CAUSES: dict[str, Message] = {**INNER_CAUSES, **OUTER_CAUSES}
LABELS: dict[str, Message] = {
    "policy": m("Explaining a policy"),
    "notice": m("Handing over a notice"),
    "register": m("Checking what we know"),
    "care": m("Looking in on somebody"),
    "listening": m("Listening to concerns"),
    "mediation": m("Settling a dispute"),
    "invitation": m("Inviting to join in"),
    "safety": m("Safety advice"),
}
TARGET_KINDS: dict[str, Message] = {
    "estate": m("Estate or courtyard"),
    "office_building": m("Office building"),
    "new_organisation": m("New economic or social organisation"),
    "local_unit": m("Unit based here"),
    "property_manager": m("Property management"),
    "owners_committee": m("Owners' committee"),
    "residents_committee": m("Residents' committee"),
    "other": m("Other"),
}
SKILLS: dict[str, Message] = {
    "door_manners": m("Manners at the door"),
    "listening": m("Listening and noting down"),
    "mediation": m("Settling disputes"),
    "safety": m("Safety on visits"),
    "privacy": m("Handling personal data"),
}

REASONS = {
    "visits.more_opened_than_tried": m("More doors opened than were tried. Check both numbers."),
    "visits.voided": m("This day of visits was taken back already."),
    "visits.door_voided": m("This visit was taken back already."),
    "visits.steps_unticked": m(
        "Tick the compulsory steps of the procedure, or say why one was left out: %(steps)s"
    ),
    "visits.inner_cause_first": m(
        "Name at least one cause on our own side first. What stood outside may be added to it."
    ),
    "visits.cause_unknown": m("Choose the causes from the list."),
    "visits.door_opened": m("This door opened: there is nothing to look into."),
    "visits.no_door_chosen": m("Tick the doors first."),
    "visits.door_twice": m("The same door stands here twice."),
    "visits.again_without_day": m("Write down the day that was agreed."),
    "visits.no_doors": m(
        "No doors of this building are known yet. Enter them on the building's page, then plan the round."
    ),
    "visits.round_begun": m(
        "Somebody has knocked on doors already. Take those visits back first, or plan another round."
    ),
    "visits.round_not_closed": m("Only a round that was closed can be opened again."),
    "visits.all_reached": m("Every household of this building was reached in that time. Choose other doors."),
    "visits.no_visitor": m("Say who walks the round: a colleague or a resident."),
    "visits.two_visitors": m(
        "Choose either a colleague or a resident as visitor. The other one comes along."
    ),
    "visits.companion_unknown": m("Say who the companion is to these households."),
    "visits.companion_is_visitor": m("The visitor cannot be her own companion."),
    "visits.round_over": m("This round is over. Plan another one for doors still to knock on."),
    "visits.round_not_walked": m("No door of this round was knocked on. Walk it, or cancel it."),
    "visits.round_walked": m("Doors of this round were knocked on already. Close it instead."),
    "visits.no_step": m("A procedure needs at least one step."),
    "visits.same_procedure": m("Nothing was changed, so there is no new version."),
    "visits.procedure_retired": m("This procedure is no longer in use."),
    "visits.script_form": m("Write each line of words to say as: when | what is said"),
    "visits.target_exists": m("An office of that name is on the rota already."),
    "visits.target_retired": m("This office is off the rota."),
    "visits.office_visit_voided": m("This visit to the office was taken back already."),
    "visits.no_skill": m("Say what was learned."),
    "visits.training_voided": m("This training was taken back already."),
    "visits.no_learner": m("Say who learned it: a colleague or a resident."),
}
ACTS = {
    "visit.logged": m("logged this day of visits"),
    "visit.voided": m("took this day of visits back"),
    "door_visit.logged": m("noted this visit"),
    "door_visit.voided": m("took this visit back"),
    "door_visit.debriefed": m("looked into why the door stayed shut"),
    "door_visit.concern_noted": m("noted a concern"),
    "round.planned": m("planned the round"),
    "round.doors_logged": m("noted doors of the round"),
    "round.undone": m("took the last tap back"),
    "round.edited": m("changed the plan of the round"),
    "round.reopened": m("opened the round again"),
    "visit_sheet.taken_away": m("took the visit sheet away as a file"),
    "round.closed": m("closed the round"),
    "round.cancelled": m("cancelled the round"),
    "procedure.added": m("added the procedure"),
    "procedure.taken": m("took the procedure into use"),
    "procedure.edited": m("wrote a new version of the procedure"),
    "procedure.retired": m("took the procedure out of use"),
    "visit_target.added": m("put the office on the rota"),
    "visit_target.edited": m("changed the office on the rota"),
    "visit_target.retired": m("took the office off the rota"),
    "office_visit.logged": m("noted a visit to the office"),
    "office_visit.voided": m("took a visit to the office back"),
    "training.recorded": m("recorded the training"),
    "training.voided": m("took the training back"),
    "skills.chosen": m("chose the skills that visits need"),
}
FIELDS: dict[str, Mapping[str, Message]] = {
    "visit": {"tried": m("Doors tried"), "opened": m("Doors that opened")},
    "round": {
        "doors": m("Doors"),
        "planned_on": m("Day"),
        "building": m("Building"),
        "visitor": m("Visitor"),
        "companion_kind": m("Companion"),
    },
    "community": {"months": m("Months")},
    "procedure": {"number": m("Version")},
    "visit_target": {
        "name": m("Name"),
        "kind": m("Kind of office"),
        "every_days": m("Every so many days"),
    },
}


def options(choices: Mapping[str, Message]) -> list[tuple[str, Message]]:
    """Choices for a form."""
    return list(choices.items())
