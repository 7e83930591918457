"""What the choices, refusals and acts of ceremonies are called."""

from __future__ import annotations

from collections.abc import Mapping

from server.lib.i18n import Message, m

REASONS = {
    "ceremonies.did_not_take_place": m("This activity did not take place. Plan another one."),
    "ceremonies.is_one": m("This activity is a ceremony already."),
    "ceremonies.line_without_time": m("Say when this line begins."),
    "ceremonies.thing_with_time": m("Only lines of the running order begin at a time. Leave it empty."),
}
ACTS = {
    "ceremony.made": m("made the activity a ceremony"),
    "ceremony.edited": m("changed the ceremony"),
    "ceremony.item_added": m("added a line to the ceremony"),
    "ceremony.item_edited": m("changed a line of the ceremony"),
    "ceremony.item_removed": m("struck out a line of the ceremony"),
    "ceremony.item_ticked": m("ticked off a line of the ceremony"),
}
FIELDS: dict[str, Mapping[str, Message]] = {
    "ceremony": {
        "purpose": m("What for"),
        "seats": m("Seats"),
        "guests": m("Guests"),
        "name_order": m("Names stand in the order of"),
        "item": m("Line"),
        "done": m("Ready"),
    },
    "ceremony_item": {
        "text": m("What"),
        "starts_at": m("Starts at"),
        "who": m("By whom"),
        "quantity": m("How many"),
    },
}
PURPOSES: dict[str, Message] = {
    "recognition": m("To thank people"),
    "compact": m("To launch a compact"),
    "both": m("To launch a compact and to thank people"),
}
NAME_ORDERS: dict[str, Message] = {
    "pinyin": m("how surnames are spelled"),
    "strokes": m("the strokes of surnames"),
}
# Printed below the names: 排名不分先后，按姓氏笔画为序.
NO_RANKING: dict[str, Message] = {
    "pinyin": m("This is no ranking: the names stand in the order in which surnames are spelled."),
    "strokes": m("This is no ranking: the names stand in the order of the strokes of surnames."),
}
KITS: dict[str, Message] = {
    "seats": m("Seats"),
    "flowers": m("Red flowers"),
    "trophies": m("Trophies"),
    "certificates": m("Certificates"),
    "prizes": m("Prizes"),
    "host": m("Host"),
    "sound": m("Sound"),
    "photos": m("Photos"),
    "other": m("Something else"),
}
# What a new ceremony writes down for each thing to have ready, in the language of whoever makes it.
FIRST_THINGS: dict[str, Message] = {
    "seats": m("Seats of honour, with a name on each"),
    "flowers": m("A red flower for each of the honoured"),
    "trophies": m("Trophies or medals"),
    "certificates": m("Certificates, printed, signed and sealed"),
    "host": m("Somebody who leads through the hour and can read the names"),
    "sound": m("Microphone and music, tried beforehand"),
    "photos": m("Somebody who takes pictures and asks whether they may be shown"),
    "other": m("The compact in large letters, and pens for signing"),
}
FIRST_LINES: dict[str, Message] = {
    "open": m("Opening"),
    "story": m("How the compact came about"),
    "read": m("The compact is read aloud together"),
    "pledge": m("The pledge"),
    "sign": m("Signing"),
    "deeds": m("What these neighbours did"),
    "award": m("The awards: names are read out, flowers, certificates"),
    "speak": m("One of the honoured speaks"),
    "picture": m("A picture together"),
}
