"""The kinds of evidence: what can be proved, in which unit."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One thing that was done. The unit of its quantity stands behind each."""

    VISITS_MADE = "visit.made"  # doors that opened
    VISITS_TRIED = "visit.tried"  # doors tried
    VISITS_REFUSED = "visit.refused"  # doors behind which somebody refused
    VISITS_NOT_HOME = "visit.not_home"  # doors behind which nobody was
    CONTACTS = "contact.made"  # calls, talks and letters that reached a household; facet: mode
    OFFICE_VISITED = "office.visited"  # visits to offices and bodies
    CONCERN_HEARD = "concern.heard"  # concerns noted on visits
    NEED_RAISED = "need.raised"  # needs; facet: class:<id>
    COMPLAINT_RAISED = "complaint.raised"  # complaints; facet: class:<id>
    NEED_HANDLED = "need.handled"  # needs dealt with
    NEED_ANSWERED = "need.answered"  # needs whose answer reached the person
    SURVEY_ANSWERED = "survey.answered"  # questionnaires; facet: moment of the wave
    SURVEY_BASELINE = "survey.baseline"  # closed baseline waves with enough answers to compare
    BUILDING_LEADER = "building_leader.appointed"  # building leaders in place
    LADDER_REACHED = "ladder.reached"  # steps of the ladder, with `people`; facet: step
    BASELINE_RECORDED = "baseline.recorded"  # indicators with a baseline
    FOCAL_CHOSEN = "focal.chosen"  # focal issues chosen
    NEED_CITED = "need.cited"  # needs that justify the focal issue
    ACTIVITY_HELD = "activity.held"  # activities; facet: full | part | none, the presence of staff
    STAFF = "activity.staff"  # staff at activities
    VOLUNTEERS = "activity.volunteers"  # resident volunteers at activities
    PARTICIPANTS = "activity.participants"  # participants of activities
    TOOK_PART = "person.took_part"  # residents ticked by name, with `people`
    RESIDENT_RUN = "activity.resident_run"  # activities that residents decided and did
    ACT = "act.recorded"  # of the five acts of S84; facet: residents | staff | others | unproved
    STAFF_MINUTES = "effort.staff"  # minutes; facet: lever
    VOLUNTEER_MINUTES = "effort.volunteers"  # minutes; facet: lever
    CASH = "effort.cash"  # fen; facet: lever
    CAPABLE_CONFIRMED = "leader.capable"  # community leaders confirmed by both criteria
    GROUP_FORMED = "group.formed"  # groups
    GROUP_JOINED = "group.joined"  # members who joined, with `people`
    LEADER_CONFIRMED = "leader.confirmed"  # group leaders in place
    DEPUTY_NAMED = "leader.deputy"  # deputies in place
    TASK_TAKEN = "task.taken"  # complaint classes taken on by a group
    TASK_PLANNED = "task.planned"  # of those, with a plan that a resident wrote
    TASK_ACTED = "task.acted"  # activities on a task; facet: task:<id>
    CONSOLIDATION_AGREED = "consolidation.agreed"  # consolidation plans
    RELAPSE_OPEN = "relapse.open"  # relapses not yet answered
    COMPACT_HEARD = "compact.heard"  # households asked about a compact; facet: compact:<id>
    COMPACT_COMMENT = "compact.comment"  # comments on a compact; facet: compact:<id>
    COMPACT_RATIFIED = "compact.ratified"  # compacts adopted
    COMPACT_SIGNED = "compact.signed"  # households whose signature stands; facet: compact:<id>
    COMPACT_IN_FORCE = "compact.in_force"  # compacts in force
    CEREMONY_HELD = "ceremony.held"  # ceremonies
    HABIT_JOINED = "habit.joined"  # people or doors that began a habit; facet: habit:<id>
    HABIT_COMPLETED = "habit.completed"  # of those, who completed it; facet: habit:<id>
    HABIT_KEPT = "habit.kept"  # of those, who still keep it; facet: day60 | day90
    SMALL_DEED = "deed.done"  # small deeds that neighbours wrote down
    RECOGNISED = "recognition.given"  # thanks of any kind; facet: publicity | care | honour | example
    FOLLOWED = "example.followed"  # neighbours who joined because of somebody, with `people`
    AGREEMENT_ACTIVE = "agreement.active"  # services that both sides accepted
    SERVICE_GIVEN = "service.given"  # minutes; facet: giver | receiver
    SERVICE_INCIDENT = "service.incident"  # incidents not yet settled
    DECISION_PUBLISHED = "decision.published"  # decisions laid open
    ELECTION_PUBLISHED = "election.published"  # elections whose result was published
    MECHANISM_PROVED = "mechanism.proved"  # mechanisms with proof; facet: trust | reciprocity | supervision


# What people read as hours.
IN_MINUTES = (Kind.STAFF_MINUTES, Kind.VOLUNTEER_MINUTES, Kind.SERVICE_GIVEN)
