"""What is sent and answered about grants, and the sentences of their refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from server.lib.i18n import m
from server.web.forms import Line, RowId, Version, Write

REASONS = {
    "funding.amount_out_of_range": m("Write the amount in yuan, from 0 to 999,999,999.99."),
    "funding.amount_has_fractions": m("Write the amount with at most two decimals."),
    "funding.program_already": m("This grant pays for that program already."),
    "funding.program_not_paid": m("This grant does not pay for that program now."),
}
ACTS = {
    "grant.opened": m("entered this grant"),
    "grant.edited": m("changed this grant"),
    "grant.program_added": m("let this grant pay for a program"),
    "grant.program_removed": m("took a program off this grant"),
}
FIELDS = {
    "grant": {
        "title": m("Title of the grant"),
        "funder_name": m("Funder"),
        "amount": m("Amount in yuan"),
        "starts_on": m("First day"),
        "ends_on": m("Last day"),
        "program": m("Program"),
    }
}


class NewGrant(Write):
    """A grant to enter."""

    title: Line
    funder_name: Line
    starts_on: date
    ends_on: date | None = None
    amount: Decimal | None = None


class EditedGrant(NewGrant, kw_only=True):
    """A grant as it should stand; `version` is the one that was read."""

    version: Version


class AddedProgram(Write):
    """A program that the grant pays for from today on."""

    program: RowId


class RemovedProgram(Write):
    """Takes a program off the grant from today on."""


class GrantOut(msgspec.Struct):
    """A grant as the API shows it; `programs` are those that it pays for now."""

    id: int
    title: str
    funder_name: str
    amount: Decimal | None
    starts_on: date
    ends_on: date | None
    version: int
    programs: list[int]


class GrantRow(msgspec.Struct):
    """A grant in a list."""

    id: int
    title: str
    funder_name: str
    starts_on: date
    ends_on: date | None
    programs: int
