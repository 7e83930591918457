"""What this room says: refusals, acts and fields, and where its records open."""

from __future__ import annotations

from server.lib.i18n import m

REASONS = {
    "teams.group_exists": m("This community already has an open group of that name."),
    "teams.ages_reversed": m("The upper age lies below the lower one. Check both."),
    "teams.formed_after_joining": m(
        "The first member joined on %(day)s. The group cannot have formed after that."
    ),
    "teams.closed_too_early": m(
        "Something is recorded of this group on %(day)s. Choose that day or a later one."
    ),
    "teams.group_closed": m("This group is closed. Open it again first."),
    "teams.group_open": m("This group is already open."),
    "teams.nobody_ticked": m("Tick at least one person, or write the name of a new neighbour."),
    "teams.moved_away": m("%(name)s has moved away."),
    "teams.before_forming": m("The group formed on %(day)s. Nobody joined before that."),
    "teams.stays_overlap": m("%(name)s was a member until %(day)s. Choose that day or a later one."),
    "teams.already_members": m("All of them are members already."),
    "teams.left_already": m("This member has already left."),
    "teams.left_before_joining": m("This day lies before the day of joining, %(day)s."),
    "teams.leads_this_group": m("This person leads the group or is its deputy. End that term first."),
    "teams.spotted_already": m("This person is already in the register."),
    "teams.nothing_seen": m(
        "Nothing has been seen yet by that day, under neither criterion. Add what you saw."
    ),
    "teams.cares_not_seen": m(
        "“Cares about public matters” is missing: add what was seen, by that day, under this criterion."
    ),
    "teams.brings_not_seen": m(
        "“Brings people to do things together” is missing: add what was seen, by that day, under this criterion."
    ),
    "teams.confirmed_already": m("This community leader is already confirmed."),
    "teams.not_confirmed": m("This community leader is not confirmed."),
    "teams.leads_a_group": m("This person leads a group. End that term first."),
    "teams.leader_not_member": m("Only a member can lead. Add this person to the group first."),
    "teams.leads_before_joining": m(
        "This person joined on %(day)s. Nobody leads before joining. If that day is wrong, take the tick back on the"
        " member's page and add her again from the right one."
    ),
    "teams.leader_not_spotted": m(
        "A leader has to be a confirmed community leader, and this person is not in the register yet."
    ),
    "teams.leader_without_criteria": m(
        "A leader has to be a confirmed community leader. What was seen of this person does not show both criteria yet."
    ),
    "teams.leader_not_confirmed": m(
        "Both criteria were seen of this person. Confirm the community leader first."
    ),
    "teams.votes_without_election": m(
        "Only an election has votes. Leave this empty, or say that the members elected."
    ),
    "teams.votes_missing": m("Write how many voted for this person and how many voted at all."),
    "teams.more_for_than_cast": m("There cannot be more votes for one person than votes in all."),
    "teams.terms_overlap": m(
        "The term before ended on %(day)s. This one begins on that day at the earliest."
    ),
    "teams.has_leader": m("This group already has a leader. End that term first."),
    "teams.has_deputy": m("This group already has a deputy. End that term first."),
    "teams.holds_other_position": m("This person already holds the other position. End that term first."),
    "teams.account_of_another": m(
        "Somebody else leads this group with that account. Choose another, or end that term first."
    ),
    "teams.account_unfit": m("Choose the account of somebody who leads groups."),
    "teams.term_ended": m("This term has already ended."),
    "teams.ended_before_start": m("This day lies before the start, %(day)s."),
    "teams.task_open": m("The group already works on this class of complaints."),
    "teams.issue_without_program": m("A focal issue belongs to a program: choose the program too."),
    "teams.issue_of_other_program": m(
        "This focal issue belongs to another program. Choose one of this program."
    ),
    "teams.author_is_staff": m("The plan is the group's own: its author is a member, not staff."),
    "teams.author_not_member": m("The plan is the group's own: choose a member of it as its author."),
    "teams.planned_before_task": m("The group took the task on %(day)s. The plan cannot be older."),
    "teams.taken_after_plan": m("The plan was written on %(day)s. The group took the task before that."),
    "teams.task_before_forming": m("The group formed on %(day)s. It took no task before that."),
    "teams.task_ended": m("This task has ended."),
}

ACTS = {
    "group.formed": m("entered the group"),
    "group.edited": m("changed the group"),
    "group.closed": m("closed the group"),
    "group.reopened": m("opened the group again"),
    "group.joined": m("added members"),
    "group.left": m("entered that a member left"),
    "group.leader_confirmed": m("confirmed the leader"),
    "group.deputy_named": m("named the deputy"),
    "group.account_tied": m("said with which account a term is served"),
    "group.term_ended": m("ended a term"),
    "group.task_taken": m("handed the group a task"),
    "community_leader.spotted": m("entered this person in the register"),
    "community_leader.edited": m("changed the entry"),
    "community_leader.seen": m("added what was seen"),
    "community_leader.confirmed": m("confirmed the community leader"),
    "community_leader.withdrawn": m("withdrew the confirmation"),
    "group_task.taken": m("handed over the task"),
    "group_task.edited": m("changed the task"),
    "group_task.planned": m("wrote the plan"),
    "group_task.plan_changed": m("changed the plan"),
    "group_task.ended": m("ended the task"),
}

FIELDS = {
    "group": {
        "name": m("Name"),
        "kind": m("Kind"),
        "about": m("About"),
        "initiator": m("Who began it"),
        "meets": m("When and where it meets"),
        "age_from": m("From age"),
        "age_to": m("To age"),
        "open_to_join": m("Open to join"),
        "program": m("Program"),
        "formed_on": m("Formed on"),
        "closed_on": m("Closed on"),
        "members": m("Members"),
        "position": m("Position"),
        "chosen_how": m("How chosen"),
        "since": m("Since"),
        "ended_on": m("Ended on"),
        "left_on": m("Left on"),
        "task": m("Task"),
    },
    "community_leader": {
        "source_type": m("Where this person comes from"),
        "spotted_by": m("Spotted by"),
        "spotted_on": m("Spotted on"),
        "program": m("Program"),
        "criterion": m("Criterion"),
        "confirmed_on": m("Confirmed on"),
    },
    "group_task": {
        "title": m("Task"),
        "need_class": m("Class of complaints"),
        "program": m("Program"),
        "focal_issue": m("Focal issue"),
        "taken_on": m("Taken on"),
        "plan": m("Plan"),
        "plan_author": m("Author of the plan"),
        "planned_on": m("Planned on"),
        "ended_on": m("Ended on"),
    },
}
