"""What is sent and answered about services between neighbours, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.lib.i18n import m
from server.web.forms import Line, Paragraph, RowId, Version, Write

REASONS = {
    "agreements.nobody_gives": m("Say who gives the service."),
    "agreements.one_receives": m("Say who receives the service: one neighbour, or one household."),
    "agreements.gives_herself": m("Who gives and who receives are two people."),
    "agreements.moved_away": m("%(name)s no longer lives here."),
    "agreements.no_duties": m("Both sides have duties. Tick or write at least one."),
    "agreements.over": m("This service has ended."),
    "agreements.not_agreed": m("Both sides have to accept the agreement first."),
    "agreements.paused": m("The service is paused. Talk first, then both sides accept the agreement again."),
    "agreements.talk_first": m("Write down the talk first. Then both sides can accept again."),
    "agreements.accepted_already": m("This side has already accepted the agreement as it stands."),
    "agreements.accepted_before_talk": m("The new yes cannot be older than the talk."),
    "agreements.given_before_start": m("The service had not begun on that day."),
    "agreements.talked_already": m("This talk is already written down."),
    "agreements.talked_too_early": m("The talk cannot have been before what happened."),
    "agreements.exchange_voided": m("This is already taken back."),
    "agreements.ended_before_start": m("A service cannot end before it began."),
    "agreements.sides_are_two": m(
        "One of them gives the other a service, so they are two people. If they are one: take back what was noted as"
        " given, end the service, then merge."
    ),
}
ACTS = {
    "agreement.drafted": m("drafted the agreement"),
    "agreement.edited": m("changed the agreement"),
    "agreement.accepted": m("noted that a side accepted"),
    "agreement.paused": m("noted what happened, and the service was paused"),
    "agreement.talked": m("wrote down the talk"),
    "agreement.ended": m("ended the service"),
    "exchange.noted": m("noted what was given"),
    "exchange.voided": m("took back a note of what was given"),
}
FIELDS = {
    "service_agreement": {
        "service": m("Service"),
        "giver_duties": m("Duties of who gives"),
        "receiver_duties": m("Duties of who receives"),
        "program": m("Program"),
        "starts_on": m("Begins on"),
        "side": m("Side"),
        "state": m("Where it stands"),
        "kind": m("Something hurt it"),
    }
}

Service = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Side = Literal["giver", "receiver"]
IncidentKind = Literal["taken_for_granted", "boundary", "conflict", "no_show"]
Duties = Annotated[str, msgspec.Meta(max_length=1000)]
GiverDuty = Literal["on_time", "as_agreed", "discreet", "no_money", "say_tired"]
ReceiverDuty = Literal["of_free_will", "tell_family", "in_time", "give_back", "no_more"]
Feeling = Annotated[int, msgspec.Meta(ge=1, le=5)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=1440)]


class NewAgreement(Write):
    """A service to agree on. Each side is named by its row, or by a typed name that means one person.

    Duties are those ticked, then those written, one on a line.
    """

    service: Service
    starts_on: date
    giver: RowId | None = None
    giver_name: Line | None = None
    receiver: RowId | None = None
    receiver_name: Line | None = None
    household: RowId | None = None
    program: RowId | None = None
    giver_ticked: tuple[GiverDuty, ...] = ()
    giver_duties: Duties | None = None
    receiver_ticked: tuple[ReceiverDuty, ...] = ()
    receiver_duties: Duties | None = None


class EditedAgreement(Write):
    """An agreement as it should stand. When its text changes, both sides are asked again."""

    version: Version
    service: Service
    starts_on: date
    giver_duties: Paragraph
    receiver_duties: Paragraph
    program: RowId | None = None


class Accepted(Write):
    """That one side said yes to the agreement as it stands."""

    side: Side
    accepted_on: date


class NewExchange(Write):
    """Something given by one side."""

    given_by: Side
    what: Line
    given_on: date
    minutes: Minutes | None = None


class VoidedExchange(Write):
    """Why it should not have been noted."""

    reason: Line


class NewIncident(Write):
    """Something that hurt a service, how it feels to who gives, and who is talked with until when."""

    kind: IncidentKind
    what: Paragraph
    happened_on: date
    talk_with: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    talk_by: date
    feeling: Feeling | None = None


class Talked(Write):
    """What came out of the talk. It stays with staff."""

    talked_on: date
    talk_note: Paragraph


class EndedAgreement(Write):
    """Since when, and why, a service is over."""

    ended_on: date
    reason: Paragraph
