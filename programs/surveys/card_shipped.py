"""Cards of rights and duties that ship with Linli: our words; the basis is named where we are sure of it (S36)."""

from __future__ import annotations

import msgspec

from server.lib.i18n import Message, m


class ReadyCard(msgspec.Struct, frozen=True):
    """A card as it ships."""

    key: str
    title: Message
    entitlement: Message
    duty: Message
    basis: Message | None = None


SHIPPED_CARDS: tuple[ReadyCard, ...] = (
    ReadyCard(
        "revenue",
        m("Common revenue belongs to the owners"),
        m(
            "What lifts' advertising, parking on common ground and other shared parts earn belongs to all owners,"
            " after fair costs. You may ask to see the accounts."
        ),
        m(
            "Read the notice when it is posted, ask when something is unclear, and vote on what the money is for."
        ),
        m("Civil Code of the People's Republic of China, article 282"),
    ),
    ReadyCard(
        "decide",
        m("Owners decide together"),
        m(
            "The rules of the estate, the owners' committee, the property manager and the use of the maintenance"
            " fund are decided by the owners together."
        ),
        m("Take part in the vote. Whoever stays away leaves the decision to others."),
        m("Civil Code of the People's Republic of China, article 278"),
    ),
    ReadyCard(
        "fee",
        m("Property fee for a service"),
        m(
            "You may ask what the property manager owes you under the contract, and complain where it is not done."
        ),
        m(
            "Pay the fee as agreed once the service was given; that you did not use it is no reason not to pay."
        ),
        m("Civil Code of the People's Republic of China, article 944"),
    ),
    ReadyCard(
        "animals",
        m("Living with animals"),
        m("You may keep a pet within the local rules, and you may ask that others' pets do not trouble you."),
        m("Keep the dog on a lead, pick up after it; whoever keeps it answers for the harm that it does."),
        m("Civil Code of the People's Republic of China, articles 1245 and 1251"),
    ),
    ReadyCard(
        "corridor",
        m("Corridors are everybody's"),
        m("You may pass freely through corridors and stairs, and ask that what blocks them be moved."),
        m("Keep your own things out of corridors, and do not charge electric bicycles there."),
    ),
    ReadyCard(
        "voice",
        m("Being asked, and answering"),
        m("You may raise what troubles you, comment on the compact, and be told what became of it."),
        m(
            "Say it to those who can change it, listen to the other side, and lend a hand with what is decided."
        ),
    ),
)
