"""The questionnaires that ship with Linli. The wording is ours; each says whose idea it follows."""

from __future__ import annotations

import msgspec

from programs.surveys.rules import Option, Question, QuestionKind
from server.lib.i18n import Message, language, m

BELONGING = "belonging"


class ReadyQuestion(msgspec.Struct, frozen=True):
    """A question as it ships: its words are translated when an NGO takes it."""

    key: str
    kind: QuestionKind
    text: Message
    options: tuple[tuple[str, Message], ...] = ()
    scale: str = ""


class Ready(msgspec.Struct, frozen=True):
    """A questionnaire as it ships."""

    key: str
    title: Message
    about: Message
    source: Message
    questions: tuple[ReadyQuestion, ...]


_BELONGING = (
    ReadyQuestion("help", "scale", m("When I need a hand, I can get it from people here."), scale=BELONGING),
    ReadyQuestion("part", "scale", m("I am one of the people of this place."), scale=BELONGING),
    ReadyQuestion("say", "scale", m("What I say about this place makes a difference."), scale=BELONGING),
    ReadyQuestion("bond", "scale", m("I feel close to the people who live here."), scale=BELONGING),
)
_WHICH = (
    ReadyQuestion("knows_estate", "yes_no", m("Do you know the name of the estate (xiaoqu) you live in?")),
    ReadyQuestion(
        "knows_community", "yes_no", m("Do you know the name of the community (shequ) your home belongs to?")
    ),
)
_EXPERIENCE = (
    ReadyQuestion(
        "participation",
        "yes_no",
        m("In the last three months, did you take part in anything that neighbours did together?"),
    ),
    ReadyQuestion("satisfaction", "scale", m("All in all, I am satisfied with life in this place.")),
    ReadyQuestion("safety", "scale", m("I feel safe here, also after dark.")),
    ReadyQuestion("happiness", "scale", m("Living here makes me happy.")),
)
_TRUST = (
    ReadyQuestion("trust_residents", "scale", m("I trust the other residents here.")),
    ReadyQuestion("trust_committee", "scale", m("I trust the owners' committee.")),
    ReadyQuestion("trust_property", "scale", m("I trust the property manager.")),
)
_AWARENESS = (
    ReadyQuestion(
        "knows_revenue",
        "yes_no",
        m(
            "Did you know that what the shared parts of an estate earn belongs to all owners, after fair costs?"
        ),
    ),
    ReadyQuestion(
        "knows_vote",
        "yes_no",
        m("Did you know that owners decide together whether to change the property manager?"),
    ),
    ReadyQuestion(
        "knows_duty",
        "yes_no",
        m("Did you know that whoever keeps a dog is liable when it hurts somebody?"),
    ),
    ReadyQuestion(
        "reasons",
        "multi",
        m("What kept you from taking part so far? Tick all that hold."),
        options=(
            ("no_time", m("I have no time.")),
            ("little_use", m("I gain little from it.")),
            ("others", m("I wait for others to begin.")),
            ("unaware", m("I did not know about it.")),
            ("no_one", m("I know nobody there.")),
            ("body", m("My health or my age makes it hard.")),
            ("no_trust", m("I do not believe that anything changes.")),
            ("took_part", m("Nothing: I take part.")),
        ),
    ),
)

SHIPPED: dict[str, Ready] = {
    ready.key: ready
    for ready in (
        Ready(
            "baseline",
            m("Where we stand: baseline"),
            m(
                "Before entering: belonging, which community one belongs to, experience and trust. Four minutes."
            ),
            m(
                "Belonging follows the construct of the Brief Sense of Community Scale (Peterson, Speer and McMillan"
                " 2008: needs, membership, influence, emotional connection), one item each. All wording is Linli's"
                " own and has not been validated."
            ),
            (*_BELONGING, *_WHICH, *_EXPERIENCE, *_TRUST),
        ),
        Ready(
            "belonging",
            m("Belonging, in short"),
            m(
                "Four sentences about belonging, and whether people know the name of their estate and community. One minute."
            ),
            m(
                "Follows the construct of the Brief Sense of Community Scale (Peterson, Speer and McMillan 2008:"
                " needs, membership, influence, emotional connection), one item each. The wording is Linli's own and"
                " has not been validated. The two questions on names follow an observation of community builders"
                " in Chengdu."
            ),
            (*_BELONGING, *_WHICH),
        ),
        Ready(
            "experience",
            m("Life here: taking part, satisfaction, safety, happiness"),
            m("Four questions for before, in the middle and after."),
            m(
                "The four indicators that community builders name most; single questions worded by Linli, not validated."
            ),
            _EXPERIENCE,
        ),
        Ready(
            "trust",
            m("Trust pulse"),
            m(
                "Three sentences, to be asked again and again: residents, owners' committee, property manager."
            ),
            m("The idea of a short repeated pulse on three relations; worded by Linli, not validated."),
            _TRUST,
        ),
        Ready(
            "awareness",
            m("Rights, duties, and what keeps people away"),
            m("Before and after a campaign: what people know, and why they stay away."),
            m(
                "What is asked follows the Civil Code of the People's Republic of China (articles 278, 282 and 1245);"
                " the reasons follow what community builders hear. Worded by Linli, not validated."
            ),
            _AWARENESS,
        ),
    )
}


def questions_of(ready: Ready) -> tuple[Question, ...]:
    """The questions in Chinese with their English beside them, as a version holds them."""
    return tuple(
        Question(
            key=one.key,
            kind=one.kind,
            text=_in("zh_CN", one.text),
            english=_in("en", one.text),
            options=tuple(Option(key, _in("zh_CN", text), _in("en", text)) for key, text in one.options),
            scale=one.scale,
        )
        for one in ready.questions
    )


def _in(code: str, message: Message) -> str:
    with language(code):
        return str(message)
