"""Words of services between neighbours: what both sides may promise, and how states and incidents are called."""

from __future__ import annotations

from server.lib.i18n import Message, m

SERVICES: tuple[Message, ...] = (
    m("Shopping, and a chat"),
    m("An hour of housework"),
    m("Going along to the doctor"),
    m("Fetching the child from school"),
    m("Walking the dog"),
    m("Help with the phone"),
    m("Small repairs"),
    m("A look in every evening"),
)
GIVER_DUTIES: dict[str, Message] = {
    "on_time": m("I come when we agreed, or say so the day before."),
    "as_agreed": m("I do what we agreed on. Anything more we talk about first."),
    "discreet": m("What I see and hear in your home I keep to myself."),
    "no_money": m("I take no money, and lend or borrow none."),
    "say_tired": m("When it is too much for me I say so in time."),
}
RECEIVER_DUTIES: dict[str, Message] = {
    "of_free_will": m("I know that this is a neighbour's free will and nobody's job, and I say thank you."),
    "tell_family": m("I tell my family what we agreed, so that they treat my neighbour the same way."),
    "in_time": m("I say in time when it does not suit me."),
    "give_back": m("I give back what I can: a chat, a dish, taking in a parcel."),
    "no_more": m("I ask for nothing beyond what we agreed."),
}
STATES: dict[str, Message] = {
    "draft": m("Not yet agreed"),
    "active": m("Running"),
    "paused": m("Paused"),
    "ended": m("Has ended"),
}
STATE_TONES = {"draft": "neutral", "active": "good", "paused": "warn", "ended": "neutral"}
SIDES: dict[str, Message] = {"giver": m("Who gives"), "receiver": m("Who receives")}
INCIDENTS: dict[str, Message] = {
    "taken_for_granted": m("Taken for granted"),
    "boundary": m("A boundary was crossed"),
    "conflict": m("A quarrel"),
    "no_show": m("Somebody did not come"),
}
FEELINGS: dict[int, Message] = {
    1: m("1 · wants to stop"),
    2: m("2 · hurt"),
    3: m("3 · mixed"),
    4: m("4 · all right"),
    5: m("5 · glad to help"),
}
TALKS: dict[str, Message] = {
    "open": m("A talk is to come"),
    "overdue": m("The talk is overdue"),
    "talked": m("Talked over, both are to accept again"),
    "settled": m("Settled"),
}
TALK_TONES = {"open": "warn", "overdue": "bad", "talked": "info", "settled": "good"}
