"""Two procedures that ship with Linli, as workers who knock on doors would write them (S02)."""

from __future__ import annotations

from typing import Any

import msgspec

from server.lib.i18n import LANGUAGES, Message, language, m


class Shipped(msgspec.Struct, frozen=True):
    """A procedure in all languages. A step is `(compulsory, text)`, a script `(when, what is said)`."""

    key: str
    scenario: str
    title: Message
    steps: tuple[tuple[bool, Message], ...]
    dress: tuple[Message, ...]
    scripts: tuple[tuple[Message, Message], ...]

    def content(self) -> dict[str, Any]:
        """Steps, dress and scripts as a version stores them, each text by language."""
        return {
            "steps": [{"text": _by_language(text), "compulsory": must} for must, text in self.steps],
            "dress": [_by_language(text) for text in self.dress],
            "scripts": [{"when": _by_language(when), "say": _by_language(say)} for when, say in self.scripts],
        }


def _by_language(text: Message) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with language(code):
            found[code] = str(text)
    return found


_BADGE = m("Badge with photo, name and organisation, worn where it can be read from a step away")
_COMPANION_FIRST = m("With a neighbour beside you")

FIRST_VISIT = Shipped(
    "first_visit",
    "first_visit",
    m("First visit to a household"),
    (
        (
            False,
            m(
                "Look up what is known of this door: does it ask for two visitors, what was said the last time?"
            ),
        ),
        (
            False,
            m(
                "Choose an hour that suits them: after supper on a weekday, or late on a Saturday morning. Never at"
                " mealtimes, never after half past eight."
            ),
        ),
        (
            False,
            m(
                "Knock three times, lightly. Then step back so that the spyhole shows all of you and your badge."
            ),
        ),
        (
            True,
            m("Before you ask for anything, say who you are, where you come from and why you are here."),
        ),
        (True, m("Ask whether this is a good moment. If it is not, agree on another day and leave.")),
        (
            False,
            m(
                "Stay at the threshold unless you are asked in. Inside, put on shoe covers and sit where you are shown."
            ),
        ),
        (
            False,
            m(
                "Ask first what is good about living here, and only then what could be better. Listen to the end."
            ),
        ),
        (
            True,
            m("Say what you would like to write down and what for. Write it only if they agree."),
        ),
        (
            True,
            m(
                "Repeat in one sentence what they care about, and say what happens next and by when. Promise nothing else."
            ),
        ),
        (False, m("Leave a card with your name and telephone number. Thank them, also if they refused.")),
        (False, m("Note the outcome before you knock on the next door.")),
    ),
    (
        _BADGE,
        m("Plain clean clothes or the vest of your organisation; no sunglasses, no cap pulled low"),
        m("Quiet shoes, and shoe covers in your bag"),
        m("Cards with name, telephone number and the address of the community service"),
        m("Telephone on silent; no photographs, no recording"),
    ),
    (
        (
            m("The door opens"),
            m(
                "Good evening. My name is on this badge: I am the social worker of this community. We are calling on every"
                " household of the building to get to know each other. Do you have five minutes?"
            ),
        ),
        (
            _COMPANION_FIRST,
            m(
                "Hello, it is me from downstairs. This is the social worker I told you about. I thought you two should meet."
            ),
        ),
        (
            m("A voice behind the door asks who it is"),
            m(
                "Good evening, the social worker of the community. There is no need to open. I will put a card under the"
                " door, my number is on it."
            ),
        ),
        (
            m("It is a bad moment"),
            m("Then I will not keep you. Would Saturday morning be better, or shall I ring you first?"),
        ),
        (
            m("We want nothing from you"),
            m(
                "That is quite all right. I only wanted you to know whom to call if the lift stops. Have a good evening."
            ),
        ),
        (
            m("You people came before and nothing changed"),
            m(
                "I am sorry to hear it. Tell me what it was about: I will write it down now and let you know by Friday what"
                " can be done and what cannot."
            ),
        ),
        (
            m("Why do you want to know that?"),
            m(
                "So that the right people can be asked to help. You need not answer, and nothing changes if you do not."
            ),
        ),
        (
            m("A child alone opens"),
            m("Hello, is a grown-up at home? No? Then please shut the door again, I will come another day."),
        ),
    ),
)

NOTICE = Shipped(
    "notice",
    "notice",
    m("Delivering a notice"),
    (
        (
            True,
            m(
                "Read the notice until you can say in three sentences what happens, when, and what people have to do."
            ),
        ),
        (
            False,
            m(
                "Think of who needs large print, who needs it read aloud, and who is at home only at weekends."
            ),
        ),
        (False, m("Knock three times, lightly, and step back so that the badge can be seen.")),
        (True, m("Say your name and office, then in one sentence what the notice is about.")),
        (
            True,
            m("Say your three sentences, and show on the paper the date and the number to call."),
        ),
        (
            False,
            m(
                "Ask what they will do on the day. If the answer is not what you meant, explain it again in other words."
            ),
        ),
        (
            False,
            m(
                "Ask for a signature only where the notice says so. Nobody signs for another household without it being"
                " written down."
            ),
        ),
        (
            False,
            m(
                "Ask whether there is something they would like to send back with you, and note it as a concern."
            ),
        ),
        (
            False,
            m(
                "Nobody home: put the notice into the letter box or under the door, never on the handle, where it shows"
                " that the flat is empty."
            ),
        ),
        (False, m("Count the sheets that are left: each is a household to call tonight.")),
    ),
    (
        _BADGE,
        m("Notices counted by building, some in large print, and one to show that stays with you"),
        m("A pen that writes on a wall, and a list of the doors"),
        m("Plain clean clothes or the vest of your organisation"),
    ),
    (
        (
            m("The door opens"),
            m(
                "Good evening, I am from the community service, here is my badge. It takes one minute: on Thursday the water"
                " is off from nine to five."
            ),
        ),
        (
            _COMPANION_FIRST,
            m(
                "It is only me, with the notice about the water. Better you hear it from us than find the tap dry."
            ),
        ),
        (
            m("They want to read it later"),
            m("Of course. The date is here at the top, and this number answers until eight in the evening."),
        ),
        (
            m("They are angry about what it says"),
            m(
                "I understand that. I did not decide it, but I can pass on what you say. May I write it down in your words?"
            ),
        ),
        (
            m("They ask what you do not know"),
            m("I do not know, and I would rather not guess. I will find out and call you by tomorrow noon."),
        ),
        (
            m("Only an old person who hears badly is at home"),
            m("I will write the day and the hour large on this sheet. Shall I also call your daughter?"),
        ),
    ),
)

SHIPPED: dict[str, Shipped] = {one.key: one for one in (FIRST_VISIT, NOTICE)}
