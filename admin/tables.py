"""What funders and coordinators read: programs in aggregates, and no row about a person.

Fewer than five residents are shown as `<5`, here, in the SELECT: no filter, order or export sees more.
"""

from __future__ import annotations

from collections.abc import Iterable

from piccolo.columns import BigInt, Boolean, Date, Integer, Numeric

from admin.scope import LAST_MONTH, Line, Prose, ReportTable, Words
from groups.activities.choices import PRESENCES
from programs.method.kinds import IN_MINUTES, Kind
from programs.method.words import KIND_NAMES, STAGE_NAMES
from programs.surveys.answer_rules import index_key
from programs.surveys.shipped import BELONGING
from programs.surveys.words import MOMENTS
from server.lib.i18n import m

FEWEST = 5
KINDS = {
    **KIND_NAMES,
    Kind.STAFF_MINUTES: m("Staff time (hours)"),
    Kind.VOLUNTEER_MINUTES: m("Resident time (hours)"),
    Kind.SERVICE_GIVEN: m("Service time between neighbours (hours)"),
    Kind.CASH: m("Cash (yuan)"),
}
# Residents. Staff are the NGO's own: their small numbers are what the taper is about (3 : 30 : 1000, S83).
OF_PEOPLE = (
    Kind.VOLUNTEERS,
    Kind.PARTICIPANTS,
    Kind.TOOK_PART,
    Kind.CAPABLE_CONFIRMED,
    Kind.GROUP_JOINED,
    Kind.LEADER_CONFIRMED,
    Kind.DEPUTY_NAMED,
    Kind.LADDER_REACHED,
    Kind.BUILDING_LEADER,
    Kind.SURVEY_ANSWERED,
    Kind.COMPACT_HEARD,
    Kind.COMPACT_COMMENT,
    Kind.COMPACT_SIGNED,
    Kind.HABIT_JOINED,
    Kind.HABIT_COMPLETED,
    Kind.HABIT_KEPT,
    Kind.RECOGNISED,
    Kind.FOLLOWED,
    Kind.AGREEMENT_ACTIVE,
    Kind.SERVICE_INCIDENT,
)
# Stepping stones of the method, which the table of all months lists and pages for reading leave out.
IN_PASSING = (
    Kind.BASELINE_RECORDED,
    Kind.SURVEY_BASELINE,
    Kind.FOCAL_CHOSEN,
    Kind.NEED_CITED,
    Kind.ACT,
    Kind.TASK_PLANNED,
    Kind.CONSOLIDATION_AGREED,
    Kind.RELAPSE_OPEN,
    Kind.COMPACT_RATIFIED,
    Kind.SERVICE_INCIDENT,
)


def few(people: str) -> str:
    """SQL for a count of people as a reader may see it."""
    return f"CASE WHEN {people} BETWEEN 1 AND {FEWEST - 1} THEN '<{FEWEST}' ELSE CAST({people} AS TEXT) END"


def about(people: str) -> str:
    """SQL for a count of people among others that add up to a known sum: to the nearest five, few as `<5`.

    The month's exact sum would otherwise give away the one activity that few people came to.
    """
    return (
        f"CASE WHEN {people} BETWEEN 1 AND {FEWEST - 1} THEN '<{FEWEST}'"
        f" ELSE CAST(({people} + {FEWEST // 2}) / {FEWEST} * {FEWEST} AS TEXT) END"
    )


def yuan(fen: str) -> str:
    """SQL for an amount of fen as yuan with two decimals, the same text on both engines."""
    return f"CAST({fen} / 100 AS TEXT) || '.' || SUBSTR(CAST(100 + {fen} % 100 AS TEXT), 2)"


def hours(minutes: str) -> str:
    """SQL for minutes as hours with two decimals, cut off, the same text on both engines."""
    return f"CAST({minutes} / 60 AS TEXT) || '.' || SUBSTR(CAST(100 + {minutes} % 60 * 100 / 60 AS TEXT), 2)"


def listed(kinds: Iterable[str]) -> str:
    """SQL for a list of kinds, which are code and hold no quotes."""
    return ", ".join(f"'{kind}'" for kind in kinds)


_PROGRAM = m("Program")
_MONTH = m("Month")
_INDICATOR = m("Indicator")
# A fed indicator counts from its first row in the rollup; a month without one is 0. The running month waits.
_FED = (
    "SELECT 1 FROM evidence_month AS f"
    " WHERE f.program = i.program AND f.kind = i.feed_kind AND f.facet = i.feed_facet"
)
_FEW_HINT = m("Fewer than five residents are shown as <5.")


class ReportProgram(ReportTable, tablename="report_program"):
    """Where each program stands, and how many different people it reached."""

    words = Words(
        title=m("Programs"),
        columns={
            "program": _PROGRAM,
            "community": m("Community"),
            "stage": m("Stage"),
            "stage_since": m("In this stage since"),
            "started_on": m("Started on"),
            "ended_on": m("Ended on"),
            "people": m("People reached"),
            "goal": m("Goal"),
        },
        choices={"stage": STAGE_NAMES},
        hint=_FEW_HINT,
    )
    relation = f"""
        SELECT id, organisation_id, program_id, program, community, stage, stage_since, started_on, ended_on,
            goal, {few("reached")} AS people
        FROM (
            SELECT p.id, p.organisation AS organisation_id, p.id AS program_id, p.name AS program,
                c.name AS community, p.stage, p.stage_since, p.started_on, p.ended_on, p.goal,
                (SELECT COUNT(*) FROM program_person AS o WHERE o.program = p.id AND o.times > 0) AS reached
            FROM program AS p JOIN community AS c ON c.id = p.community
        ) AS counted"""

    id = Integer(primary_key=True)
    program = Line(length=80)
    community = Line(length=80)
    stage = Line(length=20)
    stage_since = Date()
    started_on = Date()
    ended_on = Date(null=True, default=None)
    people = Line(length=20)
    goal = Prose()


class ReportBelonging(ReportTable, tablename="report_belonging"):
    """Belonging in each wave of a program's surveys (S59), with how many answered; of fewer than five nothing is told."""

    words = Words(
        title=m("Belonging"),
        columns={
            "program": _PROGRAM,
            "opens_on": m("First day"),
            "closed_on": m("Day of closing"),
            "moment": m("When in the program"),
            "questionnaire": m("Questionnaire"),
            "number": m("Version"),
            "belonging": m("Belonging (1 to 5)"),
            "answers": m("Answers"),
        },
        choices={"moment": MOMENTS},
        hint=m("Only waves of the same questionnaire and version, with 30 answers or more, can be compared."),
    )
    newest = "opens_on"
    relation = f"""
        SELECT id, organisation_id, program_id, program, opens_on, closed_on, moment, questionnaire, number,
            CASE WHEN n >= {FEWEST} THEN ROUND(total / n, 2) END AS belonging, {few("n")} AS answers
        FROM (
            SELECT w.id, w.organisation AS organisation_id, w.program AS program_id, p.name AS program,
                w.opens_on, w.closed_on, w.moment, q.title AS questionnaire, v.number,
                SUM(1.0 * CAST(t.choice AS NUMERIC) * t.times) AS total, CAST(SUM(t.times) AS BIGINT) AS n
            FROM survey_wave AS w JOIN program AS p ON p.id = w.program
                JOIN questionnaire_version AS v ON v.id = w.questionnaire_version
                JOIN questionnaire AS q ON q.id = v.questionnaire
                JOIN wave_tally AS t ON t.wave = w.id AND t.question = '{index_key(BELONGING)}' AND t.times > 0
            GROUP BY w.id, w.organisation, w.program, p.name, w.opens_on, w.closed_on, w.moment, q.title, v.number
        ) AS told"""

    id = Integer(primary_key=True)
    program = Line(length=80)
    opens_on = Date()
    closed_on = Date(null=True, default=None)
    moment = Line(length=10)
    questionnaire = Line(length=120)
    number = Integer()
    belonging = Numeric(digits=(4, 2), null=True, default=None)
    answers = Line(length=20)


class ReportStage(ReportTable, tablename="report_stage"):
    """Every try to move on and every step back, without who tried and why."""

    words = Words(
        title=m("Stage history"),
        columns={
            "program": _PROGRAM,
            "attempted_on": m("Day"),
            "from_stage": m("From stage"),
            "to_stage": m("To stage"),
            "passed": m("Moved"),
        },
        choices={"from_stage": STAGE_NAMES, "to_stage": STAGE_NAMES},
        hint=m("A program moves on when its records show that it is ready. Refused tries stay in the list."),
    )
    newest = "attempted_on"
    relation = """
        SELECT a.id, a.organisation AS organisation_id, a.program AS program_id, p.name AS program,
            a.attempted_on, a.from_stage, a.to_stage, a.passed
        FROM stage_attempt AS a JOIN program AS p ON p.id = a.program"""

    id = Integer(primary_key=True)
    program = Line(length=80)
    attempted_on = Date()
    from_stage = Line(length=20)
    to_stage = Line(length=20)
    passed = Boolean()


class ReportMonth(ReportTable, tablename="report_month"):
    """What was done each month, by kind, from the rollup."""

    words = Words(
        title=m("Monthly figures"),
        columns={
            "program": _PROGRAM,
            "month": _MONTH,
            "kind": m("What"),
            "quantity": m("How many"),
        },
        choices={"kind": KINDS},
        hint=_FEW_HINT,
    )
    newest = "month"
    relation = f"""
        SELECT s.id, p.organisation AS organisation_id, s.program AS program_id, p.name AS program,
            s.month, s.kind,
            CASE WHEN s.kind IN ({listed(OF_PEOPLE)}) THEN {few("s.total")}
                WHEN s.kind = '{Kind.CASH}' THEN {yuan("s.total")}
                WHEN s.kind IN ({listed(IN_MINUTES)}) THEN {hours("s.total")}
                ELSE CAST(s.total AS TEXT) END AS quantity
        FROM (
            SELECT MIN(id) AS id, program, kind, month, CAST(SUM(quantity) AS BIGINT) AS total
            FROM evidence_month GROUP BY program, kind, month
        ) AS s JOIN program AS p ON p.id = s.program
        WHERE s.total <> 0"""

    id = BigInt(primary_key=True)
    program = Line(length=80)
    month = Line(length=7)
    kind = Line(length=40)
    quantity = Line(length=20)


class ReportIndicator(ReportTable, tablename="report_indicator"):
    """What each program wants to change: where it began, where it wants to be, where it was last."""

    words = Words(
        title=m("Indicators"),
        columns={
            "program": _PROGRAM,
            "indicator": _INDICATOR,
            "unit": m("Unit"),
            "baseline": m("At the start"),
            "target": m("Target"),
            "target_on": m("Target for"),
            "actual": m("Actual"),
            "actual_month": m("Month of the actual value"),
            "counted": m("Counted from records"),
        },
    )
    relation = f"""
        SELECT i.id, i.organisation AS organisation_id, i.program AS program_id, p.name AS program,
            i.name AS indicator, i.unit, i.baseline, i.target, i.target_on, i.feed_kind IS NOT NULL AS counted,
            CASE WHEN i.feed_kind IS NULL THEN
                    (SELECT r.value FROM indicator_reading AS r WHERE r.indicator = i.id
                        ORDER BY r.month DESC, r.id DESC LIMIT 1)
                WHEN EXISTS ({_FED} AND f.month <= {LAST_MONTH}) THEN
                    (SELECT COALESCE(SUM(e.quantity), 0) FROM evidence_month AS e WHERE e.program = i.program
                        AND e.kind = i.feed_kind AND e.facet = i.feed_facet AND e.month = {LAST_MONTH})
                END AS actual,
            CASE WHEN i.feed_kind IS NULL THEN
                    (SELECT MAX(r.month) FROM indicator_reading AS r WHERE r.indicator = i.id)
                WHEN EXISTS ({_FED} AND f.month <= {LAST_MONTH}) THEN {LAST_MONTH} END AS actual_month
        FROM indicator AS i JOIN program AS p ON p.id = i.program"""

    id = Integer(primary_key=True)
    program = Line(length=80)
    indicator = Line(length=120)
    unit = Line(length=40)
    baseline = Numeric(digits=(14, 2), null=True, default=None)
    target = Numeric(digits=(14, 2), null=True, default=None)
    target_on = Date(null=True, default=None)
    actual = Numeric(digits=(20, 2), null=True, default=None)
    actual_month = Line(length=7, null=True, default=None)
    counted = Boolean()


class ReportReading(ReportTable, tablename="report_reading"):
    """Each indicator month by month. Of one that is counted, months of 0 are left out."""

    words = Words(
        title=m("Indicators by month"),
        columns={
            "program": _PROGRAM,
            "indicator": _INDICATOR,
            "month": _MONTH,
            "value": m("Value"),
            "target": m("Target"),
        },
    )
    newest = "month"
    relation = f"""
        SELECT CAST(i.id AS TEXT) || '.' || r.month AS id, i.organisation AS organisation_id,
            i.program AS program_id, p.name AS program, i.name AS indicator, r.month, r.value, i.target
        FROM indicator_reading AS r JOIN indicator AS i ON i.id = r.indicator
            JOIN program AS p ON p.id = i.program
        WHERE i.feed_kind IS NULL AND NOT EXISTS (SELECT 1 FROM indicator_reading AS n
            WHERE n.indicator = r.indicator AND n.month = r.month AND n.id > r.id)
        UNION ALL
        SELECT CAST(i.id AS TEXT) || '.' || e.month, i.organisation, i.program, p.name, i.name, e.month,
            e.quantity, i.target
        FROM indicator AS i JOIN program AS p ON p.id = i.program
            JOIN evidence_month AS e
                ON e.program = i.program AND e.kind = i.feed_kind AND e.facet = i.feed_facet
        WHERE e.month <= {LAST_MONTH}"""

    id = Line(length=30, primary_key=True)
    program = Line(length=80)
    indicator = Line(length=120)
    month = Line(length=7)
    value = Numeric(digits=(20, 2))
    target = Numeric(digits=(14, 2), null=True, default=None)


class ReportActivity(ReportTable, tablename="report_activity"):
    """Activities that were held, with head counts only, of residents to the nearest five."""

    words = Words(
        title=m("Activities"),
        columns={
            "program": _PROGRAM,
            "held_on": m("Day"),
            "title": m("Activity"),
            "group_name": m("Group"),
            "staff": m("Staff"),
            "volunteers": m("Volunteers"),
            "participants": m("Participants"),
            "presence": m("Staff were there"),
        },
        choices={"presence": PRESENCES},
        hint=m("Residents are counted to the nearest five, fewer than five as <5."),
    )
    newest = "held_on"
    relation = f"""
        SELECT a.id, a.organisation AS organisation_id, a.program AS program_id, p.name AS program,
            a.held_on, a.title, g.name AS group_name, a.presence,
            CAST(a.staff AS TEXT) AS staff, {about("a.volunteers")} AS volunteers,
            {about("a.participants")} AS participants
        FROM activity AS a JOIN program AS p ON p.id = a.program
            LEFT JOIN community_group AS g ON g.id = a."group"
        WHERE a.state = 'held' AND a.voided_at IS NULL"""

    id = Integer(primary_key=True)
    program = Line(length=80)
    held_on = Date()
    title = Line(length=80)
    group_name = Line(length=60, null=True, default=None)
    staff = Line(length=20)
    volunteers = Line(length=20)
    participants = Line(length=20)
    presence = Line(length=4, null=True, default=None)


REPORTING = (
    ReportProgram,
    ReportBelonging,
    ReportStage,
    ReportMonth,
    ReportIndicator,
    ReportReading,
    ReportActivity,
)
