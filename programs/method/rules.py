"""The staged method as pure functions: gates over totals of evidence, focal issues, relapse, standing still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from programs.method.kinds import Kind
from server.lib import money
from server.lib.days import months_between, months_later

STAGES = ("listen", "focus", "expand", "consolidate", "hand_over")
LATELY = 3  # months

# Evidence by kind and facet, summed over the life of a program.
Totals = Mapping[tuple[str, str], int]


class Gate(msgspec.Struct, frozen=True):
    """What must be there before a stage is left. `at_least` is the method's default; an NGO may set its own.

    With `at_most` the total must not be above it instead. `facet` None counts all facets of the kind.
    """

    key: str
    kind: Kind
    at_least: int = 1
    facet: str | None = None
    at_most: int | None = None


class Standing(msgspec.Struct, frozen=True):
    """One gate as it stands."""

    gate: Gate
    have: int
    need: int
    met: bool


# S73 (gates), S82 (visits, baseline, needs), S74, S63 (capable residents), S76–S78 (groups that act), S80, S83, S53–S56,
# S58 and S70 (a compact, thanks), S65 (what keeps it).
GATES: dict[str, tuple[Gate, ...]] = {
    "listen": (
        Gate("visits", Kind.VISITS_MADE, 30),
        Gate("needs", Kind.NEED_RAISED, 10),
        Gate("baseline", Kind.BASELINE_RECORDED, 1),
        Gate("belonging", Kind.SURVEY_BASELINE, 1),
    ),
    "focus": (
        Gate("focal_issue", Kind.FOCAL_CHOSEN, 1),
        Gate("integration", Kind.ACTIVITY_HELD, 1),
        Gate("capable", Kind.CAPABLE_CONFIRMED, 1),
    ),
    "expand": (
        Gate("groups", Kind.GROUP_FORMED, 1),
        Gate("leaders", Kind.LEADER_CONFIRMED, 1),
        Gate("resident_run", Kind.RESIDENT_RUN, 3),
        Gate("task_acted", Kind.TASK_ACTED, 1),
    ),
    "consolidate": (
        Gate("plan", Kind.CONSOLIDATION_AGREED, 1),
        Gate("without_staff", Kind.ACTIVITY_HELD, 3, facet="none"),
        Gate("deputies", Kind.DEPUTY_NAMED, 1),
        Gate("no_relapse", Kind.RELAPSE_OPEN, at_most=0),
        Gate("compact", Kind.COMPACT_IN_FORCE, 1),
        Gate("thanked", Kind.RECOGNISED, 1),
        Gate("trust", Kind.MECHANISM_PROVED, 1, facet="trust"),
        Gate("reciprocity", Kind.MECHANISM_PROVED, 1, facet="reciprocity"),
        Gate("supervision", Kind.MECHANISM_PROVED, 1, facet="supervision"),
    ),
    "hand_over": (),
}

ALL_GATES: dict[str, Gate] = {gate.key: gate for gates in GATES.values() for gate in gates}


def stage_after(stage: str) -> str | None:
    """The next stage of the road, or None at its end."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def stages_before(stage: str) -> tuple[str, ...]:
    """The stages to which a program may go back."""
    return STAGES[: STAGES.index(stage)]


def total_of(gate: Gate, totals: Totals) -> int:
    """The evidence that a gate asks for."""
    if gate.facet is not None:
        return totals.get((gate.kind.value, gate.facet), 0)
    return sum(quantity for (kind, _), quantity in totals.items() if kind == gate.kind.value)


def gates_of(stage: str, totals: Totals, thresholds: Mapping[str, int]) -> list[Standing]:
    """Each gate out of `stage`: what is there, what is needed, whether it is met."""
    standings = []
    for gate in GATES[stage]:
        have = total_of(gate, totals)
        if gate.at_most is not None:
            standings.append(Standing(gate, have, gate.at_most, have <= gate.at_most))
        else:
            need = thresholds.get(gate.key, gate.at_least)
            standings.append(Standing(gate, have, need, have >= need))
    return standings


def missing(standings: Iterable[Standing]) -> list[str]:
    """The keys of the gates that are not met."""
    return [standing.gate.key for standing in standings if not standing.met]


def refuse_threshold(gate_key: str, at_least: int) -> str | None:
    """A reason code when an NGO may not set this number: a gate cannot be switched off."""
    gate = ALL_GATES.get(gate_key)
    if gate is None or gate.at_most is not None:
        return "method.gate_fixed"
    return None if at_least >= 1 else "method.gate_switched_off"


class Mark(msgspec.Struct, frozen=True):
    """One person's view of a candidate: can it be seen, solved, does it cross doors, do people care (1 to 5 each)."""

    visible: int
    solvable: int
    shared: int
    cared: int
    by_resident: bool = True


def score_of(marks: Sequence[Mark]) -> float | None:
    """The mean of all marks of a candidate, 1 to 5, or None when nobody scored it (S74)."""
    if not marks:
        return None
    return sum(mark.visible + mark.solvable + mark.shared + mark.cared for mark in marks) / (4 * len(marks))


def refuse_choice(
    *, state: str, active_issue: bool, marks: int, resident_marks: int, needs_cited: int
) -> str | None:
    """Why a candidate cannot become the focal issue (S74, S51): one at a time, scored with residents, resting on needs."""
    if state != "candidate":
        return "method.issue_not_candidate"
    if active_issue:
        return "method.issue_already_active"
    if marks == 0 or resident_marks == 0:
        return "method.issue_unscored"
    return "method.issue_without_needs" if needs_cited < 1 else None


def slipped_back(
    values: Sequence[tuple[str, Decimal]], *, baseline: Decimal, falls: bool, percent: int, months: int
) -> list[str]:
    """The newest months in which an indicator stood on the wrong side of the line, when they are enough for a relapse.

    S80: complaints above 50 % of the baseline in two months running. For an indicator that should rise, the line is
    crossed from above. `values` are whole months, oldest first; of months that nobody read nothing is said.
    """
    line = baseline * percent / 100
    newest = list(values)[-months:]
    running = [month for month, _ in newest]
    if len(newest) < months or months_between(running[0], running[-1]) != running:
        return []
    crossed = [value > line if falls else value < line for _, value in newest]
    return running if all(crossed) else []


def recovered(values: Sequence[tuple[str, Decimal]], *, baseline: Decimal, falls: bool, percent: int) -> bool:
    """Whether the newest month is back on the right side of the line."""
    if not values:
        return False
    line = baseline * percent / 100
    newest = values[-1][1]
    return newest <= line if falls else newest >= line


STILL_AFTER = timedelta(days=30)
RELAPSE_DUE = timedelta(days=10)


def still_since(*, stage: str, stage_since: date, last_evidence_on: date | None, today: date) -> date | None:
    """Since when nothing was recorded, when that is longer than 30 days; a program handed over may rest."""
    since = max(stage_since, last_evidence_on or stage_since)
    if stage == "hand_over" or today - since <= STILL_AFTER:
        return None
    return since


def lately_since(today: date) -> date:
    """The first of the last three months' days: the day of three months ago, or the last one of that month.

    Counted by days, so that what was done this morning counts at once and the 1st of a month takes nothing away.
    """
    first = months_later(today, -LATELY)
    ends = months_later(first, 1) - timedelta(days=1)
    return first.replace(day=min(today.day, ends.day))


def lacks_grounds(*, stage: str, focal: int | None, totals: Totals) -> bool:
    """缺少需求依据: the focal issue cites no need, or the program went past listening without citing any (S51)."""
    cited = {facet: number for (kind, facet), number in totals.items() if kind == Kind.NEED_CITED}
    if focal is not None:
        return cited.get(f"issue:{focal}", 0) < 1
    return stage != STAGES[0] and sum(cited.values()) < 1


def small_cell(count: int) -> str | None:
    """`<5` for a count of people that could point at somebody, None when it may be shown (S72)."""
    return "<5" if 0 < count < 5 else None


def refuse_amounts(**amounts: Decimal | None) -> tuple[str, str] | None:
    """The name of the first amount that no column can hold, with its reason code."""
    for name, amount in amounts.items():
        if amount is not None and not (money.is_in_range(amount) and money.has_cents_only(amount)):
            return name, "method.amount_unusable"
    return None


def refuse_indicator(*, baseline: Decimal | None, target: Decimal | None, falls: bool) -> str | None:
    """A reason code when the target lies on the wrong side of the baseline."""
    if baseline is None or target is None:
        return None
    wrong = target > baseline if falls else target < baseline
    return "method.target_wrong_side" if wrong else None
