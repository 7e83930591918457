"""The choices of this room and what they are called."""

from __future__ import annotations

from typing import Literal

from server.lib.i18n import Message, m

KindName = Literal[
    "culture", "sport", "parents", "pets", "environment", "mutual_aid", "safety", "learning", "other"
]
SourceName = Literal["resident", "local_staff", "local_organisation", "outside_organisation"]
CriterionName = Literal["cares", "brings"]
PositionName = Literal["leader", "deputy"]
ChosenName = Literal["offered", "elected", "rotation"]

KINDS: dict[str, Message] = {
    "culture": m("Music, dance and stage"),
    "sport": m("Sport"),
    "parents": m("Parents and children"),
    "pets": m("Pets"),
    "environment": m("Environment"),
    "mutual_aid": m("Helping each other"),
    "safety": m("Safety"),
    "learning": m("Learning and crafts"),
    "other": m("Another kind"),
}
CRITERIA: dict[str, Message] = {
    "cares": m("Cares about public matters"),
    "brings": m("Brings people to do things together"),
}
STANDINGS: dict[str, Message] = {
    "watched": m("to be watched"),
    "ready": m("both seen, not confirmed"),
    "confirmed": m("confirmed"),
}
SOURCES: dict[str, Message] = {
    "resident": m("Resident of the community"),
    "local_staff": m("Grassroots staff"),
    "local_organisation": m("Local social organisation"),
    "outside_organisation": m("Social organisation from outside"),
}
POSITIONS: dict[str, Message] = {"leader": m("Leader"), "deputy": m("Deputy")}
CHOSEN: dict[str, Message] = {
    "offered": m("Volunteered"),
    "elected": m("Elected by the members"),
    "rotation": m("By rotation"),
}
REMINDERS: dict[str, Message] = {
    "no_leader": m("No leader yet"),
    "no_deputy": m("No deputy yet"),
    "term_ends": m("The leader's term ends soon"),
    "term_over": m("The leader's term is over"),
    "leader_moved": m("The leader has moved away"),
    "deputy_moved": m("The deputy has moved away"),
}
