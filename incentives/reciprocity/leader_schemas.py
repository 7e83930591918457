"""What is sent and answered about the protection of leaders and the ledger of decisions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Line, Paragraph, RowId, Version, Write

REASONS = {
    "leaders.clarified_already": m("What was said to it is already written down."),
    "leaders.clarified_too_early": m("The clarification cannot be older than the attack."),
    "leaders.published_already": m("This decision is already laid open."),
    "leaders.decision_voided": m("This decision was taken back."),
    "leaders.task_closed": m("This task is already done."),
}
ACTS = {
    "declaration.made": m("noted a declaration of interests"),
    "pressure.noted": m("noted an attack"),
    "pressure.clarified": m("noted what was said to it in the open"),
    "load.checked": m("asked how heavy the load is"),
    "support.opened": m("opened a task of support"),
    "support.edited": m("changed a task of support"),
    "support.closed": m("closed a task of support"),
    "decision.written": m("wrote down a decision"),
    "decision.published": m("laid a decision open"),
    "decision.voided": m("took a decision back"),
}
FIELDS = {
    "resident": {
        "contracts_with_relatives": m("Contracts with relatives"),
        "paid_posts": m("Paid posts"),
        "pressure": m("Attacks"),
        "hours_a_week": m("Hours a week"),
        "heaviness": m("How heavy it feels"),
        "support": m("Support"),
        "owner": m("Who stands by"),
        "due_on": m("Until when"),
    },
    "leader_decision": {"what": m("Decision"), "published_on": m("Laid open on")},
}
PRESSURES: dict[str, Message] = {
    "rumour": m("A rumour"),
    "insult": m("An insult"),
    "online": m("An attack online"),
    "threat": m("A threat"),
}
DECLARATIONS: dict[str, Message] = {
    "missing": m("Not declared"),
    "old": m("Older than a year"),
    "declared": m("Declared"),
}
DECLARATION_TONES = {"missing": "warn", "old": "warn", "declared": "good"}
HEAVINESS: dict[int, Message] = {
    1: m("1 · light"),
    2: m("2 · easy"),
    3: m("3 · just right"),
    4: m("4 · heavy"),
    5: m("5 · too much"),
}
DECISION_STATES: dict[str, Message] = {
    "draft": m("Not laid open yet"),
    "published": m("Laid open"),
    "voided": m("Taken back"),
}
DECISION_TONES = {"draft": "warn", "published": "good", "voided": "neutral"}

PressureKind = Literal["rumour", "insult", "online", "threat"]
Few = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Hours = Annotated[int, msgspec.Meta(ge=0, le=100)]
Heaviness = Annotated[int, msgspec.Meta(ge=1, le=5)]
Yuan = Annotated[float, msgspec.Meta(ge=0, le=10_000_000)]


class NewDeclaration(Write):
    """What a leader declares: contracts of relatives with those she decides about, and paid posts."""

    declared_on: date
    contracts_with_relatives: Few
    paid_posts: Few
    note: Annotated[str, msgspec.Meta(max_length=1000)] | None = None
    public: bool = False


class NewPressure(Write):
    """An attack on somebody who leads. It stays with staff."""

    kind: PressureKind
    happened_on: date
    what: Paragraph


class Clarified(Write):
    """What was said to it in the open, when and where."""

    clarification: Paragraph
    clarified_on: date
    clarified_in: Line


class NewLoadCheck(Write):
    """How a leader is: hours a week, and how heavy it feels, in her own words."""

    checked_on: date
    hours_a_week: Hours
    heaviness: Heaviness
    note: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


class NewSupport(Write):
    """Something to be done for a leader."""

    title: Line
    due_on: date
    owner: RowId | None = None


class EditedSupport(Write):
    """Who stands by, with what, until when."""

    version: Version
    title: Line
    due_on: date
    owner: RowId | None = None


class ClosedSupport(Write):
    """What was done."""

    done_on: date
    done_note: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class NewDecision(Write):
    """A decision with its reasons. Whose it is: a group's, a resident's, or both."""

    decided_on: date
    what: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    why: Paragraph
    decided_with: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    cost_yuan: Yuan | None = None
    group: RowId | None = None
    program: RowId | None = None
    resident: RowId | None = None
    who: Line | None = None


class PublishedDecision(Write):
    """Lays a decision open on the community's page."""


class VoidedDecision(Write):
    """Why a decision no longer stands; read by everybody where it was laid open."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
