"""What is sent to merge two records and to part them, and the sentences around it."""

from __future__ import annotations

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import RowId, Write

REASONS = {
    "residents.merge_itself": m("Choose another record than this one."),
    "residents.merge_elsewhere": m("Only records of one community can be merged."),
    "residents.merged_already": m("One of the two records is merged into another already."),
    "residents.merged_away": m("This record is merged into another. Write into that one."),
    "residents.merge_withdrawn": m(
        "One record holds a consent that the other took back later. Take it back on both cards first."
    ),
    "residents.not_merged": m("These two records are parted already."),
    "residents.merge_kept_merged": m("The kept record was merged into another since. Part those two first."),
    "residents.merge_wiped": m(
        "Something of the merged record was deleted since, because a consent ended. They can no longer be parted."
    ),
    "residents.merge_card_changed": m(
        "The kept card was changed since in what it took over. They can no longer be parted."
    ),
    "residents.merge_rows_changed": m("Changed since: %(what)s. They can no longer be parted."),
    "residents.merge_evidence_changed": m(
        "An activity, a group or a step that counts with this person was changed since. They can no longer be parted."
    ),
}
ACTS = {
    "resident.merged": m("merged another record into this one"),
    "resident.merged_away": m("merged this record into another"),
    "resident.parted": m("parted two records again"),
}
FIELDS = {"resident": {"merged": m("The other record")}}

WHY: dict[str, Message] = {
    "same_name": m("Same name"),
    "part_of_name": m("One name is part of the other"),
    "same_phone": m("Same last four digits"),
    "same_door": m("Same door"),
}
TAKEN: dict[str, Message] = {
    "phone_tail": m("Last four digits of the phone"),
    "age_band": m("Age"),
    "guardian_name": m("Guardian"),
    "reported_in_on": m("Reported in on"),
    "keep_until": m("Keep until"),
    "building": m("Building"),
    "household": m("Door"),
    "sealed_phone": m("Whole phone number"),
}
MOVED: dict[str, Message] = {
    "tags": m("hobbies and other words"),
    "consents": m("consents"),
    "rungs": m("steps of the ladder"),
}


class MergedResidents(Write):
    """Merges `other` into the record in the address, which is kept."""

    other: RowId


class PartedResidents(Write):
    """Parts the record in the address from the one that it was merged into."""


class AlikeOut(msgspec.Struct):
    """Somebody who may be the same person, and why: same_name, part_of_name, same_phone, same_door."""

    id: int
    name: str
    phone_tail: str
    why: list[str]
