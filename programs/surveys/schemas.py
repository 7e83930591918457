"""What is sent and answered about surveys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from server.web.forms import Paragraph, RowId, Version, Write

KindName = Literal["scale", "yes_no", "single", "multi", "number", "text"]
MomentName = Literal["baseline", "midline", "endline", "pulse"]
UnitName = Literal["household", "person"]
AgeName = Literal["0-6", "7-13", "14-17", "18-29", "30-44", "45-59", "60-74", "75+"]
ReadyKey = Literal["baseline", "belonging", "experience", "trust", "awareness"]

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
LongText = Annotated[str, msgspec.Meta(max_length=2000)]
Wording = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
OtherWording = Annotated[str, msgspec.Meta(max_length=200)]
Door = Annotated[str, msgspec.Meta(max_length=20)]
Sheet = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


# How many households, or people, a wave is to reach.
Target = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class TakenReady(Write):
    """A questionnaire that ships with Linli, to be taken over."""

    key: ReadyKey


class NewQuestionnaire(Write):
    """A questionnaire to write."""

    title: Title
    about: LongText | None = None
    source: LongText | None = None


class EditedQuestionnaire(NewQuestionnaire, kw_only=True):
    """A questionnaire's cover as it should stand."""

    version: Version


class QuestionFields(Write):
    """One question. `options` and `options_english` hold one answer a line."""

    kind: KindName
    text: Wording
    english: OtherWording | None = None
    options: LongText | None = None
    options_english: LongText | None = None


class NewQuestion(QuestionFields):
    """A question to add at the end."""


class EditedQuestion(QuestionFields, kw_only=True):
    """A question as it should stand; `version` is that of the questionnaire that was read."""

    version: Version


class MovedQuestion(Write):
    """A question to move one place."""

    version: Version
    way: Literal["up", "down"]


class RemovedQuestion(Write):
    """A question to take out."""

    version: Version


class Published(Write):
    """A draft to publish: from then on it stays as it is."""

    version: Version


class PutAway(Write):
    """A questionnaire or a card to put away or bring back."""


class NewWave(Write):
    """A wave to open."""

    questionnaire: RowId
    title: Title
    moment: MomentName
    unit: UnitName
    opens_on: date
    closes_on: date | None = None
    target: Target | None = None
    program: RowId | None = None
    online: bool = False


class EditedWave(Write):
    """What may still change of a wave: never what was asked, or of whom."""

    version: Version
    title: Title
    opens_on: date
    closes_on: date | None = None
    target: Target | None = None
    online: bool = False


class Closing(Write):
    """The day on which a wave ended."""

    closed_on: date


class Reopening(Write):
    """Why a closed wave takes answers again."""

    reason: Paragraph


class OnlineFields(Write):
    """Who answers at the address of a wave. `website` stays empty: only programs fill in what nobody sees."""

    building: RowId | None = None
    door: Door | None = None
    member: Literal["yes", "no"] | None = None
    age_band: AgeName | None = None
    website: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class OnlineAnswer(OnlineFields, kw_only=True):
    """A questionnaire filled in by a resident: the answer to each question by its key."""

    replies: dict[Annotated[str, msgspec.Meta(max_length=40)], Any]


class SheetIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One paper sheet: its number or its door, and the answers by question."""

    sheet: Sheet
    door: Door | None = None
    member: bool | None = None
    age_band: AgeName | None = None
    replies: dict[Annotated[str, msgspec.Meta(max_length=40)], Any] = msgspec.field(default_factory=dict)


class PaperFields(Write):
    """What holds for all sheets of a batch."""

    answered_on: date
    how: Literal["paper", "phone"] = "paper"
    building: RowId | None = None


class PaperBatch(PaperFields, kw_only=True):
    """Sheets to enter, all or none."""

    sheets: Annotated[list[SheetIn], msgspec.Meta(min_length=1, max_length=2000)]


class Voiding(Write):
    """Why an answer is taken out."""

    reason: Paragraph


class CardFields(Write):
    """A right and the duty that goes with it."""

    title: Title
    entitlement: Paragraph
    duty: Paragraph
    basis: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    public: bool = False


class NewCard(CardFields):
    """A card to add."""


class EditedCard(CardFields, kw_only=True):
    """A card as it should stand."""

    version: Version


class SeededCards(Write):
    """The cards that ship with Linli, to be taken over."""


class Entered(msgspec.Struct):
    """How many sheets were entered."""

    count: int


class WaveOut(msgspec.Struct):
    """A wave as the API shows it."""

    id: int
    community: int
    program: int | None
    questionnaire_version: int
    title: str
    moment: str
    unit: str
    opens_on: date
    closes_on: date | None
    closed_on: date | None
    target: int | None
    answers: int
    online: bool
    version: int


class CardOut(msgspec.Struct):
    """A card as the API shows it."""

    id: int
    title: str
    entitlement: str
    duty: str
    basis: str
    public: bool
    version: int
