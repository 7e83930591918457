"""The words of the method: stages, gates, kinds of evidence, refusals, acts and fields."""

from __future__ import annotations

import msgspec

from server.lib.i18n import Message, m

STAGE_NAMES: dict[str, Message] = {
    "listen": m("Listen"),
    "focus": m("Focus"),
    "expand": m("Expand"),
    "consolidate": m("Consolidate"),
    "hand_over": m("Hand over"),
}
STAGE_AIMS: dict[str, Message] = {
    "listen": m("Knock on doors, hear needs, write down how things stand before anything changes."),
    "focus": m("Choose one problem that neighbours can see and solve, and bring them together around it."),
    "expand": m("Let those who came grow into groups with leaders of their own."),
    "consolidate": m("Hold what was reached: a rhythm, a watchful eye, and staff stepping back."),
    "hand_over": m("The residents carry it; the NGO looks in."),
}


class GateWords(msgspec.Struct, frozen=True):
    """How a gate reads: its name, what to do when it is not met, and the button that leads there."""

    label: Message
    advice: Message
    button: Message
    href: str


GATE_WORDS: dict[str, GateWords] = {
    "visits": GateWords(
        m("Doors that opened"),
        m("Go from door to door, with somebody they know, and note what came of each."),
        m("Plan a round"),
        "/desk/rounds/new?program={program}",
    ),
    "needs": GateWords(
        m("Needs heard"),
        m("Write down what people say, from every channel."),
        m("Note a need"),
        "/desk/needs?program={program}",
    ),
    "baseline": GateWords(
        m("Baseline recorded"),
        m("Enter how things stand today, with the source of the figure."),
        m("Add an indicator with its baseline"),
        "/desk/programs/{program}/indicators",
    ),
    "belonging": GateWords(
        m("Baseline survey"),
        m("Ask at least 30 households or persons how they live here, and close the wave."),
        m("Ask people"),
        "/desk/programs/{program}/waves",
    ),
    "focal_issue": GateWords(
        m("Focal issue chosen"),
        m("Score the candidates with residents and choose one."),
        m("Choose the focal issue"),
        "/desk/programs/{program}/focal-issues",
    ),
    "integration": GateWords(
        m("Activities that bring residents together"),
        m("Hold a first activity that draws people to the issue."),
        m("Plan an activity"),
        "/desk/activities/new?program={program}",
    ),
    "capable": GateWords(
        m("Community leaders confirmed"),
        m("Write down what you saw a capable resident do, under both criteria, and confirm."),
        m("Look for community leaders"),
        "/desk/community-leaders?program={program}",
    ),
    "groups": GateWords(
        m("Groups formed"),
        m("Invite those who came to an activity into a group."),
        m("Form a group"),
        "/desk/programs/{program}/groups",
    ),
    "leaders": GateWords(
        m("Group leaders in place"),
        m("Let the group choose its leader and confirm the choice."),
        m("Go to the groups"),
        "/desk/programs/{program}/groups",
    ),
    "resident_run": GateWords(
        m("Activities decided and done by residents"),
        m("Let the group decide and do the next ones; log who did what."),
        m("Go to the activities"),
        "/desk/programs/{program}/activities",
    ),
    "task_acted": GateWords(
        m("Activities on a task of a group's own"),
        m("Hand the complaints to a group that will make them its task."),
        m("Go to the groups"),
        "/desk/programs/{program}/groups",
    ),
    "plan": GateWords(
        m("Consolidation plan agreed"),
        m("Agree how often the groups meet and which figure is watched."),
        m("Write the consolidation plan"),
        "/desk/programs/{program}/consolidation",
    ),
    "without_staff": GateWords(
        m("Activities without staff"),
        m("Stay away from an activity that the group can carry."),
        m("Go to the activities"),
        "/desk/programs/{program}/activities",
    ),
    "deputies": GateWords(
        m("Deputies named"),
        m("Name somebody who can step in for the leader."),
        m("Go to the groups"),
        "/desk/programs/{program}/groups",
    ),
    "no_relapse": GateWords(
        m("Relapses answered"),
        m("Answer the relapse: say what was done and see the figure fall again."),
        m("Look at the relapse"),
        "/desk/programs/{program}/consolidation",
    ),
    "compact": GateWords(
        m("A compact in force"),
        m("Let residents agree in their own words what holds from now on, and sign it."),
        m("Go to the compacts"),
        "/desk/compacts?community={community}",
    ),
    "thanked": GateWords(
        m("Thanks given"),
        m("Thank those who carry it: in public, in person, with an honour or as an example."),
        m("See who was never thanked"),
        "/desk/communities/{community}/balance",
    ),
    "trust": GateWords(
        m("A mechanism of trust, with proof"),
        m("Say why people believe each other, and what shows it."),
        m("Enter the mechanism"),
        "/desk/programs/{program}/hand-over",
    ),
    "reciprocity": GateWords(
        m("A mechanism of give and take, with proof"),
        m("Say how giving comes back, and what shows it."),
        m("Enter the mechanism"),
        "/desk/programs/{program}/hand-over",
    ),
    "supervision": GateWords(
        m("A mechanism of supervision, with proof"),
        m("Say which residents look whether it is kept, and what shows it."),
        m("Enter the mechanism"),
        "/desk/programs/{program}/hand-over",
    ),
}

KIND_NAMES: dict[str, Message] = {
    "visit.made": m("Doors opened"),
    "visit.tried": m("Doors tried"),
    "visit.refused": m("Doors where somebody refused"),
    "visit.not_home": m("Doors where nobody was in"),
    "contact.made": m("Calls, talks and letters"),
    "office.visited": m("Visits to offices"),
    "concern.heard": m("Concerns heard on visits"),
    "need.raised": m("Needs"),
    "need.handled": m("Needs handled"),
    "need.answered": m("Needs answered"),
    "survey.answered": m("Questionnaires answered"),
    "survey.baseline": m("Baseline surveys"),
    "building_leader.appointed": m("Building leaders"),
    "ladder.reached": m("Steps up the ladder"),
    "complaint.raised": m("Complaints"),
    "baseline.recorded": m("Baselines"),
    "focal.chosen": m("Focal issues chosen"),
    "need.cited": m("Needs cited"),
    "activity.held": m("Activities"),
    "activity.staff": m("Staff at activities"),
    "activity.volunteers": m("Volunteers at activities"),
    "activity.participants": m("Participants of activities"),
    "person.took_part": m("Attendances by name"),
    "activity.resident_run": m("Resident-run activities"),
    "act.recorded": m("Acts recorded"),
    "effort.staff": m("Staff time"),
    "effort.volunteers": m("Resident time"),
    "effort.cash": m("Cash"),
    "leader.capable": m("Community leaders"),
    "group.formed": m("Groups"),
    "group.joined": m("Members joined"),
    "leader.confirmed": m("Group leaders"),
    "leader.deputy": m("Deputies"),
    "task.taken": m("Tasks taken on"),
    "task.planned": m("Tasks planned"),
    "task.acted": m("Activities on tasks"),
    "consolidation.agreed": m("Consolidation plans"),
    "relapse.open": m("Open relapses"),
    "compact.heard": m("Households asked about a compact"),
    "compact.comment": m("Comments on a compact"),
    "compact.ratified": m("Compacts adopted"),
    "compact.signed": m("Households that signed a compact"),
    "compact.in_force": m("Compacts in force"),
    "ceremony.held": m("Ceremonies"),
    "habit.joined": m("Took up a habit"),
    "habit.completed": m("Completed a habit"),
    "habit.kept": m("Still keep a habit"),
    "deed.done": m("Small deeds"),
    "recognition.given": m("Thanks given"),
    "example.followed": m("Joined because of a neighbour"),
    "agreement.active": m("Services that both sides accepted"),
    "service.given": m("Service time between neighbours"),
    "service.incident": m("Open incidents in services"),
    "decision.published": m("Decisions laid open"),
    "election.published": m("Elections with a published result"),
    "mechanism.proved": m("Mechanisms with proof"),
}

ISSUE_STATES: dict[str, Message] = {
    "candidate": m("candidate"),
    "active": m("focal issue"),
    "closed": m("closed"),
    "dropped": m("dropped"),
}

SCORE_QUESTIONS: dict[str, Message] = {
    "visible": m("Neighbours can see it"),
    "solvable": m("It can be solved here"),
    "shared": m("It crosses doors"),
    "cared": m("People care about it"),
}

REASONS = {
    "method.not_back": m("A program can only go back to a stage that it has left."),
    "method.road_ended": m("This program is already handed over."),
    "method.gate_fixed": m("This gate has no number of its own."),
    "method.gate_switched_off": m("A gate cannot be switched off: the number is at least 1."),
    "method.issue_not_candidate": m("Only a candidate can be chosen."),
    "method.issue_already_active": m(
        "This program already has a focal issue. Close it before another is chosen."
    ),
    "method.issue_unscored": m(
        "Score the candidate first, with at least one resident among those who score."
    ),
    "method.issue_without_needs": m("Cite at least one need that this issue rests on."),
    "method.issue_not_active": m("Only the chosen focal issue can be closed."),
    "method.issue_not_open": m("This issue is no longer a candidate."),
    "method.scored_already": m("This person has already scored the candidate."),
    "method.amount_unusable": m("Write a number from 0 to 999,999,999 with at most two decimals."),
    "method.target_wrong_side": m(
        "The target lies on the wrong side of the baseline. Check both, and the direction."
    ),
    "method.baseline_without_source": m("Say where the baseline comes from and on which day it was taken."),
    "method.indicator_fed": m(
        "This indicator is counted from complaints by itself; nothing is entered by hand."
    ),
    "method.watched_without_baseline": m("Only an indicator with a baseline can be watched."),
    "method.step_done": m("This step is already done."),
    "method.step_open": m("This step is not done yet."),
    "method.relapse_answered": m("This relapse is already answered."),
    "method.relapse_not_recovered": m(
        "The figure still stands on the wrong side of the line. It is answered when the newest month is back."
    ),
    "method.not_consolidating": m(
        "The plan to hold what was reached belongs to the stage Consolidate or later."
    ),
}

ACTS = {
    "program.started": m("started the program"),
    "program.edited": m("changed the program"),
    "program.moved_on": m("moved the program on"),
    "program.move_refused": m("tried to move the program on"),
    "program.moved_back": m("moved the program back"),
    "focal_issue.proposed": m("proposed a focal issue"),
    "focal_issue.edited": m("changed the issue"),
    "focal_issue.scored": m("entered a score"),
    "focal_issue.chosen": m("chose the focal issue"),
    "focal_issue.closed": m("closed the focal issue"),
    "focal_issue.dropped": m("dropped the candidate"),
    "step.added": m("added a step"),
    "step.done": m("finished a step"),
    "step.reopened": m("reopened a step"),
    "indicator.added": m("added an indicator"),
    "indicator.edited": m("changed an indicator"),
    "indicator.read": m("entered a reading"),
    "consolidation.agreed": m("agreed the consolidation plan"),
    "consolidation.edited": m("changed the consolidation plan"),
    "relapse.noticed": m("noticed a relapse"),
    "relapse.answered": m("answered a relapse"),
    "method.tuned": m("set a gate's number"),
}

FIELDS = {
    "program": {
        "name": m("Name"),
        "goal": m("Goal"),
        "lead": m("Who leads it"),
        "public": m("Shown to the street"),
        "stage": m("Stage"),
        "missing": m("Missing"),
        "issue": m("Focal issue"),
        "step": m("Step"),
        "indicator": m("Indicator"),
        "started_on": m("Started on"),
    },
    "focal_issue": {
        "title": m("Problem"),
        "why": m("Why this one"),
        "crisis_amount": m("Money at stake (yuan)"),
        "crisis_parties": m("Parties"),
        "crisis_on": m("Day of the crisis"),
    },
    "indicator": {
        "name": m("Name"),
        "unit": m("Unit"),
        "falls": m("Should fall"),
        "baseline": m("Baseline"),
        "baseline_on": m("Baseline of"),
        "baseline_source": m("Source of the baseline"),
        "target": m("Target"),
        "target_on": m("Target for"),
    },
    "consolidation": {
        "cadence_per_month": m("Activities a month"),
        "indicator": m("Watched indicator"),
        "relapse_percent": m("Relapse line (percent of the baseline)"),
        "relapse_months": m("Months running"),
    },
}

VALUES = {"program": {"stage": STAGE_NAMES, "missing": {key: gate.label for key, gate in GATE_WORDS.items()}}}
